#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows check-source.py a small tree for every rule that breaks it, and one that keeps it.

samples/RULE/bad/ must be reported by exactly that rule, at exactly the places that its file `expected` lists;
samples/RULE/good/ by no rule at all. If this fails, a rule has gone blind or sees ghosts.
"""

import importlib.util
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("check_source", HERE / "check-source.py")
check_source = importlib.util.module_from_spec(spec)
spec.loader.exec_module(check_source)


def report(tree):
    house = check_source.House(tree)
    return {rule: check_source.breaches_of(house, rule) for rule in check_source.RULES}


def judge(rule, kind):
    tree = HERE / "samples" / rule / kind
    if not tree.is_dir():
        return [f"there is no sample {tree.name} for the rule {rule}"]
    wanted = (tree / "expected").read_text().split() if kind == "bad" else []
    problems = []
    for other, found in report(tree).items():
        places = sorted({f"{name}:{line}" for name, line, _, _ in found})
        expected = sorted(wanted) if other == rule else []
        problems += [f"{other}: {place} was not reported" for place in expected if place not in places]
        problems += [f"{other}: {place} was reported" for place in places if place not in expected]
    return problems


def main():
    cases = [(rule, kind) for rule in check_source.RULES for kind in ("good", "bad")]
    strays = {path.name for path in (HERE / "samples").iterdir()} - set(check_source.RULES)
    print(f"1..{len(cases) + 1}")
    failed = 0
    for number, (rule, kind) in enumerate(cases, 1):
        problems = judge(rule, kind)
        failed += bool(problems)
        for problem in problems:
            print(f"# {problem}")
        print(f"{'not ok' if problems else 'ok'} {number} /samples/{rule}/{kind}")
    print(f"{'not ok' if strays else 'ok'} {len(cases) + 1} /samples/each-has-its-rule")
    return 1 if failed or strays else 0


if __name__ == "__main__":
    sys.exit(main())
