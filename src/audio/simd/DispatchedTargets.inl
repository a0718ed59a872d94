// SPDX-License-Identifier: GPL-3.0-or-later
// Included by every kernel file ahead of Highway: the targets that kernels are compiled for. Only
// those with vectors of a fixed size, so that vectors can be members and array elements.
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
// Plain C++ in groups of four lanes. Highway avoids it under g++ 12.2, which miscompiles a multiply
// of 16-bit integers (GCC bug 106322); kernels have none, and the tests compare all targets.
#define HWY_BROKEN_EMU128 0
#endif
