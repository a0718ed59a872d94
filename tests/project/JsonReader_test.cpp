// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/CanonicalJson.h"
#include "project/serialization/JsonReader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

namespace {

using namespace cppmusic::project;
using testing::EndsWith;
using testing::HasSubstr;

std::string again(const std::string& text)
{
    const auto json = readJson(text, "x");
    return json ? *writeOnOneLine(*json) : json.error().text();
}

TEST(JsonReader, NumbersKeepTheirDigits)
{
    for (const char* number : {"-0", "0.10", "1e-3", "1E+5", "2.50", "1e-999", "0",
                               "100000000000000000000", "-123456789.000000000000000001"})
        EXPECT_EQ(again(number), number);
    for (const char* number :
         {"01", "+1", ".5", "1.", "1e", "-", "0x10", "NaN", "Infinity", "1e999"})
        EXPECT_THAT(again(number), HasSubstr("not valid JSON")) << number;
    EXPECT_THAT(again(std::string(400, '9')), HasSubstr("too large"));
}

TEST(JsonReader, TextsBecomeUtf8)
{
    EXPECT_EQ(again(R"("\u0041\u00e4\u20ac\ud834\udd1e\/\b\f")"),
              "\"A\xc3\xa4\xe2\x82\xac\xf0\x9d\x84\x9e/\\u0008\\u000c\"");
    for (const char* text : {R"("\ud834")", R"("\udd1e")", R"("\ud834\u0041")", R"("\u12g4")",
                             R"("\x")", "\"\n\"", "\"\xff\"", "\"abc", R"("\u12)", R"("\)"})
        EXPECT_THAT(again(text), HasSubstr("not valid JSON")) << text;
}

TEST(JsonReader, ErrorsNameTheLine)
{
    const auto json = readJson("{\n  \"a\": 1,\n  \"b\": ]\n}", "tracks/track-001.json");
    ASSERT_FALSE(json);
    EXPECT_EQ(json.error().place, "tracks/track-001.json, line 3");
    EXPECT_THAT(readJson("{\n\"a\": 1,\n\"a\": 2}", "f").error().text(),
                HasSubstr("The name 'a' stands twice"));
    std::string many = "{";
    for (int index = 0; index < 40; ++index) many += "\"n" + std::to_string(index) + "\": 0, ";
    EXPECT_TRUE(readJson(many + "\"z\": 0}", "f"));
    EXPECT_FALSE(readJson(many + "\"n7\": 0}", "f"));
}

TEST(JsonReader, LimitsAreRefusedBeforeMemoryIsSpent)
{
    EXPECT_TRUE(readJson(std::string(64, '[') + std::string(64, ']'), "f"));
    EXPECT_THAT(readJson(std::string(100'000, '['), "f").error().message, HasSubstr("deeper"));
    EXPECT_THAT(readJson("[1,2,3,4]", "f", {64, 100, 4}).error().message, HasSubstr("too many"));
    EXPECT_THAT(readJson("[1,2,3,4]", "f", {64, 8, 100}).error().message, HasSubstr("larger"));
}

/// Random texts near JSON: another reader has to agree on what is JSON.
TEST(JsonReader, AgreesWithAnotherReader)
{
    std::mt19937_64 random(0x150e);
    const std::vector<std::string> pieces{"{",     "}",           "[",  "]",      ",",    ":",
                                          "\"a\"", "\"b\"",       "1",  "-2.5e3", "0",    "true",
                                          "null",  "false",       " ",  "\n",     "\"",   "\\",
                                          "01",    "\"\\u00e4\"", "{}", "[]",     "[1,2]"};
    int valid = 0;
    for (int run = 0; run < 200'000; ++run) {
        std::string text = run % 3 == 0 ? "{\"a\":" : (run % 3 == 1 ? "[" : "");
        for (std::size_t count = random() % 6; count-- > 0;)
            text += pieces[random() % pieces.size()];
        text += run % 3 == 0 ? "}" : (run % 3 == 1 ? "]" : "");
        const auto ours = readJson(text, "f");
        if (!ours && ours.error().message.find("twice") != std::string::npos) continue;
        ASSERT_EQ(ours.ok(), nlohmann::json::accept(text)) << text;
        valid += ours.ok();
        if (!ours) continue;
        ASSERT_EQ(nlohmann::json::parse(*writeOnOneLine(*ours)), nlohmann::json::parse(text));
    }
    EXPECT_GT(valid, 5000);
}

} // namespace
