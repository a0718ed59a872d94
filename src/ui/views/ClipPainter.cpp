// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/ClipPainter.h"

#include "model/Queries.h"
#include "ui/style/Icons.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::ui {
namespace {

/// The notes that a pattern plays on a track: its own lane and the lane for any track; a pattern
/// that only drives others shows those.
std::vector<const model::PatternLane*> visibleLanes(const model::Pattern& pattern,
                                                    model::TrackId track)
{
    std::vector<const model::PatternLane*> lanes;
    for (const auto& [id, lane] : pattern.lanes)
        if ((id == track || !id.isValid()) && !lane->notes.empty()) lanes.push_back(&*lane);
    if (lanes.empty())
        for (const auto& [id, lane] : pattern.lanes) lanes.push_back(&*lane);
    return lanes;
}

struct PitchRange {
    int low = 127, high = 0;
};

PitchRange pitchRange(const std::vector<const model::PatternLane*>& lanes)
{
    PitchRange range;
    for (const auto* lane : lanes)
        for (const auto& note : lane->notes) {
            range.low = std::min(range.low, static_cast<int>(note.event.pitch));
            range.high = std::max(range.high, static_cast<int>(note.event.pitch));
        }
    if (range.low > range.high) return {54, 66};
    const int missing = 12 - (range.high - range.low);
    if (missing > 0) {
        range.low -= missing / 2;
        range.high += missing - missing / 2;
    }
    return range;
}

} // namespace

juce::String ClipPainter::nameOf(const model::Project& project, const model::Clip& clip)
{
    const auto text = [](const std::string& utf8) { return juce::String::fromUTF8(utf8.c_str()); };
    if (!clip.name.empty()) return text(clip.name);
    if (const auto* content = std::get_if<model::PatternClip>(&clip.content)) {
        const auto* pattern = model::findPattern(project, content->pattern);
        return pattern != nullptr ? text((*pattern)->name) : "Missing pattern";
    }
    const auto* asset = model::findAsset(project, std::get<model::AudioClip>(clip.content).asset);
    return asset != nullptr ? text((*asset)->name) : "Missing file";
}

void ClipPainter::paint(juce::Graphics& g, const model::Project& project, const model::Track& track,
                        const model::Clip& clip, juce::Rectangle<float> area,
                        const TimelineScale& scale, const Look& look)
{
    const float corner = std::min(4.0f, area.getWidth() * 0.25f);
    juce::Colour colour = look.colour;
    if (look.isSilenced)
        colour = colour.withMultipliedSaturation(0.25f).withMultipliedBrightness(0.62f);
    const auto visible = area.getIntersection(g.getClipBounds().toFloat().expanded(8.0f, 0.0f));
    if (visible.isEmpty()) return;

    g.setColour(Tokens::clipBody(colour, theme_));
    g.fillRoundedRectangle(area, corner);
    auto body = area;
    const auto header = body.removeFromTop(std::min(headerHeight, area.getHeight() * 0.4f));
    {
        juce::Graphics::ScopedSaveState state(g);
        g.reduceClipRegion(visible.getSmallestIntegerContainer());
        juce::Path top;
        top.addRoundedRectangle(header.getX(), header.getY(), header.getWidth(), header.getHeight(),
                                corner, corner, true, true, false, false);
        g.setColour(look.isSelected ? colour.brighter(0.25f) : colour);
        g.fillPath(top);
        const juce::Colour content = Tokens::clipContent(colour);
        if (const auto* pattern = std::get_if<model::PatternClip>(&clip.content)) {
            if (const auto* found = model::findPattern(project, pattern->pattern))
                paintNotes(g, **found, track, *pattern, body, clip.length.value,
                           scale.pixelsPerBeat, content);
        } else {
            const auto& audio = std::get<model::AudioClip>(clip.content);
            paintWaveform(g, project, clip, audio, body, scale, content);
            paintFades(g, project, clip, audio, body, scale.pixelsPerBeat);
        }
    }

    if (header.getWidth() > 14.0f && header.getHeight() >= 12.0f) {
        auto label = header.withLeft(std::max(header.getX(), 0.0f)).reduced(5.0f, 0.0f);
        g.setColour(theme_.textOnColour.withAlpha(look.isSilenced ? 0.75f : 0.92f));
        if (clip.isMuted) {
            juce::Graphics::ScopedSaveState state(g);
            drawIcon(g, Icon::close, label.removeFromLeft(10.0f), 9.0f);
            label.removeFromLeft(3.0f);
        }
        g.setFont(Tokens::font(Tokens::Type::small, Weight::medium));
        g.drawText(nameOf(project, clip), label, juce::Justification::centredLeft, true);
    }
    g.setColour(look.isSelected ? theme_.textHigh : theme_.surface0.withAlpha(0.55f));
    g.drawRoundedRectangle(area.reduced(look.isSelected ? 0.75f : 0.5f), corner,
                           look.isSelected ? 1.5f : 1.0f);
}

void ClipPainter::paintNotes(juce::Graphics& g, const model::Pattern& pattern,
                             const model::Track& track, const model::PatternClip& content,
                             juce::Rectangle<float> body, double clipBeats, double pixelsPerBeat,
                             juce::Colour colour) const
{
    const auto lanes = visibleLanes(pattern, track.id);
    const PitchRange range = pitchRange(lanes);
    const auto inner = body.reduced(0.0f, 3.0f);
    const float keyHeight = inner.getHeight() / static_cast<float>(range.high - range.low + 1);
    const float noteHeight = std::clamp(keyHeight - 0.5f, 1.5f, 6.0f);
    const auto bounds = g.getClipBounds().toFloat();
    const double length = pattern.length.value;
    const double firstShown = (bounds.getX() - body.getX()) / pixelsPerBeat;
    const double lastShown = (bounds.getRight() - body.getX()) / pixelsPerBeat;

    double offset = -content.offset.value;
    if (content.isLooped && length > 0.0) {
        while (offset + length <= 0.0) offset += length;
    }
    for (int repeat = 0; offset < clipBeats; offset += length, ++repeat) {
        if (offset > lastShown) break;
        if (repeat > 0 && offset > 0.0) {
            g.setColour(theme_.surface0.withAlpha(0.5f));
            g.fillRect(body.getX() + static_cast<float>(offset * pixelsPerBeat), body.getY(), 1.0f,
                       body.getHeight());
        }
        const bool isVisible = offset + length >= firstShown;
        for (const auto* lane : lanes) {
            if (!isVisible) break;
            for (const auto& note : lane->notes) {
                const double start = std::max(0.0, offset + note.event.start.value);
                const double end = std::min(clipBeats, offset + note.event.start.value +
                                                           note.event.duration.value);
                if (end <= start || start > lastShown || end < firstShown) continue;
                const float x = body.getX() + static_cast<float>(start * pixelsPerBeat);
                const float width =
                    std::max(1.5f, static_cast<float>((end - start) * pixelsPerBeat) - 0.75f);
                const float y = inner.getBottom() -
                                static_cast<float>(note.event.pitch - range.low + 1) * keyHeight +
                                (keyHeight - noteHeight) * 0.5f;
                g.setColour(colour.withMultipliedAlpha(
                    note.isMuted ? 0.3f : 0.6f + 0.4f * note.event.velocity));
                g.fillRect(x, y, width, noteHeight);
            }
        }
        if (!content.isLooped || length <= 0.0) break;
    }
}

void ClipPainter::paintWaveform(juce::Graphics& g, const model::Project& project,
                                const model::Clip& clip, const model::AudioClip& audio,
                                juce::Rectangle<float> body, const TimelineScale& scale,
                                juce::Colour colour)
{
    const auto visible = body.getIntersection(g.getClipBounds().toFloat());
    const int columns = static_cast<int>(std::ceil(visible.getWidth()));
    if (columns <= 0) return;
    const int left = static_cast<int>(std::floor(visible.getX()));
    const auto secondsAt = [&](double x) {
        return project.tempo->secondsAt(scale.beatAt(x)) - project.tempo->secondsAt(clip.start) +
               audio.offset;
    };
    buckets_.resize(static_cast<std::size_t>(columns));
    const bool isReady =
        waveforms_.read(audio.asset, -1, secondsAt(left), secondsAt(left + columns), buckets_);
    const float centre = body.getCentreY();
    g.setColour(colour.withMultipliedAlpha(0.35f));
    g.fillRect(visible.getX(), centre - 0.5f, visible.getWidth(), 1.0f);
    if (!isReady) return;
    const float gain = std::pow(10.0f, audio.gainDb / 20.0f);
    const float half = body.getHeight() * 0.5f - 3.0f;
    g.setColour(colour);
    for (int i = 0; i < columns; ++i) {
        const auto& bucket = buckets_[static_cast<std::size_t>(i)];
        const float high = std::clamp(bucket.high * gain, -1.0f, 1.0f) * half;
        const float low = std::clamp(bucket.low * gain, -1.0f, 1.0f) * half;
        g.fillRect(static_cast<float>(left + i), centre - high, 1.0f, std::max(1.0f, high - low));
    }
}

void ClipPainter::paintFades(juce::Graphics& g, const model::Project& project,
                             const model::Clip& clip, const model::AudioClip& audio,
                             juce::Rectangle<float> body, double pixelsPerBeat) const
{
    const auto& tempo = *project.tempo;
    const auto width = [&](core::Beats from, core::Beats to) {
        return static_cast<float>((to - from).value * pixelsPerBeat);
    };
    const core::Beats end = clip.start + clip.length;
    g.setColour(theme_.surface0.withAlpha(0.6f));
    if (audio.fadeIn.value > 0.0) {
        const auto until = tempo.beatsAt(tempo.secondsAt(clip.start) + audio.fadeIn);
        juce::Path shade;
        shade.addTriangle(body.getTopLeft(), body.getBottomLeft(),
                          body.getTopLeft().translated(width(clip.start, until), 0.0f));
        g.fillPath(shade);
    }
    if (audio.fadeOut.value > 0.0) {
        const auto from = tempo.beatsAt(tempo.secondsAt(end) - audio.fadeOut);
        juce::Path shade;
        shade.addTriangle(body.getTopRight(), body.getBottomRight(),
                          body.getTopRight().translated(-width(from, end), 0.0f));
        g.fillPath(shade);
    }
}

} // namespace cppmusic::ui
