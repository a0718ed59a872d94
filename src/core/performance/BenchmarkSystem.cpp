// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/performance/BenchmarkSystem.h"

#include "core/performance/ProcessUsage.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace cppmusic::core {
namespace {

double secondsBetween(std::uint64_t began, std::uint64_t ended) noexcept
{
    return ended > began ? static_cast<double>(ended - began) * 1.0e-9 : 0.0;
}

template <class Select>
double smallest(const std::vector<BenchmarkRun>& runs, Select select) noexcept
{
    if (runs.empty()) return 0.0;
    double least = select(runs.front());
    for (const BenchmarkRun& run : runs) least = std::min(least, select(run));
    return least;
}

/// The mean of the two in the middle if their number is even.
template <class Select>
double median(const std::vector<BenchmarkRun>& runs, Select select)
{
    if (runs.empty()) return 0.0;
    std::vector<double> values;
    for (const BenchmarkRun& run : runs) values.push_back(select(run));
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

double cpuOf(const BenchmarkRun& run) noexcept
{
    return run.cpuSeconds;
}
double wallOf(const BenchmarkRun& run) noexcept
{
    return run.wallSeconds;
}

/// Six digits; JSON knows neither infinity nor NaN.
std::string numberText(double value)
{
    if (!std::isfinite(value)) return "null";
    std::array<char, 40> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 6);
    return {text.data(), end.ptr};
}

std::string padded(std::string text, std::size_t width, bool isLeft)
{
    if (text.size() < width) text.insert(isLeft ? text.size() : 0, width - text.size(), ' ');
    return text;
}

std::vector<std::pair<std::string, double>> columnsOf(const BenchmarkResult& result)
{
    return {{"items", result.items},
            {"cpu_s", result.minCpuSeconds()},
            {"cpu_s_median", result.medianCpuSeconds()},
            {"wall_s", result.minWallSeconds()},
            {"wall_s_median", result.medianWallSeconds()},
            {"ns_per_item", result.cpuNanosecondsPerItem()},
            {"peak_bytes", static_cast<double>(result.peakBytes)}};
}

/// Numbers of bytes and items are whole and should look like it.
std::string cellText(const std::pair<std::string, double>& cell)
{
    const bool isWhole = std::floor(cell.second) == cell.second && std::fabs(cell.second) < 1e15;
    return isWhole ? std::to_string(static_cast<std::int64_t>(cell.second))
                   : numberText(cell.second);
}

} // namespace

double BenchmarkResult::minCpuSeconds() const noexcept
{
    return smallest(runs, cpuOf);
}

double BenchmarkResult::minWallSeconds() const noexcept
{
    return smallest(runs, wallOf);
}

double BenchmarkResult::medianCpuSeconds() const
{
    return median(runs, cpuOf);
}

double BenchmarkResult::medianWallSeconds() const
{
    return median(runs, wallOf);
}

double BenchmarkResult::cpuNanosecondsPerItem() const noexcept
{
    return items > 0.0 ? minCpuSeconds() * 1.0e9 / items : 0.0;
}

double BenchmarkResult::wallNanosecondsPerItem() const noexcept
{
    return items > 0.0 ? minWallSeconds() * 1.0e9 / items : 0.0;
}

void BenchmarkResult::setFigure(std::string_view wanted, double value)
{
    for (auto& [figure, known] : figures) {
        if (figure != wanted) continue;
        known = value;
        return;
    }
    figures.emplace_back(std::string(wanted), value);
}

BenchmarkSystem::BenchmarkSystem(BenchmarkOptions options, Clock wall, Clock cpu)
    : options_(options),
      wall_(wall ? std::move(wall) : Clock(&ProcessUsage::wallNanoseconds)),
      cpu_(cpu ? std::move(cpu) : Clock(&ProcessUsage::cpuNanoseconds))
{
}

BenchmarkResult& BenchmarkSystem::run(std::string name, double items,
                                      const std::function<void()>& work)
{
    BenchmarkResult result;
    result.name = std::move(name);
    result.items = items;
    for (int i = 0; i < options_.warmUps; ++i) work();
    double spent = 0.0;
    const int repetitions = std::max(1, options_.repetitions);
    for (int i = 0; i < repetitions && (i == 0 || spent < options_.maxSeconds); ++i) {
        const std::uint64_t wall = wall_();
        const std::uint64_t cpu = cpu_();
        work();
        const std::uint64_t cpuEnd = cpu_();
        const std::uint64_t wallEnd = wall_();
        result.runs.push_back({secondsBetween(cpu, cpuEnd), secondsBetween(wall, wallEnd)});
        spent += result.runs.back().wallSeconds;
    }
    result.peakBytes = ProcessUsage::peakResidentBytes();
    return results_.emplace_back(std::move(result));
}

std::string quotedJson(std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            quoted += '\\';
            quoted += letter;
        } else if (code < 0x20) {
            quoted += "\\u00";
            quoted += digits[code >> 4];
            quoted += digits[code & 15u];
        } else {
            quoted += letter;
        }
    }
    return quoted + '"';
}

std::string BenchmarkSystem::json() const
{
    std::string text = "[";
    for (const BenchmarkResult& result : results_) {
        text += text.size() == 1 ? "\n" : ",\n";
        text += "  {\"name\": " + quotedJson(result.name);
        text += ", \"runs\": " + std::to_string(result.runs.size());
        for (const auto& cell : columnsOf(result))
            text += ", " + quotedJson(cell.first) + ": " + cellText(cell);
        for (const auto& figure : result.figures)
            text += ", " + quotedJson(figure.first) + ": " + cellText(figure);
        text += "}";
    }
    return text + (results_.empty() ? "]\n" : "\n]\n");
}

std::string BenchmarkSystem::csv() const
{
    std::string text = "name,runs";
    for (const auto& column : columnsOf({})) text += "," + column.first;
    text += "\n";
    for (const BenchmarkResult& result : results_) {
        std::string name = result.name;
        for (std::size_t at = name.find('"'); at != std::string::npos; at = name.find('"', at + 2))
            name.insert(at, 1, '"');
        text += "\"" + name + "\"," + std::to_string(result.runs.size());
        for (const auto& cell : columnsOf(result)) text += "," + cellText(cell);
        text += "\n";
    }
    return text;
}

std::string BenchmarkSystem::table() const
{
    std::size_t widest = 4;
    for (const BenchmarkResult& result : results_) widest = std::max(widest, result.name.size());
    constexpr std::size_t columnWidth = 14;
    std::string text = padded("name", widest, true);
    for (const auto& column : columnsOf({})) text += padded(column.first, columnWidth, false);
    text += "\n";
    for (const BenchmarkResult& result : results_) {
        text += padded(result.name, widest, true);
        for (const auto& cell : columnsOf(result))
            text += padded(cellText(cell), columnWidth, false);
        text += "\n";
    }
    return text;
}

} // namespace cppmusic::core
