#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders the same audio files with cppmusic-cli and with other programs, in turns, and compares.

What is compared is processor time per sample and channel (all threads, user and system, start-up
included): on a machine that does other work too, wall time says little. Programs take turns within
one run, so that a disturbance hits all; the median and the minimum of the repetitions are told.
Levels of the programs' effects are not matched: rows compare cost, not sound.

  tools/bench/peers.py --cli build/bench/bin/cppmusic-cli --tracks 16,64,256 --json peers.json

A program that is not installed, or lacks a variant, is left out with a reason.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

RATE = 48000


class LeftOut(Exception):
    """Why a program is not measured."""


def run(command, output, cwd):
    """Runs to the end; gives CPU seconds, wall seconds and peak megabytes of the process."""
    begin = time.monotonic()
    with open(Path(cwd) / "log.txt", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - begin
    text = (Path(cwd) / "log.txt").read_text(encoding="utf-8", errors="replace")
    if process.returncode != 0:
        raise LeftOut(f"ended with {process.returncode}: {text.strip().splitlines()[-1:]}")
    if output and not is_sounding(Path(cwd) / output):
        raise LeftOut(f"made no sound in {output}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall,
            "megabytes": usage.ru_maxrss / 1024, "log": text}


def is_sounding(path):
    """A second of the middle is not all zeros."""
    if not path.exists() or path.stat().st_size < 1000:
        return False
    with open(path, "rb") as file:
        file.seek(path.stat().st_size // 2)
        return any(file.read(RATE))


class CPPMusic:
    name = "cppmusic"

    def __init__(self, cli, block):
        self.cli, self.block = str(Path(cli).resolve()), block

    def render(self, files, variant, seconds, folder):
        result = run([self.cli, "bench", "render", "--files", str(files[0].parent), "--tracks",
                      str(len(files)), "--seconds", str(seconds), "--variant", variant, "--block",
                      str(self.block), "--json"], None, folder)
        told = json.loads(result["log"])
        if abs(told["cpuSeconds"] - result["cpu"]) > 0.05 + 0.1 * result["cpu"]:
            raise LeftOut("tells another processor time than the system does")
        return result


class Ecasound:
    name = "ecasound"

    def __init__(self, block):
        self.block = block
        if not shutil.which("ecasound"):
            raise LeftOut("is not installed (Debian: ecasound)")

    def render(self, files, variant, seconds, folder):
        if variant == "native":
            raise LeftOut("has no parametric equaliser of its own")
        command = ["ecasound", "-q", "-z:nodb", f"-b:{self.block}", f"-t:{seconds}",
                   f"-f:24,2,{RATE}"]
        for number, path in enumerate(files):
            gain, pan = -12 - number % 7, 50 + (number % 9) * 10 - 40
            if variant == "dry":
                command += [f"-a:t{number}", f"-i:{path}", f"-eadb:{gain}", f"-epp:{pan}"]
                continue
            command += [f"-a:t{number},r{number},d{number}", f"-i:{path}"]
            for chain, more in (("t", 0), ("r", -18), ("d", -18)):
                command += [f"-a:{chain}{number}", f"-eadb:{gain + more}", f"-epp:{pan}"]
        if variant == "dry":
            command += ["-a:all", "-o:out.wav"]
        else:
            command += self.buses(len(files))
        return run(command, "out.wav", folder)

    @staticmethod
    def buses(count):
        """A bus for every eight tracks, one for each send, and all of them to the file."""
        groups = {1 + first // 8: [f"t{n}" for n in range(first, min(first + 8, count))]
                  for first in range(0, count, 8)}
        groups[900] = [f"r{n}" for n in range(count)]
        groups[901] = [f"d{n}" for n in range(count)]
        command = []
        for loop, chains in groups.items():
            command += ["-a:" + ",".join(chains), f"-o:loop,{loop}"]
        for loop in groups:
            command += [f"-a:b{loop}", f"-i:loop,{loop}"]
        return command + ["-a:" + ",".join(f"b{loop}" for loop in groups), "-o:out.wav"]


class Ardour:
    """Sessions are made by Ardour's own Lua; the files are put into the session file afterwards."""
    name = "ardour"
    superclocks = 282240000  # Ardour's units of time per second

    def __init__(self):
        for program in ("ardour7-lua", "ardour7-export"):
            if not shutil.which(program):
                raise LeftOut(f"{program} is not installed (Debian: ardour)")

    def render(self, files, variant, seconds, folder):
        if variant == "native":
            raise LeftOut("its effects have no parameters equal to ours")
        session = Path(folder) / "session"
        script = Path(folder) / "make.lua"
        script.write_text(self.script(session, len(files), variant), encoding="utf-8")
        run(["ardour7-lua", str(script)], None, folder)
        if not (session / "bench.ardour").exists():
            raise LeftOut("made no session")
        self.insert(session / "bench.ardour", files, seconds)
        return run(["ardour7-export", "-b", "float", "-o", str(Path(folder) / "out.wav"),
                    str(session), "bench"], "out.wav", folder)

    @staticmethod
    def script(session, count, variant):
        """Gain and pan are set on every track; `bus` adds a group per eight and two sends."""
        lines = [
            'AudioEngine:set_backend("None (Dummy)", "", "")',
            f'local s = create_session("{session}", "bench", {RATE})',
            "local last = ARDOUR.PresentationInfo.max_order",
            f's:new_audio_track(2, 2, nil, {count}, "T", last, ARDOUR.TrackMode.Normal, true)',
            "local tracks = {}",
            "for t in s:get_tracks():iter() do",
            "  local n = #tracks",
            "  t:gain_control():set_value(10 ^ ((-12 - n % 7) / 20),"
            " PBD.GroupControlDisposition.NoGroup)",
            "  t:pan_azimuth_control():set_value((50 + (n % 9) * 10 - 40) / 100,"
            " PBD.GroupControlDisposition.NoGroup)",
            "  tracks[n + 1] = t",
            "end",
        ]
        if variant == "bus":
            lines += [
                "local function bus(name)",
                "  return s:new_audio_route(2, 2, nil, 1, name, ARDOUR.PresentationInfo.Flag."
                "AudioBus, last):front()",
                "end",
                "local group",
                "for i, t in ipairs(tracks) do",
                '  if (i - 1) % 8 == 0 then group = bus("G" .. i) end',
                "  t:output():disconnect_all(nil)",
                "  for c = 0, 1 do",
                "    t:output():audio(c):connect(group:input():audio(c):name())",
                "  end",
                "end",
                'for _, name in ipairs({"Reverb", "Delay"}) do',
                "  s:add_internal_sends(bus(name), ARDOUR."
                "Placement.PostFader, s:get_tracks())",
                "end",
                "for _, t in ipairs(tracks) do",
                "  for n = 0, 1 do",
                "    t:nth_send(n):to_internalsend():gain_control():set_value(10 ^ (-18 / 20),"
                " PBD.GroupControlDisposition.NoGroup)",
                "  end",
                "end",
            ]
        lines += ['s:save_state("", false, false, false, false, false)', "close_session()",
                  "quit()"]
        return "\n".join(lines) + "\n"

    def insert(self, path, files, seconds):
        """One region per track, from the start, and the range that is exported."""
        tree = ElementTree.parse(path)
        root = tree.getroot()
        ids = iter(range(int(root.get("id-counter")) + 1, 1 << 30))
        length = seconds * self.superclocks
        playlists = [one for one in root.find("Playlists") if one.get("type") == "audio"]
        if len(playlists) != len(files):
            raise LeftOut(f"made {len(playlists)} tracks, not {len(files)}")
        for playlist, file in zip(playlists, files):
            sources = [str(next(ids)) for _ in range(2)]
            for channel, source in enumerate(sources):
                ElementTree.SubElement(
                    root.find("Sources"), "Source",
                    {"name": str(file), "origin": str(file), "type": "audio", "flags": "",
                     "id": source, "channel": str(channel), "take-id": "", "gain": "1"})
            region = {"name": file.stem, "id": str(next(ids)), "type": "audio", "channels": "2",
                      "start": "a0", "length": f"a{length}@a0", "sync-position": "a0",
                      "muted": "0", "opaque": "1", "whole-file": "0", "external": "1",
                      "stretch": "1", "shift": "1", "layering-index": "0", "first-edit": "nothing",
                      "fade-in-active": "0", "fade-out-active": "0", "envelope-active": "0",
                      "scale-amplitude": "1"}
            for channel, source in enumerate(sources):
                region[f"source-{channel}"] = region[f"master-source-{channel}"] = source
            ElementTree.SubElement(playlist, "Region", region)
        locations = root.find("Locations")
        for location in list(locations):
            if "IsSessionRange" in location.get("flags", ""):
                locations.remove(location)
        ElementTree.SubElement(
            locations, "Location",
            {"id": str(next(ids)), "name": "session", "start": "a0", "end": f"a{length}",
             "flags": "IsSessionRange", "locked": "0", "timestamp": "0"})
        root.set("id-counter", str(next(ids)))
        tree.write(path, encoding="UTF-8", xml_declaration=True)


def peers(options):
    chosen, left_out = [], {}
    for make in (lambda: CPPMusic(options.cli, options.block), lambda: Ecasound(options.block),
                 Ardour):
        try:
            chosen.append(make())
        except LeftOut as reason:
            name = make.name if isinstance(make, type) else "ecasound"
            left_out[name] = str(reason)
    return chosen, left_out


def measure(options, folder):
    chosen, left_out = peers(options)
    files_folder = Path(options.files) if options.files else Path(folder) / "files"
    most = max(options.tracks)
    if not options.files:
        subprocess.run([options.cli, "bench", "files", str(files_folder), "--tracks", str(most),
                        "--seconds", str(options.seconds)], check=True, stdout=subprocess.DEVNULL)
    files = sorted(files_folder.resolve().glob("*.wav"))
    if len(files) < most:
        sys.exit(f"peers.py: {files_folder} holds {len(files)} files, not {most}")
    runs = {}
    for variant in options.variants:
        for count in options.tracks:
            for _ in range(options.repeat):
                for peer in chosen:  # in turns
                    key = (variant, count, peer.name)
                    if (variant, peer.name) in left_out:
                        continue
                    try:
                        with tempfile.TemporaryDirectory(dir=folder) as work:
                            result = peer.render(files[:count], variant, options.seconds, work)
                    except LeftOut as reason:
                        left_out[variant, peer.name] = str(reason)
                        continue
                    runs.setdefault(key, []).append(result)
    return runs, left_out


def tell(options, runs, left_out):
    rows = []
    print(f"{'variant':8} {'tracks':>6} {'program':10} {'ns median':>9} {'ns min':>7} "
          f"{'CPU s':>7} {'wall s':>7} {'MB':>6} {'times':>6}")
    for (variant, count, name), results in runs.items():
        samples = count * 2 * RATE * options.seconds
        spent = [result["cpu"] for result in results]
        median = 1e9 * statistics.median(spent) / samples
        ours = runs.get((variant, count, CPPMusic.name), [])
        own = statistics.median(result["cpu"] for result in ours) if ours else 0
        row = {"variant": variant, "tracks": count, "program": name, "runs": len(results),
               "nsPerSampleAndChannel": median, "nsMinimum": 1e9 * min(spent) / samples,
               "cpuSeconds": statistics.median(spent),
               "wallSeconds": statistics.median(result["wall"] for result in results),
               "megabytes": max(result["megabytes"] for result in results),
               "timesOurs": statistics.median(spent) / own if own else None}
        rows.append(row)
        times = f"{row['timesOurs']:6.1f}" if own else "     –"
        print(f"{variant:8} {count:6} {name:10} {median:9.2f} {row['nsMinimum']:7.2f} "
              f"{row['cpuSeconds']:7.2f} {row['wallSeconds']:7.2f} {row['megabytes']:6.0f} {times}")
    for what, reason in left_out.items():
        print(f"left out: {what if isinstance(what, str) else ' '.join(what)}: {reason}")
    if options.json:
        Path(options.json).write_text(json.dumps(
            {"seconds": options.seconds, "rate": RATE, "block": options.block, "rows": rows,
             "leftOut": {str(k): v for k, v in left_out.items()}}, indent=2) + "\n",
            encoding="utf-8")
    return 0 if any(name == CPPMusic.name for _, _, name in runs) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True, help="the cppmusic-cli to measure (Release)")
    parser.add_argument("--tracks", default="16,64", help="how many, several with commas")
    parser.add_argument("--variants", default="dry,bus,native")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--block", type=int, default=512)
    parser.add_argument("--files", help="folder of stereo 24-bit files (default: made for the time)")
    parser.add_argument("--folder", help="for what is rendered (default: the system's)")
    parser.add_argument("--json", help="file for the results")
    options = parser.parse_args()
    options.tracks = [int(count) for count in options.tracks.split(",")]
    options.variants = options.variants.split(",")
    options.cli = str(Path(options.cli).resolve())
    if options.folder and not os.path.isdir(options.folder):
        print(f"peers: there is no folder {options.folder}; make it first", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        runs, left_out = measure(options, folder)
    return tell(options, runs, left_out)


if __name__ == "__main__":
    sys.exit(main())
