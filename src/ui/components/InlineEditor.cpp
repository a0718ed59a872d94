// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/InlineEditor.h"

#include "ui/style/UltraDesignSystem.h"

namespace cppmusic::ui {

void InlineEditor::open(juce::Component& owner, juce::Rectangle<int> area, const juce::String& text,
                        std::function<void(const juce::String&)> onDone,
                        juce::Justification justification)
{
    close();
    onDone_ = std::move(onDone);
    editor_ = std::make_unique<juce::TextEditor>();
    editor_->setFont(Tokens::font(Tokens::Type::body));
    editor_->setJustification(justification);
    editor_->setBorder({1, 3, 1, 3});
    editor_->setIndents(2, 0);
    editor_->setTitle("Value");
    editor_->setText(text, false);
    editor_->setBounds(area);
    owner.addAndMakeVisible(*editor_);
    editor_->onReturnKey = [this] { finish(true); };
    editor_->onEscapeKey = [this] { finish(false); };
    editor_->onFocusLost = [this] { finish(true); };
    editor_->grabKeyboardFocus();
    editor_->selectAll();
}

void InlineEditor::close()
{
    finish(false);
}

void InlineEditor::finish(bool takesText)
{
    if (editor_ == nullptr) return;
    // The editor is inside its own callback: it is taken out now and destroyed afterwards.
    std::shared_ptr<juce::TextEditor> editor(std::move(editor_));
    editor->onReturnKey = editor->onEscapeKey = editor->onFocusLost = nullptr;
    const juce::String text = editor->getText();
    if (auto* owner = editor->getParentComponent()) owner->removeChildComponent(editor.get());
    juce::MessageManager::callAsync([editor] {});
    auto onDone = std::move(onDone_);
    onDone_ = nullptr;
    if (takesText && onDone) onDone(text);
}

} // namespace cppmusic::ui
