#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files stay readable: over 400 lines is named, over 600 fails. --list prints the longest files."""
import sys

import sources

NAMED, LIMIT = 400, 600
KINDS = sources.CODE | {".py", ".sh", ".cmake"}


def lengths(root):
    found = []
    for file in sources.files(root):
        isScript = file.as_posix() in ("run", "test", ".ci/run")
        if file.suffix in KINDS or isScript:
            found.append((sources.text(root / file).count("\n"), file))
    return sorted(found, key=lambda item: (-item[0], item[1]))


def check(root):
    problems = []
    for count, file in lengths(root):
        if count > LIMIT:
            problems.append(f"{file}: {count} lines, the limit is {LIMIT}: find the second noun in it")
        elif count > NAMED:
            print(f"note: {file} has {count} lines; {NAMED} is where a second noun usually hides")
    return problems


CASES = [
    ("a file at the limit", {"src/core/A.h": "x\n" * 600}, None),
    ("a file over the limit", {"src/core/A.h": "x\n" * 601}, "601 lines"),
    ("a long script", {"tools/a.py": "x\n" * 700}, "700 lines"),
    ("data may be long", {"content/a.json": "x\n" * 9000}, None),
]

if __name__ == "__main__":
    if "--list" in sys.argv[1:]:
        for count, file in lengths(sources.ROOT)[:20]:
            print(f"{count:5} {file}")
        sys.exit(0)
    sources.main(check, CASES, "No file is too long.")
