#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking for an account. The flow and the checklist of logistics.md that are about it are in test_logistics.py."""

import statistics
import sys
import time
import uuid

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import PASSWORD, served

DEMO = 60


def register(server, **fields):
    return server.client().post("/auth/register", {"name": "Ravi Rao", "password": PASSWORD, **fields})


def notified(client, kind):
    return client.get(f"/support/notifications?kind={kind}").expect(200).json["data"]


def test_an_agent_registers_and_is_approved():
    """1-2 name, e-mail, password, phone; 3 the admin is told; 4 reviews and approves; 5 the agent is told; 6 logs in and
    sees the desk. Before that they may see nothing but that they wait."""
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        done = register(server, role="agent", email="Ravi@logi.example", phone="98765 43211").expect(202)
        assert done.json == {"received": True, "needs_approval": True}, done.json
        told = notified(admin, "agent_registered")
        assert len(told) == 1 and "Ravi Rao" in told[0]["title"], told

        agent = server.client(server.login("ravi@logi.example").expect(200).json["access_token"])
        me = agent.get("/auth/me").expect(200).json["agent"]
        assert me["is_approved"] is False and me["phone"] == "+919876543211" and me["role"] == "agent", me
        assert me["id"] == told[0]["about_id"]
        for path in ("/support/tickets", "/support/customers", "/support/sync"):
            assert "approval" in agent.get(path).expect(403).json["detail"]

        admin.post(f"/support/agents/{me['id']}/approve").expect(200)
        assert [n["kind"] for n in notified(agent, "agent_approved")] == ["agent_approved"]
        agent.get("/support/tickets?assigned_to=unassigned").expect(200)


def test_an_admin_can_reject_an_agent():
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        register(server, role="agent", email="no@logi.example").expect(202)
        agent = server.client(server.login("no@logi.example").expect(200).json["access_token"])
        identity = agent.get("/auth/me").expect(200).json["agent"]["id"]
        admin.post(f"/support/agents/{identity}/reject").expect(200)
        assert [n["kind"] for n in notified(agent, "agent_rejected")] == ["agent_rejected"]
        agent.get("/support/tickets").expect(403)
        assert agent.get("/auth/me").expect(200).json["agent"]["is_approved"] is False


def test_a_customer_registers_and_begins_without_anybodys_history():
    """Typing the address of somebody whom the desk knows gives nothing of theirs: not what was, not what they write
    later. An admin may give the account to that customer, who then has their history, and signs in anew."""
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        known = admin.post("/support/customers", {"name": "Known Kim", "email": "kim@mail.example"}).expect(201).json
        ticket = {"customer_id": known["id"], "subject": "canary", "category": "Other", "description": "Secret"}
        ticket = admin.post("/support/tickets", ticket).expect(201).json

        assert register(server, email="KIM@mail.example").expect(202).json["needs_approval"] is False
        stranger = server.client(server.login("kim@mail.example").expect(200).json["access_token"])
        me = stranger.get("/auth/me").expect(200).json["customer"]
        assert me["id"] != known["id"] and me["email"] is None, me
        later = {"source": "email", "name": "Kim", "email": "kim@mail.example", "message": "canary two"}
        assert admin.post("/support/queries", later).expect(201).json["customer_id"] == known["id"]
        for path in ("tickets", "queries", "customers", "sync"):
            assert b"canary" not in stranger.get(f"/support/{path}").expect(200).body
        stranger.get(f"/support/tickets/{ticket['id']}").expect(404)
        stranger.get(f"/support/customers/{known['id']}").expect(404)

        path = f"/support/customers/{known['id']}/account"
        stranger.post(path, {"email": "kim@mail.example"}).expect(403)
        server.somebody("manager").post(path, {"email": "kim@mail.example"}).expect(403)
        admin.post(path, {"email": "nobody@mail.example"}).expect(422)
        admin.post(path, {"email": "agent@demo.deskbell"}).expect(422)
        assert admin.post(path, {"email": "kim@mail.example"}).expect(200).json["id"] == known["id"]
        admin.post(path, {"email": "kim@mail.example"}).expect(200)
        stranger.get("/auth/me").expect(401)
        kim = server.client(server.login("kim@mail.example").expect(200).json["access_token"])
        assert kim.get("/auth/me").expect(200).json["customer"]["id"] == known["id"]
        kim.get(f"/support/tickets/{ticket['id']}").expect(200)
        admin.get(f"/support/customers/{me['id']}").expect(404)


def test_an_account_with_a_past_of_its_own_is_not_given_away():
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        known = admin.post("/support/customers", {"name": "Known Kim"}).expect(201).json
        register(server, email="two@mail.example").expect(202)
        customer = server.client(server.login("two@mail.example").expect(200).json["access_token"])
        customer.post("/support/tickets", {"subject": "Mine", "category": "Other"}).expect(201)
        admin.post(f"/support/customers/{known['id']}/account", {"email": "two@mail.example"}).expect(409)
        customer.get("/auth/me").expect(200)


def test_registering_says_nothing_about_who_is_there():
    """The same answer after about the same time; the account that was there stays as it was."""
    with served(demo=DEMO) as server:
        times = {"known": [], "unknown": []}
        answers = set()
        for _ in range(7):
            for kind, email in (("known", "admin@demo.deskbell"), ("unknown", f"{uuid.uuid4().hex}@mail.example")):
                begun = time.monotonic()
                answer = register(server, email=email, password="another-password").expect(202)
                times[kind].append(time.monotonic() - begun)
                answers.add(answer.body)
        assert len(answers) == 1, answers
        known, unknown = statistics.median(times["known"]), statistics.median(times["unknown"])
        assert 0.4 < known / unknown < 2.5, (known, unknown)
        server.login("admin@demo.deskbell", "another-password").expect(401)
        server.login("admin@demo.deskbell").expect(200)


def test_nobody_takes_the_name_of_an_agent_who_has_no_account_yet():
    with served(demo=DEMO) as server:
        server.somebody("admin").post("/support/agents", {"name": "New", "email": "new@desk.example",
                                                          "role": "manager"}).expect(201)
        for role in ("agent", "customer"):
            register(server, role=role, email="new@desk.example").expect(202)
            server.login("new@desk.example").expect(401)


def test_what_is_given_is_checked_and_every_wrong_field_named():
    with served(demo=DEMO) as server:
        cases = (
            ({"name": " "}, "name"), ({"name": "x" * 201}, "name"), ({"email": "nobody"}, "email"),
            ({"email": None}, "email"), ({"password": "short"}, "password"), ({"password": "x" * 1025}, "password"),
            ({"email": "long-enough@mail.example", "password": "LONG-enough@mail.example"}, "password"),
            ({"email": "long-enough@mail.example", "password": "long-enough"}, "password"),
            ({"role": "admin"}, "role"), ({"role": "manager"}, "role"), ({"role": 7}, "role"),
            ({"role": "agent", "phone": "call me"}, "phone"), ({"phone": "98765 43211"}, "phone"),
            ({"is_approved": True}, "is_approved"),
        )
        for fields, wrong in cases:
            answer = register(server, **{"email": "case@mail.example", **fields}).expect(422)
            assert [error["field"] for error in answer.json["errors"]] == [wrong], (fields, answer.json)
        answer = server.client().post("/auth/register", {}).expect(422)
        assert {error["field"] for error in answer.json["errors"]} == {"name", "email", "password"}, answer.json
        server.login("case@mail.example").expect(401)


def test_accounts_are_not_made_by_the_thousand():
    with served(demo=DEMO) as server:
        answers = [register(server, email=f"n{n}@mail.example").status for n in range(25)]
        assert set(answers) == {202, 429} and answers.count(202) <= 22, answers
        answer = register(server, email="late@mail.example").expect(429)
        assert int(answer.headers["retry-after"]) > 0
        server.login("late@mail.example").expect(401)
        assert PASSWORD not in server.read_log()


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
