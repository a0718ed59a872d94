// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/transport/Transport.h"

#include <cmath>

namespace cppmusic::audio {

void Transport::apply(const TransportCommand& command) noexcept CPPMUSIC_NONBLOCKING
{
    using Kind = TransportCommand::Kind;
    switch (command.kind) {
    case Kind::play:
        if (isPlaying_) return;
        isPlaying_ = true;
        hasJumped_ = true;
        grid_ = 0;
        return;
    case Kind::stop:
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
    case Kind::record: isArmed_ = command.isOn; return;
    case Kind::metronome: isMetronomeOn_ = command.isOn; return;
    }
}

TransportBlock Transport::advance(int& frames, const core::TempoMap& map,
                                  core::SampleRate rate) noexcept CPPMUSIC_NONBLOCKING
{
    if (isPlaying_) frames = loop_.framesUntilJump(position_, frames);
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
    block.isRecording = isPlaying_ && isArmed_;
    block.hasJumped = hasJumped_;
    block.sampleRate = rate;
    block.tempoMap = &map;

    hasJumped_ = false;
    grid_ += frames;
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
    shot.isRecording = isPlaying_ && isArmed_;
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
    hasJumped_ = true;
}

} // namespace cppmusic::audio
