// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cppmusic::test {

/// The n-th allocation from now on throws std::bad_alloc, once; 0: none.
void failAllocation(long n) noexcept;
/// Allocations of this thread neither fail nor count.
void spareThisThread() noexcept;

} // namespace cppmusic::test
