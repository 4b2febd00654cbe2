#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The workflow of grocery.md, over HTTP, each role with a token of its own."""

import re
import sys

sys.dont_write_bytecode = True
import deskbelld
from businesses import shared_desk
from pictures import png


def receive(desk):
    """An order with tomatoes of the customer's."""
    price = {"amount": 5000, "currency": "INR"}
    items = [{"sku": "VEG-201", "name": "Tomatoes, 1 kg", "supplier": "Hosur Farms", "quantity": 1, "unit_price": price}]
    return desk.order("ORD-12345", desk.me(desk.customer), 82000, "INR", status="delivered", items=items)


def report_issue(desk):
    """What the customer does in the app: the ticket, and its photos."""
    receive(desk)
    # Opens order in app; clicks "Report Issue" button
    me = desk.me(desk.customer)
    order = next(order for order in desk.all(desk.customer, f"/support/customers/{me['id']}/orders")
                 if order["number"] == "ORD-12345")
    item = order["items"][0]
    # Selects issue type: "Damaged Product"; writes description: "Tomatoes arrived crushed"; submits ticket
    types = desk.customer.get("/support/meta").expect(200).json["preset"]["issue_types"]
    issue = next(issue["name"] for issue in types if issue["label"] == "Damaged product")
    made = desk.customer.post("/support/tickets", {
        "order_id": order["id"], "issue_type": issue, "subject": "Tomatoes arrived crushed",
        "description": "Tomatoes arrived crushed",
        "affected_items": [{name: item[name] for name in ("sku", "name", "quantity", "unit_price")}]}).expect(201).json
    # Takes photos of damaged tomatoes; uploads 2 photos as evidence
    photos = desk.upload(desk.customer, f"/support/tickets/{made['id']}", ("one.png", png(640, 480)),
                         ("two.png", png(320, 240)))
    assert [photo["media_type"] for photo in photos] == ["image/png"] * 2, photos
    return made, photos


def test_grocery_typical_support_flow():
    """"Typical Support Flow": 1. Customer Experience, 2. Admin Notification, 3. Admin Action, 4. Customer
    Notification."""
    desk = shared_desk("grocery")
    desk.keep_away()
    me, admin = desk.me(desk.customer), desk.me(desk.admin)
    second_admin = desk.server.client(desk.server.enrol("admin", "Second"))
    # 1. Customer Experience: receives damaged tomatoes in order #12345 ... submits ticket
    made, photos = report_issue(desk)
    # Receives ticket number: TKT-2025-00001
    number = made["number"]
    assert re.fullmatch(r"TKT-\d{4}-\d{5}", number), number

    # 2. Admin Notification: all admins receive notification, with the number and what the customer raised
    for client in (desk.admin, second_admin):
        told = desk.notice(client, made, "ticket_created")
        assert number in told["title"] and told["body"] == "Tomatoes arrived crushed", told

    # 3. Admin Action: opens Support Tickets page; sees ticket in "Open" status with "Medium" priority
    listed = desk.admin.get("/support/tickets?status=new&limit=100").expect(200).json["data"]
    row = next(ticket for ticket in listed if ticket["id"] == made["id"])
    assert desk.label(desk.admin, "ticket_status", row["status"]) == "Open"
    assert desk.label(desk.admin, "priority", row["priority"]) == "Medium"
    # Clicks "View" to see details; reviews photos of crushed tomatoes
    seen = desk.admin.get(f"/support/tickets/{number}?include=customer,order").expect(200).json
    assert seen["affected_items"][0]["name"] == "Tomatoes, 1 kg" and seen["order"]["number"] == "ORD-12345", seen
    assert seen["customer"]["email"] == me["email"] and seen["customer"]["mobile"] == me["mobile"], seen
    evidence = desk.admin.get(f"/support/tickets/{number}/attachments").expect(200).json["data"]
    assert {row["id"] for row in evidence} == {row["id"] for row in photos}, evidence
    assert desk.admin.get(f"/support/attachments/{photos[0]['id']}").expect(200).body == png(640, 480)
    assert desk.admin.get(f"/support/attachments/{photos[1]['id']}?size=64").expect(200).body.startswith(b"\xff\xd8")
    # Changes status to "In Progress"
    desk.edit(desk.admin, "tickets", number, status="in_progress")
    # Sends message: "Sorry about that! We'll process a refund immediately."
    desk.admin.post(f"/support/tickets/{number}/messages",
                    {"body": "Sorry about that! We'll process a refund immediately."}).expect(201)
    # Updates priority to "High"
    desk.edit(desk.admin, "tickets", number, priority="high")
    # Sets resolution type: "Partial Refund"; enters refund amount: 50.00; adds resolution notes; "Resolve Ticket"
    assert desk.label(desk.admin, "resolution_type", "partial_refund") == "Partial refund"
    resolved = desk.admin.post(f"/support/tickets/{number}/resolve", {
        "resolution_type": "partial_refund", "resolution": "Refunded ₹50 for damaged tomatoes",
        "refund": {"amount": 5000, "currency": "INR"}}).expect(200).json
    assert resolved["status"] == "resolved" and resolved["priority"] == "high", resolved
    assert resolved["resolved_by"] == admin["id"] and resolved["resolved_at"], resolved

    # 4. Customer Notification: "Response on Ticket TKT-2025-00001", "Ticket TKT-2025-00001 Resolved"
    assert number in desk.notice(desk.customer, made, "agent_replied")["title"]
    assert number in desk.notice(desk.customer, made, "resolved")["title"]
    # Customer can view resolution in their app
    seen = desk.ticket(desk.customer, number)
    assert seen["resolution"] == "Refunded ₹50 for damaged tomatoes", seen
    assert seen["refund"] == {"amount": 5000, "currency": "INR"}, seen
    desk.expect_trail("tickets", number, ("created", me["name"], {}),
                      ("status_changed", admin["name"], {"status": "in_progress"}),
                      ("replied", admin["name"], {}), ("updated", admin["name"], {"priority": "high"}),
                      ("resolved", admin["name"], {"status": "resolved", "resolution_type": "partial_refund"}))


def test_grocery_row_level_security():
    """Customers see only their own tickets, no internal notes; they edit theirs while open or awaiting them."""
    desk = shared_desk("grocery")
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


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
