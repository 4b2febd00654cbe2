#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page and dialog, light and dark, of the real windows on a demo desk.

    screenshots.py [--out FOLDER] [--scheme light|dark] [SCENE]...

Writes FOLDER/NAME-SCHEME.png, by default below the build folder. A scene that cannot be shown is reported, and the
others still are.
"""

import argparse
import re
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from desk_e2e import BUILD, Stage, wait_for  # noqa: E402

TICKETS = 2000
SCENES = {}


def scene(role):
    """Marks a function as a scene of one person's window; it is called with a camera."""

    def mark(function):
        SCENES[function.__name__.replace("_", "-")] = (role, function)
        return function

    return mark


class Camera:
    """A person's window, and where its pictures go."""

    def __init__(self, stage, window, folder, scheme):
        self.stage = stage
        self.window = window
        self.folder = folder
        self.scheme = scheme

    def shoot(self, name):
        self.window.screenshot(self.folder / f"{name}-{self.scheme}.png")

    def go(self, page):
        self.window.click(self.window.wait("list item", re.compile(f"^{page}")))
        self.window.wait("label", page)

    def first_row(self, contains):
        return self.window.wait("table row", contains=contains)

    def dismiss(self):
        """Back to the bare window, whatever stands over it; what was typed into a dialog is given up."""
        for _ in range(4):
            count = len(self.window.x_windows())
            if count == 1:
                return
            self.window.press("Escape")
            wait_for("something to close or to ask", lambda: len(self.window.x_windows()) != count)
            discard = self.window.find("push button", contains="Discard", anywhere=True)
            if discard:
                discard.activate()
                wait_for("all to be closed", lambda: len(self.window.x_windows()) == 1)
        assert len(self.window.x_windows()) == 1, f"there still are {self.window.x_windows()}"


# --- before anybody has signed in ---


@scene(None)
def first_run(camera):
    camera.window.wait("push button", "Sign In")
    camera.shoot("15-first-run")


@scene(None)
def sign_in_problems(camera):
    window = camera.window
    window.fill(window.wait("text", "Server address"), "http://nowhere.invalid")
    window.fill(window.wait("text", "E-mail"), "ananya")
    window.click(window.wait("push button", "Sign In", enabled=True))
    window.wait_text("Type the e-mail address")
    camera.shoot("sign-in-fields")
    window.fill(window.wait("text", "E-mail"), "agent@demo.deskbell")
    window.fill_secret(window.wait("text", "Password"), "not this one")
    window.fill(window.wait("text", "Server address"), camera.stage.server.url)
    window.click(window.wait("push button", "Sign In", enabled=True))
    window.wait_text("not right")
    camera.shoot("sign-in-refused")


# --- the executive ---


@scene("executive")
def queries(camera):
    camera.go("Queries")
    camera.window.press("Home")
    camera.window.click(camera.first_row("Q-"))
    camera.window.wait("push button", "Send", anywhere=True)
    camera.shoot("01-queries")


@scene("executive")
def add_query(camera):
    window = camera.window
    window.press("ctrl+n")
    window.fill(window.wait("text", contains="Customer name"), "Lakshmi Subramanian")
    window.fill(window.wait("text", contains="Mobile"), "+91 98410 55217")
    camera.shoot("02-add-query")
    window.press("ctrl+Return")
    camera.shoot("02-add-query-problems")
    camera.dismiss()


@scene("executive")
def escalate(camera):
    window = camera.window
    camera.go("Queries")
    window.click(window.wait("push button", re.compile(r"^Open \d")))
    window.click(camera.first_row("Open"))
    window.click(window.wait("push button", re.compile("^Escalate( …)?$")))
    window.wait(contains="Subject")
    camera.shoot("03-escalate")
    camera.dismiss()
    window.click(window.wait("push button", re.compile(r"^Open \d")))


@scene("executive")
def customer(camera):
    window = camera.window
    camera.go("Queries")
    row = camera.first_row("Q-")
    window.click(next(node for node in row.walk() if node.role == "push button"))
    window.wait(contains="orders")
    camera.shoot("04-customer")
    camera.dismiss()


@scene("executive")
def chats(camera):
    window = camera.window
    camera.go("Chats")
    window.wait_text("Waiting")
    camera.shoot("08-chats-nothing-chosen")
    window.click(window.wait("list item", contains="courier has the new address"))
    window.wait("push button", "Send", anywhere=True)
    camera.shoot("08-chats")
    window.click(window.wait("push button", "End Chat"))
    window.wait_text("End the Chat with")
    camera.shoot("chats-end")
    camera.dismiss()
    window.click(window.wait("list item", contains="waiting for"))
    window.wait_text("It is yours when you accept it")
    camera.shoot("08-chats-waiting")
    window.press("q")
    window.wait_text("Turn the Chat into a Query")
    camera.shoot("chats-to-query")
    camera.dismiss()
    window.press("e")
    window.wait_text("Turn the Chat into a Ticket")
    camera.shoot("chats-to-ticket")
    camera.dismiss()
    window.press("ctrl+f")
    window.type("nobody says this")
    window.wait_text("No Chat Matches")
    camera.shoot("chats-no-match")
    window.click(window.wait("push button", "Show All Chats"))


@scene("executive")
def palette(camera):
    camera.window.press("ctrl+k")
    camera.shoot("11-palette-empty")
    camera.window.type("lak")
    camera.window.wait("list item", contains="Lak")
    camera.shoot("11-palette")
    camera.window.press("Escape")


@scene("executive")
def menus(camera):
    window = camera.window
    window.click(window.wait("push button", re.compile("^Notifications")))
    camera.shoot("bell")
    camera.dismiss()
    window.click(window.wait("push button", contains="Availability"))
    camera.shoot("availability")
    camera.dismiss()
    window.click(window.wait("push button", "Main menu"))
    camera.shoot("main-menu")
    camera.dismiss()


@scene("executive")
def program(camera):
    window = camera.window
    window.press("ctrl+comma")
    window.wait_text("Stay when the window is closed")
    camera.shoot("preferences")
    camera.dismiss()
    window.press("ctrl+question")
    window.wait_text("Search everything, go, do")
    camera.shoot("shortcuts")
    camera.dismiss()
    window.click(window.wait("push button", "Main menu"))
    window.click(window.wait("menu item", contains="About"))
    window.wait_text("The Deskbell contributors")
    camera.shoot("about")
    camera.dismiss()
    window.click(window.wait("push button", "Main menu"))
    window.click(window.wait("menu item", contains="Sign Out"))
    window.wait_text("Sign Out?")
    camera.shoot("sign-out")
    camera.dismiss()


# --- the agent ---


@scene("agent")
def tickets(camera):
    for page, name in (("Assigned to me", "tickets-mine"), ("Unassigned", "tickets-unassigned"), ("Overdue", "tickets-overdue")):
        camera.go(page)
        camera.shoot(name)


@scene("manager")
def board(camera):
    camera.go("Board")
    camera.shoot("05-board")


@scene("manager")
def ticket(camera):
    window = camera.window
    camera.go("Overdue")
    window.click(camera.first_row("TKT-"), times=2)
    window.wait_text("Service targets")
    camera.shoot("06-ticket")
    window.click(window.wait("push button", "Resolve"))
    window.wait("radio button", contains="Partial refund")
    camera.shoot("07-resolve")
    camera.dismiss()
    window.click(window.wait("push button", "Escalate", enabled=True))
    window.wait(contains="Reason")
    camera.shoot("escalate-ticket")
    camera.dismiss()
    window.press("Escape")


@scene("manager")
def offline(camera):
    window = camera.window
    camera.go("Overdue")
    window.click(camera.first_row("TKT-"), times=2)
    window.wait_text("Service targets")
    camera.stage.server.stop()
    try:
        window.wait("push button", contains="Offline", timeout=60)
        entry = window.wait("text", "Reply")
        window.fill(entry, "We refund it to your card, in 3 to 5 working days.")
        window.press("ctrl+Return")
        window.click(window.wait("push button", contains="1 waiting"))
        window.wait_text("Waiting, in this order")
        camera.shoot("12-offline")
        camera.dismiss()
    finally:
        camera.stage.server.start()
    window.click(window.wait("push button", re.compile("^(Offline|Reconnecting|Live)")))
    again = window.find("push button", "Try Now")
    if again:
        window.click(again)
    camera.dismiss()
    window.wait("push button", contains="All changes saved", timeout=60)


def open_camera(stage, role, scheme, folder):
    settings = {"colour-scheme": f"'{scheme}'"}
    name = f"{role or 'nobody'}-{scheme}"
    if role:
        window = stage.open(role, name, settings=settings)
        window.wait("push button", contains="All changes saved", timeout=120)
    else:
        window = stage.launch(name, settings=settings)
    return Camera(stage, window, folder, scheme)


def recover(camera, name):
    """After a scene that failed: a picture of where it did, and back to the bare window."""
    try:
        camera.shoot(f"failed-{name}")
        camera.dismiss()
    except Exception:
        traceback.print_exc()


def shoot_scheme(stage, scheme, folder, wanted):
    failed = []
    for role in dict.fromkeys(role for role, _ in SCENES.values()):
        scenes = [(name, function) for name, (of, function) in SCENES.items() if of == role and name in wanted]
        if not scenes:
            continue
        camera = open_camera(stage, role, scheme, folder)
        for name, function in scenes:
            try:
                function(camera)
                print(f"{name}, {scheme}")
            except Exception:  # the next scene is still wanted
                failed.append(f"{name}, {scheme}")
                traceback.print_exc()
                recover(camera, name)
        for line in camera.window.complaints():
            failed.append(f"{role}, {scheme}: {line}")
        try:
            camera.window.close()
        except AssertionError as error:
            failed.append(f"{role}, {scheme}: {error}")
            camera.window.kill()
    return failed


def main():
    parser = argparse.ArgumentParser(description="Takes pictures of every page and dialog")
    parser.add_argument("--out", type=Path, default=BUILD / "screenshots")
    parser.add_argument("--scheme", choices=("light", "dark"), action="append")
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=f"of {', '.join(SCENES)}")
    options = parser.parse_args()
    unknown = set(options.scenes) - set(SCENES)
    if unknown:
        parser.error(f"there is no scene {', '.join(sorted(unknown))}; there are {', '.join(SCENES)}")
    failed = []
    with Stage(tickets=TICKETS) as stage:
        for scheme in options.scheme or ("light", "dark"):
            failed += shoot_scheme(stage, scheme, options.out, options.scenes or list(SCENES))
    for line in failed:
        print(f"failed: {line}", file=sys.stderr)
    print(f"The pictures are in {options.out}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
