// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace cppmusic::core {

/// Random numbers that are the same on every machine for the same seed: xoshiro256** 1.0 by
/// D. Blackman and S. Vigna (2018), seeded through their splitmix64. No call loops or allocates, so
/// it may run on the audio thread; one instance belongs to one thread. Not for secrets.
class Random {
public:
    constexpr explicit Random(std::uint64_t seed = 0) noexcept CPPMUSIC_NONBLOCKING
    {
        for (std::uint64_t& word : state_) word = splitMix(seed);
    }
    /// From several numbers, for example {song seed, node id, voice}. Their order matters.
    [[nodiscard]] static constexpr Random
    from(std::initializer_list<std::uint64_t> seeds) noexcept CPPMUSIC_NONBLOCKING
    {
        std::uint64_t mixed = seeds.size();
        for (const std::uint64_t seed : seeds) {
            mixed ^= seed;
            mixed = splitMix(mixed);
        }
        return Random(mixed);
    }
    /// From a text (FNV-1a of its bytes).
    [[nodiscard]] static constexpr Random
    fromText(std::string_view text) noexcept CPPMUSIC_NONBLOCKING
    {
        std::uint64_t hash = 0xcbf29ce484222325ull;
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
        return Random(hash);
    }

    /// 64 random bits.
    constexpr std::uint64_t next() noexcept CPPMUSIC_NONBLOCKING
    {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// 0 to below 1, in steps of 2^-53.
    constexpr double nextDouble() noexcept CPPMUSIC_NONBLOCKING
    {
        return static_cast<double>(next() >> 11) * 0x1p-53;
    }
    /// 0 to below 1, in steps of 2^-24.
    constexpr float nextFloat() noexcept CPPMUSIC_NONBLOCKING
    {
        return static_cast<float>(next() >> 40) * 0x1p-24f;
    }
    /// −1 to below 1: white noise.
    constexpr float nextSigned() noexcept CPPMUSIC_NONBLOCKING { return 2.0f * nextFloat() - 1.0f; }
    /// low to below high.
    constexpr double between(double low, double high) noexcept CPPMUSIC_NONBLOCKING
    {
        return low + (high - low) * nextDouble();
    }
    /// A whole number from low to high, both included; low if high < low. Uneven by less than
    /// (high − low + 1)/2^64.
    constexpr std::int64_t intBetween(std::int64_t low,
                                      std::int64_t high) noexcept CPPMUSIC_NONBLOCKING
    {
        if (high <= low) return low;
        const std::uint64_t count =
            static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
        const std::uint64_t offset = count == 0 ? next() : highProduct(next(), count);
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
    }

    friend constexpr bool operator==(const Random&, const Random&) = default;

private:
    static constexpr std::uint64_t splitMix(std::uint64_t& seed) noexcept CPPMUSIC_NONBLOCKING
    {
        std::uint64_t z = (seed += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    /// The upper 64 bits of a·b.
    static constexpr std::uint64_t highProduct(std::uint64_t a,
                                               std::uint64_t b) noexcept CPPMUSIC_NONBLOCKING
    {
        constexpr std::uint64_t lowHalf = 0xffff'ffffull;
        const std::uint64_t cross =
            (a >> 32) * (b & lowHalf) + ((a & lowHalf) * (b & lowHalf) >> 32);
        const std::uint64_t other = (a & lowHalf) * (b >> 32) + (cross & lowHalf);
        return (a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32);
    }

    std::array<std::uint64_t, 4> state_{};
};

} // namespace cppmusic::core
