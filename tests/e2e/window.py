#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window itself: signing in, going about by keys, the palette, the bell's and the connection's truth, coming back.

Each function is one case; what it needs to be so is made so by itself.
"""

import re
import sys
import traceback

from desk_e2e import BUILD, PASSWORD, Stage, wait_for
from e2e_customer import Customer


def sign_in_says_what_is_wrong(stage):
    window = stage.launch("stranger")
    window.click(window.wait("push button", "Sign In", enabled=True))
    window.wait_text("Type the address of your desk’s server")
    window.wait_text("Type the e-mail address of your account")
    window.wait_text("Type your password")
    window.fill(window.wait("text", "Server address"), "http://127.0.0.1:1")
    window.wait_text("127.0.0.1, on this computer")
    window.fill(window.wait("text", "E-mail"), "agent@demo.deskbell")
    window.fill_secret(window.wait("text", "Password"), "not this one")
    window.press("Return")
    window.wait_text("does not answer")
    window.fill(window.wait("text", "Server address"), stage.server.url)
    window.press("Return")
    window.wait_text("E-mail or password is not right")
    window.fill_secret(window.wait("text", "Password"), PASSWORD)
    window.press("Return")
    window.wait("push button", "Search everything")
    window.close()


def comes_back_as_it_was(stage):
    window = stage.open("agent", "returning")
    window.press("g", "b")
    window.wait("label", "Board")
    window.close()
    stage.server.stop()
    try:
        window = stage.launch("returning")
        window.wait("label", "Board")
        window.wait("push button", re.compile("^(Connecting|Reconnecting|Offline)"))
        window.close()
    finally:
        stage.server.start()


def keys_go_everywhere(stage):
    window = stage.open("executive", "keys")
    for keys, page in ((("g", "t"), "Assigned to me"), (("g", "b"), "Board"), (("g", "c"), "Chats"), (("g", "q"), "Queries")):
        window.press(*keys)
        window.wait("label", page)
    window.press("ctrl+n")
    window.wait("push button", "Save Query")
    window.press("Escape")
    window.wait_gone("push button", "Save Query")
    window.press("ctrl+f")
    window.type("g")  # in an entry G is a letter
    window.type("b")
    wait_for("the filter to say gb", lambda: any(node.text == "gb" for node in window.find_all() if "EditableText" in node.interfaces))
    window.press("ctrl+a", "BackSpace", "Escape")
    window.press("ctrl+F9")
    window.wait_gone("list item", "Board")
    window.press("ctrl+F9")
    window.wait("list item", re.compile("^Board"))
    window.press("ctrl+question")
    window.wait_text("Search everything, go, do")
    window.press("Escape")
    window.wait_gone("label", "Search everything, go, do")
    window.press("ctrl+comma")
    window.wait_text("Stay when the window is closed")
    window.press("Escape")
    window.wait_gone("label", "Stay when the window is closed")
    window.close()


def palette_finds_and_does(stage):
    window = stage.open("executive", "palette")
    window.press("ctrl+k")
    window.type("boa")
    window.wait("list item", "Board")
    window.press("Return")
    window.wait("label", "Board")
    window.press("ctrl+k")
    window.type("TKT-2026")
    ticket = window.wait("list item", contains="TKT-2026").name
    number = re.search(r"TKT-\d+-\d+", ticket)[0]
    # It may be a card of the board behind: with the whole number the palette has that one too, and first.
    window.type(number[len("TKT-2026"):])
    window.wait("list item", contains=number)
    window.press("Return")
    window.wait_text("Original query")
    window.wait("label", number)
    window.press("Escape")
    window.wait_gone(contains="Original query")
    window.press("ctrl+k")
    window.type("nothing like this")
    window.wait_text("Nothing found on this desk")
    window.press("Escape")
    window.wait_gone(contains="Nothing found on this desk")
    window.close()


def availability_and_colours_are_kept(stage):
    window = stage.open("agent", "kept")
    window.click(window.wait("push button", contains="Availability"))
    window.click(window.wait("push button", "Away"))
    window.wait("push button", "Availability: Away")
    window.press("ctrl+comma")
    window.choose(window.wait("combo box"), "Dark")
    window.press("Escape")
    window.wait("push button", contains="All changes saved")
    window.close()
    window = stage.launch("kept")
    window.wait("push button", "Availability: Away")
    assert "colour-scheme='dark'" in (window.folder / "data" / "settings.ini").read_text()
    window.click(window.wait("push button", contains="Availability"))
    window.click(window.wait("push button", "Available"))
    window.wait("push button", "Availability: Available")
    window.wait("push button", contains="All changes saved")
    window.close()


def offline_is_told_and_taken_back(stage):
    window = stage.open("executive", "offline")
    window.wait("push button", contains="All changes saved")
    stage.server.stop()
    window.wait("push button", re.compile("^Offline since"), timeout=60)
    window.click(window.wait("push button", contains="Availability"))
    window.click(window.wait("push button", "Busy"))
    window.click(window.wait("push button", contains="1 waiting"))
    window.wait_text("Waiting, in this order · 1")
    window.click(window.wait("push button", contains="Take back"))
    window.wait_gone(contains="Waiting, in this order")
    window.wait("push button", "Availability: Available")
    stage.server.start()
    window.click(window.wait("push button", "Try Now"))
    window.wait("push button", contains="All changes saved", timeout=60)
    window.press("Escape")
    window.close()


def chats_go_both_ways(stage):
    """Rung for by the desktop, accepted, answered, read, ended; another one becomes a query."""
    window = stage.open("executive", "chats")
    customer = Customer(stage.server.url, PASSWORD)
    chat = customer.begin_chat("My kettle leaks at the handle")
    note = stage.desktop.wait_notification("A customer waits in a chat", "My kettle leaks")
    stage.desktop.press_notification(note)
    window.wait("label", "Chats")
    window.wait_text("It is yours when you accept it")
    window.wait("list item", contains="waiting for")
    window.press("i")
    window.wait("push button", "End Chat")
    wait_for("the chat to be accepted", lambda: customer.get(f"/support/chats/{chat}")["status"] == "active")
    window.type("We send you another one")
    window.press("ctrl+Return")
    wait_for("the answer to come", lambda: customer.messages(chat)[-1]["body"] == "We send you another one")
    customer.read(chat)
    window.wait("label", "Read")
    customer.say(chat, "Thank you so much")
    window.wait("list item", re.compile("Thank you so much"))
    wait_for("what the customer said to be read", lambda: not customer.get(f"/support/chats/{chat}")["unread_by_agent"])
    window.press("Escape")
    window.press("shift+c")
    window.wait_text("End the Chat with")
    window.press("Return")
    wait_for("the chat to have ended", lambda: customer.get(f"/support/chats/{chat}")["status"] == "ended")
    window.wait_text("An answer opens it again")
    window.press("Escape")  # the note has led here: back to where one was
    window.wait("label", "Queries")
    window.press("g", "c")
    window.wait("label", "Chats")

    chat = customer.begin_chat("And the lid is broken")
    window.click(window.wait("list item", contains="And the lid is broken"))
    window.wait_text("It is yours when you accept it")
    window.click(window.wait("push button", contains="Turn Into"))
    window.click(window.wait("menu item", contains="Query"))
    window.wait_text("Turn the Chat into a Query")
    window.press("ctrl+Return")
    wait_for("the chat to be a query", lambda: customer.get(f"/support/chats/{chat}")["query_id"])
    became = window.wait("push button", re.compile(r"Q-\d+"))
    window.click(became)
    window.wait("label", "Queries")
    window.wait_text("And the lid is broken")
    window.press("g", "c")
    window.wait("label", "Chats")
    window.press("ctrl+k")
    window.type("waited longest")
    window.wait("list item", contains="Waited Longest")
    window.press("Return")
    window.wait("push button", "End Chat")
    window.wait("push button", contains="All changes saved")
    window.press("Escape", "Escape")
    window.close()


def sample_desk_comes_and_goes(stage):
    """`--demo`: a server of its own, which ends with the window, also when that is killed; the next start is quick."""
    window = stage.launch("sample", "--demo")
    window.wait("push button", contains="All changes saved", timeout=120)
    assert len(stage.desktop.leftovers(("deskbelld",))) == 2, stage.desktop.leftovers()
    window.close()
    wait_for("its server to end", lambda: len(stage.desktop.leftovers(("deskbelld",))) == 1)
    window = stage.launch("sample", "--demo")
    window.wait("push button", contains="Live", timeout=60)
    window.kill()
    wait_for("its server to end", lambda: len(stage.desktop.leftovers(("deskbelld",))) == 1)


CASES = [
    sign_in_says_what_is_wrong, comes_back_as_it_was, keys_go_everywhere, palette_finds_and_does,
    availability_and_colours_are_kept, chats_go_both_ways, offline_is_told_and_taken_back, sample_desk_comes_and_goes,
]


def main():
    wanted = sys.argv[1:]
    cases = [case for case in CASES if not wanted or case.__name__ in wanted]
    assert cases, f"there is no case {wanted}"
    print(f"1..{len(cases)}", flush=True)
    bad = 0
    with Stage(tickets=60) as stage:
        for number, case in enumerate(cases, 1):
            try:
                case(stage)
                for window in stage.windows:
                    assert not window.complaints(), window.complaints()
                print(f"ok {number} /window/{case.__name__}", flush=True)
            except Exception:
                bad += 1
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
                print(f"not ok {number} /window/{case.__name__}", flush=True)
                for window in stage.windows:
                    if window.process.poll() is None:
                        window.screenshot(BUILD / "screenshots" / f"failed-{case.__name__}.png")
                        window.kill()
                if stage.server.process.poll() is not None:
                    stage.server.start()
            stage.windows.clear()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
