// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/SimdTarget.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "audio/simd/SimdTarget.cpp"
#include "audio/simd/DispatchedTargets.inl"

#include <hwy/foreach_target.h>
// Behind foreach_target.h, which compiles this file once more for each target.
#include <hwy/highway.h>

#if HWY_ONCE
namespace cppmusic::audio {

std::vector<SimdTarget> simdTargets()
{
    static const std::int64_t runnable = hwy::SupportedTargets() | HWY_STATIC_TARGET;
    std::vector<SimdTarget> result;
    // A lower bit is a better target.
    for (int shift = 0; shift < 63; ++shift) {
        const std::int64_t id = std::int64_t{1} << shift;
        if ((HWY_TARGETS & runnable & id) != 0) result.push_back({id, hwy::TargetName(id)});
    }
    return result;
}

void useSimdTarget(std::int64_t id)
{
    static_cast<void>(simdTargets()); // while the processor still tells the truth
    hwy::SetSupportedTargetsForTest(id);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

} // namespace cppmusic::audio
#endif
