#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the clock starts: warnings and breaches of deadlines, closing. Nobody waits for a deadline here: what was kept of
a clock is put back in the database, or forward to the next moment, while no server runs."""

import contextlib
import sqlite3
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import Server, WebSocket, served, wait_until

DEMO = 60
DAY = 24 * 3600 * 1_000_000
KINDS = ("sla_warning", "sla_breach")


def change(server, *statements):
    """Writes in the desk's database, past the server."""
    if server.engine == "postgresql":
        subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.place[1], "-c", ";".join(statements)],
                       check=True)
        return
    with contextlib.closing(sqlite3.connect(f"{server.data}/desk.db", timeout=20)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def put_back(server, ticket, days):
    """The ticket, and what was kept of its clocks, is so much older."""
    by, of = days * DAY, f"ticket_id = '{ticket['id']}'"
    change(server,
           f"UPDATE clock_events SET at = at - {by} WHERE {of}",
           f"UPDATE clocks SET started_at = started_at - {by}, due_at = due_at - {by}, "
           f"warning_at = warning_at - {by}, alarm_at = alarm_at - {by} WHERE {of}",
           f"UPDATE tickets SET created_at = created_at - {by}, resolved_at = resolved_at - {by} "
           f"WHERE id = '{ticket['id']}'")


def me(client):
    return client.get("/auth/me").expect(200).json["agent"]


def new_ticket(client, **fields):
    customer = client.get("/support/customers?limit=1").expect(200).json["data"][0]
    return client.post("/support/tickets", {"customer_id": customer["id"], "subject": "A broken kettle", **fields}
                       ).expect(201).json


def notices(client, ticket):
    """What somebody was told of a ticket's deadlines: kind by kind, how often."""
    told = {}
    for kind in KINDS:
        page = client.get(f"/support/notifications?kind={kind}&about_id={ticket['id']}&limit=100").expect(200).json
        told[kind] = len(page["data"])
    return told


def test_a_server_that_was_down_meanwhile_warns_and_breaches_once():
    """Also when it is started once more, and when several serve one desk."""
    with served(demo=DEMO) as server:
        token = server.enrol("agent", "Worker")
        worker = server.client(token)
        ticket = new_ticket(worker, assigned_to=me(worker)["id"])
        assert notices(worker, ticket) == {"sla_warning": 0, "sla_breach": 0}
        worker.close()
        server.stop()
        put_back(server, ticket, 30)
        server.start()
        beside = Server(beside=server) if server.engine == "postgresql" else None
        worker = server.client(token)
        both = {"sla_warning": 2, "sla_breach": 2}  # of the first response and of the resolution
        wait_until("warnings and breaches", lambda: notices(worker, ticket) == both)
        late = worker.get(f"/support/tickets/{ticket['id']}").expect(200).json
        assert late["first_response_breached"] and late["resolution_breached"], late

        # Another one, whose alarms come after those of the first: they are there, and the first was not told again.
        second = new_ticket(worker, assigned_to=me(worker)["id"])
        worker.close()
        server.stop()
        put_back(server, second, 20)
        server.start()
        worker = server.client(token)
        wait_until("those of the second", lambda: notices(worker, second) == both)
        assert notices(worker, ticket) == both
        if beside:
            beside.stop()


def test_it_wakes_for_what_is_due_next_and_tells_it_live():
    with served(demo=DEMO) as server:
        token = server.enrol("agent", "Worker")
        worker = server.client(token)
        ticket = new_ticket(worker, assigned_to=me(worker)["id"])
        live = WebSocket(server, token)
        live.begin()
        due = int((time.time() + 1) * 1_000_000)
        change(server, f"UPDATE clocks SET alarm_at = {due} WHERE ticket_id = '{ticket['id']}' "
                       "AND kind = 'first_response'")
        other = new_ticket(worker, assigned_to=me(worker)["id"])  # a clock was set: it looks what comes next
        told = live.wait_for(lambda event: event["event"] == "notification"
                             and event["data"]["data"]["kind"] == "sla_warning")
        assert time.time() * 1_000_000 >= due, "it was told before its time"
        assert ticket["number"] in told["data"]["data"]["title"], told
        assert notices(worker, ticket) == {"sla_warning": 1, "sla_breach": 0}
        assert notices(worker, other) == {"sla_warning": 0, "sla_breach": 0}
        live.close()


def test_what_was_resolved_closes_by_itself():
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        old, new = new_ticket(admin), new_ticket(admin)
        for ticket in (old, new):
            admin.post(f"/support/tickets/{ticket['id']}/resolve",
                       {"resolution_type": "no_action", "resolution": "It works again"}).expect(200)
        admin.close()
        server.stop()
        put_back(server, old, 8)
        server.start()

        def status(ticket):
            return admin.get(f"/support/tickets/{ticket['id']}").expect(200).json["status"]

        admin = server.somebody("admin")
        wait_until("the ticket to be closed", lambda: status(old) == "closed")
        assert status(new) == "resolved"
        history = admin.get(f"/support/tickets/{old['id']}/history?limit=100").expect(200).json["data"]
        closed = [row for row in history if row["action"] == "closed"]
        assert len(closed) == 1 and closed[0]["performed_by"] is None, closed


def test_a_made_up_desk_warns_of_nothing():
    """Its deadlines were missed by nobody; a ticket that is really late is told, so that one knows it was looked."""
    with served(demo=300) as server:
        admin, token = server.somebody("admin"), server.enrol("agent", "Worker")
        worker = server.client(token)
        ticket = new_ticket(worker, assigned_to=me(worker)["id"])
        assert admin.get("/support/tickets?resolution_breached=true&limit=1").expect(200).json["data"], "nothing is late"
        admin.close(), worker.close()
        server.stop()
        put_back(server, ticket, 30)
        server.start()
        worker = server.client(token)
        wait_until("the breach", lambda: notices(worker, ticket)["sla_breach"] == 2)
        for role in ("agent", "manager", "admin", "executive"):
            for kind in KINDS:
                rows = server.somebody(role).get(f"/support/notifications?kind={kind}&limit=100").expect(200).json["data"]
                assert all(row["about_id"] == ticket["id"] for row in rows), (role, rows)


def test_the_clocks_of_a_ticket_are_explained_to_those_who_see_its_history():
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        ticket = new_ticket(admin, priority="critical")
        path = f"/support/tickets/{ticket['number']}/clocks"
        stand = admin.get(path).expect(200).json
        assert stand["calendar"] == {"name": "Shop hours", "time_zone": "Asia/Kolkata"}, stand
        assert [clock["kind"] for clock in stand["data"]] == ["first_response", "resolution"], stand
        assert [clock["target"] for clock in stand["data"]] == [30 * 60, 120 * 60], stand
        for clock in stand["data"]:
            assert clock["state"] == "running" and clock["elapsed"] + clock["left"] == clock["target"], clock
            assert "counted" not in clock, clock
        assert stand["data"][1]["due_at"] == ticket["resolution_due_at"], (stand, ticket)
        for row in admin.get("/support/tickets?limit=60").expect(200).json["data"]:
            explained = admin.get(f"/support/tickets/{row['id']}/clocks?explain=true").expect(200).json["data"]
            for clock in explained:
                assert abs(sum(span["seconds"] for span in clock["counted"]) - clock["elapsed"]) <= len(clock["counted"])
                assert clock["kind"] != "resolution" or clock["due_at"] == row["resolution_due_at"], (clock, row)
        assert admin.get(path + "?explain=maybe").expect(422).json["errors"][0]["field"] == "explain"
        server.client(server.enrol("executive", "Other")).get(path).expect(404)
        server.somebody("customer").get(path).expect(403)


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
