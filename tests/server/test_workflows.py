#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The workflows of the businesses' documents, over HTTP, each role with a token of its own.

Each test is named after its line: the example of the grocery's, the five flows of the fintech's, the steps of the shop's
and the user flows of the logistics'. If one failed, somebody who follows their document would get stuck there.
"""

import re
import sys

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import WebSocket, served

DEMO = 30


class Desk:
    """A desk of a preset, and somebody of each role."""

    def __init__(self, server):
        self.server = server
        self.customer, self.executive, self.agent, self.manager, self.admin = (
            server.somebody(role) for role in deskbelld.ROLES)

    def me(self, client):
        answer = client.get("/auth/me").expect(200).json
        return answer.get("agent") or answer["customer"]

    def team(self):
        return {row["id"]: row for row in self.admin.get("/support/agents?limit=100").expect(200).json["data"]}

    def departments(self):
        return {row["id"]: row["name"] for row in self.admin.get("/support/departments").expect(200).json["data"]}

    def set_availability(self, agent, availability):
        self.admin.request("PUT", f"/support/agents/{agent['id']}/availability",
                           {"availability": availability}).expect(200)

    def keep_away(self, *but):
        """Nobody takes new tickets but those who are named."""
        names = {agent["id"] for agent in but}
        for agent in self.team().values():
            self.set_availability(agent, "available" if agent["id"] in names else "away")

    def ticket(self, client, key):
        return client.get(f"/support/tickets/{key}").expect(200).json

    def edit(self, client, kind, key, **fields):
        before = client.get(f"/support/{kind}/{key}").expect(200).json
        return client.patch(f"/support/{kind}/{key}", fields, before["version"]).expect(200).json

    def label(self, client, enum, value):
        words = client.get("/support/meta").expect(200).json["enums"][enum]
        return next(word["label"] for word in words if word["value"] == value)

    def notices(self, client, about):
        """What somebody was told about a query or ticket, the newest first."""
        rows = client.get("/support/notifications?limit=100").expect(200).json["data"]
        return [row for row in rows if row["about_id"] == about["id"]]

    def notice(self, client, about, kind):
        found = [row for row in self.notices(client, about) if row["kind"] == kind]
        assert found, (kind, self.notices(client, about))
        return found[0]

    def trail(self, kind, key):
        """What the history says, the first first: (action, who, {field: new value})."""
        rows = self.admin.get(f"/support/{kind}/{key}/history?limit=100").expect(200).json["data"]
        return [(row["action"], row["performed_by_name"], {change["field"]: change["to"] for change in row["details"]})
                for row in sorted(rows, key=lambda row: row["at"])]

    def expect_trail(self, kind, key, *expected):
        """Each of `expected`, (action, who, changes), in this order, whatever stands between them."""
        trail = self.trail(kind, key)
        rest = iter(trail)
        for action, who, changes in expected:
            assert any(row[0] == action and (who is None or row[1] == who) and changes.items() <= row[2].items()
                       for row in rest), f"{action} by {who} with {changes} is not in its place in {trail}"

    def order(self, number, customer, total, currency, **fields):
        return self.admin.request("PUT", f"/support/orders/{number}", {
            "customer_id": customer["id"], "total": {"amount": total, "currency": currency}, **fields,
        }).expect(200, 201).json


class served_desk:
    """A desk of the preset, served while the block runs."""

    def __init__(self, preset):
        self.context = served(demo=DEMO, preset=preset)

    def __enter__(self):
        return Desk(self.context.__enter__())

    def __exit__(self, *error):
        return self.context.__exit__(*error)


# --- grocery: "Workflow Example", "Typical Support Flow" ----------------------


def test_grocery_typical_support_flow():
    """1. Customer Experience, 2. Admin Notification, 3. Admin Action, 4. Customer Notification."""
    with served_desk("grocery") as desk:
        desk.keep_away()
        me, admin = desk.me(desk.customer), desk.me(desk.admin)
        price = {"amount": 5000, "currency": "INR"}
        order = desk.order("ORD-12345", me, 82000, "INR", status="delivered", items=[
            {"sku": "VEG-201", "name": "Tomatoes, 1 kg", "supplier": "Hosur Farms", "quantity": 1, "unit_price": price}])

        # 1. Customer Experience: receives damaged tomatoes, reports them, receives a ticket number
        made = desk.customer.post("/support/tickets", {
            "order_id": order["id"], "issue_type": "damaged_product", "subject": "Tomatoes arrived crushed",
            "description": "Tomatoes arrived crushed", "affected_items": [
                {"sku": "VEG-201", "name": "Tomatoes, 1 kg", "quantity": 1, "unit_price": price}]}).expect(201).json
        number = made["number"]
        assert re.fullmatch(r"TKT-\d{4}-\d{5}", number), number

        # 2. Admin Notification: all admins, with the number and what the customer raised
        told = desk.notice(desk.admin, made, "ticket_created")
        assert number in told["title"] and told["body"] == "Tomatoes arrived crushed", told

        # 3. Admin Action: sees it "Open" with "Medium" priority
        listed = desk.admin.get("/support/tickets?status=new&limit=100").expect(200).json["data"]
        row = next(ticket for ticket in listed if ticket["id"] == made["id"])
        assert desk.label(desk.admin, "ticket_status", row["status"]) == "Open"
        assert desk.label(desk.admin, "priority", row["priority"]) == "Medium"
        assert row["affected_items"][0]["name"] == "Tomatoes, 1 kg", row
        # changes status, sends a message, updates the priority
        desk.edit(desk.admin, "tickets", number, status="in_progress")
        desk.admin.post(f"/support/tickets/{number}/messages",
                        {"body": "Sorry about that! We'll process a refund immediately."}).expect(201)
        desk.edit(desk.admin, "tickets", number, priority="high")
        # resolution type, refund amount, notes, "Resolve Ticket"
        resolved = desk.admin.post(f"/support/tickets/{number}/resolve", {
            "resolution_type": "partial_refund", "resolution": "Refunded ₹50 for damaged tomatoes",
            "refund": {"amount": 5000, "currency": "INR"}}).expect(200).json
        assert resolved["status"] == "resolved" and resolved["priority"] == "high", resolved
        assert resolved["resolved_by"] == admin["id"] and resolved["resolved_at"], resolved

        # 4. Customer Notification: of the response, of the resolution; and the resolution itself
        assert number in desk.notice(desk.customer, made, "agent_replied")["title"]
        assert number in desk.notice(desk.customer, made, "resolved")["title"]
        seen = desk.ticket(desk.customer, number)
        assert seen["resolution"] == "Refunded ₹50 for damaged tomatoes", seen
        assert seen["refund"] == {"amount": 5000, "currency": "INR"}, seen
        desk.expect_trail("tickets", number, ("created", me["name"], {}),
                          ("status_changed", admin["name"], {"status": "in_progress"}),
                          ("replied", admin["name"], {}), ("updated", admin["name"], {"priority": "high"}),
                          ("resolved", admin["name"], {"status": "resolved", "resolution_type": "partial_refund"}))


def test_grocery_row_level_security():
    """Customers see only their own tickets, no internal notes; they edit theirs while open or awaiting them."""
    with served_desk("grocery") as desk:
        desk.keep_away()
        mine = desk.customer.post("/support/tickets", {"subject": "Sour milk", "issue_type": "spoiled_product"}).expect(201)
        number = mine.json["number"]
        me = desk.me(desk.customer)
        rows = desk.customer.get("/support/tickets?limit=100").expect(200).json["data"]
        assert rows and all(row["customer_id"] == me["id"] for row in rows)
        foreign = next(row for row in desk.admin.get("/support/tickets?limit=100").expect(200).json["data"]
                       if row["customer_id"] != me["id"])
        desk.customer.get(f"/support/tickets/{foreign['id']}").expect(404)
        desk.admin.post(f"/support/tickets/{number}/messages", {"body": "Same batch again", "is_internal": True}).expect(201)
        said = desk.customer.get(f"/support/tickets/{number}/messages?limit=100").expect(200)
        assert "Same batch again" not in said.body.decode()
        desk.edit(desk.customer, "tickets", number, description="The date says three more days")
        desk.edit(desk.admin, "tickets", number, status="in_progress")
        version = desk.ticket(desk.customer, number)["version"]
        desk.customer.patch(f"/support/tickets/{number}", {"description": "Too late"}, version).expect(403)
        desk.edit(desk.admin, "tickets", number, status="pending_customer")
        desk.edit(desk.customer, "tickets", number, description="Batch 0412")


# --- fintech: "Support System Workflow" ---------------------------------------


def test_fintech_1_ticket_creation_flow():
    """Unique number, status open, history "created", auto-assigned where somebody is available, customer notified."""
    with served_desk("fintech") as desk:
        desk.keep_away()
        me = desk.me(desk.customer)
        waiting = desk.customer.post("/support/tickets", {
            "subject": "Failed transfer", "category": "Transaction", "description": "The money is gone"}).expect(201).json
        assert re.fullmatch(r"TKT-\d{4}-\d{3}", waiting["number"]), waiting["number"]
        assert waiting["status"] == "new" and desk.label(desk.customer, "ticket_status", "new") == "Open"
        desk.expect_trail("tickets", waiting["number"], ("created", me["name"], {}))
        # Optional: auto-assign to an available agent; who becomes free gets what waits
        agent = desk.me(desk.agent)
        desk.set_availability(agent, "available")
        given = desk.ticket(desk.admin, waiting["id"])
        assert given["status"] == "assigned" and given["assigned_to"] == agent["id"], given
        second = desk.customer.post("/support/tickets", {"subject": "Another one", "category": "Transaction"}).expect(201).json
        assert second["number"] != waiting["number"]
        assert desk.ticket(desk.admin, second["id"])["assigned_to"] == agent["id"]
        # Told is who did not do it: the customer of what waited, the agent of both
        assert desk.notice(desk.customer, waiting, "ticket_assigned")
        assert desk.notice(desk.agent, second, "ticket_assigned")["title"] == "New ticket assigned to you"


def test_fintech_2_ticket_assignment_flow():
    """An available agent by department, tier and workload; their load goes up; history; the agent is notified."""
    with served_desk("fintech") as desk:
        desk.keep_away()
        made = desk.customer.post("/support/tickets", {"subject": "Disputed card payment", "category": "Transaction"})
        ticket = desk.ticket(desk.admin, made.expect(201).json["id"])
        assert ticket["assigned_to"] is None
        # Two who could, one with more to do; one of too low a tier; one of another department
        names = {name: key for key, name in desk.departments().items()}
        able = [agent for agent in desk.team().values() if agent["role"] == "agent" and agent["tier"] >= ticket["tier"]
                and agent["department_id"] == names["Billing & Payments"] and agent["active_tickets"] < agent["capacity"]]
        assert able, desk.team()
        chosen = min(able, key=lambda agent: agent["active_tickets"])
        low = [agent for agent in desk.team().values() if agent["role"] == "agent" and agent["tier"] < ticket["tier"]]
        other = [agent for agent in desk.team().values() if agent["department_id"] != names["Billing & Payments"]]
        for agent in low + other:
            desk.set_availability(agent, "available")
        assert desk.ticket(desk.admin, ticket["id"])["assigned_to"] is None
        # The admin selects the ticket and the agent
        before = desk.team()[chosen["id"]]["active_tickets"]
        given = desk.admin.post(f"/support/tickets/{ticket['number']}/assign", {"agent_id": chosen["id"]}).expect(200).json
        assert given["assigned_to"] == chosen["id"] and given["status"] == "assigned", given
        assert desk.team()[chosen["id"]]["active_tickets"] == before + 1
        desk.expect_trail("tickets", ticket["number"],
                          ("assigned", desk.me(desk.admin)["name"], {"assigned_to": chosen["id"]}))
        if chosen["id"] == desk.me(desk.agent)["id"]:
            assert desk.notice(desk.agent, ticket, "ticket_assigned")
        assert desk.notice(desk.customer, ticket, "ticket_assigned")


def test_fintech_3_message_exchange_flow():
    """The message is saved, counted, told live to all who have the ticket open, and in the history."""
    with served_desk("fintech") as desk:
        agent, me = desk.me(desk.agent), desk.me(desk.customer)
        desk.keep_away(agent)
        ticket = desk.customer.post("/support/tickets", {"subject": "No OTP", "category": "Transaction"}).expect(201).json
        before = desk.ticket(desk.admin, ticket["id"])
        assert before["assigned_to"] == agent["id"], before
        lives = [WebSocket(desk.server, desk.server.token(role)) for role in ("customer", "agent")]
        for live in lives:
            live.begin()
            assert live.ask("join_ticket_room", ticket=ticket["id"])["event"] == "ack"
        said = desk.agent.post(f"/support/tickets/{ticket['id']}/messages", {"body": "Please try again now."}).expect(201).json
        for live in lives:
            event = live.find(lambda event: event["event"] == "new_message"
                              and event["data"]["data"]["id"] == said["id"])
            assert event["data"]["data"]["body"] == "Please try again now.", event
        answer = desk.customer.post(f"/support/tickets/{ticket['id']}/messages", {"body": "Now it works."}).expect(201).json
        lives[1].find(lambda event: event["event"] == "new_message" and event["data"]["data"]["id"] == answer["id"])
        after = desk.ticket(desk.admin, ticket["id"])
        assert after["message_count"] == before["message_count"] + 2, (before, after)
        assert after["last_message_at"] == answer["created_at"], (after, answer)
        assert desk.notice(desk.customer, ticket, "agent_replied")
        assert desk.notice(desk.agent, ticket, "customer_wrote")
        desk.expect_trail("tickets", ticket["id"], ("replied", agent["name"], {}), ("customer_wrote", me["name"], {}))
        for live in lives:
            live.close()


def test_fintech_4_ticket_escalation_flow():
    """To a higher tier: escalated_to, status, both loads, history, the new agent is notified; back to in progress."""
    with served_desk("fintech") as desk:
        agent, senior = desk.me(desk.agent), desk.me(desk.manager)
        desk.keep_away(agent)
        ticket = desk.customer.post("/support/tickets", {"subject": "Reversal missing", "category": "Transaction"})
        ticket = desk.ticket(desk.admin, ticket.expect(201).json["id"])
        assert ticket["assigned_to"] == agent["id"] and senior["tier"] > ticket["tier"], (ticket, senior)
        desk.edit(desk.agent, "tickets", ticket["id"], status="in_progress")
        desk.set_availability(agent, "away")
        before = desk.team()
        escalated = desk.agent.post(f"/support/tickets/{ticket['id']}/escalate", {
            "agent_id": senior["id"], "reason": "The bank answers to seniors only"}).expect(200).json
        assert escalated["status"] == "escalated" and escalated["escalated_to"] == senior["id"], escalated
        assert escalated["tier"] == senior["tier"] and escalated["assigned_to"] == senior["id"], escalated
        after = desk.team()
        assert after[agent["id"]]["active_tickets"] == before[agent["id"]]["active_tickets"] - 1
        assert after[senior["id"]]["active_tickets"] == before[senior["id"]]["active_tickets"] + 1
        desk.expect_trail("tickets", ticket["id"], ("escalated", agent["name"], {"escalated_to": senior["id"]}))
        assert desk.notice(desk.manager, ticket, "ticket_escalated")
        assert desk.edit(desk.manager, "tickets", ticket["id"], status="in_progress")["status"] == "in_progress"


def test_fintech_5_ticket_resolution_flow():
    """Resolved with who, when and how; the load goes down; the customer is notified, confirms, and it is closed."""
    with served_desk("fintech") as desk:
        agent, me = desk.me(desk.agent), desk.me(desk.customer)
        desk.keep_away(agent)
        ticket = desk.customer.post("/support/tickets", {"subject": "UPI pending", "category": "Transaction"}).expect(201).json
        desk.edit(desk.agent, "tickets", ticket["id"], status="in_progress")
        desk.set_availability(agent, "away")
        before = desk.team()[agent["id"]]["active_tickets"]
        resolved = desk.agent.post(f"/support/tickets/{ticket['id']}/resolve", {
            "resolution_type": "no_action", "resolution": "The payment arrived, the notice was late"}).expect(200).json
        assert resolved["status"] == "resolved" and resolved["resolved_by"] == agent["id"], resolved
        assert resolved["resolution"] == "The payment arrived, the notice was late" and resolved["resolved_at"], resolved
        assert desk.team()[agent["id"]]["active_tickets"] == before - 1
        assert desk.notice(desk.customer, ticket, "resolved")
        closed = desk.customer.post(f"/support/tickets/{ticket['id']}/close").expect(200).json
        assert closed["status"] == "closed" and closed["closed_at"], closed
        desk.expect_trail("tickets", ticket["id"], ("created", me["name"], {}),
                          ("status_changed", agent["name"], {"status": "in_progress"}),
                          ("resolved", agent["name"], {"status": "resolved"}), ("closed", me["name"], {"status": "closed"}))


def test_fintech_history_is_immutable():
    """No route changes or deletes what the history says."""
    with served_desk("fintech") as desk:
        ticket = desk.customer.post("/support/tickets", {"subject": "Audit"}).expect(201).json
        for method in ("PUT", "PATCH", "DELETE", "POST"):
            desk.admin.request(method, f"/support/tickets/{ticket['id']}/history", {}).expect(404, 405)
        desk.expect_trail("tickets", ticket["id"], ("created", desk.me(desk.customer)["name"], {}))


# --- shop: "Complete Workflow", steps 1 to 5 ----------------------------------


def call_in(desk, **fields):
    me = desk.me(desk.customer)
    return desk.executive.post("/support/queries", {
        "source": "phone", "name": me["name"], "mobile": me["mobile"], "message": "My order hasn't arrived",
        **fields}).expect(201).json


def test_shop_step_1_query_creation():
    """Open by default, from e-mail, WhatsApp or phone; its priority by the order, or as the executive sets it."""
    with served_desk("shop") as desk:
        me = desk.me(desk.customer)
        order = desk.order("ORD-001", me, 350000, "INR", status="shipped")
        query = call_in(desk, order_number="ORD-001", remarks="Customer called helpline")
        assert re.fullmatch(r"Q-\d+", query["number"]) and query["status"] == "open", query
        assert query["order_id"] == order["id"] and query["priority"] == "high", query
        assert query["customer_id"] == me["id"] and query["is_escalated"] is False, query
        assert query["remarks"] == "Customer called helpline" and query["escalated_ticket_id"] is None, query
        assert call_in(desk)["priority"] == "medium"
        assert call_in(desk, priority="low", order_number="ORD-001")["priority"] == "low"
        for source in ("email", "whatsapp"):
            assert call_in(desk, source=source, email=me["email"])["source"] == source
        listed = desk.executive.get("/support/queries?source=phone&limit=5").expect(200).json["data"]
        assert query["id"] in [row["id"] for row in listed]


def test_shop_step_2_customer_service_reviews():
    """Details, the customer with orders and history, conversation, status from open to closed, internal remarks."""
    with served_desk("shop") as desk:
        me = desk.me(desk.customer)
        query = call_in(desk)
        # Click the customer's name: total orders, total spent, address, order history, previous queries and tickets
        person = desk.executive.get(f"/support/customers/{me['id']}").expect(200).json
        assert person["address"] and person["mobile"] == me["mobile"], person
        orders = desk.executive.get(f"/support/customers/{me['id']}/orders?limit=100").expect(200).json
        assert orders["summary"]["count"] == len(orders["data"]) > 0, orders["summary"]
        assert orders["summary"]["spent"] == [
            {"amount": sum(order["total"]["amount"] for order in orders["data"] if order["status"] not in
                           ("cancelled", "returned")), "currency": "INR"}], orders["summary"]
        history = desk.executive.get(f"/support/customers/{me['id']}/history").expect(200).json
        assert query["id"] in [row["id"] for row in history["queries"]]
        # Conversation, and remarks that the customer does not see
        desk.executive.post(f"/support/queries/{query['id']}/messages", {"body": "I am asking the courier."}).expect(201)
        desk.executive.post(f"/support/queries/{query['id']}/messages",
                            {"body": "Third call this month", "is_internal": True}).expect(201)
        seen = desk.customer.get(f"/support/queries/{query['id']}/messages?limit=100").expect(200).body.decode()
        assert "I am asking the courier." in seen and "Third call this month" not in seen, seen
        assert "remarks" not in desk.customer.get(f"/support/queries/{query['id']}").expect(200).json
        # Open -> In Progress -> Resolved -> Closed
        for status in ("in_progress", "resolved", "closed"):
            if desk.executive.get(f"/support/queries/{query['id']}").json["status"] != status:
                assert desk.edit(desk.executive, "queries", query["id"], status=status)["status"] == status


def test_shop_step_3_escalation_decision():
    """A simple query is resolved directly: it is closed and stays a query, without a ticket."""
    with served_desk("shop") as desk:
        tickets = desk.admin.get("/support/tickets/stats").expect(200).json["total"]
        query = call_in(desk, message="Which size is the copper bottle?")
        desk.edit(desk.executive, "queries", query["id"], status="in_progress")
        desk.edit(desk.executive, "queries", query["id"], status="resolved")
        closed = desk.edit(desk.executive, "queries", query["id"], status="closed")
        assert closed["status"] == "closed" and not closed["is_escalated"] and closed["resolved_at"], closed
        assert desk.admin.get("/support/tickets/stats").expect(200).json["total"] == tickets


def test_shop_step_4_escalation_process():
    """"Create Ticket": the ticket with its number, the query escalated, both linked; and only once."""
    with served_desk("shop") as desk:
        executive = desk.me(desk.executive)
        team = {name: key for key, name in desk.departments().items()}["Logistics Team"]
        query = call_in(desk)
        ticket = desk.executive.post(f"/support/queries/{query['number']}/escalate", {
            "subject": "Missing order - urgent", "category": "Delivery Problem", "priority": "high",
            "department_id": team}).expect(201).json
        assert re.fullmatch(r"TKT-\d{4}-\d{5}", ticket["number"]), ticket
        assert ticket["description"] == query["message"], "auto-filled from the query's message"
        assert ticket["query_id"] == query["id"] and ticket["department_id"] == team, ticket
        assert ticket["escalated_by"] == executive["id"] and ticket["priority"] == "high", ticket
        after = desk.executive.get(f"/support/queries/{query['id']}").expect(200).json
        assert after["is_escalated"] and after["status"] == "escalated", after
        assert after["escalated_ticket_id"] == ticket["id"], after
        again = desk.executive.post(f"/support/queries/{query['id']}/escalate",
                                    {"subject": "Once more", "category": "Other"}).expect(409).json
        assert ticket["number"] in again["detail"], again
        desk.expect_trail("queries", query["id"], ("created", executive["name"], {}),
                          ("escalated", executive["name"], {"status": "escalated"}))


def test_shop_step_5_ticket_handling():
    """New → Assigned → In Progress → Resolved → Closed, with both ways of pending; original query, customer, notes."""
    with served_desk("shop") as desk:
        agent = desk.me(desk.agent)
        desk.keep_away()
        query = call_in(desk)
        ticket = desk.executive.post(f"/support/queries/{query['id']}/escalate", {
            "subject": "Torn parcel", "category": "Product Complaint"}).expect(201).json
        assert ticket["status"] == "new", ticket
        key = ticket["number"]
        given = desk.manager.post(f"/support/tickets/{key}/assign", {"agent_id": agent["id"]}).expect(200).json
        assert given["status"] == "assigned" and desk.notice(desk.agent, ticket, "ticket_assigned"), given
        # Full details, the original query, the customer
        seen = desk.ticket(desk.agent, key)
        assert desk.agent.get(f"/support/queries/{seen['query_id']}").expect(200).json["message"] == query["message"]
        desk.agent.get(f"/support/customers/{seen['customer_id']}").expect(200)
        for status in ("in_progress", "pending_customer", "in_progress", "pending_internal", "in_progress"):
            assert desk.edit(desk.agent, "tickets", key, status=status)["status"] == status
        desk.agent.post(f"/support/tickets/{key}/messages", {"body": "Ask the hub", "is_internal": True}).expect(201)
        said = desk.customer.get(f"/support/tickets/{key}/messages?limit=100").expect(200).body.decode()
        assert "Ask the hub" not in said, "internal notes are not visible to the customer"
        desk.agent.post(f"/support/tickets/{key}/resolve", {
            "resolution_type": "no_action", "resolution": "Found package, will deliver tomorrow"}).expect(200)
        closed = desk.agent.post(f"/support/tickets/{key}/close").expect(200).json
        assert closed["status"] == "closed" and closed["resolution"] == "Found package, will deliver tomorrow", closed
        desk.agent.patch(f"/support/tickets/{key}", {"status": "assigned"}, closed["version"]).expect(403, 409)


def test_shop_role_based_access():
    """The executive adds, replies, escalates, but deletes nothing and handles no tickets; the admin may all of it."""
    with served_desk("shop") as desk:
        query = call_in(desk)
        headers = {"If-Match": f'"{query["version"]}"'}
        desk.executive.request("DELETE", f"/support/queries/{query['id']}", headers=headers).expect(403)
        desk.manager.request("DELETE", f"/support/queries/{query['id']}", headers=headers).expect(403)
        ticket = desk.executive.post(f"/support/queries/{query['id']}/escalate",
                                     {"subject": "Torn parcel", "category": "Other"}).expect(201).json
        desk.ticket(desk.executive, ticket["id"])
        for action, body in (("take", None), ("escalate", {"reason": "No"}), ("assign", {}),
                             ("resolve", {"resolution_type": "other", "resolution": "No"})):
            desk.executive.post(f"/support/tickets/{ticket['id']}/{action}", body).expect(403)
        other = call_in(desk)
        headers = {"If-Match": f'"{other["version"]}"'}
        desk.admin.request("DELETE", f"/support/queries/{other['id']}", headers=headers).expect(204)


# --- logistics: "User Flows" --------------------------------------------------


def report(desk, **fields):
    return desk.customer.post("/support/tickets", {"subject": "Parcel is late", "description": "Four days now",
                                                   "category": "Late", **fields}).expect(201).json


def test_logistics_1_customer_flow():
    """Subject, category, description, linked to what is delivered; told when assigned, sees updates in real time."""
    with served_desk("logistics") as desk:
        me = desk.me(desk.customer)
        desk.keep_away()
        order = desk.customer.get(f"/support/customers/{me['id']}/orders?limit=1").expect(200).json["data"][0]
        live = WebSocket(desk.server, desk.server.token("customer"))
        live.begin()
        ticket = report(desk, order_id=order["id"])
        assert ticket["order_id"] == order["id"] and order["number"].startswith("DLV-"), ticket
        assert [row["kind"] for row in desk.notices(desk.admin, ticket)] == ["ticket_created"]
        desk.agent.get(f"/support/tickets/{ticket['id']}").expect(404)  # another department's
        admin_ticket = desk.ticket(desk.admin, ticket["id"])
        agent = next(agent for agent in desk.team().values() if agent["role"] == "agent"
                     and agent["department_id"] == admin_ticket["department_id"])
        desk.admin.post(f"/support/tickets/{ticket['id']}/assign", {"agent_id": agent["id"]}).expect(200)
        assert desk.notice(desk.customer, ticket, "ticket_assigned")
        desk.edit(desk.admin, "tickets", ticket["id"], status="in_progress")
        live.find(lambda event: event["event"] == "ticket_updated"
                  and event["data"]["data"]["id"] == ticket["id"]
                  and event["data"]["data"]["status"] == "in_progress")
        told = desk.notice(desk.customer, ticket, "status_changed")
        assert told["title"].endswith("Assigned → In progress"), told
        desk.admin.post(f"/support/tickets/{ticket['id']}/resolve", {
            "resolution_type": "partial_refund", "resolution": "Delivered today, half of it paid back",
            "refund": {"amount": order["total"]["amount"] + 1, "currency": "USD"}}).expect(422)
        desk.admin.post(f"/support/tickets/{ticket['id']}/resolve", {
            "resolution_type": "partial_refund", "resolution": "Delivered today, half of it paid back",
            "refund": {"amount": order["total"]["amount"] // 2, "currency": "USD"}}).expect(200)
        assert desk.notice(desk.customer, ticket, "resolved")
        live.close()


def test_logistics_3_support_agent_workflow():
    """My and unassigned tickets, takes one, Open → In Progress → On Hold → Resolved, notes for agents and admins."""
    with served_desk("logistics") as desk:
        agent = desk.me(desk.agent)
        desk.keep_away()
        ticket = report(desk, subject="Parcel lost", category="Lost")
        listed = desk.agent.get("/support/tickets?assigned_to=unassigned&limit=100").expect(200).json["data"]
        assert ticket["id"] in [row["id"] for row in listed]
        taken = desk.agent.post(f"/support/tickets/{ticket['id']}/take").expect(200).json
        assert taken["assigned_to"] == agent["id"] and taken["status"] == "assigned", taken
        mine = desk.agent.get("/support/tickets?assigned_to=me&limit=100").expect(200).json["data"]
        assert ticket["id"] in [row["id"] for row in mine]
        for status, label in (("in_progress", "In progress"), ("pending_customer", "On hold")):
            desk.edit(desk.agent, "tickets", ticket["id"], status=status)
            assert desk.notice(desk.customer, ticket, "status_changed")["title"].endswith("→ " + label)
            assert desk.notice(desk.admin, ticket, "status_changed")["title"].endswith("→ " + label)
        desk.agent.post(f"/support/tickets/{ticket['id']}/messages", {"body": "Depot 14", "is_internal": True}).expect(201)
        assert "Depot 14" in desk.admin.get(f"/support/tickets/{ticket['id']}/messages").expect(200).body.decode()
        assert "Depot 14" not in desk.customer.get(f"/support/tickets/{ticket['id']}/messages").expect(200).body.decode()
        done = desk.agent.post(f"/support/tickets/{ticket['id']}/resolve", {
            "resolution_type": "no_action", "resolution": "Found at the depot"}).expect(200).json
        assert done["status"] == "resolved", done


def test_logistics_4_admin_management_flow():
    """All tickets, told of all activity, reassigns between agents, monitors total, open and unassigned."""
    with served_desk("logistics") as desk:
        desk.keep_away()
        before = desk.admin.get("/support/tickets/stats").expect(200).json
        ticket = desk.ticket(desk.admin, report(desk)["id"])
        after = desk.admin.get("/support/tickets/stats").expect(200).json
        assert after["total"] == before["total"] + 1 and after["unassigned"] == before["unassigned"] + 1, (before, after)
        assert after["by_status"]["new"] == before["by_status"]["new"] + 1, (before, after)
        first, second = [agent for agent in desk.team().values() if agent["role"] == "agent"][:2]
        loads = {key: agent["active_tickets"] for key, agent in desk.team().items()}
        desk.admin.post(f"/support/tickets/{ticket['id']}/assign", {"agent_id": first["id"]}).expect(200)
        moved = desk.admin.post(f"/support/tickets/{ticket['id']}/assign", {"agent_id": second["id"]}).expect(200).json
        assert moved["assigned_to"] == second["id"], moved
        team = desk.team()
        assert team[first["id"]]["active_tickets"] == loads[first["id"]]
        assert team[second["id"]]["active_tickets"] == loads[second["id"]] + 1
        assert desk.admin.get("/support/tickets/stats").expect(200).json["unassigned"] == before["unassigned"]
        name = desk.me(desk.admin)["name"]
        desk.expect_trail("tickets", ticket["id"], ("assigned", name, {"assigned_to": first["id"]}),
                          ("assigned", name, {"assigned_to": second["id"]}))


# --- services: "Use Cases" ----------------------------------------------------


def test_services_1_handle_new_ticket():
    """Open and urgent, assigned to a billing specialist, in progress, a note, resolved, confirmed by the customer."""
    with served_desk("services") as desk:
        specialist = desk.me(desk.agent)
        desk.keep_away()
        ticket = desk.customer.post("/support/tickets", {
            "subject": "Payment Issue", "description": "Cannot process payment",
            "category": "Billing & Payments"}).expect(201).json
        assert re.fullmatch(r"TKT-\d{3}", ticket["number"]), ticket
        seen = desk.ticket(desk.admin, ticket["id"])
        assert desk.label(desk.admin, "ticket_status", seen["status"]) == "Open", seen
        assert desk.label(desk.admin, "priority", seen["priority"]) == "Urgent", seen
        desk.admin.post(f"/support/tickets/{ticket['id']}/assign", {"agent_id": specialist["id"]}).expect(200)
        desk.edit(desk.agent, "tickets", ticket["id"], status="in_progress")
        desk.agent.post(f"/support/tickets/{ticket['id']}/messages", {"body": "Card expired", "is_internal": True}).expect(201)
        desk.agent.post(f"/support/tickets/{ticket['id']}/resolve", {
            "resolution_type": "no_action", "resolution": "Paid by link"}).expect(200)
        assert desk.ticket(desk.customer, ticket["id"])["status"] == "resolved"
        assert desk.customer.post(f"/support/tickets/{ticket['id']}/close").expect(200).json["status"] == "closed"


def test_services_3_ticket_assignment():
    """The admin views what is unassigned, filters by category, assigns; the agent is notified and works on it."""
    with served_desk("services") as desk:
        agent = desk.me(desk.agent)
        desk.keep_away()
        ticket = desk.customer.post("/support/tickets", {"subject": "White screen", "category": "Technical Support"})
        ticket = ticket.expect(201).json
        found = desk.admin.get("/support/tickets?assigned_to=unassigned&category=Technical%20Support").expect(200).json
        assert [row["id"] for row in found["data"]] == [ticket["id"]], found
        desk.admin.post(f"/support/tickets/{ticket['id']}/assign", {"agent_id": agent["id"]}).expect(200)
        assert desk.notice(desk.agent, ticket, "ticket_assigned")["title"] == "New ticket assigned to you"
        mine = desk.agent.get("/support/tickets?assigned_to=me&limit=100").expect(200).json["data"]
        assert ticket["id"] in [row["id"] for row in mine]


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
