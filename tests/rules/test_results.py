#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `./dev test` asks of meson: which tests there are, and how they went.

    test_results.py select BUILDDIR [WORD]...   names of the tests whose suite or name has a WORD in it
    test_results.py count BUILDDIR...           one line "N passed, N failed" over all of the folders' last runs
"""

import json
import re
import sys
from pathlib import Path

# The sanitizers look at C. They have nothing to say about scripts that read the sources, and the walks through the
# window are timed for a person, not for a program that is five times slower.
NOT_SANITIZED = {"rules", "e2e"}


def load_tests(folder):
    """The tests that meson knows in a build folder, by name as its log writes them."""
    tests = json.loads((folder / "meson-info" / "intro-tests.json").read_text())
    return {test["name"]: test for test in tests}


def suites_of(test):
    return {suite.partition(":")[2] for suite in test["suite"]}


def select(folder, words):
    for name, test in load_tests(folder).items():
        suites = suites_of(test)
        if folder.name.endswith("-asan") and suites & NOT_SANITIZED:
            continue
        where = " ".join([name, *suites]).lower()
        if not words or any(word.lower() in where for word in words):
            yield name


def read_log(folder):
    """The rows of a run, one JSON object a line; none when no test of this folder was run."""
    path = folder / "meson-logs" / "testlog.json"
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def count_tap(output):
    passed = failed = skipped = 0
    for line in output.splitlines():
        match = re.match(r"(not )?ok\b(.*)", line)
        if not match:
            continue
        if re.search(r"#\s*skip", match[2], re.I):
            skipped += 1
        elif match[1] and not re.search(r"#\s*todo", match[2], re.I):
            failed += 1
        else:
            passed += 1
    return passed, failed, skipped


def count_row(row, protocol):
    """How many cases of one program passed, failed and were skipped."""
    result = row["result"]
    passed = failed = skipped = 0
    if protocol == "tap":
        passed, failed, skipped = count_tap(row.get("stdout", ""))
    if result in ("OK", "EXPECTEDFAIL") and passed + failed + skipped == 0:
        passed = 1
    elif result == "SKIP" and skipped == 0:
        skipped = 1
    elif result not in ("OK", "EXPECTEDFAIL", "SKIP") and failed == 0:
        failed = 1  # crashed, timed out or ended badly after its last case
    return passed, failed, skipped


def count(folders):
    totals = [0, 0, 0]
    bad = []
    for folder in folders:
        protocols = {name: test["protocol"] for name, test in load_tests(folder).items()}
        for row in read_log(folder):
            name = row["name"].rpartition(" / ")[2]
            counts = count_row(row, protocols.get(name, "exitcode"))
            totals = [a + b for a, b in zip(totals, counts)]
            if counts[1]:
                bad.append(f"{folder}: {row['name']}: {row['result'].lower()}, log in {folder}/meson-logs/testlog.txt")
    return totals, bad


def main(arguments):
    if len(arguments) >= 2 and arguments[0] == "select":
        names = list(select(Path(arguments[1]), arguments[2:]))
        print("\n".join(names)) if names else None
        return 0
    if len(arguments) >= 2 and arguments[0] == "count":
        (passed, failed, skipped), bad = count([Path(folder) for folder in arguments[1:]])
        for line in bad:
            print(line)
        print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
        return 1 if failed or not passed else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
