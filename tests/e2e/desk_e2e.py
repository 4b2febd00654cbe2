# SPDX-License-Identifier: GPL-3.0-or-later
"""Deskbell as people meet it: real windows, a real server, real keys.

    from desk_e2e import Stage

    with Stage(tickets=200) as stage:
        executive = stage.open("executive")          # signs in by the form
        agent = stage.open("agent")
        executive.press("ctrl+n")
        executive.fill(executive.wait("text", "Name"), "Mary Rao")
        executive.click(executive.wait("push button", "Save"))
        note = stage.desktop.wait_notification("New ticket assigned to you", "TKT-")
        stage.desktop.press_notification(note)
        agent.wait_text("Original query")
        stage.close_windows()                        # and nothing may be left

Nodes are found by role and name as a screen reader tells them (e2e_tree.py), clicked and dragged with the mouse where
they are on the screen, and every wait has an end. `window.outline()` prints all that is there: use it to write a test.

    find, find_all, wait, wait_gone, wait_text      look (e2e_window.py)
    click, press, type, fill, choose, drag          do
    node.activate(), node.set_text(), node.text     the same without mouse and keys
    screenshot                                      a PNG of the screen
    stage.server.stop(), stage.server.start()       the network goes and comes back

The programs are those of the build folder: DESKBELL_BUILD, or build/ in the source.
"""

import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")

from e2e_desktop import Desktop  # noqa: E402
from e2e_wait import Waited, wait_for  # noqa: E402,F401
from e2e_window import AppWindow  # noqa: E402

SOURCE = Path(__file__).resolve().parent.parent.parent
BUILD = Path(os.environ.get("DESKBELL_BUILD", SOURCE / "build")).resolve()
PASSWORD = "a-sample-desk-for-tests"
LISTENING = "listening on "


class Server:
    """deskbelld with a demo desk of its own."""

    def __init__(self, desktop, tickets):
        self.desktop = desktop
        self.program = BUILD / "src" / "server" / "deskbelld"
        self.folder = desktop.folder / "desk"
        self.log_path = desktop.folder / "deskbelld.log"
        self.process = None
        self.url = None
        secret = desktop.folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o600)
        subprocess.run(
            [self.program, "init", "--data", self.folder, "--preset", "shop", "--demo", str(tickets),
             "--demo-password-file", secret],
            check=True, stdout=subprocess.DEVNULL, env={**os.environ, **desktop.environment},
        )

    def start(self):
        """The second time on the same port, as a server that comes back."""
        listen = self.url.removeprefix("http://") if self.url else "127.0.0.1:0"
        with open(self.log_path, "ab") as log:
            self.process = self.desktop.start(
                [self.program, "serve", "--data", self.folder, "--listen", listen], stdout=subprocess.PIPE, stderr=log,
                text=True,
            )
        line = self.process.stdout.readline()
        assert line.startswith(LISTENING), f"deskbelld said {line!r}\n{self.log_path.read_text()}"
        self.url = line.removeprefix(LISTENING).strip()
        return self

    def stop(self):
        status = self.desktop.stop(self.process)
        self.process.stdout.close()
        return status


class Stage:
    """A desktop with a server, and a window for whoever is wanted."""

    def __init__(self, tickets=200, width=1440, height=900):
        self.desktop = Desktop(width, height)
        self.tickets = tickets
        self.server = None
        self.windows = []

    def __enter__(self):
        self.desktop.__enter__()
        try:
            self.desktop._set_environment(
                DESKBELL_DATADIR=SOURCE / "data", GSETTINGS_SCHEMA_DIR=BUILD / "data",
                DESKBELL_DAEMON=BUILD / "src" / "server" / "deskbelld",
            )
            self.server = Server(self.desktop, self.tickets).start() if self.tickets else None
        except BaseException:
            self.desktop.close()
            raise
        return self

    def __exit__(self, *_):
        self.desktop.close()

    def launch(self, name, *arguments, **options):
        """A window that nobody has signed in to. `name` is also its folder: the same name finds the same data."""
        window = AppWindow(self.desktop, BUILD / "src" / "app" / "deskbell", name, arguments, **options)
        self.windows.append(window)
        return window

    def open(self, role, name=None, **options):
        """The window of a sample account, signed in by typing into the form."""
        window = self.launch(name or role, "--server", self.server.url, **options)
        self.sign_in(window, f"{role}@demo.deskbell", PASSWORD)
        return window

    def sign_in(self, window, email, password):
        window.fill(window.wait("text", "E-mail"), email)
        window.fill_secret(window.wait("text", "Password"), password)
        window.click(window.wait("push button", "Sign In", enabled=True))
        window.wait("push button", "Search everything", timeout=30)
        window.wait("push button", contains="Live", timeout=60)

    def close_windows(self):
        """Closes all, each as its person would, then sees that no program of Deskbell's is left but the server."""
        for window in self.windows:
            if window.process.poll() is None:
                window.close()
        self.windows.clear()
        wait_for("no deskbell to be left", lambda: not self.desktop.leftovers(("deskbell",)))
