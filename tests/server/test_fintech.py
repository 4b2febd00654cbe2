#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The workflows of fintech.md, over HTTP and the live connection, each role with a token of its own."""

import re
import sys

sys.dont_write_bytecode = True
import deskbelld
from businesses import shared_desk
from deskbelld import WebSocket


def test_fintech_1_ticket_creation_flow():
    """"1. Ticket Creation Flow": unique number, status open, history "created", auto-assigned where somebody is
    available, customer notified."""
    desk = shared_desk("fintech")
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
    """"2. Ticket Assignment Flow": an available agent by department, tier and workload; their load goes up;
    history; the agent is notified."""
    desk = shared_desk("fintech")
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
    """"3. Message Exchange Flow": the message is saved, counted, told live to all who have the ticket open, and in
    the history."""
    desk = shared_desk("fintech")
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
    """"4. Ticket Escalation Flow": to a higher tier: escalated_to, status, both loads, history, the new agent is
    notified; back to in progress."""
    desk = shared_desk("fintech")
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
    # ESCALATED (can return to IN_PROGRESS)
    assert desk.edit(desk.manager, "tickets", ticket["id"], status="in_progress")["status"] == "in_progress"
    # "Select higher-tier agent or department": to another department, whoever is free there
    names = {name: key for key, name in desk.departments().items()}
    other = names["Loan Services"]
    moved = desk.manager.post(f"/support/tickets/{ticket['id']}/escalate", {
        "department_id": other, "reason": "It is about the loan"}).expect(200).json
    assert moved["department_id"] == other and moved["status"] == "escalated", moved
    assert desk.team()[senior["id"]]["active_tickets"] == before[senior["id"]]["active_tickets"]


def test_fintech_5_ticket_resolution_flow():
    """"5. Ticket Resolution Flow": resolved with who, when and how; the load goes down; the customer is notified,
    confirms, and it is closed."""
    desk = shared_desk("fintech")
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
    """Immutable history records: no route changes or deletes what the history says."""
    desk = shared_desk("fintech")
    ticket = desk.customer.post("/support/tickets", {"subject": "Audit"}).expect(201).json
    for method in ("PUT", "PATCH", "DELETE", "POST"):
        desk.admin.request(method, f"/support/tickets/{ticket['id']}/history", {}).expect(404, 405)
    desk.expect_trail("tickets", ticket["id"], ("created", desk.me(desk.customer)["name"], {}))


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
