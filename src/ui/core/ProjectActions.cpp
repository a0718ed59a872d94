// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/ProjectActions.h"

#include "core/io/DiskFileSystem.h"
#include "project/ProjectModel.h"
#include "session/ProjectFiles.h"
#include "session/Session.h"
#include "session/controllers/TransportController.h"
#include "session/storage/LeftDrafts.h"

namespace cppmusic::ui {
namespace {

using Flags = juce::FileBrowserComponent;
constexpr const char* extension = ".dawproj";
constexpr const char* audioAndMidi =
    "*.wav;*.aif;*.aiff;*.flac;*.ogg;*.oga;*.opus;*.mp3;*.mid;*.midi";

std::filesystem::path toPath(const juce::File& file)
{
    return std::filesystem::path(file.getFullPathName().toStdString());
}

juce::String nameOf(const std::filesystem::path& path)
{
    return juce::String::fromUTF8(path.filename().string().c_str());
}

} // namespace

void ProjectActions::choose(const juce::String& title, const juce::File& start,
                            const juce::String& patterns, int flags, Chosen chosen)
{
    chooser_ = std::make_unique<juce::FileChooser>(title, start, patterns);
    chooser_->launchAsync(flags, [this, chosen](const juce::FileChooser& chooser) {
        const juce::File file = chooser.getResult();
        if (file == juce::File()) return;
        folder_ = file.getParentDirectory();
        chosen(file);
    });
}

void ProjectActions::ifNothingIsLost(const juce::String& before, std::function<void()> then)
{
    if (!workspace_.session.files().isModified()) {
        then();
        return;
    }
    if (isAsking_) return;
    isAsking_ = true;
    const juce::String name =
        juce::String::fromUTF8(workspace_.session.model().snapshot()->name.c_str());
    const auto options = juce::MessageBoxOptions()
                             .withIconType(juce::MessageBoxIconType::NoIcon)
                             .withTitle("Save \"" + name + "\" " + before + "?")
                             .withMessage("There are changes that are not saved.")
                             .withButton("Save")
                             .withButton("Don't save")
                             .withButton("Cancel");
    juce::AlertWindow::showAsync(options, [this, then](int choice) {
        isAsking_ = false;
        if (choice == 1) save(then);
        if (choice == 2) then();
    });
}

void ProjectActions::newProject()
{
    ifNothingIsLost("before a new song", [this] {
        workspace_.session.transport().stopAndReturn();
        if (workspace_.messages.check(workspace_.session.files().newProject()))
            workspace_.messages.tell("A new song");
    });
}

void ProjectActions::open()
{
    ifNothingIsLost("before opening another", [this] {
        choose("Open a project", folder_, "*",
               Flags::openMode | Flags::canSelectDirectories | Flags::canSelectFiles,
               [this](const juce::File& file) {
                   const bool isInside = file.getFileName() == "project.json";
                   open(toPath(isInside ? file.getParentDirectory() : file));
               });
    });
}

void ProjectActions::open(const std::filesystem::path& path)
{
    workspace_.session.transport().stopAndReturn();
    auto status = workspace_.session.files().open(path);
    if (!status.ok() && status.error().code == core::ErrorCode::alreadyExists &&
        workspace_.session.files().openReadOnly(path).ok()) {
        workspace_.messages.report(status.error()); // who has it; here it is for reading
        return;
    }
    if (!workspace_.messages.check(status)) return;
    const auto& problems = workspace_.session.files().problems();
    if (problems.empty()) {
        workspace_.messages.tell("Opened " + nameOf(path));
        return;
    }
    const auto& first = problems.front();
    juce::String text = juce::String::fromUTF8((first.place + ": " + first.message).c_str());
    if (problems.size() > 1) text << " (and " << static_cast<int>(problems.size()) - 1 << " more)";
    workspace_.messages.report({core::ErrorCode::notFound, text.toStdString(), {}});
}

void ProjectActions::save(std::function<void()> done)
{
    auto& files = workspace_.session.files();
    if (!files.hasLocation() || files.isReadOnly()) {
        saveAs(std::move(done));
        return;
    }
    files.saveLater([this, done = std::move(done)](const core::Status& status) {
        if (!workspace_.messages.check(status)) return;
        workspace_.messages.tell("Saved " + nameOf(workspace_.session.files().location()));
        if (done) done();
    });
}

void ProjectActions::saveAs(std::function<void()> done)
{
    const juce::String name =
        juce::String::fromUTF8(workspace_.session.model().snapshot()->name.c_str());
    const juce::File start =
        folder_.getChildFile(juce::File::createLegalFileName(name) + extension);
    choose("Save the project as", start, "*", Flags::saveMode | Flags::canSelectFiles,
           [this, done](const juce::File& file) {
               const juce::File folder = file.hasFileExtension(extension)
                                             ? file
                                             : file.getSiblingFile(file.getFileName() + extension);
               if (!workspace_.messages.check(workspace_.session.files().saveAs(toPath(folder))))
                   return;
               workspace_.messages.tell("Saved " + folder.getFileName());
               if (done) done();
           });
}

void ProjectActions::offerDrafts()
{
    core::DiskFileSystem fileSystem;
    const auto drafts = session::leftDrafts(workspace_.session.files(), fileSystem);
    if (drafts.empty()) return;
    const auto options = juce::MessageBoxOptions()
                             .withIconType(juce::MessageBoxIconType::NoIcon)
                             .withTitle("Go on with a song that was never saved?")
                             .withMessage(juce::String::fromUTF8(describe(drafts).c_str()))
                             .withButton("Open it")
                             .withButton("Later");
    juce::AlertWindow::showAsync(options, [this, folder = drafts.front().folder](int choice) {
        if (choice != 1) return;
        auto& files = workspace_.session.files();
        if (!workspace_.messages.check(files.openDraft(folder))) return;
        workspace_.messages.tell("It is as it was; save it under a name to keep it");
    });
}

void ProjectActions::import()
{
    choose("Import audio or MIDI", folder_, audioAndMidi, Flags::openMode | Flags::canSelectFiles,
           [this](const juce::File& file) {
               importFile(file, workspace_.session.transport().position());
           });
}

void ProjectActions::importFiles(const juce::StringArray& files, core::Beats at)
{
    for (const auto& file : files) importFile(juce::File(file), at);
}

void ProjectActions::importFile(const juce::File& file, core::Beats at)
{
    auto& files = workspace_.session.files();
    if (file.hasFileExtension("mid;midi")) {
        const auto imported = files.importMidi(toPath(file));
        if (!workspace_.messages.check(imported)) return;
        workspace_.messages.tell("Imported " + file.getFileName() + ": " +
                                 juce::String(imported->tracks.size()) + " tracks");
    } else if (workspace_.messages.check(files.importAudioAsTrack(toPath(file), at))) {
        workspace_.messages.tell("Imported " + file.getFileName());
    }
}

void ProjectActions::exportMidi()
{
    const juce::String name =
        juce::String::fromUTF8(workspace_.session.model().snapshot()->name.c_str());
    choose("Export MIDI", folder_.getChildFile(juce::File::createLegalFileName(name) + ".mid"),
           "*.mid", Flags::saveMode | Flags::canSelectFiles | Flags::warnAboutOverwriting,
           [this](const juce::File& file) {
               const juce::File target = file.withFileExtension("mid");
               if (workspace_.messages.check(workspace_.session.files().exportMidi(toPath(target))))
                   workspace_.messages.tell("Exported " + target.getFileName());
           });
}

void ProjectActions::quit()
{
    ifNothingIsLost("before quitting", [this] { workspace_.host.quitNow(); });
}

} // namespace cppmusic::ui
