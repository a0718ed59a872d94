#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents name only what exists, and docs/budgets.md can be read by a machine.

A word in backticks that starts with a top-level folder or file of the repository must exist: as a file,
a folder, a glob or a {list}, or as a .h/.cpp when it has no ending. Links between documents must lead
somewhere. Each row of docs/budgets.md is `| id | what | < limit unit | measured | status | where |`.
"""
import itertools
import pathlib
import re

import sources

BUDGETS = "docs/budgets.md"
STATUSES = {"met", "missed", "open"}
UNITS = {"ms", "s", "min", "MB", "%", "x", "frames", "fps", "dB", "us"}


def documents(root):
    return [f for f in sources.files(root)
            if f.suffix == ".md" and (f.parts[0] == "docs" or f.as_posix() in ("README.md", "CONTRIBUTING.md"))]


def expand(word):
    """a/{b,c}/d as a list of words."""
    match = re.search(r"\{([^{}]*)\}", word)
    if not match:
        return [word]
    parts = [word[:match.start()] + part.strip() + word[match.end():] for part in match[1].split(",")]
    return list(itertools.chain.from_iterable(expand(part) for part in parts))


def exists(root, word):
    word = word.rstrip("/")
    if any(c in word for c in "*?["):
        return any(True for _ in root.glob(word))
    path = root / word
    return path.exists() or any(path.with_name(path.name + end).exists() for end in (".h", ".cpp"))


def pathsIn(text):
    """(line, word) of everything in backticks; fenced blocks are not prose."""
    isFenced = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("```"):
            isFenced = not isFenced
        if not isFenced:
            for match in re.finditer(r"`([^`]+)`", line):
                yield number, match[1]


def checkPaths(root, file, text, top):
    problems = []
    for line, quoted in pathsIn(text):
        word = quoted.split()[0] if quoted.split() else ""
        word = word[2:] if word.startswith("./") else word
        word = re.sub(r"(:\d+|#.*)$", "", word)
        first = word.split("/")[0]
        if "/" not in word and not (first in top or quoted.startswith("./")):
            continue
        if first == "build" or (first not in top and not quoted.startswith("./")
                                and not re.match(r"(src|tests|tools|docs|cmake|bench|content|models|training)/", word)):
            continue
        for name in expand(word):
            if not exists(root, name):
                problems.append(f"{file}:{line}: {name} does not exist")
    for match in re.finditer(r"\]\(([^)#\s]+)[^)]*\)", text):
        target = match[1]
        if not re.match(r"[a-z]+:", target) and not (root / file.parent / target).exists():
            line = text.count("\n", 0, match.start()) + 1
            problems.append(f"{file}:{line}: link to {target} leads nowhere")
    return problems


def checkBudgets(file, text):
    problems, seen = [], set()
    for number, line in enumerate(text.split("\n"), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or cells[0] in ("id", "") or set(cells[0]) <= set("-: "):
            continue
        place = f"{file}:{number}"
        if len(cells) != 6:
            problems.append(f"{place}: a budget has 6 cells, this row has {len(cells)}")
            continue
        ident, _, limit, measured, status, _ = cells
        parsed = re.fullmatch(r"(<|≤|>|≥) (\d+(?:\.\d+)?) (\S+)", limit)
        if ident in seen:
            problems.append(f"{place}: {ident} is there twice")
        seen.add(ident)
        if not parsed or parsed[3] not in UNITS:
            problems.append(f"{place}: limit '{limit}' is not '< number unit' with a unit of {sorted(UNITS)}")
            continue
        if measured == "–":
            if status != "open":
                problems.append(f"{place}: {ident} has no measurement, so its status is 'open'")
            continue
        value = re.fullmatch(r"(\d+(?:\.\d+)?) (\S+)", measured)
        if not value or value[2] != parsed[3]:
            problems.append(f"{place}: measured '{measured}' is not 'number {parsed[3]}' or –")
            continue
        a, b = float(value[1]), float(parsed[2])
        isMet = {"<": a < b, "≤": a <= b, ">": a > b, "≥": a >= b}[parsed[1]]
        if status != ("met" if isMet else "missed"):
            problems.append(f"{place}: {ident}: {measured} against {limit} is not '{status}'")
    return problems if seen else [f"{file}: holds no budgets"]


def check(root):
    top = {f.parts[0] for f in sources.files(root)}
    problems = []
    for file in documents(root):
        text = sources.text(root / file)
        problems += checkPaths(root, file, text, top)
        if file.as_posix() == BUDGETS:
            problems += checkBudgets(file, text)
    if (root / "docs").is_dir() and not (root / BUDGETS).exists():
        problems.append(f"{BUDGETS} is missing")
    return problems


ROW = "| callback | one block | < 1.5 ms | {} | {} | bench |\n"
GOOD = ROW.format("0.7 ms", "met")


def case(title, readme, expected, budgets=GOOD):
    return (title, {"README.md": readme, "src/core/A.h": "", "tools/a.py": "", BUDGETS: budgets}, expected)


CASES = [
    case("names what exists", "`src/core/A.h`, `src/core/A`, `tools/`, `src/{core}/A.h`, `src/*/A.h`\n", None),
    case("a file that is gone", "see `src/core/B.h`\n", "src/core/B.h does not exist"),
    case("a folder that is gone", "see `src/nothing/`\n", "src/nothing"),
    case("a glob of nothing", "see `tools/*.rb`\n", "does not exist"),
    case("a command that is gone", "type `./walk --fast`\n", "walk does not exist"),
    case("a dead link", "[x](docs/none.md)\n", "leads nowhere"),
    case("a link", "[x](tools/a.py) and [y](https://example.org/z)\n", None),
    case("words are not paths", "`24/32 bit`, `std::vector`, `and/or`\n", None),
    case("fenced blocks are examples", "```\n`src/none`\n```\n", None),
    case("an open budget", "", None, ROW.format("–", "open")),
    case("a missed budget said so", "", None, ROW.format("1.6 ms", "missed")),
    case("a missed budget called met", "", "is not 'met'", ROW.format("1.6 ms", "met")),
    case("open but measured", "", "is not 'open'", ROW.format("0.7 ms", "open")),
    case("another unit", "", "is not 'number ms'", ROW.format("700 us", "met")),
    case("a limit in prose", "", "is not '< number unit'", GOOD.replace("< 1.5 ms", "fast")),
    case("twice", "", "is there twice", GOOD + GOOD),
]

if __name__ == "__main__":
    sources.main(check, CASES, "Every path in the documents exists, every budget is readable.")
