// SPDX-License-Identifier: GPL-3.0-or-later
// What kernels of dynamics processors share: levels to decibels, chunk by chunk. Behind StereoRows.inl
// and LaneMath.inl; compiled once per target.
#if defined(CPPMUSIC_AUDIO_SIMD_DYNAMICS_ROWS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef CPPMUSIC_AUDIO_SIMD_DYNAMICS_ROWS_INL
#undef CPPMUSIC_AUDIO_SIMD_DYNAMICS_ROWS_INL
#else
#define CPPMUSIC_AUDIO_SIMD_DYNAMICS_ROWS_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace cppmusic::audio::HWY_NAMESPACE {

/// A row of levels or gains for each node; those that are not there have anything finite.
struct LevelRows {
    alignas(64) float rows[LaneRun::maxNodes][LaneRun::maxFrames];
};

/// Two rows are the least that is worked on.
HWY_INLINE int rowsInUse(const LaneRun& run)
{
    return run.count + run.count % 2;
}

/// The peak of both channels.
HWY_INLINE void findPeaks(const StereoRows& key, float* peaks)
{
    const WideTag d;
    for (std::size_t i = 0; i < LaneRun::maxFrames; i += wideLanes) {
        const auto left = hn::Abs(hn::Load(d, key.left + i));
        const auto right = hn::Abs(hn::Load(d, key.right + i));
        hn::Store(hn::Max(hn::Max(left, right), hn::Set(d, 1.0e-7f)), d, peaks + i);
    }
}

/// Takes the sound of all nodes from `at` on, notes whether any was heard, and finds the levels, in
/// dB, of what each listens to: its sidechain if it has one, else its sound.
HWY_INLINE void takeLevels(LaneRun& run, int at, int frames, int chunk, StereoRows* sound,
                           LevelRows& levels)
{
    for (int n = 0; n < run.count; ++n) {
        auto& lane = run.lanes.data()[n];
        bool hasSounded =
            takeRows(lane.in.data()[0] + at, lane.in.data()[1] + at, sound[n], frames);
        StereoRows side;
        const StereoRows* key = &sound[n];
        if (lane.key.data()[0] != nullptr) {
            const float* left = lane.key.data()[0] + at;
            hasSounded |= takeRows(left, lane.key.data()[1] + at, side, frames);
            key = &side;
        }
        if (hasSounded) lane.sounded |= 1u << chunk;
        findPeaks(*key, levels.rows[n]);
    }
    for (int i = 0; rowsInUse(run) > run.count && i < LaneRun::maxFrames; ++i)
        levels.rows[run.count][i] = 1.0f;
    toDecibels(levels.rows[0], rowsInUse(run) * LaneRun::maxFrames);
}

/// Calls work(at, frames, chunk, isControlPoint) for the parts of a run between control points.
template <class Work>
HWY_INLINE void forEachChunk(LaneRun& run, Work&& work)
{
    for (int n = 0; n < run.count; ++n) run.lanes.data()[n].sounded = 0;
    int phase = run.phase;
    for (int done = 0, chunk = 0; done < run.frames; ++chunk) {
        const int left = run.frames - done;
        const int frames = left < LaneRun::maxFrames - phase ? left : LaneRun::maxFrames - phase;
        work(run.begin + done, frames, chunk, phase == 0);
        done += frames;
        phase = 0;
    }
}

} // namespace cppmusic::audio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
