#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every route, by every role, on what is their own, their department's and another's.

The table is written from the domain's page "Who may do what", not from the program: what a role may not do at all is 403,
what it may not see is 404, and what it sees but may not do to it is 403. What was refused has changed nothing.
"""

import json
import sys
import uuid

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import WebSocket, form, run_program, served
from scope_desk import RESOLUTION, TICKET_SCOPES, Desk

ALL = " ".join(TICKET_SCOPES)

# "see tickets"
SEE_TICKETS = {
    "customer": "own",
    "executive": "own",
    "agent": "own handed free nowhere",
    "manager": "own handed free colleagues others_free nowhere",
    "admin": ALL,
}


def of_seen(roles):
    return {role: SEE_TICKETS[role] for role in roles.split()}


# "edit subject, description, affected items"; "reply, notes, status, priority, resolve"
EDIT = of_seen("customer agent manager admin")
WORK = of_seen("agent manager admin")
# "assign and reassign, bulk": the department's, and what is of no department, which else nobody could send to one
ASSIGN = {"manager": "free colleagues nowhere", "admin": ALL}
STAFF = "executive agent manager admin"


def every(roles, scopes):
    return {role: scopes for role in roles.split()}


THREADS = "own free colleagues"
SEE_THREADS = {"customer": "own", **every(STAFF, THREADS)}
SERVE_THREADS = every(STAFF, THREADS)

MEMBERS = "own colleagues others"
FAQS = "active inactive"
# Whom nobody sees but whoever may put it into use again.
SEE_FAQS = {**every("nobody customer executive agent", "active"), **every("manager admin", FAQS)}

# What is asked for: what may be seen of it, and its routes with who may ask it of which scope.
SCOPED = {
    "tickets": (SEE_TICKETS, {
        "GET /support/tickets/{id}": SEE_TICKETS,
        "PATCH /support/tickets/{id}": EDIT,
        "DELETE /support/tickets/{id}": {"admin": ALL},
        "POST /support/tickets/{id}/assign": ASSIGN,
        "POST /support/tickets/{id}/take": WORK,
        "POST /support/tickets/{id}/escalate": WORK,
        "POST /support/tickets/{id}/resolve": WORK,
        "POST /support/tickets/{id}/close": of_seen("customer agent manager admin"),
        "POST /support/tickets/{id}/reopen": of_seen("manager admin"),
        "POST /support/tickets/{id}/merge": WORK,
        "POST /support/tickets/{id}/unmerge": WORK,
        "POST /support/tickets/{id}/split": WORK,
        "POST /support/tickets/{id}/notify": WORK,
        "POST /support/tickets/{id}/tags": WORK,
        "GET /support/tickets/{id}/messages": SEE_TICKETS,
        "POST /support/tickets/{id}/messages": of_seen("customer agent manager admin"),
        "POST /support/tickets/{id}/messages/read": SEE_TICKETS,
        "GET /support/tickets/{id}/history": of_seen(STAFF),
        "GET /support/tickets/{id}/clocks": of_seen(STAFF),
        "GET /support/tickets/{id}/feedback": SEE_TICKETS,
        "POST /support/tickets/{id}/feedback": of_seen("customer"),
        "GET /support/tickets/{id}/attachments": SEE_TICKETS,
        "POST /support/tickets/{id}/attachments": of_seen("customer agent manager admin"),
    }),
    "queries": (SEE_THREADS, {
        "GET /support/queries/{id}": SEE_THREADS,
        "PATCH /support/queries/{id}": SERVE_THREADS,
        "DELETE /support/queries/{id}": {"admin": THREADS},
        "POST /support/queries/{id}/escalate": SERVE_THREADS,
        "GET /support/queries/{id}/messages": SEE_THREADS,
        "POST /support/queries/{id}/messages": SERVE_THREADS,
        "POST /support/queries/{id}/messages/read": SEE_THREADS,
        "GET /support/queries/{id}/history": SERVE_THREADS,
        "GET /support/queries/{id}/attachments": SEE_THREADS,
        "POST /support/queries/{id}/attachments": SERVE_THREADS,
    }),
    "chats": (SEE_THREADS, {
        "GET /support/chats/{id}": SEE_THREADS,
        "GET /support/chats/{id}/messages": SEE_THREADS,
        "POST /support/chats/{id}/messages": SEE_THREADS,
        "POST /support/chats/{id}/read": SEE_THREADS,
        "POST /support/chats/{id}/accept": SERVE_THREADS,
        "POST /support/chats/{id}/end": SEE_THREADS,
        "POST /support/chats/{id}/convert": SERVE_THREADS,
        "GET /support/chats/{id}/attachments": SEE_THREADS,
        "POST /support/chats/{id}/attachments": SEE_THREADS,
    }),
    "customers": ({"customer": "own", **every(STAFF, "others")}, {
        "GET /support/customers/{id}": {"customer": "own", **every(STAFF, "others")},
        "PATCH /support/customers/{id}": every("manager admin", "others"),
        "GET /support/customers/{id}/orders": {"customer": "own", **every(STAFF, "others")},
        "GET /support/customers/{id}/history": {"customer": "own", **every(STAFF, "others")},
        "POST /support/customers/{id}/account": {"admin": "others"},
        "PUT /support/customers/by-ref/{external_ref}": every("manager admin", "others"),
    }),
    "orders": (every("manager admin", "own others"), {
        "PUT /support/orders/{number}": every("manager admin", "own others"),
    }),
    "deliveries": (every("manager admin", "own others"), {
        "PUT /support/deliveries/{reference}": every("manager admin", "own others"),
    }),
    "agents": (every(STAFF, MEMBERS), {
        "GET /support/agents/{id}": every(STAFF, MEMBERS),
        "PATCH /support/agents/{id}": {"manager": "own colleagues", "admin": MEMBERS},
        "POST /support/agents/{id}/approve": {"admin": MEMBERS},
        "POST /support/agents/{id}/reject": {"admin": MEMBERS},
        "PUT /support/agents/{id}/availability": {"executive": "own", "agent": "own", "manager": "own colleagues",
                                                  "admin": MEMBERS},
    }),
    "departments": (every(STAFF, "own others"), {
        "PATCH /support/departments/{id}": {"manager": "own", "admin": "others"},
        "DELETE /support/departments/{id}": {"admin": "others"},
    }),
    "faqs": (SEE_FAQS, {
        "GET /support/faqs/{id}": SEE_FAQS,
        "PATCH /support/faqs/{id}": every("manager admin", FAQS),
        "DELETE /support/faqs/{id}": every("manager admin", FAQS),
        "POST /support/faqs/{id}/vote": SEE_FAQS,
    }),
    # A job is its maker's, and the admin's, who sees all that was done.
    "jobs": ({"manager": "own", "admin": "own others"}, {
        "GET /support/jobs/{id}": {"manager": "own", "admin": "own others"},
        "POST /support/jobs/{id}/undo": {"manager": "own", "admin": "own others"},
    }),
    # A file is seen with what it was sent in, and with a note only by the desk.
    "files of tickets": (SEE_TICKETS, {"GET /support/attachments/{id}": SEE_TICKETS}),
    "notes of tickets": (of_seen(STAFF), {"GET /support/attachments/{id}": {"customer": "", **of_seen(STAFF)}}),
    "files of queries": (SEE_THREADS, {"GET /support/attachments/{id}": SEE_THREADS}),
    "notes of queries": (SERVE_THREADS, {"GET /support/attachments/{id}": {"customer": "", **SERVE_THREADS}}),
    "files of chats": (SEE_THREADS, {"GET /support/attachments/{id}": SEE_THREADS}),
    "notes of chats": (SERVE_THREADS, {"GET /support/attachments/{id}": {"customer": "", **SERVE_THREADS}}),
}

# Which scopes there are; those that are not named here have those of tickets.
SCOPES = {
    "queries": THREADS, "chats": THREADS, "files of queries": THREADS, "notes of queries": THREADS,
    "files of chats": THREADS, "notes of chats": THREADS,
    "customers": "own others", "orders": "own others", "deliveries": "own others", "agents": MEMBERS,
    "departments": "own others", "faqs": FAQS, "jobs": "own others",
}

# Where there is none to be had: staff are no customers, customers work nowhere and start no jobs.
NONE = {("customers", role, "own") for role in STAFF.split()} | {
    ("agents", "customer", "own"), ("departments", "customer", "own"), ("departments", "admin", "own"),
    *(("jobs", role, "own") for role in ("customer", "executive", "agent"))}

# Asked by somebody who may, it is refused as what it is: in somebody's hands, escalated already, or oneself.
CONFLICTS = {
    "POST /support/tickets/{id}/take": "handed colleagues others",
    "POST /support/tickets/{id}/escalate": "handed",
    "POST /support/chats/{id}/accept": "colleagues",
    "POST /support/agents/{id}/approve": "own",
    "POST /support/agents/{id}/reject": "own",
}

CONFLICTS["POST /support/tickets/bulk/escalate"] = "handed"

# The state in which a route does something.
READY = {
    "POST /support/tickets/{id}/close": "resolved",
    "POST /support/tickets/{id}/reopen": "closed",
    "POST /support/tickets/{id}/merge": "paired",
    "POST /support/tickets/{id}/unmerge": "merged",
    "POST /support/tickets/{id}/split": "said",
    "GET /support/tickets/{id}/feedback": "rated",
    "POST /support/tickets/{id}/feedback": "resolved",
}

# What is sent; a function is given the desk and the thing.
BODIES = {
    "PATCH /support/tickets/{id}": {"subject": "A zebra pot"},
    "POST /support/tickets/{id}/assign": lambda desk, thing: {"agent_id": desk.colleague.id},
    "POST /support/tickets/{id}/escalate": lambda desk, thing: {"department_id": desk.elsewhere["id"], "reason": "More"},
    "POST /support/tickets/{id}/resolve": RESOLUTION,
    "POST /support/tickets/{id}/merge": lambda desk, thing: {"into": thing["other"]},
    "POST /support/tickets/{id}/split": lambda desk, thing: {"message_ids": [thing["said"]], "subject": "Apart"},
    "POST /support/tickets/{id}/notify": {"to": "customer", "message": "Look"},
    "POST /support/tickets/{id}/tags": {"add": ["striped"]},
    "POST /support/tickets/{id}/messages": {"body": "Well"},
    "POST /support/tickets/{id}/feedback": {"rating": 4},
    "PATCH /support/queries/{id}": {"priority": "high"},
    "POST /support/queries/{id}/escalate": {"subject": "A zebra", "category": "Other"},
    "POST /support/queries/{id}/messages": {"body": "Well"},
    "POST /support/chats/{id}/messages": {"body": "Well"},
    "POST /support/chats/{id}/convert": {"to": "query", "message": "A zebra"},
    "PATCH /support/customers/{id}": {"address": "At home"},
    "POST /support/customers/{id}/account": lambda desk, thing: {"email": stranger_account(desk)},
    "PUT /support/customers/by-ref/{external_ref}": {"name": "Somebody else"},
    "PUT /support/orders/{number}": {"status": "shipped"},
    "PUT /support/deliveries/{reference}": {"status": "in_transit"},
    "PATCH /support/agents/{id}": {"phone": "+919876543212"},
    "PUT /support/agents/{id}/availability": {"availability": "busy"},
    "PATCH /support/departments/{id}": {"description": "Those with stripes"},
    "PATCH /support/faqs/{id}": {"answer": "No"},
    "POST /support/faqs/{id}/vote": {"helpful": True},
}


def stranger_account(desk):
    """An account that is nobody's yet."""
    email = f"{uuid.uuid4().hex}@mail.example"
    desk.server.client().post("/auth/register", {"name": "New", "email": email, "password": deskbelld.PASSWORD}).expect(202)
    return email


def request(desk, who, route, thing):
    method, path = route.split()
    for key in ("id", "external_ref", "number", "reference"):
        path = path.replace("{%s}" % key, str(thing.get(key)))
    body, headers = BODIES.get(route, {} if method in ("POST", "PUT") else None), {}
    if path.endswith("/attachments") and method == "POST":
        body, headers["Content-Type"] = form(("zebra.txt", b"striped"))
    elif callable(body):
        body = body(desk, thing)
    if method in ("PATCH", "DELETE"):
        headers["If-Match"] = f'"{thing["version"]}"'
    return who.client.request(method, path, body, headers)


def expected(route, role, scope, see, may):
    """What the domain says."""
    if role not in may:
        return "401" if role == "nobody" else "403"
    if scope not in see.get(role, "").split():
        return "404"
    if scope not in may[role].split():
        return "403"
    return "409" if scope in CONFLICTS.get(route, "").split() else "2xx"


def word(answer):
    return "2xx" if 200 <= answer.status < 300 else str(answer.status)


def callers_of(desk, kind):
    if kind != "faqs":
        return desk.callers
    nobody = type(desk.customer)("nobody", "nobody", None, desk.server.client())
    return (nobody, *desk.callers)


def look_through(desk, kind):
    """The table's part about a kind, line by line: what was not answered as expected."""
    see, routes = SCOPED[kind]
    wrong = []
    for route, may in routes.items():
        for who in callers_of(desk, kind):
            for scope in SCOPES.get(kind, ALL).split():
                if (kind, who.role, scope) in NONE:
                    continue
                hoped = expected(route, who.role, scope, see, may)
                is_done = hoped == "2xx" and not route.startswith("GET")
                thing = (desk.make if is_done else desk.share)(kind, who, scope, READY.get(route))
                answer = request(desk, who, route, thing)
                if word(answer) != hoped:
                    wrong.append(f"{route} by {who} on {scope}: {answer.status}, not {hoped}: {answer.body[:200]!r}")
    return wrong


def assert_untouched(desk):
    """Whatever was refused is as it was."""
    for (kind, who, scope, ready), thing in desk.made.items():
        if kind in ("tickets", "queries", "chats", "customers", "faqs"):
            now = desk.version(f"/support/{kind}/{thing['id']}")
            made = thing["version"]
            assert now == made or who == "customer" and kind in ("chats", "customers"), (kind, who, scope, ready, made, now)


def check(*kinds):
    with served(bare=True) as server:
        desk = Desk(server)
        wrong = [line for kind in kinds for line in look_through(desk, kind)]
        assert not wrong, "\n".join(wrong)
        assert_untouched(desk)


def test_tickets():
    check("tickets")


def test_queries_and_chats():
    check("queries", "chats")


def test_files():
    check(*(kind for kind in SCOPED if " of " in kind))


BULKS = {
    "POST /support/tickets/bulk/assign": lambda desk: {"agent_id": desk.colleague.id},
    "POST /support/tickets/bulk/status": lambda desk: {"status": "in_progress"},
    "POST /support/tickets/bulk/resolve": lambda desk: RESOLUTION,
    "POST /support/tickets/bulk/escalate": lambda desk: {"department_id": desk.elsewhere["id"], "reason": "More"},
    "POST /support/tickets/bulk/notify": lambda desk: {"to": "customer", "message": "Look"},
    "POST /support/tickets/bulk/tag": lambda desk: {"add": ["striped"]},
}


def test_many_tickets_at_once():
    """"Assign and reassign, bulk": each ticket succeeds or fails by itself, as the table says of it."""
    wrong = []
    with served(bare=True) as server:
        desk = Desk(server)
        for route, ask in BULKS.items():
            for who in desk.callers:
                scopes = {desk.make("tickets", who, scope)["id"]: scope for scope in TICKET_SCOPES}
                answer = who.client.post(route.split()[1], {"ids": list(scopes), **ask(desk)})
                if who.role not in ASSIGN:
                    answer.expect(403)
                    continue
                for result in answer.expect(207).json["results"]:
                    scope = scopes.pop(result["id"])
                    hoped = expected(route, who.role, scope, SEE_TICKETS, ASSIGN)
                    if ("2xx" if result["status"] < 300 else str(result["status"])) != hoped:
                        wrong.append(f"{route} by {who} on {scope}: {result}, not {hoped}")
                assert not scopes, scopes
    assert not wrong, "\n".join(wrong)


def test_people_and_what_they_know():
    check("customers", "orders", "deliveries", "agents", "departments", "faqs", "jobs")


def test_what_a_manager_may_not_edit_of_their_department():
    """Who somebody is and what they may do is said by those who approve, and a refusal changes nothing."""
    with served(bare=True) as server:
        desk = Desk(server)
        agent, place = f"/support/agents/{desk.agent.id}", f"/support/departments/{desk.manager.department}"
        for path, fields in ((agent, {"role": "admin"}), (agent, {"email": "mine@test.deskbell"}),
                             (agent, {"department_id": desk.there["id"]}), (agent, {"department_id": None}),
                             (place, {"manager_id": desk.manager.id})):
            version = desk.department(desk.manager, "own")["version"] if path == place else desk.version(path)
            answer = desk.manager.client.patch(path, fields, version).expect(403)
            assert [error["field"] for error in answer.json["errors"]] == list(fields), answer.json
        own = f"/support/agents/{desk.manager.id}"
        desk.manager.client.patch(own, {"role": "admin"}, desk.version(own)).expect(403)
        assert desk.get(agent)["role"] == "agent" and desk.get(own)["role"] == "manager"
        desk.manager.client.patch(agent, {"capacity": 4, "tier": 2}, desk.version(agent)).expect(200)
        # One without a department has none to edit.
        desk.edit(own, department_id=None)
        desk.manager.client.patch(agent, {"capacity": 5}, desk.version(agent)).expect(403)


# What is made for somebody: by a customer for themselves only.
MADE = {
    "POST /support/tickets": {"customer": "own", **every("agent manager admin", "own others")},
    "POST /support/chats": {"customer": "own", **every(STAFF, "own others")},
}


def test_customers_make_things_for_themselves_only():
    with served(bare=True) as server:
        desk = Desk(server)
        for route, may in MADE.items():
            kind = route.rsplit("/", 1)[1]
            for who in desk.callers:
                for scope in ("own", "others"):
                    owner = who if scope == "own" and who is desk.customer else None
                    customer = {"id": owner.id} if owner else desk.new_customer()
                    body = {"subject": "A zebra"} if kind == "tickets" else {"body": "A zebra?"}
                    answer = who.client.post(f"/support/{kind}", {"customer_id": customer["id"], **body})
                    if scope in may.get(who.role, "").split():
                        assert answer.expect(201).json["customer_id"] == customer["id"], (who, answer.json)
                    else:
                        answer.expect(403, 422)
                    found = desk.get(f"/support/{kind}?customer_id={customer['id']}")["data"]
                    assert len(found) == (answer.status == 201), (route, who, scope, found)


def test_what_a_body_names_has_to_be_seen_too():
    """Nobody merges into what they do not see, looks at it that way, or takes a message or a file out of it."""
    with served(bare=True) as server:
        desk = Desk(server)
        for who in (desk.agent, desk.manager):
            mine = desk.make("tickets", who, "own")
            path = f"/support/tickets/{mine['id']}"
            for scope in TICKET_SCOPES:
                if scope in SEE_TICKETS[who.role].split():
                    continue
                other = desk.make("tickets", who, scope, "said")
                for body in ({"into": other["id"]}, {"into": other["number"]}, {"into": other["id"], "preview": True}):
                    answer = who.client.post(path + "/merge", body).expect(404, 422)
                    assert other["subject"] not in answer.body.decode(), answer.body
                who.client.post(path + "/split", {"message_ids": [other["said"]], "subject": "Apart"}).expect(404, 422)
                body, content_type = form(("zebra.txt", b"striped"))
                files = desk.admin.client.request("POST", f"/support/tickets/{other['id']}/attachments", body,
                                                  {"Content-Type": content_type}).expect(201).json["data"]
                who.client.post(path + "/messages", {"body": "Well", "attachment_ids": [files[0]["id"]]}).expect(422)
                said = {row["id"]: row for row in desk.get(f"/support/tickets/{other['id']}/messages")["data"]}
                assert other["said"] in said and desk.version(f"/support/tickets/{other['id']}") == other["version"]


# --- lists, the feed, search and counts: exactly what is seen ---------------------


def sees_ticket(who, ticket):
    """ "see tickets", line by line."""
    hands = who.id in (ticket["assigned_to"], ticket["escalated_to"])
    if who.role == "customer":
        return ticket["customer_id"] == who.id
    if who.role == "executive":
        return ticket["escalated_by"] == who.id
    if who.role == "agent":
        return hands or ticket["assigned_to"] is None and ticket["department_id"] in (None, who.department)
    if who.role == "manager":
        return hands or ticket["assigned_to"] is None or ticket["department_id"] == who.department
    return True


def sees_thread(who, world, kind, identity):
    thread = world[kind][identity]
    return sees_ticket(who, thread) if kind == "ticket" else who.role != "customer" or thread["customer_id"] == who.id


def sees(who, world, kind, row):
    """Whether the domain lets somebody see a row."""
    is_customer = who.role == "customer"
    if kind == "notification":
        return row["recipient_id"] == who.id
    if kind in ("ticket", "query", "chat"):
        return sees_thread(who, world, kind, row["id"])
    if kind in ("message", "attachment"):
        return sees_thread(who, world, row["thread_kind"], row["thread_id"]) and not (is_customer and row["is_internal"])
    if kind == "history":
        return not is_customer and (row["entity_kind"] != "ticket" or sees_ticket(who, world["ticket"][row["entity_id"]]))
    if kind == "feedback":
        return sees_ticket(who, world["ticket"][row["ticket_id"]])
    if kind == "faq":
        return row["is_active"] or who.role in ("manager", "admin")
    if kind == "customer":
        return not is_customer or row["id"] == who.id
    if kind in ("order", "delivery"):
        return not is_customer or row["customer_id"] == who.id
    assert kind in ("agent", "department"), kind
    return not is_customer


def read_feed(person):
    """What somebody holds who has read all of the feed: kind to id to row."""
    rows, since, more = {}, 0, True
    while more:
        lines = person.client.get(f"/support/sync?since={since}&limit=500").expect(200).body.splitlines()
        *lines, end = (json.loads(line) for line in lines)
        since, more = end["next"], end["more"]
        for line in lines:
            kind = rows.setdefault(line["kind"], {})
            kind.update({line["data"]["id"]: line["data"]}) if line["op"] == "put" else kind.pop(line["id"], None)
    return rows


def read_list(person, path):
    """Every page of a list: the ids."""
    ids, cursor = [], ""
    while cursor is not None:
        page = person.client.get(f"{path}{'&' if '?' in path else '?'}limit=100{cursor}").expect(200).json
        ids += [row["id"] for row in page["data"]]
        cursor = page["next_cursor"] and "&cursor=" + page["next_cursor"]
    assert len(ids) == len(set(ids)), path
    return set(ids)


def furnish(desk):
    """Things of every scope of everybody's."""
    for who in desk.callers:
        for scope in TICKET_SCOPES:
            for kind in ("files of tickets", "notes of tickets"):
                desk.share(kind, who, scope)
        desk.share("tickets", who, "own", "rated")
        for scope in THREADS.split():
            for kind in ("files of queries", "notes of queries", "files of chats", "notes of chats"):
                desk.share(kind, who, scope)
    for scope in ("own", "others"):
        desk.share("deliveries", desk.customer, scope)
    for scope in FAQS.split():
        desk.share("faqs", desk.admin, scope)


def read_world(desk):
    """All that there is: what the admin holds, and everybody's notifications."""
    world = {"notification": {}, **read_feed(desk.admin)}
    for who in (*desk.callers, desk.neighbour, desk.colleague, desk.stranger, desk.director, desk.clerk):
        world["notification"].update(read_feed(who).get("notification", {}))
    return world


# Lists and what they list.
LISTS = {
    "GET /support/tickets": "ticket", "GET /support/queries": "query", "GET /support/chats": "chat",
    "GET /support/customers": "customer", "GET /support/agents": "agent", "GET /support/departments": "department",
    "GET /support/faqs": "faq", "GET /support/notifications": "notification",
}
# Looked at by the tests below.
LOOKS = ("GET /support/sync", "GET /support/search", "GET /support/tickets/stats", "GET /support/queries/stats",
         "GET /support/live", "POST /support/notifications/read")


def count_by(rows, field):
    return {value: sum(row[field] == value for row in rows) for value in {row[field] for row in rows}}


def check_counts(who, kind, seen, now):
    """The figures are those of what is seen."""
    rows = list(seen.values())
    assert now["total"] == len(rows), (who, kind, now)
    assert ("mine" in now) == (who.role != "customer"), (who, kind, now)
    mine = sum(row["assigned_to"] == who.id and row["status"] not in ("resolved", "closed") for row in rows)
    assert now.get("mine", 0) == mine, (who, kind, now, mine)
    for field in ("status", "priority", "source" if kind == "query" else "resolution_type"):
        told = {value: n for value, n in now[f"by_{field}"].items() if n}
        counted = {value: n for value, n in count_by(rows, field).items() if value}
        assert told == counted, (who, kind, field, told, counted)


def test_lists_feed_search_and_counts_have_what_is_seen():
    with served(bare=True) as server:
        desk = Desk(server)
        furnish(desk)
        world = read_world(desk)
        assert not {"ticket", "query", "chat", "message", "attachment", "history", "customer", "order", "delivery", "agent",
                    "department", "notification", "faq", "feedback"} - set(world), sorted(world)
        for who in desk.callers:
            seen = {kind: {key: row for key, row in rows.items() if sees(who, world, kind, row)}
                    for kind, rows in world.items()}
            assert who is desk.admin or len(seen["ticket"]) < len(world["ticket"]), who
            feed = read_feed(who)
            for kind in world:
                assert set(feed.get(kind, {})) == set(seen[kind]), (who, kind)
            for route, kind in LISTS.items():
                if who.role == "customer" and kind in ("agent", "department"):
                    continue
                assert read_list(who, route.split()[1]) == set(seen[kind]), (who, route)
            for kind, path in (("ticket", "tickets"), ("query", "queries")):
                check_counts(who, kind, seen[kind], who.client.get(f"/support/{path}/stats").expect(200).json)
                assert read_list(who, f"/support/{path}?search=zebra") == set(seen[kind]), (who, path)
            check_search(who, seen)
            check_threads(who, seen)
            check_customers(desk, who, seen)


# Where the words of this desk stand.
WORDS = {"zebra": {"ticket": "subject", "query": "message", "message": "body", "faq": "question"},
         "there": {"message": "body"}, "somebody": {"customer": "name"}, "customer": {"customer": "name"}}


def check_search(who, seen):
    """What is found, and how much that is said to be, is what is seen."""
    for sought, places in WORDS.items():
        for group in who.client.get(f"/support/search?q={sought}&limit=50").expect(200).json["groups"]:
            kind, hits = group["kind"], {hit["entity"]["id"] for hit in group["data"]}
            assert hits <= set(seen[kind]), (who, sought, kind, hits - set(seen[kind]))
            if kind in places:
                count = sum(sought in row[places[kind]].lower() for row in seen[kind].values())
                assert group["count"]["count"] == count, (who, sought, group["count"], count)
                assert len(hits) == min(count, 50), (who, sought, len(hits), count)


def check_threads(who, seen):
    """What was said, sent and done in each thread."""
    for kind, path in (("ticket", "tickets"), ("query", "queries"), ("chat", "chats")):
        for identity in seen[kind]:
            for rest, what, key in (("messages", "message", "thread_id"), ("attachments", "attachment", "thread_id"),
                                    ("history", "history", "entity_id")):
                if rest == "history" and (kind == "chat" or who.role == "customer"):
                    continue
                rows = {row["id"] for row in seen[what].values() if row[key] == identity}
                assert read_list(who, f"/support/{path}/{identity}/{rest}") == rows, (who, path, identity, rest)


def check_customers(desk, who, seen):
    """The summary of a customer has what whoever reads it sees, not what the customer has."""
    for customer in (desk.customer, desk.neighbour):
        if customer.id not in seen["customer"]:
            continue
        path = f"/support/customers/{customer.id}"
        history = who.client.get(path + "/history?limit=200").expect(200).json
        for kind, rows in (("ticket", history["tickets"]), ("query", history["queries"])):
            theirs = {row["id"] for row in seen[kind].values() if row["customer_id"] == customer.id}
            assert {row["id"] for row in rows} == theirs, (who, customer, kind)
        orders = {row["id"] for row in seen["order"].values() if row["customer_id"] == customer.id}
        assert read_list(who, path + "/orders") == orders, (who, customer)


def test_live_rooms_and_events():
    """Whoever sees a thread may be in its room and hears what is said there, and nobody else."""
    threads = [("tickets", scope) for scope in TICKET_SCOPES] + [("queries", scope) for scope in THREADS.split()] + [
        ("chats", scope) for scope in THREADS.split()]
    with served(bare=True) as server:
        desk = Desk(server)
        lives = {who: WebSocket(server, who.client.token) for who in desk.callers}
        things = {(who, kind, scope): desk.share(kind, who, scope) for who in desk.callers for kind, scope in threads}
        for who, live in lives.items():
            live.begin(since=desk.get("/support/meta")["seq"])
            for kind, scope in threads:
                identity = things[who, kind, scope]["id"]
                frame = {"ticket": identity} if kind == "tickets" else {"thread": identity}
                is_seen = scope in SCOPED[kind][0].get(who.role, "").split()
                answer = live.ask("join_ticket_room", **frame)
                assert answer["event"] == ("ack" if is_seen else "error"), (who, kind, scope, answer)
                assert is_seen or answer["data"]["status"] == 404, (who, kind, scope, answer)
        said = {}
        for (_who, kind, _scope), thing in things.items():
            for is_internal in (False, True):
                message = {"body": "Well", "is_internal": is_internal}
                answer = desk.admin.client.post(f"/support/{kind}/{thing['id']}/messages", message)
                if answer.status == 201:  # a chat may have ended
                    said[answer.json["id"]] = answer.json
        world = read_world(desk)
        for who, live in lives.items():
            live.flush()
            heard = {event["data"]["data"]["id"] for event in live.events if event["event"] == "new_message"}
            expected_ids = {key for key, row in said.items() if sees(who, world, "message", row)}
            assert heard == expected_ids, (who, len(heard), len(expected_ids))
            live.close()


def test_notifications_are_read_by_whose_they_are():
    with served(bare=True) as server:
        desk = Desk(server)
        for who in desk.callers:
            desk.make("tickets", who, "own")
        world = read_world(desk)["notification"]
        for who in desk.callers:
            others = [key for key, row in world.items() if row["recipient_id"] != who.id]
            who.client.post("/support/notifications/read", {"ids": others[:1]}).expect(404)
            own = [key for key, row in world.items() if row["recipient_id"] == who.id]
            if own:
                who.client.post("/support/notifications/read", {"ids": own[:1] + others[:1]}).expect(404)
        assert all(row["read_at"] is None for row in read_world(desk)["notification"].values())


# The same for all who may ask at all, which is what the table of roles is about.
UNSCOPED = (
    "POST /support/queries", "POST /support/customers", "POST /support/agents", "POST /support/departments",
    "POST /support/faqs", "GET /support/meta", "POST /auth/login", "POST /auth/register", "POST /auth/refresh",
    "POST /auth/logout", "POST /auth/password", "GET /auth/me", "POST /auth/live-ticket", "POST /intake/contact",
    "GET /intake/whatsapp", "POST /intake/whatsapp", "POST /intake/email", "GET /healthz", "GET /readyz",
    "GET /openapi.yaml",
)


def test_the_table_has_every_route():
    """A route that is new needs a line that says whose things it is about; one with a key in its path, of each scope."""
    routes = {" ".join(line.split("\t")[:2]) for line in run_program("routes").stdout.splitlines()}
    scoped = {route for _see, lines in SCOPED.values() for route in lines}
    rest = [*BULKS, *MADE, *LISTS, *LOOKS, *UNSCOPED]
    assert len(rest) == len(set(rest)) and not scoped & set(rest)
    assert scoped | set(rest) == routes, (scoped | set(rest)) ^ routes
    assert not [route for route in rest if "{" in route]


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
