#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What agents complain of in other desks, as far as the server can answer it: each test is named after its complaint.

Those that have whole files or other tests of their own (notes, chats, merging, bulk, mail) are named in
docs/checklists.md.
"""

import json
import sys
import threading
import urllib.parse
import uuid

sys.dont_write_bytecode = True
import deskbelld
from businesses import shared_desk
from deskbelld import WebSocket
from doors import letter, message, open_doors, webhook

PRESET = "shop"


def make_ticket(desk, **fields):
    return desk.customer.post("/support/tickets", {"subject": "Parcel is late", "category": "Delivery Problem",
                                                   "description": "Four days now", **fields}).expect(201).json


def path(ticket, rest=""):
    return f"/support/tickets/{ticket['id']}{rest}"


def give(desk, ticket):
    """The ticket is the demo agent's."""
    return desk.admin.post(path(ticket, "/assign"), {"agent_id": desk.me(desk.agent)["id"]}).expect(200).json


def resolve(client, ticket):
    return client.post(path(ticket, "/resolve"), {"resolution_type": "no_action", "resolution": "It came"}).expect(200).json


def sync(client, held, since=0):
    """Brings what is held up to date, {(kind, id): entity}: how far that is."""
    while True:
        lines = client.get(f"/support/sync?since={since}&limit=500").expect(200).body.decode().splitlines()
        for line in map(json.loads, lines[:-1]):
            if line["op"] == "put":
                held[line["kind"], line["data"]["id"]] = line["data"]
            else:
                held.pop((line["kind"], line["id"]), None)
        end = json.loads(lines[-1])
        since = end["next"]
        if not end["more"]:
            return since


def test_after_sleep_or_a_dropped_socket_the_view_is_stale():
    """"... and a customer is answered twice": whoever comes back is told all they missed, and no more than that; until
    they have read it, their answer is held back."""
    desk = shared_desk(PRESET)
    mine, other = make_ticket(desk), make_ticket(desk)
    for ticket in (mine, other):
        give(desk, ticket)
    held = {}
    seen = sync(desk.agent, held)
    live = WebSocket(desk.server, desk.server.token("agent"))
    live.begin(since=seen)
    live.socket.close()  # it sleeps; nobody says goodbye
    answer = desk.admin.post(path(mine, "/messages"), {"body": "It comes today."}).expect(201).json
    asked = desk.customer.post(path(mine, "/messages"), {"body": "When today?"}).expect(201).json
    desk.admin.post(path(other, "/assign"), {"agent_id": desk.me(desk.admin)["id"]}).expect(200)
    assert ("ticket", other["id"]) in held and ("message", answer["id"]) not in held
    late = desk.agent.post(path(mine, "/messages"), {"body": "I will ask.", "base_seq": seen}).expect(409).json
    assert [row["id"] for row in late["messages"]] == [answer["id"], asked["id"]], late
    # It wakes up
    live = WebSocket(desk.server, desk.server.token("agent"))
    assert live.begin()["data"]["seq"] > seen, "it is told that it is behind"
    live.close()
    now = sync(desk.agent, held, seen)
    assert {row["id"]: row for row in desk.all(desk.agent, "/support/tickets?merged=any")} == {
        key: row for (kind, key), row in held.items() if kind == "ticket"}
    assert ("ticket", other["id"]) not in held and held["message", asked["id"]]["body"] == "When today?"
    desk.agent.post(path(mine, "/messages"), {"body": "At four.", "base_seq": now}).expect(201)


def test_two_agents_answer_at_once():
    """Both see that the other is there and writes; nothing is locked; the second is shown what the first has said, and
    may send theirs anyway."""
    desk = shared_desk(PRESET)
    ticket = give(desk, make_ticket(desk))
    first, second = (WebSocket(desk.server, desk.server.token(role)) for role in ("agent", "admin"))
    for live in (first, second):
        live.begin()
        assert live.ask("join_ticket_room", ticket=ticket["id"])["event"] == "ack"
    second.find(lambda e: e["event"] == "viewers" and len(e["data"]["viewers"]) == 2)
    first.ask("typing_start", ticket=ticket["id"])
    writing = second.find(lambda e: e["event"] == "viewers" and any(v["is_replying"] for v in e["data"]["viewers"]))
    assert [v["id"] for v in writing["data"]["viewers"] if v["is_replying"]] == [desk.me(desk.agent)["id"]], writing
    base = desk.ticket(desk.admin, ticket["id"])["seq"]
    said = desk.agent.post(path(ticket, "/messages"), {"body": "On its way", "base_seq": base}).expect(201).json
    held = desk.admin.post(path(ticket, "/messages"), {"body": "It is lost", "base_seq": base}).expect(409).json
    assert [(row["id"], row["body"]) for row in held["messages"]] == [(said["id"], "On its way")], held
    assert desk.ticket(desk.admin, ticket["id"])["message_count"] == 1
    desk.admin.post(path(ticket, "/messages"), {"body": "It is lost", "base_seq": base, "force": True}).expect(201)
    desk.admin.post(path(ticket, "/messages"), {"body": "For us", "base_seq": base, "is_internal": True}).expect(201)
    for live in (first, second):
        live.close()


def test_undo_send_sends_the_old_text_or_twice():
    """What the outbox sends again is the same message; under the same key no other text is taken for it. What is taken
    back before it is sent is the window's."""
    desk = shared_desk(PRESET)
    ticket, key = make_ticket(desk), uuid.uuid4().hex
    body = {"id": f"0190a5a0-0000-7000-8000-{uuid.uuid4().hex[:12]}", "body": "Corrected text"}
    first = desk.admin.post(path(ticket, "/messages"), body, key=key).expect(201)
    assert desk.admin.post(path(ticket, "/messages"), body, key=key).body == first.body
    desk.admin.post(path(ticket, "/messages"), {**body, "body": "Old text"}, key=key).expect(422)
    said = desk.customer.get(path(ticket, "/messages")).expect(200).json["data"]
    assert [row["body"] for row in said] == ["Corrected text"], said


def test_double_click_sends_twice():
    """Eight times at once with one key: one message, one answer to all of them."""
    desk = shared_desk(PRESET)
    ticket, key = make_ticket(desk), uuid.uuid4().hex
    answers = []

    def click():
        client = desk.server.somebody("admin")
        answers.append(client.post(path(ticket, "/messages"), {"body": "Clicked"}, key=key))
        client.close()

    clicks = [threading.Thread(target=click) for _ in range(8)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    done = [answer for answer in answers if answer.status == 201]
    assert done and len({answer.body for answer in done}) == 1, answers
    assert {answer.status for answer in answers} <= {201, 409}, "another answer than it, or that it is under way"
    assert desk.ticket(desk.admin, ticket["id"])["message_count"] == 1


def test_nobody_knows_why_a_notification_came():
    """Each says what happened to what; nobody is told of what they did themselves; read in one place, it is withdrawn in
    the others."""
    desk = shared_desk(PRESET)
    ticket = give(desk, make_ticket(desk))
    live = WebSocket(desk.server, desk.server.token("agent"))
    live.begin()
    desk.customer.post(path(ticket, "/messages"), {"body": "Hello?"}).expect(201)
    told = desk.notice(desk.agent, ticket, "customer_wrote")
    assert (told["about_kind"], told["read_at"]) == ("ticket", None) and ticket["number"] in told["title"], told
    assert {row["kind"] for row in desk.notices(desk.agent, ticket)} <= {"customer_wrote", "ticket_assigned",
                                                                        "ticket_created"}
    assert {row["kind"] for row in desk.notices(desk.customer, ticket)} == {"ticket_assigned"}
    desk.agent.post("/support/notifications/read", {"ids": [told["id"]]}).expect(200, 204)
    live.find(lambda e: e["event"] == "notification" and e["data"]["data"]["id"] == told["id"]
              and e["data"]["data"]["read_at"])
    unread = desk.agent.get("/support/notifications?is_read=false&limit=200").expect(200).json["data"]
    assert told["id"] not in [row["id"] for row in unread]
    live.close()


def test_search_times_out_or_surprises():
    """A number, an order, a telephone number and an e-mail address go straight there; what matched is shown; a common
    word is answered with some, and says that there are more."""
    desk = shared_desk(PRESET)
    me = desk.me(desk.customer)
    ticket = make_ticket(desk, subject="Quagga saddle torn", description="The girth of the quagga saddle")
    order = desk.order("ORD-771177", me, 5000, "INR")

    def search(words, kind):
        groups = desk.admin.request("GET", "/support/search?q=" + urllib.parse.quote(words)).expect(200).json["groups"]
        return next((group for group in groups if group["kind"] == kind), None)

    digits = me["mobile"].lstrip("+")
    for words, kind, thing in ((ticket["number"], "ticket", ticket), (ticket["number"].lower(), "ticket", ticket),
                               ("ORD-771177", "order", order), (me["email"].upper(), "customer", me),
                               (me["mobile"], "customer", me), (f"{digits[2:7]} {digits[7:]}", "customer", me)):
        hit = search(words, kind)["data"][0]
        assert hit["is_direct"] and hit["entity"]["id"] == thing["id"], (words, hit)
    hit = search("quagga gir", "ticket")["data"][0]
    assert hit["entity"]["id"] == ticket["id"] and not hit["is_direct"], hit
    marked = [part["text"].lower() for part in hit["snippet"]["parts"] if part["is_match"]]
    assert "quagga" in marked, hit
    assert search("quaggas", "ticket") in (None, {"kind": "ticket", "count": {"count": 0, "is_more": False}, "data": [],
                                                  "next_cursor": None})
    everything = search("the", "ticket") or search("order", "ticket")
    assert len(everything["data"]) <= 20 and everything["count"]["count"] <= 1000, everything["count"]


def test_whatsapp_says_sent_and_was_not():
    """What WhatsApp could not deliver is marked as failed with WhatsApp's reason, live, for staff alone; a receipt that
    comes late undoes nothing."""
    with open_doors() as doors:
        server = doors.server
        doors.whatsapp(webhook(message())).expect(200)
        query = doors.newest()
        live = WebSocket(server, server.token("admin"))
        live.begin()
        live.ask("join_ticket_room", thread=query["id"])
        said = {}
        for name in ("lost", "read"):
            said[name] = doors.admin.post(f"/support/queries/{query['id']}/messages", {"body": name}).expect(201).json
            # As what sends it keeps it
            server.ask_database(
                "INSERT INTO channel_messages (channel, external_id, is_outgoing, message_id, created_at) VALUES "
                f"('whatsapp', 'wamid.{name}', {'TRUE' if server.engine == 'postgresql' else '1'}, "
                f"'{said[name]['id']}', 1)")

        def tell(name, status, **more):
            doors.whatsapp(webhook(statuses=[{"id": "wamid." + name, "status": status, "timestamp": "1767440001",
                                              "recipient_id": "919812300001", **more}])).expect(200)

        failed = [{"code": 131026, "title": "Message undeliverable", "message": "Message undeliverable"}]
        tell("lost", "sent")
        tell("lost", "failed", errors=failed)
        tell("lost", "sent")
        tell("read", "delivered")
        tell("read", "read")
        tell("read", "failed", errors=failed)
        tell("nobody-knows", "failed", errors=failed)
        seen = {row["body"]: row for row in doors.messages(query)}
        assert seen["lost"]["delivery"] == "failed" and "undeliverable" in seen["lost"]["delivery_reason"], seen["lost"]
        assert seen["read"]["delivery"] == "read" and seen["read"]["delivery_reason"] is None, seen["read"]
        assert seen["read"]["read_by_customer_at"], seen["read"]
        live.find(lambda e: (e["data"].get("data") or {}).get("id") == said["lost"]["id"]
                  and e["data"]["data"].get("delivery") == "failed")
        live.close()


def found(desk, client, word):
    """The ids of tickets that a search gives."""
    groups = client.get(f"/support/search?q={word}").expect(200).json["groups"]
    return {hit["entity"]["id"] for group in groups if group["kind"] == "ticket" for hit in group["data"]}


def test_somebody_saw_what_they_should_not():
    """Lists, each ticket, search, counts, the feed, conversations and the bell are of one mind about who sees what; who
    loses sight is told to forget it, live and by the feed, and is told nothing more about it."""
    desk = shared_desk(PRESET)
    word = "xenolith" + uuid.uuid4().hex[:6]
    departments = desk.departments()
    for category in ("Delivery Problem", "Product Complaint", "Technical Support", "Payment Issue", "Other"):
        make_ticket(desk, subject=f"{word} {category}", category=category)
    other = next(row for row in desk.all(desk.admin, "/support/customers") if row["id"] != desk.me(desk.customer)["id"])
    desk.admin.post("/support/tickets", {"subject": word, "customer_id": other["id"], "category": "Other"}).expect(201)
    everything = {row["id"]: row for row in desk.all(desk.admin, f"/support/tickets?search={word}")}
    assert len(everything) == 6 and len({row["department_id"] for row in everything.values()}) > 3, departments
    reach = {}
    for client, role in zip((desk.customer, desk.executive, desk.agent, desk.manager, desk.admin), deskbelld.ROLES):
        listed = {row["id"] for row in desk.all(client, "/support/tickets")}
        held = {}
        sync(client, held)
        assert {key for kind, key in held if kind == "ticket" and not held[kind, key]["merged_into_id"]} == listed, role
        assert {row["thread_id"] for (kind, _), row in held.items()
                if kind == "message" and row["thread_kind"] == "ticket"} <= listed, role
        assert client.get("/support/tickets/stats").expect(200).json["total"] == len(listed), role
        assert found(desk, client, word) == listed & set(everything), role
        for key in everything:
            for place in ("", "/messages", "/attachments"):
                status = client.get(f"/support/tickets/{key}{place}").status
                assert status == (200 if key in listed else 404), (role, place, status)
        told = {row["about_id"] for row in desk.all(client, "/support/notifications") if row["about_kind"] == "ticket"}
        assert told & set(everything) <= listed, role
        reach[role] = listed & set(everything)
    assert len(reach["admin"]) == 6 and len(reach["customer"]) == 5 and not reach["executive"], reach
    assert reach["agent"] < reach["admin"] and reach["manager"] < reach["admin"], reach
    # Sight is lost
    desk.keep_away()
    ticket = give(desk, make_ticket(desk, subject=word, category="Delivery Problem"))
    held = {}
    since = sync(desk.agent, held)
    live = WebSocket(desk.server, desk.server.token("agent"))
    live.begin()
    assert ("ticket", ticket["id"]) in held
    desk.admin.post(path(ticket, "/assign"), {"agent_id": desk.me(desk.admin)["id"]}).expect(200)
    gone = live.find(lambda e: e["event"] == "ticket_removed" and e["data"]["id"] == ticket["id"])
    assert "data" not in gone["data"], gone
    secret = desk.customer.post(path(ticket, "/messages"), {"body": "secret of theirs"}).expect(201).json
    sync(desk.agent, held, since)
    assert ("ticket", ticket["id"]) not in held and ("message", secret["id"]) not in held
    live.flush()
    assert "secret of theirs" not in str(live.events) and ticket["id"] not in found(desk, desk.agent, word)
    assert desk.agent.get(f"/support/notifications?kind=customer_wrote&about_id={ticket['id']}").json["data"] == []
    live.close()


def test_customers_merged_wrongly():
    """Never by itself where identities differ: who gives one's address and another's number is not made one of both;
    the query says what was given, and whose that is."""
    with open_doors() as doors:
        mary, ravi = (doors.admin.post("/support/customers", fields).expect(201).json for fields in (
            {"name": "Mary Rose", "email": "mary@example.com"}, {"name": "Ravi Rao", "mobile": "+919812300055"}))
        customers = len(doors.admin.get("/support/customers?limit=200").json["data"])
        doors.contact(name="Mary", email="Mary@Example.com", mobile="98123 00055", message="Mine?").expect(200)
        query = doors.newest()
        assert query["customer_id"] == mary["id"], query
        assert "+919812300055" in query["remarks"] and "Ravi Rao" in query["remarks"], query
        for before in (mary, ravi):
            after = doors.admin.get(f"/support/customers/{before['id']}").expect(200).json
            assert (after["email"], after["mobile"]) == (before["email"], before["mobile"]), (before, after)
        assert len(doors.admin.get("/support/customers?limit=200").json["data"]) == customers
        # The same person's two addresses are not taken for one person's either
        doors.contact(name="Mary Rose", email="mary.rose@example.com", message="Me again").expect(200)
        assert doors.newest()["customer_id"] not in (mary["id"], ravi["id"])


def test_reports_are_absurd():
    """Each figure equals a count of the rows that its reader sees, whatever was done in between; deleted and merged ones
    are in none."""
    desk = shared_desk(PRESET)
    one, two, three = (make_ticket(desk) for _ in range(3))
    desk.admin.post(path(one, "/merge"), {"into": two["id"]}).expect(200)
    resolve(desk.admin, two)
    desk.customer.post(path(two, "/messages"), {"body": "It broke again"}).expect(201)
    desk.admin.request("DELETE", path(three), headers={"If-Match": f'"{three["version"]}"'}).expect(204)
    for client in (desk.customer, desk.agent, desk.manager, desk.admin):
        rows = desk.all(client, "/support/tickets")
        stats = client.get("/support/tickets/stats").expect(200).json
        settled = ("resolved", "closed")
        assert stats["total"] == len(rows), stats
        assert stats["open"] == sum(row["status"] not in settled for row in rows), stats
        for name in ("status", "priority"):
            counted = {word: n for word, n in stats["by_" + name].items() if n}
            assert counted == {word: sum(row[name] == word for row in rows) for word in {row[name] for row in rows}}, name
        if client is not desk.customer:
            assert stats["unassigned"] == sum(not row["assigned_to"] and row["status"] not in settled for row in rows)
            assert stats["overdue"] == len(desk.all(client, "/support/tickets?is_overdue=true"))
    rows = desk.all(desk.executive, "/support/queries")
    stats = desk.executive.get("/support/queries/stats").expect(200).json
    assert stats["total"] == len(rows)
    for name in ("status", "source", "priority"):
        counted = {word: n for word, n in stats["by_" + name].items() if n}
        assert counted == {word: sum(row[name] == word for row in rows) for word in {row[name] for row in rows}}, name


def test_thanks_reopens_and_spoils_figures():
    """A short thanks opens nothing that was settled; what says more does; the count of reopened tickets is of those."""
    desk = shared_desk(PRESET)
    ticket = give(desk, make_ticket(desk))
    resolve(desk.agent, ticket)
    desk.customer.post(path(ticket, "/messages"), {"body": "Thanks! 🙏"}).expect(201)
    seen = desk.ticket(desk.admin, ticket["id"])
    assert (seen["status"], seen["reopened_count"], seen["waiting_since"]) == ("resolved", 0, None), seen
    assert desk.notice(desk.agent, ticket, "customer_wrote"), "it is told all the same"
    desk.customer.post(path(ticket, "/messages"), {"body": "Thanks, but it is the wrong one"}).expect(201)
    seen = desk.ticket(desk.admin, ticket["id"])
    assert (seen["status"], seen["reopened_count"]) == ("in_progress", 1) and seen["waiting_since"], seen
    # By mail too, with what mails repeat and are signed with
    with open_doors() as doors:
        doors.tell("made", letter(Message_ID="<first@example.com>"))
        query = doors.newest()
        for status in ("in_progress", "resolved", "closed"):
            version = doors.admin.get(f"/support/queries/{query['id']}").json["version"]
            doors.admin.patch(f"/support/queries/{query['id']}", {"status": status}, version).expect(200)
        doors.tell("added", letter(In_Reply_To="<first@example.com>", subject="Re: Broken kettle",
                                   text="Thank you so much!\n\n-- \nMary Rose, Pune\n\n"
                                        "On Monday, Help wrote:\n> It is on its way.\n"))
        assert doors.admin.get(f"/support/queries/{query['id']}").json["status"] == "closed"
        assert doors.messages(query)[-1]["body"] == "Thank you so much!", doors.messages(query)[-1]
        doors.tell("added", letter(In_Reply_To="<first@example.com>", text="Thank you, and where is the lid?"))
        assert doors.admin.get(f"/support/queries/{query['id']}").json["status"] == "in_progress"


def test_script_in_a_ticket():
    """What is written is text, given back letter by letter as JSON that no browser takes for a page; a page that is sent
    as a file comes back as text and runs nothing, whatever it is called. Mails in HTML are in test_intake.py."""
    desk = shared_desk(PRESET)
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)"> [x](javascript:alert(3))'
    ticket = make_ticket(desk, subject=evil, description=evil)
    desk.customer.post(path(ticket, "/messages"), {"body": evil}).expect(201)
    for place in ("", "/messages"):
        answer = desk.admin.get(path(ticket, place)).expect(200)
        assert answer.headers["content-type"].split(";")[0] == "application/json", answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff", answer.headers
        assert "default-src 'none'" in answer.headers["content-security-policy"], answer.headers
    assert desk.ticket(desk.admin, ticket["id"])["subject"] == evil
    assert desk.admin.get(path(ticket, "/messages")).json["data"][-1]["body"] == evil
    page = f"<!DOCTYPE html><html><body>{evil}</body></html>".encode()
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
    for name, content in (("page.html", page), ("photo.png", page), ("drawing.svg", picture)):
        sent = desk.upload(desk.customer, path(ticket), (name, content))[0]
        answer = desk.admin.get(f"/support/attachments/{sent['id']}").expect(200)
        assert answer.body == content and answer.headers["x-content-type-options"] == "nosniff", answer.headers
        assert "sandbox" in answer.headers["content-security-policy"], answer.headers
        assert answer.headers["content-type"].split(";")[0] in ("text/plain", "application/octet-stream"), answer.headers


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
