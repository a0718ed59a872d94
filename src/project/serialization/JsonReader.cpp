// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/JsonReader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_set>

namespace cppmusic::project {

namespace {

using Library = nlohmann::json;

// Takes the parser's events (which don't recurse, whatever the depth) and builds the value.
class Builder final : public nlohmann::json_sax<Library> {
public:
    explicit Builder(const JsonLimits& limits) : limits_(limits) {}

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override
    {
        return put(JsonNumber{std::to_string(value)});
    }
    bool number_unsigned(number_unsigned_t value) override
    {
        return put(JsonNumber{std::to_string(value)});
    }
    bool number_float(number_float_t, const string_t& text) override
    {
        return put(JsonNumber{text});
    }
    bool string(string_t& value) override { return put(std::move(value)); }
    bool binary(binary_t&) override { return stop("Binary values are no JSON."); }

    bool start_object(std::size_t) override { return open(JsonObject{}); }
    bool start_array(std::size_t) override { return open(JsonArray{}); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override
    {
        auto& top = open_.back();
        if (!top.names.insert(name).second)
            return stop("The name '" + name.substr(0, 80) + "' stands twice in one object.");
        top.name = std::move(name);
        return true;
    }

    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override
    {
        position_ = position;
        std::string text = error.what();
        if (const auto start = text.find("syntax error"); start != std::string::npos)
            text.erase(0, start);
        message_ = "This is not valid JSON (" + text + ").";
        return false;
    }

    [[nodiscard]] const std::string& message() const { return message_; }
    [[nodiscard]] std::size_t position() const { return position_; }
    [[nodiscard]] JsonValue take() { return std::move(root_); }

private:
    struct Open {
        JsonValue value;
        std::string name; // of the member that comes next
        std::unordered_set<std::string> names;
    };

    bool stop(std::string message)
    {
        message_ = std::move(message);
        return false;
    }

    bool put(JsonValue value)
    {
        if (++count_ > limits_.values) return stop("The file holds too many values.");
        if (open_.empty()) {
            root_ = std::move(value);
            return true;
        }
        auto& top = open_.back();
        if (auto* array = std::get_if<JsonArray>(&top.value.content))
            array->push_back(std::move(value));
        else
            std::get<JsonObject>(top.value.content)
                .emplace_back(std::move(top.name), std::move(value));
        return true;
    }

    bool open(JsonValue value)
    {
        if (open_.size() >= static_cast<std::size_t>(limits_.depth))
            return stop("The file is nested deeper than " + std::to_string(limits_.depth) +
                        " levels.");
        open_.push_back({std::move(value), {}, {}});
        return true;
    }

    bool close()
    {
        JsonValue value = std::move(open_.back().value);
        open_.pop_back();
        return put(std::move(value));
    }

    const JsonLimits& limits_;
    JsonValue root_;
    std::vector<Open> open_;
    std::size_t count_ = 0;
    std::string message_;
    std::size_t position_ = 0;
};

} // namespace

core::Result<JsonValue> readJson(std::string_view text, std::string_view place,
                                 const JsonLimits& limits)
{
    const auto refuse = [&](std::string message, std::string where) {
        return core::makeError(core::ErrorCode::corrupt, std::move(message), std::move(where));
    };
    if (text.size() > limits.bytes)
        return refuse("The file is larger than " + std::to_string(limits.bytes >> 20) + " MiB.",
                      std::string(place));
    Builder builder(limits);
    try {
        if (Library::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
    } catch (const std::exception& error) {
        return refuse(std::string("This can't be read as JSON (") + error.what() + ").",
                      std::string(place));
    }
    std::string where(place);
    if (builder.position() > 0) {
        const auto end =
            text.begin() + static_cast<std::ptrdiff_t>(std::min(builder.position(), text.size()));
        where += ", line " + std::to_string(1 + std::count(text.begin(), end, '\n'));
    }
    return refuse(builder.message(), std::move(where));
}

} // namespace cppmusic::project
