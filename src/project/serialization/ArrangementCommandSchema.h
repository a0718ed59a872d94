// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/Command.h"
#include "project/serialization/ModelSchema.h"

// The commands on tracks, clips and patterns as they stand in undo.json: their fields and "do": the
// name.
namespace cppmusic::project {

template <>
struct Schema<AddTrack> {
    using T = AddTrack;
    static constexpr const char* name = "addTrack";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("index", &T::index));
};

template <>
struct Schema<RemoveTrack> {
    using T = RemoveTrack;
    static constexpr const char* name = "removeTrack";
    static constexpr auto fields = std::make_tuple(field("track", &T::track));
};

template <>
struct Schema<MoveTrack> {
    using T = MoveTrack;
    static constexpr const char* name = "moveTrack";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("index", &T::index));
};

template <>
struct Schema<RenameTrack> {
    using T = RenameTrack;
    static constexpr const char* name = "renameTrack";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("name", &T::name));
};

template <>
struct Schema<RecolourTrack> {
    using T = RecolourTrack;
    static constexpr const char* name = "recolourTrack";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("colour", &T::colour));
};

template <>
struct Schema<SetTrackKind> {
    using T = SetTrackKind;
    static constexpr const char* name = "setTrackKind";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("kind", &T::kind));
};

template <>
struct Schema<SetTrackOutput> {
    using T = SetTrackOutput;
    static constexpr const char* name = "setTrackOutput";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("output", &T::output));
};

template <>
struct Schema<InsertClip> {
    using T = InsertClip;
    static constexpr const char* name = "insertClip";
    static constexpr auto fields =
        std::make_tuple(field("track", &T::track), field("clip", &T::clip));
};

template <>
struct Schema<RemoveClip> {
    using T = RemoveClip;
    static constexpr const char* name = "removeClip";
    static constexpr auto fields = std::make_tuple(field("clip", &T::clip));
};

template <>
struct Schema<MoveClip> {
    using T = MoveClip;
    static constexpr const char* name = "moveClip";
    static constexpr auto fields = std::make_tuple(
        field("clip", &T::clip), field("toTrack", &T::toTrack), field("start", &T::start));
};

template <>
struct Schema<ResizeClip> {
    using T = ResizeClip;
    static constexpr const char* name = "resizeClip";
    static constexpr auto fields = std::make_tuple(
        field("clip", &T::clip), field("start", &T::start), field("length", &T::length));
};

template <>
struct Schema<SplitClip> {
    using T = SplitClip;
    static constexpr const char* name = "splitClip";
    static constexpr auto fields = std::make_tuple(field("clip", &T::clip), field("at", &T::at),
                                                   field("newClip", &T::newClip));
};

template <>
struct Schema<DuplicateClip> {
    using T = DuplicateClip;
    static constexpr const char* name = "duplicateClip";
    static constexpr auto fields =
        std::make_tuple(field("clip", &T::clip), field("newClip", &T::newClip),
                        field("toTrack", &T::toTrack), field("start", &T::start));
};

template <>
struct Schema<RenameClip> {
    using T = RenameClip;
    static constexpr const char* name = "renameClip";
    static constexpr auto fields =
        std::make_tuple(field("clip", &T::clip), field("name", &T::name));
};

template <>
struct Schema<RecolourClip> {
    using T = RecolourClip;
    static constexpr const char* name = "recolourClip";
    static constexpr auto fields =
        std::make_tuple(field("clip", &T::clip), field("colour", &T::colour));
};

template <>
struct Schema<MuteClip> {
    using T = MuteClip;
    static constexpr const char* name = "muteClip";
    static constexpr auto fields =
        std::make_tuple(field("clip", &T::clip), field("isMuted", &T::isMuted));
};

template <>
struct Schema<LoopClip> {
    using T = LoopClip;
    static constexpr const char* name = "loopClip";
    static constexpr auto fields =
        std::make_tuple(field("clip", &T::clip), field("isLooped", &T::isLooped));
};

template <>
struct Schema<SetClipContent> {
    using T = SetClipContent;
    static constexpr const char* name = "setClipContent";
    static constexpr auto fields =
        std::make_tuple(field("clip", &T::clip), field("content", &T::content));
};

template <>
struct Schema<AddPattern> {
    using T = AddPattern;
    static constexpr const char* name = "addPattern";
    static constexpr auto fields = std::make_tuple(field("pattern", &T::pattern));
};

template <>
struct Schema<RemovePattern> {
    using T = RemovePattern;
    static constexpr const char* name = "removePattern";
    static constexpr auto fields = std::make_tuple(field("pattern", &T::pattern));
};

template <>
struct Schema<RenamePattern> {
    using T = RenamePattern;
    static constexpr const char* name = "renamePattern";
    static constexpr auto fields =
        std::make_tuple(field("pattern", &T::pattern), field("name", &T::name));
};

template <>
struct Schema<RecolourPattern> {
    using T = RecolourPattern;
    static constexpr const char* name = "recolourPattern";
    static constexpr auto fields =
        std::make_tuple(field("pattern", &T::pattern), field("colour", &T::colour));
};

template <>
struct Schema<ResizePattern> {
    using T = ResizePattern;
    static constexpr const char* name = "resizePattern";
    static constexpr auto fields =
        std::make_tuple(field("pattern", &T::pattern), field("length", &T::length));
};

template <>
struct Schema<ClonePattern> {
    using T = ClonePattern;
    static constexpr const char* name = "clonePattern";
    static constexpr auto fields =
        std::make_tuple(field("pattern", &T::pattern), field("newPattern", &T::newPattern),
                        field("name", &T::name));
};

template <>
struct Schema<InsertNotes> {
    using T = InsertNotes;
    static constexpr const char* name = "insertNotes";
    static constexpr auto fields = std::make_tuple(
        field("pattern", &T::pattern), field("lane", &T::lane), field("notes", &T::notes));
};

template <>
struct Schema<RemoveNotes> {
    using T = RemoveNotes;
    static constexpr const char* name = "removeNotes";
    static constexpr auto fields = std::make_tuple(
        field("pattern", &T::pattern), field("lane", &T::lane), field("notes", &T::notes));
};

template <>
struct Schema<ChangeNotes> {
    using T = ChangeNotes;
    static constexpr const char* name = "changeNotes";
    static constexpr auto fields = std::make_tuple(
        field("pattern", &T::pattern), field("lane", &T::lane), field("notes", &T::notes));
};

template <>
struct Schema<SetControls> {
    using T = SetControls;
    static constexpr const char* name = "setControls";
    static constexpr auto fields = std::make_tuple(
        field("pattern", &T::pattern), field("lane", &T::lane), field("controls", &T::controls));
};

template <>
struct Schema<SetOpaqueEvents> {
    using T = SetOpaqueEvents;
    static constexpr const char* name = "setOpaqueEvents";
    static constexpr auto fields = std::make_tuple(
        field("pattern", &T::pattern), field("lane", &T::lane), field("events", &T::events));
};

template <>
struct Schema<SetPatternLane> {
    using T = SetPatternLane;
    static constexpr const char* name = "setPatternLane";
    static constexpr auto fields = std::make_tuple(
        field("pattern", &T::pattern), field("lane", &T::lane), field("content", &T::content));
};

} // namespace cppmusic::project
