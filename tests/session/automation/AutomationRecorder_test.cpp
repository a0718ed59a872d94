// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/AutomationRecorder.h"

#include "audio/engine/EngineContext.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/Session.h"
#include "session/automation/LineThinner.h"
#include "session/compile/AutomationCurves.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/AutomationController.h"
#include "session/controllers/DeviceController.h"
#include "session/controllers/HistoryController.h"
#include "session/controllers/MixerController.h"
#include "session/controllers/TransportController.h"
#include "support/EngineRig.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace cppmusic;
using core::Beats;
using model::AutomationMode;
using session::AutomationTarget;
using session::StripParameter;

namespace {

class AutomationRecorder : public testing::Test {
protected:
    AutomationRecorder()
    {
        track_ = session_.arrangement().addTrack(model::TrackKind::instrument, "Lead").value();
        session_.poll();
    }

    [[nodiscard]] AutomationTarget gain() const { return {track_, {}, "gain"}; }
    void setMode(AutomationMode mode)
    {
        ASSERT_TRUE(session_.automation().setMode(gain(), mode).ok());
        session_.poll();
    }
    void play(int frames)
    {
        session_.poll();
        test::pull(session_.engine(), frames, 240);
        session_.poll();
    }
    /// A value a tick of 800 frames, written down with the frame at which the engine got it.
    void ride(const std::vector<float>& values)
    {
        for (const float value : values) {
            ticks_.push_back({session_.engine().transport().position.value, value});
            ASSERT_TRUE(session_.mixer().setGain(track_, value).ok());
            play(800);
        }
    }
    [[nodiscard]] core::Shared<model::AutomationLane> lane() const
    {
        const auto project = session_.model().snapshot();
        return *model::findLane(*project, session_.automation().findLane(gain()));
    }
    [[nodiscard]] std::shared_ptr<const audio::AutomationCurve> curve() const
    {
        static constexpr core::ParameterSpec spec{"gain", "Volume",           "dB", -90.0f, 6.0f,
                                                  0.0f,   core::Taper::fader, true, {}};
        return session::buildAutomationCurve(*lane(), spec, *session_.model().snapshot()->tempo,
                                             core::SampleRate{48000.0});
    }
    [[nodiscard]] std::size_t history() const
    {
        return session_.model().undoStack().entries().size();
    }
    [[nodiscard]] float documentGain() const
    {
        const auto project = session_.model().snapshot();
        return (*model::findTrack(*project, track_))->strip.gainDb;
    }

    mutable session::Session session_;
    model::TrackId track_;
    std::vector<session::LinePoint> ticks_;
};

} // namespace

TEST_F(AutomationRecorder, ATouchedFaderIsWrittenAsItWasMovedAndIsOneUndoEntry)
{
    setMode(AutomationMode::touch);
    const auto entries = history();
    session_.transport().play();
    play(9600);
    session_.mixer().beginGesture(track_, StripParameter::gain);
    std::vector<float> values;
    for (int i = 0; i < 60; ++i)
        values.push_back(-10.0f + 8.0f * std::sin(0.2f * static_cast<float>(i)));
    ride(values);
    session_.mixer().endGesture();
    play(4800);
    EXPECT_EQ(history(), entries + 1);
    EXPECT_EQ(documentGain(), 0.0f) << "the fader of the document has not moved";
    const auto drawn = curve();
    for (std::size_t i = 1; i < ticks_.size(); ++i) {
        // Ticks come faster than the 20 ms in which a value is reached: at the next tick the fader
        // is 800/960 of the way.
        const auto before = ticks_[i - 1];
        const float from = drawn->valueAt(before.frame);
        const float expected = from + (before.value - from) * (800.0f / 960.0f);
        EXPECT_NEAR(drawn->valueAt(ticks_[i].frame), expected, 0.31f) << i;
    }
    EXPECT_FLOAT_EQ(drawn->valueAt(0), 0.0f);
    EXPECT_NEAR(drawn->valueAt(9600), 0.0f, 0.1f);
    const auto end = ticks_.back().frame + 800;
    EXPECT_NEAR(drawn->valueAt(end + 960), 0.0f, 1e-3f) << "it glides back in 20 ms";
    EXPECT_LT(lane()->points.size(), 60u) << "thinned";
    ASSERT_TRUE(session_.history().undo());
    EXPECT_TRUE(lane()->points.empty());
}

TEST_F(AutomationRecorder, WhatWasWrittenIsWhatPlaysNextTime)
{
    setMode(AutomationMode::touch);
    session_.transport().play();
    play(4800);
    session_.mixer().beginGesture(track_, StripParameter::gain);
    std::vector<std::pair<std::int64_t, float>> heard;
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(session_.mixer().setGain(track_, i % 16 < 8 ? -30.0f : 0.0f).ok());
        play(2400); // longer than the 20 ms: the value stands at the end of each tick
        heard.emplace_back(session_.engine().transport().position.value,
                           session_.mixer().displayedGain(track_));
    }
    session_.mixer().endGesture();
    play(4800);
    session_.transport().stopAndReturn();
    play(480);
    session_.transport().play();
    for (const auto& [frame, value] : heard) {
        while (session_.engine().transport().position.value < frame - 1) play(240);
        const auto here = session_.engine().transport().position.value;
        EXPECT_NEAR(curve()->valueAt(here), value, 0.1f) << here;
        EXPECT_NEAR(session_.mixer().displayedGain(track_), curve()->valueAt(here), 2.1f);
    }
}

TEST_F(AutomationRecorder, LatchHoldsTheLastValueUntilPlaybackStops)
{
    setMode(AutomationMode::latch);
    const auto entries = history();
    session_.transport().play();
    play(9600);
    session_.mixer().beginGesture(track_, StripParameter::gain);
    ride({-6.0f, -12.0f});
    session_.mixer().endGesture();
    play(48000);
    EXPECT_EQ(history(), entries) << "nothing is written before the end";
    EXPECT_FLOAT_EQ(session_.mixer().displayedGain(track_), -12.0f);
    const auto stop = session_.engine().transport().position.value;
    session_.transport().stopAndReturn();
    play(4800);
    EXPECT_EQ(history(), entries + 1);
    EXPECT_NEAR(curve()->valueAt(stop - 1), -12.0f, 0.1f);
    EXPECT_NEAR(curve()->valueAt(stop + 960), 0.0f, 1e-3f);
    EXPECT_NEAR(curve()->valueAt(9000), 0.0f, 0.1f);
}

TEST_F(AutomationRecorder, WriteReplacesEverythingFromPlayToStop)
{
    const auto lane = session_.automation().laneFor(gain()).value();
    ASSERT_TRUE(session_.automation()
                    .setPoints(lane, Beats{0}, Beats{100},
                               {{Beats{0}, -20.0f}, {Beats{1}, -3.0f}, {Beats{50}, -40.0f}})
                    .ok());
    setMode(AutomationMode::write);
    const auto entries = history();
    session_.transport().play();
    play(48000); // two beats, no hand on anything
    const auto stop = session_.engine().transport().position.value;
    session_.transport().stop();
    play(4800);
    EXPECT_EQ(history(), entries + 1);
    EXPECT_FLOAT_EQ(curve()->valueAt(0), 0.0f);
    EXPECT_FLOAT_EQ(curve()->valueAt(24000), 0.0f) << "the drawn point is gone";
    EXPECT_FLOAT_EQ(curve()->valueAt(stop), 0.0f);
    EXPECT_NEAR(curve()->valueAt(50 * 24000), -40.0f, 1e-3f) << "what comes later stays";
}

TEST_F(AutomationRecorder, InReadModeAndWhileStoppedAHandEditsTheFader)
{
    setMode(AutomationMode::read);
    session_.transport().play();
    play(4800);
    session_.mixer().beginGesture(track_, StripParameter::gain);
    ASSERT_TRUE(session_.mixer().setGain(track_, -6.0f).ok());
    session_.mixer().endGesture();
    EXPECT_EQ(documentGain(), -6.0f);
    session_.transport().stop();
    setMode(AutomationMode::touch);
    play(480);
    session_.mixer().beginGesture(track_, StripParameter::gain);
    ASSERT_TRUE(session_.mixer().setGain(track_, -9.0f).ok());
    session_.mixer().endGesture();
    play(480);
    EXPECT_EQ(documentGain(), -9.0f);
    EXPECT_TRUE(lane()->points.empty());
}

TEST_F(AutomationRecorder, InALoopTheLastPassIsKept)
{
    setMode(AutomationMode::latch);
    ASSERT_TRUE(session_.transport().setLoop(Beats{0}, Beats{2}, true).ok());
    session_.transport().play();
    play(12000);
    session_.mixer().beginGesture(track_, StripParameter::gain);
    ASSERT_TRUE(session_.mixer().setGain(track_, -6.0f).ok());
    play(48000); // round once
    ASSERT_TRUE(session_.mixer().setGain(track_, -18.0f).ok());
    play(48000 + 12000);
    session_.mixer().endGesture();
    session_.transport().stop();
    play(4800);
    EXPECT_EQ(session_.engine().transport().position.value, 24000);
    for (std::int64_t frame = 0; frame < 48000; frame += 100)
        ASSERT_NEAR(curve()->valueAt(frame), -18.0f, 0.1f) << frame;
}

TEST_F(AutomationRecorder, AKnobOfADeviceIsWrittenToo)
{
    const auto device = session_.devices().addInsert(track_, "cppmusic.filter").value();
    const AutomationTarget cutoff{track_, device, "cutoff"};
    ASSERT_TRUE(session_.automation().setMode(cutoff, AutomationMode::touch).ok());
    session_.transport().play();
    play(4800);
    session_.devices().beginGesture(device, "cutoff");
    ASSERT_TRUE(session_.devices().setParameter(device, "cutoff", 500.0f).ok());
    play(9600);
    session_.devices().endGesture();
    play(4800);
    const auto project = session_.model().snapshot();
    const auto& points =
        (*model::findLane(*project, session_.automation().findLane(cutoff)))->points;
    ASSERT_FALSE(points.empty());
    EXPECT_TRUE(std::any_of(points.begin(), points.end(),
                            [](const auto& p) { return std::abs(p.value - 500.0f) < 1.0f; }));
    EXPECT_TRUE((*model::findDevice(*project, device))->parameters.empty());
}

TEST_F(AutomationRecorder, ALaneThatIsDeletedMeanwhileTakesItsTakeWithIt)
{
    setMode(AutomationMode::touch);
    session_.transport().play();
    play(4800);
    session_.mixer().beginGesture(track_, StripParameter::gain);
    ASSERT_TRUE(session_.mixer().setGain(track_, -6.0f).ok());
    play(4800);
    ASSERT_TRUE(session_.automation().removeLane(session_.automation().findLane(gain())).ok());
    const auto entries = history();
    session_.mixer().endGesture();
    play(4800);
    EXPECT_EQ(history(), entries);
}
