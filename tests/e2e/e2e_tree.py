# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader sees of a program, read over AT-SPI.

GTK makes the accessible of a widget when somebody first asks for it, and then tells names, roles and states of all in
one call (org.a11y.atspi.Cache.GetItems). So a look at a whole window costs that, and a question for its children to
each widget, all at once. pyatspi makes a call for every single property, one after another: seconds for a table.
"""

from functools import lru_cache

import dbus.bus
import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

CALL_TIMEOUT_MS = 10000
ACCESSIBLE = "org.a11y.atspi.Accessible"
WINDOW_COORDINATES = 1
LONG_LIST = 30
ROOT = "/org/a11y/atspi/accessible/root"


@lru_cache(maxsize=None)
def state_names(low, high):
    value = low | (high << 32)
    return frozenset(
        Atspi.StateType(n).value_nick for n in range(int(Atspi.StateType.LAST_DEFINED)) if value >> n & 1
    )


@lru_cache(maxsize=None)
def role_name(role):
    return Atspi.role_get_name(Atspi.Role(role))


class AccessibleBus:
    """The accessibility bus of a session."""

    def __init__(self, session):
        address = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, CALL_TIMEOUT_MS
        ).unpack()[0]
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.connection = Gio.DBusConnection.new_for_address_sync(address, flags)
        self.fast = dbus.bus.BusConnection(address)

    def call(self, name, path, interface, method, arguments=None):
        return self.connection.call_sync(
            name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, CALL_TIMEOUT_MS
        ).unpack()

    def read_items(self, name):
        """All accessibles that a program has made. Thousands of them: dbus-python turns them into Python ten times as
        fast as GLib does."""
        return self.fast.call_blocking(
            name, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems", "", (), timeout=CALL_TIMEOUT_MS / 1000
        )

    def call_each(self, name, paths, interface, method, arguments=None):
        """Calls a method on many objects at once; those that are gone answer None."""
        answers = {}
        loop = GLib.MainLoop()

        def on_answer(connection, result, path):
            try:
                answers[path] = connection.call_finish(result).unpack()
            except GLib.Error:
                answers[path] = None
            if len(answers) == len(paths):
                loop.quit()

        for path in paths:
            self.connection.call(
                name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, CALL_TIMEOUT_MS, None, on_answer, path
            )
        if paths:
            loop.run()
        return answers

    def find_program(self, pid):
        """The bus name under which a process shows itself, or None as long as it does not."""
        programs = self.call("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", ACCESSIBLE, "GetChildren")[0]
        for name, _ in programs:
            try:
                owner = self.call(
                    "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                    "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)),
                )[0]
            except GLib.Error:
                continue
            if owner == pid:
                return name
        return None


class Node:
    """One accessible as it was when the tree was read; its actions work on what it is now."""

    def __init__(self, tree, item):
        self.tree = tree
        self.path, self.parent_path = str(item[0][1]), str(item[2][1])
        self.index, self.n_children = int(item[3]), int(item[4])
        self.interfaces = {interface.rpartition(".")[2] for interface in item[5]}
        self.name, self.description = str(item[6]), str(item[8])
        self.role = role_name(int(item[7]))
        self.states = state_names(*map(int, item[9]))
        self.children = []
        self.parent = None

    def __repr__(self):
        return f"<{self.role} {self.name!r}>"

    # --- looking ---

    @property
    def toplevel(self):
        """The window it stands in."""
        node = self
        while node.parent:
            node = node.parent
        return node

    @property
    def is_popover(self):
        return self.role in ("menu", "popup menu") or (self.name.startswith("GtkPopover") and self.name != "GtkPopoverContent")

    @property
    def surface(self):
        """The popover or the window that it is drawn on; extents are told as if popovers began where their button does."""
        node = self
        while not node.is_popover and node.parent:
            node = node.parent
        return node

    def is_on_screen(self):
        """Whether its middle can be seen: shown, not scrolled away, not covered by something else in its window."""
        try:
            x, y, width, height = self.extents
        except GLib.Error:
            return False  # it has just gone away
        if width <= 0 or height <= 0:
            return False
        # Some insides, such as the text of an entry row, answer with no accessible: they cover nothing else.
        hits = [self._hit(x + width * part // 4, y + height // 2) for part in (2, 1, 3)]
        known = [hit for hit in hits if hit and not hit.endswith("/null")]
        return any(self._contains(hit) for hit in known) if known else None not in hits

    def _hit(self, x, y):
        """The accessible at a point of its window; None outside of it."""
        try:
            point = GLib.Variant("(iiu)", (x, y, WINDOW_COORDINATES))
            return self.surface._call("Component", "GetAccessibleAtPoint", point)[0][1]
        except GLib.Error:
            return None

    def _contains(self, path):
        """Whether the accessible at `path` is this one, below it, or the box that it stands in."""
        around = {self.path, *[node.path for node in list(self.ancestors())[:2]]}
        for _ in range(12):
            if path in around:
                return True
            if path.endswith("/null"):
                return False
            _, path = self.tree.bus.call(
                self.tree.name, path, "org.freedesktop.DBus.Properties", "Get",
                GLib.Variant("(ss)", (ACCESSIBLE, "Parent")),
            )[0]
        return False

    @property
    def is_showing(self):
        return bool(self.states & {"visible", "showing"})

    @property
    def is_enabled(self):
        return "sensitive" in self.states or "enabled" in self.states

    def walk(self):
        """This node and all below it that is not hidden, in reading order."""
        if self.is_showing:
            yield self
            for child in self.children:
                yield from child.walk()

    def ancestors(self):
        node = self.parent
        while node:
            yield node
            node = node.parent

    def texts(self):
        """Everything that can be read in it."""
        return [node.name for node in self.walk() if node.role == "label" and node.name]

    def outline(self, depth=0):
        told = sorted(self.states & {"visible", "focused", "selected", "checked", "sensitive"})
        line = f"{'  ' * depth}{self.role} {self.name!r} {' '.join(told)}"
        return "\n".join([line, *(child.outline(depth + 1) for child in self.children)])

    # --- doing, without the mouse ---

    def _call(self, interface, method, arguments=None):
        return self.tree.bus.call(self.tree.name, self.path, f"org.a11y.atspi.{interface}", method, arguments)

    def activate(self):
        """Its first action: a button is pressed, a menu opened, an entry activated."""
        self._call("Action", "DoAction", GLib.Variant("(i)", (0,)))

    @property
    def action_names(self):
        if "Action" not in self.interfaces:
            return []
        return [name for name, _, _ in self._call("Action", "GetActions")[0]]

    @property
    def text(self):
        """What stands in an entry or a text."""
        count = self.tree.bus.call(
            self.tree.name, self.path, "org.freedesktop.DBus.Properties", "Get",
            GLib.Variant("(ss)", ("org.a11y.atspi.Text", "CharacterCount")),
        )[0]
        return self._call("Text", "GetText", GLib.Variant("(ii)", (0, count)))[0]

    def set_text(self, text):
        self._call("EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))

    @property
    def extents(self):
        """x, y, width, height in its window, without the window's shadow."""
        return self._call("Component", "GetExtents", GLib.Variant("(u)", (WINDOW_COORDINATES,)))[0]


class Tree:
    """All accessibles of one program. `height` is the screen's: what is below it is out of sight."""

    def __init__(self, bus, name, height):
        self.bus = bus
        self.name = name
        self.height = height

    def read(self):
        """Reads it anew. Returns the toplevels, as nodes. Rows of long lists are told only while they are on the screen,
        as to somebody who looks."""
        children = self._read_children()
        nodes = {node.path: node for node in (Node(self, item) for item in self.bus.read_items(self.name))}
        for path, below in children.items():
            parent = nodes.get(path) if path != ROOT else None
            for child in below:
                if parent and child in nodes:
                    nodes[child].parent = parent
                    parent.children.append(nodes[child])
        return [nodes[path] for path in children[ROOT] if path in nodes]

    def _read_children(self):
        """The paths below each path. What the cache says of children may be of a moment ago, so each is asked."""
        children = {}
        asking = [ROOT]
        while asking:
            answers = self.bus.call_each(self.name, asking, ACCESSIBLE, "GetChildren")
            asking = []
            for path, answer in answers.items():
                below = [child for _, child in answer[0]] if answer else []
                if len(below) > LONG_LIST:
                    below = self._in_sight(below)
                children[path] = below
                asking += [child for child in below if child not in children]
        return children

    def _in_sight(self, paths):
        """Those that have a place in the window."""
        extents = self.bus.call_each(
            self.name, paths, "org.a11y.atspi.Component", "GetExtents", GLib.Variant("(u)", (WINDOW_COORDINATES,))
        )
        places = {path: answer[0] for path, answer in extents.items() if answer}
        return [path for path in paths if path in places and self._is_in_sight(*places[path])]

    def _is_in_sight(self, x, y, width, height):
        return width > 0 and y + height > 0 and y < self.height
