#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each preset, from its file to what a client is told and where a ticket goes."""

import json
import os
import re
import sys
import tempfile

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import run_program, served

DEMO = 30
PRESETS = os.path.join(os.environ["DESKBELL_DATADIR"], "presets")

# What the documents call things, beside what their categories are named.
WORDS = {
    "shop": {"currency": "INR", "number": r"TKT-\d{4}-\d{5}", "critical": "Critical", "pending_customer": "Awaiting customer"},
    "grocery": {"currency": "INR", "number": r"TKT-\d{4}-\d{5}", "critical": "Critical",
                "pending_customer": "Awaiting customer"},
    "services": {"currency": "GBP", "number": r"TKT-\d{3}", "critical": "Urgent", "pending_customer": "Awaiting customer"},
    "logistics": {"currency": "USD", "number": r"TKT-\d{4}-\d{5}", "critical": "Critical", "pending_customer": "On hold"},
    "fintech": {"currency": "INR", "number": r"TKT-\d{4}-\d{3}", "critical": "Urgent",
                "pending_customer": "Awaiting customer"},
}


def read_preset(name):
    with open(os.path.join(PRESETS, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def labels(meta, enum):
    return {word["value"]: word["label"] for word in meta["enums"][enum]}


def check_meta(server, name):
    """A client draws the desk from what it is told: nothing of the preset is missing."""
    preset = read_preset(name)
    for role in ("customer", "agent"):
        meta = server.somebody(role).get("/support/meta").expect(200).json
        assert meta["preset"] == preset, name
        assert meta["preset"]["currency"] == WORDS[name]["currency"]
        assert labels(meta, "priority")["critical"] == WORDS[name]["critical"]
        assert labels(meta, "ticket_status")["pending_customer"] == WORDS[name]["pending_customer"]
        for enum, words in preset["labels"].items():
            assert words.items() <= labels(meta, enum).items(), (name, enum)
        assert "tickets" in meta["preset"]["modules"]
        assert meta["preset"]["calendar"]["monday"] and meta["preset"]["calendar"]["holidays"]
        assert all(target["hint"] for target in meta["preset"]["sla"].values())


def check_routing(server, name):
    """A ticket of each category and each issue type goes to its department and tier, with a number of the preset."""
    preset = read_preset(name)
    customer, admin = server.somebody("customer"), server.somebody("admin")
    departments = {row["id"]: row["name"] for row in admin.get("/support/departments?limit=100").expect(200).json["data"]}
    categories = {row["name"]: row for row in preset["categories"]}
    assert set(departments.values()) == {row["name"] for row in preset["departments"]}
    wanted = [({"category": row["name"]}, row["name"], row["department"], row["tier"]) for row in preset["categories"]]
    for row in preset["issue_types"]:
        category = categories[row["category"]]
        wanted.append(({"issue_type": row["name"]}, row["category"], row.get("department", category["department"]),
                       row.get("tier", category["tier"])))
    numbers = []
    for given, category, department, tier in wanted:
        made = customer.post("/support/tickets", {"subject": "Something is wrong", "description": "Please have a look",
                                                  **given}).expect(201).json
        ticket = admin.get(f"/support/tickets/{made['number']}").expect(200).json
        assert ticket["category"] == category, (given, ticket)
        assert departments[ticket["department_id"]] == department, (given, ticket)
        assert ticket["tier"] == tier, (given, ticket)
        assert re.fullmatch(WORDS[name]["number"], ticket["number"]), ticket["number"]
        numbers.append(int(ticket["number"].rsplit("-", 1)[1]))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), numbers
    refused = customer.post("/support/tickets", {"subject": "No", "category": "Nonsense"}).expect(422).json
    assert all(row["name"] in refused["errors"][0]["detail"] for row in preset["categories"]), refused


def check(name):
    with served(demo=DEMO, preset=name) as server:
        check_meta(server, name)
        check_routing(server, name)


def test_shop_speaks_its_words_and_routes_each_category():
    check("shop")


def test_grocery_speaks_its_words_and_routes_each_of_its_ten_issue_types():
    check("grocery")
    assert len(read_preset("grocery")["issue_types"]) == 10


def test_services_speaks_its_words_and_routes_each_category():
    check("services")


def test_logistics_speaks_its_words_and_routes_each_category():
    check("logistics")


def test_fintech_speaks_its_words_and_routes_each_category():
    check("fintech")


def test_a_number_without_a_year_goes_on_after_those_of_the_demo():
    """services counts TKT-001, TKT-002 ...: a count that began anew would meet a number that is taken."""
    with served(demo=DEMO, preset="services") as server:
        ticket = server.somebody("customer").post("/support/tickets", {"subject": "One more"}).expect(201).json
        assert ticket["number"] == f"TKT-{DEMO + 1:03}", ticket["number"]


def test_the_rules_of_priority_hold_at_the_door():
    """What nobody has said, the rules say: by issue type, word, source, order and amount; what is given stays."""
    with served(demo=DEMO, preset="grocery") as server:
        customer, executive, admin = (server.somebody(role) for role in ("customer", "executive", "admin"))
        me = customer.get("/auth/me").expect(200).json["customer"]

        def order(number, amount):
            made = admin.request("PUT", f"/support/orders/{number}", {
                "customer_id": me["id"], "total": {"amount": amount, "currency": "INR"}}).expect(200, 201).json
            return made["id"]

        def ticket(**fields):
            made = customer.post("/support/tickets", {"subject": "About my order", **fields}).expect(201).json
            return made["priority"]

        def query(**fields):
            made = executive.post("/support/queries", {"name": "Meera", "mobile": "+919812300001", "source": "phone",
                                                       "message": "Hello", **fields}).expect(201).json
            return made["priority"]

        small, large = order("ORD-SMALL", 40000), order("ORD-LARGE", 900000)
        assert ticket(issue_type="damaged_product") == "medium"
        assert ticket(issue_type="spoiled_product") == "high"
        assert ticket(issue_type="spoiled_product", priority="low") == "low"
        assert ticket(issue_type="packaging_issue") == "low"
        assert ticket(issue_type="packaging_issue", description="There is GLASS IN the rice") == "critical"
        assert ticket(issue_type="missing_items", order_id=small) == "medium"
        assert ticket(issue_type="missing_items", order_id=large) == "high"
        assert query() == "medium"
        assert query(order_number="ORD-SMALL") == "high"
        assert query(order_number="ORD-SMALL", source="email") == "medium"
        assert query(message="We all fell ill after dinner") == "high"
        assert query(message="We all fell ill after dinner", priority="low") == "low"


def test_whatever_is_wrong_in_a_preset_is_named():
    """Whoever writes a preset of their own is told each key that is wrong, and no half-made desk is left."""
    with tempfile.TemporaryDirectory(prefix="deskbell-preset-") as folder:
        preset = read_preset("fintech")
        preset["currency"] = "rupees"
        preset["categories"][1]["department"] = "Nobody"
        preset["priority_rules"][0]["moon"] = "full"
        os.mkdir(os.path.join(folder, "presets"))
        with open(os.path.join(folder, "presets", "fintech.json"), "w", encoding="utf-8") as file:
            json.dump(preset, file)
        os.symlink(os.path.join(os.environ["DESKBELL_DATADIR"], "sql"), os.path.join(folder, "sql"))
        before, os.environ["DESKBELL_DATADIR"] = os.environ["DESKBELL_DATADIR"], folder
        try:
            done = run_program("init", "--data", os.path.join(folder, "desk"), "--preset", "fintech", "--demo", "10",
                               check=False)
        finally:
            os.environ["DESKBELL_DATADIR"] = before
        assert done.returncode == 1, done
        for key in ("currency", "categories[1].department", "priority_rules[0].moon"):
            assert f"  {key}: " in done.stderr, done.stderr
        assert not os.path.exists(os.path.join(folder, "desk", "desk.db"))


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
