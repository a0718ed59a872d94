// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cppmusic::core {

/// One run of a piece of work.
struct BenchmarkRun {
    double cpuSeconds = 0.0; ///< of all threads of the process
    double wallSeconds = 0.0;
};

/// What was measured about one piece of work, in the order of running.
struct BenchmarkResult {
    std::string name;
    double items = 1.0; ///< units of work in one run: samples, operations
    std::vector<BenchmarkRun> runs;
    std::uint64_t peakBytes = 0; ///< resident memory of the process, the highest until the end
    std::vector<std::pair<std::string, double>> figures; ///< anything else worth printing, by name

    /// 0 without runs. The minimum is the figure to compare on a machine that does other work too.
    [[nodiscard]] double minCpuSeconds() const noexcept;
    [[nodiscard]] double minWallSeconds() const noexcept;
    [[nodiscard]] double medianCpuSeconds() const;
    [[nodiscard]] double medianWallSeconds() const;
    /// Of the minimum. 0 without items.
    [[nodiscard]] double cpuNanosecondsPerItem() const noexcept;
    [[nodiscard]] double wallNanosecondsPerItem() const noexcept;

    void setFigure(std::string_view name, double value); ///< adds or replaces
};

struct BenchmarkOptions {
    int warmUps = 0;          ///< runs before measuring
    int repetitions = 3;      ///< at least 1
    double maxSeconds = 60.0; ///< no further repetition begins after so much time, per piece
};

/// Runs pieces of work several times, keeps what they cost and prints it. [main]
class BenchmarkSystem {
public:
    using Clock = std::function<std::uint64_t()>; ///< nanoseconds

    /// The clocks are the process's own where none are given.
    explicit BenchmarkSystem(BenchmarkOptions options = {}, Clock wall = {}, Clock cpu = {});

    /// Measures `work`, which does `items` units of work each time. The reference is valid until
    /// the next run.
    BenchmarkResult& run(std::string name, double items, const std::function<void()>& work);

    [[nodiscard]] const std::vector<BenchmarkResult>& results() const noexcept { return results_; }

    /// An array of objects: name, items, runs, min/median of cpu_s and wall_s, ns_per_item (CPU),
    /// peak_bytes and the figures. Ends with a newline.
    [[nodiscard]] std::string json() const;
    /// One line of headings, one per result; figures only in JSON.
    [[nodiscard]] std::string csv() const;
    /// For people: columns padded with blanks.
    [[nodiscard]] std::string table() const;

private:
    BenchmarkOptions options_;
    Clock wall_;
    Clock cpu_;
    std::vector<BenchmarkResult> results_;
};

/// Text as a JSON string, quotes included.
[[nodiscard]] std::string quotedJson(std::string_view text);

} // namespace cppmusic::core
