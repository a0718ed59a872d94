#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares Google Benchmark results: fails when anything got slower by more than --limit percent.

    check_performance.py --before A.json [A2.json ...] --after B.json [B2.json ...] [--limit 5]

Both sides have to come from the same machine, best in turns. For each benchmark the fastest run of each
side counts: other work on a machine only ever adds time.
"""
import argparse
import json
import sys

FACTORS = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}


def fastest(documents):
    """{name: milliseconds} of single runs; means and medians are left aside."""
    best = {}
    for document in documents:
        for run in document["benchmarks"]:
            if run.get("run_type") == "aggregate" or run.get("error_occurred"):
                continue
            name = run.get("run_name", run["name"])
            time = run["real_time"] * FACTORS[run["time_unit"]]
            best[name] = min(time, best.get(name, time))
    return best


def compare(before, after, limit):
    """(lines to print, number of problems)."""
    lines, problems = [], 0
    for name in sorted(before | after):
        if name not in after:
            lines.append(f"{name}: gone, so nobody knows")
            problems += 1
        elif name not in before:
            lines.append(f"{name}: new, {after[name]:.4g} ms")
        else:
            change = 100.0 * (after[name] / before[name] - 1.0)
            isSlower = change > limit
            problems += isSlower
            lines.append(f"{name}: {before[name]:.4g} -> {after[name]:.4g} ms, {change:+.1f} %"
                         + (f"  SLOWER than the limit of {limit:g} %" if isSlower else ""))
    if not before or not after:
        lines.append("no results to compare")
        problems += 1
    return lines, problems


def selfTest():
    def result(*times, name="block", unit="ms"):
        return {"benchmarks": [{"name": name, "run_type": "iteration", "real_time": t, "time_unit": unit}
                               for t in times]}

    cases = [
        ("the same", [result(1.0)], [result(1.0)], 0),
        ("within the limit", [result(1.0)], [result(1.04)], 0),
        ("slower", [result(1.0)], [result(1.06)], 1),
        ("faster", [result(1.0)], [result(0.5)], 0),
        ("one disturbed run", [result(1.0)], [result(3.0, 1.01)], 0),
        ("units", [result(1.0)], [result(1000.0, unit="us")], 0),
        ("gone", [result(1.0)], [result(1.0, name="other")], 1),
        ("nothing", [], [], 1),
    ]
    wrong = [title for title, before, after, expected in cases
             if compare(fastest(before), fastest(after), 5.0)[1] != expected]
    print(f"self-test: {len(cases) - len(wrong)} of {len(cases)} cases as expected", *wrong)
    return 1 if wrong else 0


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", nargs="+", default=[])
    parser.add_argument("--after", nargs="+", default=[])
    parser.add_argument("--limit", type=float, default=5.0)
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        sys.exit(selfTest())
    found, count = compare(fastest(map(read, options.before)), fastest(map(read, options.after)), options.limit)
    print("\n".join(found))
    sys.exit(1 if count else 0)
