# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own for tests: screen, window manager, compositor, session bus, notification service.

Everything that is started here ends with it, also when the test is killed, and desktop.leftovers() says what has not.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path

from e2e_wait import wait_for

NOTIFICATIONS = "org.freedesktop.Notifications"
NOTIFICATIONS_PATH = "/org/freedesktop/Notifications"
MOCK = "org.freedesktop.DBus.Mock"
MARK = "DESKBELL_E2E_RUN"
FONT_SETTINGS = "[Settings]\ngtk-font-name=Cantarell 11\ngtk-decoration-layout=appmenu:close\ngtk-cursor-blink=false\n"
PR_SET_PDEATHSIG = 1
EDGE = 5  # what GTK draws around a window, also a maximised one, where the window manager knows of no shadows

libc = ctypes.CDLL(None)


def has_compositor(display):
    """Whether windows may have shadows: GTK asks once, when it starts."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XGetSelectionOwner.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    connection = x11.XOpenDisplay(display.encode())
    if not connection:
        return False
    try:
        return x11.XGetSelectionOwner(connection, x11.XInternAtom(connection, b"_NET_WM_CM_S0", 0)) != 0
    finally:
        x11.XCloseDisplay(connection)


def end_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Desktop:
    """with Desktop() as desktop: ... ; a maximised window has `size` inside its edge."""

    def __init__(self, width=1440, height=900):
        self.size = (width, height)
        self.mark = uuid.uuid4().hex
        self.folder = Path(tempfile.mkdtemp(prefix="deskbell-e2e-"))
        self.processes = []
        self.environment = {}
        self._saved = {}
        self._bus = None
        self._accessible_bus = None

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    # --- processes ---

    def make_folder(self, name):
        path = self.folder / name
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def start(self, arguments, environment=None, **options):
        """Starts a program on this desktop. It ends with the test."""
        process = subprocess.Popen(
            [str(argument) for argument in arguments],
            env={**os.environ, **self.environment, **(environment or {})},
            preexec_fn=end_with_parent, start_new_session=True, **options,
        )
        self.processes.append(process)
        return process

    def run(self, *arguments):
        return subprocess.run(
            [str(argument) for argument in arguments], env={**os.environ, **self.environment}, check=True,
            capture_output=True, text=True,
        ).stdout.strip()

    def run_quietly(self, *arguments):
        """The same for questions whose answer may be no: then it is empty."""
        try:
            return self.run(*arguments)
        except subprocess.CalledProcessError:
            return ""

    def stop(self, process, by=signal.SIGTERM, timeout=10):
        """Ends one program and returns its exit status."""
        if process.poll() is None:
            process.send_signal(by)
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"{process.args[0]} did not end within {timeout} s") from None
        if process in self.processes:
            self.processes.remove(process)
        return status

    def leftovers(self, names=("deskbell", "deskbelld")):
        """The command lines of those of this run's programs that are still there."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                if f"{MARK}={self.mark}".encode() not in (entry / "environ").read_bytes().split(b"\0"):
                    continue
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if command and os.path.basename(command[0].decode()) in names:
                found.append(b" ".join(command).decode().strip())
        return found

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self.processes.clear()
        for name, value in self._saved.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        self._saved.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- the desktop's own parts ---

    def _set_environment(self, **values):
        """For the programs and for this process, which speaks to the same buses."""
        for name, value in values.items():
            self._saved.setdefault(name, os.environ.get(name))
            self.environment[name] = str(value)
            os.environ[name] = str(value)

    def _start(self):
        home = self.make_folder("home")
        (home / ".config" / "gtk-4.0").mkdir(parents=True)
        (home / ".config" / "gtk-4.0" / "settings.ini").write_text(FONT_SETTINGS)
        self._set_environment(
            HOME=home, XDG_RUNTIME_DIR=self.make_folder("run"), XDG_CONFIG_HOME=home / ".config",
            XDG_DATA_HOME=home / ".local" / "share", XDG_CACHE_HOME=home / ".cache", LC_ALL="C.UTF-8",
            GSK_RENDERER="cairo", GDK_BACKEND="x11", GTK_A11Y="atspi", NO_AT_BRIDGE="1",
            **{MARK: self.mark},
        )
        self._start_screen()
        self._start_bus()
        self.start(["openbox", "--sm-disable"], stderr=subprocess.DEVNULL)
        # Without a compositor menus and popovers stand in black boxes.
        self.start(["xcompmgr"], stderr=subprocess.DEVNULL)
        self._start_keyring()
        self._start_notifications()
        wait_for("the compositor", lambda: has_compositor(self.environment["DISPLAY"]))
        wait_for("the window manager", lambda: "_NET_ACTIVE_WINDOW" in self.run("xprop", "-root", "_NET_SUPPORTED"))

    def _start_screen(self):
        read, write = os.pipe()
        width, height = self.size
        self.start(
            ["Xvfb", "-displayfd", write, "-screen", "0", f"{width + 2 * EDGE}x{height + 2 * EDGE}x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[write], stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            display = pipe.readline().strip()
        assert display, "Xvfb did not start"
        self._set_environment(DISPLAY=f":{display}")

    def _start_bus(self):
        read, write = os.pipe()
        self.start(
            ["dbus-daemon", "--session", "--nofork", f"--print-address={write}"], pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            address = pipe.readline().strip()
        assert address, "the session bus did not start"
        self._set_environment(DBUS_SESSION_BUS_ADDRESS=address)

    def _start_keyring(self):
        """Unlocked, so that nothing asks for a password while a token is kept."""
        (Path(self.environment["XDG_DATA_HOME"]) / "keyrings").mkdir(parents=True)
        keyring = self.start(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        keyring.stdin.write(b"test")
        keyring.stdin.close()
        wait_for("the keyring", lambda: self._has_owner("org.freedesktop.secrets"))

    def _start_notifications(self):
        self.start(
            ["/usr/bin/python3", "-m", "dbusmock", "--template", "notification_daemon"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        wait_for("the notification service", lambda: self._has_owner(NOTIFICATIONS))

    # --- buses ---

    @property
    def bus(self):
        """The session bus, for this process."""
        from gi.repository import Gio

        if self._bus is None:
            flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
            address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
            self._bus = Gio.DBusConnection.new_for_address_sync(address, flags)
        return self._bus

    @property
    def accessible_bus(self):
        from e2e_tree import AccessibleBus

        if self._accessible_bus is None:
            self._accessible_bus = AccessibleBus(self.bus)
        return self._accessible_bus

    def _call(self, name, path, interface, method, arguments=None):
        return self.bus.call_sync(name, path, interface, method, arguments, None, 0, 10000).unpack()

    def _has_owner(self, name):
        from gi.repository import GLib

        return self._call(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
            GLib.Variant("(s)", (name,)),
        )[0]

    # --- notifications ---

    def notifications(self):
        """All that were shown, oldest first: {id, summary, body, actions: {key: label}, closed}."""
        shown = {}
        for _, method, arguments in self._call(NOTIFICATIONS, NOTIFICATIONS_PATH, MOCK, "GetCalls")[0]:
            if method == "Notify":
                _, replaces, _, summary, body, actions, *_ = arguments
                number = replaces or len(shown) + 1
                shown[number] = {
                    "id": number, "summary": summary, "body": body,
                    "actions": dict(zip(actions[::2], actions[1::2])), "closed": False,
                }
            elif method == "CloseNotification" and arguments[0] in shown:
                shown[arguments[0]]["closed"] = True
        return list(shown.values())

    def wait_notification(self, summary, body="", timeout=15):
        """The newest one that says this."""

        def find():
            for note in reversed(self.notifications()):
                if summary in note["summary"] and body in note["body"]:
                    return note
            return None

        return wait_for(f"a notification “{summary} … {body}”", find, timeout, lambda: f"there are {self.notifications()}")

    def press_notification(self, note, action="default"):
        """What the desktop says when somebody presses a button on it."""
        from gi.repository import GLib

        assert action in note["actions"], f"{note} has no button {action}"
        values = [GLib.Variant("u", note["id"]), GLib.Variant("s", action)]
        self._call(
            NOTIFICATIONS, NOTIFICATIONS_PATH, MOCK, "EmitSignal",
            GLib.Variant("(sssav)", (NOTIFICATIONS, "ActionInvoked", "us", values)),
        )
