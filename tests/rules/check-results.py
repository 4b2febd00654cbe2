#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The last line of `./dev test` must not lie: a crash, a timeout and a single bad case each count as failed."""

import json
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import test_results  # noqa: E402

# What a program printed, how meson judged it, and what it must count as: passed, failed, skipped.
RUNS = {
    "two good cases": ("tap", "OK", "1..2\nok 1 /a\nok 2 /b\n", (2, 0, 0)),
    "one bad case": ("tap", "FAIL", "1..2\nok 1 /a\nnot ok 2 /b\n", (1, 1, 0)),
    "a case skipped": ("tap", "OK", "1..2\nok 1 /a\nok 2 /b # SKIP no display\n", (1, 0, 1)),
    "crashed after a good case": ("tap", "ERROR", "1..2\nok 1 /a\n", (1, 1, 0)),
    "bad exit after good cases": ("tap", "ERROR", "1..1\nok 1 /a\n", (1, 1, 0)),
    "said nothing and timed out": ("tap", "TIMEOUT", "", (0, 1, 0)),
    "words that only look like it": ("tap", "OK", "1..1\nokay\n# not ok 1\nok 1 /a\n", (1, 0, 0)),
    "a script that ended well": ("exitcode", "OK", "not ok, but only words\n", (1, 0, 0)),
    "a script that failed": ("exitcode", "FAIL", "", (0, 1, 0)),
    "a script that was skipped": ("exitcode", "SKIP", "", (0, 0, 1)),
}


def write_build_folder(folder, runs):
    (folder / "meson-info").mkdir(parents=True)
    (folder / "meson-logs").mkdir()
    tests = [{"name": name, "suite": ["deskbell:core"], "protocol": run[0]} for name, run in runs.items()]
    (folder / "meson-info" / "intro-tests.json").write_text(json.dumps(tests))
    rows = [{"name": f"deskbell:core / {name}", "result": run[1], "stdout": run[2]} for name, run in runs.items()]
    (folder / "meson-logs" / "testlog.json").write_text("".join(json.dumps(row) + "\n" for row in rows))


def main():
    print(f"1..{len(RUNS) + 1}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, run) in enumerate(RUNS.items(), 1):
            build = Path(folder) / str(number)
            write_build_folder(build, {name: run})
            totals, bad = test_results.count([build])
            good = tuple(totals) == run[3] and bool(bad) == bool(run[3][1])
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} /results/{name.replace(' ', '-')}")
            if not good:
                print(f"# counted {totals}, wanted {run[3]}")
        build = Path(folder) / "all"
        write_build_folder(build, RUNS)
        totals, _ = test_results.count([build, Path(folder) / "1"])
        good = totals == [sum(run[3][i] for run in RUNS.values()) + (2, 0, 0)[i] for i in range(3)]
        failed += not good
        print(f"{'ok' if good else 'not ok'} {len(RUNS) + 1} /results/sum")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
