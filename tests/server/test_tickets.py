#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets through the door: merging, splitting, and many at once."""

import json
import sys
import uuid

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import WebSocket, served

DEMO = 60
MANY = 1000


def make_own(server, department=None, **fields):
    """A ticket of the demo's customer that an admin keeps at hand."""
    admin = server.somebody("admin")
    customer = server.somebody("customer").get("/auth/me").expect(200).json["customer"]
    body = {"subject": "Parcel is late", "customer_id": customer["id"], "category": "Delivery Problem", **fields}
    if department:
        body["department_id"] = department
    return admin.post("/support/tickets", body).expect(201).json


def reread(client, ticket):
    return client.get(f"/support/tickets/{ticket['id']}").expect(200).json


def sync(client, kind):
    """Everything of a kind that the change feed gives, by id."""
    found, since = {}, 0
    while True:
        lines = client.get(f"/support/sync?since={since}&limit=5000").expect(200).body.decode().splitlines()
        for line in lines[:-1]:
            change = json.loads(line)
            if change["kind"] == kind and change["op"] == "put":
                found[change["data"]["id"]] = change["data"]
        closing = json.loads(lines[-1])
        since = closing["next"]
        if not closing["more"]:
            return found


def list_all(client, path):
    """All pages of a list."""
    found, cursor = [], None
    while True:
        joint = "&" if "?" in path else "?"
        page = client.get(f"{path}{joint}limit=200" + (f"&cursor={cursor}" if cursor else "")).expect(200).json
        found += page.get("data", page.get("results"))
        cursor = page["next_cursor"]
        if cursor is None:
            return found


# --- merging and splitting ---


def test_no_merge_or_a_merge_that_cant_be_undone():
    """PAINS: merge with a preview, the old number leads to the new one, and undo."""
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        one, two = make_own(server, tags=["late"]), make_own(server)
        live = WebSocket(server, server.token("admin"))
        live.begin()
        for ticket in (one, two):
            admin.post(f"/support/tickets/{ticket['id']}/messages", {"body": f"In {ticket['number']}"}).expect(201)
        path = f"/support/tickets/{one['number']}"
        told = admin.post(path + "/merge", {"into": two["number"], "preview": True}).expect(200).json
        assert told["messages"] == 1 and told["new_tags"] == ["late"] and not told["different_customers"], told
        assert told["into"]["message_count"] == 2 and reread(admin, one)["merged_into_id"] is None
        for body, field in (({}, "into"), ({"into": one["id"]}, "into"), ({"into": "TKT-1"}, "into"),
                            ({"into": two["id"], "colour": 1}, "colour")):
            assert admin.post(path + "/merge", body).expect(422).json["errors"][0]["field"] == field
        merged = admin.post(path + "/merge", {"into": two["number"]}, key="merge").expect(200)
        assert merged.json["id"] == two["id"] and merged.json["message_count"] == 2 and merged.headers["etag"]
        assert admin.post(path + "/merge", {"into": two["number"]}, key="merge").expect(200).body == merged.body
        live.wait_for(lambda e: e["event"] == "ticket_updated" and e["data"].get("data", {}).get("id") == one["id"]
                      and e["data"]["data"]["merged_into_id"] == two["id"])
        # The old number leads to the new one, and so does everything said in it.
        for key in (one["id"], one["number"]):
            stub = admin.get(f"/support/tickets/{key}").expect(301)
            assert stub.headers["location"] == f"/support/tickets/{two['id']}"
            assert stub.json["merged_into_id"] == two["id"] and stub.json["id"] == one["id"]
            assert len(admin.get(f"/support/tickets/{key}/messages").expect(200).json["data"]) == 2
        find = f"/support/tickets?search={one['number']}"
        assert [row["id"] for row in admin.get(find).expect(200).json["data"]] == [two["id"]]
        answer = admin.post(path + "/messages", {"body": "To the old number"}).expect(201).json
        assert answer["thread_id"] == two["id"]
        for verb, body in (("assign", {}), ("take", None), ("reopen", None), ("tags", {"add": ["x"]}),
                           ("resolve", {"resolution_type": "other", "resolution": "Done"})):
            assert admin.post(f"{path}/{verb}", body).expect(409).json["merged_into"] == {
                "id": two["id"], "number": two["number"]}, verb
        undone = admin.post(path + "/unmerge").expect(200).json
        assert one["id"] in [row["id"] for row in admin.get(find).expect(200).json["data"]]
        assert undone["merged_into_id"] is None and undone["message_count"] == 1 and undone["status"] == one["status"]
        assert reread(admin, two)["message_count"] == 2 and reread(admin, two)["tags"] == []
        admin.post(path + "/unmerge").expect(409)
        live.close()


def test_merged_tickets_are_hidden_from_lists_and_stay_in_the_feed():
    """The default list is what the feed holds without the merged ones; asked for, it is all that the feed holds."""
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        one, two = make_own(server), make_own(server)
        total = admin.get("/support/tickets/stats").expect(200).json["total"]
        admin.post(f"/support/tickets/{one['id']}/merge", {"into": two["id"]}).expect(200)
        assert admin.get("/support/tickets/stats").expect(200).json["total"] == total - 1
        for role in ("admin", "manager", "agent", "customer"):
            client = server.somebody(role)
            held = sync(client, "ticket")
            assert {row["id"]: row for row in list_all(client, "/support/tickets?merged=any")} == held
            assert {row["id"] for row in list_all(client, "/support/tickets")} == {
                identity for identity, row in held.items() if row["merged_into_id"] is None}
        assert [row["id"] for row in list_all(admin, "/support/tickets?merged=true")] == [one["id"]]
        assert [row["id"] for row in list_all(admin, f"/support/tickets?merged_into_id={two['id']}")] == [one["id"]]
        assert admin.get("/support/tickets?merged=perhaps").expect(422, 400).json["errors"][0]["field"] == "merged"


def test_a_split_makes_a_ticket_of_its_own():
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        ticket = make_own(server)
        path = f"/support/tickets/{ticket['id']}"
        said = [admin.post(path + "/messages", {"body": text}).expect(201).json for text in ("One", "Two", "Three")]
        answer = admin.post(path + "/split", {"message_ids": [said[1]["id"]], "subject": "Another matter"}).expect(201)
        split = answer.json
        assert split["split_from_id"] == ticket["id"] and split["message_count"] == 1, split
        assert split["number"] != ticket["number"] and split["created_at"] == said[1]["created_at"]
        assert answer.headers["location"] == f"/support/tickets/{split['id']}"
        assert reread(admin, ticket)["message_count"] == 2
        actions = {row["action"] for row in admin.get(path + "/history").expect(200).json["data"]}
        assert "split" in actions
        errors = admin.post(path + "/split", {"message_ids": [said[1]["id"]]}).expect(422).json["errors"]
        assert errors[0]["field"] == "subject"


def test_tags_notices_and_deliveries():
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        ticket = make_own(server)
        path = f"/support/tickets/{ticket['id']}"
        assert admin.post(path + "/tags", {"add": ["Very Late", "vip"]}).expect(200).json["tags"] == ["very-late", "vip"]
        assert admin.post(path + "/tags", {"remove": ["VIP"]}).expect(200).json["tags"] == ["very-late"]
        assert admin.post(path + "/tags", {}).expect(422).json["errors"][0]["field"] == "set"
        assert admin.post(path + "/notify", {"to": "customer", "message": "On its way"}).expect(200).json == {
            "recipients": 1}
        notices = [row for row in server.somebody("customer").get("/support/notifications").expect(200).json["data"]
                   if row["kind"] == "notice"]
        assert [row["body"] for row in notices] == ["On its way"]
        fields = {error["field"] for error in admin.post(path + "/notify", {"to": "everybody"}).expect(422)
                  .json["errors"]}
        assert fields == {"to", "message"}
        delivery = admin.request("PUT", "/support/deliveries/DEL-7", {"carrier": "Swift", "status": "delayed"})
        delivery = delivery.expect(201).json
        again = admin.request("PUT", "/support/deliveries/DEL-7", {"status": "delivered"}).expect(200).json
        assert again["id"] == delivery["id"] and again["carrier"] == "Swift" and again["delivered_at"], again
        linked = admin.patch(path, {"delivery_id": delivery["id"]}, reread(admin, ticket)["version"]).expect(200).json
        assert linked["delivery_id"] == delivery["id"]
        assert admin.get(path + "?include=delivery").expect(200).json["delivery"]["reference"] == "DEL-7"


# --- many at once ---


def test_bulk_results_are_each_tickets_own():
    """207 with a result for each: what worked, what was refused and why, and one undo for all of it."""
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        fresh, settled = make_own(server), make_own(server)
        admin.post(f"/support/tickets/{settled['id']}/resolve",
                   {"resolution_type": "no_action", "resolution": "Came after all"}).expect(200)
        nobody = str(uuid.uuid4())
        body = {"ids": [fresh["number"], settled["id"], nobody], "status": "pending_internal"}
        done = admin.post("/support/tickets/bulk/status", body, key="bulk").expect(207)
        results = {row["id"]: row for row in done.json["results"]}
        assert results[fresh["number"]] == {"id": fresh["number"], "status": 200, "problem": None}
        assert results[settled["id"]]["status"] == 409
        assert "in_progress" in results[settled["id"]]["problem"]["allowed"]
        assert results[nobody]["status"] == 404 and results[nobody]["problem"]["title"]
        assert (done.json["total"], done.json["done"], done.json["failed"]) == (3, 3, 2)
        assert admin.post("/support/tickets/bulk/status", body, key="bulk").expect(207).body == done.body
        assert reread(admin, fresh)["status"] == "pending_internal"
        job = f"/support/jobs/{done.json['id']}"
        assert admin.get(job).expect(200).json["results"] == done.json["results"]
        server.somebody("manager").get(job).expect(404)
        undone = admin.post(job + "/undo").expect(207).json
        assert undone["undoes"] == done.json["id"] and undone["failed"] == 0 and undone["total"] == 1, undone
        assert reread(admin, fresh)["status"] == fresh["status"]
        admin.post(job + "/undo").expect(409)
        for body, field in (({"status": "new"}, "ids"), ({"ids": [], "status": "new"}, "ids"),
                            ({"ids": [nobody], "filter": {}, "status": "new"}, "ids"),
                            ({"ids": [nobody]}, "status"), ({"ids": [nobody], "status": "gone"}, "status"),
                            ({"filter": {"colour": "red"}, "status": "new"}, "filter.colour"),
                            ({"filter": {"status": "gone"}, "status": "new"}, "status"),
                            ({"filter": {"has_unread": "perhaps"}, "status": "new"}, "has_unread"),
                            ({"filter": {"updated_from": "late"}, "status": "new"}, "updated_from"),
                            ({"filter": 7, "status": "new"}, "filter"),
                            ({"ids": [nobody] * 1001, "status": "new"}, "ids")):
            errors = admin.post("/support/tickets/bulk/status", body).expect(422).json["errors"]
            assert field in {error["field"] for error in errors}, (body, errors)


def test_bulk_only_on_the_page_one_sees():
    """PAINS: "all that match" as a server job of 1,000 tickets; killed in the middle it goes on, and does none twice."""
    with served(demo=MANY + 200) as server:
        admin = server.somebody("admin")
        matching = {row["id"]: row for row in list_all(admin, "/support/tickets")}
        answer = admin.post("/support/tickets/bulk/tag", {"filter": {}, "add": ["Swept"]}, key="sweep").expect(202)
        job = answer.headers["location"]
        assert answer.json["status"] == "running" and answer.json["total"] == len(matching) >= MANY, answer.json
        kills, done = 0, 0
        while kills < 3:
            state = deskbelld.wait_until("the job goes on", lambda: server.somebody("admin").get(job).expect(200).json
                                         if server.somebody("admin").get(job).json["done"] > done else None)
            if state["status"] == "done":
                break
            done = state["done"]
            server.kill()
            server.start()
            kills += 1
        assert kills > 0, "the job was done before it could be cut off: the test has not tested"
        admin = server.somebody("admin")
        state = deskbelld.wait_until("the job is done", lambda: (lambda answer: answer if answer["status"] == "done"
                                                                 else None)(admin.get(job).expect(200).json), 240)
        assert (state["done"], state["failed"]) == (len(matching), 0), state
        results = list_all(admin, job)
        assert len(results) == len(matching) and {row["id"] for row in results} == set(matching)
        for row in list_all(admin, "/support/tickets"):
            before = matching[row["id"]]
            assert "swept" in row["tags"] and row["version"] == before["version"] + 1, (before, row)
        again = admin.post("/support/tickets/bulk/tag", {"filter": {}, "add": ["Swept"]}, key="sweep").expect(202)
        assert again.body == answer.body
        # One undo for all of it.
        undo = admin.post(job + "/undo").expect(202).headers["location"]
        state = deskbelld.wait_until("the undo is done", lambda: (lambda answer: answer if answer["status"] == "done"
                                                                  else None)(admin.get(undo).expect(200).json), 240)
        assert (state["done"], state["failed"]) == (len(matching), 0), state
        assert all(row["tags"] == matching[row["id"]]["tags"] for row in list_all(admin, "/support/tickets"))
        print(f"# {len(matching)} tickets, {kills} kills")


def test_a_managers_hands_end_at_their_department():
    """What a manager sees beyond their department is told as refused, ticket by ticket."""
    with served(demo=DEMO) as server:
        admin, manager = server.somebody("admin"), server.somebody("manager")
        department = manager.get("/auth/me").expect(200).json["agent"]["department_id"]
        seen = {row["id"]: row for row in list_all(manager, "/support/tickets")}
        own = [row["id"] for row in seen.values() if row["department_id"] in (department, None)][:10]
        others = [row["id"] for row in list_all(admin, "/support/tickets")
                  if row["department_id"] not in (department, None)][:10]
        done = manager.post("/support/tickets/bulk/tag", {"ids": own + others, "add": ["checked"]}).expect(207).json
        status = {row["id"]: row["status"] for row in done["results"]}
        assert own and others
        assert {status[identity] for identity in own} == {200}
        assert {status[identity] for identity in others} <= {403, 404}, status


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
