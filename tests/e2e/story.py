#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first story of the desk, in two real windows: from a phone call to a ringing bell to a resolved ticket.

An executive takes a call and escalates it; the agent's window, on another page, rings; the agent works on the ticket and
resolves it; the executive sees it without doing anything. Each step is what a person does and what they then see.
"""

import json
import sys
import urllib.request

from desk_e2e import PASSWORD, Stage, wait_for

MESSAGE = "Called about the parcel that has not come. Neighbours took nothing either."
REPLY = "I am sorry for the wait. I am asking the courier now."
NOTE = "Sounds upset, third call this month."
SUBJECT = "Parcel not delivered, third call"
AGENT = "Ananya Iyer"
ANSWER = "The courier found your parcel. It comes tomorrow before noon."
AGENT_NOTE = "The hub mixed up two labels."
RESOLUTION = "Delivered after a call with the hub, part of the price paid back."


class Api:
    """What the server itself says, to hold the windows against."""

    def __init__(self, url, email):
        self.url = url
        self.token = None
        self.token = self.post("/auth/login", {"email": email, "password": PASSWORD})["access_token"]

    def _send(self, method, path, body=None):
        request = urllib.request.Request(
            self.url + path, method=method, data=json.dumps(body).encode() if body is not None else None,
            headers={"Content-Type": "application/json", **({"Authorization": f"Bearer {self.token}"} if self.token else {})},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def get(self, path):
        return self._send("GET", path)

    def post(self, path, body):
        return self._send("POST", path, body)


def find_caller(api):
    """A customer with a name of ASCII letters, an order, and an earlier ticket, of whom so little is known that all of it
    is seen without scrolling."""
    for ticket in api.get("/support/tickets?limit=100&status=closed")["data"]:
        customer = api.get(f"/support/customers/{ticket['customer_id']}")
        orders = api.get(f"/support/customers/{customer['id']}/orders")["data"]
        history = api.get(f"/support/customers/{customer['id']}/history")
        is_short = len(history["queries"]) + len(history["tickets"]) <= 4 and len(orders) <= 4
        if customer["name"].isascii() and orders and customer["mobile"] and is_short:
            return customer, max(orders, key=lambda order: order["placed_at"]), ticket
    raise AssertionError("no such customer on the sample desk")


def first_row(window, text):
    """The row at the top of the list, once it is the one that has `text` in it."""
    def probe():
        rows = window.find_all("table row", contains="-")
        return rows[0] if rows and text in rows[0].name else None

    return wait_for(f"“{text}” at the top of the list", probe, describe=window.outline)


def write(window, text):
    """Sends what is typed, with the composer's own key, and sees it in the conversation."""
    window.click(window.wait("text", "Reply") if window.find("text", "Reply") else window.wait("text", "Internal note"))
    window.type(text)
    window.press("ctrl+Return")
    window.wait(contains=text)


def take_the_call(executive, customer, order):
    executive.press("ctrl+n")
    executive.wait("push button", "Save Query")
    executive.fill(executive.wait("text", "Customer name"), customer["name"])
    executive.fill(executive.wait("text", "Mobile number"), customer["mobile"])
    executive.wait(contains=f"Known customer: {customer['name']}")
    executive.choose(executive.wait("combo box", "Order"), order["number"])
    executive.wait_text("High, because an order is given")
    executive.fill(executive.wait("text", "Message"), MESSAGE)
    executive.press("ctrl+Return")
    executive.wait_gone("push button", "Save Query")
    row = first_row(executive, customer["name"])
    assert "Phone" in row.name and "priority High" in row.name, row.name
    assert executive.find("image", "Phone", within=row), row.outline()


def look_at_the_customer(executive, customer, order, earlier):
    row = first_row(executive, customer["name"])
    executive.click(executive.find("push button", customer["name"], within=row))
    executive.wait("push button", "New Query")
    executive.wait_text(order["number"])
    executive.wait(contains=earlier["number"])
    executive.press("Escape")
    executive.wait_gone("push button", "New Query")


def answer_and_note(executive, customer):
    row = first_row(executive, customer["name"])
    executive.click(executive.find("push button", "Conversation", within=row))
    write(executive, REPLY)
    executive.click(executive.wait(name="Internal note", role="push button"))
    executive.wait("push button", "Add Note")
    write(executive, NOTE)


def escalate(executive):
    executive.click(executive.wait("push button", "Escalate", enabled=True))
    executive.wait("push button", "Create Ticket")
    executive.fill(executive.wait("text", "Subject"), SUBJECT)
    executive.choose(executive.wait("combo box", "Category"), "Delivery Problem")
    executive.choose(executive.wait("combo box", "Assign to", enabled=True), AGENT)
    executive.click(executive.wait("radio button", contains="Critical"))
    assert executive.wait("text", "Description").text == MESSAGE
    executive.press("ctrl+Return")
    executive.wait_gone("push button", "Create Ticket")


def watch_the_ticket(executive, number):
    """The executive goes on watching what became of the call; nothing is pressed in this window from here on."""
    executive.click(executive.wait("label", number))
    executive.wait("push button", "Status: Assigned")


def open_from_the_bell(stage, agent, customer):
    """The agent's window shows another page and rings; the notification brings the ticket up."""
    agent.press("g", "b")
    agent.wait("list", "Awaiting customer")
    ring = stage.desktop.wait_notification("New ticket assigned to you", SUBJECT)
    number = ring["body"].split()[0]
    assert number.startswith("TKT-"), ring
    stage.desktop.press_notification(ring)
    agent.wait(contains="Original query")
    agent.wait_text(number)
    agent.wait(contains=MESSAGE)
    agent.wait(contains=NOTE)
    agent.wait(contains=customer["name"])
    return number


def start_and_move(agent):
    agent.choose(agent.wait("push button", "Status: Assigned"), "In progress")
    agent.wait("push button", "Status: In progress")
    agent.press("Escape")
    agent.wait("list", "Awaiting customer")
    agent.drag(agent.wait("list item", contains=SUBJECT), agent.wait("list", "Awaiting customer"))
    wait_for(
        "the card in its new column",
        lambda: agent.find("list item", contains=SUBJECT, within=agent.find("list", "Awaiting customer")),
        describe=agent.outline,
    )
    agent.click(agent.wait("list item", contains=SUBJECT), times=2)
    agent.wait("push button", "Status: Awaiting customer")


def answer_and_resolve(agent):
    write(agent, ANSWER)
    agent.click(agent.wait("push button", "Internal note"))
    agent.wait("push button", "Add Note")
    write(agent, AGENT_NOTE)
    agent.click(agent.wait("push button", "Resolve", enabled=True))
    agent.click(agent.wait("radio button", contains="Partial refund"))
    agent.fill(agent.wait("text", "Refund amount"), "100")
    agent.fill(agent.wait("text", "Notes"), RESOLUTION)
    agent.press("ctrl+Return")
    agent.wait_gone("radio button", contains="Partial refund")
    agent.wait("push button", "Status: Resolved")


def see_the_end(executive):
    executive.wait("push button", "Status: Resolved")
    executive.wait(contains=ANSWER)


def check_the_trail(admin, number):
    """What the audit trail says, in its order."""
    ticket = admin.get(f"/support/tickets/{number}")
    assert ticket["status"] == "resolved" and ticket["resolution_type"] == "partial_refund", ticket
    assert ticket["refund"] == {"amount": 10000, "currency": "INR"}, ticket["refund"]
    assert ticket["resolution"] == RESOLUTION, ticket
    trail = [
        (row["action"], row["performed_by_name"], {change["field"]: change["to"] for change in row["details"]})
        for row in sorted(admin.get(f"/support/tickets/{number}/history?limit=200")["data"], key=lambda row: row["at"])
    ]
    expected = [
        ("created", "Rajesh Kumar", {"subject": SUBJECT, "priority": "critical", "status": "assigned"}),
        ("status_changed", AGENT, {"status": "in_progress"}),
        ("status_changed", AGENT, {"status": "pending_customer"}),
        ("replied", AGENT, {}),
        ("noted", AGENT, {}),
        ("resolved", AGENT, {"status": "resolved", "resolution_type": "partial_refund"}),
    ]
    remaining = iter(trail)
    for action, who, changes in expected:
        assert any(
            row[:2] == (action, who) and all(row[2].get(field) == value for field, value in changes.items())
            for row in remaining
        ), f"{action} by {who} with {changes} is not in its place in {trail}"
    query = admin.get(f"/support/queries/{ticket['query_id']}")
    assert query["status"] == "escalated" and query["escalated_ticket_id"] == ticket["id"], query
    before = [row["action"] for row in reversed(admin.get(f"/support/queries/{query['id']}/history?limit=200")["data"])]
    assert [action for action in before if action in ("created", "replied", "noted", "escalated")] in (
        ["created", "replied", "noted", "escalated"], ["escalated", "noted", "replied", "created"]), before


def main():
    with Stage(tickets=120) as stage:
        admin = Api(stage.server.url, "admin@demo.deskbell")
        customer, order, earlier = find_caller(admin)
        executive = stage.open("executive")
        agent = stage.open("agent")
        take_the_call(executive, customer, order)
        look_at_the_customer(executive, customer, order, earlier)
        answer_and_note(executive, customer)
        escalate(executive)
        number = open_from_the_bell(stage, agent, customer)
        watch_the_ticket(executive, number)
        start_and_move(agent)
        answer_and_resolve(agent)
        see_the_end(executive)
        check_the_trail(admin, number)
        complaints = executive.complaints() + agent.complaints()
        stage.close_windows()
        assert stage.server.stop() == 0, stage.server.log_path.read_text()
        assert not stage.desktop.leftovers(), stage.desktop.leftovers()
        assert not complaints, complaints


if __name__ == "__main__":
    sys.exit(main())
