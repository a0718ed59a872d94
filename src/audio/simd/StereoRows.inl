// SPDX-License-Identifier: GPL-3.0-or-later
// The two rows of a stereo node for kernels that run along time. Included by kernel files only,
// behind Lanes.inl.
#if defined(CPPMUSIC_AUDIO_SIMD_STEREO_ROWS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef CPPMUSIC_AUDIO_SIMD_STEREO_ROWS_INL
#undef CPPMUSIC_AUDIO_SIMD_STEREO_ROWS_INL
#else
#define CPPMUSIC_AUDIO_SIMD_STEREO_ROWS_INL
#endif

#include "audio/simd/LaneRun.h"

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

/// Samples of a run, cleaned; 0 behind its end.
struct StereoRows {
    alignas(64) float left[LaneRun::maxFrames];
    alignas(64) float right[LaneRun::maxFrames];
};

/// One row; returns its greatest magnitude in each lane.
HWY_INLINE WideVector takeRow(const float* source, float* row, int frames)
{
    const WideTag d;
    const float* from = source;
    if (frames < LaneRun::maxFrames) {
        for (int i = 0; i < frames; ++i) row[i] = source[i];
        for (int i = frames; i < LaneRun::maxFrames; ++i) row[i] = 0.0f;
        from = row;
    }
    auto greatest = hn::Zero(d);
    for (std::size_t i = 0; i < LaneRun::maxFrames; i += wideLanes) {
        const auto x = sanitiseLanes(hn::LoadU(d, from + i));
        hn::Store(x, d, row + i);
        greatest = hn::Max(greatest, hn::Abs(x));
    }
    return greatest;
}

/// Copies and cleans both rows; true if any sample is not 0.
HWY_INLINE bool takeRows(const float* left, const float* right, StereoRows& rows, int frames)
{
    const WideTag d;
    const auto greatest =
        hn::Max(takeRow(left, rows.left, frames), takeRow(right, rows.right, frames));
    return !hn::AllTrue(d, hn::Eq(greatest, hn::Zero(d)));
}

HWY_INLINE void giveRow(const float* row, float* target, int frames)
{
    const WideTag d;
    if (frames == LaneRun::maxFrames) {
        for (std::size_t i = 0; i < LaneRun::maxFrames; i += wideLanes)
            hn::StoreU(hn::Load(d, row + i), d, target + i);
    } else {
        for (int i = 0; i < frames; ++i) target[i] = row[i];
    }
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
