#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house's rules, as a program.

    check-source.py [--root DIR] [--tap]

Reads the sources below DIR and prints each breach as "file:line: rule: message"; ends with 1 when there is one.
With --tap each rule is a test case of its own. CONTRIBUTING.md says in words what the rules are; every rule has
a sample that breaks it and one that does not in samples/.

A line that must break a rule says so, and why, in a comment on it or above it: "allow RULE: reason".
"""

import argparse
import re
import sys
from collections import defaultdict
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
from c_text import CALL, read_source  # noqa: E402

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
LONGEST_FILE = 700

# Who may include whom, by folder below src/; the longest name that fits a file is its room. A room may always
# include itself. The files that stand directly in server/ and app/ put the house together and may see all of it.
MAY_INCLUDE = {
    "core": [],
    "db": ["core"],
    "server/viewer": ["core"],
    "server/store": ["server/viewer", "db", "core"],
    "server/desk": ["server/store", "server/viewer", "db", "core"],
    # The doors begin and end transactions, and know for whom, but no rows.
    "server/http": ["server/desk", "server/viewer", "db", "core"],
    "server/routes": ["server/http", "server/desk", "server/viewer", "core"],
    "server/live": ["server/http", "server/desk", "server/viewer", "db", "core"],
    "server/intake": ["server/http", "server/desk", "server/viewer", "db", "core"],
    "server/jobs": ["server/desk", "server/viewer", "db", "core"],
    "server/demo": ["server/desk", "server/store", "server/viewer", "db", "core"],
    "server": [
        "server/demo", "server/routes", "server/http", "server/live", "server/intake", "server/jobs", "server/desk",
        "server/store", "server/viewer", "db", "core",
    ],
    "client": ["db", "core"],
    "app/format": ["core"],
    "app/charts": ["app/format", "core"],
    "app/widgets": ["app/charts", "app/format", "client", "core"],
    "app/dialogs": ["app/widgets", "app/charts", "app/format", "client", "core"],
    "app/pages": ["app/dialogs", "app/widgets", "app/charts", "app/format", "client", "core"],
    "app": ["app/pages", "app/dialogs", "app/widgets", "app/charts", "app/format", "client", "core"],
}

# Files whose room is not that of their folder, by the beginning of their name.
ROOMS = {"src/app/desk-format": "app/format", "src/server/store/desk-viewer": "server/viewer"}

# Libraries that only some rooms may know.
LIBRARIES = {
    "gtk-only-in-app": (re.compile(r"^(gtk|gdk|gsk)/|^adwaita\.h$|^(gtk|gdk|gsk)\w*\.h$"), ["app"]),
    "floors": (re.compile(r"^(sqlite3|libpq-fe)\.h$"), ["db"]),
}

SQL_ROOMS = ["db", "server/store"]
SQL_FILES = re.compile(r"^src/client/desk-(cache|outbox|drafts|list-model|search)[\w-]*\.[ch]$")
SQL = re.compile(
    r"\bSELECT\b[\s\S]+\bFROM\b|\bINSERT\s+(?:OR\s+\w+\s+)?INTO\b|\bUPDATE\s+[\w%]+\s+SET\b|\bDELETE\s+FROM\b"
    r"|\b(?:CREATE|DROP|ALTER)\s+(?:UNIQUE\s+|VIRTUAL\s+|TEMP\s+)*(?:TABLE|INDEX|TRIGGER|VIEW)\b"
    r"|\bPRAGMA\s+\w|\bBEGIN\s+IMMEDIATE\b|\bSAVEPOINT\s+\w"
)
SQL_PIECE = re.compile(r"\b(?:WHERE|ORDER BY|GROUP BY|(?:LEFT|INNER|CROSS|FULL) JOIN|ON CONFLICT|RETURNING|LIMIT \$)\s")

# A wire word without an underscore is also an ordinary word ("open", "email"). It is a wire word where it is
# compared with something, put into a field that holds an enum, or quoted in SQL. Those that are fields' names too
# may be compared: the entity tables name them.
COMPARISONS = {"g_str_equal", "g_strcmp0", "strcmp", "g_ascii_strcasecmp", "g_strv_contains", "desk_enum_from_wire"}
ENUM_FIELDS = {
    "status", "priority", "severity", "source", "role", "availability", "sender_type", "resolution_type", "kind",
    "action", "subject_type", "from_status", "to_status", "requested_role",
}
ENUM_ROW = re.compile(r'\{\s*"([a-z][a-z_]*)",\s*(?:N_|NC_|NULL)')

TYPE_MACRO = re.compile(r"^G_DEFINE_(?:FINAL_|ABSTRACT_)?(?:TYPE|INTERFACE|BOXED|POINTER)")
PROPERTIES = re.compile(r"\bPROP_0\b|\bN_PROPS\b|GParamSpec\s*\*\s*\w+\s*\[|\bN_SIGNALS\b|\bguint\s+\w*signals\s*\[")

LEFTOVERS = re.compile(
    r"(?<![\w.\-/}])/(?:home|root|Users|work|mnt)/[\w.]|\b(?:TODO|FIXME|XXX|HACK)\b|(?i:lorem ipsum|co-authored-by|@author\b)"
)
TEXT_SUFFIXES = {".c", ".h", ".py", ".ui", ".css", ".sql", ".xml", ".in", ".build", ".md", ".yml", ".yaml", ".sh", ".po", ""}


class House:
    """The tree as the rules see it."""

    def __init__(self, root):
        self.root = root
        self.sources = {}
        for path in sorted([*root.glob("src/**/*.c"), *root.glob("src/**/*.h")]):
            name = path.relative_to(root).as_posix()
            self.sources[name] = read_source(name, path.read_text())
        self.wire_words = set()
        self.field_names = set()
        for name, source in self.sources.items():
            if name.startswith("src/core/entities/"):
                self.field_names.update(literal.value for literal in source.literals)
            if re.match(r"src/core/desk-enum[\w-]*\.c$", name):
                self.wire_words.update(ENUM_ROW.findall(source.text))

    def files(self):
        """Every text file of the project, as (name, text): what is built, downloaded or a rule's sample is not."""
        for folder in ("src", "ui", "data", "po", "flatpak", "tests", "docs", ".ci", "."):
            base = self.root / folder
            for path in sorted(base.glob("*") if folder == "." else base.glob("**/*")):
                name = path.relative_to(self.root).as_posix()
                if not path.is_file() or path.suffix not in TEXT_SUFFIXES or "__pycache__" in name:
                    continue
                if name.startswith("tests/rules/samples/") or name in ("COPYING", "tests/rules/check-source.py"):
                    continue
                text = path.read_text(errors="replace")
                if "\0" not in text:
                    yield name, text


def room_of(name):
    """src/server/store/desk-x.c is in room server/store; src/app/desk-window.c in room app."""
    for beginning, room in ROOMS.items():
        if name.startswith(beginning):
            return room
    folder = name.removeprefix("src/").rpartition("/")[0]
    while folder and folder not in MAY_INCLUDE:
        folder = folder.rpartition("/")[0]
    return folder


def unit_of(name):
    """A .c and its .h are one."""
    return name.rpartition(".")[0]


def is_allowed(source, line, rule):
    lines = source.text.splitlines()
    return any(re.search(rf"allow {rule}: \S", text) for text in lines[max(0, line - 2) : line])


# --- the rules: each yields (file, line, message) -----------------------------


def check_floors(house):
    for name, source in house.sources.items():
        room = room_of(name)
        for include in source.includes:
            if include.system:
                if LIBRARIES["floors"][0].match(include.name) and room not in LIBRARIES["floors"][1]:
                    yield name, include.line, f"<{include.name}> belongs to src/db alone"
                continue
            target = "src/" + include.name
            if target not in house.sources:
                if "/" in include.name:
                    yield name, include.line, f'there is no "{include.name}" below src/'
                continue
            other = room_of(target)
            if other != room and other not in MAY_INCLUDE.get(room, []):
                yield name, include.line, f"src/{room} must not use src/{other}"


def check_gtk(house):
    pattern, rooms = LIBRARIES["gtk-only-in-app"]
    for name, source in house.sources.items():
        if room_of(name).split("/")[0] in rooms:
            continue
        for include in source.includes:
            if include.system and pattern.match(include.name):
                yield name, include.line, f"<{include.name}> outside src/app"


def check_sql(house):
    for name, source in house.sources.items():
        if room_of(name) in SQL_ROOMS or SQL_FILES.match(name):
            continue
        for literal in source.literals:
            if SQL.search(literal.value) or SQL_PIECE.search(literal.value):
                yield name, literal.line, "SQL outside src/db, src/server/store and the client's cache"


def called_function(code, position):
    """The function whose argument stands at `position`, or nothing."""
    depth = 0
    for index in range(position - 1, max(0, position - 400), -1):
        char = code[index]
        if char in ")}":
            depth += 1
        elif char in "({":
            if depth == 0:
                match = re.search(r"([A-Za-z_]\w*)\s*$", code[:index])
                return match[1] if match and char == "(" else ""
            depth -= 1
        elif char == ";":
            return ""
    return ""


def check_wire_words(house):
    for name, source in house.sources.items():
        if room_of(name) == "core":
            continue
        before = None
        for literal in source.literals:
            word = literal.value
            quoted = [w for w in re.findall(r"'([a-z_]+)'", word) if w in house.wire_words]
            if quoted:
                yield name, literal.line, f"wire word '{quoted[0]}' in a text: bind the value of the C enum"
            elif word in house.wire_words:
                follows_field = (
                    before
                    and before.value in ENUM_FIELDS
                    and source.code[before.end : literal.start].strip() == ","
                )
                compared = (
                    word not in house.field_names and called_function(source.code, literal.start) in COMPARISONS
                )
                if "_" in word or follows_field or compared:
                    yield name, literal.line, f'wire word "{word}": use the C enum of core/desk-enum.h'
            before = literal


def check_file_order(house):
    for name, source in house.sources.items():
        if not name.endswith(".c"):
            continue
        yield from check_order_of_head(name, source)
        yield from check_order_of_functions(name, source)


def check_order_of_head(name, source):
    first_function = next((item for item in source.items if item.kind == "function"), None)
    if source.items:
        start = source.items[0].line
        for include in source.includes:
            if include.line > start:
                yield name, include.line, "includes come before everything else"
    for item in source.items:
        if not first_function or item.line <= first_function.line:
            continue
        if item.kind == "macro" and TYPE_MACRO.match(item.name):
            yield name, item.line, f"{item.name} comes before all functions"
        elif item.kind == "type":
            yield name, item.line, "types come before all functions"
        elif item.kind == "data" and PROPERTIES.search(item.text):
            yield name, item.line, "properties and signals come before all functions"
    macro = next((item for item in source.items if item.kind == "macro" and TYPE_MACRO.match(item.name)), None)
    for item in source.items:
        if macro and item.line < macro.line and item.kind in ("type", "data") and PROPERTIES.search(item.text):
            yield name, item.line, f"properties and signals come after {macro.name}"


def check_order_of_functions(name, source):
    """Static functions, then class and instance init, then the public ones."""
    class_init = first_public = None
    for item in source.items:
        if item.kind != "function":
            continue
        if not item.static:
            first_public = first_public or item
        elif first_public:
            yield name, item.line, f"{item.name} comes after {first_public.name}: public functions are last"
        elif item.name.endswith("_class_init") or item.name.endswith("_default_init"):
            class_init = item
        elif class_init and not item.name.endswith("_init"):
            yield name, item.line, f"{item.name} comes after {class_init.name}: class and instance init follow the rest"


def check_goto(house):
    for name, source in house.sources.items():
        for match in re.finditer(r"\bgoto\b", source.code):
            yield name, source.line_at(match.start()), "goto"


def check_licence(house):
    for name, text in house.files():
        lines = text.splitlines() or [""]
        if name.endswith((".c", ".h")):
            if lines[0] != f"/* {LICENCE} */":
                yield name, 1, f"the first line must be /* {LICENCE} */"
        elif name.endswith((".py", ".sh", ".css", ".ui", ".sql")) or name in ("dev", ".ci/run"):
            if not any(LICENCE in line for line in lines[:4]):
                yield name, 1, f"{LICENCE} is not among the first lines"


def check_length(house):
    for name, source in house.sources.items():
        length = len(source.text.splitlines())
        if length > LONGEST_FILE:
            yield name, LONGEST_FILE + 1, f"{length} lines: this file has two subjects, split it"


def check_leftovers(house):
    for name, text in house.files():
        for number, line in enumerate(text.splitlines(), 1):
            match = LEFTOVERS.search(line)
            if match:
                yield name, number, f'"{match[0].strip()}" is no part of the finished house'


def include_graph(house):
    graph = defaultdict(dict)
    for name, source in house.sources.items():
        for include in source.includes:
            target = "src/" + include.name
            if not include.system and target in house.sources:
                graph[name].setdefault(target, (name, include.line))
    return graph


def call_graph(house):
    homes = {}
    for name, source in house.sources.items():
        for item in source.items:
            if item.kind == "function" and not item.static and name.endswith(".c") and item.name != "main":
                homes[item.name] = unit_of(name)
    graph = defaultdict(dict)
    for name, source in house.sources.items():
        for item in source.items:
            if item.kind != "function":
                continue
            for match in CALL.finditer(item.text):
                home = homes.get(match[1])
                if home and home != unit_of(name):
                    graph[unit_of(name)].setdefault(home, (name, source.line_at(item.start + match.start())))
    return graph


def find_circles(graph):
    """One circle for every knot of files that reach each other, as a list of files that ends where it begins."""
    reach = {}

    def reachable(start):
        if start not in reach:
            seen, waiting = set(), list(graph.get(start, ()))
            while waiting:
                node = waiting.pop()
                if node not in seen:
                    seen.add(node)
                    waiting.extend(graph.get(node, ()))
            reach[start] = seen
        return reach[start]

    reported = set()
    for start in sorted(graph):
        if start in reported or start not in reachable(start):
            continue
        reported.update(node for node in reachable(start) if start in reachable(node))
        yield shortest_way_back(graph, start)


def shortest_way_back(graph, start):
    waiting = [[start]]
    seen = set()
    while waiting:
        way = waiting.pop(0)
        for node in sorted(graph.get(way[-1], ())):
            if node == start:
                return [*way, start]
            if node not in seen:
                seen.add(node)
                waiting.append([*way, node])
    return [start, start]


def check_circles(graph, verb):
    for way in find_circles(graph):
        name, line = graph[way[0]][way[1]]
        yield name, line, f"a circle of {verb}: " + " -> ".join(node.removeprefix("src/") for node in way)


def check_include_circles(house):
    yield from check_circles(include_graph(house), "includes")


def check_call_circles(house):
    yield from check_circles(call_graph(house), "calls")


RULES = {
    "floors": check_floors,
    "gtk-only-in-app": check_gtk,
    "sql-only-in-store": check_sql,
    "wire-words-only-in-core": check_wire_words,
    "file-order": check_file_order,
    "no-goto": check_goto,
    "licence": check_licence,
    "length": check_length,
    "leftovers": check_leftovers,
    "include-circle": check_include_circles,
    "call-circle": check_call_circles,
}


def breaches_of(house, rule):
    found = []
    for name, line, message in RULES[rule](house):
        source = house.sources.get(name)
        if not (source and is_allowed(source, line, rule)):
            found.append((name, line, rule, message))
    return sorted(found)


def main():
    parser = argparse.ArgumentParser(description="Checks the house's rules")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent.parent)
    parser.add_argument("--tap", action="store_true")
    options = parser.parse_args()
    house = House(options.root)
    bad = 0
    if options.tap:
        print(f"1..{len(RULES)}")
    for number, rule in enumerate(RULES, 1):
        found = breaches_of(house, rule)
        bad += len(found)
        prefix = "# " if options.tap else ""
        for name, line, rule_name, message in found:
            print(f"{prefix}{name}:{line}: {rule_name}: {message}")
        if options.tap:
            print(f"{'not ok' if found else 'ok'} {number} /rules/{rule}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
