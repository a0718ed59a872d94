# SPDX-License-Identifier: GPL-3.0-or-later
"""A person opens the demo song, plays it, moves a clip, undoes it, moves it again, saves, closes and opens
it again: everything is as it was left.

    play_and_edit_story.py --app PROGRAM --cli PROGRAM --demo FOLDER --keep FOLDER

On failure the last pictures, logs and the project stay in the folder given by --keep.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from desktop import Display, Failure, Window, until

SKIPPED = 77
MOVED_BEATS = 4.0


class Layout:
    """Where things are in the window, from the design system's tokens and the song's length."""

    def __init__(self, window, songEnd):
        header = pathlib.Path(__file__).resolve().parents[2] / "src/ui/style/UltraDesignSystem.h"
        tokens = dict(re.findall(r"(\w+) = (\d+)", header.read_text(encoding="utf-8")))
        transport, ruler, head, row = (int(tokens[name]) for name in
                                       ("transportBar", "ruler", "trackHeader", "trackRow"))
        scrollBar = 10
        self.rowHeight = row
        self.left = window.x + head
        self.right = window.x + window.width - scrollBar
        self.rowsTop = window.y + transport + ruler
        self.canvas = (self.left, self.rowsTop, self.right, self.rowsTop + 4 * row)
        self.mixer = (window.x, window.y + window.height - 340, window.x + window.width,
                      window.y + window.height - int(tokens["statusStrip"]))
        # The view opens showing the whole song with a little room behind it (TimelineScale::fitting).
        self.pixelsPerBeat = (self.right - self.left) / (max(4.0, songEnd) * 1.04)

    def point(self, row, beat):
        """In the lower half of a row, where a clip's body is and not its name."""
        return (round(self.left + beat * self.pixelsPerBeat),
                self.rowsTop + row * self.rowHeight + self.rowHeight * 2 // 3)

    def rowBox(self, row):
        top = self.rowsTop + row * self.rowHeight
        return (self.left, top, self.right, top + self.rowHeight)


class Story:
    def __init__(self, options, folder):
        self.options, self.pictures = options, {}
        self.project = folder / "song.dawproj"
        shutil.copytree(options.demo, self.project)
        self.display = Display(folder)
        self.window = None

    def song(self):
        """The song on the disk, which has to be whole: rows of the playlist with their clips, in beats."""
        for command in ("verify", "info"):
            answer = subprocess.run([self.options.cli, command, str(self.project), "--json"], text=True,
                                    capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
            if answer.returncode:
                raise Failure(f"cppmusic-cli {command}: {answer.stderr or answer.stdout}")
        info = json.loads(answer.stdout)
        names = json.loads((self.project / "project.json").read_text(encoding="utf-8"))["tracks"]
        tracks = [json.loads((self.project / name).read_text(encoding="utf-8")) for name in names]
        rows = [track for track in tracks if track.get("kind") != "master"]
        if sum(len(track.get("clips", [])) for track in rows) != info["clips"]:
            raise Failure(f"cppmusic-cli info counts {info['clips']} clips, the files hold another number")
        return rows

    def open(self):
        self.window = Window(self.display, self.options.app, "--fake-audio", self.project)
        until(lambda: self.window.title().startswith(self.project.stem), "the title names the open song")
        self.layout = Layout(self.window, songEnd(self.song()))

    def see(self, name, box, what):
        """A still picture of a part of the window."""
        self.pictures[name] = self.display.settled(box, what)
        return self.pictures[name]

    def expectSame(self, first, second, box, what):
        count = len(self.pictures[first].differences(self.pictures[second], box))
        if count:
            raise Failure(f"{what}: {count} pixels differ between '{first}' and '{second}'")

    def expectDifferent(self, first, second, box, what):
        if len(self.pictures[first].differences(self.pictures[second], box)) < 100:
            raise Failure(f"{what}: '{first}' and '{second}' look the same")

    def playheadX(self, name):
        """Where a line from top to bottom is that was not there in the picture at rest."""
        box = self.layout.canvas
        counts = {}
        for x, _ in self.pictures["at rest"].differences(self.pictures[name], box):
            counts[x] = counts.get(x, 0) + 1
        lines = [x for x, count in counts.items() if count > 0.8 * (box[3] - box[1]) and x > box[0] + 2]
        return max(lines) if lines else None

    def plays(self):
        layout = self.layout
        self.see("at rest", (self.window.x, self.window.y, self.window.x + self.window.width,
                             self.window.y + self.window.height), "nothing moves before play")
        self.window.key("space")
        places, meters = [], 0
        for turn in range(3):
            def hasMoved():
                self.pictures[f"playing {turn}"] = self.display.picture()
                x = self.playheadX(f"playing {turn}")
                return x is not None and (not places or x > places[-1]) and x
            places.append(until(hasMoved, f"the playhead moves to the right (seen at {places})"))
            before = self.pictures.get(f"playing {turn - 1}", self.pictures["at rest"])
            meters += bool(before.differences(self.pictures[f"playing {turn}"], layout.mixer))
        if not meters:
            raise Failure("the meters of the mixer stand still while the song plays")
        self.window.key("space")
        self.see("stopped", layout.canvas, "the playhead stands still after stop")
        self.display.settled(layout.mixer, "the meters come to rest after stop")
        self.window.key("Home")

    def looks(self, name, row):
        """The row without selection, the playhead at the start, the whole song in view."""
        self.window.key("Home")
        self.window.key("Escape")
        self.window.key("shift+z")
        self.window.move(self.window.x + 10, self.window.y + self.window.height - 8)
        return self.see(name, self.layout.rowBox(row), f"the row is still: {name}")

    def dragClip(self, row, clip):
        x, y = self.layout.point(row, clip["start"] + clip["length"] / 2)
        self.window.drag(x, y, round(MOVED_BEATS * self.layout.pixelsPerBeat))

    def edits(self):
        row, clip = movableClip(self.song())
        box = self.layout.rowBox(row)
        self.looks("before", row)
        self.dragClip(row, clip)
        self.looks("moved", row)
        self.expectDifferent("before", "moved", box, "dragging the clip does nothing")
        self.window.key("ctrl+z")
        self.looks("undone", row)
        self.expectSame("before", "undone", box, "one undo does not bring the clip back")
        self.dragClip(row, clip)
        self.looks("moved again", row)
        self.expectSame("moved", "moved again", box, "the second drag lands elsewhere")
        until(lambda: not self.window.isSaved(), "the title tells of the change")
        self.window.key("ctrl+s")
        until(self.window.isSaved, "the title tells that the song is saved")
        wanted = clip["start"] + MOVED_BEATS
        until(lambda: self.startOf(row, clip) == wanted,
              f"the saved clip starts at beat {wanted} (it is at {self.startOf(row, clip)})")
        return row, clip

    def startOf(self, row, clip):
        return next((c["start"] for c in clipsOf(self.song())[row] if c["id"] == clip["id"]), None)

    def run(self):
        self.open()
        self.plays()
        row, clip = self.edits()
        self.window.close()
        self.window.waitForEnd()
        if self.startOf(row, clip) != clip["start"] + MOVED_BEATS:
            raise Failure("closing changed what was saved")
        self.layoutBefore = self.layout
        self.open()
        self.looks("opened again", row)
        self.expectSame("moved again", "opened again", self.layout.rowBox(row), "the song is not as it was left")
        self.window.close()
        self.window.waitForEnd()

    def close(self):
        self.display.close()


def clipsOf(song):
    return [track.get("clips", []) for track in song]


def songEnd(song):
    return max(c["start"] + c["length"] for clips in clipsOf(song) for c in clips)


def movableClip(song):
    """(row, clip) of a clip in the first rows that has room behind it, so that the song stays as long."""
    end = songEnd(song)
    for row, clips in enumerate(clipsOf(song)[:4]):
        for clip in clips:
            stop = clip["start"] + clip["length"]
            isFree = all(c["start"] >= stop + MOVED_BEATS or c["start"] <= clip["start"] for c in clips)
            if isFree and stop + MOVED_BEATS <= end and clip["length"] >= 8:
                return row, clip
    raise Failure("the demo song has no clip in its first rows with room behind it")


def main():
    parser = argparse.ArgumentParser()
    for name in ("--app", "--cli", "--demo", "--keep"):
        parser.add_argument(name, required=True, type=pathlib.Path)
    options = parser.parse_args()
    missing = [tool for tool in ("Xvfb", "openbox", "xdotool", "import", "xprop", "xwininfo")
               if not shutil.which(tool)]
    if missing:
        print("skipped, not installed:", *missing)
        return SKIPPED
    shutil.rmtree(options.keep, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        folder, story = pathlib.Path(name), None
        try:
            story = Story(options, folder)
            story.run()
            print("played, edited, undone, saved, reopened: as it was left")
            return 0
        except Failure as failure:
            print(f"FAILED: {failure}")
            if story:
                story.pictures["at the end"] = story.display.picture()
            shutil.copytree(folder, options.keep, dirs_exist_ok=True)
            for title, picture in (story.pictures if story else {}).items():
                picture.save(options.keep / f"{title.replace(' ', '-')}.ppm")
            print(f"pictures, logs and the project: {options.keep}")
            return 1
        finally:
            if story:
                story.close()


if __name__ == "__main__":
    sys.exit(main())
