// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/AtomicRingBuffer.h"
#include "core/log/LogRecord.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace cppmusic::core {

class Logger;

/// A message with one "{}" per number, checked when it is compiled. Only string literals are taken,
/// so the pointer stays valid for ever.
template <std::size_t count>
class RealtimeFormat {
public:
    template <std::size_t size>
    consteval RealtimeFormat(const char (&literal)[size]) : text_(literal)
    {
        std::size_t places = 0;
        for (std::size_t i = 0; i + 1 < size; ++i)
            if (literal[i] == '{' && literal[i + 1] == '}') ++places;
        if (places != count) throw "a message needs one {} for each number";
    }
    [[nodiscard]] constexpr const char* text() const noexcept { return text_; }

private:
    const char* text_;
};

/// What the audio thread leaves behind; text is made of it elsewhere.
struct RealtimeLogRecord {
    static constexpr std::size_t maxNumbers = 4;
    const char* format = "";
    std::array<double, maxNumbers> numbers{};
    LogLevel level = LogLevel::info;
};

/// The log of one audio thread: write only copies a record of fixed size into a ring, drain makes
/// text of it and passes it to a Logger.
///
/// Progress: write is wait-free. Full: the record is dropped and counted, and drain says how many
/// are missing. Memory order: that of AtomicRingBuffer; the count needs none.
class RealtimeLog {
public:
    /// `area` names the speaker in the log. [main]
    explicit RealtimeLog(std::string area, std::size_t capacity = 256);

    /// write(LogLevel::warning, "block {} took {} us", block, microseconds): at most four numbers;
    /// whole ones are exact below 2^53. [the one audio thread]
    template <class... Numbers>
    void write(LogLevel level, RealtimeFormat<sizeof...(Numbers)> format,
               Numbers... numbers) noexcept CPPMUSIC_NONBLOCKING
    {
        static_assert(sizeof...(Numbers) <= RealtimeLogRecord::maxNumbers);
        static_assert((std::is_arithmetic_v<Numbers> && ...), "only numbers fit into a record");
        const RealtimeLogRecord record{format.text(), {static_cast<double>(numbers)...}, level};
        if (!ring_.push(record)) dropped_.fetch_add(1, std::memory_order_relaxed);
    }

    /// Passes on what has come, at most one ring full; returns how many records. [main]
    std::size_t drain(Logger&);

private:
    const std::string area_;
    AtomicRingBuffer<RealtimeLogRecord> ring_;
    std::atomic<std::uint64_t> dropped_{0};
};

} // namespace cppmusic::core
