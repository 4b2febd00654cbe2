# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for things: the one place that looks at the clock."""

import time

TIMEOUT = 15.0


class Waited(AssertionError):
    """What was waited for did not come in time."""


def wait_for(what, probe, timeout=TIMEOUT, describe=None):
    """Calls `probe` until it returns something true, and returns that.

    `what` says in the error what was missing; `describe` (a function) may say what was there instead.
    """
    deadline = time.monotonic() + timeout
    pause = 0.02
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            there = f"\n{describe()}" if describe else ""
            raise Waited(f"waited {timeout:g} s for {what}{there}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)


def wait_until_still(what, read, timeout=TIMEOUT, still_for=0.25):
    """Reads a value until it has not changed for a moment (a layout, a picture), and returns it."""
    last = [object(), time.monotonic()]

    def is_still():
        value = read()
        if value != last[0]:
            last[0], last[1] = value, time.monotonic()
            return None
        return (value,) if time.monotonic() - last[1] >= still_for else None

    return wait_for(f"{what} to come to rest", is_still, timeout)[0]
