// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/ProjectJson.h"

#include "project/migration/Migrations.h"
#include "project/serialization/ModelSchema.h"
#include "project/serialization/TempoExtras.h"

#include <algorithm>
#include <set>

namespace cppmusic::project {

namespace {

struct ProjectOnFile {
    int version = 0;
    std::string name, author;
    core::Shared<core::TempoMap> tempo;
    model::LoopRange loop;
    model::PunchRange punch;
    model::Routing routing;
    std::vector<model::Marker> markers;
    std::vector<core::Shared<model::Asset>> assets;
    std::vector<std::string> tracks;
    std::string unknownFields;
};

std::string fileName(const char* prefix, std::uint64_t id)
{
    auto digits = std::to_string(id);
    if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
    return prefix + digits + ".json";
}

} // namespace

template <>
struct Schema<ProjectOnFile> {
    using T = ProjectOnFile;
    static constexpr auto fields = std::make_tuple(
        required("version", &T::version), required("name", &T::name), field("author", &T::author),
        required("tempo", &T::tempo), field("loop", &T::loop), field("punch", &T::punch),
        field("routing", &T::routing), field("markers", &T::markers), field("assets", &T::assets),
        required("tracks", &T::tracks));
};

std::string fileNameOf(model::TrackId id)
{
    return fileName("tracks/track-", id.value);
}

std::string fileNameOf(model::PatternId id)
{
    return fileName("patterns/pattern-", id.value);
}

std::string fileNameOf(model::LaneId id)
{
    return fileName("automation/auto-", id.value);
}

namespace {

class Encoder {
public:
    core::Status put(const std::string& path, const JsonValue& json)
    {
        auto text = writeCanonical(json);
        if (!text) return core::makeError(text.error().code, text.error().message, path);
        files.emplace(path, std::move(*text));
        return {};
    }

    core::Status put(const model::Track& track)
    {
        auto bare = track;
        bare.lanes.clear();
        auto json = detail::encodeNoun(bare);
        JsonArray automation;
        for (const auto& lane : track.lanes) {
            automation.emplace_back(fileNameOf(lane->id));
            if (auto status = put(fileNameOf(lane->id), encode(lane)); !status) return status;
        }
        if (!automation.empty())
            std::get<JsonObject>(json.content).emplace_back("automation", std::move(automation));
        return put(fileNameOf(track.id), json);
    }

    FileContents files;
};

// The order of notes, clips and markers in a file means nothing: they are put in order.
class Decoder {
public:
    explicit Decoder(const FileContents& files) : files_(files) {}

    core::Result<model::Project> run()
    {
        ProjectOnFile file;
        const auto* json = open("project.json");
        if (json != nullptr) checkVersion(*json);
        if (!hasFailed() && version_ < schemaVersion) migrateAll();
        if (!hasFailed()) readSong(file);
        model::Project project;
        if (!hasFailed()) fill(project, std::move(file));
        if (hasFailed()) return *error_;
        return project;
    }

    std::vector<std::string> unused() const
    {
        std::vector<std::string> names;
        for (const auto& [path, content] : files_)
            if (!used_.contains(path)) names.push_back(path);
        return names;
    }

private:
    [[nodiscard]] bool hasFailed() const { return error_.has_value(); }
    void fail(core::Error error)
    {
        if (!error_) error_ = std::move(error);
    }

    // The file's content, read once; null after an error.
    const JsonValue* open(const std::string& path)
    {
        if (hasFailed()) return nullptr;
        const auto place = files_.find(path);
        const bool isMigrated = version_ < schemaVersion;
        if (isMigrated ? !migrated_.contains(path) : place == files_.end()) {
            fail(core::makeError(core::ErrorCode::corrupt, "The file is missing.", path));
            return nullptr;
        }
        if (!used_.insert(path).second) {
            fail(core::makeError(core::ErrorCode::corrupt, "The file is referred to twice.", path));
            return nullptr;
        }
        if (isMigrated) {
            json_ = std::move(migrated_[path]);
            return &json_;
        }
        auto json = readJson(place->second, path);
        if (!json) {
            fail(json.error());
            return nullptr;
        }
        json_ = std::move(*json);
        return &json_;
    }

    // Files of an older version: all of them at once, because a step may look at several.
    void migrateAll()
    {
        for (const auto& [path, content] : files_) {
            auto json = readJson(content, path);
            if (!json) return fail(json.error());
            migrated_.emplace(path, std::move(*json));
        }
        if (auto status = migrate(migrated_, version_); !status) return fail(status.error());
        json_ = std::move(migrated_["project.json"]);
    }

    template <class T>
    void read(const std::string& path, const JsonValue& json, T& value,
              const std::string& step = {})
    {
        DecodeContext context(path);
        if (step.empty())
            decode(json, value, context);
        else
            context.at(step, [&] { decode(json, value, context); });
        if (context.hasFailed()) fail(context.status().error());
    }

    // Before anything else: what a newer program wrote can't be judged.
    void checkVersion(const JsonValue& json)
    {
        const auto* object = json.getIf<JsonObject>();
        const auto* version = object == nullptr ? nullptr : findMember(*object, "version");
        int number = 0;
        if (version == nullptr) return;
        read("project.json", *version, number, "version");
        if (hasFailed()) return;
        if (number > schemaVersion)
            fail(core::makeError(core::ErrorCode::newerVersion,
                                 "The project was written by a newer version of CPPMusic (format " +
                                     std::to_string(number) + "); update to open it.",
                                 "project.json#/version"));
        if (number < 1)
            fail(core::makeError(core::ErrorCode::corrupt, "There is no such format version.",
                                 "project.json#/version"));
        if (!hasFailed()) version_ = number;
    }

    void fill(model::Project& project, ProjectOnFile file)
    {
        project.name = std::move(file.name);
        project.author = std::move(file.author);
        project.tempo = std::move(file.tempo);
        project.loop = std::move(file.loop);
        project.punch = std::move(file.punch);
        project.routing = std::move(file.routing);
        project.markers = std::move(file.markers);
        project.unknownFields = std::move(file.unknownFields);
        std::stable_sort(project.markers.begin(), project.markers.end(),
                         [](const auto& a, const auto& b) { return comesBefore(a, b); });
        for (auto& asset : file.assets)
            if (!project.assets.emplace(asset->id, asset).second)
                fail(
                    core::makeError(core::ErrorCode::corrupt,
                                    "The id " + std::to_string(asset->id.value) + " is used twice.",
                                    "project.json#/assets"));
        for (const auto& path : patternFiles()) readPattern(project, path);
        for (const auto& path : file.tracks) readTrack(project, path);
    }

    std::vector<std::string> patternFiles() const
    {
        std::vector<std::string> paths;
        const auto add = [&](const auto& files) {
            for (auto file = files.lower_bound("patterns/");
                 file != files.end() && file->first.starts_with("patterns/"); ++file)
                paths.push_back(file->first);
        };
        if (version_ < schemaVersion)
            add(migrated_);
        else
            add(files_);
        return paths;
    }

    void readSong(ProjectOnFile& file)
    {
        JsonObject extras;
        if (auto* object = std::get_if<JsonObject>(&json_.content))
            for (auto& [name, value] : *object)
                if (name == "tempo") extras = takeTempoExtras(value);
        read("project.json", json_, file);
        storeTempoExtras(file.unknownFields, std::move(extras));
    }

    void readPattern(model::Project& project, const std::string& path)
    {
        const auto* json = open(path);
        if (json == nullptr) return;
        model::Pattern pattern;
        read(path, *json, pattern);
        for (auto& [track, lane] : pattern.lanes) lane = lane.with(model::sortLane);
        const auto id = pattern.id;
        if (!project.patterns.emplace(id, std::move(pattern)).second)
            fail(core::makeError(core::ErrorCode::corrupt,
                                 "The id " + std::to_string(id.value) + " is used twice.",
                                 path + "#/id"));
    }

    void readTrack(model::Project& project, const std::string& path)
    {
        const auto* opened = open(path);
        if (opened == nullptr) return;
        JsonValue json = std::move(json_);
        std::vector<std::string> automation;
        if (auto* object = std::get_if<JsonObject>(&json.content))
            std::erase_if(*object, [&](const auto& member) {
                if (member.first != "automation") return false;
                read(path, member.second, automation, "automation");
                return true;
            });
        model::Track track;
        read(path, json, track);
        std::stable_sort(track.clips.begin(), track.clips.end(),
                         [](const auto& a, const auto& b) { return comesBefore(*a, *b); });
        for (const auto& lanePath : automation) {
            const auto* lane = open(lanePath);
            if (lane == nullptr) return;
            read(lanePath, *lane, track.lanes.emplace_back());
        }
        project.tracks.emplace_back(std::move(track));
    }

    const FileContents& files_;
    int version_ = schemaVersion;
    JsonFiles migrated_; // of an older version only
    std::set<std::string> used_;
    JsonValue json_;
    std::optional<core::Error> error_;
};

} // namespace

namespace {

/// Tells which tracks and patterns a project shares with an earlier one.
class Sharing {
public:
    explicit Sharing(const model::Project* before) : before_(before)
    {
        if (before == nullptr) return;
        for (const auto& track : before->tracks) tracks_.insert(track.identity());
    }

    [[nodiscard]] bool has(const core::Shared<model::Track>& track) const
    {
        return tracks_.contains(track.identity());
    }
    [[nodiscard]] bool has(model::PatternId id, const core::Shared<model::Pattern>& pattern) const
    {
        if (before_ == nullptr) return false;
        const auto found = before_->patterns.find(id);
        return found != before_->patterns.end() && found->second.identity() == pattern.identity();
    }

private:
    const model::Project* before_;
    std::set<const model::Track*> tracks_;
};

core::Result<FileContents> writeFiles(const model::Project& project, const Sharing& sharing,
                                      std::vector<std::string>& same)
{
    ProjectOnFile file{schemaVersion,
                       project.name,
                       project.author,
                       project.tempo,
                       project.loop,
                       project.punch,
                       project.routing,
                       project.markers,
                       {},
                       {},
                       project.unknownFields};
    Encoder encoder;
    for (const auto& [id, asset] : project.assets) file.assets.push_back(asset);
    for (const auto& [id, pattern] : project.patterns) {
        if (sharing.has(id, pattern))
            same.push_back(fileNameOf(id));
        else if (auto status = encoder.put(fileNameOf(id), encode(pattern)); !status)
            return status.error();
    }
    for (const auto& track : project.tracks) {
        file.tracks.push_back(fileNameOf(track->id));
        if (sharing.has(track)) {
            same.push_back(fileNameOf(track->id));
            for (const auto& lane : track->lanes) same.push_back(fileNameOf(lane->id));
        } else if (auto status = encoder.put(*track); !status) {
            return status.error();
        }
    }
    const auto extras = extractTempoExtras(file.unknownFields);
    auto json = detail::encodeNoun(file);
    for (auto& [name, value] : std::get<JsonObject>(json.content))
        if (name == "tempo") putTempoExtras(value, extras);
    if (auto status = encoder.put("project.json", json); !status) return status.error();
    return std::move(encoder.files);
}

} // namespace

core::Result<FileContents> writeProjectFiles(const model::Project& project)
{
    std::vector<std::string> same;
    return writeFiles(project, Sharing(nullptr), same);
}

core::Result<FileContents> writeChangedFiles(const model::Project& project,
                                             const model::Project& before,
                                             std::vector<std::string>& same)
{
    return writeFiles(project, Sharing(&before), same);
}

core::Result<model::Project> readProjectFiles(const FileContents& files,
                                              std::vector<std::string>& unused)
{
    Decoder decoder(files);
    auto project = decoder.run();
    if (project) unused = decoder.unused();
    return project;
}

} // namespace cppmusic::project
