// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/edit/EditContext.h"

#include "core/music/Pitch.h"
#include "core/params/Taper.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace cppmusic::session {

using core::Beats;

core::Error EditContext::error(std::size_t column, std::string message) const
{
    return core::makeError(core::ErrorCode::invalidArgument, std::move(message),
                           placeIn(statement.source, column));
}

core::Error EditContext::unknown(const EditStep& step, std::string_view known) const
{
    return error(step.column,
                 "There is no '" + step.name + "' here; there are: " + std::string(known) + ".");
}

core::Result<EditArgument> EditContext::value(const EditStep& step) const
{
    if (step.isCall) return error(step.column, "'" + step.name + "' is set with =, not called.");
    if (!statement.value)
        return error(step.column, "'" + step.name + "' needs a value: " + step.name + "=…");
    return *statement.value;
}

core::Result<EditArgument> EditContext::argument(const EditStep& step, std::string_view name,
                                                 std::size_t place) const
{
    if (const auto* found = step.find(name, place)) return *found;
    return error(step.column, "'" + step.name + "' needs to know: " + std::string(name) + ".");
}

core::Result<double> EditContext::number(const EditArgument& argument) const
{
    double number = 0;
    const char* end = argument.text.data() + argument.text.size();
    const char* start = argument.text.data() + (argument.text.starts_with('+') ? 1 : 0);
    const auto result = std::from_chars(start, end, number);
    if (result.ec != std::errc{} || result.ptr != end || !std::isfinite(number))
        return error(argument.column, "'" + argument.text + "' is not a number.");
    return number;
}

core::Result<float> EditContext::number(const EditArgument& argument,
                                        const core::ParameterSpec& spec) const
{
    const auto value = core::parseValue(spec, argument.text);
    if (!value) return error(argument.column, value.error().message);
    // parseValue takes the nearest end; a script should know that it asked for more.
    double plain = 0;
    const char* end = argument.text.data() + argument.text.size();
    const auto exact = std::from_chars(argument.text.data(), end, plain);
    const bool isPlain = exact.ec == std::errc{} && exact.ptr == end;
    if (isPlain && (plain < static_cast<double>(spec.min) || plain > static_cast<double>(spec.max)))
        return error(argument.column, std::string(spec.label) + " lies between " +
                                          core::textOf(spec, spec.min) + " and " +
                                          core::textOf(spec, spec.max) + ".");
    return *value;
}

core::Result<bool> EditContext::flag(const EditArgument& argument) const
{
    for (const char* word : {"on", "true", "yes", "1"})
        if (argument.text == word) return true;
    for (const char* word : {"off", "false", "no", "0"})
        if (argument.text == word) return false;
    return error(argument.column, "'" + argument.text + "' is neither on nor off.");
}

core::Result<Beats> EditContext::place(const EditArgument& argument) const
{
    const auto dots = std::count(argument.text.begin(), argument.text.end(), '.');
    if (dots < 2) {
        const auto beats = number(argument);
        if (!beats) return beats.error();
        return Beats{*beats};
    }
    std::array<int, 3> parts{};
    const char* at = argument.text.data();
    const char* const end = at + argument.text.size();
    bool isRead = true;
    for (std::size_t index = 0; index < parts.size() && isRead; ++index) {
        if (index > 0) isRead = at != end && *at++ == '.';
        const auto result = std::from_chars(at, end, parts[index]);
        isRead = isRead && result.ec == std::errc{};
        at = result.ptr;
    }
    if (!isRead || at != end || parts[0] < 1 || parts[0] > 100'000 || parts[1] < 1 || parts[2] < 0)
        return error(argument.column,
                     "'" + argument.text + "' is no place; write bar.beat.tick as in 17.1.0.");
    const auto bar = project.tempo->barStart(parts[0]);
    const auto metre = project.tempo->signatureAt(bar);
    if (parts[1] > metre.numerator)
        return error(argument.column, "Bar " + std::to_string(parts[0]) + " has " +
                                          std::to_string(metre.numerator) + " beats.");
    return bar + Beats{(parts[1] - 1) * 4.0 / metre.denominator + parts[2] / 960.0};
}

core::Result<std::uint8_t> EditContext::pitch(const EditArgument& argument) const
{
    if (const auto named = core::parsePitch(argument.text))
        return static_cast<std::uint8_t>(*named);
    const auto key = number(argument);
    if (key && *key >= 0.0 && *key <= 127.0 && std::floor(*key) == *key)
        return static_cast<std::uint8_t>(*key);
    return error(argument.column, "'" + argument.text +
                                      "' is neither a pitch (E2, F#3) nor a key "
                                      "from 0 to 127.");
}

core::Result<std::size_t> EditContext::choose(const EditArgument& argument, const char* noun,
                                              const std::vector<std::string>& names) const
{
    const auto found = std::find(names.begin(), names.end(), argument.text);
    if (found != names.end()) {
        if (std::count(names.begin(), names.end(), argument.text) > 1)
            return error(argument.column, "There are several " + std::string(noun) + "s called '" +
                                              argument.text + "'; use a number.");
        return static_cast<std::size_t>(found - names.begin());
    }
    std::size_t place = 0;
    const char* end = argument.text.data() + argument.text.size();
    const auto result = std::from_chars(argument.text.data(), end, place);
    if (result.ec == std::errc{} && result.ptr == end && place >= 1 && place <= names.size())
        return place - 1;
    std::string known;
    for (std::size_t index = 0; index < std::min<std::size_t>(names.size(), 12); ++index)
        known += (index > 0 ? ", " : "") + names[index];
    if (names.size() > 12) known += ", …";
    return error(argument.column, "There is no " + std::string(noun) + " '" + argument.text + "'" +
                                      (names.empty() ? "." : "; there are: " + known + "."));
}

core::Result<model::TrackId> EditContext::track(const EditArgument& argument) const
{
    std::vector<std::string> names;
    for (const auto& track : project.tracks) names.push_back(track->name);
    const auto place = choose(argument, "track", names);
    if (!place) return place.error();
    return project.tracks[*place]->id;
}

core::Result<model::PatternId> EditContext::pattern(const EditArgument& argument) const
{
    std::vector<std::string> names;
    std::vector<model::PatternId> ids;
    for (const auto& [id, pattern] : project.patterns) {
        names.push_back(pattern->name);
        ids.push_back(id);
    }
    const auto place = choose(argument, "pattern", names);
    if (!place) return place.error();
    return ids[*place];
}

} // namespace cppmusic::session
