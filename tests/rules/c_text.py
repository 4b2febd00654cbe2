# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads C as text: comments, strings, and what stands at the top level of a file.

This is no compiler. It knows as much of C as this project's style needs: one declaration after another, macros in
capitals, no code that preprocessor branches tear apart.
"""

import re
from dataclasses import dataclass, field

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.M)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+(["<])([^">]+)[">]', re.M)
MACRO_CALL = re.compile(r"\s*([A-Z][A-Z0-9_]+)\s*\(")
CALL = re.compile(r"\b([a-z_][A-Za-z0-9_]*)\s*\(")
TYPE = re.compile(r"(?:static\s+|const\s+)*(?:typedef\b|(?:struct|union|enum)\b[^()=]*\{)")


@dataclass
class Literal:
    """Neighbouring string literals count as one, as they do for the compiler."""

    line: int
    start: int
    end: int
    value: str


@dataclass
class Include:
    line: int
    name: str
    system: bool


@dataclass
class Item:
    """One thing at the top level. `kind`: macro, type, function, data."""

    kind: str
    line: int
    name: str
    static: bool
    text: str
    start: int


@dataclass
class Source:
    path: str
    text: str
    code: str = ""  # comments blanked, strings emptied, directives kept
    plain: str = ""  # code without directives
    literals: list = field(default_factory=list)
    includes: list = field(default_factory=list)
    items: list = field(default_factory=list)

    def line_at(self, offset):
        return self.text.count("\n", 0, offset) + 1


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def strip(source):
    """Fills `code` and `literals`; offsets stay those of the text."""
    parts = []
    last = 0
    for match in TOKEN.finditer(source.text):
        parts.append(source.text[last : match.start()])
        token = match[0]
        if token.startswith("/"):
            parts.append(blank(token))
        else:
            parts.append(token[0] + "_" * (len(token) - 2) + token[0])
            if token[0] == '"':
                add_literal(source, match)
        last = match.end()
    parts.append(source.text[last:])
    source.code = "".join(parts)


def add_literal(source, match):
    value = match[0][1:-1].replace('\\"', '"').replace("\\n", "\n").replace("\\\n", "")
    if source.literals:
        before = source.literals[-1]
        between = source.text[before.end : match.start()]
        if not between.strip():
            before.value += value
            before.end = match.end()
            return
    source.literals.append(Literal(source.line_at(match.start()), match.start(), match.end(), value))


def closing(code, start, opening, close):
    """Where the bracket that opens at `start` is closed; the text's end when it never is."""
    depth = 0
    for match in re.compile("[" + re.escape(opening + close) + "]").finditer(code, start):
        depth += 1 if match[0] == opening else -1
        if depth == 0:
            return match.end()
    return len(code)


def end_of_item(code, start):
    """The end of the declaration that begins at `start`, and where its body's brace is, if it has one."""
    macro = MACRO_CALL.match(code, start)
    if macro:
        end = closing(code, macro.end() - 1, "(", ")")
        semicolon = re.compile(r"[ \t]*;").match(code, end)
        if semicolon or re.compile(r"[ \t]*\n").match(code, end):
            return (semicolon.end() if semicolon else end), None
    position = start
    while position < len(code):
        char = code[position]
        if char == "(":
            position = closing(code, position, "(", ")")
            continue
        if char == "{":
            end = closing(code, position, "{", "}")
            if code[:position].rstrip().endswith(")"):
                return end, position
            position = end
            continue
        if char == ";":
            return position + 1, None
        position += 1
    return len(code), None


def make_item(source, start, end, body):
    text = source.plain[start:end]
    line = source.line_at(start)
    if body is not None:
        head = source.plain[start:body]
        name = CALL.search(head)
        static = bool(re.match(r"(?:inline\s+)?static\b", head))
        return Item("function", line, name[1] if name else "", static, text, start)
    macro = MACRO_CALL.match(text)
    if macro:
        return Item("macro", line, macro[1], False, text, start)
    static = text.startswith("static")
    if TYPE.match(text):
        return Item("type", line, "", static, text, start)
    return Item("data", line, "", static, text, start)


def read_items(source):
    code = source.plain
    position = 0
    while True:
        start = re.compile(r"[\s;]*").match(code, position).end()
        if start >= len(code):
            return
        lone = re.compile(r"[A-Z][A-Z0-9_]+[ \t]*\n").match(code, start)  # G_BEGIN_DECLS and the like
        if lone:
            position = lone.end()
            continue
        end, body = end_of_item(code, start)
        source.items.append(make_item(source, start, end, body))
        position = end


def read_source(path, text):
    source = Source(path, text)
    strip(source)
    source.plain = DIRECTIVE.sub(lambda match: blank(match[0]), source.code)
    for match in INCLUDE.finditer(text):
        source.includes.append(Include(source.line_at(match.end()), match[2], match[1] == "<"))
    read_items(source)
    return source
