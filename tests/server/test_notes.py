#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desk writes for itself never reaches a customer.

A word that stands in notes, remarks and staff's fields alone is looked for in every answer and event that a customer can
get: every route of the table, with right and with wrong requests, the feed, search, notifications and the live connection.
"""

import sys

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import WebSocket, run_program, served

DEMO = 60
CANARY = "zqcanary"
PART = "zqcan"


def read_routes():
    return [line.split("\t") for line in run_program("routes").stdout.splitlines()]


def own_things(admin, customer):
    """A ticket and a query of the customer's with the word wherever only the desk may read it."""
    me = customer.get("/auth/me").expect(200).json["customer"]
    ticket = customer.post("/support/tickets", {"subject": "A broken kettle", "description": "It leaks"}).expect(201).json
    query = admin.post("/support/queries", {"source": "phone", "name": me["name"], "mobile": me["mobile"],
                                            "email": me["email"], "message": "It does not work",
                                            "remarks": f"Said {CANARY} on the phone"}).expect(201).json
    assert query["customer_id"] == me["id"], query
    admin.patch(f"/support/customers/{me['id']}", {"notes": f"A {CANARY}"}, me["version"]).expect(200)
    for kind, thing in (("tickets", ticket), ("queries", query)):
        messages = f"/support/{kind}/{thing['id']}/messages"
        admin.post(messages, {"body": f"{CANARY} for colleagues", "is_internal": True}).expect(201)
        admin.post(messages, {"body": "We look for it"}).expect(201)
    return me, ticket, query


def paths_of(path, me, ticket, query):
    """A path of the table with what the customer has in it, by id and by number, and with what nobody has."""
    thing = ticket if "/tickets" in path else query if "/queries" in path else me
    for key in (thing["id"], thing.get("number", "x"), "0190a5a0-0000-7000-8000-000000000000", "nonsense"):
        yield path.replace("{id}", key).replace("{external_ref}", "ref").replace("{number}", "ORD-001")
        if "{" not in path:
            return


def requests_for(method, path):
    """Right and wrong ways to ask."""
    if method == "GET":
        yield None, {}
        for query in (f"search={PART}", f"q={PART}", f"q={PART}&sort=relevance", "include=customer,assignee,order",
                      "since=0", "since=0&limit=10000", "limit=0&sort=odd&cursor=x", "sort=-updated_at&limit=200",
                      "has_unread=true", "nonsense=1"):
            yield None, {"?": query}
        return
    for body in ({}, {"nonsense": 1}, {"body": "Mine", "base_seq": 0}, {"body": "Mine", "is_internal": True},
                 {"body": "Mine", "base_seq": 0, "force": True}, {"subject": "Mine"}, {"up_to": None}, {"reason": "x"}):
        yield body, {"If-Match": '"1"'} if method in ("PATCH", "DELETE") else {}


def test_an_internal_note_reached_the_customer():
    """PAINS: "An internal note reached the customer": it is in no answer of any route."""
    with served(demo=DEMO) as server:
        admin, customer = server.somebody("admin"), server.somebody("customer")
        me, ticket, query = own_things(admin, customer)
        seen = admin.get(f"/support/search?q={PART}").expect(200)
        assert CANARY in seen.body.decode(), "staff has to find it"
        asked = 0
        for method, path, *_ in sorted(read_routes(), key=lambda route: route[0] != "GET"):
            if path.startswith("/auth/") and path != "/auth/me":
                continue
            for place in paths_of(path, me, ticket, query):
                for body, headers in requests_for(method, path):
                    target = f"{place}?{headers.pop('?')}" if "?" in headers else place
                    answer = customer.request(method, target, body, headers)
                    asked += 1
                    assert CANARY not in (answer.body or b"").decode(), (method, target, body, answer.body)
                    assert CANARY not in str(answer.headers), (method, target, body, answer.headers)
                    if answer.headers.get("connection") == "close" or path == "/support/live":
                        customer = server.somebody("customer")
        assert asked > 300, asked


def test_what_is_found_by_a_note_does_not_change_what_a_customer_finds():
    """Not even that something is there: counts, lists and search are the same as for a word that is nowhere."""
    with served(demo=DEMO) as server:
        admin, customer = server.somebody("admin"), server.somebody("customer")
        own_things(admin, customer)
        for path in ("/support/search?q={}", "/support/search?sort=relevance&q={}", "/support/tickets?search={}",
                     "/support/queries?search={}", "/support/customers?search={}"):
            found, nothing = (customer.get(path.format(word)).expect(200).json for word in (PART, "zznowhere"))
            assert found == nothing, (path, found)


def test_a_note_is_no_live_event_for_the_customer():
    with served(demo=DEMO) as server:
        admin, customer = server.somebody("admin"), server.somebody("customer")
        _me, ticket, query = own_things(admin, customer)
        live = WebSocket(server, server.token("customer"))
        live.begin(since=0)
        live.ask("join_ticket_room", ticket=ticket["id"])
        live.ask("join_ticket_room", thread=query["id"])
        for kind, thing in (("tickets", ticket), ("queries", query)):
            messages = f"/support/{kind}/{thing['id']}/messages"
            admin.post(messages, {"body": f"{CANARY} once more", "is_internal": True}).expect(201)
            admin.post(messages, {"body": f"Behind the note on {kind}"}).expect(201)
            live.find(lambda event: "Behind the note on " + kind in str(event) and event["event"] == "new_message")
        live.ask("mark_read", ticket=ticket["id"])
        live.ask("send_message", ticket=ticket["id"], body="Mine", base_seq=0)
        live.flush()
        assert CANARY not in str(live.events), live.events
        live.close()


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
