// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace cppmusic::core {

/// What became of many durations; nanoseconds. A percentile is exact or too high by at most the
/// width of its histogram's buckets, never too low.
struct DurationSummary {
    std::uint64_t count = 0;
    double mean = 0.0;
    std::uint64_t p50 = 0;
    std::uint64_t p99 = 0;
    std::uint64_t p999 = 0; ///< 99.9 %
    std::uint64_t max = 0;  ///< exact
};

/// Counts durations in buckets whose width grows with their size, 2^detail of them per octave: the
/// relative width is at most 2^-detail. Durations of 2^36 ns (68 s) and more count as that. After
/// the idea of G. Tene's HdrHistogram.
///
/// Progress: record is wait-free. One thread records at a time; any other reads at the same time
/// and gets a recent state. Memory order: relaxed everywhere, as the counts are independent and
/// nothing is reached through them; the number of durations is the sum of the buckets, so that it
/// always agrees with them. Counts wrap after 2^32.
template <int detail>
class DurationHistogram {
    static_assert(detail >= 1 && detail <= 8);
    static constexpr int octaves = 36;
    static constexpr std::size_t perOctave = std::size_t{1} << detail;

public:
    static constexpr std::size_t bucketCount = static_cast<std::size_t>(octaves - detail + 1)
                                               << detail;

    /// [the one writer]
    void record(std::uint64_t nanoseconds) noexcept CPPMUSIC_NONBLOCKING
    {
        auto& bucket = buckets_[bucketOf(nanoseconds)];
        bucket.store(bucket.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        sum_.store(sum_.load(std::memory_order_relaxed) + nanoseconds, std::memory_order_relaxed);
        if (nanoseconds > max_.load(std::memory_order_relaxed))
            max_.store(nanoseconds, std::memory_order_relaxed);
    }

    /// The durations since the last restart. [main]
    [[nodiscard]] DurationSummary summary() const noexcept
    {
        std::array<std::uint32_t, bucketCount> counts;
        DurationSummary result;
        for (std::size_t i = 0; i < bucketCount; ++i) {
            counts[i] = buckets_[i].load(std::memory_order_relaxed) - before_[i];
            result.count += counts[i];
        }
        if (result.count == 0) return result;
        const std::uint64_t sum = sum_.load(std::memory_order_relaxed) - sumBefore_;
        result.mean = static_cast<double>(sum) / static_cast<double>(result.count);
        result.max = max_.load(std::memory_order_relaxed);
        result.p50 = percentile(counts, result, 500);
        result.p99 = percentile(counts, result, 990);
        result.p999 = percentile(counts, result, 999);
        return result;
    }

    /// Forgets what was recorded so far. A duration recorded at the same moment may be missing from
    /// the maximum. [main]
    void restart() noexcept
    {
        for (std::size_t i = 0; i < bucketCount; ++i)
            before_[i] = buckets_[i].load(std::memory_order_relaxed);
        sumBefore_ = sum_.load(std::memory_order_relaxed);
        max_.store(0, std::memory_order_relaxed);
    }

    [[nodiscard]] static constexpr std::size_t
    bucketOf(std::uint64_t nanoseconds) noexcept CPPMUSIC_NONBLOCKING
    {
        const std::uint64_t value = std::min(nanoseconds, (std::uint64_t{1} << octaves) - 1);
        if (value < perOctave) return static_cast<std::size_t>(value);
        const int shift = static_cast<int>(std::bit_width(value)) - 1 - detail;
        return (static_cast<std::size_t>(shift) << detail) +
               static_cast<std::size_t>(value >> shift);
    }

    /// The largest duration that falls into a bucket.
    [[nodiscard]] static constexpr std::uint64_t upperEdge(std::size_t bucket) noexcept
    {
        if (bucket < perOctave) return bucket;
        const std::size_t shift = (bucket >> detail) - 1;
        const std::uint64_t leading = (bucket & (perOctave - 1)) + perOctave;
        return ((leading + 1) << shift) - 1;
    }

private:
    using Counts = std::array<std::uint32_t, bucketCount>;

    [[nodiscard]] static std::uint64_t
    percentile(const Counts& counts, const DurationSummary& known, std::uint64_t perMille) noexcept
    {
        const std::uint64_t rank =
            std::max<std::uint64_t>(1, (known.count * perMille + 999) / 1000);
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < bucketCount; ++i) {
            seen += counts[i];
            if (seen >= rank) return std::min(upperEdge(i), std::max(known.max, lowerEdge(i)));
        }
        return known.max;
    }
    [[nodiscard]] static constexpr std::uint64_t lowerEdge(std::size_t bucket) noexcept
    {
        return bucket == 0 ? 0 : upperEdge(bucket - 1) + 1;
    }

    std::array<std::atomic<std::uint32_t>, bucketCount> buckets_{};
    std::atomic<std::uint64_t> sum_{0};
    std::atomic<std::uint64_t> max_{0};
    Counts before_{};             // [main] the buckets at the last restart
    std::uint64_t sumBefore_ = 0; // [main]
};

} // namespace cppmusic::core
