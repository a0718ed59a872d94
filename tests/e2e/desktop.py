# SPDX-License-Identifier: GPL-3.0-or-later
"""A display of its own, the desktop program on it, and eyes: what a person's test needs.

Everything started here is ended by its process id. Nothing waits a fixed time for a result: `until` polls
with a limit and says what did not happen.
"""
import os
import pathlib
import subprocess
import time


class Failure(Exception):
    """A sentence about what a person would have seen."""


def until(condition, what, limit=20.0):
    """Polls until condition() is true and returns its value."""
    end = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"after {limit:.0f} s still not true: {what}")
        time.sleep(0.05)


class Picture:
    """A screenshot: rows of RGB bytes."""

    def __init__(self, ppm):
        fields, at = [], 0
        while len(fields) < 4:
            end = min(i for i in (ppm.find(c, at) for c in (b" ", b"\n")) if i >= 0)
            if ppm[at:end]:
                fields.append(ppm[at:end])
            at = end + 1
        if fields[0] != b"P6" or fields[3] != b"255":
            raise Failure("the screenshot is no 8-bit PPM")
        self.width, self.height, self.ppm = int(fields[1]), int(fields[2]), ppm
        self.pixels = memoryview(ppm)[at:]

    def row(self, y, left, right):
        return self.pixels[(y * self.width + left) * 3:(y * self.width + right) * 3]

    def pixel(self, x, y):
        return tuple(self.row(y, x, x + 1))

    def differences(self, other, box):
        """The pixels (x, y) of box = (left, top, right, bottom) that differ visibly."""
        left, top, right, bottom = box
        found = []
        for y in range(top, bottom):
            a, b = self.row(y, left, right), other.row(y, left, right)
            if a != b:
                for i in range(0, len(a), 3):
                    if max(abs(a[i + c] - b[i + c]) for c in range(3)) > 12:
                        found.append((left + i // 3, y))
        return found

    def save(self, path):
        path.write_bytes(self.ppm)


class Display:
    """Xvfb on a free number, with a window manager (without one, keys arrive nowhere)."""

    def __init__(self, folder, width=1480, height=960):
        self.folder, self.processes = folder, []
        try:
            self.begin(width, height)
        except BaseException:
            self.close()
            raise

    def begin(self, width, height):
        reading, writing = os.pipe()
        self.start(["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24",
                    "-nolisten", "tcp", "-noreset"], pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Failure("Xvfb did not start")
        self.environment = dict(os.environ, DISPLAY=f":{number}", HOME=str(self.folder), LC_ALL="C.UTF-8",
                                XDG_CONFIG_HOME=str(self.folder / "config"), XDG_DATA_HOME=str(self.folder / "data"),
                                XDG_CACHE_HOME=str(self.folder / "cache"))
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.start(["openbox", "--sm-disable"])
        until(lambda: self.ask("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").count("window id"),
              "the window manager is there")

    def start(self, command, **more):
        log = open(self.folder / f"{pathlib.Path(command[0]).name}.log", "ab")
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   env=getattr(self, "environment", None), **more)
        self.processes.append(process)
        return process

    def ask(self, *command):
        return subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=20).stdout

    def picture(self):
        shot = subprocess.run(["import", "-window", "root", "-depth", "8", "ppm:-"], env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=30)
        if shot.returncode:
            raise Failure(f"no screenshot: {shot.stderr.decode(errors='replace')}")
        return Picture(shot.stdout)

    def settled(self, box, what, limit=15.0):
        """The picture once two in a row, a third of a second apart, are the same in this box."""
        last = [self.picture()]

        def isStill():
            time.sleep(0.33)
            now = self.picture()
            isSame = not last[0].differences(now, box)
            last[0] = now
            return isSame
        until(isStill, what, limit)
        return last[0]

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


class Window:
    """The program, its window, and a person's hands."""

    def __init__(self, display, program, *arguments):
        self.display = display
        self.process = display.start([str(program), *map(str, arguments)])
        self.id = until(self.find, "a window called CPPMusic is on the screen", 40)
        self.x, self.y, self.width, self.height = until(self.place, "the window has a place")
        display.ask("xdotool", "windowactivate", "--sync", self.id)

    def find(self):
        if self.process.poll() is not None:
            raise Failure(f"the program ended at its start, exit code {self.process.returncode}")
        found = self.display.ask("xdotool", "search", "--onlyvisible", "--name", "CPPMusic").split()
        return found[-1] if found else None

    def place(self):
        """Where the client area is on the screen (xdotool counts the frame twice; xwininfo does not)."""
        values = {}
        for line in self.display.ask("xwininfo", "-id", self.id).splitlines():
            name, _, value = line.strip().partition(":")
            values[name] = value.strip()
        try:
            return tuple(int(values[key]) for key in
                         ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height"))
        except (KeyError, ValueError):
            return None

    def title(self):
        return self.display.ask("xdotool", "getwindowname", self.id).strip()

    def isSaved(self):
        """Whether the title is without the mark of changes that are not on the disk."""
        return "*" not in self.title()

    def key(self, name):
        self.display.ask("xdotool", "key", "--clearmodifiers", name)

    def move(self, x, y):
        """To a place on the screen."""
        self.display.ask("xdotool", "mousemove", str(x), str(y))
        time.sleep(0.25)  # a click that follows a move at once is lost

    def click(self, x, y):
        self.move(x, y)
        self.display.ask("xdotool", "click", "1")

    def drag(self, x, y, dx, steps=12):
        self.move(x, y)
        self.display.ask("xdotool", "mousedown", "1")
        for step in range(1, steps + 1):
            self.display.ask("xdotool", "mousemove", str(x + dx * step // steps), str(y))
            time.sleep(0.02)
        time.sleep(0.25)
        self.display.ask("xdotool", "mouseup", "1")


    def close(self):
        """As the cross of its frame would."""
        self.key("alt+F4")

    def waitForEnd(self, limit=20.0):
        until(lambda: self.process.poll() is not None, "the program ended after it was closed", limit)
        if self.process.returncode != 0:
            raise Failure(f"the program ended with exit code {self.process.returncode}")
