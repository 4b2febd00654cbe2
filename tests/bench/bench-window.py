#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long Deskbell takes from its start to a frame with rows, against a bare Adwaita window with as many columns.

    bench-window.py [--tickets 100000] [--pairs 10] [--keep FOLDER] PROGRAMS

Both start in turns on one desktop of their own. Deskbell opens its last account from a cache of so many tickets while
its server is down: the first frame never waits for the network. Making the desk and its cache takes a while; --keep
uses the ones in a folder, and makes them there the first time.
"""

import argparse
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
SOURCE = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(SOURCE / "tests" / "e2e"))

from e2e_desktop import Desktop  # noqa: E402
from e2e_wait import wait_until_still  # noqa: E402

START_BUDGET = 1.25
MEMORY_BUDGET = 1.3
ROWS, COLUMNS = 300, 11  # as the list of queries; GTK makes the widgets of some 200 rows at once
PASSWORD = "a-sample-desk-to-measure"
PERSON = "manager@demo.deskbell"
LISTENING = "listening on "
FIRST_FRAME = "first frame "
LONGEST_START = 20  # seconds


def make_desk(desktop, programs, folder, tickets):
    """A desk, and somebody's cache in step with it."""
    secret = desktop.folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    begin = time.monotonic()
    subprocess.run(
        [programs.deskbelld, "init", "--data", folder / "desk", "--preset", "shop", "--demo", str(tickets),
         "--demo-password-file", secret],
        check=True, stdout=subprocess.DEVNULL,
    )
    print(f"A desk of {tickets:,} tickets took {time.monotonic() - begin:.0f} s", flush=True)


def fill_cache(desktop, programs, folder):
    """Signs in, also where the cache is there already: the keyring is this desktop's own."""
    address = folder / "address"
    listen = address.read_text() if address.exists() else "127.0.0.1:0"
    server = desktop.start(
        [programs.deskbelld, "serve", "--data", folder / "desk", "--listen", listen], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )
    line = server.stdout.readline()
    assert line.startswith(LISTENING), line
    url = line.removeprefix(LISTENING).strip()
    address.write_text(url.removeprefix("http://"))
    begin = time.monotonic()
    subprocess.run([programs.fill_cache, url, PERSON, PASSWORD, folder / "cache"], check=True)
    size = measure_folder(folder / "cache") / 1e6
    print(f"Its cache of {size:.0f} MB was in step after {time.monotonic() - begin:.1f} s", flush=True)
    desktop.stop(server)
    server.stdout.close()


def measure_folder(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def start_once(command):
    """Returns milliseconds to the first frame, milliseconds of CPU in all, and the most megabytes resident."""
    begin = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    timer = threading.Timer(LONGEST_START, process.kill)
    timer.start()
    output = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    painted = [line for line in output.splitlines() if line.startswith(FIRST_FRAME)]
    assert painted, f"{command[0]} has not painted: status {process.returncode}, output {output!r}"
    at = int(painted[0].removeprefix(FIRST_FRAME))
    return at / 1000 - begin / 1e6, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


def read_resident(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0


def measure_settled(desktop, command):
    """Megabytes resident once a window has come to rest."""
    process = desktop.start(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    resident = wait_until_still("memory", lambda: round(read_resident(process)), timeout=30, still_for=2)
    process.kill()
    process.wait()
    return resident


def show(what, unit, ours, bare, budget=None):
    ratio = statistics.median(ours) / statistics.median(bare)
    least = min(ours) / min(bare)
    verdict = f"  budget {budget} x: {'met' if ratio <= budget else 'NOT MET'}" if budget else ""
    print(f"{what:<28} bare {describe(bare)} {unit}   Deskbell {describe(ours)} {unit}   "
          f"ratio {ratio:.2f} (of the least {least:.2f}){verdict}")


def describe(values):
    return f"{statistics.median(values):5.0f} ({min(values):.0f}-{max(values):.0f})"


def measure(desktop, programs, folder, pairs):
    ours = [programs.deskbell, "--data-dir", folder / "cache"]
    bare = [programs.bare_window, str(ROWS), str(COLUMNS)]
    first = [*ours, "--exit-after-first-frame"]

    def start_ours():
        """The keyring may say that it has nothing, now and then: then one signs in again, and that start is told."""
        try:
            return start_once(first)
        except AssertionError as error:
            print(f"A start more was needed: {error}", flush=True)
            fill_cache(desktop, programs, folder)
            return start_once(first)

    for _ in range(2):
        start_once(bare)
        start_ours()
    results = [(start_once(bare), start_ours()) for _ in range(pairs)]
    parts = [([pair[1][part] for pair in results], [pair[0][part] for pair in results]) for part in range(3)]
    settled = measure_settled(desktop, ours), measure_settled(desktop, [*bare, "stay"])
    print(f"{pairs} pairs, median (least-most); load {os.getloadavg()[0]:.1f}")
    show("start to first frame", "ms", *parts[0], START_BUDGET)
    show("CPU from start to end", "ms", *parts[1])
    show("resident at first frame", "MB", *parts[2], MEMORY_BUDGET)
    show("resident when at rest", "MB", [settled[0]], [settled[1]])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=100000)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--keep", type=Path)
    for name in ("deskbell", "deskbelld", "bare-window", "fill-cache"):
        parser.add_argument(f"--{name}", required=True)
    programs = parser.parse_args()

    with Desktop() as desktop:
        desktop._set_environment(DESKBELL_DATADIR=SOURCE / "data", GIO_USE_NETWORK_MONITOR="base")
        folder = programs.keep.resolve() if programs.keep else desktop.make_folder("bench")
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "desk").exists():
            make_desk(desktop, programs, folder, programs.tickets)
        fill_cache(desktop, programs, folder)
        measure(desktop, programs, folder, programs.pairs)


if __name__ == "__main__":
    main()
