#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks every #include below src/ against the arrows of tools/layers.json.

Also: third-party headers only where the table allows them, JUCE nowhere else at all (not even as a
name), X.cpp includes X.h first (so the header compiles alone), and the DEPENDS of each
cppmusic_add_module name no arrow that the table does not have.
"""
import json
import pathlib
import re

import sources

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)
STANDARD_C = {"assert.h", "ctype.h", "errno.h", "float.h", "inttypes.h", "limits.h", "locale.h", "math.h",
              "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h", "time.h", "wchar.h"}


def isBelow(path, folder):
    return path == folder or path.startswith(folder + "/")


def moduleOf(path, modules):
    """The most deeply nested module whose folder holds this path (relative to src/)."""
    found = [m for m in modules if path.startswith(m + "/")]
    return max(found, key=len) if found else None


def checkInclude(module, isHeader, quote, name, table):
    """What is wrong with this include, or None."""
    rules = table["modules"][module]
    if "juce" in name.lower():
        return None if rules.get("hasJuce") else "JUCE is only for ui, integration and plugins/worker"
    if module in table["generated"].get(name, []):
        return None
    target = moduleOf(name, table["modules"])
    if target or quote == '"':
        if not target:
            return "include project files by their path from src/"
        if any(isBelow(name, folder) for folder in rules.get("never", [])):
            return f"{module} must never include {target}"
        isOwn = target == module or any(isBelow(name, f) for f in rules["mayInclude"])
        return None if isOwn else f"{module} may include {', '.join(rules['mayInclude']) or 'nothing'}"
    for prefix, rule in table["thirdParty"].items():
        if name == prefix or (prefix.endswith("/") and name.startswith(prefix)):
            if module not in rule["where"]:
                return f"only for {', '.join(rule['where'])}"
            return "not in a header: keep it in the .cpp" if isHeader and not rule["inHeaders"] else None
    for prefix in table["system"]["headers"]:
        if name == prefix or (prefix.endswith("/") and name.startswith(prefix)):
            if module not in table["system"]["where"]:
                return f"system headers are only for {', '.join(table['system']['where'])}"
            return "not in a header: keep it in the .cpp" if isHeader else None
    isStandard = re.fullmatch(r"[a-z_0-9]+", name) or name in STANDARD_C
    return None if isStandard else "third-party header that tools/layers.json does not list"


def checkSource(root, file, table):
    path = file.relative_to("src").as_posix()
    module = moduleOf(path, table["modules"])
    if not module:
        return [f"{file}: its folder is no module of tools/layers.json"]
    code = sources.withoutComments(sources.text(root / file))
    problems = []
    includes = [(code.count("\n", 0, m.start()) + 1, m[1], m[2].strip()) for m in INCLUDE.finditer(code)]
    for line, quote, name in includes:
        reason = checkInclude(module, file.suffix == ".h", quote, name, table)
        if reason:
            problems.append(f"{file}:{line}: includes {name}: {reason}")
    if not table["modules"][module].get("hasJuce"):
        for match in re.finditer(r"juce", INCLUDE.sub("", code), re.I):
            line = code.count("\n", 0, match.start()) + 1
            problems.append(f"{file}: names JUCE (near line {line}): {module} knows no JUCE")
            break
    own = pathlib.PurePath(path).with_suffix(".h").as_posix()
    if file.suffix == ".cpp" and (root / "src" / own).exists() and (not includes or includes[0][2] != own):
        problems.append(f"{file}: its first include must be {own}, which proves that the header compiles alone")
    return problems


def checkDepends(root, file, table):
    """The CMake side of the arrows."""
    problems = []
    for match in re.finditer(r"cppmusic_add_module\((\w+)([^)]*)\)", sources.text(root / file)):
        module, rest = match[1], match[2]
        depends = re.search(r"\bDEPENDS\s+(.*?)(?:\bLIBRARIES\b|\bPUBLIC_LIBRARIES\b|$)", rest, re.S)
        rules = table["modules"].get(module)
        if rules is None:
            problems.append(f"{file}: {module} is no module of tools/layers.json")
            continue
        allowed = {name.split("/")[0] for name in rules["mayInclude"]}
        for other in depends[1].split() if depends else []:
            if other not in allowed:
                problems.append(f"{file}: {module} must not depend on {other}")
    return problems


def check(root):
    table = json.loads(sources.text(root / "tools/layers.json"))
    problems = []
    for file in sources.files(root):
        if file.parts[0] == "src" and len(file.parts) > 2 and file.suffix in sources.CODE:
            problems += checkSource(root, file, table)
        elif file.parts[0] == "src" and file.name == "CMakeLists.txt":
            problems += checkDepends(root, file, table)
        elif file.parts[0] == "tests" and file.suffix in sources.CODE and len(file.parts) > 2:
            if file.parts[1] not in ("ui", "integration", "plugins"):
                code = sources.withoutComments(sources.text(root / file))
                if re.search(r'#\s*include\s*[<"][^>"]*juce', code, re.I):
                    problems.append(f"{file}: includes JUCE: only tests of ui and integration may")
    return problems


TABLE = sources.text(sources.ROOT / "tools/layers.json")


def case(title, path, content, expected, **more):
    tree = {"tools/layers.json": TABLE, "src/core/A.h": "", path: content}
    tree.update({name.replace("__", "/"): value for name, value in more.items()})
    return (title, tree, expected)


CASES = [
    case("an allowed arrow", "src/audio/X.h", '#include "core/A.h"\n#include <vector>\n', None),
    case("an arrow upwards", "src/core/X.h", '#include "audio/graph/AudioNode.h"\n', "core may include nothing"),
    case("model meets audio", "src/model/X.cpp", '#include "audio/graph/AudioNode.h"\n', "model may include core"),
    case("the engine in a view", "src/ui/X.cpp", '#include "audio/engine/EngineContext.h"\n', "ui may include"),
    case("ai sees dsp", "src/ai/X.cpp", '#include "audio/dsp/FFT.h"\n', None),
    case("ai sees the graph", "src/ai/X.cpp", '#include "audio/graph/AudioGraph.h"\n', "ai may include"),
    case("JUCE in the session", "src/session/X.cpp", "#include <juce_core/juce_core.h>\n", "JUCE is only for"),
    case("JUCE by name", "src/session/X.cpp", "int f() { return juce::f(); }\n", "names JUCE"),
    case("JUCE in a comment", "src/session/X.cpp", "// without JUCE\n", None),
    case("JUCE in the ui", "src/ui/X.cpp", "#include <juce_core/juce_core.h>\n", None),
    case("JSON in a header", "src/project/X.h", "#include <nlohmann/json.hpp>\n", "keep it in the .cpp"),
    case("JSON in the model", "src/model/X.cpp", "#include <nlohmann/json.hpp>\n", "only for project"),
    case("sndfile in a source", "src/audio/X.cpp", "#include <sndfile.h>\n", None),
    case("an unlisted library", "src/audio/X.cpp", "#include <boost/any.hpp>\n", "does not list"),
    case("a relative include", "src/audio/X.cpp", '#include "Y.h"\n', "by their path from src/"),
    case("a generated header", "src/ui/X.cpp", '#include "FontData.h"\n', None),
    case("own header second", "src/core/A.cpp", '#include <vector>\n#include "core/A.h"\n', "first include"),
    case("own header first", "src/core/A.cpp", '#include "core/A.h"\n#include <vector>\n', None),
    case("a commented include", "src/core/X.cpp", '// #include "audio/X.h"\n', None),
    case("CMake against the arrows", "src/model/CMakeLists.txt",
         "cppmusic_add_module(model DEPENDS core audio)\n", "model must not depend on audio"),
    case("an unknown folder", "src/engine/X.h", "", "no module"),
    case("JUCE in an engine test", "tests/audio/X_test.cpp", "#include <juce_core/juce_core.h>\n", "only tests of ui"),
]

if __name__ == "__main__":
    sources.main(check, CASES, "Every include follows the arrows.")
