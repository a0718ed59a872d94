// SPDX-License-Identifier: GPL-3.0-or-later
#include "integration/CompositionRoot.h"

#include "audio/engine/EngineContext.h"
#include "integration/MainWindow.h"
#include "session/ProjectFiles.h"
#include "ui/views/MainView.h"

#include <filesystem>

namespace cppmusic::integration {
namespace {

std::filesystem::path toPath(const juce::File& file)
{
    return std::filesystem::path(file.getFullPathName().toStdString());
}

} // namespace

CompositionRoot::CompositionRoot(const CommandLine& line) : output_(session_)
{
    auto view = std::make_unique<ui::MainView>(session_, *this);
    view_ = view.get();
    view_->onTitle = [this](const juce::String& name, bool isModified) {
        showTitle(name, isModified);
    };
    window_ = std::make_unique<MainWindow>(std::move(view), view_->commands());
    window_->onClose = [this] { requestQuit(); };
    openFirstProject(line);
    view_->actions().offerDrafts();
    if (line.audioDevice.isEmpty())
        output_.openFirst();
    else
        view_->messages().check(output_.open(line.audioDevice));
}

CompositionRoot::~CompositionRoot()
{
    output_.close();
    window_.reset();
}

void CompositionRoot::openFirstProject(const CommandLine& line)
{
    if (line.project != juce::File()) {
        view_->actions().setFolder(line.project.getParentDirectory());
        view_->actions().open(toPath(line.project));
        session_.files().keepDrafts();
        return;
    }
    const juce::File demo = findDemoSong();
    session_.files().keepDrafts();
    // The demo is everybody's: it is looked at, and saved elsewhere.
    if (demo.exists())
        view_->messages().check(session_.files().openReadOnly(toPath(demo)));
    else
        view_->messages().check(session_.files().newProject());
}

juce::File CompositionRoot::findDemoSong()
{
    const auto program = juce::File::getSpecialLocation(juce::File::currentExecutableFile);
    juce::Array<juce::File> folders;
    folders.add(program.getSiblingFile("content"));
    folders.add(
        program.getParentDirectory().getSiblingFile("share").getChildFile("cppmusic/content"));
    folders.add(juce::File(CPPMUSIC_CONTENT_DIR));
    const juce::String system =
        juce::SystemStats::getEnvironmentVariable("XDG_DATA_DIRS", "/usr/local/share:/usr/share");
    const juce::String own = juce::SystemStats::getEnvironmentVariable("XDG_DATA_HOME", "");
    for (const auto& folder : juce::StringArray::fromTokens(own + ":" + system, ":", ""))
        if (juce::File::isAbsolutePath(folder))
            folders.add(juce::File(folder).getChildFile("cppmusic/content"));
    for (const auto& folder : folders) {
        if (!folder.isDirectory()) continue;
        auto songs = folder.getChildFile("demo").findChildFiles(juce::File::findDirectories, false,
                                                                "*.dawproj");
        songs.addArray(folder.findChildFiles(juce::File::findDirectories, false, "*.dawproj"));
        songs.sort();
        if (!songs.isEmpty()) return songs.getFirst();
    }
    return {};
}

void CompositionRoot::showTitle(const juce::String& name, bool isModified)
{
    window_->setName(name + (isModified ? "*" : "") + " - CPPMusic");
}

void CompositionRoot::requestQuit()
{
    view_->actions().quit();
}

void CompositionRoot::quitNow()
{
    juce::JUCEApplicationBase::quit();
}

void CompositionRoot::toggleFullScreen()
{
    window_->setFullScreen(!window_->isFullScreen());
}

void CompositionRoot::silence()
{
    session_.engine().panic();
}

ui::DeviceStatus CompositionRoot::deviceStatus() const
{
    auto& self = const_cast<CompositionRoot&>(*this); // Session hands out its parts to writers only
    ui::DeviceStatus status;
    status.name = output_.name();
    status.isRunning = output_.isRunning();
    status.sampleRate = output_.sampleRate();
    status.blockFrames = output_.blockFrames();
    status.load = output_.isRunning() ? self.session_.engine().load() : 0.0f;
    status.overloads = output_.overloads();
    return status;
}

juce::StringArray CompositionRoot::outputs()
{
    return output_.names();
}

core::Status CompositionRoot::selectOutput(const juce::String& name)
{
    return output_.open(name);
}

} // namespace cppmusic::integration
