#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The live connection: who is told what, in which order, and what happens to those who misbehave."""

import json
import socket
import sys
import threading
import time

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import SECOND, Server, WebSocket, served, wait_until

DEMO = 60


def new_query(client, message="It does not work"):
    return client.post("/support/queries", {"source": "phone", "name": "Meera Nair", "mobile": "+919812300001",
                                            "message": message}).expect(201).json


def me(client):
    answer = client.get("/auth/me").expect(200).json
    return answer.get("agent") or answer["customer"]


def new_ticket(client, **fields):
    customer = client.get("/support/customers?limit=1").expect(200).json["data"][0]
    return client.post("/support/tickets", {"customer_id": customer["id"], "subject": "A broken kettle",
                                            "description": "It leaks", **fields}).expect(201).json


def entity(event):
    return event["data"].get("data") or {}


def test_a_token_is_needed():
    """Without one, or with a bad one, no connection is opened at all."""
    with served(demo=DEMO) as server:
        for token in (None, "nonsense", server.token("agent")[:-2] + "xx"):
            socket_ = WebSocket(server, token)
            assert socket_.status == 401, socket_.head
            socket_.close()
        good = WebSocket(server, server.token("agent"))
        assert good.status == 101, good.head
        assert good.wait_for("hello")["data"]["seq"] > 0
        good.close()
        plain = server.somebody("agent").get("/support/live")
        plain.expect(400)


def test_a_live_ticket_opens_one_connection():
    with served(demo=DEMO) as server:
        agent = server.somebody("agent")
        ticket = agent.post("/auth/live-ticket").expect(201).json["ticket"]
        first = WebSocket(server, ticket=ticket)
        assert first.status == 101, first.head
        first.wait_for("hello")
        second = WebSocket(server, ticket=ticket)
        assert second.status == 401, second.head
        assert WebSocket(server, ticket="made-up").status == 401


def test_compression_is_not_offered_back():
    with served(demo=DEMO) as server:
        live = WebSocket(server, server.token("agent"), extensions="permessage-deflate; client_max_window_bits")
        assert live.status == 101
        assert "sec-websocket-extensions" not in live.head.lower(), live.head


def test_events_reach_those_who_may_see_and_nobody_else():
    """A query is told to staff and not to a customer; a ticket of one agent to them and not to another agent."""
    with served(demo=DEMO) as server:
        admin, executive = server.somebody("admin"), server.somebody("executive")
        worker_token = server.enrol("agent", "Worker")
        worker = me(server.client(worker_token))
        lives = {role: WebSocket(server, server.token(role)) for role in deskbelld.ROLES}
        other_token = server.enrol("agent", "Other")
        lives["other"] = WebSocket(server, other_token)
        lives["worker"] = WebSocket(server, worker_token)
        for live in lives.values():
            live.begin()
        query = new_query(executive)
        for role in ("admin", "manager", "agent", "executive", "other"):
            event = lives[role].wait_for("new_query")
            assert entity(event)["id"] == query["id"], event
            assert event["data"]["seq"] > 0
        ticket = new_ticket(admin)
        admin.post(f"/support/tickets/{ticket['id']}/assign", {"agent_id": worker["id"]}).expect(200)

        def is_mine(event):
            return entity(event).get("id") == ticket["id"] and entity(event)["assigned_to"] == worker["id"]

        assert lives["worker"].find(is_mine)["event"] == "ticket_assigned"
        assert entity(lives["worker"].find("notification"))["about_id"] == ticket["id"]
        lives["admin"].find(is_mine)
        note = server.client(worker_token).post(f"/support/tickets/{ticket['id']}/messages",
                                                {"body": "Between us", "is_internal": True}).expect(201).json
        lives["worker"].find(lambda e: entity(e).get("id") == note["id"])
        lives["admin"].find(lambda e: entity(e).get("id") == note["id"])
        for role, live in lives.items():
            live.flush()
            seen = {entity(event).get("id") for event in live.events}
            if role in ("customer", "other", "executive", "agent"):
                assert note["id"] not in seen, (role, live.events)
                assert not [event for event in live.events if is_mine(event)], role
            if role == "customer":
                assert query["id"] not in seen, live.events
                assert not [e for e in live.events if e["event"] in ("new_query", "query_updated")], live.events
            if role != "worker":
                assert not [e for e in live.events if e["event"] == "notification"
                            and entity(e)["recipient_id"] == worker["id"]], (role, live.events)


def test_a_customer_never_hears_staff_fields():
    with served(demo=DEMO) as server:
        customer = server.somebody("customer")
        live = WebSocket(server, server.token("customer"))
        live.begin()
        ticket = customer.post("/support/tickets", {"subject": "My parcel", "description": "Lost"}).expect(201).json
        event = live.wait_for("new_ticket")
        assert entity(event)["id"] == ticket["id"]
        for name in ("resolution_due_at", "first_response_due_at", "resolution_breached"):
            assert name not in entity(event), event


def test_losing_sight_is_told():
    """Who sees an unassigned ticket of their department is told when somebody else gets it."""
    with served(demo=DEMO) as server:
        admin, agent = server.somebody("admin"), server.somebody("agent")
        department = me(agent)["department_id"]
        ticket = new_ticket(admin, department_id=department)
        live = WebSocket(server, server.token("agent"))
        live.begin()
        manager = me(server.somebody("manager"))
        admin.post(f"/support/tickets/{ticket['id']}/assign", {"agent_id": manager["id"]}).expect(200)
        event = live.wait_for("ticket_removed")
        assert event["data"]["id"] == ticket["id"] and "data" not in event["data"], event
        agent.get(f"/support/tickets/{ticket['id']}").expect(404)


def test_events_come_in_the_order_of_the_feed():
    """Sixteen writers at once, and each reader hears every query once, with rising seq."""
    with served(demo=DEMO) as server:
        lives = [WebSocket(server, server.token("executive")) for _ in range(4)]
        for live in lives:
            live.begin()
        made, lock = [], threading.Lock()

        def write():
            client = server.somebody("executive")
            for _ in range(10):
                query = new_query(client)
                with lock:
                    made.append(query["id"])

        threads = [threading.Thread(target=write) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for live in lives:
            heard = []
            while len(set(heard)) < len(made):
                heard.append(entity(live.wait_for("new_query"))["id"])
            assert sorted(heard) == sorted(made), "each once"
            seqs = [event["data"]["seq"] for event in live.events if "seq" in event.get("data", {})
                    and event["event"] not in ("hello", "ack")]
            assert seqs == sorted(seqs) and len(seqs) == len(set(seqs)), "rising"


def test_rooms_tell_who_is_there_and_who_writes():
    with served(demo=DEMO) as server:
        admin, manager = WebSocket(server, server.token("admin")), WebSocket(server, server.token("manager"))
        department = me(server.somebody("manager"))["department_id"]
        ticket = new_ticket(server.somebody("admin"), department_id=department)
        admin.begin()
        manager.begin()
        assert admin.ask("join_ticket_room", ticket=ticket["id"])["event"] == "ack"
        assert manager.ask("join_ticket_room", ticket=ticket["id"])["event"] == "ack"
        viewers = admin.wait_for(lambda e: e["event"] == "viewers" and len(e["data"]["viewers"]) == 2)
        assert not any(viewer["is_replying"] for viewer in viewers["data"]["viewers"])
        manager.ask("typing_start", ticket=ticket["id"])
        typing = admin.wait_for("typing_indicator")["data"]
        assert typing["is_typing"] and typing["thread"] == ticket["id"], typing
        replying = admin.wait_for(lambda e: e["event"] == "viewers"
                                  and any(v["is_replying"] for v in e["data"]["viewers"]))
        assert replying["data"]["thread"] == ticket["id"]
        manager.close()
        gone = admin.wait_for(lambda e: e["event"] == "viewers" and len(e["data"]["viewers"]) == 1)
        assert gone["data"]["viewers"][0]["is_replying"] is False


def test_a_room_is_closed_to_who_may_not_see():
    with served(demo=DEMO) as server:
        ticket = new_ticket(server.somebody("admin"))
        customer = WebSocket(server, server.token("customer"))
        customer.begin()
        refused = customer.ask("join_ticket_room", ticket=ticket["id"])
        assert refused["event"] == "error" and refused["data"]["status"] == 404, refused
        refused = customer.ask("typing_start", ticket=ticket["id"])
        assert refused["event"] == "error" and refused["data"]["status"] == 409, refused


def test_what_a_frame_asks_goes_the_way_of_a_request():
    """send_message with the key of a POST gives the POST's message again; errors are problems with the frame's id."""
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        ticket = new_ticket(admin)
        path = f"/support/tickets/{ticket['id']}/messages"
        posted = admin.post(path, {"body": "Once", "is_internal": False}, key="the-key").expect(201).json
        live = WebSocket(server, server.token("admin"))
        live.begin()
        again = live.ask("send_message", ticket=ticket["id"], is_internal=False, body="Once",
                         idempotency_key="the-key")
        assert again["event"] == "ack" and again["data"]["id"] == posted["id"], again
        fresh = live.ask("send_message", ticket=ticket["id"], body="Twice", idempotency_key="another")
        assert fresh["event"] == "ack" and fresh["data"]["id"] != posted["id"], fresh
        live.find(lambda e: e["event"] == "new_message" and entity(e)["id"] == fresh["data"]["id"])
        assert len(admin.get(path).expect(200).json["data"]) == 2
        empty = live.ask("send_message", ticket=ticket["id"], body="")
        assert empty["event"] == "error" and empty["data"]["status"] == 422, empty
        assert empty["data"]["errors"][0]["field"] == "body", empty
        unknown = live.ask("make_coffee")
        assert unknown["event"] == "error" and unknown["data"]["errors"][0]["field"] == "event", unknown
        customer = WebSocket(server, server.token("customer"))
        customer.begin()
        refused = customer.ask("send_message", ticket=ticket["id"], body="Not mine")
        assert refused["event"] == "error" and refused["data"]["status"] == 404, refused
        live.send_frame(WebSocket.TEXT, b"this is no JSON")
        assert live.wait_for("error")["data"]["status"] == 400


def test_availability_is_set_and_told():
    with served(demo=DEMO) as server:
        live = WebSocket(server, server.token("agent"))
        other = WebSocket(server, server.token("executive"))
        live.begin()
        other.begin()
        before = me(server.somebody("agent"))["availability"]
        wanted = "busy" if before != "busy" else "away"
        answer = live.ask("set_availability", availability=wanted)
        assert answer["event"] == "ack", answer
        told = other.wait_for("agent_status_changed")
        assert entity(told)["availability"] == wanted, told


def test_who_signs_out_is_disconnected():
    with served(demo=DEMO) as server:
        token = server.login("agent@demo.deskbell").expect(200).json["access_token"]
        live = WebSocket(server, token)
        live.begin()
        server.client(token).post("/auth/logout").expect(204)
        while live.read_event() is not None:
            pass
        assert live.closed == 1008, live.closed


def test_one_account_does_not_take_all_places():
    with served(demo=DEMO) as server:
        lives = []
        for _ in range(17):  # each is there before the next one knocks: the first is the oldest
            lives.append(WebSocket(server, server.token("agent")))
            lives[-1].wait_for("hello")
        while lives[0].read_event() is not None:
            pass
        assert lives[0].closed == 1008, lives[0].closed
        assert lives[-1].ask("subscribe_tickets")["event"] == "ack"


def test_who_does_not_read_is_dropped_with_1013():
    """A client that reads nothing is dropped once a MiB waits for it; the others hear everything."""
    with served(demo=DEMO) as server:
        slow = WebSocket(server, server.token("admin"), receive_buffer=4096)
        slow.begin()
        good = WebSocket(server, server.token("admin"))
        good.begin()
        before = server.memory()
        client = server.somebody("admin")
        ticket = new_ticket(client)
        reader = threading.Thread(target=lambda: good.wait_for(lambda e: entity(e).get("body") == "The end", 60))
        reader.start()
        path = f"/support/tickets/{ticket['id']}/messages"
        for body in ["x" * 19000] * 450 + ["The end"]:
            client.post(path, {"body": body}).expect(201)
        reader.join(60)
        assert not reader.is_alive() and good.closed is None, good.closed
        server.expect_flat(before, 32)
        while slow.closed is None:
            slow.read_frame()
        assert slow.closed == 1013, slow.closed


def expect_cut(live, *codes):
    """Reads until the connection is over; the close code, if the other side got to say one."""
    try:
        while live.closed is None:
            live.read_frame()
    except (ConnectionError, OSError):
        pass
    assert live.closed in codes, live.closed


def test_a_flood_of_fragments_is_cut():
    """Fragments without an end: small, big, and empty ones. Memory stays flat and others are served."""
    with served(demo=DEMO) as server:
        before = server.memory()
        for size in (0, 100, 60000):
            live = WebSocket(server, server.token("agent"))
            live.wait_for("hello")
            try:
                live.send_frame(WebSocket.TEXT, b"\0" * size, final=False)
                for _ in range(20000):
                    live.send_frame(0, b"\0" * size, final=False)
            except OSError:
                pass
            expect_cut(live, 1009, 1008, None)
            begun = time.monotonic()
            server.client().get("/healthz").expect(200)
            assert time.monotonic() - begun < SECOND
        server.expect_flat(before, 16)


def test_bad_frames_are_cut():
    with served(demo=DEMO) as server:
        cases = (
            (b"\x81\x05hello", 1002),  # not masked
            (b"\xc1\x80\0\0\0\0", 1002),  # a reserved bit
            (b"\x83\x80\0\0\0\0", 1002),  # an opcode that does not exist
            (b"\x80\x80\0\0\0\0", 1002),  # a continuation of nothing
            (b"\x09\x80\0\0\0\0", 1002),  # a ping in pieces
            (b"\x89\xfe\x00\x7e\0\0\0\0", 1002),  # a long ping
            (b"\x82\x81\0\0\0\0x", 1003),  # binary
            (b"\x81\x82\0\0\0\0\xc3\x28", 1007),  # not UTF-8
            (b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", 1009),  # 2^64 - 1 bytes
            (b"\x81\xff\x00\x00\x00\x00\x00\x01\x00\x01\0\0\0\0", 1009),  # one byte too many
        )
        for frame, code in cases:
            live = WebSocket(server, server.token("agent"))
            live.wait_for("hello")
            live.socket.sendall(frame)
            expect_cut(live, code)


def test_pings_are_answered_and_frames_may_come_in_single_bytes():
    with served(demo=DEMO) as server:
        live = WebSocket(server, server.token("agent"))
        live.wait_for("hello")
        live.send_frame(WebSocket.PING, b"are you there")
        assert live.read_frame() == (WebSocket.PONG, b"are you there")
        payload = json.dumps({"event": "subscribe_tickets", "id": 77}).encode()
        frame = bytes([0x81, 0x80 | len(payload), 0, 0, 0, 0]) + payload
        live.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in frame:
            live.socket.sendall(bytes([byte]))
        assert live.wait_for(lambda e: e.get("id") == 77)["event"] == "ack"


def test_two_servers_hear_each_other():
    """Where several serve one PostgreSQL: what is done at one is told at the other, once."""
    if Server.engine != "postgresql":
        return
    with served(demo=DEMO) as one, served(beside=one) as two:
        here, there = WebSocket(one, one.token("executive")), WebSocket(two, two.token("executive"))
        here.begin()
        there.begin()
        for server in (one, two) * 5:
            query = new_query(server.somebody("executive"))
            for live in (here, there):
                assert entity(live.wait_for("new_query"))["id"] == query["id"]
        token = one.login("agent@demo.deskbell").expect(200).json["access_token"]
        leaving = WebSocket(two, token)
        leaving.begin()
        one.client(token).post("/auth/logout").expect(204)
        while leaving.read_event() is not None:
            pass
        assert leaving.closed == 1008, leaving.closed


def test_a_stop_says_goodbye():
    with served(demo=DEMO) as server:
        live = WebSocket(server, server.token("agent"))
        live.begin()
        server.stop()
        while live.read_event() is not None:
            pass
        assert live.closed == 1001, live.closed


def test_it_works_over_tls():
    with served(demo=DEMO, tls=True) as server:
        live = WebSocket(server, server.token("executive"))
        live.begin()
        query = new_query(server.somebody("executive"))
        assert entity(live.wait_for("new_query"))["id"] == query["id"]
        live.close()
        wait_until("the server still answers", lambda: server.client().get("/healthz").status == 200)


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
