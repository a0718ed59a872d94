// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/params/Taper.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

// textOf and parseValue of Taper.h. Numbers are written and read without the C locale, so that a
// decimal comma of the system changes nothing.
namespace cppmusic::core {
namespace {

std::string fixed(double value, int decimals)
{
    std::array<char, 400> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                      std::chars_format::fixed, decimals);
    std::string text(buffer.data(), result.ptr);
    // What rounds to nothing has no sign.
    if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string::npos)
        text.erase(0, 1);
    return text;
}

/// Three valid digits, without zeros at the end of a fraction: 0.25, 1.5, 12.5, 440.
std::string threeDigits(double value)
{
    const double size = std::fabs(value);
    std::string text = fixed(value, size < 9.995 ? 2 : (size < 99.95 ? 1 : 0));
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string withUnit(std::string number, std::string_view unit)
{
    return unit.empty() ? number : number + " " + std::string(unit);
}

/// The `index`-th of the names between '|'; empty if there are fewer.
std::string_view stepName(std::string_view names, int index)
{
    for (; index > 0; --index) {
        const std::size_t bar = names.find('|');
        if (bar == std::string_view::npos) return {};
        names.remove_prefix(bar + 1);
    }
    return names.substr(0, names.find('|'));
}

std::string lowerTrimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\n\r";
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    std::string result(text.substr(first, text.find_last_not_of(blank) - first + 1));
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return result;
}

std::optional<float> parseStepName(const ParameterSpec& spec, const std::string& text)
{
    if (spec.taper != Taper::stepped || spec.stepNames.empty()) return std::nullopt;
    for (int i = 0; static_cast<float>(i) <= spec.max - spec.min; ++i) {
        const std::string_view name = stepName(spec.stepNames, i);
        if (!name.empty() && lowerTrimmed(name) == text) return spec.min + static_cast<float>(i);
    }
    return std::nullopt;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes a decimal number off the front; a comma counts as a point.
std::optional<double> takeNumber(std::string_view& text)
{
    std::string_view rest = text;
    const bool isNegative = rest.starts_with('-') || rest.starts_with("\u2212");
    if (isNegative)
        rest.remove_prefix(rest.starts_with('-') ? 1 : 3);
    else if (rest.starts_with('+'))
        rest.remove_prefix(1);
    double value = 0.0;
    double scale = 1.0;
    bool hasDigits = false;
    bool isFraction = false;
    for (; !rest.empty(); rest.remove_prefix(1)) {
        const char c = rest.front();
        if (isDigit(c)) {
            hasDigits = true;
            value = value * 10.0 + (c - '0');
            if (isFraction) scale *= 10.0;
        } else if ((c == '.' || c == ',') && !isFraction) {
            isFraction = true;
        } else {
            break;
        }
    }
    if (!hasDigits || !(scale < 1e200) || !(value < 1e300)) return std::nullopt;
    text = rest;
    return (isNegative ? -value : value) / scale;
}

struct Suffix {
    std::string_view text; ///< what is typed, in lower case
    std::string_view unit; ///< the spec's unit it belongs to; "*" for any
    double factor;
};

constexpr Suffix suffixes[] = {
    {"db", "dB", 1.0},   {"hz", "Hz", 1.0}, {"khz", "Hz", 1000.0}, {"k", "*", 1000.0},
    {"s", "s", 1.0},     {"sec", "s", 1.0}, {"ms", "s", 0.001},    {"us", "s", 0.000001},
    {"s", "ms", 1000.0}, {"ms", "ms", 1.0}, {"%", "%", 1.0},       {"", "*", 1.0},
};

std::optional<double> factorOf(const ParameterSpec& spec, std::string_view suffix)
{
    for (const Suffix& known : suffixes)
        if (known.text == suffix && (known.unit == "*" || known.unit == spec.unit))
            return known.factor;
    if (suffix == lowerTrimmed(spec.unit)) return 1.0;
    return std::nullopt;
}

Error notAValue(const ParameterSpec& spec, std::string_view text)
{
    const std::string example = textOf(spec, spec.defaultValue);
    return makeError(ErrorCode::invalidArgument,
                     "'" + std::string(text) + "' is no value for " + std::string(spec.label) +
                         "; type for example " + example,
                     std::string(spec.id));
}

} // namespace

std::string textOf(const ParameterSpec& spec, float value)
{
    const double plain = clampToRange(spec, value);
    if (spec.taper == Taper::stepped) {
        const double step = std::floor(plain + 0.5);
        const std::string_view name =
            spec.stepNames.empty() ? ""
                                   : stepName(spec.stepNames, static_cast<int>(step - spec.min));
        return name.empty() ? withUnit(fixed(step, 0), spec.unit) : std::string(name);
    }
    if (spec.taper == Taper::fader && plain <= spec.min) return withUnit("-inf", spec.unit);
    if (spec.unit == "dB") return fixed(plain, 1) + " dB";
    if (spec.unit == "Hz" && std::fabs(plain) >= 999.5) return threeDigits(plain / 1000.0) + " kHz";
    if (spec.unit == "s" && std::fabs(plain) < 0.9995) return threeDigits(plain * 1000.0) + " ms";
    return withUnit(threeDigits(plain), spec.unit);
}

Result<float> parseValue(const ParameterSpec& spec, std::string_view text)
{
    const std::string typed = lowerTrimmed(text);
    if (const auto step = parseStepName(spec, typed)) return *step;
    std::string_view rest = typed;
    double value = 0.0;
    if (rest.starts_with("-inf")) {
        rest.remove_prefix(4);
        value = spec.min;
    } else if (const auto number = takeNumber(rest)) {
        value = *number;
    } else {
        return notAValue(spec, text);
    }
    const std::string suffix = lowerTrimmed(rest);
    if (suffix == "%" && spec.unit != "%") return valueAt(spec, static_cast<float>(value / 100.0));
    const auto factor = factorOf(spec, suffix);
    if (!factor) return notAValue(spec, text);
    if (typed.starts_with("-inf")) return spec.min;
    value *= *factor;
    if (spec.taper == Taper::stepped) value = std::floor(value + 0.5);
    return clampToRange(spec, static_cast<float>(value));
}

} // namespace cppmusic::core
