#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo song and the golden project of the newest format keep the published JSON Schema."""
import copy
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent
PLACES = {"tracks": "track", "patterns": "pattern", "automation": "automation"}


def newest():
    files = sorted((ROOT / "docs/format").glob("format-*.schema.json"))
    return files[-1], int(files[-1].name.split("-")[1].split(".")[0])


def validator(schema, noun):
    return jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{noun}"})


def problems(schema, noun, content, name):
    return [f"{name}#/{'/'.join(map(str, error.path))}: {error.message[:120]}"
            for error in validator(schema, noun).iter_errors(content)]


def files(song):
    yield song / "project.json", "song"
    for folder, noun in PLACES.items():
        for file in sorted((song / folder).glob("*.json")):
            yield file, noun


def check(schema, songs):
    found, count = [], 0
    for song in songs:
        for file, noun in files(song):
            count += 1
            content = json.loads(file.read_text(encoding="utf-8"))
            found += problems(schema, noun, content, str(file.relative_to(ROOT)))
    return found, count


def selfTest(schema, song):
    """Each of these changes of a good song has to be found."""
    good = {file.relative_to(song).parts[0]: (json.loads(file.read_text(encoding="utf-8")), noun)
            for file, noun in files(song)}
    cases = [("project.json", lambda c: c.pop("name")), ("project.json", lambda c: c.update(version=1)),
             ("tracks", lambda c: c.update(kind="kazoo")), ("tracks", lambda c: c.update(id="two")),
             ("patterns", lambda c: c.update(length="long")), ("automation", lambda c: c.pop("parameter"))]
    missed = 0
    for place, change in cases:
        content, noun = good[place]
        wrong = copy.deepcopy(content)
        change(wrong)
        if not problems(schema, noun, wrong, place):
            print(f"a planted violation in {place} was not found")
            missed += 1
    return missed


def main():
    path, version = newest()
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    demo = ROOT / "content/demo.dawproj"
    if "--self-test" in sys.argv[1:]:
        sys.exit(1 if selfTest(schema, demo) else 0)
    found, count = check(schema, [demo, ROOT / f"tests/golden/format-{version}/Song.dawproj"])
    for problem in found:
        print(problem)
    if count < 10:
        print("hardly any file was found")
    print(f"{count} files keep the schema." if not found else f"{len(found)} problems")
    sys.exit(1 if found or count < 10 else 0)


if __name__ == "__main__":
    main()
