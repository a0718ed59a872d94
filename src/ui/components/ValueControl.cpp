// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/ValueControl.h"

namespace cppmusic::ui {

ValueControl::ValueControl(const juce::String& title, float value) : value_(value)
{
    setTitle(title);
    setComponentID(title);
}

void ValueControl::show(float value)
{
    if (value == value_) return;
    const bool isNews = looksDifferent(value, value_);
    value_ = value;
    if (isNews) repaint();
}

void ValueControl::mouseDown(const juce::MouseEvent& event)
{
    if (event.mods.isPopupMenu()) {
        openMenu();
        return;
    }
    dragPosition_ = positionOf(value_);
    lastY_ = event.y;
}

void ValueControl::mouseDrag(const juce::MouseEvent& event)
{
    if (event.mods.isPopupMenu() || !event.mods.isLeftButtonDown()) return;
    if (!isDragging_) {
        if (!event.mouseWasDraggedSinceMouseDown()) return;
        isDragging_ = true;
        if (callbacks.begin) callbacks.begin();
    }
    const bool isFine = event.mods.isShiftDown() || event.mods.isCtrlDown();
    const float pixels = static_cast<float>(lastY_ - event.y) * (isFine ? 0.1f : 1.0f);
    lastY_ = event.y;
    dragPosition_ = travel().clipValue(dragPosition_ + pixels * positionPerPixel());
    if (callbacks.change) callbacks.change(valueAt(dragPosition_));
}

void ValueControl::mouseUp(const juce::MouseEvent&)
{
    if (isDragging_ && callbacks.end) callbacks.end();
    isDragging_ = false;
    repaint();
}

} // namespace cppmusic::ui
