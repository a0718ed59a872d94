// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/PatternPlayer.h"

#include <algorithm>
#include <bitset>

namespace cppmusic::audio {

namespace {

constexpr std::uint8_t sustainPedal = 64;
constexpr std::uint8_t modulationWheel = 1;
// Room that onsets and controllers leave for the releases of everything that can sound.
constexpr int releaseRoom = 2 * PatternPlayer::maxHeldNotes;

auto firstAtOrAfter(const std::vector<TimedNote>& notes, std::int64_t frame) noexcept
{
    return std::lower_bound(notes.begin(), notes.end(), frame,
                            [](const TimedNote& note, std::int64_t f) { return note.onFrame < f; });
}

} // namespace

PatternPlayer::PatternPlayer() = default;

NodePorts PatternPlayer::ports() const noexcept
{
    NodePorts ports;
    ports.hasEventOutput = true;
    return ports;
}

void PatternPlayer::prepare(const PrepareSpec&)
{
    reset();
}

void PatternPlayer::reset() noexcept CPPMUSIC_NONBLOCKING
{
    numHeld_ = numPending_ = 0;
    nextNoteId_ = 0;
    expectedStart_ = -1;
    contentSerial_ = 0;
    pedalsDown_ = bent_ = modulated_ = 0;
}

void PatternPlayer::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    if (context.eventOutput == nullptr) return;
    const auto& transport = *context.transport;
    const auto* content = static_cast<const NoteContent*>(context.content);
    const std::int64_t start = transport.startFrame;
    const std::int64_t end = start + context.numFrames;
    numPending_ = 0;

    const bool isJump = transport.hasJumped || !transport.isPlaying || start != expectedStart_;
    const std::uint64_t serial = content != nullptr ? content->serial() : 0;
    if (isJump) {
        releaseAll(0);
        resetControllers();
    } else if (serial != contentSerial_) {
        reviseHeld(content, start);
    }
    contentSerial_ = serial;
    expectedStart_ = transport.isPlaying ? end : -1;

    if (transport.isPlaying) {
        if (content != nullptr && isJump) takeUp(*content, start);
        if (content != nullptr) gather(*content, start, end);
        if (!isJump) gatherReleases(start, end);
        numberOnsets(start, end);
    }
    emit(*context.eventOutput);
}

void PatternPlayer::releaseAll(std::int32_t frame) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < numHeld_; ++i) addRelease(held_[static_cast<std::size_t>(i)], frame);
}

/// Ends what new content no longer plays; takes over ends that moved.
void PatternPlayer::reviseHeld(const NoteContent* content,
                               std::int64_t now) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < numHeld_; ++i) {
        auto& held = held_[static_cast<std::size_t>(i)];
        std::int64_t newOff = now; // gone: ends now
        const auto look = [&](const NoteSequence& sequence) {
            for (auto note = firstAtOrAfter(sequence.notes, held.onFrame);
                 note != sequence.notes.end() && note->onFrame == held.onFrame; ++note) {
                if (note->key == held.key && note->channel == held.channel)
                    newOff = std::max(newOff, note->offFrame);
            }
        };
        if (content != nullptr) content->forEachOverlapping(held.onFrame, held.onFrame + 1, look);
        held.offFrame = newOff;
    }
}

/// Notes and controllers in force at the place where playback starts.
void PatternPlayer::takeUp(const NoteContent& content,
                           std::int64_t at) noexcept CPPMUSIC_NONBLOCKING
{
    content.forEachOverlapping(at, at + 1, [&](const NoteSequence& sequence) {
        takeUpControls(sequence, at);
        const auto& notes = sequence.notes;
        auto note = sequence.longestNote > 0 ? firstAtOrAfter(notes, at - sequence.longestNote)
                                             : notes.begin();
        for (; note != notes.end() && note->onFrame < at; ++note)
            if (note->offFrame > at) addOnset(*note, at);
    });
}

/// The last value before `at` of each controller, bend, pressure and programme of a sequence.
void PatternPlayer::takeUpControls(const NoteSequence& sequence,
                                   std::int64_t at) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr int furthest = 1024; // look no further back: the cost of a jump stays bounded
    std::bitset<16 * 16 * 128> seen;
    const auto& controls = sequence.controls;
    auto control =
        std::lower_bound(controls.begin(), controls.end(), at,
                         [](const TimedControl& c, std::int64_t frame) { return c.frame < frame; });
    for (int steps = 0; control != controls.begin() && steps < furthest; ++steps) {
        --control;
        const auto slot = static_cast<std::size_t>(
            ((control->type & 15u) * 16u + (control->channel & 15u)) * 128u +
            (control->number & 127u));
        if (seen[slot]) continue;
        seen[slot] = true;
        addControl(*control, 0);
    }
}

/// Pedals up, wheels to rest: what the song bent must not stay bent after a stop.
void PatternPlayer::resetControllers() noexcept CPPMUSIC_NONBLOCKING
{
    for (std::uint8_t channel = 0; channel < 16; ++channel) {
        const auto bit = static_cast<std::uint16_t>(1u << channel);
        const auto type = [](EventType t) { return static_cast<std::uint8_t>(t); };
        if ((pedalsDown_ & bit) != 0)
            addControl({0, 0.0f, type(EventType::controlChange), channel, sustainPedal}, 0);
        if ((modulated_ & bit) != 0)
            addControl({0, 0.0f, type(EventType::controlChange), channel, modulationWheel}, 0);
        if ((bent_ & bit) != 0) addControl({0, 0.0f, type(EventType::pitchBend), channel, 0}, 0);
    }
}

void PatternPlayer::gather(const NoteContent& content, std::int64_t from,
                           std::int64_t to) noexcept CPPMUSIC_NONBLOCKING
{
    content.forEachOverlapping(from, to, [&](const NoteSequence& sequence) {
        const auto& controls = sequence.controls;
        auto control = std::lower_bound(
            controls.begin(), controls.end(), from,
            [](const TimedControl& c, std::int64_t frame) { return c.frame < frame; });
        for (; control != controls.end() && control->frame < to; ++control)
            addControl(*control, static_cast<std::int32_t>(control->frame - from));
        for (auto note = firstAtOrAfter(sequence.notes, from);
             note != sequence.notes.end() && note->onFrame < to; ++note)
            addOnset(*note, from);
    });
}

void PatternPlayer::gatherReleases(std::int64_t from, std::int64_t to) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < numHeld_; ++i) {
        const auto& held = held_[static_cast<std::size_t>(i)];
        if (held.offFrame < to)
            addRelease(held,
                       static_cast<std::int32_t>(std::max<std::int64_t>(0, held.offFrame - from)));
    }
}

/// Sorts the onsets, gives them their ids in order of sounding, and adds the releases that fall
/// into the same block.
void PatternPlayer::numberOnsets(std::int64_t from, std::int64_t to) noexcept CPPMUSIC_NONBLOCKING
{
    const auto byTime = [](const Pending& a, const Pending& b) {
        if (a.frame != b.frame) return a.frame < b.frame;
        if (a.rank != b.rank) return a.rank < b.rank;
        return a.order < b.order;
    };
    const int numGathered = numPending_;
    std::sort(pending_.begin(), pending_.begin() + numGathered, byTime);
    for (int i = 0; i < numGathered; ++i) {
        auto& pending = pending_[static_cast<std::size_t>(i)];
        if (pending.rank != Rank::onset) continue;
        pending.event.noteId = nextNoteId_;
        nextNoteId_ = (nextNoteId_ + 1) & 0x7fffffff;
        if (pending.offFrame >= to) continue;
        Held ended;
        ended.noteId = pending.event.noteId;
        ended.key = pending.event.number;
        ended.channel = pending.event.channel;
        ended.releaseVelocity = pending.releaseVelocity;
        addRelease(ended, static_cast<std::int32_t>(pending.offFrame - from));
    }
    std::sort(pending_.begin(), pending_.begin() + numPending_, byTime);
}

void PatternPlayer::addOnset(const TimedNote& note,
                             std::int64_t blockStart) noexcept CPPMUSIC_NONBLOCKING
{
    if (numPending_ >= maxEventsPerBlock - releaseRoom) return;
    auto& pending = pending_[static_cast<std::size_t>(numPending_)];
    pending = {};
    pending.order = numPending_++;
    pending.frame = static_cast<std::int32_t>(std::max<std::int64_t>(0, note.onFrame - blockStart));
    pending.onFrame = note.onFrame;
    pending.offFrame = std::max(note.offFrame, note.onFrame + 1);
    pending.releaseVelocity = note.releaseVelocity;
    pending.event.frame = pending.frame;
    pending.event.type = EventType::noteOn;
    pending.event.channel = note.channel;
    pending.event.number = note.key;
    pending.event.value = note.velocity;
}

void PatternPlayer::addControl(const TimedControl& control,
                               std::int32_t frame) noexcept CPPMUSIC_NONBLOCKING
{
    if (numPending_ >= maxEventsPerBlock - releaseRoom) return;
    auto& pending = pending_[static_cast<std::size_t>(numPending_)];
    pending = {};
    pending.order = numPending_++;
    pending.frame = frame;
    pending.rank = Rank::control;
    pending.event.frame = frame;
    pending.event.type = static_cast<EventType>(control.type);
    pending.event.channel = control.channel;
    pending.event.number = control.number;
    pending.event.value = control.value;
}

void PatternPlayer::addRelease(const Held& held, std::int32_t frame) noexcept CPPMUSIC_NONBLOCKING
{
    if (numPending_ >= maxEventsPerBlock) return; // it stays held and is tried again
    auto& pending = pending_[static_cast<std::size_t>(numPending_++)];
    pending = {};
    pending.order = held.noteId;
    pending.frame = frame;
    pending.rank = Rank::release;
    pending.event.frame = frame;
    pending.event.type = EventType::noteOff;
    pending.event.channel = held.channel;
    pending.event.number = held.key;
    pending.event.noteId = held.noteId;
    pending.event.value = held.releaseVelocity;
}

void PatternPlayer::emit(EventBuffer& output) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < numPending_; ++i) {
        const auto& pending = pending_[static_cast<std::size_t>(i)];
        switch (pending.rank) {
        case Rank::release:
            if (const int index = findHeld(pending.event.noteId); index >= 0) {
                if (output.push(pending.event))
                    removeHeld(index);
                else
                    held_[static_cast<std::size_t>(index)].offFrame = 0; // due: tried again
            }
            break;
        case Rank::control:
            if (output.push(pending.event)) noteController(pending.event);
            break;
        case Rank::onset:
            if (numHeld_ < maxHeldNotes && output.push(pending.event))
                held_[static_cast<std::size_t>(numHeld_++)] = {
                    pending.onFrame,         pending.offFrame,     pending.event.noteId,
                    pending.releaseVelocity, pending.event.number, pending.event.channel};
            break;
        }
    }
}

int PatternPlayer::findHeld(std::int32_t noteId) const noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < numHeld_; ++i)
        if (held_[static_cast<std::size_t>(i)].noteId == noteId) return i;
    return -1;
}

void PatternPlayer::removeHeld(int index) noexcept CPPMUSIC_NONBLOCKING
{
    held_[static_cast<std::size_t>(index)] = held_[static_cast<std::size_t>(--numHeld_)];
}

void PatternPlayer::noteController(const Event& event) noexcept CPPMUSIC_NONBLOCKING
{
    const auto bit = static_cast<std::uint16_t>(1u << (event.channel & 15u));
    const auto set = [bit](std::uint16_t& mask, bool isOn) {
        mask = static_cast<std::uint16_t>(isOn ? mask | bit : mask & ~bit);
    };
    if (event.type == EventType::pitchBend) set(bent_, event.value != 0.0f);
    if (event.type != EventType::controlChange) return;
    if (event.number == sustainPedal) set(pedalsDown_, event.value >= 0.5f);
    if (event.number == modulationWheel) set(modulated_, event.value > 0.0f);
}

} // namespace cppmusic::audio
