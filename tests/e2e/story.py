#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first story of the desk, in two real windows: from a phone call to a ringing bell to a resolved ticket.

An executive takes a call and escalates it; the agent's window, on another page, rings; the agent works on the ticket and
resolves it; the executive sees it without doing anything. Each step is what a person does and what they then see.
"""

import json
import re
import sys
import urllib.request

from desk_e2e import PASSWORD, Stage, wait_for

MESSAGE = "Called about the parcel that has not come. Neighbours took nothing either."
REPLY = "I am sorry for the wait. I am asking the courier now."
NOTE = "Sounds upset, third call this month."
SUBJECT = "Parcel not delivered, third call"
ANSWER = "The courier found your parcel. It comes tomorrow before noon."
AGENT_NOTE = "Hub mixed up two labels."
RESOLUTION = "Delivered after a call with the hub; part of the price paid back."


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
    """A customer with a name of ASCII letters, an order, and an earlier ticket."""
    for ticket in api.get("/support/tickets?limit=100&status=closed")["data"]:
        customer = api.get(f"/support/customers/{ticket['customer_id']}")
        orders = api.get(f"/support/customers/{customer['id']}/orders")["data"]
        if customer["name"].isascii() and orders and customer["mobile"]:
            return customer, orders[0], ticket
    raise AssertionError("no such customer on the sample desk")


def take_the_call(executive, customer, order):
    executive.press("ctrl+n")
    executive.wait("push button", "Save Query")
    executive.fill(executive.wait("text", "Customer name"), customer["name"])
    executive.fill(executive.wait("text", "Mobile number"), customer["mobile"])
    executive.wait(contains=f"Known customer: {customer['name']}")
    executive.choose(executive.wait(name=re.compile("^Order")), order["number"])
    executive.wait_text("High, because an order is given")
    executive.fill(executive.wait("text", "Message"), MESSAGE)
    executive.press("ctrl+Return")
    executive.wait_gone("push button", "Save Query")


def see_it_on_top(executive, customer):
    def first_row():
        rows = executive.find_all("table row", contains="Q-")
        return rows and customer["name"] in rows[0].name and rows[0]

    row = wait_for("the query at the top of the list", first_row, describe=executive.outline)
    assert "Phone" in row.name and "High" in row.name, row.name
    return row


def look_at_the_customer(executive, row, customer, order, ticket):
    executive.click(executive.find("push button", customer["name"], within=row) or executive.find("label", customer["name"], within=row))
    executive.wait_text("Support history")
    executive.wait_text(order["number"])
    executive.wait_text(ticket["number"])
    executive.press("Escape")
    executive.wait_gone("label", "Support history")


def main():
    with Stage(tickets=120) as stage:
        admin = Api(stage.server.url, "admin@demo.deskbell")
        customer, order, earlier = find_caller(admin)
        executive = stage.open("executive")
        take_the_call(executive, customer, order)
        row = see_it_on_top(executive, customer)
        print(row.name)
        print(row.outline())
        look_at_the_customer(executive, row, customer, order, earlier)


if __name__ == "__main__":
    sys.exit(main())
