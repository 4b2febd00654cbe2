#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desk writes for itself never reaches a customer.

A word that stands in notes, remarks and staff's fields alone is looked for in every answer and event that a customer can
get: every route of the table, with right and with wrong requests, the feed, search, notifications and the live connection.
"""

import sys

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import WebSocket, form, run_program, served

DEMO = 60
CANARY = "zqcanary"
PART = "zqcan"


def read_routes():
    return [line.split("\t") for line in run_program("routes").stdout.splitlines()]


class Own:
    """What a customer has, with the word wherever only the desk may read it."""

    def __init__(self, server):
        self.admin, self.customer = server.somebody("admin"), server.somebody("customer")
        self.me = self.customer.get("/auth/me").expect(200).json["customer"]
        self.files = []
        self.edit_self()
        self.ticket, self.merged = self.add_ticket("A broken kettle"), self.add_ticket("A kettle that broke")
        self.query, self.chat = self.add_query(), self.add_chat()
        self.threads = {"tickets": [self.ticket, self.merged], "queries": [self.query], "chats": [self.chat]}
        for kind, threads in self.threads.items():
            for thread in threads:
                self.note(kind, thread)
        self.split = self.split_note()
        self.threads["tickets"].append(self.split)
        self.hand_about()

    def post(self, path, body=None, by=None):
        return (by or self.admin).post(path, body).expect(200, 201).json

    def edit_self(self):
        self.admin.patch(f"/support/customers/{self.me['id']}", {"notes": f"A {CANARY}"}, self.me["version"]).expect(200)

    def add_ticket(self, subject):
        return self.post("/support/tickets", {"subject": subject, "description": "It leaks"}, self.customer)

    def add_query(self):
        query = self.post("/support/queries", {"source": "phone", "name": self.me["name"], "mobile": self.me["mobile"],
                                               "email": self.me["email"], "message": "It does not work",
                                               "remarks": f"Said {CANARY} on the phone"})
        assert query["customer_id"] == self.me["id"], query
        return query

    def add_chat(self):
        for chat in self.customer.get("/support/chats").expect(200).json["data"]:
            if chat["status"] != "ended":
                self.post(f"/support/chats/{chat['id']}/end")
        return self.post("/support/chats", {"body": "Hello"}, self.customer)

    def upload(self, path, name):
        body, content_type = form((name, b"striped"))
        answer = self.admin.request("POST", path + "/attachments", body, {"Content-Type": content_type}).expect(201)
        self.files.append(answer.json["data"][0])
        return self.files[-1]["id"]

    def note(self, kind, thread):
        """A note that mentions somebody, one with a file, a file that nobody has sent yet, and a reply."""
        path = f"/support/{kind}/{thread['id']}"
        manager = self.admin.get("/support/agents?role=manager&limit=1").expect(200).json["data"][0]
        said = self.post(path + "/messages", {"body": f"{CANARY} for @{manager['name']}", "is_internal": True})
        thread["note"] = said["id"]
        sent = self.upload(path, f"{CANARY}.txt")
        self.post(path + "/messages", {"body": CANARY, "is_internal": True, "attachment_ids": [sent]})
        self.upload(path, f"unsent-{CANARY}.txt")
        self.post(path + "/messages", {"body": "We look for it"})

    def split_note(self):
        """A ticket that came of another's messages, of which one is a note."""
        path = f"/support/tickets/{self.ticket['id']}"
        said = self.post(path + "/messages", {"body": "This too?"})
        return self.post(path + "/split", {"message_ids": [said["id"], self.ticket["note"]], "subject": "Apart"})

    def hand_about(self):
        """Escalated for a reason, told to whoever has it, merged, resolved and rated."""
        path = f"/support/tickets/{self.ticket['id']}"
        departments = self.admin.get("/support/departments").expect(200).json["data"]
        for department in departments:
            if department["id"] != self.ticket["department_id"]:
                self.post(path + "/escalate", {"department_id": department["id"], "reason": f"{CANARY}!"})
                break
        agent = self.admin.get("/support/agents?role=agent&limit=1").expect(200).json["data"][0]
        self.post(path + "/assign", {"agent_id": agent["id"]})
        self.post(path + "/notify", {"to": "assignee", "message": f"{CANARY}?"})
        self.post(f"/support/tickets/{self.merged['id']}/merge", {"into": self.ticket["id"]})
        self.post(f"/support/tickets/{self.split['id']}/resolve", {"resolution_type": "no_action", "resolution": "Fine"})
        self.post(f"/support/tickets/{self.split['id']}/feedback", {"rating": 4}, self.customer)

    def paths_of(self, path):
        """A path of the table with what the customer has in it, by id and by number, and with what nobody has."""
        if "{" not in path:
            yield path
            return
        things = {**self.threads, "customers": [self.me], "attachments": self.files}.get(path.split("/")[2], [])
        keys = [thing[name] for thing in things for name in ("id", "number") if thing.get(name)]
        for key in (*keys, "0190a5a0-0000-7000-8000-000000000000", "nonsense"):
            yield path.replace("{id}", key).replace("{external_ref}", "ref").replace("{number}", "ORD-001").replace(
                "{reference}", "ref")


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
    """PAINS: "An internal note reached the customer": it is in no answer of any route, neither before nor after the
    customer has tried to change everything."""
    with served(demo=DEMO) as server:
        own = Own(server)
        client = server.somebody("customer")
        seen = own.admin.get(f"/support/search?q={PART}").expect(200)
        assert CANARY in seen.body.decode(), "staff has to find it"
        routes = [route for route in read_routes() if not route[1].startswith("/auth/") or route[1] == "/auth/me"]
        reads, writes = ([route for route in routes if (route[0] == "GET") == is_read] for is_read in (True, False))
        refusals = {}
        for method, path, *_ in (*reads, *writes, *reads):
            for place in own.paths_of(path):
                for body, headers in requests_for(method, path):
                    target = f"{place}?{headers.pop('?')}" if "?" in headers else place
                    answer = client.request(method, target, body, headers)
                    text = (answer.body or b"").decode()
                    assert CANARY not in text, (method, target, body, answer.body)
                    assert CANARY not in str(answer.headers), (method, target, body, answer.headers)
                    if answer.status >= 400:
                        refusals.setdefault((answer.status, method, path), []).append(text)
                    if answer.headers.get("connection") == "close" or path == "/support/live":
                        client = server.somebody("customer")
        # What was held back for words that were not seen tells them, and what was stale tells what is: those were asked.
        for path in ("/support/tickets/{id}/messages", "/support/chats/{id}/messages"):
            assert any("We look for it" in text for text in refusals[409, "POST", path]), (path, refusals.keys())
        assert any('"current"' in text for text in refusals[412, "PATCH", "/support/tickets/{id}"]), refusals.keys()
        told = client.get("/support/notifications?limit=200").expect(200).json["data"]
        assert {"agent_replied", "ticket_escalated"} <= {row["kind"] for row in told}, told
        gone = [file["id"] for file in own.files]
        assert gone and all(client.get(f"/support/attachments/{key}").status == 404 for key in gone), gone


def test_what_is_found_by_a_note_does_not_change_what_a_customer_finds():
    """Not even that something is there: counts, lists and search are the same as for a word that is nowhere."""
    with served(demo=DEMO) as server:
        customer = Own(server).customer
        for path in ("/support/search?q={}", "/support/search?sort=relevance&q={}", "/support/tickets?search={}",
                     "/support/queries?search={}", "/support/customers?search={}", "/support/chats?search={}"):
            found, nothing = (customer.get(path.format(word)).expect(200).json for word in (PART, "zznowhere"))
            assert found == nothing, (path, found)


def test_a_note_is_no_live_event_for_the_customer():
    with served(demo=DEMO) as server:
        own = Own(server)
        live = WebSocket(server, server.token("customer"))
        live.begin(since=0)
        for kind, threads in own.threads.items():
            for thread in threads:
                live.ask("join_ticket_room", **{"ticket" if kind == "tickets" else "thread": thread["id"]})
        for kind, thread in (("tickets", own.ticket), ("queries", own.query), ("chats", own.chat)):
            messages = f"/support/{kind}/{thread['id']}/messages"
            own.post(messages, {"body": f"{CANARY} once more", "is_internal": True})
            own.post(messages, {"body": f"Behind the note on {kind}"})
            live.find(lambda event: "Behind the note on " + kind in str(event) and event["event"] == "new_message")
        for frame in ({"ticket": own.ticket["id"]}, {"thread": own.chat["id"]}):
            live.ask("mark_read", **frame)
            refused = live.ask("send_message", body="Mine", base_seq=0, **frame)
            assert refused["event"] == "error" and "Behind the note" in str(refused), refused
        live.flush()
        assert CANARY not in str(live.events), live.events
        live.close()


# --- who reads without a token ----------------------------------------------------

# Of an entry of the FAQ, what a customers' page shows.
PUBLIC = {"id", "version", "seq", "created_at", "updated_at", "question", "answer", "category", "language", "is_active",
          "helpful_count", "unhelpful_count"}


def test_who_brings_no_token_is_not_taken_for_staff():
    """The FAQ is read by everybody: without a token as a customer reads it, with nothing that is out of use."""
    with served(demo=DEMO) as server:
        admin, customer, nobody = server.somebody("admin"), server.somebody("customer"), server.client()
        shown, hidden = (admin.post("/support/faqs", {"question": f"{word} kettle?", "answer": word,
                                                      "is_active": word == "Shown"}).expect(201).json
                         for word in ("Shown", CANARY))
        whole = admin.get("/support/faqs?limit=200").expect(200)
        assert CANARY in whole.body.decode(), "staff has to see it"
        for query in ("", "?limit=200", "?search=kettle", f"?search={PART}", "?is_active=false", "?is_active=true",
                      "?sort=-updated_at&limit=200", "?sort=question&limit=2"):
            read = nobody.get("/support/faqs" + query).expect(200)
            assert CANARY not in read.body.decode(), (query, read.body)
            assert read.json == customer.get("/support/faqs" + query).expect(200).json, query
            assert all(set(row) == PUBLIC and row["is_active"] for row in read.json["data"]), (query, read.body)
        assert [row["id"] for row in nobody.get("/support/faqs?search=kettle").expect(200).json["data"]] == [shown["id"]]
        one = nobody.get(f"/support/faqs/{shown['id']}").expect(200).json
        assert one == customer.get(f"/support/faqs/{shown['id']}").expect(200).json and set(one) == PUBLIC, one
        for client in (nobody, customer):
            client.get(f"/support/faqs/{hidden['id']}").expect(404)
            client.post(f"/support/faqs/{hidden['id']}/vote", {"helpful": True}).expect(404)
            voted = client.post(f"/support/faqs/{shown['id']}/vote", {"helpful": True, "key": "mine"}).expect(200).json
            assert set(voted) == PUBLIC, voted
        for query in ("include=customer", "since=0", "nonsense=1", "sort=remarks", "cursor=x"):
            refused = nobody.get("/support/faqs?" + query).expect(400, 422)
            assert CANARY not in refused.body.decode() and "remarks" not in refused.body.decode().replace(query, ""), query


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
