#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""FAQ and feedback over HTTP."""

import sys

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import served, wait_until

DEMO = 60


def questions(answer):
    return [faq["question"] for faq in answer.expect(200).json["data"]]


def test_the_faq_is_read_by_category_without_a_token():
    """Customers can view the FAQ anytime, without a token, by category; a new desk has the preset's entries."""
    with served(demo=DEMO) as server:
        anybody = server.client()
        everything = anybody.get("/support/faqs").expect(200).json["data"]
        assert len(everything) >= 5 and all(faq["is_active"] and faq["answer"] for faq in everything)
        categories = {faq["category"] for faq in everything}
        assert len(categories) >= 4
        for category in categories:
            path = f"/support/faqs?category={category.replace(' ', '+')}"
            assert questions(anybody.get(path)) == [f["question"] for f in everything if f["category"] == category]
        assert anybody.get("/support/faqs?category=Nonsense").expect(200).json["data"] == []
        anybody.get(f"/support/faqs/{everything[0]['id']}").expect(200)


def test_faq_is_searched_and_edited_by_those_who_may():
    with served(demo=DEMO) as server:
        manager, agent, anybody = server.somebody("manager"), server.somebody("agent"), server.client()
        entry = {"question": "Do you ship zeppelins?", "answer": "By air only", "category": "Other", "language": "en"}
        faq = manager.post("/support/faqs", entry).expect(201)
        assert faq.json["is_active"] is True and faq.headers["location"].endswith(faq.json["id"])
        path = f"/support/faqs/{faq.json['id']}"
        assert questions(anybody.get("/support/faqs?search=zeppel")) == [entry["question"]]
        assert questions(anybody.get("/support/faqs?search=nothing-like-it")) == []
        answer = manager.post("/support/faqs", {"category": "Nonsense", "helpful_count": 9}).expect(422)
        assert {e["field"] for e in answer.json["errors"]} >= {"question", "answer", "category", "helpful_count"}

        manager.patch(path, {"is_active": False}, 1).expect(200)
        manager.patch(path, {"is_active": False}, 1).expect(412)
        for reader in (anybody, agent, server.somebody("customer"), server.somebody("executive")):
            reader.get(path).expect(404)
            assert questions(reader.get("/support/faqs?search=zeppel")) == []
            assert questions(reader.get("/support/faqs?is_active=false")) == []
        assert questions(manager.get("/support/faqs?is_active=false")) == [entry["question"]]
        agent.patch(path, {"is_active": True}, 2).expect(403)
        manager.request("DELETE", path, headers={"If-Match": '"2"'}).expect(204)
        manager.get(path).expect(404)


def test_the_feed_tells_staff_of_the_faq():
    with served(demo=DEMO) as server:
        manager, agent = server.somebody("manager"), server.somebody("agent")
        faq = manager.post("/support/faqs", {"question": "Canary?", "answer": "Yes"}).expect(201).json

        def seen():
            lines = agent.get("/support/sync?since=1&limit=10000").expect(200).body.decode().splitlines()
            return [line for line in lines if faq["id"] in line]

        assert wait_until("the entry is told", seen)[0].count('"op":"put"') == 1
        manager.patch(f"/support/faqs/{faq['id']}", {"is_active": False}, 1).expect(200)
        wait_until("it is let go of", lambda: '"op":"drop"' in seen()[0])


def test_a_vote_counts_once_and_can_be_changed():
    with served(demo=DEMO) as server:
        anybody = server.client()
        path = f"/support/faqs/{anybody.get('/support/faqs').json['data'][0]['id']}"

        def vote(client, helpful, key=None):
            body = {"helpful": helpful, **({"key": key} if key else {})}
            faq = client.post(path + "/vote", body).expect(200).json
            return faq["helpful_count"], faq["unhelpful_count"]

        assert vote(anybody, True) == (1, 0)
        assert vote(anybody, True) == (1, 0)
        assert vote(anybody, False) == (0, 1)
        assert vote(anybody, True, "made-by-the-page") == (1, 1)
        assert vote(anybody, False, "made-by-the-page") == (0, 2)
        assert vote(server.somebody("customer"), True) == (1, 2)
        anybody.post(path + "/vote", {"helpful": "yes"}).expect(422)
        anybody.post(path + "/vote", {"key": "x"}).expect(422)
        anybody.post(f"/support/faqs/{deskbelld.uuid.uuid4()}/vote", {"helpful": True}).expect(404)
        statuses = [anybody.post(path + "/vote", {"helpful": True, "key": f"k{n}"}).status for n in range(30)]
        assert set(statuses) == {200, 429}, statuses


def test_feedback_is_given_once_after_resolution():
    """8. When resolved, submits feedback (1-5 stars + comment): once, on their own ticket; the agent is told."""
    with served(demo=DEMO) as server:
        admin, customer = server.somebody("admin"), server.somebody("customer")
        me = server.somebody("agent").get("/auth/me").json["agent"]
        ticket = customer.post("/support/tickets", {"subject": "Late", "category": "Delivery Problem"}).expect(201).json
        path = f"/support/tickets/{ticket['number']}"
        assert "not resolved" in customer.post(path + "/feedback", {"rating": 5}).expect(409).json["detail"]
        customer.get(path + "/feedback").expect(404)
        admin.post(path + "/assign", {"agent_id": me["id"]}).expect(200)
        agent = server.somebody("agent")
        agent.post(path + "/resolve", {"resolution_type": "no_action", "resolution": "It came"}).expect(200)
        for wrong in ({}, {"rating": 0}, {"rating": 6}, {"rating": "5"}, {"rating": 5, "agent_id": me["id"]}):
            customer.post(path + "/feedback", wrong).expect(422)
        agent.post(path + "/feedback", {"rating": 5}).expect(403)
        given = customer.post(path + "/feedback", {"rating": 4, "comment": "Quick"}).expect(201).json
        assert (given["rating"], given["comment"], given["agent_id"]) == (4, "Quick", me["id"]), given
        customer.post(path + "/feedback", {"rating": 1}).expect(409)
        for reader in (customer, agent, admin):
            assert reader.get(path + "/feedback").expect(200).json == given
        told = agent.get("/support/notifications?kind=feedback_given").expect(200).json["data"]
        assert len(told) == 1 and told[0]["about_id"] == ticket["id"] and "4" in told[0]["title"], told
        other = server.client()
        other.post("/auth/register", {"name": "O", "email": "o@mail.example", "password": deskbelld.PASSWORD}).expect(202)
        other.token = server.login("o@mail.example").expect(200).json["access_token"]
        other.get(path + "/feedback").expect(404)
        other.post(path + "/feedback", {"rating": 1}).expect(404)


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
