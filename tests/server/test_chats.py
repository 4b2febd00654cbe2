#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live chat as both sides have it, over their sockets.

The names of the tests are the lines of services-marketplace.md: its chat features, its second use case and the chat
lines of its testing checklist.
"""

import sys
import uuid

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import WebSocket, served, wait_until

DEMO = 20


def me(client):
    answer = client.get("/auth/me").expect(200).json
    return answer.get("agent") or answer["customer"]


def entity(event):
    return event["data"].get("data") or {}


def about(chat):
    """Whether an event is about this chat, or about something that is said in it."""
    return lambda event: chat["id"] in (entity(event).get("id"), entity(event).get("thread_id"))


def named(name, chat):
    return lambda event: event["event"] == name and about(chat)(event)


def end_open_chat(server):
    """The demo customer may be in a chat."""
    customer = server.somebody("customer")
    for status in ("waiting", "active"):
        for chat in customer.get(f"/support/chats?status={status}").expect(200).json["data"]:
            customer.post(f"/support/chats/{chat['id']}/end").expect(200)


def begin(server, body="Hello, I need help"):
    end_open_chat(server)
    return server.somebody("customer").post("/support/chats", {"body": body}).expect(201).json


def listen(server, role, **known):
    live = WebSocket(server, server.token(role))
    live.begin(**known)
    return live


def path(chat, rest=""):
    return f"/support/chats/{chat['id']}{rest}"


def test_use_case_2_live_chat_support():
    """Both sides on live connections, step by step."""
    with served(demo=DEMO) as server:
        admin, customer = server.somebody("admin"), server.somebody("customer")
        end_open_chat(server)
        desk, app = listen(server, "admin"), listen(server, "customer")
        # 1. Customer opens chat in app
        chat = customer.post("/support/chats", {"body": "Hello, I need help"}).expect(201).json
        assert chat["status"] == "waiting" and chat["assigned_to"] is None, chat
        # 2. Message appears in admin chat panel
        waiting = desk.wait_for(named("chat_waiting", chat))
        assert entity(waiting)["last_message"] == "Hello, I need help", waiting
        desk.find(named("new_message", chat))
        # 3. Admin sees unread count (1)
        assert entity(waiting)["unread_by_agent"] == 1, waiting
        # 4. Admin opens conversation
        for live in (desk, app):
            assert live.ask("join_ticket_room", thread=chat["id"])["event"] == "ack"
        said = admin.get(path(chat, "/messages")).expect(200).json["data"]
        assert [message["body"] for message in said] == ["Hello, I need help"], said
        admin.post(path(chat, "/accept")).expect(200)
        assert entity(app.wait_for(named("chat_accepted", chat)))["assigned_to"] == me(admin)["id"]
        # 5. Admin responds to customer
        assert desk.ask("typing_start", thread=chat["id"])["event"] == "ack"
        typing = app.wait_for("typing_indicator")["data"]
        assert typing["thread"] == chat["id"] and typing["is_typing"], typing
        sent = desk.ask("send_message", thread=chat["id"], body="We're here to help!")
        assert sent["event"] == "ack", sent
        assert entity(app.wait_for(named("new_message", chat)))["body"] == "We're here to help!"
        # 6. Real-time back-and-forth conversation
        for number in range(5):
            body = f"Question {number}"
            assert app.ask("send_message", thread=chat["id"], body=body)["event"] == "ack"
            desk.find(lambda e, body=body: e["event"] == "new_message" and entity(e)["body"] == body)
            body = f"Answer {number}"
            assert desk.ask("send_message", chat=chat["id"], body=body)["event"] == "ack"
            app.find(lambda e, body=body: e["event"] == "new_message" and entity(e)["body"] == body)
        now = admin.get(path(chat)).expect(200).json
        assert (now["unread_by_agent"], now["unread_by_customer"], now["message_count"]) == (6, 6, 12), now
        # 7. Issue resolved
        assert app.ask("mark_read", thread=chat["id"])["event"] == "ack"
        # 8. Admin marks as read
        assert desk.ask("mark_read", thread=chat["id"])["event"] == "ack"
        app.find(lambda e: e["event"] == "message_read" and entity(e)["read_by_agent_at"]
                 and entity(e)["body"] == "Question 4")
        desk.find(lambda e: e["event"] == "message_read" and entity(e)["read_by_customer_at"]
                  and entity(e)["body"] == "Answer 4")
        now = admin.get(path(chat)).expect(200).json
        assert (now["unread_by_agent"], now["unread_by_customer"]) == (0, 0), now
        admin.post(path(chat, "/end")).expect(200)
        for live in (desk, app):
            assert entity(live.find(named("chat_ended", chat)))["ended_at"]


def test_view_conversations_list():
    """All conversations, with the last message, and the customer beside them; a customer lists their own."""
    with served(demo=DEMO) as server:
        executive, customer = server.somebody("executive"), server.somebody("customer")
        chat = begin(server, "A first line\nand a second one")
        page = executive.get("/support/chats?include=customer,assignee&limit=200").expect(200).json
        rows = page["data"]
        assert rows[0]["id"] == chat["id"], "the last message comes first"
        assert rows[0]["last_message"] == "A first line and a second one", rows[0]
        assert rows[0]["customer"]["name"] == me(customer)["name"] and rows[0]["assignee"] is None, rows[0]
        assert {row["status"] for row in rows} == {"waiting", "active", "ended"}, "the sample desk has some of each"
        for status in ("waiting", "active", "ended"):
            some = executive.get(f"/support/chats?status={status}&limit=200").expect(200).json["data"]
            assert some == [{name: value for name, value in row.items() if name not in ("customer", "assignee")}
                            for row in rows if row["status"] == status], status
        nobody = executive.get("/support/chats?assigned_to=unassigned&status=waiting").expect(200).json["data"]
        assert chat["id"] in [row["id"] for row in nobody]
        executive.post(path(chat, "/accept")).expect(200)
        mine = executive.get("/support/chats?assigned_to=me&status=active").expect(200).json["data"]
        assert chat["id"] in [row["id"] for row in mine]
        own = customer.get("/support/chats?limit=200").expect(200).json["data"]
        assert {row["customer_id"] for row in own} == {me(customer)["id"]}
        assert "answer_due_at" not in own[0] and "answer_due_at" in mine[0]
        by_pages, cursor = [], ""
        while cursor is not None:
            page = executive.get(f"/support/chats?limit=3&sort=-waiting_since{cursor}").expect(200).json
            by_pages += [row["id"] for row in page["data"]]
            cursor = page["next_cursor"] and "&cursor=" + page["next_cursor"]
        assert sorted(by_pages) == sorted(row["id"] for row in rows)
        wrong = executive.get("/support/chats?status=odd&sort=colour").expect(422)
        assert {error["field"] for error in wrong.json["errors"]} == {"status", "sort"}, wrong.json


def test_see_unread_count():
    """Each side's count rises with what the other one writes, and notes are not counted."""
    with served(demo=DEMO) as server:
        agent, customer = server.somebody("agent"), server.somebody("customer")
        chat = begin(server)
        customer.post(path(chat, "/messages"), {"body": "Hello?"}).expect(201)
        agent.post(path(chat, "/messages"), {"body": "Between us", "is_internal": True}).expect(201)
        agent.post(path(chat, "/messages"), {"body": "Hello"}).expect(201)
        for client in (agent, customer):
            seen = client.get(path(chat)).expect(200).json
            assert (seen["unread_by_agent"], seen["unread_by_customer"]) == (2, 1), seen
            assert seen["last_message"] == "Hello", seen


def test_open_conversation():
    """Staff open any, a customer their own; another customer gets the answer of one that is not there."""
    with served(demo=DEMO) as server:
        chat = begin(server)
        for role in deskbelld.ROLES:
            seen = server.somebody(role).get(path(chat)).expect(200)
            assert seen.json["id"] == chat["id"] and seen.headers["etag"] == '"1"', role
        others = server.somebody("admin").get("/support/chats?limit=200").expect(200).json["data"]
        theirs = next(row for row in others if row["customer_id"] != chat["customer_id"])
        customer = server.somebody("customer")
        for method, rest, body in (("GET", "", None), ("GET", "/messages", None), ("POST", "/messages", {"body": "x"}),
                                   ("POST", "/read", {}), ("POST", "/end", {})):
            customer.request(method, path(theirs, rest), body).expect(404)
        live = listen(server, "customer")
        refused = live.ask("join_ticket_room", thread=theirs["id"])
        assert refused["event"] == "error" and refused["data"]["status"] == 404, refused
        refused = live.ask("send_message", chat=theirs["id"], body="x")
        assert refused["event"] == "error" and refused["data"]["status"] == 404, refused


def test_view_message_history():
    """In order, with who wrote and when; a note is the desk's alone, on every way to it."""
    with served(demo=DEMO) as server:
        agent, customer = server.somebody("agent"), server.somebody("customer")
        app = listen(server, "customer")
        chat = begin(server, "One")
        app.ask("join_ticket_room", thread=chat["id"])
        agent.post(path(chat, "/messages"), {"body": "canary note", "is_internal": True}).expect(201)
        agent.post(path(chat, "/messages"), {"body": "Two"}).expect(201)
        customer.post(path(chat, "/messages"), {"body": "Three"}).expect(201)
        said = customer.get(path(chat, "/messages")).expect(200).json["data"]
        assert [message["body"] for message in said] == ["One", "Two", "Three"], said
        assert [message["sender_type"] for message in said] == ["customer", "agent", "customer"], said
        assert {message["channel"] for message in said} == {"chat"}, said
        assert said[1]["sender_name"] == me(agent)["name"]
        whole = agent.get(path(chat, "/messages")).expect(200).json["data"]
        assert [message["body"] for message in whole] == ["One", "canary note", "Two", "Three"], whole
        refused = customer.post(path(chat, "/messages"), {"body": "x", "is_internal": True}).expect(422)
        assert refused.json["errors"][0]["field"] == "is_internal", refused.json
        app.find(lambda e: entity(e).get("body") == "Three")
        app.flush()
        for text in (str(app.events), customer.get("/support/sync?since=0&limit=10000").expect(200).body.decode(),
                     customer.get("/support/chats?limit=200").body.decode(),
                     customer.get("/support/notifications?limit=200").body.decode()):
            assert "canary" not in text, text
        assert customer.get("/support/chats?search=canary").expect(200).json["data"] == []


def test_send_new_message():
    """Once for each key; to one who had not read what came in between it is refused, with what they missed."""
    with served(demo=DEMO) as server:
        agent, customer = server.somebody("agent"), server.somebody("customer")
        chat = begin(server)
        key = uuid.uuid4().hex
        first = agent.post(path(chat, "/messages"), {"body": "Hello"}, key=key).expect(201).json
        assert agent.post(path(chat, "/messages"), {"body": "Hello"}, key=key).expect(201).json["id"] == first["id"]
        late = customer.post(path(chat, "/messages"), {"body": "Never mind"}).expect(201).json
        refused = agent.post(path(chat, "/messages"), {"body": "It is so", "base_seq": first["seq"]}).expect(409)
        assert [message["id"] for message in refused.json["messages"]] == [late["id"]], refused.json
        agent.post(path(chat, "/messages"), {"body": "It is so", "base_seq": first["seq"], "force": True}).expect(201)
        empty = customer.post(path(chat, "/messages"), {"body": ""}).expect(422)
        assert empty.json["errors"][0]["field"] == "body", empty.json
        long = customer.post(path(chat, "/messages"), {"body": "x" * 20001}).expect(422)
        assert long.json["errors"][0]["field"] == "body", long.json
        assert agent.get(path(chat)).expect(200).json["message_count"] == 4


def test_mark_as_read():
    """All of it, or up to a message; the other side sees that it is read."""
    with served(demo=DEMO) as server:
        agent, customer = server.somebody("agent"), server.somebody("customer")
        chat = begin(server)
        second = customer.post(path(chat, "/messages"), {"body": "Hello?"}).expect(201).json
        customer.post(path(chat, "/messages"), {"body": "Anybody?"}).expect(201)
        agent.post(path(chat, "/read"), {"up_to": second["id"]}).expect(204)
        assert agent.get(path(chat)).expect(200).json["unread_by_agent"] == 1
        seen = customer.get(path(chat, "/messages")).expect(200).json["data"]
        assert [bool(message["read_by_agent_at"]) for message in seen] == [True, True, False], seen
        agent.post(path(chat, "/read"), {}).expect(204)
        assert agent.get(path(chat)).expect(200).json["unread_by_agent"] == 0


def test_create_new_conversation():
    """A customer for themselves, staff for a customer, user or provider; one at a time."""
    with served(demo=DEMO) as server:
        executive, customer = server.somebody("executive"), server.somebody("customer")
        chat = begin(server)
        twice = customer.post("/support/chats", {"body": "Again"}).expect(409)
        assert twice.json["chat"]["id"] == chat["id"], twice.json
        nothing = customer.post("/support/chats", {"nonsense": 1}).expect(422)
        assert {error["field"] for error in nothing.json["errors"]} == {"nonsense", "body"}, nothing.json
        provider = server.somebody("admin").post("/support/customers", {
            "name": "Ravi Services", "kind": "provider", "email": "ravi@provider.example"}).expect(201).json
        other = customer.post("/support/chats", {"body": "x", "customer_id": provider["id"]}).expect(422)
        assert other.json["errors"][0]["field"] == "customer_id", other.json
        nobody = executive.post("/support/chats", {"body": "x"}).expect(422)
        assert nobody.json["errors"][0]["field"] == "customer_id", nobody.json
        made = executive.post("/support/chats", {"body": "Starting a new conversation",
                                                 "customer_id": provider["id"]}).expect(201)
        assert made.headers["location"] == "/support/chats/" + made.json["id"], made.headers
        assert made.json["status"] == "active" and made.json["assigned_to"] == me(executive)["id"], made.json
        assert made.json["unread_by_customer"] == 1, made.json


def test_search_conversations():
    """By what was said in them, and by the customer."""
    with served(demo=DEMO) as server:
        executive = server.somebody("executive")
        chat = begin(server, "My xylophone arrived without its mallets")
        executive.post(path(chat, "/messages"), {"body": "Between us: a zither", "is_internal": True}).expect(201)

        def find(words):
            return [row["id"] for row in executive.get("/support/chats?search=" + words).expect(200).json["data"]]

        assert find("xylo") == [chat["id"]] and find("mallets+arrived") == [chat["id"]]
        assert find("zither") == [chat["id"]] and find("nothing-of-it") == []
        name = me(server.somebody("customer"))["name"].split()[0]
        assert chat["id"] in find(name)
        first = executive.get(f"/support/chats?search={name}&customer_id={chat['customer_id']}&limit=1").expect(200)
        assert first.json["data"][0]["id"] == chat["id"], first.json


def test_two_executives_accept_at_once():
    """One wins, the other is told who has it."""
    with served(demo=DEMO) as server:
        chat = begin(server)
        first = server.client(server.enrol("executive", "First"))
        second = server.client(server.enrol("executive", "Second"))
        first.post(path(chat, "/accept")).expect(200)
        refused = second.post(path(chat, "/accept")).expect(409)
        assert refused.json["agent"] == {"id": me(first)["id"], "name": "First"}, refused.json
        assert "First" in refused.json["detail"], refused.json
        server.somebody("customer").post(path(chat, "/accept")).expect(403)


def test_a_chat_becomes_a_query_or_a_ticket_once():
    """The conversation stays reachable; a second time is refused with the number."""
    with served(demo=DEMO) as server:
        executive, customer = server.somebody("executive"), server.somebody("customer")
        chat = begin(server, "My kettle leaks")
        wrong = executive.post(path(chat, "/convert"), {"to": "order"}).expect(422)
        assert wrong.json["errors"][0]["field"] == "to", wrong.json
        short = executive.post(path(chat, "/convert"), {"to": "ticket", "colour": "red"}).expect(422)
        assert {error["field"] for error in short.json["errors"]} == {"subject", "colour"}, short.json
        made = executive.post(path(chat, "/convert"), {"to": "query", "priority": "high", "remarks": "Polite"})
        query = made.expect(201).json
        assert made.headers["location"] == "/support/queries/" + query["id"], made.headers
        assert query["message"] == "My kettle leaks" and query["source"] == "chat", query
        assert query["customer_id"] == chat["customer_id"] and query["priority"] == "high", query
        seen = executive.get(path(chat) + "?include=query").expect(200).json
        assert seen["status"] == "ended" and seen["query"]["number"] == query["number"], seen
        found = executive.get(f"/support/chats?query_id={query['id']}").expect(200).json["data"]
        assert [row["id"] for row in found] == [chat["id"]], found
        assert len(customer.get(path(chat, "/messages")).expect(200).json["data"]) == 1
        again = executive.post(path(chat, "/convert"), {"to": "ticket", "subject": "x"}).expect(409)
        assert again.json["query"] == {"id": query["id"], "number": query["number"]}, again.json
        other = begin(server, "My kettle leaks again")
        ticket = executive.post(path(other, "/convert"), {"to": "ticket", "subject": "A kettle that leaks",
                                                          "category": "Product Complaint"}).expect(201).json
        assert ticket["description"] == "My kettle leaks again", ticket
        again = executive.post(path(other, "/convert"), {"to": "query"}).expect(409)
        assert again.json["ticket"]["number"] == ticket["number"] and ticket["number"] in again.json["detail"]
        customer.post(path(other, "/convert"), {"to": "query"}).expect(403)


def test_who_goes_away_leaves_chats_to_the_others():
    """PAINS, "Chats stuck on an agent who left": the chat waits again, and is announced again, live and in the bell."""
    with served(demo=DEMO) as server:
        token = server.enrol("agent", "Leaving")
        leaving = server.client(token)
        who = me(leaving)["id"]
        leaving.request("PUT", f"/support/agents/{who}/availability", {"availability": "available"}).expect(200)
        executive = server.somebody("executive")
        executive.request("PUT", f"/support/agents/{me(executive)['id']}/availability",
                          {"availability": "available"}).expect(200)
        chat = begin(server)
        leaving.post(path(chat, "/accept")).expect(200)
        desk = listen(server, "executive")
        leaving.request("PUT", f"/support/agents/{who}/availability", {"availability": "away"}).expect(200)
        waiting = desk.wait_for(named("chat_waiting", chat))
        assert entity(waiting)["assigned_to"] is None and entity(waiting)["status"] == "waiting", waiting
        desk.find(lambda e: e["event"] == "notification" and entity(e)["kind"] == "chat_waiting"
                  and entity(e)["about_id"] == chat["id"] and not entity(e)["read_at"])


def test_the_clock_brings_back_what_nobody_answers():
    """PAINS, "Chats stuck on an agent who left": whose holder lost the connection, or lets the customer wait, wait
    again."""
    with served(demo=DEMO) as server:
        executive = server.somebody("executive")
        lost = begin(server)
        someone = server.somebody("admin").post("/support/customers", {"name": "Somebody Else",
                                                                        "mobile": "+919812300077"}).expect(201).json
        unanswered = executive.post("/support/chats", {"body": "Hello", "customer_id": someone["id"]}).expect(201).json
        token = server.enrol("agent", "Unplugged")
        agent = server.client(token)
        agent.post(path(lost, "/accept")).expect(200)
        agent.post(path(lost, "/messages"), {"body": "One moment"}).expect(201)
        plugged = WebSocket(server, token)
        plugged.begin()
        wait_until("it is kept who is connected",
                   lambda: server.ask_database(f"SELECT agent_seen_at FROM chats WHERE id = '{lost['id']}'"), 60)
        plugged.close()
        desk = listen(server, "admin")
        # As if some minutes had gone by.
        server.ask_database(f"UPDATE chats SET agent_seen_at = 1 WHERE id = '{lost['id']}'")
        server.ask_database(f"UPDATE chats SET answer_due_at = 1 WHERE id = '{unanswered['id']}'")
        for chat in (lost, unanswered):
            if not any(named("chat_waiting", chat)(event) for event in desk.events):
                desk.wait_for(named("chat_waiting", chat), 60)
            seen = server.somebody("executive").get(path(chat)).expect(200).json
            assert seen["status"] == "waiting" and seen["assigned_to"] is None, seen


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
