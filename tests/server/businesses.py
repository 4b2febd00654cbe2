# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks of the five businesses, somebody of each role at them, and what tests of their documents ask for."""

import deskbelld
from deskbelld import form, shared

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

    def upload(self, client, thread, *files):
        """Files, as (name, content), sent to a thread's path: the attachments."""
        body, content_type = form(*files)
        answer = client.request("POST", thread + "/attachments", body, {"Content-Type": content_type})
        return answer.expect(201).json["data"]

    def all(self, client, path):
        """All pages of a list."""
        rows, cursor = [], ""
        while cursor is not None:
            page = client.get(f"{path}{'&' if '?' in path else '?'}limit=200{cursor}").expect(200).json
            rows += page["data"]
            cursor = page["next_cursor"] and "&cursor=" + page["next_cursor"]
        return rows

    def order(self, number, customer, total, currency, **fields):
        return self.admin.request("PUT", f"/support/orders/{number}", {
            "customer_id": customer["id"], "total": {"amount": total, "currency": currency}, **fields,
        }).expect(200, 201).json


def shared_desk(preset):
    """The desk of the preset that the tests of a run share."""
    return Desk(shared(demo=DEMO, preset=preset))
