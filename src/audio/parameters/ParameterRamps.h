// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/parameters/Smoother.h"

#include <array>
#include <bit>

namespace cppmusic::audio {

/// A Smoother for each parameter of a node (at most 64), fed by parameter events. Read on the
/// control grid. [audio]
class ParameterRamps {
public:
    static constexpr int capacity = 64;

    explicit ParameterRamps(AudioNode& node) noexcept : node_(node) {}

    /// Everything stands on the slots' values and counts as changed.
    void snapToSlots() noexcept CPPMUSIC_NONBLOCKING
    {
        const int count = static_cast<int>(node_.parameters().size());
        for (int i = 0; i < count; ++i) ramp(i).snapTo(node_.parameterValue(i));
        moving_ = 0;
        changed_ = ~std::uint64_t{0};
    }
    /// Takes parameter events, ignores others and unknown indices; values are clamped to range.
    void apply(const Event& event) noexcept CPPMUSIC_NONBLOCKING
    {
        const auto specs = node_.parameters();
        if (event.type != EventType::parameter || event.parameter < 0 ||
            event.parameter >= static_cast<int>(specs.size()))
            return;
        const auto& spec = specs[static_cast<std::size_t>(event.parameter)];
        const bool isStepped = spec.taper == core::Taper::stepped;
        ramp(event.parameter)
            .rampTo(core::clampToRange(spec, event.value), isStepped ? 0 : event.rampFrames);
        const auto bit = std::uint64_t{1} << event.parameter;
        moving_ |= bit;
        changed_ |= bit;
    }
    void advance(int frames) noexcept CPPMUSIC_NONBLOCKING
    {
        if (moving_ == 0) return;
        changed_ |= moving_;
        for (auto rest = moving_; rest != 0; rest &= rest - 1) {
            const int index = std::countr_zero(rest);
            ramp(index).advance(frames);
            if (!ramp(index).isMoving()) moving_ &= ~(std::uint64_t{1} << index);
        }
    }
    template <class Index>
    [[nodiscard]] float value(Index index) const noexcept CPPMUSIC_NONBLOCKING
    {
        return ramps_[static_cast<std::size_t>(index)].current();
    }
    /// The value `frames` frames from here, if no other event comes.
    template <class Index>
    [[nodiscard]] float ahead(Index index, int frames) const noexcept CPPMUSIC_NONBLOCKING
    {
        return ramps_[static_cast<std::size_t>(index)].ahead(frames);
    }
    /// `frames`, or fewer when a ramp ends before; at least 1.
    [[nodiscard]] int straightFrames(int frames) const noexcept CPPMUSIC_NONBLOCKING
    {
        for (auto rest = moving_; rest != 0; rest &= rest - 1) {
            const int left = ramps_[static_cast<std::size_t>(std::countr_zero(rest))].remaining();
            if (left > 0 && left < frames) frames = left;
        }
        return frames;
    }
    /// For stepped parameters.
    template <class Index>
    [[nodiscard]] int step(Index index) const noexcept CPPMUSIC_NONBLOCKING
    {
        const float v = value(index);
        return static_cast<int>(v < 0.0f ? v - 0.5f : v + 0.5f);
    }
    /// Whether any parameter may differ from what it was at the last call.
    [[nodiscard]] bool takeChanged() noexcept CPPMUSIC_NONBLOCKING
    {
        const bool any = changed_ != 0;
        changed_ = moving_;
        return any;
    }
    /// No parameter moves, and takeChanged() would say so.
    [[nodiscard]] bool isAtRest() const noexcept CPPMUSIC_NONBLOCKING { return changed_ == 0; }

private:
    Smoother& ramp(int index) noexcept CPPMUSIC_NONBLOCKING
    {
        return ramps_[static_cast<std::size_t>(index)];
    }

    AudioNode& node_;
    std::uint64_t moving_ = 0;
    std::uint64_t changed_ = ~std::uint64_t{0};
    std::array<Smoother, capacity> ramps_{}; // behind what every block looks at
};

} // namespace cppmusic::audio
