// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/ApplyCommand.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace cppmusic::test {

/// Makes up edits for any project: every kind of command, mostly ones that apply, some that must be
/// refused. The same seed makes the same edits everywhere.
class RandomCommands {
public:
    explicit RandomCommands(std::uint64_t seed) : generator_(seed) {}

    /// One command of a random kind; now and then a batch of some.
    [[nodiscard]] project::Command next(const model::Project& project);
    /// A project that `count` commands made (those that were refused don't count).
    [[nodiscard]] model::Project makeProject(int count);

    [[nodiscard]] static constexpr std::size_t countKinds()
    {
        using namespace project;
        return std::variant_size_v<TrackCommand> + std::variant_size_v<ClipCommand> +
               std::variant_size_v<PatternCommand> + std::variant_size_v<DeviceCommand> +
               std::variant_size_v<MixerCommand> + std::variant_size_v<AutomationCommand> +
               std::variant_size_v<TempoCommand> + std::variant_size_v<MarkerCommand> +
               std::variant_size_v<AssetCommand> + std::variant_size_v<ProjectCommand>;
    }

private:
    using Project = model::Project;

    [[nodiscard]] std::size_t below(std::size_t bound) { return generator_() % bound; }
    [[nodiscard]] bool chance(int percent)
    {
        return below(100) < static_cast<std::size_t>(percent);
    }
    [[nodiscard]] double real(double low, double high);
    [[nodiscard]] float number(double low, double high)
    {
        return static_cast<float>(real(low, high));
    }
    [[nodiscard]] core::Beats place();
    [[nodiscard]] core::Beats length();
    [[nodiscard]] std::string text();
    [[nodiscard]] std::string unknown();
    [[nodiscard]] model::PaletteColour colour();
    template <class IdType>
    [[nodiscard]] IdType newId(const Project& project);

    [[nodiscard]] model::TrackId anyTrack(const Project&);
    [[nodiscard]] model::TrackId trackOfKind(const Project&, model::TrackKind);
    [[nodiscard]] model::ClipId anyClip(const Project&);
    [[nodiscard]] model::PatternId anyPattern(const Project&);
    [[nodiscard]] model::DeviceId anyDevice(const Project&);
    [[nodiscard]] model::LaneId anyLane(const Project&);
    [[nodiscard]] model::AssetId anyAsset(const Project&);
    [[nodiscard]] model::TrackId laneOf(const Project&, model::PatternId);
    [[nodiscard]] std::vector<model::Note> notesOf(const Project&, model::PatternId,
                                                   model::TrackId lane);

    [[nodiscard]] model::Note makeNote(const Project&);
    [[nodiscard]] model::ControlEvent makeControl();
    [[nodiscard]] model::OpaqueEvent makeOpaque();
    [[nodiscard]] model::PatternLane makeLane(const Project&);
    [[nodiscard]] model::Pattern makePattern(const Project&);
    [[nodiscard]] std::variant<model::PatternClip, model::AudioClip> makeContent(const Project&);
    [[nodiscard]] model::Clip makeClip(const Project&);
    [[nodiscard]] model::Device makeDevice(const Project&);
    [[nodiscard]] std::vector<model::DeviceSample> makeSamples(const Project&);
    [[nodiscard]] std::vector<model::DeviceOutput> makeOutputs(const Project&);
    [[nodiscard]] model::AutomationLane makeAutomation(const Project&);
    [[nodiscard]] std::vector<model::AutomationPoint> makePoints(core::Beats from, core::Beats to);
    [[nodiscard]] model::Send makeSend(const Project&);
    [[nodiscard]] model::Sidechain makeSidechain(const Project&);
    [[nodiscard]] model::Track makeTrack(const Project&);
    [[nodiscard]] model::Asset makeAsset(const Project&);
    [[nodiscard]] model::Marker makeMarker(const Project&);
    [[nodiscard]] core::TempoMap makeTempo();

    [[nodiscard]] project::Command trackCommand(const Project&, std::size_t kind);
    [[nodiscard]] project::Command clipCommand(const Project&, std::size_t kind);
    [[nodiscard]] project::Command patternCommand(const Project&, std::size_t kind);
    [[nodiscard]] project::Command deviceCommand(const Project&, std::size_t kind);
    [[nodiscard]] project::Command mixerCommand(const Project&, std::size_t kind);
    [[nodiscard]] project::Command automationCommand(const Project&, std::size_t kind);
    [[nodiscard]] project::Command songCommand(const Project&, std::size_t kind);
    [[nodiscard]] project::Command single(const Project&);

    std::mt19937_64 generator_;
    std::uint64_t nextId_ = 1;
};

/// Which kind a command is, for counting: 0…countKinds() − 1; countKinds() for a batch.
[[nodiscard]] std::size_t kindOf(const project::Command& command);

} // namespace cppmusic::test
