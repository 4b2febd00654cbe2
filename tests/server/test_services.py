#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The use cases and the testing checklist of services-marketplace.md; those of its chats are in test_chats.py."""

import re
import sys
import uuid

sys.dont_write_bytecode = True
import deskbelld
from businesses import shared_desk
from pictures import png


def make_ticket(desk, **fields):
    """A ticket that a user of the marketplace makes, as in its app."""
    return desk.customer.post("/support/tickets", {"subject": "Payment Issue", "description": "Cannot process payment",
                                                   "category": "Billing & Payments", **fields}).expect(201).json


def path(ticket, rest=""):
    return f"/support/tickets/{ticket['id']}{rest}"


# --- "Use Cases" --------------------------------------------------------------


def test_use_case_1_handle_new_ticket():
    """"1. Handle New Ticket": customer reports payment issue."""
    desk = shared_desk("services")
    specialist = desk.me(desk.agent)
    desk.keep_away()
    # 1. Customer creates ticket via app/website
    ticket = make_ticket(desk)
    assert re.fullmatch(r"TKT-\d{3}", ticket["number"]), ticket
    # 2. Ticket appears in admin panel; 3. Admin sees "Open" status with "Urgent" priority
    listed = desk.admin.get("/support/tickets?priority=critical&sort=-created_at").expect(200).json["data"]
    seen = next(row for row in listed if row["id"] == ticket["id"])
    assert desk.label(desk.admin, "ticket_status", seen["status"]) == "Open", seen
    assert desk.label(desk.admin, "priority", seen["priority"]) == "Urgent", seen
    # 4. Admin assigns to billing specialist
    assert desk.departments()[specialist["department_id"]] == "Billing & Payments", specialist
    desk.admin.post(path(ticket, "/assign"), {"agent_id": specialist["id"]}).expect(200)
    # 5. Specialist updates status to "In Progress"; 6. Specialist adds internal note
    desk.edit(desk.agent, "tickets", ticket["id"], status="in_progress")
    desk.agent.post(path(ticket, "/messages"), {"body": "Card expired", "is_internal": True}).expect(201)
    assert not desk.customer.get(path(ticket, "/messages")).expect(200).json["data"]
    # 7. Specialist resolves issue; 8. Updates status to "Resolved"
    desk.agent.post(path(ticket, "/resolve"), {
        "resolution_type": "no_action", "resolution": "Paid by link"}).expect(200)
    assert desk.ticket(desk.customer, ticket["id"])["status"] == "resolved"
    assert desk.notice(desk.customer, ticket, "resolved")
    # 9. Customer confirms fix: that closes it
    assert desk.customer.post(path(ticket, "/close")).expect(200).json["status"] == "closed"
    # 10. Admin closes ticket: where the customer has said so otherwise
    other = make_ticket(desk)
    desk.admin.post(path(other, "/resolve"), {"resolution_type": "no_action", "resolution": "Paid"}).expect(200)
    desk.customer.post(path(other, "/messages"), {"body": "It works now, thanks!"}).expect(201)
    assert desk.admin.post(path(other, "/close")).expect(200).json["status"] == "closed"


def test_use_case_3_ticket_assignment():
    """"3. Ticket Assignment": distribute workload."""
    desk = shared_desk("services")
    agent = desk.me(desk.agent)
    desk.keep_away()
    made = [make_ticket(desk, subject=f"White screen {n}", category="Technical Support") for n in range(3)]
    make_ticket(desk)
    # 1. Admin views unassigned tickets; 2. Filters by category "Technical"
    found = desk.all(desk.admin, "/support/tickets?assigned_to=unassigned&category=Technical%20Support"
                                 "&status=new&sort=created_at")
    assert [row["id"] for row in found] == [ticket["id"] for ticket in made], found
    # 3. Assigns to tech support agent
    done = desk.admin.post("/support/tickets/bulk/assign", {"ids": [row["id"] for row in found],
                                                            "agent_id": agent["id"]}).expect(207).json
    assert (done["done"], done["failed"]) == (3, 0), done
    for ticket in made:
        # 4. Agent receives notification
        assert desk.notice(desk.agent, ticket, "ticket_assigned")["title"] == "New ticket assigned to you"
        # 5. Agent works on assigned tickets
        assert desk.edit(desk.agent, "tickets", ticket["id"], status="in_progress")["assigned_to"] == agent["id"]
    mine = {row["id"] for row in desk.all(desk.agent, "/support/tickets?assigned_to=me")}
    assert {ticket["id"] for ticket in made} <= mine


# --- "Testing Checklist", "Tickets" -------------------------------------------


def test_checklist_view_tickets_list():
    desk = shared_desk("services")
    page = desk.admin.get("/support/tickets?include=customer").expect(200).json
    assert page["data"] and all(row["number"] and row["customer"]["name"] for row in page["data"])


def check_filter(field):
    """Each value of a field gives the tickets that have it, and no others."""
    desk = shared_desk("services")
    everything = desk.all(desk.admin, "/support/tickets")
    assert len({row[field] for row in everything}) > 2, "the sample desk has too few to tell"
    for word in {row[field] for row in everything}:
        found = desk.all(desk.admin, f"/support/tickets?{field}={word}")
        assert {row["id"] for row in found} == {row["id"] for row in everything if row[field] == word}


def test_checklist_filter_by_status():
    check_filter("status")


def test_checklist_filter_by_priority():
    check_filter("priority")


def test_checklist_search_tickets():
    """By a word of the subject, by the number, and by the customer's name."""
    desk = shared_desk("services")
    ticket = make_ticket(desk, subject="Zebracorn came without its saddle")
    name = desk.me(desk.customer)["name"].replace(" ", "%20")
    for words in ("zebracorn", "zebra%20saddle", ticket["number"], name + "%20zebracorn"):
        found = desk.admin.get(f"/support/tickets?search={words}").expect(200).json["data"]
        assert [row["id"] for row in found] == [ticket["id"]], words
    assert not desk.admin.get("/support/tickets?search=zebracorns").expect(200).json["data"]


def test_checklist_view_ticket_details():
    desk = shared_desk("services")
    ticket = make_ticket(desk)
    for key in (ticket["id"], ticket["number"]):
        seen = desk.admin.get(f"/support/tickets/{key}?include=customer").expect(200).json
        assert seen["description"] == "Cannot process payment" and seen["customer"]["id"] == ticket["customer_id"]


def test_checklist_create_new_ticket():
    """By a customer for themselves, by staff for a customer; never by a customer for somebody else."""
    desk = shared_desk("services")
    own = make_ticket(desk, category="Other")
    made = desk.admin.post("/support/tickets", {"subject": "By phone", "customer_id": own["customer_id"],
                                                "category": "Other"}).expect(201).json
    assert own["customer_id"] == made["customer_id"] and own["number"] != made["number"]
    assert own["status"] in ("new", "assigned") and own["priority"] == "medium"
    others = [row["id"] for row in desk.all(desk.admin, "/support/customers") if row["id"] != own["customer_id"]]
    refused = desk.customer.post("/support/tickets", {"subject": "Theirs", "customer_id": others[0]})
    assert refused.expect(422).json["errors"][0]["field"] == "customer_id"


def test_checklist_update_ticket_status():
    """Only as the table has it: what is refused names what is allowed."""
    desk = shared_desk("services")
    ticket = make_ticket(desk)
    moved = desk.edit(desk.admin, "tickets", ticket["id"], status="in_progress")
    assert moved["status"] == "in_progress"
    refused = desk.admin.patch(path(ticket), {"status": "closed"}, moved["version"]).expect(409).json
    assert "resolved" in refused["allowed"], refused


def test_checklist_assign_ticket_to_agent():
    desk = shared_desk("services")
    desk.keep_away()
    ticket, agent = make_ticket(desk), desk.me(desk.agent)
    assigned = desk.admin.post(path(ticket, "/assign"), {"agent_id": agent["id"]}).expect(200).json
    assert assigned["assigned_to"] == agent["id"] and assigned["status"] == "assigned"
    wrong = desk.admin.post(path(ticket, "/assign"), {"agent_id": str(uuid.uuid4())}).expect(422).json
    assert wrong["errors"][0]["field"] == "agent_id"


def test_checklist_add_ticket_message():
    desk = shared_desk("services")
    ticket = make_ticket(desk)
    desk.admin.post(path(ticket, "/messages"), {"body": "We are looking into this issue",
                                                "is_internal": False}).expect(201)
    seen = desk.customer.get(path(ticket, "/messages")).expect(200).json["data"]
    assert [row["body"] for row in seen] == ["We are looking into this issue"]
    assert desk.ticket(desk.admin, ticket["id"])["message_count"] == 1


def test_checklist_add_internal_note():
    desk = shared_desk("services")
    ticket = make_ticket(desk)
    desk.admin.post(path(ticket, "/messages"), {"body": "The bank says no", "is_internal": True}).expect(201)
    seen = desk.admin.get(path(ticket, "/messages")).expect(200).json["data"]
    assert [(row["body"], row["is_internal"]) for row in seen] == [("The bank says no", True)]
    assert desk.customer.get(path(ticket, "/messages")).expect(200).json["data"] == []
    assert desk.ticket(desk.customer, ticket["id"])["message_count"] == 0


def test_checklist_upload_attachment():
    """By both sides; the other side gets what was sent. The customer gets an agent's once it is sent with a message."""
    desk = shared_desk("services")
    ticket = make_ticket(desk)
    theirs = desk.upload(desk.customer, path(ticket), ("screen.png", png(40, 30)))[0]
    ours = desk.upload(desk.admin, path(ticket), ("bill.pdf", b"%PDF-1.4\n"))[0]
    assert (theirs["file_name"], theirs["media_type"], ours["media_type"]) == ("screen.png", "image/png", "application/pdf")
    desk.admin.post(path(ticket, "/messages"), {"body": "Your bill", "attachment_ids": [ours["id"]]}).expect(201)
    for client in (desk.customer, desk.admin):
        listed = client.get(path(ticket, "/attachments")).expect(200).json["data"]
        assert {row["id"] for row in listed} == {theirs["id"], ours["id"]}, listed
    assert desk.admin.get(f"/support/attachments/{theirs['id']}").expect(200).body == png(40, 30)
    assert desk.customer.get(f"/support/attachments/{ours['id']}").expect(200).body == b"%PDF-1.4\n"


def test_checklist_close_ticket():
    desk = shared_desk("services")
    ticket = make_ticket(desk)
    desk.admin.post(path(ticket, "/close")).expect(409)
    desk.admin.post(path(ticket, "/resolve"), {"resolution_type": "other", "resolution": "Paid back"}).expect(200)
    closed = desk.admin.post(path(ticket, "/close")).expect(200).json
    assert closed["status"] == "closed" and closed["closed_at"]


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
