// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cppmusic::test {

/// Whether long double computes more finely than double here. Measured, since a machine that is
/// simulated (Valgrind) may compute numbers of 80 bits with 64.
[[nodiscard]] inline bool isLongDoubleWider()
{
    volatile long double one = 1.0L;
    volatile long double tiny = 1.0L / (1ull << 60);
    volatile long double sum = one + tiny;
    return sum - one == tiny;
}

} // namespace cppmusic::test
