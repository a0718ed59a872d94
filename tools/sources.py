# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the repository and the small frame that every checker shares."""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CODE = {".h", ".cpp"}


def files(root):
    """Every file that is or could be committed, as paths relative to root."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True)
    if listed.returncode == 0:
        names = [pathlib.Path(n) for n in listed.stdout.decode().split("\0") if n]
        return sorted(n for n in names if (root / n).is_file())
    # An unpacked archive has no git: take everything but the build folder.
    return sorted(p.relative_to(root) for p in root.rglob("*")
                  if p.is_file() and p.relative_to(root).parts[0] not in ("build", ".git"))


def text(path):
    return path.read_text(encoding="utf-8", errors="replace")


def withoutComments(source):
    """C++ with comments blanked and line numbers kept; strings stay."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
    return pattern.sub(lambda m: m[0] if m[0][0] == '"' else re.sub(r"[^\n]", " ", m[0]), source)


def plant(tree):
    """A temporary folder with these files ({path: text}), for self-tests."""
    folder = tempfile.TemporaryDirectory()
    for name, content in tree.items():
        path = pathlib.Path(folder.name) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def selfTest(check, cases):
    """cases: (title, tree, expected substring of the one problem, or None for clean)."""
    failures = 0
    for title, tree, expected in cases:
        with plant(tree) as folder:
            problems = check(pathlib.Path(folder))
        isRight = not problems if expected is None else any(expected in p for p in problems)
        if not isRight:
            failures += 1
            print(f"self-test: {title}: expected {expected!r}, found {problems}")
    print(f"self-test: {len(cases) - failures} of {len(cases)} cases as expected")
    return 1 if failures else 0


def main(check, cases, done):
    """Runs the self-test or the check; prints each problem as a line; exit code 0, 1."""
    if "--self-test" in sys.argv[1:]:
        sys.exit(selfTest(check, cases))
    problems = check(ROOT)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem{'s'[:len(problems) != 1]}" if problems else done)
    sys.exit(1 if problems else 0)
