# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk with two departments in which things are somebody's own, the department's, or another's.

Whose something is, seen from whoever asks, is its scope:

  own          the customer's; escalated by the executive; in the hands of the agent, manager or admin, though in another
               department, so that their hands alone are why they see it; their own account or department
  handed       escalated to them, and given to somebody of another department since
  free         of their department, in nobody's hands
  colleagues   of their department, in a colleague's hands
  others       of another department, in the hands of somebody there
  others_free  of another department, in nobody's hands
  nowhere      of no department, in nobody's hands

The department of a customer is that of everybody else's things: all but "own" is another customer's.
"""

import uuid

from deskbelld import PASSWORD, form, run_program

TICKET_SCOPES = ("own", "handed", "free", "colleagues", "others", "others_free", "nowhere")
HANDS = ("agent", "manager", "admin")

RESOLUTION = {"resolution_type": "no_action", "resolution": "Nothing was wrong"}


class Person:
    def __init__(self, name, role, identity, client, department=None):
        self.name, self.role, self.id, self.client, self.department = name, role, identity, client, department

    def __repr__(self):
        return self.name


class Desk:
    """Who works there and who writes in, and everything of every scope."""

    def __init__(self, server):
        self.server = server
        client = server.somebody("admin")
        self.admin = Person("admin", "admin", client.get("/auth/me").expect(200).json["agent"]["id"], client)
        rows = self.admin.client.get("/support/departments").expect(200).json["data"]
        names = {row["name"]: row for row in rows}
        self.here, self.there, self.elsewhere = (names[name] for name in ("Logistics Team", "Technical Team", "Quality Team"))
        self.executive = self.enrol("executive", "executive", self.here, 1)
        self.clerk = self.enrol("clerk", "executive", self.there, 1)
        self.usher = self.enrol("usher", "executive", self.there, 1)
        self.agent = self.enrol("agent", "agent", self.here, 1)
        self.senior = self.enrol("senior", "agent", self.here, 3)
        self.colleague = self.enrol("colleague", "agent", self.here, 2)
        self.stranger = self.enrol("stranger", "agent", self.there, 2)
        self.manager = self.enrol("manager", "manager", self.here, 3)
        self.director = self.enrol("director", "manager", self.there, 3)
        self.customer = self.register("customer")
        self.neighbour = self.register("neighbour")
        self.callers = (self.customer, self.executive, self.agent, self.senior, self.manager, self.admin)
        self.made = {}

    def post(self, path, body=None, person=None):
        """What the admin, or somebody else, makes or does."""
        answer = (person or self.admin).client.post(path, body).expect(200, 201, 204, 207)
        return answer.json if answer.body else None

    def get(self, path, person=None):
        return (person or self.admin).client.get(path).expect(200).json

    def edit(self, path, **fields):
        return self.admin.client.patch(path, fields, self.version(path)).expect(200).json

    def version(self, path):
        """Also of a ticket that was merged, which leads to the other one."""
        return self.admin.client.get(path).expect(200, 301).json["version"]

    def enrol(self, name, role, department, tier):
        email = f"{name}@test.deskbell"
        run_program("agent", "add", *self.server.place, "--name", name.title(), "--email", email, "--role", role,
                    "--department", department["name"], "--tier", str(tier), "--password-file", self.server.password_file)
        client = self.sign_in(email)
        return Person(name, role, client.get("/auth/me").expect(200).json["agent"]["id"], client, department["id"])

    def sign_in(self, email):
        return self.server.client(self.server.login(email).expect(200).json["access_token"])

    def register(self, name):
        """A customer whom the desk knows by the address that they sign in with."""
        email = f"{name}@mail.example"
        row = self.new_customer(name, email=email)
        self.server.client().post("/auth/register", {"name": name.title(), "email": email, "password": PASSWORD}).expect(202)
        self.post(f"/support/customers/{row['id']}/account", {"email": email})
        return Person(name, "customer", row["id"], self.sign_in(email))

    def new_customer(self, name="Somebody", **fields):
        return self.post("/support/customers", {"name": name, "external_ref": uuid.uuid4().hex, **fields})

    # --- what there is, newly made -----------------------------------------------

    def owner(self, who, scope):
        return who if who.role == "customer" and scope == "own" else self.neighbour

    def holder(self, who, scope):
        if scope == "own":
            return who if who.role in HANDS else None
        return {"colleagues": self.colleague, "others": self.stranger, "handed": self.stranger}.get(scope)

    def place(self, scope):
        if scope == "nowhere":
            return None
        return self.here if scope in ("free", "colleagues") else self.there

    def ticket(self, who, scope):
        owner, holder, place = self.owner(who, scope), self.holder(who, scope), self.place(scope)
        fields = {"subject": "A zebra kettle", "description": "It leaks"}
        fields.update({"department_id": place["id"]} if place else {})
        fields.update({"assigned_to": holder.id} if holder else {})
        if scope == "own" and who.role == "executive" or scope == "others":
            query = self.query(who, "free")
            by = who if scope == "own" else self.clerk
            return self.post(f"/support/queries/{query['id']}/escalate", {"category": "Other", **fields}, by)
        made = self.post("/support/tickets", {"customer_id": owner.id, **fields})
        if scope == "handed":
            self.hand(made, who if who.role in HANDS else self.colleague)
        return self.get(f"/support/tickets/{made['id']}")

    def hand(self, ticket, to):
        path = f"/support/tickets/{ticket['id']}"
        self.post(path + "/escalate", {"agent_id": to.id, "reason": "Needs more"})
        self.post(path + "/assign", {"agent_id": self.stranger.id})
        self.edit(path, department_id=self.there["id"])

    def query(self, who, scope):
        owner = self.owner(who, scope)
        made = self.post("/support/queries", {"source": "phone", "name": owner.name, "email": f"{owner.name}@mail.example",
                                              "message": "Where is my zebra?", "remarks": "Remarked"})
        assert made["customer_id"] == owner.id, made
        holder = self.clerk if scope == "colleagues" else who if scope == "own" and who.role != "customer" else None
        return self.edit(f"/support/queries/{made['id']}", assigned_to=holder.id) if holder else made

    def chat(self, who, scope):
        """One has one chat at a time: a new customer's, or the caller's when what they had has ended."""
        if who.role == "customer" and scope == "own":
            for chat in self.get("/support/chats", who)["data"]:
                if chat["status"] != "ended":
                    self.post(f"/support/chats/{chat['id']}/end")
            return self.post("/support/chats", {"body": "A zebra?"}, who)
        made = self.post("/support/chats", {"body": "A zebra?", "customer_id": self.new_customer()["id"]},
                         who if scope == "own" else self.usher if scope == "free" else self.clerk)
        if scope == "free":
            self.set_availability(self.usher, "available", "away")
            made = self.get(f"/support/chats/{made['id']}")
            assert made["status"] == "waiting", made
        return made

    def set_availability(self, person, *words):
        for word in words:
            self.admin.client.request("PUT", f"/support/agents/{person.id}/availability", {"availability": word}).expect(200)

    def account(self, who, scope):
        """A customer's; the caller's own is there already."""
        return self.get(f"/support/customers/{who.id}") if scope == "own" else self.new_customer()

    def member(self, who, scope):
        if scope == "own":
            return self.get(f"/support/agents/{who.id}")
        place = self.here if scope == "colleagues" else self.there
        return self.post("/support/agents", {"name": "New", "email": f"{uuid.uuid4().hex}@test.deskbell", "role": "agent",
                                             "department_id": place["id"]})

    def department(self, who, scope):
        rows = self.get("/support/departments")["data"]
        if scope == "own":
            return next(row for row in rows if row["id"] == who.department)
        return self.post("/support/departments", {"name": uuid.uuid4().hex})

    def faq(self, who, scope):
        return self.post("/support/faqs", {"question": "A zebra?", "answer": "Yes", "is_active": scope == "active"})

    def job(self, who, scope):
        """Many tickets changed at once, by the caller or by somebody else."""
        ticket = self.ticket(self.manager, "colleagues")
        return self.post("/support/tickets/bulk/tag", {"ids": [ticket["id"]], "add": ["zebra"]},
                         who if scope == "own" else self.manager if who is self.admin else self.admin)

    def order(self, who, scope):
        number = uuid.uuid4().hex[:12]
        return self.admin.client.request("PUT", f"/support/orders/{number}", {
            "customer_id": self.owner(who, scope).id, "total": {"amount": 100, "currency": "INR"}}).expect(201).json

    def delivery(self, who, scope):
        reference = uuid.uuid4().hex[:12]
        return self.admin.client.request("PUT", f"/support/deliveries/{reference}", {
            "order_number": self.order(who, scope)["number"]}).expect(201).json

    def file(self, kind, who, scope, is_internal):
        """Sent with a message or a note of a thread."""
        path = f"/support/{kind}/{self.make(kind, who, scope)['id']}"
        body, content_type = form(("zebra.txt", b"striped"))
        files = self.admin.client.request("POST", path + "/attachments", body, {"Content-Type": content_type}).expect(201)
        identity = files.json["data"][0]["id"]
        self.post(path + "/messages", {"body": "See there", "is_internal": is_internal, "attachment_ids": [identity]})
        return {"id": identity, "version": None}

    MAKERS = {
        "tickets": ticket, "queries": query, "chats": chat, "customers": account, "agents": member, "departments": department,
        "faqs": faq, "jobs": job, "orders": order, "deliveries": delivery,
        **{f"{word} of {kind}": lambda self, who, scope, kind=kind, word=word: self.file(kind, who, scope, word == "notes")
           for kind in ("tickets", "queries", "chats") for word in ("files", "notes")},
    }

    def make(self, kind, who, scope, ready=None):
        """A new thing of the kind, of the scope, in the state that the route needs."""
        thing = dict(self.MAKERS[kind](self, who, scope))
        if ready:
            getattr(self, "be_" + ready)(kind, thing, who, scope)
            if kind in ("tickets", "queries"):
                thing["version"] = self.version(f"/support/{kind}/{thing['id']}")
        return thing

    def share(self, kind, who, scope, ready=None):
        """One that whoever only looks, or is refused, may have again."""
        key = (kind, who.name, scope, ready)
        if key not in self.made:
            self.made[key] = self.make(*key[:1], who, *key[2:])
        return self.made[key]

    def be_resolved(self, kind, thing, who, scope):
        self.post(f"/support/{kind}/{thing['id']}/resolve", RESOLUTION)

    def be_closed(self, kind, thing, who, scope):
        self.be_resolved(kind, thing, who, scope)
        self.post(f"/support/{kind}/{thing['id']}/close")

    def be_rated(self, kind, thing, who, scope):
        self.be_resolved(kind, thing, who, scope)
        owner = self.customer if thing["customer_id"] == self.customer.id else self.neighbour
        self.post(f"/support/{kind}/{thing['id']}/feedback", {"rating": 5}, owner)

    def be_merged(self, kind, thing, who, scope):
        self.post(f"/support/{kind}/{thing['id']}/merge", {"into": self.make(kind, who, scope)["id"]})

    def be_paired(self, kind, thing, who, scope):
        """There is another one of the same scope, to merge into."""
        thing["other"] = self.make(kind, who, scope)["id"]

    def be_said(self, kind, thing, who, scope):
        thing["said"] = self.post(f"/support/{kind}/{thing['id']}/messages", {"body": "Well"})["id"]
