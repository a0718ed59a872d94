// SPDX-License-Identifier: GPL-3.0-or-later
//
// compose_demo FOLDER.dawproj: writes the demo song "Low Tide" as a project, sounds included.
// Deterministic: the same bytes every time.
#include "tools/demo/DemoPatches.h"
#include "tools/demo/SongBuilder.h"

#include <cstdio>

using namespace cppmusic;
using namespace cppmusic::demo;
using model::TrackKind;

namespace {

/// Every track of the song.
struct Tracks {
    model::TrackId drums, reverb, echo;
    model::TrackId kick, snare, rim, hats, shaker, cymbals;
    model::TrackId bass, pad, keys, pluck, lead, bells, guitar, effects;
    model::DeviceId padFilter;
};

model::Send to(model::TrackId target, float levelDb)
{
    model::Send send;
    send.target = target;
    send.levelDb = levelDb;
    return send;
}

void addBuses(SongBuilder& song, Tracks& t)
{
    t.reverb = song.addTrack({.name = "Hall",
                              .kind = TrackKind::aux,
                              .colour = 9,
                              .gainDb = -3.0f,
                              .inserts = {song.device("cppmusic.reverb", hallReverb())}});
    t.echo = song.addTrack({.name = "Echo",
                            .kind = TrackKind::aux,
                            .colour = 10,
                            .gainDb = -4.0f,
                            .sends = {to(t.reverb, -14.0f)},
                            .inserts = {song.device("cppmusic.delay", pingPongDelay())}});
    t.drums = song.addTrack({.name = "Drums",
                             .kind = TrackKind::group,
                             .colour = 0,
                             .gainDb = 0.0f,
                             .inserts = {song.device("cppmusic.compressor", drumGlue())}});
}

void addDrums(SongBuilder& song, Tracks& t)
{
    const auto drum = [&](const std::string& name, int colour, float gainDb, float pan,
                          float reverbDb, model::Device sampler) {
        std::vector<model::Send> sends;
        if (reverbDb > -60.0f) sends.push_back(to(t.reverb, reverbDb));
        return song.addTrack({.name = name,
                              .colour = colour,
                              .gainDb = gainDb,
                              .pan = pan,
                              .output = t.drums,
                              .sends = std::move(sends),
                              .instrument = {std::move(sampler)}});
    };
    auto kick = song.device("cppmusic.sampler", drumVoice(0.2f));
    SongBuilder::addSample(kick, song.importSound(makeKick(), "Kick.flac"), 60, 60, 60);
    t.kick = drum("Kick", 0, -7.5f, 0.0f, -90.0f, std::move(kick));

    auto snare = song.device("cppmusic.sampler", drumVoice(0.3f));
    SongBuilder::addSample(snare, song.importSound(makeSnare(), "Snare.flac"), 60, 60, 60);
    SongBuilder::addSample(snare, song.importSound(makeClap(), "Clap.flac"), 60, 60, 60, -4.0f);
    t.snare = drum("Snare", 1, -7.0f, 0.0f, -16.0f, std::move(snare));

    auto rim = song.device("cppmusic.sampler", drumVoice(0.1f));
    SongBuilder::addSample(rim, song.importSound(makeRim(), "Rim.flac"), 60, 60, 60);
    t.rim = drum("Rim", 2, -9.0f, 0.25f, -10.0f, std::move(rim));

    auto hats = song.device("cppmusic.sampler", hatVoice());
    SongBuilder::addSample(hats, song.importSound(makeClosedHat(), "Closed hat.flac"), 60, 60, 60);
    SongBuilder::addSample(hats, song.importSound(makeOpenHat(), "Open hat.flac"), 62, 62, 62,
                           -3.0f);
    t.hats = drum("Hats", 3, -6.5f, -0.18f, -90.0f, std::move(hats));

    auto shaker = song.device("cppmusic.sampler", drumVoice(0.1f));
    SongBuilder::addSample(shaker, song.importSound(makeShaker(), "Shaker.flac"), 60, 60, 60);
    t.shaker = drum("Shaker", 4, -10.0f, 0.35f, -20.0f, std::move(shaker));

    auto cymbals = song.device("cppmusic.sampler", drumVoice(2.5f));
    SongBuilder::addSample(cymbals, song.importSound(makeCrash(), "Crash.flac"), 60, 60, 60);
    t.cymbals = drum("Cymbals", 5, -12.0f, 0.0f, -14.0f, std::move(cymbals));
}

void addInstruments(SongBuilder& song, Tracks& t)
{
    t.bass = song.addTrack({.name = "Bass",
                            .colour = 6,
                            .gainDb = -1.5f,
                            .instrument = {song.device("cppmusic.synth", bassPatch())}});
    auto filter = song.device("cppmusic.filter", padFilter());
    t.padFilter = filter.id;
    t.pad = song.addTrack({.name = "Pad",
                           .colour = 7,
                           .gainDb = -9.0f,
                           .sends = {to(t.reverb, -9.0f)},
                           .instrument = {song.device("cppmusic.synth", padPatch())},
                           .inserts = {std::move(filter)}});
    t.keys = song.addTrack({.name = "Keys",
                            .colour = 8,
                            .gainDb = -2.0f,
                            .pan = -0.2f,
                            .sends = {to(t.reverb, -12.0f)},
                            .instrument = {song.device("cppmusic.synth", keysPatch())}});
    t.pluck = song.addTrack({.name = "Pluck",
                             .colour = 11,
                             .gainDb = -2.0f,
                             .pan = 0.2f,
                             .sends = {to(t.echo, -8.0f), to(t.reverb, -14.0f)},
                             .instrument = {song.device("cppmusic.synth", pluckPatch())}});
    t.lead = song.addTrack({.name = "Lead",
                            .colour = 12,
                            .gainDb = -2.0f,
                            .sends = {to(t.echo, -11.0f), to(t.reverb, -12.0f)},
                            .instrument = {song.device("cppmusic.synth", leadPatch())}});
    t.bells = song.addTrack({.name = "Bells",
                             .colour = 13,
                             .gainDb = -3.0f,
                             .pan = 0.12f,
                             .sends = {to(t.reverb, -7.0f), to(t.echo, -12.0f)},
                             .instrument = {song.device("cppmusic.synth", bellPatch())}});
    t.guitar = song.addTrack({.name = "Guitar",
                              .kind = TrackKind::audio,
                              .colour = 14,
                              .gainDb = -2.0f,
                              .sends = {to(t.reverb, -13.0f)}});
    t.effects = song.addTrack({.name = "Riser",
                               .kind = TrackKind::audio,
                               .colour = 15,
                               .gainDb = -10.0f,
                               .sends = {to(t.reverb, -12.0f)}});
}

void arrangeDrums(SongBuilder& song, const Tracks& t)
{
    const auto four = song.addPattern("Kick four", 1, kickFour());
    const auto half = song.addPattern("Kick half", 1, kickHalf());
    song.place(t.kick, half, 5, 3.5);
    song.place(t.kick, four, 9, 7.5);
    song.place(t.kick, half, 17, 7.5);
    song.place(t.kick, four, 25, 7.5);
    song.place(t.kick, four, 33, 3.5);

    const auto snare = song.addPattern("Backbeat", 1, backbeat());
    song.place(t.snare, snare, 9, 7.5);
    song.place(t.snare, snare, 21, 3.5);
    song.place(t.snare, snare, 25, 7.5);
    song.place(t.snare, snare, 33, 3.5);

    const auto rim = song.addPattern("Rim", 2, rimPattern());
    song.place(t.rim, rim, 5, 4);
    song.place(t.rim, rim, 17, 8);
    song.place(t.rim, rim, 37, 4);

    const auto hat = song.addPattern("Hats", 2, hats());
    song.place(t.hats, hat, 9, 8);
    song.place(t.hats, hat, 21, 4);
    song.place(t.hats, hat, 25, 12);

    const auto shaker = song.addPattern("Shaker", 1, shakerSixteenths());
    song.place(t.shaker, shaker, 13, 4);
    song.place(t.shaker, shaker, 25, 12);

    const auto crash = song.addPattern("Crash", 4, crashHit());
    for (double bar : {9.0, 17.0, 25.0, 33.0, 37.0}) song.place(t.cymbals, crash, bar, 4);

    // One pattern that plays three tracks at once, placed on their group.
    const auto fill = song.addBeat("Fill", 2.0, {{t.snare, snareFill()}, {t.kick, kickFill()}});
    for (double bar : {16.5, 24.5, 32.5, 36.5}) song.place(t.drums, fill, bar, 0.5);
}

void arrangeHarmony(SongBuilder& song, const Tracks& t)
{
    const auto padVerse = song.addPattern("Pad verse", 8, padChords(Harmony::verse, 0));
    const auto padBridge = song.addPattern("Pad bridge", 8, padChords(Harmony::bridge, 0));
    song.place(t.pad, padVerse, 1, 16);
    song.place(t.pad, padBridge, 17, 8);
    song.place(t.pad, padVerse, 25, 16);

    const auto bassSoft = song.addPattern("Bass soft", 8, bassLine(Harmony::verse, false));
    const auto bassBusy = song.addPattern("Bass busy", 8, bassLine(Harmony::verse, true));
    const auto bassBridge = song.addPattern("Bass bridge", 8, bassLine(Harmony::bridge, false));
    song.place(t.bass, bassSoft, 5, 4, 4);
    song.place(t.bass, bassBusy, 9, 8);
    song.place(t.bass, bassBridge, 17, 8);
    song.place(t.bass, bassBusy, 25, 12);
    song.place(t.bass, bassSoft, 37, 4, 4);

    const auto keysVerse = song.addPattern("Keys verse", 8, keyStabs(Harmony::verse));
    const auto keysBridge = song.addPattern("Keys bridge", 8, keyStabs(Harmony::bridge));
    song.place(t.keys, keysVerse, 13, 4, 4);
    song.place(t.keys, keysBridge, 17, 8);
    song.place(t.keys, keysVerse, 25, 12);

    const auto pluckVerse = song.addPattern("Pluck verse", 8, pluckArpeggio(Harmony::verse, 0, 8));
    const auto pluckBridge =
        song.addPattern("Pluck bridge", 4, pluckArpeggio(Harmony::bridge, 4, 4));
    song.place(t.pluck, pluckVerse, 1, 16);
    song.place(t.pluck, pluckBridge, 21, 4);
    song.place(t.pluck, pluckVerse, 25, 16);

    const auto last = song.addPattern("Last chord", 2, endChord());
    song.place(t.keys, last, 41, 2);
    song.place(t.pad, last, 41, 2);
}

void arrangeMelody(SongBuilder& song, const Tracks& t)
{
    const auto first = song.addPattern("Theme", 8, leadTheme(false));
    const auto second = song.addPattern("Theme, second time", 8, leadTheme(true));
    song.place(t.lead, first, 9, 8);
    song.place(t.lead, second, 25, 8);
    song.place(t.lead, first, 33, 4);
    song.place(t.bells, song.addPattern("Bridge melody", 8, bridgeMelody()), 17, 8);
    song.place(t.bells, song.addPattern("Second voice", 8, leadHarmony()), 25, 8);
    song.place(t.bells, first, 37, 4);

    const double bar = 60.0 / bpm * beatsPerBar;
    const auto guitar = song.importSound(makeGuitar(guitarPart(), 8.0 * bar + 0.5), "Guitar.flac");
    song.placeAudio(t.guitar, guitar, 17, 8, 0.0f, 0.4);
    const auto riser = song.importSound(makeRiser(4.0 * bar), "Riser.flac");
    song.placeAudio(t.effects, riser, 5, 4, 0.0f, 0.02);
    song.placeAudio(t.effects, riser, 21, 4, 0.0f, 0.02);
}

void automate(SongBuilder& song, const Tracks& t)
{
    song.automate(t.pad, t.padFilter, "cutoff",
                  {{1, 280.0f, 0.4f},
                   {9, 4200.0f},
                   {17, 2600.0f},
                   {21, 900.0f, 0.5f},
                   {25, 9000.0f},
                   {37, 7000.0f, -0.4f},
                   {42, 350.0f}});
    song.automate(t.pluck, {}, "gain", {{1, -14.0f}, {8, -2.0f}, {36, -2.0f}, {41, -18.0f}});
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: compose_demo SCRATCH-FOLDER PROJECT.dawproj\n");
        return 2;
    }
    SongBuilder song(argv[1]);
    song.setSong("Low Tide", "The CPPMusic authors", bpm);
    Tracks tracks;
    addBuses(song, tracks);
    addDrums(song, tracks);
    addInstruments(song, tracks);
    song.moveToEnd(tracks.reverb);
    song.moveToEnd(tracks.echo);
    arrangeDrums(song, tracks);
    arrangeHarmony(song, tracks);
    arrangeMelody(song, tracks);
    automate(song, tracks);
    song.setMaster(0.0f, {song.device("cppmusic.limiter", masterLimiter())});
    song.addMarker("Intro", 1, 8);
    song.addMarker("Verse", 9, 8);
    song.addMarker("Bridge", 17, 8);
    song.addMarker("Verse again", 25, 12);
    song.addMarker("Ebb", 37, 6);
    song.save(argv[2]);
    return 0;
}
