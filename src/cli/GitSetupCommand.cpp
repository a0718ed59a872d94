// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/GitFiles.h"
#include "cli/Json.h"
#include "core/io/DiskFileSystem.h"
#include "project/serialization/Manifest.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* attributes = "# How git merges and shows this song (cppmusic-cli git-setup)\n"
                                   "*.json text eol=lf merge=cppmusic diff=cppmusic\n"
                                   "assets/** -text -diff\n";
constexpr const char* ignored = "# What is of this computer only\n"
                                ".journal/\n"
                                ".save/\n"
                                ".lock\n"
                                "undo.json\n"
                                "assets/recording/\n"
                                "assets/unused/\n"
                                "*.part\n"
                                "*.damaged\n"
                                "*.damaged-*\n";

/// Adds the lines of `text` that the file doesn't have.
core::Status addLines(core::FileSystem& files, const std::filesystem::path& path,
                      const std::string& text)
{
    std::string content;
    if (files.isLink(path))
        return core::makeError(core::ErrorCode::unsupported,
                               "is a link to another place; nothing is written through it",
                               path.string());
    if (files.exists(path)) {
        auto present = files.readFile(path);
        if (!present) return present.error();
        content = std::move(*present);
    }
    const auto before = content;
    if (!content.empty() && content.back() != '\n') content += '\n';
    std::size_t start = 0;
    while (start < text.size()) {
        const auto end = text.find('\n', start) + 1;
        const auto line = text.substr(start, end - start);
        if (("\n" + content).find("\n" + line) == std::string::npos) content += line;
        start = end;
    }
    return content == before ? core::Status{} : files.writeFile(path, content);
}

/// As a shell word.
std::string quoted(const std::string& text)
{
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

int setUp(const std::string& song, Console& console)
{
    core::DiskFileSystem files;
    const std::filesystem::path folder(song);
    if (!files.exists(folder / project::manifestPath))
        return console.fail(core::makeError(core::ErrorCode::notFound,
                                            "There is no CPPMusic project in this folder.", song));
    const auto top = runGit({"-C", song, "rev-parse", "--show-toplevel"});
    if (!top)
        return console.fail(core::makeError(
            top.error().code,
            "is not under git; 'git init' comes first (" + top.error().message + ")", song));
    const std::string program = quoted(ownPath());
    const std::vector<std::pair<std::string, std::string>> settings{
        {"merge.cppmusic.name", "songs of CPPMusic, note by note"},
        {"merge.cppmusic.driver", program + " merge --git %O %A %B %P"},
        {"diff.cppmusic.command", program + " diff --git"}};
    for (const auto& [key, value] : settings)
        if (const auto done = runGit({"-C", song, "config", "--local", key, value}); !done)
            return console.fail(done.error());
    if (auto status = addLines(files, folder / ".gitattributes", attributes); !status)
        return console.fail(status.error());
    if (auto status = addLines(files, folder / ".gitignore", ignored); !status)
        return console.fail(status.error());
    console.line("git merges and shows " + song +
                 " as music now; commit its .gitattributes and "
                 ".gitignore. Everybody who works on it runs git-setup once.");
    console.object(dump(Json{{"project", song}, {"repository", *top}}));
    return exitOk;
}

} // namespace

void addGitSetupCommand(CLI::App& app, Invocation& invocation)
{
    auto* command =
        app.add_subcommand("git-setup", "Let git merge and show a song as music, not as text");
    auto song = std::make_shared<std::string>();
    command->add_option("project", *song, "The song, NAME.dawproj, in a git repository")
        ->required();
    addJsonOption(*command, invocation);
    command->callback([song, &invocation] {
        invocation.run = [song, &invocation] { return setUp(*song, invocation.console); };
    });
}

} // namespace cppmusic::cli
