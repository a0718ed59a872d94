// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/Icons.h"

namespace cppmusic::ui {
namespace {

/// SVG path data on a grid of 16 × 16: what is stroked, and what is filled.
struct IconPaths {
    const char* stroked;
    const char* filled;
};

IconPaths pathsOf(Icon icon)
{
    switch (icon) {
    case Icon::menu: return {"M2.5 4.5 H13.5 M2.5 8 H13.5 M2.5 11.5 H13.5", ""};
    case Icon::toStart: return {"M3.5 3.5 V12.5", "M13 3.2 V12.8 L5.6 8 Z"};
    case Icon::play: return {"", "M4.2 2.6 L13.4 8 L4.2 13.4 Z"};
    case Icon::stop: return {"", "M3.6 3.6 H12.4 V12.4 H3.6 Z"};
    case Icon::record:
        return {"", "M8 3 C10.8 3 13 5.2 13 8 C13 10.8 10.8 13 8 13 C5.2 13 3 10.8 3 8 C3 5.2 5.2 "
                    "3 8 3 Z"};
    case Icon::loop:
        return {"M2.5 8.5 V7 C2.5 5.3 3.8 4 5.5 4 H13 M13.5 7.5 V9 C13.5 10.7 12.2 12 10.5 12 H3 "
                "M11 1.8 L13.3 4 L11 6.2 M5 9.8 L2.7 12 L5 14.2",
                ""};
    case Icon::metronome:
        return {"M5.6 2.5 H10.4 L12.8 13.5 H3.2 Z M4 10.5 H12 M8 10.3 L12.6 4.2", ""};
    case Icon::magnet:
        return {"M3 2.8 V8 C3 10.8 5.2 13 8 13 C10.8 13 13 10.8 13 8 V2.8 H10 V8 C10 9.1 9.1 10 8 "
                "10 C6.9 10 6 9.1 6 8 V2.8 Z M3 5.4 H6 M10 5.4 H13",
                ""};
    case Icon::undo:
        return {"M5.5 2.8 L2.5 5.8 L5.5 8.8 M2.8 5.8 H9.5 C11.7 5.8 13.5 7.4 13.5 9.5 C13.5 11.6 "
                "11.7 13.2 9.5 13.2 H6",
                ""};
    case Icon::redo:
        return {"M10.5 2.8 L13.5 5.8 L10.5 8.8 M13.2 5.8 H6.5 C4.3 5.8 2.5 7.4 2.5 9.5 C2.5 11.6 "
                "4.3 13.2 6.5 13.2 H10",
                ""};
    case Icon::add: return {"M8 3 V13 M3 8 H13", ""};
    case Icon::chevronDown: return {"M4.5 6.2 L8 9.8 L11.5 6.2", ""};
    case Icon::close: return {"M4 4 L12 12 M12 4 L4 12", ""};
    case Icon::mixer:
        return {"M4 2.5 V7 M4 11 V13.5 M8 2.5 V4 M8 8 V13.5 M12 2.5 V8.5 M12 12.5 V13.5 M2.3 9 "
                "H5.7 M6.3 6 H9.7 M10.3 10.5 H13.7",
                ""};
    case Icon::devices:
        return {"M2.5 3.5 H13.5 V12.5 H2.5 Z M2.5 9.8 H13.5 M5.5 6.6 L6.8 5.4 M10 6.6 L11 5", ""};
    case Icon::waveform:
        return {"M2.5 7 V9 M5.2 4.5 V11.5 M8 2.5 V13.5 M10.8 5 V11 M13.5 7 V9", ""};
    case Icon::notes:
        return {"", "M2.5 3.5 H8 V5.7 H2.5 Z M6 6.9 H11 V9.1 H6 Z M9 10.3 H13.5 V12.5 H9 Z"};
    case Icon::speaker:
        return {"M2.5 6.2 H4.8 L8 3.4 V12.6 L4.8 9.8 H2.5 Z M10.4 5.8 C11.6 7 11.6 9 10.4 10.2 "
                "M12.3 4 C14.4 6.2 14.4 9.8 12.3 12",
                ""};
    case Icon::warning: return {"M8 2.5 L14 13 H2 Z M8 6.6 V9.4", "M7.2 10.8 H8.8 V12 H7.2 Z"};
    case Icon::folder: return {"M2.5 12.5 V3.8 H6.3 L7.8 5.6 H13.5 V12.5 Z", ""};
    case Icon::follow: return {"M8 2.5 V13.5 M10.5 5.5 L13 8 L10.5 10.5 M2.5 8 H5.5", ""};
    }
    return {"", ""};
}

} // namespace

void drawIcon(juce::Graphics& g, Icon icon, juce::Rectangle<float> area, float size)
{
    const IconPaths paths = pathsOf(icon);
    const float scale = size / 16.0f;
    const auto transform = juce::AffineTransform::scale(scale).translated(
        area.getCentreX() - size * 0.5f, area.getCentreY() - size * 0.5f);
    if (*paths.filled != 0) {
        const auto shape = juce::Drawable::parseSVGPath(paths.filled);
        g.fillPath(shape, transform);
    }
    if (*paths.stroked != 0) {
        const auto lines = juce::Drawable::parseSVGPath(paths.stroked);
        g.strokePath(
            lines,
            juce::PathStrokeType(1.5f, juce::PathStrokeType::curved, juce::PathStrokeType::rounded),
            transform);
    }
}

} // namespace cppmusic::ui
