#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every source file names its licence: the SPDX line is the first, or the second after #!."""
import sources

LINE = "SPDX-License-Identifier: GPL-3.0-or-later"
KINDS = sources.CODE | {".py", ".sh", ".cmake", ".yml", ".ps1"}
NAMES = {"CMakeLists.txt", "run", "test", ".clang-tidy", ".gitattributes"}


def check(root):
    problems = []
    for file in sources.files(root):
        if file.suffix not in KINDS and file.name not in NAMES:
            continue
        lines = sources.text(root / file).split("\n", 2)[:2]
        first = lines[1] if lines[0].startswith("#!") and len(lines) > 1 else lines[0]
        if LINE not in first:
            problems.append(f"{file}: the first line must hold '{LINE}'")
    return problems


CASES = [
    ("a header with it", {"src/core/A.h": f"// {LINE}\n#pragma once\n"}, None),
    ("a header without", {"src/core/A.h": "#pragma once\n"}, "src/core/A.h"),
    ("too late", {"src/core/A.h": f"#pragma once\n// {LINE}\n"}, "src/core/A.h"),
    ("a script", {"tools/a.py": f"#!/usr/bin/env python3\n# {LINE}\n"}, None),
    ("an empty build file", {"src/core/CMakeLists.txt": ""}, "CMakeLists.txt"),
    ("a text is free", {"docs/A.md": "# A\n"}, None),
]

if __name__ == "__main__":
    sources.main(check, CASES, "Every file names its licence.")
