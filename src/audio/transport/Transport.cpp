// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/transport/Transport.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {
namespace {
constexpr int maxCountInBars = 16;
}

void Transport::apply(const TransportCommand& command) noexcept CPPMUSIC_NONBLOCKING
{
    using Kind = TransportCommand::Kind;
    switch (command.kind) {
    case Kind::play:
        if (isPlaying_ || countInLeft_ > 0) return;
        countInBars_ = std::clamp(command.bars, 0, maxCountInBars);
        if (countInBars_ == 0) startPlaying();
        return;
    case Kind::stop:
        countInBars_ = 0;
        countInLeft_ = 0;
        if (!isPlaying_) return;
        isPlaying_ = false;
        hasJumped_ = true;
        return;
    case Kind::locate:
        position_ = std::max<std::int64_t>(0, command.start.value);
        hasJumped_ = true;
        if (isPlaying_) grid_ = 0;
        return;
    case Kind::setLoop:
        loop_.start = std::max<std::int64_t>(0, command.start.value);
        loop_.end = command.end.value;
        loop_.isOn = command.isOn;
        return;
    case Kind::setPunch:
        punchStart_ = std::max<std::int64_t>(0, command.start.value);
        punchEnd_ = command.end.value;
        isPunchOn_ = command.isOn;
        return;
    case Kind::record: isArmed_ = command.isOn; return;
    case Kind::metronome: isMetronomeOn_ = command.isOn; return;
    case Kind::metronomeLevels:
        levels_ = {std::clamp(command.accentGain, 0.0f, 4.0f),
                   std::clamp(command.beatGain, 0.0f, 4.0f)};
        return;
    }
}

void Transport::startPlaying() noexcept CPPMUSIC_NONBLOCKING
{
    isPlaying_ = true;
    hasJumped_ = true;
    grid_ = 0;
}

void Transport::startCountIn(const core::TempoMap& map,
                             core::SampleRate rate) noexcept CPPMUSIC_NONBLOCKING
{
    const core::Beats place = map.beatsAt(core::Frames(position_), rate);
    countInFrames_ = countInFrame(map, place, rate, countInBars_, 0);
    countInLeft_ = countInFrames_;
    countInBars_ = 0;
    if (countInLeft_ == 0) startPlaying();
}

bool Transport::punchedIn(int& frames) const noexcept CPPMUSIC_NONBLOCKING
{
    if (!isPunchOn_ || punchEnd_ <= punchStart_) return true;
    const bool isIn = position_ >= punchStart_ && position_ < punchEnd_;
    const std::int64_t edge = isIn ? punchEnd_ : punchStart_;
    if (edge > position_)
        frames = static_cast<int>(std::min<std::int64_t>(frames, edge - position_));
    return isIn;
}

TransportBlock Transport::advance(int& frames, const core::TempoMap& map,
                                  core::SampleRate rate) noexcept CPPMUSIC_NONBLOCKING
{
    if (countInBars_ > 0) startCountIn(map, rate);
    if (countInLeft_ > 0) frames = static_cast<int>(std::min<std::int64_t>(frames, countInLeft_));
    if (isPlaying_) frames = loop_.framesUntilJump(position_, frames);
    const bool isRecording = isPlaying_ && isArmed_ && punchedIn(frames);
    const std::int64_t next = isPlaying_ ? position_ + frames : position_;

    TransportBlock block;
    block.startFrame = position_;
    block.gridFrame = grid_;
    block.nextJumpFrame = isPlaying_ ? loop_.jumpFrame(position_) : LoopSplitter::never;
    block.startBeat = map.beatsAt(core::Frames(position_), rate);
    block.endBeat = map.beatsAt(core::Frames(next), rate);
    block.tempo = map.tempoAt(block.startBeat);
    block.isPlaying = isPlaying_;
    block.isLooping = loop_.isOn;
    block.isRecording = isRecording;
    block.countInFrame = countInLeft_ > 0 ? countInFrames_ - countInLeft_ : 0;
    block.countInLeft = countInLeft_;
    block.hasJumped = hasJumped_;
    block.sampleRate = rate;
    block.tempoMap = &map;

    hasJumped_ = false;
    grid_ += frames;
    if (countInLeft_ > 0) {
        countInLeft_ -= frames;
        if (countInLeft_ == 0) startPlaying();
        return block;
    }
    if (next == block.nextJumpFrame) {
        position_ = loop_.start;
        hasJumped_ = true;
    } else {
        position_ = next;
    }
    return block;
}

TransportSnapshot Transport::snapshot(const core::TempoMap& map,
                                      core::SampleRate rate) const noexcept CPPMUSIC_NONBLOCKING
{
    TransportSnapshot shot;
    shot.position = core::Frames(position_);
    shot.beat = map.beatsAt(shot.position, rate);
    shot.tempo = map.tempoAt(shot.beat);
    shot.isPlaying = isPlaying_;
    shot.isLooping = loop_.isOn;
    const bool isInside = !isPunchOn_ || punchEnd_ <= punchStart_ ||
                          (position_ >= punchStart_ && position_ < punchEnd_);
    shot.isRecording = isPlaying_ && isArmed_ && isInside;
    shot.isCountingIn = countInLeft_ > 0;
    shot.countInLeft = core::Frames(countInLeft_);
    return shot;
}

void Transport::changeRate(core::SampleRate from, core::SampleRate to) noexcept
{
    const auto convert = [&](std::int64_t frame) {
        return static_cast<std::int64_t>(
            std::llround(static_cast<double>(frame) * to.value / from.value));
    };
    position_ = convert(position_);
    loop_.start = convert(loop_.start);
    loop_.end = convert(loop_.end);
    punchStart_ = convert(punchStart_);
    punchEnd_ = convert(punchEnd_);
    countInFrames_ = convert(countInFrames_);
    countInLeft_ = convert(countInLeft_);
    hasJumped_ = true;
}

} // namespace cppmusic::audio
