#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The flows and the testing checklist of logistics.md, over HTTP, each role with a token of its own."""

import sys
import uuid

sys.dont_write_bytecode = True
import deskbelld
from businesses import shared_desk
from deskbelld import PASSWORD, WebSocket


def report(desk, **fields):
    return desk.customer.post("/support/tickets", {"subject": "Parcel is late", "description": "Four days now",
                                                   "category": "Late", **fields}).expect(201).json


def register(desk, **fields):
    """Somebody asks for an agent's account: their client, and what the desk knows of them."""
    email = f"ravi-{uuid.uuid4().hex[:8]}@logi.example"
    answer = desk.server.client().post("/auth/register", {"name": "Ravi Rao", "email": email, "password": PASSWORD,
                                                          "phone": "+919876543211", "role": "agent", **fields})
    assert answer.expect(202).json == {"received": True, "needs_approval": True}
    client = desk.server.client(desk.server.login(email).expect(200).json["access_token"])
    return client, desk.me(client)


def path(ticket, rest=""):
    return f"/support/tickets/{ticket['id']}{rest}"


def resolve(client, ticket):
    client.post(path(ticket, "/resolve"), {"resolution_type": "no_action", "resolution": "Found at the depot"}).expect(200)


# --- "User Flows" -------------------------------------------------------------


def test_logistics_1_customer_flow():
    """"1. Customer Flow", steps 1 to 9."""
    desk = shared_desk("logistics")
    me = desk.me(desk.customer)
    desk.keep_away()
    # 1. Customer encounters delivery issue
    order = desk.customer.get(f"/support/customers/{me['id']}/orders?limit=1").expect(200).json["data"][0]
    delivery = desk.admin.request("PUT", "/support/deliveries/PKG-77", {
        "order_id": order["id"], "carrier": "Swift", "status": "delayed"}).expect(201).json
    live = WebSocket(desk.server, desk.server.token("customer"))
    live.begin()
    # 2. Goes to Support Dashboard; 3. Clicks "Create New Ticket"; 4. Fills: Subject, Category, Description;
    # 5. Optionally links to delivery
    ticket = report(desk, order_id=order["id"], delivery_id=delivery["id"])
    assert ticket["order_id"] == order["id"] and ticket["delivery_id"] == delivery["id"], ticket
    assert order["number"].startswith("DLV-"), order
    assert [row["kind"] for row in desk.notices(desk.admin, ticket)] == ["ticket_created"]
    desk.agent.get(path(ticket)).expect(404)  # another department's
    # 6. Receives notification when assigned to agent
    department = desk.ticket(desk.admin, ticket["id"])["department_id"]
    agent = next(agent for agent in desk.team().values() if agent["role"] == "agent"
                 and agent["department_id"] == department)
    desk.admin.post(path(ticket, "/assign"), {"agent_id": agent["id"]}).expect(200)
    assert desk.notice(desk.customer, ticket, "ticket_assigned")
    # 7. Views ticket updates in real-time
    desk.edit(desk.admin, "tickets", ticket["id"], status="in_progress")
    live.find(lambda event: event["event"] == "ticket_updated"
              and event["data"]["data"]["id"] == ticket["id"]
              and event["data"]["data"]["status"] == "in_progress")
    told = desk.notice(desk.customer, ticket, "status_changed")
    assert told["title"].endswith("Assigned → In progress"), told
    # 8. When resolved, submits feedback (1-5 stars + comment)
    desk.customer.post(path(ticket, "/feedback"), {"rating": 5}).expect(409)
    for amount, status in ((order["total"]["amount"] + 1, 422), (order["total"]["amount"] // 2, 200)):
        desk.admin.post(path(ticket, "/resolve"), {
            "resolution_type": "partial_refund", "resolution": "Delivered today, half of it paid back",
            "refund": {"amount": amount, "currency": "USD"}}).expect(status)
    assert desk.notice(desk.customer, ticket, "resolved")
    given = desk.customer.post(path(ticket, "/feedback"), {"rating": 4, "comment": "Kind people"}).expect(201).json
    assert (given["rating"], given["comment"], given["agent_id"]) == (4, "Kind people", desk.me(desk.admin)["id"]), given
    # 9. Can view FAQ anytime for self-service
    faq = desk.server.client().get("/support/faqs?category=Late").expect(200).json["data"]
    assert faq and all(row["question"] and row["answer"] and row["category"] == "Late" for row in faq), faq
    live.close()


def test_logistics_2_support_agent_registration_and_approval_flow():
    """"2. Support Agent Registration & Approval Flow", steps 1 to 6; test_register.py has what is refused."""
    desk = shared_desk("logistics")
    # 1. User goes to `/support-agent-register`; 2. Enters: Name, Email, Password, Phone
    agent, me = register(desk)
    assert (me["name"], me["phone"], me["is_approved"]) == ("Ravi Rao", "+919876543211", False), me
    # 3. System sends notification to admin
    assert "Ravi Rao" in desk.notice(desk.admin, me, "agent_registered")["title"]
    agent.get("/support/tickets").expect(403)
    # 4. Admin reviews and approves/rejects
    assert desk.team()[me["id"]]["email"] == me["email"]
    desk.admin.post(f"/support/agents/{me['id']}/approve").expect(200)
    # 5. Agent gets approval notification
    assert desk.notice(agent, me, "agent_approved")
    # 6. Agent logs in and sees agent dashboard
    again = desk.server.client(desk.server.login(me["email"]).expect(200).json["access_token"])
    assert again.get("/auth/me").expect(200).json["role"] == "agent"
    again.get("/support/tickets?assigned_to=me").expect(200)
    again.get("/support/tickets/stats").expect(200)
    again.get("/support/sync?since=0&limit=10").expect(200)


def test_logistics_3_support_agent_workflow():
    """"3. Support Agent Workflow", steps 1 to 8."""
    desk = shared_desk("logistics")
    agent = desk.me(desk.agent)
    desk.keep_away()
    ticket = report(desk, subject="Parcel lost", category="Lost")
    # 1. Agent logs in → sees Agent Dashboard; 2. Views "My Tickets" or "Unassigned Tickets"
    mine = desk.all(desk.agent, "/support/tickets?assigned_to=me")
    assert all(row["assigned_to"] == agent["id"] for row in mine)
    listed = desk.all(desk.agent, "/support/tickets?assigned_to=unassigned")
    assert ticket["id"] in [row["id"] for row in listed]
    # 3. Assigns unassigned tickets to self
    taken = desk.agent.post(path(ticket, "/take")).expect(200).json
    assert taken["assigned_to"] == agent["id"] and taken["status"] == "assigned", taken
    assert ticket["id"] in [row["id"] for row in desk.all(desk.agent, "/support/tickets?assigned_to=me")]
    # 4. Updates status: Open → In Progress → On Hold → Resolved
    for status, label in (("in_progress", "In progress"), ("pending_customer", "On hold")):
        desk.edit(desk.agent, "tickets", ticket["id"], status=status)
        assert desk.notice(desk.customer, ticket, "status_changed")["title"].endswith("→ " + label)
        assert desk.notice(desk.admin, ticket, "status_changed")["title"].endswith("→ " + label)
    # 5. Adds internal notes visible only to agents/admins
    desk.agent.post(path(ticket, "/messages"), {"body": "Depot 14", "is_internal": True}).expect(201)
    assert "Depot 14" in desk.admin.get(path(ticket, "/messages")).expect(200).body.decode()
    assert "Depot 14" not in desk.customer.get(path(ticket, "/messages")).expect(200).body.decode()
    # 6. Can reassign if needed (admin does this)
    colleague = next(other for other in desk.team().values() if other["role"] == "agent" and other["is_approved"]
                     and other["id"] != agent["id"])
    desk.agent.post(path(ticket, "/assign"), {"agent_id": colleague["id"]}).expect(403)
    for who in (colleague, agent):
        moved = desk.admin.post(path(ticket, "/assign"), {"agent_id": who["id"]}).expect(200).json
        assert moved["assigned_to"] == who["id"], moved
    # 7. Marks as Resolved when done
    resolve(desk.agent, ticket)
    assert desk.ticket(desk.customer, ticket["id"])["status"] == "resolved"
    # 8. Customer provides feedback
    desk.customer.post(path(ticket, "/feedback"), {"rating": 5}).expect(201)
    assert desk.notice(desk.agent, ticket, "feedback_given")


def test_logistics_4_admin_management_flow():
    """"4. Admin Management Flow", steps 1 to 6."""
    desk = shared_desk("logistics")
    desk.keep_away()
    before = desk.admin.get("/support/tickets/stats").expect(200).json
    ticket = desk.ticket(desk.admin, report(desk)["id"])
    # 1. Admin views all tickets in Support Management
    everything = desk.all(desk.admin, "/support/tickets")
    assert len(everything) == before["total"] + 1 and ticket["id"] in [row["id"] for row in everything]
    # 4. Can reassign tickets between agents
    first, second = [agent for agent in desk.team().values() if agent["role"] == "agent"][:2]
    loads = {key: agent["active_tickets"] for key, agent in desk.team().items()}
    # 5. Monitors ticket stats: total, open, unassigned
    after = desk.admin.get("/support/tickets/stats").expect(200).json
    assert after["total"] == before["total"] + 1 and after["unassigned"] == before["unassigned"] + 1, (before, after)
    assert after["by_status"]["new"] == before["by_status"]["new"] + 1, (before, after)
    assert after["open"] == before["open"] + 1, (before, after)
    desk.admin.post(path(ticket, "/assign"), {"agent_id": first["id"]}).expect(200)
    moved = desk.admin.post(path(ticket, "/assign"), {"agent_id": second["id"]}).expect(200).json
    assert moved["assigned_to"] == second["id"], moved
    team = desk.team()
    assert team[first["id"]]["active_tickets"] == loads[first["id"]]
    assert team[second["id"]]["active_tickets"] == loads[second["id"]] + 1
    assert desk.admin.get("/support/tickets/stats").expect(200).json["unassigned"] == before["unassigned"]
    name = desk.me(desk.admin)["name"]
    desk.expect_trail("tickets", ticket["id"], ("assigned", name, {"assigned_to": first["id"]}),
                      ("assigned", name, {"assigned_to": second["id"]}))
    # 2. Gets notifications on all ticket activity: all that others do
    other = desk.server.client(desk.server.enrol("admin", "Second"))
    desk.edit(other, "tickets", ticket["id"], status="in_progress")
    resolve(other, ticket)
    desk.customer.post(path(ticket, "/close")).expect(200)
    told = [row["kind"] for row in desk.notices(desk.admin, ticket)]
    assert {"ticket_created", "status_changed"} <= set(told) and len(told) >= 3, told
    # 3. Approves/rejects support agent registrations
    for verb, kind, approved in (("approve", "agent_approved", True), ("reject", "agent_rejected", False)):
        agent, me = register(desk)
        desk.admin.post(f"/support/agents/{me['id']}/{verb}").expect(200)
        assert desk.notice(agent, me, kind) and desk.me(agent)["is_approved"] is approved
    # 6. Ensures SLA compliance: each ticket has its deadlines, says why, and what is late is listed and counted
    clocks = desk.admin.get(path(ticket, "/clocks?explain=true")).expect(200).json
    assert clocks, clocks
    late = desk.all(desk.admin, "/support/tickets?is_overdue=true")
    assert len(late) == desk.admin.get("/support/tickets/stats").expect(200).json["overdue"]


# --- "Testing Checklist" ------------------------------------------------------


def test_checklist_customer_can_create_support_ticket():
    desk = shared_desk("logistics")
    ticket = report(desk)
    assert ticket["customer_id"] == desk.me(desk.customer)["id"] and ticket["category"] == "Late", ticket
    assert desk.label(desk.customer, "ticket_status", desk.ticket(desk.customer, ticket["id"])["status"]) in (
        "Open", "Assigned")
    categories = {row["name"] for row in desk.customer.get("/support/meta").json["preset"]["categories"]}
    assert categories == {"Damaged", "Lost", "Late", "Quality", "Other"}, categories
    desk.customer.post("/support/tickets", {"category": "Late"}).expect(422)


def test_checklist_support_agent_can_register():
    _client, me = register(shared_desk("logistics"))
    assert me["role"] == "agent" and me["is_approved"] is False, me


def test_checklist_admin_receives_registration_notification():
    desk = shared_desk("logistics")
    _client, me = register(desk, name="Meera Nair")
    assert "Meera Nair" in desk.notice(desk.admin, me, "agent_registered")["title"]
    for client in (desk.manager, desk.agent, desk.customer):
        assert not desk.notices(client, me), "only admins approve"


def test_checklist_admin_can_approve_agent():
    """And nobody else can."""
    desk = shared_desk("logistics")
    client, me = register(desk)
    approve = f"/support/agents/{me['id']}/approve"
    for other in (client, desk.agent, desk.manager, desk.customer):
        other.post(approve).expect(403)
    assert desk.me(client)["is_approved"] is False
    assert desk.admin.post(approve).expect(200).json["is_approved"] is True
    assert desk.notice(client, me, "agent_approved")


def test_checklist_approved_agent_sees_agent_dashboard():
    """What the dashboard is made of, which is refused before that."""
    desk = shared_desk("logistics")
    client, me = register(desk)
    dashboard = ("/support/tickets?assigned_to=me", "/support/tickets?assigned_to=unassigned", "/support/tickets/stats",
                 "/support/customers", "/support/sync?since=0&limit=10")
    for asked in dashboard:
        client.get(asked).expect(403)
    desk.admin.post(f"/support/agents/{me['id']}/approve").expect(200)
    for asked in dashboard:
        client.get(asked).expect(200)
    assert "tickets.take" in client.get("/auth/me").expect(200).json["permissions"]


def test_checklist_agent_can_assign_unassigned_tickets_to_self():
    """One of two who try at once gets it; who is not approved gets none."""
    desk = shared_desk("logistics")
    desk.keep_away()
    ticket = report(desk, category="Lost")
    waiting, _me = register(desk)
    waiting.post(path(ticket, "/take")).expect(403)
    taken = desk.agent.post(path(ticket, "/take")).expect(200).json
    assert taken["assigned_to"] == desk.me(desk.agent)["id"], taken
    desk.manager.post(path(ticket, "/take")).expect(403, 404, 409)
    assert desk.ticket(desk.admin, ticket["id"])["assigned_to"] == desk.me(desk.agent)["id"]


def take(desk):
    """A ticket of the customer's that the agent has taken."""
    desk.keep_away()
    ticket = report(desk, category="Lost")
    desk.agent.post(path(ticket, "/take")).expect(200)
    return ticket


def test_checklist_agent_can_update_ticket_status():
    desk = shared_desk("logistics")
    ticket = take(desk)
    for status in ("in_progress", "pending_customer", "in_progress"):
        assert desk.edit(desk.agent, "tickets", ticket["id"], status=status)["status"] == status
    assert desk.edit(desk.agent, "tickets", ticket["id"], priority="low")["priority"] == "low"
    other = report(desk)
    colleague = next(agent for agent in desk.team().values() if agent["is_approved"] and agent["role"] == "agent"
                     and agent["id"] != desk.me(desk.agent)["id"])
    other = desk.admin.post(path(other, "/assign"), {"agent_id": colleague["id"]}).expect(200).json
    desk.agent.patch(path(other), {"status": "in_progress"}, other["version"]).expect(404)


def test_checklist_agent_can_add_internal_notes():
    """Invisible to customers."""
    desk = shared_desk("logistics")
    ticket = take(desk)
    note = desk.agent.post(path(ticket, "/messages"), {"body": "Depot 15", "is_internal": True}).expect(201).json
    seen = desk.admin.get(path(ticket, "/messages")).expect(200).json["data"]
    assert [(row["id"], row["is_internal"]) for row in seen] == [(note["id"], True)], seen
    assert desk.customer.get(path(ticket, "/messages")).expect(200).json["data"] == []
    desk.customer.post(path(ticket, "/messages"), {"body": "x", "is_internal": True}).expect(422)


def test_checklist_customer_receives_status_update_notifications():
    """"Support Ticket Updated - [Old Status] → [New Status]", in the bell and live."""
    desk = shared_desk("logistics")
    ticket = take(desk)
    live = WebSocket(desk.server, desk.server.token("customer"))
    live.begin()
    desk.edit(desk.agent, "tickets", ticket["id"], status="in_progress")
    event = live.find(lambda event: event["event"] == "notification"
                      and event["data"]["data"]["about_id"] == ticket["id"])
    assert event["data"]["data"]["title"].endswith("Assigned → In progress"), event
    told = desk.notice(desk.customer, ticket, "status_changed")
    assert told["id"] == event["data"]["data"]["id"] and ticket["number"] in told["title"], told
    live.close()


def test_checklist_customer_can_submit_feedback_after_resolution():
    """Once, and not before; test_knowledge.py has what else is refused."""
    desk = shared_desk("logistics")
    ticket = take(desk)
    desk.customer.post(path(ticket, "/feedback"), {"rating": 5}).expect(409)
    resolve(desk.agent, ticket)
    desk.customer.post(path(ticket, "/feedback"), {"rating": 6}).expect(422)
    desk.customer.post(path(ticket, "/feedback"), {"rating": 5, "comment": "Found!"}).expect(201)
    desk.customer.post(path(ticket, "/feedback"), {"rating": 1}).expect(409)
    assert desk.admin.get(path(ticket, "/feedback")).expect(200).json["rating"] == 5


def test_checklist_admin_can_view_all_tickets():
    """Whoever they are of, and whatever their department; nobody sees more."""
    desk = shared_desk("logistics")
    everything = desk.all(desk.admin, "/support/tickets")
    assert len({row["department_id"] for row in everything}) > 2 and len({row["customer_id"] for row in everything}) > 2
    assert len(everything) == desk.admin.get("/support/tickets/stats").expect(200).json["total"]
    for client in (desk.customer, desk.executive, desk.agent, desk.manager):
        seen = {row["id"] for row in desk.all(client, "/support/tickets")}
        assert seen < {row["id"] for row in everything}


def test_checklist_faq_displays_correctly_by_category():
    """Without a token; each of the five categories has its own entries."""
    desk = shared_desk("logistics")
    anybody = desk.server.client()
    everything = desk.all(anybody, "/support/faqs")
    for category in ("Damaged", "Lost", "Late", "Quality", "Other"):
        found = desk.all(anybody, f"/support/faqs?category={category}")
        assert found and found == [row for row in everything if row["category"] == category], category


def test_checklist_status_filtering_works_on_all_dashboards():
    """The customer's, the agent's and the admin's: each status gives those of their list that have it."""
    desk = shared_desk("logistics")
    resolve(desk.agent, take(desk))
    take(desk)
    for client in (desk.customer, desk.agent, desk.manager, desk.admin):
        everything = desk.all(client, "/support/tickets")
        words = {row["status"] for row in everything}
        assert len(words) > 1, words
        for word in words | {"pending_internal"}:
            found = {row["id"] for row in desk.all(client, f"/support/tickets?status={word}")}
            assert found == {row["id"] for row in everything if row["status"] == word}, word
        client.get("/support/tickets?status=lost").expect(422)


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
