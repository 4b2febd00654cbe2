#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every route, without a token and with each role: who may ask is what the desk's table of permissions says.

EXPECTED is written from that table, not from the program, so that a route that lets in somebody else by mistake is found.
"""

import sqlite3
import sys

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import PASSWORD, run_program, served

DEMO = 60
NOBODY = "0190a5a0-0000-7000-8000-000000000000"

EVERYBODY, STAFF = "customer executive agent manager admin", "executive agent manager admin"
EXPECTED = {
    # Who may see, add, reply to, update and escalate queries.
    "GET /support/queries": EVERYBODY,
    "POST /support/queries": STAFF,
    "GET /support/queries/stats": EVERYBODY,
    "GET /support/queries/{id}": EVERYBODY,
    "PATCH /support/queries/{id}": STAFF,
    "DELETE /support/queries/{id}": "admin",
    "POST /support/queries/{id}/escalate": STAFF,
    "GET /support/queries/{id}/messages": EVERYBODY,
    "POST /support/queries/{id}/messages": STAFF,
    "POST /support/queries/{id}/messages/read": EVERYBODY,
    "GET /support/queries/{id}/history": STAFF,
    # Tickets: an executive reads those they escalated, and makes one only by escalating.
    "GET /support/tickets": EVERYBODY,
    "POST /support/tickets": "customer agent manager admin",
    "GET /support/tickets/stats": EVERYBODY,
    "GET /support/tickets/{id}": EVERYBODY,
    "PATCH /support/tickets/{id}": "customer agent manager admin",
    "DELETE /support/tickets/{id}": "admin",
    "POST /support/tickets/{id}/assign": "manager admin",
    "POST /support/tickets/{id}/take": "agent manager admin",
    "POST /support/tickets/{id}/escalate": "agent manager admin",
    "POST /support/tickets/{id}/resolve": "agent manager admin",
    "POST /support/tickets/{id}/close": "customer agent manager admin",
    "POST /support/tickets/{id}/reopen": "manager admin",
    "POST /support/tickets/{id}/merge": "agent manager admin",
    "POST /support/tickets/{id}/unmerge": "agent manager admin",
    "POST /support/tickets/{id}/split": "agent manager admin",
    "POST /support/tickets/{id}/notify": "agent manager admin",
    "POST /support/tickets/{id}/tags": "agent manager admin",
    "GET /support/tickets/{id}/messages": EVERYBODY,
    "POST /support/tickets/{id}/messages": "customer agent manager admin",
    "POST /support/tickets/{id}/messages/read": EVERYBODY,
    "GET /support/tickets/{id}/history": STAFF,
    "GET /support/tickets/{id}/clocks": STAFF,
    # Chats: a customer's own; staff serve all of them.
    "GET /support/chats": EVERYBODY,
    "POST /support/chats": EVERYBODY,
    "GET /support/chats/{id}": EVERYBODY,
    "GET /support/chats/{id}/messages": EVERYBODY,
    "POST /support/chats/{id}/messages": EVERYBODY,
    "POST /support/chats/{id}/read": EVERYBODY,
    "POST /support/chats/{id}/accept": STAFF,
    "POST /support/chats/{id}/end": EVERYBODY,
    "POST /support/chats/{id}/convert": STAFF,
    # Many tickets at once: for those who assign; each sees their own jobs.
    "POST /support/tickets/bulk/assign": "manager admin",
    "POST /support/tickets/bulk/status": "manager admin",
    "POST /support/tickets/bulk/resolve": "manager admin",
    "POST /support/tickets/bulk/escalate": "manager admin",
    "POST /support/tickets/bulk/notify": "manager admin",
    "POST /support/tickets/bulk/tag": "manager admin",
    "GET /support/jobs/{id}": "manager admin",
    "POST /support/jobs/{id}/undo": "manager admin",
    # Customers and orders: seen by staff, edited by managers and admins.
    "GET /support/customers": EVERYBODY,
    "POST /support/customers": "manager admin",
    "GET /support/customers/{id}": EVERYBODY,
    "PATCH /support/customers/{id}": "manager admin",
    "GET /support/customers/{id}/orders": EVERYBODY,
    "GET /support/customers/{id}/history": EVERYBODY,
    "POST /support/customers/{id}/account": "admin",
    "PUT /support/customers/by-ref/{external_ref}": "manager admin",
    "PUT /support/orders/{number}": "manager admin",
    "PUT /support/deliveries/{reference}": "manager admin",
    # The team: seen by staff; managers edit their department, admins edit all and say who works here. Everybody of staff
    # sets their own availability.
    "GET /support/agents": STAFF,
    "POST /support/agents": "admin",
    "GET /support/agents/{id}": STAFF,
    "PATCH /support/agents/{id}": "manager admin",
    "POST /support/agents/{id}/approve": "admin",
    "POST /support/agents/{id}/reject": "admin",
    "PUT /support/agents/{id}/availability": STAFF,
    "GET /support/departments": STAFF,
    "POST /support/departments": "admin",
    "PATCH /support/departments/{id}": "manager admin",
    "DELETE /support/departments/{id}": "admin",
    # FAQ: read and voted on by everybody, edited by managers and admins. Feedback: given by customers on their own.
    "GET /support/faqs": None,
    "POST /support/faqs": "manager admin",
    "GET /support/faqs/{id}": None,
    "PATCH /support/faqs/{id}": "manager admin",
    "DELETE /support/faqs/{id}": "manager admin",
    "POST /support/faqs/{id}/vote": None,
    "GET /support/tickets/{id}/feedback": EVERYBODY,
    "POST /support/tickets/{id}/feedback": "customer",
    # Files go where one may write, and are seen with what they belong to.
    "GET /support/queries/{id}/attachments": EVERYBODY,
    "POST /support/queries/{id}/attachments": STAFF,
    "GET /support/tickets/{id}/attachments": EVERYBODY,
    "POST /support/tickets/{id}/attachments": "customer agent manager admin",
    "GET /support/chats/{id}/attachments": EVERYBODY,
    "POST /support/chats/{id}/attachments": EVERYBODY,
    "GET /support/attachments/{id}": EVERYBODY,
    # What everybody who signed in has.
    "GET /support/notifications": EVERYBODY,
    "POST /support/notifications/read": EVERYBODY,
    "GET /support/meta": EVERYBODY,
    "GET /support/search": EVERYBODY,
    "GET /support/sync": EVERYBODY,
    "GET /support/live": EVERYBODY,
    "POST /auth/logout": EVERYBODY,
    "POST /auth/password": EVERYBODY,
    "GET /auth/me": EVERYBODY,
    "POST /auth/live-ticket": EVERYBODY,
    # The doors through which customers write in know no roles.
    "POST /intake/contact": None,
    "GET /intake/whatsapp": None,
    "POST /intake/whatsapp": None,
    "POST /intake/email": None,
    # No token is needed.
    "POST /auth/login": None,
    "POST /auth/register": None,
    "POST /auth/refresh": None,
    "GET /healthz": None,
    "GET /readyz": None,
    "GET /openapi.yaml": None,
}

# Doors that are opened by a secret which these servers do not have.
CLOSED_WITHOUT_A_KEY = ("/intake/whatsapp", "/intake/email")

# What an agent who waits for approval may ask: who they are, what was decided, and to go.
OPEN_TO_THE_WAITING = {"/auth/me", "/auth/logout", "/auth/password", "/auth/live-ticket", "/support/live", "/support/meta",
                       "/support/notifications"}


def read_routes():
    return [line.split("\t") for line in run_program("routes").stdout.splitlines()]


def request(client, method, path):
    path = path.replace("{id}", NOBODY).replace("{external_ref}", "no-ref").replace("{number}", "NO-1").replace("{reference}", "NO-2")
    body = {} if method in ("POST", "PATCH", "PUT") else None
    headers = {"If-Match": '"1"'} if method in ("PATCH", "DELETE") else {}
    if method == "POST" and path.endswith("/attachments"):
        body, headers["Content-Type"] = deskbelld.form(("x.txt", b"x"))
    return client.request(method, path, body, headers)


def test_the_table_names_every_route():
    """No route without an expectation, none that is gone, and each with the roles that are expected."""
    routes = read_routes()
    assert sorted(EXPECTED) == sorted(f"{method} {path}" for method, path, *_ in routes)
    for method, path, permission, _mode, _match, *roles in routes:
        expected = EXPECTED[f"{method} {path}"]
        assert (permission == "public") == (expected is None), (method, path, permission)
        if expected is not None:
            assert roles == expected.split(), (method, path, permission, roles)


def test_nobody_gets_in_without_a_token():
    with served(demo=DEMO) as server:
        for token in (None, "nonsense", server.token("admin")[:-3] + "abc"):
            client = server.client(token)
            for method, path, *_ in read_routes():
                answer = request(client, method, path)
                if EXPECTED[f"{method} {path}"] is not None:
                    answer.expect(401)
                    assert answer.headers["www-authenticate"].startswith("Bearer"), (method, path)
                    assert answer.json["status"] == 401 and answer.json["title"], answer.body
                elif path in CLOSED_WITHOUT_A_KEY:
                    answer.expect(404)
                elif path.startswith("/support/faqs"):
                    # Open to everybody, but a token that is brought has to be right.
                    answer.expect(401) if token else answer.expect(200, 404, 422)
                elif path not in ("/auth/login", "/auth/register", "/auth/refresh", "/intake/contact"):
                    answer.expect(200)
                else:
                    answer.expect(422)


def test_each_role_gets_what_the_table_says():
    with served(demo=DEMO) as server:
        for role in deskbelld.ROLES:
            for method, path, *_ in read_routes():
                expected = EXPECTED[f"{method} {path}"]
                token = server.token(role)
                if path == "/auth/logout":
                    token = server.login(f"{role}@demo.deskbell").expect(200).json["access_token"]
                answer = request(server.client(token), method, path)
                what = f"{role}: {method} {path}: {answer.status} {answer.body[:300]!r}"
                if expected is not None and role not in expected.split():
                    assert answer.status == 403, what
                    assert answer.json["status"] == 403 and "permission" in answer.json["detail"], what
                else:
                    assert answer.status not in (401, 403, 405, 415, 428) and answer.status < 500, what


def test_an_agent_who_waits_for_approval_may_do_nothing_but_see_that():
    with served(demo=DEMO) as server:
        run_program("agent", "add", "--data", server.data, "--name", "New", "--email", "new@test.deskbell", "--role",
                    "admin", "--password-file", server.password_file)
        token = server.login("new@test.deskbell").expect(200).json["access_token"]
        with sqlite3.connect(f"{server.data}/desk.db", timeout=20) as database:
            database.execute("UPDATE agents SET is_approved = FALSE WHERE email = 'new@test.deskbell'")
        client = server.client(token)
        me = client.get("/auth/me").expect(200).json
        assert me["agent"]["is_approved"] is False and me["permissions"] == ["public", "signed_in"], me
        for method, path, *_ in read_routes():
            if path == "/auth/logout" or EXPECTED[f"{method} {path}"] is None:
                continue
            answer = request(client, method, path)
            if path in OPEN_TO_THE_WAITING:
                assert answer.status not in (401, 403), (method, path, answer.status)
            else:
                assert answer.status == 403 and "approval" in answer.json["detail"], (method, path, answer.body)
        run_program("agent", "approve", "--data", server.data, "--email", "new@test.deskbell")
        client.get("/support/tickets").expect(200)


def test_the_form_of_requests_is_checked():
    """405 names what is known, unknown parameters and headers are named, a body has to be JSON."""
    with served(demo=DEMO) as server:
        admin = server.somebody("admin")
        answer = admin.request("PUT", "/support/tickets", {}).expect(405)
        assert answer.headers["allow"] == "GET, POST", answer.headers
        admin.get("/support/nothing").expect(404)
        admin.get("/support/tickets/").expect(404)
        admin.get("//support/tickets").expect(404)
        answer = admin.get("/support/tickets?colour=red&limit=1&size=2").expect(400)
        assert {error["field"] for error in answer.json["errors"]} == {"colour", "size"}, answer.json
        admin.request("POST", "/support/queries", "name=x", {"Content-Type": "text/plain"}).expect(415)
        admin.request("POST", "/support/queries", "{", {"Content-Type": "application/json"}).expect(400)
        admin.request("POST", "/support/queries", "7", {"Content-Type": "application/json"}).expect(400)
        admin.request("POST", "/support/queries", b'{"name":"\xff"}', {"Content-Type": "application/json"}).expect(400)
        answer = admin.post("/support/queries", {"nonsense": 1}).expect(422)
        assert "nonsense" in {error["field"] for error in answer.json["errors"]}, answer.json
        ticket = admin.get("/support/tickets?limit=1").expect(200).json["data"][0]
        path = f"/support/tickets/{ticket['id']}"
        admin.request("PATCH", path, {"subject": "New"}).expect(428)
        for tag in ("3", '"x"', '"1", "2"', "*", '"-1"', '"0"'):
            answer = admin.request("PATCH", path, {"subject": "New"}, {"If-Match": tag}).expect(400)
            assert answer.json["errors"][0]["field"] == "If-Match", answer.json
        stale = admin.patch(path, {"subject": "New"}, ticket["version"] + 5).expect(412)
        assert stale.json["current"]["id"] == ticket["id"], stale.json
        done = admin.patch(path, {"subject": "New"}, ticket["version"]).expect(200)
        assert done.headers["etag"] == f'"{ticket["version"] + 1}"', done.headers
        stale = admin.patch(path, {"subject": "Newer"}, ticket["version"]).expect(412)
        assert stale.json["current"]["subject"] == "New", stale.json


def test_every_answer_has_the_headers_that_keep_browsers_safe():
    with served(demo=DEMO) as server:
        for answer in (server.client().get("/healthz"), server.client().get("/nowhere"),
                       server.somebody("admin").get("/auth/me")):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "no-store"
            assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert server.client().request("HEAD", "/healthz").expect(200).body == b""


def test_start_up_errors_are_one_clear_line():
    with served(demo=DEMO, whole=False) as server:
        place = ["--data", server.data]
        cases = (
            (["serve", *place, "--listen", f"127.0.0.1:{server.address[1]}"], "another program already does"),
            (["serve", *place, "--listen", "nowhere.invalid:1"], "nowhere.invalid"),
            (["serve", "--data", server.folder + "/none"], "deskbelld init"),
            (["serve"], "--data DIR"),
            (["serve", *place, "--nonsense"], "nonsense"),
            (["serve", *place, "--tls-cert", "/nowhere.pem"], "--tls-key"),
            (["serve", *place, "--tls-cert", "/nowhere.pem", "--tls-key", "/nowhere.pem"], "/nowhere.pem"),
            (["init", *place, "--demo", "5"], "already"),
            (["init", "--data", server.folder + "/new", "--preset", "nope", "--demo", "5"], "shop"),
            (["init", "--data", server.folder + "/new"], "--admin-email"),
            (["init", "--data", "/proc/new", "--demo", "5"], "/proc/new"),
        )
        for arguments, expected in cases:
            done = run_program(*arguments, check=False)
            assert done.returncode == 1 and expected in done.stderr, (arguments, done)
            assert len(done.stderr.strip().splitlines()) == 1 and done.stdout == "", (arguments, done)
        server.stop()
        with sqlite3.connect(f"{server.data}/desk.db") as database:
            database.execute("INSERT INTO migrations (version, name, applied_at) VALUES (999, 'of-tomorrow', 0)")
        done = run_program("serve", *place, check=False)
        assert done.returncode == 1 and "newer" in done.stderr and len(done.stderr.strip().splitlines()) == 1, done
        assert PASSWORD not in server.read_log()


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
