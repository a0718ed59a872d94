// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/MixerView.h"

#include "model/Queries.h"
#include "project/SelectionModel.h"
#include "session/Session.h"

namespace cppmusic::ui {

MixerView::MixerView(Workspace& workspace) : workspace_(workspace)
{
    setTitle("Mixer");
    setComponentID("mixer");
    setOpaque(true);
    addAndMakeVisible(row_);
    refresh();
}

void MixerView::refresh()
{
    const auto project = workspace_.session.model().snapshot();
    const auto& selection = workspace_.session.selection();
    std::size_t count = 0;
    int number = 0;
    for (const auto& track : project->tracks) {
        ++number;
        const bool isSelected = selection.contains(track->id);
        if (track->kind == model::TrackKind::master) {
            if (master_ == nullptr || master_->track() != track->id) {
                master_ = std::make_unique<MixerStripView>(workspace_, track->id);
                addAndMakeVisible(*master_);
            }
            master_->show(*project, *track, number, isSelected);
            continue;
        }
        if (count == strips_.size() || strips_[count]->track() != track->id) {
            auto strip = std::make_unique<MixerStripView>(workspace_, track->id);
            row_.content().addAndMakeVisible(*strip);
            if (count < strips_.size())
                strips_[count] = std::move(strip);
            else
                strips_.push_back(std::move(strip));
        }
        strips_[count]->show(*project, *track, number, isSelected);
        ++count;
    }
    strips_.resize(count);
    layOutStrips();
    repaint();
}

void MixerView::resized()
{
    layOutStrips();
}

void MixerView::layOutStrips()
{
    auto area = getLocalBounds();
    if (master_ != nullptr) master_->setBounds(area.removeFromRight(Tokens::Size::masterStrip));
    area.removeFromRight(Tokens::Space::xxs);
    row_.setBounds(area);
    const int width = static_cast<int>(strips_.size()) * Tokens::Size::mixerStrip;
    const bool scrolls = width > area.getWidth();
    row_.content().setBounds(row_.content().getX(), 0, width,
                             area.getHeight() - (scrolls ? Tokens::Size::scrollBar : 0));
    int x = 0;
    for (auto& strip : strips_) {
        strip->setBounds(x, 0, Tokens::Size::mixerStrip, row_.content().getHeight());
        x += Tokens::Size::mixerStrip;
    }
}

void MixerView::showFrame()
{
    const auto visible = row_.getViewArea();
    for (auto& strip : strips_)
        if (strip->getBounds().intersects(visible)) strip->showFrame();
    if (master_ != nullptr) master_->showFrame();
}

void MixerView::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    g.fillAll(theme.surface1);
    if (!strips_.empty()) return;
    g.setColour(theme.textDim);
    g.setFont(Tokens::font(Tokens::Type::large));
    g.drawText("Every track gets a strip here. Ctrl+T adds an instrument track.", row_.getBounds(),
               juce::Justification::centred);
}

} // namespace cppmusic::ui
