// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/Commands.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace cppmusic::ui {
namespace {

juce::KeyPress key(const char* description)
{
    return juce::KeyPress::createFromDescription(description);
}

CommandId commandOf(const juce::KeyPress& press)
{
    for (const auto& entry : commandTable())
        if (defaultKeys(entry).contains(press)) return entry.id;
    return CommandId{};
}

TEST(Commands, HaveIdsThatAreUniqueAndNeverZero)
{
    std::set<int> ids;
    for (const auto& entry : commandTable()) {
        EXPECT_NE(static_cast<int>(entry.id), 0) << entry.name;
        EXPECT_TRUE(ids.insert(static_cast<int>(entry.id)).second) << entry.name;
    }
}

TEST(Commands, HaveANameADescriptionAndAMenu)
{
    const std::set<std::string> menus = {"File", "Edit", "Track", "Transport", "View"};
    for (const auto& entry : commandTable()) {
        EXPECT_FALSE(std::string(entry.name).empty());
        EXPECT_FALSE(std::string(entry.description).empty()) << entry.name;
        EXPECT_TRUE(menus.contains(entry.category)) << entry.name;
    }
}

TEST(Commands, NoKeyDoesTwoThings)
{
    std::map<std::string, std::string> owner;
    for (const auto& entry : commandTable())
        for (const auto& press : defaultKeys(entry)) {
            ASSERT_TRUE(press.isValid()) << entry.name << ": " << entry.keys;
            const auto text = press.getTextDescription().toStdString();
            EXPECT_TRUE(owner.emplace(text, entry.name).second)
                << text << " is " << owner[text] << " and " << entry.name;
        }
}

TEST(Commands, HaveTheKeysMusiciansExpect)
{
    EXPECT_EQ(commandOf(key("spacebar")), CommandId::playStop);
    EXPECT_EQ(commandOf(key("ctrl + Z")), CommandId::undo);
    EXPECT_EQ(commandOf(key("ctrl + shift + Z")), CommandId::redo);
    EXPECT_EQ(commandOf(key("ctrl + Y")), CommandId::redo);
    EXPECT_EQ(commandOf(key("ctrl + S")), CommandId::saveProject);
    EXPECT_EQ(commandOf(key("ctrl + O")), CommandId::openProject);
    EXPECT_EQ(commandOf(key("ctrl + N")), CommandId::newProject);
    EXPECT_EQ(commandOf(key("delete")), CommandId::deleteSelection);
    EXPECT_EQ(commandOf(key("ctrl + D")), CommandId::duplicate);
    EXPECT_EQ(commandOf(key("ctrl + B")), CommandId::duplicate);
    EXPECT_EQ(commandOf(key("home")), CommandId::toStart);
    EXPECT_EQ(commandOf(key("shift + L")), CommandId::toggleLoop);
    EXPECT_EQ(commandOf(key("ctrl + M")), CommandId::toggleMetronome);
    EXPECT_EQ(commandOf(key("F5")), CommandId::showPlaylist);
    EXPECT_EQ(commandOf(key("F9")), CommandId::showMixer);
}

TEST(Commands, KeysReadAsPeopleWriteThem)
{
    EXPECT_EQ(keyText(key("ctrl + shift + Z")), "Ctrl+Shift+Z");
    EXPECT_EQ(keyText(key("spacebar")), "Space");
    EXPECT_EQ(keyText(key("ctrl + cursor left")), "Ctrl+Left");
    EXPECT_EQ(tooltipFor(CommandId::undo), "Undo (Ctrl+Z)");
}

} // namespace
} // namespace cppmusic::ui
