# SPDX-License-Identifier: GPL-3.0-or-later
"""One person's Deskbell: started, looked at, clicked, typed into."""

import re
import signal
import subprocess

from gi.repository import GLib

from e2e_desktop import EDGE
from e2e_tree import Tree
from e2e_wait import wait_for, wait_until_still



class XWindow:
    """A window, a dialog or a popover as X sees it: where its contents begin on the screen, and how big they are."""

    def __init__(self, desktop, number):
        self.number = number
        facts = dict(line.split("=", 1) for line in desktop.run("xdotool", "getwindowgeometry", "--shell", number).splitlines())
        properties = desktop.run("xprop", "-id", number, "_GTK_FRAME_EXTENTS", "_NET_WM_NAME", "_NET_WM_WINDOW_TYPE")
        found = re.search(r"_GTK_FRAME_EXTENTS\(CARDINAL\) = (\d+), (\d+), (\d+), (\d+)", properties)
        name = re.search(r'_NET_WM_NAME\(UTF8_STRING\) = "(.*)"', properties)
        self.title = name[1] if name else ""
        self.is_popover = not re.search("_NET_WM_WINDOW_TYPE_(NORMAL|DIALOG)", properties)
        self.is_tooltip = "_NET_WM_WINDOW_TYPE_TOOLTIP" in properties
        edge = 0 if self.is_popover else EDGE
        left, right, top, bottom = map(int, found.groups()) if found else (edge,) * 4
        self.x, self.y = int(facts["X"]) + left, int(facts["Y"]) + top
        self.width, self.height = int(facts["WIDTH"]) - left - right, int(facts["HEIGHT"]) - top - bottom

    def __repr__(self):
        return f"<{'popover' if self.is_popover else 'window'} {self.title!r} {self.width}x{self.height}+{self.x}+{self.y}>"


class AppWindow:
    """A running Deskbell. Names and roles are those of AT-SPI: "push button", "list item", "text", "label"."""

    def __init__(self, desktop, program, name, arguments=(), environment=None, settings=None):
        """`settings`: keys of org.deskbell.Deskbell, in GVariant's words, for a window that starts for the first time."""
        self.desktop = desktop
        self.name = name
        self.folder = desktop.make_folder(name)
        self.log_path = self.folder / "log"
        self._write_settings({"window-maximized": "true", **(settings or {})})
        self.log = open(self.log_path, "ab")
        self.process = desktop.start(
            [program, "--data-dir", self.folder / "data", *arguments], environment, stdout=self.log, stderr=self.log
        )
        self.tree = Tree(desktop.accessible_bus, self._wait_for_name(), desktop.size[1])

    def _write_settings(self, settings):
        path = self.folder / "data" / "settings.ini"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_text("[org/deskbell/Deskbell]\n" + "".join(f"{key}={value}\n" for key, value in settings.items()))

    def _wait_for_name(self):
        def find():
            assert self.process.poll() is None, f"deskbell ended with {self.process.returncode}:\n{self.read_log()}"
            return self.desktop.accessible_bus.find_program(self.process.pid)

        return wait_for("deskbell to show itself", find, 30)

    # --- looking ---

    def read_log(self):
        return self.log_path.read_text(errors="replace")

    def complaints(self):
        """Warnings and criticals of GTK, GLib and Deskbell itself; what libatspi says of GTK is not ours."""
        return [
            line for line in self.read_log().splitlines()
            if re.search(r"(WARNING|CRITICAL|ERROR) \*\*|-(WARNING|CRITICAL|ERROR)", line) and "dbind" not in line
        ]

    def toplevels(self):
        return self.tree.read()

    def nodes(self):
        for toplevel in self.toplevels():
            yield from toplevel.walk()

    def outline(self):
        return "\n".join(toplevel.outline() for toplevel in self.toplevels())

    @staticmethod
    def _fits(node, role, name, contains):
        if role is not None and node.role != role:
            return False
        if name is not None and (not re.search(name, node.name) if isinstance(name, re.Pattern) else node.name != name):
            return False
        return contains is None or contains in node.name

    def find_all(self, role=None, name=None, contains=None, within=None, anywhere=False):
        """All nodes of a role whose name is `name` (a text or a compiled pattern) or has `contains` in it.

        Only those that can be seen now, unless `anywhere`. `within`: a node that has just been found.
        """
        nodes = within.walk() if within else self.nodes()
        fitting = [node for node in nodes if self._fits(node, role, name, contains)]
        return fitting if anywhere else [node for node in fitting if node.is_on_screen()]

    def find(self, role=None, name=None, contains=None, within=None, anywhere=False):
        """The first of them in reading order, of the topmost window that has one; or None."""
        found = self.find_all(role, name, contains, within, anywhere)
        return found[0] if found else None

    def wait(self, role=None, name=None, contains=None, within=None, anywhere=False, timeout=15, enabled=False):
        """Waits until there is one, and returns it. `enabled`: also until it can be used."""
        words = f"{role or 'anything'} “{getattr(name, 'pattern', name) or contains}” in {self.name}'s window"

        def probe():
            assert self.process.poll() is None, f"deskbell ended with {self.process.returncode}:\n{self.read_log()}"
            try:
                node = self.find(role, name, contains, within, anywhere)
            except GLib.Error:
                return None  # it went away while we looked
            return node if node and (node.is_enabled or not enabled) else None

        return wait_for(words, probe, timeout, lambda: self._describe())

    def wait_gone(self, role=None, name=None, contains=None, timeout=15):
        words = f"{role or 'anything'} “{getattr(name, 'pattern', name) or contains}” to go from {self.name}'s window"

        def probe():
            try:
                return not self.find(role, name, contains)
            except GLib.Error:
                return False  # it goes away while we look: look again

        wait_for(words, probe, timeout, lambda: self._describe())

    def wait_text(self, text, timeout=15):
        """Waits until this can be read somewhere."""
        return self.wait(contains=text, timeout=timeout)

    def _describe(self):
        labels = [node for node in self.nodes() if node.role == "label" and not node.name.startswith("Gtk")]
        texts = [node.name for node in labels[-400:] if node.is_on_screen()]
        return f"it shows: {' | '.join(texts)[:3000]}\nits log: {self.read_log()[-1500:]}"

    # --- X ---

    def x_windows(self):
        found = []
        for number in self.desktop.run_quietly("xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)).split():
            try:
                found.append(XWindow(self.desktop, number))
            except subprocess.CalledProcessError:
                pass  # it went away while we looked
        return found

    def x_window_of(self, node):
        """The X window that a node is drawn on: the one of its surface's kind and size, and title if there are more."""
        surface = node.surface
        _, _, width, height = surface.extents

        def fit():
            windows = [
                window for window in self.x_windows()
                if (window.width, window.height) == (width, height) and window.is_popover == surface.is_popover
            ]
            titled = [window for window in windows if window.title == surface.name]
            return (titled or windows or [None])[0]

        return wait_for(f"the X window of {surface}, {width}x{height}", fit, describe=lambda: f"there are {self.x_windows()}")

    def activate(self):
        """Brings this person's window to the front, and gives it the keys."""
        def is_active():
            return self.desktop.run_quietly("xdotool", "getactivewindow", "getwindowpid") == str(self.process.pid)

        if not is_active():
            windows = [window for window in self.x_windows() if not window.is_popover]
            main = max(windows, key=lambda window: window.width * window.height)
            self.desktop.run("xdotool", "windowactivate", "--sync", main.number)
            wait_for(f"{self.name}'s window to be in front", is_active)

    def position_of(self, node):
        """Where its middle is on the screen, once it has come to rest."""
        window = self.x_window_of(node)
        x, y, width, height = wait_until_still(f"{node}", lambda: node.extents, still_for=0.1)
        from_x, from_y = node.surface.extents[:2] if window.is_popover else (0, 0)
        return window.x + x - from_x + width // 2, window.y + y - from_y + height // 2

    # --- doing ---

    def click(self, node, button=1, times=1):
        """With the mouse, on its middle."""
        self.activate()
        x, y = self.position_of(node)
        self.desktop.run("xdotool", "mousemove", x, y, "click", "--repeat", times, "--delay", 60, button)

    def press(self, *keys):
        """Keys as xdotool names them: "ctrl+n", "Return", "Escape", "g"."""
        self.activate()
        for key in keys:
            self.desktop.run("xdotool", "key", "--delay", 30, key)

    def type(self, text):
        """Into whatever has the focus. Beyond ASCII xdotool must be slow, or characters get lost."""
        self.activate()
        self.desktop.run("xdotool", "type", "--delay", 12 if text.isascii() else 40, "--", text)

    def fill(self, node, text):
        """Writes into an entry or a text, in place of what is there, by mouse and keys; and sees that it arrived."""
        self._fill(node, text, lambda target: target.text == text)

    def fill_secret(self, node, text):
        """The same where nobody may read what was written, but how long it is."""
        self._fill(node, text, lambda target: len(target.text) == len(text))

    def _fill(self, node, text, has_arrived):
        target = self._text_of(node)
        self.click(target)
        self.press("ctrl+a")
        self.type(text)
        wait_for(f"“{text}” to stand in {node}", lambda: has_arrived(target), describe=lambda: f"it says “{target.text}”")

    def _text_of(self, node):
        for inner in node.walk():
            if "EditableText" in inner.interfaces:
                return inner
        raise AssertionError(f"nothing can be written into {node}")

    def choose(self, row, option):
        """Opens a combo row or a menu button, presses an entry of what comes up, and sees that closed again."""
        before = self._count_popovers()
        self.click(row)
        self.click(self._wait_entry(option) if isinstance(option, str) else option)
        wait_for("the menu to close", lambda: self._count_popovers() <= before, describe=lambda: f"there are {self.x_windows()}")

    def _wait_entry(self, words):
        """What comes up has it; the same words may stand in the window behind."""

        def probe():
            try:
                return next((node for node in self.find_all(contains=words) if node.surface.is_popover), None)
            except GLib.Error:
                return None  # it went away while we looked

        return wait_for(f"“{words}” in a menu of {self.name}'s window", probe, 15, lambda: self._describe())

    def _count_popovers(self):
        return sum(window.is_popover and not window.is_tooltip for window in self.x_windows())

    def drag(self, node, target):
        """Takes `node` and lets it go on the middle of `target`."""
        self.activate()
        x, y = self.position_of(node)
        to_x, to_y = self.position_of(target)
        self.desktop.run("xdotool", "mousemove", x, y, "mousedown", 1)
        steps = max(abs(to_x - x), abs(to_y - y)) // 20 + 3
        for step in range(1, steps + 1):
            self.desktop.run(
                "xdotool", "mousemove", x + (to_x - x) * step // steps, y + (to_y - y) * step // steps, "sleep", "0.02"
            )
        self.desktop.run("xdotool", "mousemove", to_x + 2, to_y + 2, "sleep", "0.2", "mouseup", 1)

    # --- pictures ---

    def screenshot(self, path):
        """The window and what stands over it, without its edge, once it has come to rest, as a PNG."""
        width, height = self.desktop.size
        path.parent.mkdir(parents=True, exist_ok=True)
        self.activate()
        self.desktop.run("xdotool", "mousemove", width + EDGE, height + EDGE)  # nothing is hovered there
        part = path.with_name(f".{path.name}")

        def take():
            self.desktop.run("scrot", "--overwrite", "--silent", "--autoselect", f"{EDGE},{EDGE},{width},{height}", part)
            return part.read_bytes()

        wait_until_still(f"{self.name}'s window", take, still_for=0.3)
        part.rename(path)
        return path

    # --- ending ---

    def close(self, timeout=10):
        """As a person does, by Ctrl+Q, and sees that it ends well."""
        if self.process.poll() is None:
            self.press("ctrl+q")
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name}'s window did not close within {timeout} s\n{self.read_log()}") from None
        assert status == 0, f"{self.name}'s deskbell ended with {status}:\n{self.read_log()}"
        self.log.close()

    def kill(self):
        """As a crash does."""
        self.desktop.stop(self.process, signal.SIGKILL)
        self.log.close()
