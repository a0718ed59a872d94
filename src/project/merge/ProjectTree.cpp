// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/ProjectTree.h"

#include "project/serialization/ModelSchema.h"
#include "project/serialization/ProjectJson.h"

#include <algorithm>

namespace cppmusic::project {

namespace {

constexpr const char* songFile = "project.json";

} // namespace

JsonValue songTree(const model::Project& project)
{
    auto song = project;
    song.tracks = {};
    song.patterns.clear();
    const auto files = writeProjectFiles(song);
    if (!files) return JsonObject{};
    auto tree = readJson(files->at(songFile), songFile);
    if (!tree) return JsonObject{};
    if (auto* object = std::get_if<JsonObject>(&tree->content))
        std::erase_if(*object, [](const auto& member) { return member.first == "tracks"; });
    return std::move(*tree);
}

JsonValue treeOf(const model::Track& track)
{
    return encode(track);
}

JsonValue treeOf(const model::Pattern& pattern)
{
    return encode(pattern);
}

core::Result<model::Project> songOf(const JsonValue& tree)
{
    auto whole = tree;
    if (auto* object = std::get_if<JsonObject>(&whole.content))
        object->emplace_back("tracks", JsonArray{});
    auto text = writeCanonical(whole);
    if (!text) return text.error();
    std::vector<std::string> unused;
    return readProjectFiles({{songFile, std::move(*text)}}, unused);
}

core::Result<model::Track> trackOf(const JsonValue& tree)
{
    DecodeContext context("track");
    model::Track track;
    decode(tree, track, context);
    if (context.hasFailed()) return context.status().error();
    std::stable_sort(track.clips.begin(), track.clips.end(),
                     [](const auto& a, const auto& b) { return comesBefore(*a, *b); });
    return track;
}

core::Result<model::Pattern> patternOf(const JsonValue& tree)
{
    DecodeContext context("pattern");
    model::Pattern pattern;
    decode(tree, pattern, context);
    if (context.hasFailed()) return context.status().error();
    for (auto& [track, lane] : pattern.lanes) lane = lane.with(model::sortLane);
    return pattern;
}

} // namespace cppmusic::project
