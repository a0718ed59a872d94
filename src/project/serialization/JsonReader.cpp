// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/JsonReader.h"

#include "model/Limits.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <unordered_set>

// Our own reader because numbers keep the very digits they are written with (libraries turn them
// into binary ones), and because reading is most of what opening a large project costs. It doesn't
// recurse: `open_` is the stack.
namespace cppmusic::project {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class Reader {
public:
    Reader(std::string_view text, const JsonLimits& limits)
        : at_(text.data()), end_(text.data() + text.size()), limits_(limits)
    {
    }

    bool read(JsonValue& root)
    {
        bool isGoing = readValue(root);
        while (isGoing && !open_.empty()) isGoing = readNext();
        if (!isGoing) return false;
        skipSpace();
        return at_ == end_ || fail("there is something behind the value");
    }

    [[nodiscard]] const std::string& message() const { return message_; }
    [[nodiscard]] const char* at() const { return at_; }

private:
    bool fail(std::string what)
    {
        message_ = "This is not valid JSON: " + std::move(what) + ".";
        return false;
    }
    bool stop(std::string sentence)
    {
        message_ = std::move(sentence);
        return false;
    }

    void skipSpace()
    {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
    }
    bool take(char c)
    {
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }

    // What comes after an element of the innermost list or object, or its first one.
    bool readNext()
    {
        JsonValue& top = *open_.back();
        const bool isObject = top.content.index() == objectIndex;
        const char closing = isObject ? '}' : ']';
        const bool isFirst = isFirst_;
        isFirst_ = false;
        skipSpace();
        if (take(closing)) {
            if (isObject && !hasDistinctNames(std::get<JsonObject>(top.content))) return false;
            open_.pop_back();
            return true;
        }
        if (!isFirst && !take(',')) return fail("a comma or the end of a list is missing");
        if (isObject) return readMember(std::get<JsonObject>(top.content));
        return readValue(std::get<JsonArray>(top.content).emplace_back());
    }

    bool readMember(JsonObject& object)
    {
        skipSpace();
        if (at_ == end_ || *at_ != '"') return fail("a name in quotes is missing");
        auto& [name, value] = object.emplace_back();
        if (!readString(name)) return false;
        skipSpace();
        if (!take(':')) return fail("a colon is missing");
        return readValue(value);
    }

    // A value, or the beginning of a list or object.
    bool readValue(JsonValue& value)
    {
        if (++count_ > limits_.values) return stop("The file holds too many values.");
        skipSpace();
        if (at_ == end_) return fail("the file ends too early");
        switch (*at_) {
        case '{': value.content.emplace<JsonObject>(); return open(value);
        case '[': value.content.emplace<JsonArray>(); return open(value);
        case '"': return readString(value.content.emplace<std::string>());
        case 't': value.content = true; return readWord("true");
        case 'f': value.content = false; return readWord("false");
        case 'n': value.content = nullptr; return readWord("null");
        default: return readNumber(value.content.emplace<JsonNumber>().text);
        }
    }

    bool open(JsonValue& value)
    {
        ++at_;
        if (open_.size() >= static_cast<std::size_t>(limits_.depth))
            return stop("The file is nested deeper than " + std::to_string(limits_.depth) +
                        " levels.");
        open_.push_back(&value); // lists grow only while their last element isn't open
        isFirst_ = true;
        return true;
    }

    bool readWord(std::string_view word)
    {
        if (static_cast<std::size_t>(end_ - at_) < word.size() ||
            std::string_view(at_, word.size()) != word)
            return fail("there is an unknown word");
        at_ += word.size();
        return true;
    }

    bool skipDigits()
    {
        if (at_ == end_ || !isDigit(*at_)) return false;
        while (at_ != end_ && isDigit(*at_)) ++at_;
        return true;
    }

    bool readNumber(std::string& text)
    {
        const char* const start = at_;
        static_cast<void>(take('-'));
        if (!take('0') && !skipDigits()) return fail("there is neither a value nor a number");
        bool isWhole = true, isValid = true;
        if (take('.')) isWhole = false, isValid = skipDigits();
        bool hasNegativeExponent = false;
        if (isValid && (take('e') || take('E'))) {
            isWhole = false;
            hasNegativeExponent = take('-');
            if (!hasNegativeExponent) static_cast<void>(take('+'));
            isValid = skipDigits();
        }
        if (!isValid) return fail("a number ends too early");
        text.assign(start, at_);
        if (isWhole && text.size() < 300) return true;
        double number = 0;
        const auto result = std::from_chars(start, at_, number);
        if (result.ec == std::errc::result_out_of_range && !hasNegativeExponent)
            return fail("the number " + text.substr(0, 40) + " is too large");
        return true;
    }

    bool readString(std::string& text)
    {
        const char* start = ++at_;
        bool isAscii = true;
        for (;; ++at_) {
            if (at_ == end_) return fail("a text has no closing quote");
            const auto c = static_cast<unsigned char>(*at_);
            if (c == '"') break;
            if (c < 0x20) return fail("a text holds a control character");
            if (c >= 0x80) isAscii = false;
            if (c != '\\') continue;
            text.append(start, at_);
            if (!readEscape(text)) return false;
            start = at_ + 1;
        }
        text.append(start, at_++);
        return isAscii || model::isUtf8(text) || fail("a text is not UTF-8");
    }

    // From the backslash to the last character of the escape.
    bool readEscape(std::string& text)
    {
        if (++at_ == end_) return fail("a text has no closing quote");
        switch (*at_) {
        case '"':
        case '\\':
        case '/': text += *at_; return true;
        case 'b': text += '\b'; return true;
        case 'f': text += '\f'; return true;
        case 'n': text += '\n'; return true;
        case 'r': text += '\r'; return true;
        case 't': text += '\t'; return true;
        case 'u': return readCodePoint(text);
        default: return fail("a text holds an unknown escape");
        }
    }

    // Four hexadecimal digits behind the 'u' that at_ is on.
    bool readHex(std::uint32_t& unit)
    {
        if (end_ - at_ < 5) return fail("a text has no closing quote");
        const auto result = std::from_chars(at_ + 1, at_ + 5, unit, 16);
        if (result.ec != std::errc{} || result.ptr != at_ + 5)
            return fail("an escape has no four hexadecimal digits");
        at_ += 4;
        return true;
    }

    bool readCodePoint(std::string& text)
    {
        std::uint32_t unit = 0, low = 0;
        if (!readHex(unit)) return false;
        if (unit >= 0xdc00 && unit < 0xe000) return fail("a text holds half a character");
        if (unit >= 0xd800 && unit < 0xdc00) {
            if (end_ - at_ < 3 || at_[1] != '\\' || at_[2] != 'u')
                return fail("a text holds half a character");
            at_ += 2;
            if (!readHex(low)) return false;
            if (low < 0xdc00 || low >= 0xe000) return fail("a text holds half a character");
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
        appendUtf8(text, unit);
        return true;
    }

    static void appendUtf8(std::string& text, std::uint32_t point)
    {
        const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
        if (point < 0x80) return add(point);
        if (point < 0x800) {
            add(0xc0 | point >> 6);
        } else if (point < 0x10000) {
            add(0xe0 | point >> 12);
            add(0x80 | (point >> 6 & 0x3f));
        } else {
            add(0xf0 | point >> 18);
            add(0x80 | (point >> 12 & 0x3f));
            add(0x80 | (point >> 6 & 0x3f));
        }
        add(0x80 | (point & 0x3f));
    }

    bool hasDistinctNames(const JsonObject& object)
    {
        const auto tell = [&](std::string_view name) {
            return stop("The name '" + std::string(name.substr(0, 80)) +
                        "' stands twice in one object.");
        };
        if (object.size() > 16) {
            std::unordered_set<std::string_view> names;
            for (const auto& [name, value] : object)
                if (!names.insert(name).second) return tell(name);
            return true;
        }
        for (std::size_t index = 1; index < object.size(); ++index)
            for (std::size_t other = 0; other < index; ++other)
                if (object[index].first == object[other].first) return tell(object[index].first);
        return true;
    }

    static constexpr std::size_t objectIndex = 5; // of JsonValue's variant
    static_assert(
        std::is_same_v<std::variant_alternative_t<objectIndex, decltype(JsonValue::content)>,
                       JsonObject>);

    const char* at_;
    const char* end_;
    const JsonLimits& limits_;
    std::vector<JsonValue*> open_;
    bool isFirst_ = false;
    std::size_t count_ = 0;
    std::string message_;
};

} // namespace

core::Result<JsonValue> readJson(std::string_view text, std::string_view place,
                                 const JsonLimits& limits)
{
    if (text.size() > limits.bytes)
        return core::makeError(core::ErrorCode::corrupt,
                               "The file is larger than " + std::to_string(limits.bytes >> 20) +
                                   " MiB.",
                               std::string(place));
    Reader reader(text, limits);
    JsonValue root;
    if (reader.read(root)) return root;
    const auto line = 1 + std::count(text.data(), reader.at(), '\n');
    return core::makeError(core::ErrorCode::corrupt, reader.message(),
                           std::string(place) + ", line " + std::to_string(line));
}

} // namespace cppmusic::project
