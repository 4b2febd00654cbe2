#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/checklists.md says which test holds which line of the businesses' documents: it must not rot."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = "docs/checklists.md"
NAME = re.compile(r"`([\w/.-]+\.(?:py|c))::([^`]+)`")

# Whose tests are lines of the documents, each of them.
OF_DOCUMENTS = ["grocery", "services", "logistics", "fintech", "shop", "pains"]

# What the rule has to find, in a page of its own: a line and what must be said of it.
WRONG = {
    "| A | `server/test_grocery.py::test_nothing_like_it` |": "there is no test",
    "| B | `server/test_none.py::test_x` |": "there is no file",
    "| C | `server/engine/engine-feed.c::feed/nothing-like-it` |": "there is no test",
    "| D | some day |": "no test and no reason",
    "| E |  |": "no test and no reason",
}
RIGHT = [
    "| F | `server/test_grocery.py::test_grocery_typical_support_flow` |",
    "| G | `server/engine/engine-feed.c::feed/law` |",
    "| H | Not yet: nobody has built it |",
]


def read_rows(text):
    """The tables' lines, without their heads: (number, line, what is said of it)."""
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 2 and cells[0] not in ("line", "---"):
            yield number, cells[0], cells[1]


def has_test(path, name):
    text = path.read_text()
    if path.suffix == ".py":
        return re.search(rf"^def {re.escape(name)}\(", text, re.MULTILINE) is not None
    return '"' + name.replace('"', '\\"') + '"' in text


def check_names(text):
    """Each test that is named is there; each line has one, or a reason."""
    for number, line, said in read_rows(text):
        names = NAME.findall(said)
        if not names and "Not yet: " not in said:
            yield f"{PAGE}:{number}: {line}: no test and no reason"
        for file, name in names:
            path = ROOT / "tests" / file
            if not path.is_file():
                yield f"{PAGE}:{number}: there is no file tests/{file}"
            elif not has_test(path, name):
                yield f"{PAGE}:{number}: there is no test {name} in tests/{file}"


def check_all_are_named(text):
    """Each test of the documents' files stands in the table."""
    named = set(NAME.findall(text))
    for document in OF_DOCUMENTS:
        file = f"server/test_{document}.py"
        for name in re.findall(r"^def (test_\w+)\(", (ROOT / "tests" / file).read_text(), re.MULTILINE):
            if (file, name) not in named:
                yield f"tests/{file}: {name} is not in {PAGE}"


def check_bad_input(_text):
    """The rule finds what is wrong, and nothing where all is right."""
    for row, problem in WRONG.items():
        if not any(problem in found for found in check_names(row)):
            yield f"nothing is found wrong with {row}"
    for row in RIGHT:
        for found in check_names(row):
            yield f"wrongly found: {found}"
    if not list(check_all_are_named("")):
        yield "an empty page is found to name all tests"


def main():
    text = (ROOT / PAGE).read_text()
    cases = (check_names, check_all_are_named, check_bad_input)
    print(f"1..{len(cases)}")
    failed = 0
    for number, case in enumerate(cases, 1):
        problems = list(case(text))
        failed += bool(problems)
        for problem in problems:
            print(f"# {problem}")
        name = case.__name__.removeprefix("check_").replace("_", "-")
        print(f"{'not ok' if problems else 'ok'} {number} /checklists/{name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
