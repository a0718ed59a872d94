#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every .h and .cpp is as clang-format 14 writes it (other versions differ, so they are not asked).

Exit code 77 when clang-format 14 is not installed: ctest shows the test as skipped. --fix rewrites.
"""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys

import sources

SKIPPED = 77


def formatter():
    for name in ("clang-format-14", "clang-format"):
        path = shutil.which(name)
        if path:
            version = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
            if re.search(r"version 14\.", version):
                return path
    return None


def check(root):
    style = sources.ROOT / ".clang-format"
    if not (root / ".clang-format").exists():
        shutil.copy(style, root)
    names = [f.as_posix() for f in sources.files(root) if f.suffix in sources.CODE]
    workers = os.cpu_count() or 2
    chunks = [names[i::workers * 2] for i in range(workers * 2) if names[i::workers * 2]]

    def run(chunk):
        result = subprocess.run([formatter(), "--dry-run", "--Werror", "--ferror-limit=1", *chunk],
                                cwd=root, capture_output=True, text=True)
        found = re.findall(r"^([^:\n]+):(\d+):\d+: error:", result.stderr, re.M)
        if result.returncode and not found:
            return [result.stderr.strip() or "clang-format failed"]
        return [f"{name}:{line}: not formatted (tools/check_format.py --fix)" for name, line in found]

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        return sorted(problem for problems in pool.map(run, chunks) for problem in problems)


CASES = [
    ("a formatted file", {"a.h": "#pragma once\nint f(int x);\n"}, None),
    ("a file that is not", {"a.h": "#pragma once\nint   f( int x ) ;\n"}, "a.h:2"),
]

if __name__ == "__main__":
    if not formatter():
        print("clang-format 14 is not installed: skipped")
        sys.exit(SKIPPED)
    if "--fix" in sys.argv[1:]:
        names = [f.as_posix() for f in sources.files(sources.ROOT) if f.suffix in sources.CODE]
        sys.exit(subprocess.run([formatter(), "-i", *names], cwd=sources.ROOT).returncode)
    sources.main(check, CASES, "Every file is formatted.")
