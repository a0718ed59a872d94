// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/MainView.h"

#include "project/SelectionModel.h"
#include "session/ProjectFiles.h"
#include "session/Session.h"
#include "session/controllers/MixerController.h"
#include "session/controllers/TransportController.h"
#include "ui/core/Layout.h"

#include <algorithm>

namespace cppmusic::ui {
namespace {

constexpr int movingHz = 60;
constexpr int restingHz = 20;

} // namespace

/// The bar between playlist and dock: drag changes the dock's height.
class MainView::Splitter final : public juce::Component {
public:
    explicit Splitter(AppState& state) : state_(state)
    {
        setTitle("Height of the dock");
        setMouseCursor(juce::MouseCursor::UpDownResizeCursor);
    }

private:
    void paint(juce::Graphics& g) override
    {
        const Theme& theme = themeOf(*this);
        g.fillAll(isMouseOverOrDragging() ? theme.surfaceHover : theme.surface0);
    }
    void mouseEnter(const juce::MouseEvent&) override { repaint(); }
    void mouseExit(const juce::MouseEvent&) override { repaint(); }
    void mouseDown(const juce::MouseEvent&) override { height_ = state_.dockHeight(); }
    void mouseDrag(const juce::MouseEvent& event) override
    {
        const int moved = event.getScreenY() - event.getMouseDownScreenY();
        state_.setDockHeight(std::clamp(height_ - moved, 200, 1200));
    }

    AppState& state_;
    int height_ = 0;
};

MainView::MainView(session::Session& session, HostServices& host)
    : session_(session),
      host_(host),
      workspace_{session_, state_, levels_, messages_, commands_, host_},
      actions_(workspace_),
      handler_(workspace_, actions_, *this),
      transport_(workspace_),
      arrange_(workspace_),
      mixer_(workspace_),
      devices_(workspace_),
      splitter_(std::make_unique<Splitter>(state_))
{
    setTitle("CPPMusic");
    setOpaque(true);
    setWantsKeyboardFocus(true);
    commands_.registerAllCommandsForTarget(&handler_);
    commands_.setFirstCommandTarget(&handler_);
    messages_.onMessage = [this](const juce::String& text, bool isError) {
        status_.showMessage(text, isError);
    };
    transport_.onMenu = [this](juce::Component& target) { showMenu(target); };
    arrange_.setOnHint([this](const juce::String& hint) { status_.showHint(hint); });
    arrange_.onFilesDropped = [this](const juce::StringArray& files, core::Beats at) {
        actions_.importFiles(files, at);
    };
    status_.onDeviceClicked = [this] { showOutputMenu(); };
    banner_.onSaveElsewhere = [this] { actions_.saveAs(); };
    for (auto* part : std::initializer_list<juce::Component*>{
             &transport_, &arrange_, splitter_.get(), &mixer_, &devices_, &banner_, &status_})
        addAndMakeVisible(part);
    setUpDock();
    state_.addListener(this);
    modelSubscription_ = session_.model().observe([this](const project::Change& change) {
        needsRefresh_ = true;
        if (change.kind == project::Change::Kind::replace)
            juce::MessageManager::callAsync([self = juce::Component::SafePointer<MainView>(this)] {
                if (auto* view = self.getComponent()) view->zoomToSong();
            });
    });
    selectionSubscription_ =
        session_.selection().observe([this](const project::Selection&) { needsRefresh_ = true; });
    panelsChanged();
    startTimerHz(restingHz);
}

MainView::~MainView()
{
    stopTimer();
    state_.removeListener(this);
    commands_.setFirstCommandTarget(nullptr);
}

void MainView::setUpDock()
{
    const auto connect = [this](IconButton& button, CommandId id) {
        button.setTooltip(tooltipFor(id));
        button.setQuiet(true);
        button.setIconSize(13.0f);
        button.onClick = [this, id] { commands_.invokeDirectly(static_cast<int>(id), false); };
        addAndMakeVisible(button);
    };
    connect(mixerTab_, CommandId::showMixer);
    connect(devicesTab_, CommandId::showDevices);
    closeDock_.setTooltip("Close or open the dock");
    closeDock_.onClick = [this] { state_.setDock(!state_.isDockOpen(), state_.dockPage()); };
    addAndMakeVisible(closeDock_);
}

void MainView::panelsChanged()
{
    const bool isOpen = state_.isDockOpen();
    const DockPage page = state_.dockPage();
    mixerTab_.setToggleState(isOpen && page == DockPage::mixer, juce::dontSendNotification);
    devicesTab_.setToggleState(isOpen && page == DockPage::devices, juce::dontSendNotification);
    mixer_.setVisible(isOpen && page == DockPage::mixer);
    devices_.setVisible(isOpen && page == DockPage::devices);
    splitter_->setVisible(isOpen);
    resized();
    repaint();
}

MainLayout MainView::layout() const
{
    return computeMainLayout(getLocalBounds(), state_.isDockOpen(), state_.dockHeight(),
                             banner_.wantedHeight());
}

void MainView::resized()
{
    const MainLayout layout = this->layout();
    transport_.setBounds(layout.transport);
    arrange_.setBounds(layout.arrange);
    splitter_->setBounds(layout.splitter);
    mixer_.setBounds(layout.dock);
    devices_.setBounds(layout.dock);
    banner_.setBounds(layout.banner);
    status_.setBounds(layout.status);
    auto tabs = layout.dockTabs.reduced(Tokens::Space::s, 3);
    mixerTab_.setBounds(tabs.removeFromLeft(72));
    tabs.removeFromLeft(Tokens::Space::xs);
    devicesTab_.setBounds(tabs.removeFromLeft(82));
    closeDock_.setBounds(tabs.removeFromRight(24));
}

void MainView::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    g.fillAll(theme.surface1);
    const auto tabs = layout().dockTabs;
    g.setColour(theme.hairline);
    g.fillRect(tabs.withHeight(1));
    g.fillRect(tabs.withTop(tabs.getBottom() - 1));
}

void MainView::refresh()
{
    needsRefresh_ = false;
    arrange_.refresh();
    mixer_.refresh();
    devices_.refresh();
    transport_.refresh();
    commands_.commandStatusChanged();
}

void MainView::refreshTransport()
{
    transport_.refresh();
}

void MainView::showTitle()
{
    const auto& files = session_.files();
    const std::string text =
        files.hasLocation() ? files.location().stem().string() : session_.model().snapshot()->name;
    const juce::String name = juce::String::fromUTF8(text.c_str());
    const bool isModified = session_.files().isModified();
    const auto state = session::saveStateOf(session_.files());
    if (name == shownName_ && isModified == isShownModified_ && state == shownState_) return;
    shownName_ = name;
    isShownModified_ = isModified;
    shownState_ = state;
    using Kind = session::SaveState::Kind;
    using Lamp = StatusStrip::Lamp;
    const bool isBad = state.kind == Kind::failing || !state.banner.empty();
    status_.showProject(name, juce::String::fromUTF8(state.word.c_str()),
                        isBad                       ? Lamp::bad
                        : state.kind == Kind::saved ? Lamp::good
                                                    : Lamp::waiting);
    if (banner_.show(juce::String::fromUTF8(state.banner.c_str()))) {
        resized();
        repaint();
    }
    if (onTitle) onTitle(name, isModified);
}

void MainView::timerCallback()
{
    const double now = juce::Time::getMillisecondCounterHiRes();
    const double elapsed = std::clamp((now - lastFrameMs_) / 1000.0, 0.001, 0.2);
    lastFrameMs_ = now;
    session_.poll();
    if (needsRefresh_) refresh();
    showTitle();

    const bool isPlaying = session_.transport().isPlaying();
    levels_.update(session_.mixer(), *session_.model().snapshot(), static_cast<float>(elapsed));
    transport_.showFrame();
    arrange_.showFrame(session_.transport().position(), isPlaying);
    if (mixer_.isVisible()) mixer_.showFrame();
    if (devices_.isVisible() && isPlaying) devices_.showFrame();
    if (--framesUntilDevice_ <= 0) {
        const DeviceStatus status = host_.deviceStatus();
        status_.showDevice(status);
        transport_.showDevice(status);
        framesUntilDevice_ = isPlaying ? movingHz / 4 : restingHz / 4;
    }
    const bool isMoving = isPlaying || !levels_.isAtRest() || isMouseButtonDownAnywhere();
    const int interval = 1000 / (isMoving ? movingHz : restingHz);
    if (getTimerInterval() != interval) startTimer(interval);
}

void MainView::zoomBy(double factor)
{
    arrange_.zoomBy(factor);
}

void MainView::zoomToSong()
{
    arrange_.zoomToSong();
}

void MainView::showMenu(juce::Component& target)
{
    juce::PopupMenu menu;
    for (const auto* category : {"File", "Edit", "Track", "Transport", "View"})
        menu.addSubMenu(category, handler_.menuOf(category));
    menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(&target));
}

void MainView::showOutputMenu()
{
    juce::PopupMenu menu;
    const juce::String current = host_.deviceStatus().name;
    for (const auto& name : host_.outputs())
        menu.addItem(name, true, name == current, [this, name] {
            messages_.check(host_.selectOutput(name));
            framesUntilDevice_ = 0;
        });
    menu.showMenuAsync(
        juce::PopupMenu::Options().withTargetComponent(&status_).withMousePosition());
}

} // namespace cppmusic::ui
