// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/demo/DemoSong.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cppmusic::demo {
namespace {

using core::Beats;
using core::NoteEvent;

struct Chord {
    int root;                ///< bass key
    std::array<int, 4> keys; ///< close voicing around middle C, without the root
};

constexpr Chord am9{33, {60, 64, 67, 71}}, fmaj9{29, {57, 60, 64, 67}}, cadd9{36, {60, 62, 64, 67}},
    g6{31, {59, 62, 64, 67}}, dm9{38, {57, 60, 64, 65}}, e7{28, {56, 59, 62, 64}},
    g13{31, {59, 64, 65, 69}}, cmaj9{36, {59, 62, 64, 67}}, bm7b5{35, {57, 59, 62, 65}};

constexpr std::array<Chord, 8> verse{am9, fmaj9, cadd9, g6, am9, fmaj9, dm9, e7};
constexpr std::array<Chord, 8> bridge{dm9, g13, cmaj9, fmaj9, bm7b5, e7, am9, e7};

const std::array<Chord, 8>& chordsOf(Harmony harmony)
{
    return harmony == Harmony::verse ? verse : bridge;
}

NoteEvent note(double start, double duration, int key, double velocity)
{
    NoteEvent event;
    event.start = Beats(start);
    event.duration = Beats(duration);
    event.pitch = static_cast<std::uint8_t>(key);
    event.velocity = static_cast<float>(velocity);
    return event;
}

/// One hit of a drum.
NoteEvent hit(double start, double velocity, int key = 60)
{
    return note(start, 0.25, key, velocity);
}

struct Melodic {
    int bar; ///< from 0
    double beat;
    double duration;
    int key;
    double velocity;
};

Notes melody(std::initializer_list<Melodic> line)
{
    Notes notes;
    for (const Melodic& m : line) {
        notes.push_back(note(m.bar * beatsPerBar + m.beat, m.duration, m.key, m.velocity));
    }
    return notes;
}

} // namespace

Notes padChords(Harmony harmony, int octaveShift)
{
    Notes notes;
    double start = 0.0;
    for (const Chord& chord : chordsOf(harmony)) {
        notes.push_back(note(start, 4.0, chord.root + 12, 0.55));
        for (int key : chord.keys) {
            notes.push_back(note(start, 4.0, key + 12 * octaveShift, 0.6));
        }
        start += beatsPerBar;
    }
    return notes;
}

Notes bassLine(Harmony harmony, bool isBusy)
{
    Notes notes;
    const auto& chords = chordsOf(harmony);
    for (std::size_t bar = 0; bar < chords.size(); ++bar) {
        const double at = static_cast<double>(bar) * beatsPerBar;
        const int root = chords[bar].root;
        const int next = chords[(bar + 1) % chords.size()].root;
        if (!isBusy) {
            notes.push_back(note(at, 1.4, root, 0.85));
            notes.push_back(note(at + 1.5, 0.9, root, 0.7));
            notes.push_back(note(at + 2.5, 1.4, root + 7, 0.75));
            continue;
        }
        notes.push_back(note(at, 0.7, root, 0.95));
        notes.push_back(note(at + 0.75, 0.22, root, 0.6));
        notes.push_back(note(at + 1.5, 0.45, root + 12, 0.85));
        notes.push_back(note(at + 2.25, 0.22, root, 0.62));
        notes.push_back(note(at + 2.5, 0.48, root, 0.9));
        notes.push_back(note(at + 3.0, 0.24, root + 7, 0.65));
        const int approach = next > root ? next - 1 : next + 2; // leads into the next bar
        notes.push_back(note(at + 3.5, 0.45, approach, 0.8));
    }
    return notes;
}

Notes pluckArpeggio(Harmony harmony, int firstBar, int bars)
{
    static constexpr std::array<int, 16> order{0, -1, 2, 3, -1, 4, 2, -1,
                                               3, -1, 5, 4, -1, 2, 3, -1};
    static constexpr std::array<double, 16> accent{.9, 0, .6, .75, 0, .85, .55, 0,
                                                   .8, 0, .9, .6,  0, .7,  .55, 0};
    Notes notes;
    for (int bar = 0; bar < bars; ++bar) {
        const Chord& chord = chordsOf(harmony)[static_cast<std::size_t>((firstBar + bar) % 8)];
        for (std::size_t step = 0; step < order.size(); ++step) {
            if (order[step] < 0) continue;
            const auto tone = static_cast<std::size_t>(order[step]);
            const int key = chord.keys[tone % 4] + (tone >= 4 ? 24 : 12);
            notes.push_back(note(bar * beatsPerBar + static_cast<double>(step) * 0.25, 0.22, key,
                                 accent[step]));
        }
    }
    return notes;
}

Notes keyStabs(Harmony harmony)
{
    Notes notes;
    double at = 0.0;
    for (const Chord& chord : chordsOf(harmony)) {
        for (const auto& [beat, length, velocity] :
             {std::array{0.0, 0.9, 0.62}, std::array{1.75, 0.4, 0.5}, std::array{2.5, 1.2, 0.66}}) {
            for (int key : chord.keys) notes.push_back(note(at + beat, length, key, velocity));
        }
        at += beatsPerBar;
    }
    return notes;
}

Notes leadTheme(bool isSecondTime)
{
    Notes notes = melody({
        {0, 1.0, 0.70, 76, .80}, {0, 1.75, 0.24, 79, .70}, {0, 2.0, 1.45, 81, .95},
        {0, 3.5, 0.48, 79, .75}, {1, 0.0, 1.45, 76, .85},  {1, 1.5, 0.48, 72, .70},
        {1, 2.5, 1.40, 76, .80}, {2, 0.0, 0.70, 74, .85},  {2, 0.75, 0.70, 76, .75},
        {2, 1.5, 1.45, 79, .92}, {2, 3.0, 0.48, 76, .72},  {2, 3.5, 0.48, 74, .70},
        {3, 0.0, 2.20, 71, .82}, {3, 2.5, 0.48, 74, .70},  {3, 3.0, 0.48, 76, .76},
        {3, 3.5, 0.48, 79, .82}, {4, 0.0, 1.45, 81, .95},  {4, 1.5, 0.48, 83, .80},
        {4, 2.0, 0.95, 84, .98}, {4, 3.0, 0.48, 83, .80},  {4, 3.5, 0.48, 81, .78},
        {5, 0.0, 0.95, 79, .85}, {5, 1.0, 0.48, 81, .74},  {5, 1.5, 1.45, 76, .84},
        {5, 3.0, 0.95, 72, .74}, {6, 0.0, 0.70, 77, .88},  {6, 0.75, 0.70, 76, .76},
        {6, 1.5, 0.95, 74, .84}, {6, 2.5, 0.48, 69, .70},  {6, 3.0, 0.48, 72, .74},
        {6, 3.5, 0.48, 74, .78}, {7, 0.0, 1.90, 76, .90},
    });
    const Notes ending =
        isSecondTime
            ? melody({{7, 2.0, 0.48, 80, .84}, {7, 2.5, 0.48, 83, .88}, {7, 3.0, 0.95, 88, .96}})
            : melody({{7, 2.0, 0.48, 71, .72}, {7, 2.5, 0.48, 74, .74}, {7, 3.0, 0.95, 68, .80}});
    notes.insert(notes.end(), ending.begin(), ending.end());
    return notes;
}

Notes leadHarmony()
{
    return melody({
        {0, 2.0, 1.45, 72, .70},
        {0, 3.5, 0.48, 71, .60},
        {1, 0.0, 1.45, 69, .68},
        {1, 2.5, 1.40, 67, .62},
        {2, 1.5, 1.45, 76, .70},
        {2, 3.0, 0.95, 67, .58},
        {3, 0.0, 2.20, 67, .64},
        {3, 3.0, 0.95, 71, .64},
        {4, 0.0, 1.45, 72, .72},
        {4, 2.0, 0.95, 76, .76},
        {4, 3.0, 0.95, 76, .64},
        {5, 0.0, 0.95, 76, .68},
        {5, 1.5, 1.45, 72, .64},
        {6, 0.0, 1.40, 69, .70},
        {6, 1.5, 0.95, 65, .62},
        {7, 0.0, 1.90, 71, .70},
        {7, 2.0, 1.90, 74, .72},
    });
}

Notes bridgeMelody()
{
    return melody({
        {0, 0.5, 0.95, 77, .70}, {0, 1.5, 2.30, 76, .78}, {1, 0.5, 0.95, 76, .68},
        {1, 1.5, 0.95, 74, .72}, {1, 2.5, 1.40, 71, .70}, {2, 0.5, 0.95, 74, .72},
        {2, 1.5, 2.30, 79, .82}, {3, 0.5, 0.48, 76, .66}, {3, 1.0, 0.48, 79, .70},
        {3, 1.5, 2.30, 81, .84}, {4, 0.5, 0.95, 81, .72}, {4, 1.5, 0.95, 77, .74},
        {4, 2.5, 1.40, 74, .70}, {5, 0.0, 1.95, 76, .78}, {5, 2.0, 1.90, 80, .84},
        {6, 0.0, 2.95, 84, .92}, {6, 3.0, 0.95, 83, .78}, {7, 0.0, 1.95, 80, .84},
        {7, 2.0, 0.95, 76, .80}, {7, 3.0, 0.95, 83, .90},
    });
}

Notes endChord()
{
    Notes notes;
    double at = 0.0;
    for (int key : {45, 57, 60, 64, 67, 71, 76}) {
        notes.push_back(note(at, 7.5 - at, key, 0.7));
        at += 0.09;
    }
    return notes;
}

Notes kickFour()
{
    return {hit(0, .95), hit(1, .9), hit(2, .95), hit(3, .9)};
}
Notes kickHalf()
{
    return {hit(0, .95), hit(1.75, .6), hit(2.5, .85)};
}
Notes backbeat()
{
    return {hit(1, .9), hit(3, .95)};
}

Notes rimPattern()
{
    return {hit(.75, .5),   hit(2.25, .6), hit(3.5, .45),
            hit(4.75, .55), hit(6.5, .6),  hit(7.25, .4)};
}

Notes hats()
{
    Notes notes;
    for (int step = 0; step < 32; ++step) {
        const double at = step * 0.25;
        if (step % 4 == 2 && step != 30) {
            notes.push_back(hit(at, 0.7, 62)); // open on the off-beat
        } else {
            notes.push_back(hit(at, step % 4 == 0 ? 0.75 : (step % 2 == 0 ? 0.6 : 0.38), 60));
        }
    }
    notes.push_back(hit(7.625, 0.3, 60)); // a little roll into the next bar
    notes.push_back(hit(7.875, 0.35, 60));
    std::sort(notes.begin(), notes.end(),
              [](const NoteEvent& a, const NoteEvent& b) { return a.start < b.start; });
    return notes;
}

Notes shakerSixteenths()
{
    Notes notes;
    for (int step = 0; step < 16; ++step) {
        notes.push_back(hit(step * 0.25, step % 4 == 2 ? 0.85 : (step % 2 == 0 ? 0.55 : 0.35)));
    }
    return notes;
}

Notes snareFill()
{
    return {hit(0, .55), hit(.25, .4),  hit(.5, .65),  hit(.75, .5),
            hit(1, .75), hit(1.25, .6), hit(1.5, .85), hit(1.75, .95)};
}

Notes kickFill()
{
    return {hit(0, .9), hit(1.5, .8)};
}
Notes crashHit()
{
    return {note(0, 4.0, 60, .9)};
}

std::vector<Pluck> guitarPart()
{
    static constexpr std::array<int, 8> order{0, 2, 1, 3, 2, 1, 3, 2};
    const double beat = 60.0 / bpm;
    std::vector<Pluck> plucks;
    for (std::size_t bar = 0; bar < bridge.size(); ++bar) {
        const double at = static_cast<double>(bar) * beatsPerBar * beat;
        plucks.push_back({at, static_cast<double>(bridge[bar].root + 12), 0.9});
        for (std::size_t i = 0; i < order.size(); ++i) {
            const auto tone = static_cast<std::size_t>(order[i]);
            const double late = i % 2 == 1 ? 0.018 : 0.004; // a hand, not a grid
            plucks.push_back({at + static_cast<double>(i) * 0.5 * beat + late,
                              static_cast<double>(bridge[bar].keys[tone]),
                              i == 0 ? 0.75 : (i % 2 == 0 ? 0.6 : 0.48)});
        }
    }
    return plucks;
}

} // namespace cppmusic::demo
