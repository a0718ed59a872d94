// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/ArrangeView.h"

#include "model/Queries.h"
#include "project/SelectionModel.h"
#include "session/Session.h"
#include "session/controllers/DeviceController.h"
#include "session/controllers/SnapGrid.h"
#include "session/services/WaveformService.h"
#include "ui/core/Commands.h"

#include <algorithm>

namespace cppmusic::ui {
namespace {

constexpr int scrollBarSize = 10;
constexpr double pageMargin = 0.1;
constexpr core::Beats emptySong{64.0}; // what an empty song shows

const juce::StringArray importable = {"wav", "wave", "aif", "aiff", "flac", "ogg",
                                      "oga", "opus", "mp3", "mid",  "midi"};

} // namespace

Playhead::Playhead()
{
    setTitle("Playhead");
    setComponentID("playhead");
    setInterceptsMouseClicks(false, false);
}

void Playhead::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    const float centre = static_cast<float>(width) * 0.5f;
    juce::Path cap;
    cap.addTriangle(0.5f, 13.0f, static_cast<float>(width) - 0.5f, 13.0f, centre, 21.0f);
    g.setColour(theme.textHigh);
    g.fillPath(cap);
    g.fillRect(width / 2, 20, 1, getHeight() - 20);
}

ArrangeView::ArrangeView(Workspace& workspace)
    : workspace_(workspace), ruler_(workspace), canvas_(workspace)
{
    setTitle("Arrangement");
    canvas_.setRows(&rows_);
    for (auto* part : std::initializer_list<juce::Component*>{
             &canvas_, &headerArea_, &ruler_, &addTrack_, &horizontal_, &vertical_, &playhead_})
        addAndMakeVisible(part);
    headerArea_.setInterceptsMouseClicks(false, true);
    horizontal_.addListener(this);
    vertical_.addListener(this);
    horizontal_.setAutoHide(false);
    vertical_.setAutoHide(false);
    horizontal_.setTitle("Scroll through time");
    vertical_.setTitle("Scroll through tracks");
    addTrack_.setTooltip("Add a track");
    addTrack_.onClick = [this] {
        juce::PopupMenu menu;
        for (const auto id : {CommandId::addInstrumentTrack, CommandId::addAudioTrack,
                              CommandId::addGroupTrack, CommandId::addAuxTrack})
            menu.addCommandItem(&workspace_.commands, static_cast<int>(id));
        menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(&addTrack_));
    };
    workspace_.state.addListener(this);
    const juce::Component::SafePointer<juce::Component> canvas(&canvas_);
    workspace_.session.waveforms().onReady([canvas](model::AssetId) {
        if (canvas != nullptr) canvas->repaint();
    });
    refresh();
}

ArrangeView::~ArrangeView()
{
    workspace_.state.removeListener(this);
    workspace_.session.waveforms().onReady({});
}

void ArrangeView::setOnHint(std::function<void(const juce::String&)> onHint)
{
    canvas_.onHint = std::move(onHint);
}

void ArrangeView::rebuildRows()
{
    const auto project = workspace_.session.model().snapshot();
    rows_ = RowLayout(*project, workspace_.state.rowHeight(), workspace_.state.foldedTracks());
}

void ArrangeView::refresh()
{
    rebuildRows();
    const auto project = workspace_.session.model().snapshot();
    std::size_t count = 0;
    for (const Row& row : rows_.rows()) {
        if (row.isLane()) continue;
        if (count == headers_.size() || headers_[count]->track() != row.track) {
            auto header = std::make_unique<TrackHeader>(workspace_, row.track);
            headerArea_.addAndMakeVisible(*header);
            if (count < headers_.size())
                headers_[count] = std::move(header);
            else
                headers_.push_back(std::move(header));
        }
        headers_[count]->show(*project->tracks[row.trackIndex],
                              static_cast<int>(row.trackIndex) + 1,
                              workspace_.session.selection().contains(row.track));
        ++count;
    }
    headers_.resize(count);
    placeHeaders();
    updateScrollBars();
    canvas_.repaint();
    ruler_.repaint();
    repaint();
}

void ArrangeView::placeHeaders()
{
    const int scroll = workspace_.state.scrollY();
    for (auto& header : headers_) {
        const Row* row = rows_.rowOf(header->track());
        if (row == nullptr) continue;
        header->setBounds(0, row->y - scroll, headerArea_.getWidth(), row->height);
        header->setVisible(header->getBottom() > 0 && header->getY() < headerArea_.getHeight());
    }
}

void ArrangeView::resized()
{
    auto area = getLocalBounds();
    auto top = area.removeFromTop(Tokens::Size::ruler);
    auto corner = top.removeFromLeft(Tokens::Size::trackHeader);
    addTrack_.setBounds(corner.removeFromRight(30).withSizeKeepingCentre(22, 20));
    const auto verticalArea = area.removeFromRight(scrollBarSize);
    top.removeFromRight(scrollBarSize);
    auto bottom = area.removeFromBottom(scrollBarSize);
    bottom.removeFromLeft(Tokens::Size::trackHeader);
    headerArea_.setBounds(area.removeFromLeft(Tokens::Size::trackHeader));
    horizontal_.setBounds(bottom);
    vertical_.setBounds(verticalArea);
    ruler_.setBounds(top);
    canvas_.setBounds(area);
    placeHeaders();
    updateScrollBars();
    placePlayhead();
}

void ArrangeView::timelineMoved()
{
    rebuildRows();
    const int lowest = std::max(0, rows_.totalHeight() - canvas_.getHeight() + 80);
    if (workspace_.state.scrollY() > lowest) {
        workspace_.state.setScrollY(lowest); // calls this again
        return;
    }
    refresh();
    placePlayhead();
}

void ArrangeView::updateScrollBars()
{
    const auto& scale = workspace_.state.timeline();
    const double shown = std::max(1.0, canvas_.getWidth() / scale.pixelsPerBeat);
    const auto end = model::songEnd(*workspace_.session.model().snapshot());
    const double total = std::max(end.value * 1.25 + 64.0, scale.leftBeat + shown);
    horizontal_.setRangeLimits(0.0, total, juce::dontSendNotification);
    horizontal_.setCurrentRange(scale.leftBeat, shown, juce::dontSendNotification);
    const int height = std::max(rows_.totalHeight() + 80, canvas_.getHeight());
    vertical_.setRangeLimits(0.0, height, juce::dontSendNotification);
    vertical_.setCurrentRange(workspace_.state.scrollY(), canvas_.getHeight(),
                              juce::dontSendNotification);
    vertical_.setVisible(height > canvas_.getHeight());
}

void ArrangeView::scrollBarMoved(juce::ScrollBar* bar, double start)
{
    if (bar == &horizontal_) {
        TimelineScale scale = workspace_.state.timeline();
        scale.leftBeat = std::max(0.0, start);
        workspace_.state.setTimeline(scale);
    } else {
        workspace_.state.setScrollY(juce::roundToInt(start));
    }
}

void ArrangeView::placePlayhead()
{
    const double x = workspace_.state.timeline().xOf(position_);
    const bool isVisible = x >= 0.0 && x <= canvas_.getWidth();
    playhead_.setVisible(isVisible);
    if (!isVisible) return;
    const int left = canvas_.getX() + juce::roundToInt(x) - Playhead::width / 2;
    playhead_.setBounds(left, 0, Playhead::width, canvas_.getBottom());
}

void ArrangeView::showFrame(core::Beats playhead, bool isPlaying)
{
    if (playhead != position_) {
        position_ = playhead;
        const double x = workspace_.state.timeline().xOf(position_);
        const double width = canvas_.getWidth();
        if (isPlaying && workspace_.state.followsPlayhead() && width > 0.0 &&
            !juce::Component::isMouseButtonDownAnywhere() && (x < 0.0 || x > width * 0.97)) {
            TimelineScale scale = workspace_.state.timeline();
            scale.leftBeat =
                std::max(0.0, position_.value - width * pageMargin / scale.pixelsPerBeat);
            workspace_.state.setTimeline(scale);
        }
        placePlayhead();
    }
    for (auto& header : headers_)
        if (header->isVisible()) header->showLevels();
}

void ArrangeView::zoomToSong()
{
    const auto end = model::songEnd(*workspace_.session.model().snapshot());
    const bool isEmpty = !(end > core::Beats(0.0));
    workspace_.state.setTimeline(
        TimelineScale::fitting(isEmpty ? emptySong : end, canvas_.getWidth()));
}

void ArrangeView::zoomBy(double factor)
{
    const double x = playhead_.isVisible() ? workspace_.state.timeline().xOf(position_)
                                           : canvas_.getWidth() * 0.5;
    workspace_.state.setTimeline(workspace_.state.timeline().zoomedAround(x, factor));
}

void ArrangeView::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    g.fillAll(theme.surface0);
    auto corner = getLocalBounds().removeFromTop(Tokens::Size::ruler);
    g.setColour(theme.surface1);
    g.fillRect(corner);
    corner = corner.removeFromLeft(Tokens::Size::trackHeader);
    g.setColour(theme.textDim);
    g.setFont(Tokens::font(Tokens::Type::small, Weight::medium));
    g.drawText("Tracks", corner.withTrimmedLeft(Tokens::Space::m),
               juce::Justification::centredLeft);
    g.setColour(theme.hairline);
    g.fillRect(0, Tokens::Size::ruler - 1, getWidth(), 1);

    // Names of automation lanes, below their tracks.
    const auto project = workspace_.session.model().snapshot();
    g.reduceClipRegion(headerArea_.getBounds());
    for (const Row& row : rows_.rows()) {
        if (!row.isLane()) continue;
        const auto* lane = model::findLane(*project, row.lane);
        if (lane == nullptr) continue;
        juce::Rectangle<int> area(0, headerArea_.getY() + row.y - workspace_.state.scrollY(),
                                  Tokens::Size::trackHeader, row.height);
        g.setColour(theme.surface1);
        g.fillRect(area);
        const auto& track = *project->tracks[row.trackIndex];
        g.setColour(Tokens::trackColour(track.colour.index >= 0 ? track.colour.index
                                                                : static_cast<int>(row.trackIndex))
                        .withAlpha(0.5f));
        g.fillRect(area.withWidth(4));
        juce::String name = juce::String::fromUTF8((*lane)->parameter.c_str());
        if (const auto* device = model::findDevice(*project, (*lane)->device))
            for (const auto& spec : session::DeviceController::parametersOf((*device)->type))
                if (spec.id == (*lane)->parameter)
                    name = juce::String(spec.label.data(), spec.label.size());
        g.setColour(theme.textDim);
        g.setFont(Tokens::font(Tokens::Type::small));
        g.drawText(name.substring(0, 1).toUpperCase() + name.substring(1),
                   area.withTrimmedLeft(28).withTrimmedRight(Tokens::Space::s),
                   juce::Justification::centredLeft);
        g.setColour(theme.surface0);
        g.fillRect(area.removeFromBottom(1));
    }
}

void ArrangeView::paintOverChildren(juce::Graphics& g)
{
    if (!isDropTarget_) return;
    g.setColour(themeOf(*this).accent);
    g.drawRect(canvas_.getBounds(), 2);
}

bool ArrangeView::isInterestedInFileDrag(const juce::StringArray& files)
{
    return std::any_of(files.begin(), files.end(), [](const juce::String& file) {
        return importable.contains(juce::File(file).getFileExtension().substring(1).toLowerCase());
    });
}

void ArrangeView::fileDragEnter(const juce::StringArray&, int, int)
{
    isDropTarget_ = true;
    repaint();
}

void ArrangeView::fileDragExit(const juce::StringArray&)
{
    isDropTarget_ = false;
    repaint();
}

void ArrangeView::filesDropped(const juce::StringArray& files, int x, int)
{
    fileDragExit(files);
    const auto beat = workspace_.state.timeline().beatAt(x - canvas_.getX());
    const auto project = workspace_.session.model().snapshot();
    if (onFilesDropped)
        onFilesDropped(files, session::snapDown(session::SnapGrid::bar, *project->tempo,
                                                core::Beats(std::max(0.0, beat.value))));
}

} // namespace cppmusic::ui
