#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The doors through which customers write in: what they let in, and what they let nobody do."""

import hashlib
import hmac
import json
import os
import sys
import urllib.parse
import uuid

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import run_program, served

DEMO = 20
SECRET = "the app secret"
VERIFY_TOKEN = "the verify token"
INTAKE_TOKEN = "the mail server's token"
CANARY = "canary-4711-between-us"


def options(folder):
    """Files with the secrets that open the doors."""
    given = []
    for name, text in (("whatsapp-secret", SECRET), ("whatsapp-verify-token", VERIFY_TOKEN),
                       ("intake-token", INTAKE_TOKEN)):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        given += [f"--{name}-file", path]
    return given


class Doors:
    """A desk with all its doors open, and its admin."""

    def __init__(self, server):
        self.server = server
        self.client = server.client()
        self.admin = server.somebody("admin")

    def contact(self, **fields):
        return self.client.post("/intake/contact", fields)

    def whatsapp(self, body, secret=SECRET, signature=None):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        signed = signature or "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
        return self.client.request("POST", "/intake/whatsapp", raw,
                                   {"Content-Type": "application/json", "X-Hub-Signature-256": signed})

    def queries(self, **filters):
        path = "/support/queries?limit=200&" + urllib.parse.urlencode(filters)
        return self.admin.get(path).expect(200).json["data"]

    def count(self):
        return len(self.queries())

    def newest(self):
        return self.queries()[0]

    def messages(self, query):
        return self.admin.get(f"/support/queries/{query['id']}/messages").expect(200).json["data"]


def open_doors():
    class Opened:
        def __enter__(self):
            self.folder = deskbelld.tempfile.TemporaryDirectory(prefix="deskbelld-test-")
            self.served = served(demo=DEMO, options=options(self.folder.name))
            return Doors(self.served.__enter__())

        def __exit__(self, *failure):
            self.folder.cleanup()
            return self.served.__exit__(*failure)

    return Opened()


def message(sender="919812300001", text="Where is my order?", name="Mary", **more):
    made = {"from": sender, "id": "wamid." + uuid.uuid4().hex, "timestamp": "1767440000", "type": "text",
            "text": {"body": text}}
    made.update(more)
    return made


def webhook(*messages, statuses=(), name="Mary"):
    contacts = [{"profile": {"name": name}, "wa_id": m["from"]} for m in messages if m.get("from")]
    value = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "15550001", "phone_number_id": "1"},
             "contacts": contacts, "messages": list(messages), "statuses": list(statuses)}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}


# --- the contact form ---------------------------------------------------------

def test_email_automated_customer_fills_contact_form_on_website():
    """Shop: a query of source e-mail is created; its priority follows from the order."""
    with open_doors() as doors:
        before = doors.count()
        answer = doors.contact(name="John Doe", email="John@Example.com", mobile="98123 45678", message="Not arrived").expect(200)
        assert answer.json["received"] is True, answer.json
        query = doors.newest()
        assert doors.count() == before + 1
        assert (query["source"], query["status"], query["priority"]) == ("email", "open", "medium"), query
        assert (query["email"], query["mobile"], query["name"]) == ("john@example.com", "+919812345678", "John Doe"), query
        assert [m["body"] for m in doors.messages(query)] == ["Not arrived"]
        order = doors.admin.get("/support/customers?limit=200").expect(200).json["data"]
        numbers = [o["number"] for c in order for o in
                   doors.admin.get(f"/support/customers/{c['id']}/orders").expect(200).json["data"]]
        doors.contact(name="Jo", email="jo@example.com", order_number=numbers[0], message="Late").expect(200)
        assert doors.newest()["priority"] == "high"
        assert doors.newest()["order_id"] is None and numbers[0] in doors.newest()["remarks"], doors.newest()


def test_a_form_may_be_sent_as_browsers_do():
    with open_doors() as doors:
        body = urllib.parse.urlencode({"name": "Zoë", "email": "zoe@example.com", "mobile": "", "message": "Two\r\nlines & more"})
        doors.client.request("POST", "/intake/contact", body, {"Content-Type": "application/x-www-form-urlencoded"}).expect(200)
        query = doors.newest()
        assert (query["name"], query["mobile"], query["message"]) == ("Zoë", None, "Two\nlines & more"), query
        for body, kind, status in (("name=%ff&message=x", "application/x-www-form-urlencoded", 400),
                                   ("{", "application/json", 400), ("[" * 100000, "application/json", 400),
                                   ("x", "text/plain", 415), ("", "application/json", 400)):
            doors.client.request("POST", "/intake/contact", body, {"Content-Type": kind}).expect(status)


def test_all_wrong_fields_are_told_at_once():
    with open_doors() as doors:
        before = doors.count()
        answer = doors.contact(name="x" * 201, email="nonsense", mobile="call me", order_number="9" * 41,
                               message="x" * 20001, priority="high", remarks="hidden").expect(422)
        fields = {error["field"] for error in answer.json["errors"]}
        assert fields == {"name", "email", "mobile", "order_number", "message", "priority", "remarks"}, answer.json
        fields = {error["field"] for error in doors.contact(message="  ").expect(422).json["errors"]}
        assert fields == {"name", "message", "email"}, fields
        assert doors.count() == before


def test_what_fills_the_honeypot_is_thanked_and_makes_nothing():
    with open_doors() as doors:
        before = doors.count()
        person = doors.contact(name="A", email="a@example.com", message="Hello").expect(200)
        robot = doors.contact(name="B", email="b@example.com", message="Pills", website="http://pills.example").expect(200)
        nonsense = doors.contact(website="x", colour="red").expect(200)
        assert person.body == robot.body == nonsense.body
        assert doors.count() == before + 1
        assert not doors.admin.get("/support/customers?search=b@example.com").json["data"]


def test_who_floods_the_form_waits():
    with open_doors() as doors:
        answers = [doors.contact(website="x") for _ in range(30)]
        statuses = [answer.status for answer in answers]
        assert statuses[:20] == [200] * 20 and statuses[-1] == 429, statuses
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 15, answers[-1].headers
        doors.whatsapp(webhook(message())).expect(200)


# --- WhatsApp -----------------------------------------------------------------

def test_whatsapp_is_told_that_this_is_the_place_when_it_knows_the_token():
    with open_doors() as doors:
        def ask(mode="subscribe", token=VERIFY_TOKEN, challenge="1158201444"):
            return doors.client.get("/intake/whatsapp?" + urllib.parse.urlencode(
                {"hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge}))

        answer = ask().expect(200)
        assert answer.body == b"1158201444" and answer.headers["content-type"].startswith("text/plain"), answer.headers
        for wrong in (ask(token=VERIFY_TOKEN + "x"), ask(token=""), ask(mode="unsubscribe")):
            assert b"1158201444" not in wrong.expect(403).body
        ask(challenge="x" * 201).expect(422)


def test_whatsapp_automated_customer_sends_message_via_whatsapp():
    """Shop: a query of source WhatsApp is created, and what follows goes into it."""
    with open_doors() as doors:
        doors.whatsapp(webhook(message(text="Hi"), message(text="Where is my order?"))).expect(200)
        query = doors.newest()
        assert (query["source"], query["status"], query["mobile"]) == ("whatsapp", "open", "+919812300001"), query
        assert [m["body"] for m in doors.messages(query)] == ["Hi", "Where is my order?"]
        doors.whatsapp(webhook(message(sender="919812300002"))).expect(200)
        assert doors.newest()["id"] != query["id"]


def test_only_what_whatsapp_signed_is_read():
    with open_doors() as doors:
        before = doors.count()
        body = webhook(message())
        raw = json.dumps(body).encode()
        good = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        sha1 = hmac.new(SECRET.encode(), raw, hashlib.sha1).hexdigest()
        for signature in ("sha256=" + "0" * 64, "sha256=" + good[:-1], "sha256=" + good + "00", "sha256=", good,
                          "sha1=" + sha1, "sha256=" + "g" * 64):
            doors.whatsapp(raw, signature=signature).expect(401)
        doors.client.request("POST", "/intake/whatsapp", raw, {"Content-Type": "application/json"}).expect(401)
        doors.whatsapp(b"{not json", secret="another").expect(401)
        doors.whatsapp(b"{not json").expect(400)
        doors.whatsapp(b"").expect(400)
        assert doors.count() == before
        doors.whatsapp(raw, signature="sha256=" + good.upper()).expect(200)
        assert doors.count() == before + 1


def test_what_whatsapp_sends_again_does_nothing():
    with open_doors() as doors:
        body = webhook(message(id="wamid.once"))
        before = doors.count()
        for _ in range(3):
            doors.whatsapp(body).expect(200)
        doors.whatsapp(webhook(message(id="wamid.once"), message(id="wamid.two"))).expect(200)
        assert doors.count() == before + 1
        assert len(doors.messages(doors.newest())) == 2


def test_every_kind_of_message_says_what_it_is():
    kinds = (
        ({"type": "image", "image": {"id": "123", "mime_type": "image/jpeg", "caption": "Broken"}},
         "[Picture: image/jpeg, 123]\nBroken"),
        ({"type": "document", "document": {"id": "9", "mime_type": "application/pdf", "filename": "bill.pdf"}},
         "[Document: bill.pdf, application/pdf, 9]"),
        ({"type": "audio", "audio": {"id": "7", "mime_type": "audio/ogg"}}, "[Recording: audio/ogg, 7]"),
        ({"type": "button", "button": {"text": "Yes", "payload": "y"}}, "Yes"),
        ({"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "1", "title": "Cancel"}}},
         "Cancel"),
        ({"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "1", "title": "Refund"}}},
         "Refund"),
        ({"type": "location", "location": {"latitude": 19.5, "longitude": 72, "name": "Home"}},
         "[Place: Home, 19.500000, 72]"),
        ({"type": "contacts", "contacts": [{"name": {"formatted_name": "Ravi"}, "phones": [{"phone": "+91 1"}]}]},
         "[Contact: Ravi, +91 1]"),
        ({"type": "reaction", "reaction": {"message_id": "x", "emoji": "👍"}}, "[Reaction: 👍]"),
        ({"type": "hologram", "hologram": {}}, "[They sent something that can't be shown here (hologram)]"),
        ({"type": "unsupported", "errors": [{"code": 131051, "title": "Unsupported message type"}]},
         "[They sent something that can't be shown here (unsupported): Unsupported message type]"),
    )
    with open_doors() as doors:
        messages = []
        for more, _ in kinds:
            made = message()
            del made["text"]
            made.update(more)
            messages.append(made)
        doors.whatsapp(webhook(*messages)).expect(200)
        bodies = [m["body"] for m in doors.messages(doors.newest())]
        assert bodies == [expected for _, expected in kinds], bodies


def test_odd_messages_are_passed_over_and_the_others_taken():
    with open_doors() as doors:
        before = doors.count()
        odd = [{"type": "text"}, {"id": "wamid.a", "type": "text", "text": {"body": "nobody"}}, 7, None, "text", [],
               {"from": 12, "id": {"x": 1}, "type": 3}, message(sender="not a number"),
               message(sender="919812300009", type="text", text="no object")]
        body = webhook(message(text="\u202eHello\u0007"))
        body["entry"][0]["changes"][0]["value"]["messages"][:0] = odd
        body["entry"] += [{}, 5, {"changes": 3}, {"changes": [None, {"value": []}]}]
        doors.whatsapp(body).expect(200)
        assert doors.count() == before + 2
        assert doors.newest()["message"] == "Hello", doors.newest()
        for empty in ({}, {"entry": []}, {"entry": {"changes": 1}}, {"object": "page", "entry": None}):
            doors.whatsapp(empty).expect(200)
        doors.whatsapp(b"[1]").expect(400)
        doors.whatsapp(webhook(message(sender="919812300010", text="x" * 70000))).expect(200)
        assert len(doors.newest()["message"]) <= 20000 and "left out" in doors.newest()["message"][-60:]


def test_who_has_no_number_is_known_by_the_name_that_whatsapp_gives():
    with open_doors() as doors:
        first = message()
        del first["from"]
        first["from_user_id"] = "IN.13491208655302741918"
        body = webhook(first)
        body["entry"][0]["changes"][0]["value"]["contacts"] = [
            {"profile": {"name": "Hidden"}, "user_id": "IN.13491208655302741918"}]
        doors.whatsapp(body).expect(200)
        query = doors.newest()
        assert (query["name"], query["mobile"], query["email"]) == ("Hidden", None, None), query
        customer = doors.admin.get(f"/support/customers/{query['customer_id']}").expect(200).json
        assert customer["identities"] == [
            {"channel": "whatsapp", "kind": "whatsapp_user", "value": "IN.13491208655302741918"}], customer
        first["id"] = "wamid.next"
        doors.whatsapp(body).expect(200)
        assert len(doors.messages(query)) == 2


def test_phone_manual_executive_adds_query():
    """Shop: the priority is set by the executive."""
    with open_doors() as doors:
        executive = doors.server.somebody("executive")
        made = executive.post("/support/queries", {"source": "phone", "name": "Kumar", "mobile": "+919812300042",
                                                   "message": "Called", "priority": "low"}).expect(201).json
        assert (made["source"], made["priority"], made["status"]) == ("phone", "low", "open"), made
        doors.whatsapp(webhook(message(sender="919812300042"))).expect(200)
        query = doors.newest()
        assert query["source"] == "whatsapp" and query["customer_id"] == made["customer_id"], query


def test_a_note_is_in_no_answer_of_a_door():
    with open_doors() as doors:
        body = webhook(message(id="wamid.canary"))
        doors.whatsapp(body).expect(200)
        query = doors.newest()
        doors.admin.post(f"/support/queries/{query['id']}/messages", {"body": CANARY, "is_internal": True}).expect(201)
        answers = [doors.whatsapp(body), doors.whatsapp(webhook(message())), doors.whatsapp(b"{"),
                   doors.whatsapp(webhook(statuses=[{"id": "wamid.canary", "status": "read"}])),
                   doors.contact(name="Mary", mobile="+919812300001", message=query["number"]),
                   doors.contact(name="Mary", mobile="+919812300001", message="x", order_number=query["number"])]
        for answer in answers:
            assert CANARY.encode() not in answer.body and query["number"].encode() not in answer.body, answer.body
        log = doors.server.read_log()
        assert CANARY not in log and SECRET not in log and VERIFY_TOKEN not in log and INTAKE_TOKEN not in log


# --- closed doors -------------------------------------------------------------

def test_doors_without_a_key_say_so():
    with served(demo=DEMO) as server:
        client = server.client()
        for method, path in (("GET", "/intake/whatsapp"), ("POST", "/intake/whatsapp")):
            answer = client.request(method, path, b"{}" if method == "POST" else None).expect(404)
            assert "started without" in answer.json["detail"], answer.json
        empty = os.path.join(server.folder, "empty")
        open(empty, "w", encoding="utf-8").close()
        for path in (empty, empty + "-missing"):
            done = run_program("serve", *server.place, "--listen", "127.0.0.1:0", "--whatsapp-secret-file", path, check=False)
            assert done.returncode == 1 and path in done.stderr and len(done.stderr.strip().splitlines()) == 1, done


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
