// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/SongRenderer.h"

#include "audio/analysis/LoudnessMeter.h"
#include "audio/files/AudioFileWriter.h"
#include "core/io/Checksum.h"
#include "model/Queries.h"
#include "session/services/RenderFiles.h"
#include "session/services/RenderPass.h"
#include "session/services/StemCollector.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <system_error>
#include <utility>

namespace cppmusic::session {

namespace {

/// Hashes the samples of a block as interleaved 32-bit floats.
void addToHash(core::Sha256& hash, const audio::ConstAudioBlock& block, std::vector<float>& scratch)
{
    const auto numFrames = static_cast<std::size_t>(block.numFrames);
    const auto numChannels = static_cast<std::size_t>(block.numChannels);
    scratch.resize(numFrames * numChannels);
    for (std::size_t c = 0; c < numChannels; ++c)
        for (std::size_t i = 0; i < numFrames; ++i)
            scratch[numChannels * i + c] = block.channels[c][i];
    hash.update(std::as_bytes(std::span(scratch)));
}

/// A folder made for stems; gone again unless kept, if nothing is in it.
class NewFolder {
public:
    explicit NewFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~NewFolder()
    {
        std::error_code ignored;
        if (wasMade_) std::filesystem::remove(folder_, ignored); // only if empty
    }
    core::Status make()
    {
        std::error_code error;
        wasMade_ = std::filesystem::create_directories(folder_, error);
        if (!error && std::filesystem::is_directory(folder_, error)) return {};
        return core::makeError(core::ErrorCode::ioFailure,
                               "the folder cannot be made: " + error.message(), folder_.string());
    }

private:
    std::filesystem::path folder_;
    bool wasMade_ = false;
};

class Renderer {
public:
    Renderer(const model::Project& project, const std::filesystem::path& folder,
             const RenderSettings& settings, const RenderProgress& progress,
             const core::CancellationToken& cancellation)
        : project_(project),
          folder_(folder),
          settings_(settings),
          progress_(progress),
          cancellation_(cancellation)
    {
    }

    core::Result<RenderResult> render()
    {
        const auto begin = std::chrono::steady_clock::now();
        if (auto status = checkRenderSettings(settings_); !status) return status.error();
        if (auto status = chooseRange(); !status) return status.error();
        chooseStems();
        if (auto status = renderMix(); !status) return status.error();
        if (!settings_.stems.empty())
            if (auto status = renderStems(); !status) return status.error();
        result_.rate = settings_.rate;
        result_.seconds = static_cast<double>(result_.frames) / settings_.rate.value;
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
        result_.elapsedSeconds = elapsed.count();
        result_.realTimeFactor = result_.seconds / std::max(1.0e-9, elapsed.count());
        return std::move(result_);
    }

private:
    core::Status chooseRange()
    {
        const auto framesAt = [this](core::Beats beat) {
            return project_.tempo->framesAt(beat, settings_.rate);
        };
        const core::Beats end = model::songEnd(project_);
        if (!settings_.to && !(end.value > 0.0))
            return core::makeError(core::ErrorCode::invalidArgument,
                                   "the song has no clips; there is nothing to render");
        range_.from = framesAt(settings_.from.value_or(core::Beats{0.0}));
        range_.to = framesAt(settings_.to.value_or(end));
        if (!(range_.from < range_.to))
            return core::makeError(core::ErrorCode::invalidArgument,
                                   "starts behind the end of the song", "range");
        if (!settings_.to) {
            range_.tail.kind = audio::TailRule::Kind::untilSilent;
            range_.tail.frames = core::Frames{
                std::llround(std::max(0.0, settings_.longestTail.value) * settings_.rate.value)};
            range_.tail.playsOn = true;
        }
        return {};
    }

    void chooseStems()
    {
        if (settings_.stems.empty()) return;
        for (const auto& track : project_.tracks)
            if (track->kind != model::TrackKind::master && track->kind != model::TrackKind::vca)
                stems_.push_back(track->id);
        for (std::size_t first = 0; first < stems_.size(); first += stemsInPass(first))
            ++numPasses_;
    }

    [[nodiscard]] int channelsOfStem(std::size_t number) const
    {
        return channelsOf(**model::findTrack(project_, stems_[number]));
    }

    /// How many stems from `first` on fit into one pass.
    [[nodiscard]] std::size_t stemsInPass(std::size_t first) const
    {
        std::size_t count = 0;
        for (int channels = 0; first + count < stems_.size(); ++count) {
            channels += channelsOfStem(first + count);
            if (channels > StemCollector::maxChannels) break;
        }
        return count;
    }

    [[nodiscard]] RenderProgress passProgress(std::size_t pass) const
    {
        if (!progress_) return {};
        return [this, pass](double fraction) {
            progress_((static_cast<double>(pass) + fraction) / static_cast<double>(numPasses_));
        };
    }

    [[nodiscard]] audio::AudioFileSpec fileSpec(int channels) const
    {
        return fileSpecOf(settings_, (range_.to - range_.from + range_.tail.frames).value,
                          channels);
    }

    core::Status renderMix()
    {
        const int channels = channelsOf(model::masterTrack(project_));
        std::optional<audio::AudioFileWriter> writer;
        if (!settings_.output.empty()) {
            auto created = audio::AudioFileWriter::create(settings_.output, fileSpec(channels));
            if (!created) return created.error();
            writer = std::move(created).value();
        }
        audio::LoudnessMeter loudness(channels, settings_.rate.value);
        core::Sha256 hash;
        std::vector<float> scratch;
        RenderPass pass(project_, folder_, settings_);
        auto summary = pass.run(
            range_, {},
            [&](const audio::ConstAudioBlock& block) -> core::Status {
                if (settings_.isMeasured) {
                    loudness.add(block);
                    addToHash(hash, block, scratch);
                }
                return writer ? writer->write(block) : core::Status{};
            },
            passProgress(0), cancellation_);
        if (!summary) return summary.error();
        if (auto status = checkSummary(*summary); !status) return status;
        if (writer) {
            if (auto status = writer->finish(); !status) return status;
            result_.files.push_back(settings_.output);
        }
        result_.frames = summary->rendered.value;
        result_.problems = pass.problems();
        if (!settings_.isMeasured) return {};
        const auto measured = loudness.result();
        if (std::isfinite(measured.integratedLufs)) result_.loudnessLufs = measured.integratedLufs;
        result_.truePeakDb = std::max(-144.0, measured.truePeakDb);
        result_.sha256 = hash.finishHex();
        return {};
    }

    core::Status checkSummary(const audio::OfflineSummary& summary)
    {
        if (summary.streamsMissed > 0)
            return core::makeError(core::ErrorCode::internal,
                                   "audio files were not read in time; nothing was written");
        return {};
    }

    core::Status renderStems()
    {
        NewFolder stemFolder(settings_.stems);
        if (auto status = stemFolder.make(); !status) return status;
        // Exactly as long as the mix.
        range_.tail.kind = audio::TailRule::Kind::fixed;
        range_.tail.frames = core::Frames{result_.frames} - (range_.to - range_.from);
        for (std::size_t first = 0, pass = 1; first < stems_.size(); ++pass) {
            const auto count = stemsInPass(first);
            if (auto status = renderStemPass(first, count, pass); !status) return status;
            first += count;
        }
        return {};
    }

    core::Status renderStemPass(std::size_t first, std::size_t count, std::size_t number)
    {
        const auto begin = stems_.begin() + static_cast<std::ptrdiff_t>(first);
        const std::vector<model::TrackId> tracks(begin, begin + static_cast<std::ptrdiff_t>(count));
        std::vector<audio::AudioFileWriter> writers;
        std::vector<std::filesystem::path> paths;
        for (std::size_t i = 0; i < count; ++i) {
            const auto* track = model::findTrack(project_, tracks[i]);
            paths.push_back(settings_.stems /
                            stemFileName(first + i + 1, (*track)->name, settings_.format));
            auto created =
                audio::AudioFileWriter::create(paths.back(), fileSpec(channelsOfStem(first + i)));
            if (!created) return created.error();
            writers.push_back(std::move(created).value());
        }
        RenderPass pass(project_, folder_, settings_);
        auto summary = pass.run(
            range_, tracks,
            [&](const audio::ConstAudioBlock& block) { return writeStems(writers, first, block); },
            passProgress(number), cancellation_);
        if (!summary) return summary.error();
        for (std::size_t i = 0; i < count; ++i) {
            if (auto status = writers[i].finish(); !status) return status;
            result_.files.push_back(paths[i]);
        }
        return {};
    }

    core::Status writeStems(std::vector<audio::AudioFileWriter>& writers, std::size_t first,
                            const audio::ConstAudioBlock& block) const
    {
        const float* const* from = block.channels;
        for (std::size_t i = 0; i < writers.size(); ++i) {
            const int channels = channelsOfStem(first + i);
            if (auto status = writers[i].write({from, channels, block.numFrames}); !status)
                return status;
            from += channels;
        }
        return {};
    }

    const model::Project& project_;
    const std::filesystem::path& folder_;
    const RenderSettings& settings_;
    const RenderProgress& progress_;
    const core::CancellationToken& cancellation_;
    RenderRange range_;
    std::vector<model::TrackId> stems_;
    std::size_t numPasses_ = 1;
    RenderResult result_;
};

} // namespace

core::Result<RenderResult> renderSong(const model::Project& project,
                                      const std::filesystem::path& projectFolder,
                                      const RenderSettings& settings,
                                      const RenderProgress& progress,
                                      const core::CancellationToken& cancellation)
{
    return Renderer(project, projectFolder, settings, progress, cancellation).render();
}

} // namespace cppmusic::session
