// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/SampleLoader.h"

#include "audio/files/AudioFileReader.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

core::Result<std::shared_ptr<const SampleData>> loadSample(const std::filesystem::path& path)
{
    auto reader = AudioFileReader::open(path);
    if (!reader) return reader.error();
    const AudioFileInfo& info = reader->info();
    const double seconds = static_cast<double>(info.frames) / info.sampleRate;
    if (seconds > maxSampleSeconds)
        return core::makeError(core::ErrorCode::unsupported,
                               "a sample is at most 60 seconds long, this file has " +
                                   std::to_string(static_cast<int>(seconds)) +
                                   "; use it as an audio clip instead",
                               path.string());
    if (info.frames == 0)
        return core::makeError(core::ErrorCode::corrupt, "the file holds no sound", path.string());
    auto data = std::make_shared<SampleData>();
    data->sampleRate = info.sampleRate;
    data->channels.assign(static_cast<std::size_t>(std::min(info.channels, 2)),
                          std::vector<float>(static_cast<std::size_t>(info.frames)));
    std::array<float*, 2> channels{data->channels.front().data(), data->channels.back().data()};
    const AudioBlock block{channels.data(), static_cast<int>(data->channels.size()),
                           static_cast<int>(info.frames)};
    const auto got = reader->read(0, block);
    if (!got) return got.error();
    for (auto& channel : data->channels) channel.resize(static_cast<std::size_t>(*got));
    return std::shared_ptr<const SampleData>(std::move(data));
}

} // namespace cppmusic::audio
