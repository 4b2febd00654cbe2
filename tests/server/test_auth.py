#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coming in and going out: passwords, tokens and their limits."""

import base64
import hashlib
import hmac
import json
import sqlite3
import statistics
import sys
import time
import uuid

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import PASSWORD, run_program, served

DEMO = 60


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def forge(header, claims, key):
    """A token with any header and claims, signed with HMAC where the header asks for it."""
    signed = encode(json.dumps(header).encode()) + "." + encode(json.dumps(claims).encode())
    digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}.get(header["alg"])
    return signed + "." + (encode(hmac.new(key, signed.encode(), digest).digest()) if digest else "")


def read_key(server):
    """The desk's own secret, from its database."""
    with sqlite3.connect(f"{server.data}/desk.db") as database:
        return database.execute("SELECT value FROM settings WHERE name = 'token_key'").fetchone()[0].encode()


def refresh(server, token, key=None):
    return server.client().post("/auth/refresh", {"refresh_token": token}, key=key)


def test_a_token_is_ours_or_nothing():
    """Only HS256 with the desk's key, a session and a time to come opens the door."""
    with served(demo=DEMO) as server:
        good = server.token("admin")
        header, claims, signature = good.split(".")
        claims = decode(claims)
        key = read_key(server)
        now = int(time.time())
        hs256 = {"alg": "HS256", "typ": "JWT"}
        server.client(forge(hs256, claims, key)).get("/auth/me").expect(200)
        bad = {
            "another algorithm": forge({"alg": "HS384", "typ": "JWT"}, claims, key),
            "another algorithm still": forge({"alg": "HS512", "typ": "JWT"}, claims, key),
            "no algorithm": forge({"alg": "none", "typ": "JWT"}, claims, key),
            "no algorithm in capitals": forge({"alg": "NONE", "typ": "JWT"}, claims, key),
            "no signature": f"{header}.{encode(json.dumps(claims).encode())}.",
            "another key": forge(hs256, claims, b"secret"),
            "an empty key": forge(hs256, claims, b""),
            "expired": forge(hs256, {**claims, "exp": now - 1}, key),
            "no end": forge(hs256, {name: claims[name] for name in claims if name != "exp"}, key),
            "a text as end": forge(hs256, {**claims, "exp": "never"}, key),
            "no session": forge(hs256, {name: claims[name] for name in claims if name != "sid"}, key),
            "another session": forge(hs256, {**claims, "sid": str(uuid.uuid4())}, key),
            "a session that is none": forge(hs256, {**claims, "sid": "' OR 1=1 --"}, key),
            "changed": header + "." + encode(json.dumps({**claims, "sub": "x"}).encode()) + "." + signature,
            "cut": good[:-4],
            "empty": "",
            "long": "x" * 100000,
            "dots": "..",
        }
        for name, token in bad.items():
            try:
                status = server.client(token or " ").get("/auth/me").status
            except ConnectionError:
                status = "cut"
            assert status in (401, "cut", 400), f"{name}: {status}"
            assert status != 200
        for authorization in ("Basic YTpi", good, "Bearer", "Bearer  " + good):
            answer = server.client().request("GET", "/auth/me", headers={"Authorization": authorization})
            answer.expect(401)
            assert "bearer" in answer.headers["www-authenticate"].lower()


def test_login_says_nothing_about_who_is_there():
    """The same words for an unknown e-mail and a wrong password, after about the same time."""
    with served(demo=DEMO) as server:
        times = {"known": [], "unknown": []}
        bodies = set()
        for turn in range(9):
            for kind, email in (("known", "admin@demo.deskbell"), ("unknown", f"nobody{turn}@demo.deskbell")):
                begun = time.monotonic()
                answer = server.login(email, "wrong-password").expect(401)
                times[kind].append(time.monotonic() - begun)
                bodies.add(answer.body)
        assert len(bodies) == 1, bodies
        known, unknown = statistics.median(times["known"]), statistics.median(times["unknown"])
        assert 0.5 < known / unknown < 2, (known, unknown)


def test_login_takes_an_email_in_any_case():
    with served(demo=DEMO) as server:
        server.login("ADMIN@Demo.Deskbell").expect(200)


def test_bad_logins_name_the_fields():
    with served(demo=DEMO) as server:
        client = server.client()
        answer = client.post("/auth/login", {"mail": "x", "password": 7}).expect(422)
        assert {error["field"] for error in answer.json["errors"]} == {"mail", "email", "password"}, answer.json
        client.request("POST", "/auth/login", "email=x", {"Content-Type": "application/x-www-form-urlencoded"}).expect(415)
        client.request("POST", "/auth/login", "{", {"Content-Type": "application/json"}).expect(400)
        client.request("POST", "/auth/login", "[]", {"Content-Type": "application/json"}).expect(400)


def test_failed_logins_are_limited_and_right_ones_are_not():
    with served(demo=DEMO) as server:
        for _ in range(30):
            server.login("agent@demo.deskbell").expect(200)
        answers = [server.login("manager@demo.deskbell", "wrong") for _ in range(12)]
        assert [answer.status for answer in answers] == [401] * 10 + [429] * 2
        assert answers[0].headers["ratelimit-limit"] == "10", answers[0].headers
        assert answers[0].headers["ratelimit-remaining"] == "9"
        assert answers[9].headers["ratelimit-remaining"] == "0"
        assert 1 <= int(answers[10].headers["retry-after"]) <= 30
        server.login("manager@demo.deskbell").expect(429)
        server.login("agent@demo.deskbell").expect(200)
        """One address that tries many accounts is limited too."""
        statuses = [server.login(f"someone{number}@demo.deskbell", "wrong").status for number in range(60)]
        assert 429 in statuses and 401 in statuses, statuses


def test_refresh_tokens_rotate_and_reuse_ends_the_family():
    with served(demo=DEMO) as server:
        first = server.login("agent@demo.deskbell").expect(200).json
        second = refresh(server, first["refresh_token"]).expect(200).json
        assert second["refresh_token"] != first["refresh_token"]
        server.client(second["access_token"]).get("/auth/me").expect(200)
        third = refresh(server, second["refresh_token"]).expect(200).json
        other = server.login("agent@demo.deskbell").expect(200).json
        refresh(server, first["refresh_token"]).expect(401)
        for token in (first, second, third):
            server.client(token["access_token"]).get("/auth/me").expect(401)
            refresh(server, token["refresh_token"]).expect(401)
        server.client(other["access_token"]).get("/auth/me").expect(200)
        refresh(server, "made-up").expect(401)


def test_a_lost_refresh_can_be_asked_again_with_its_key():
    """The answer got lost: the same request with the same key gives the same token, until that one is used."""
    with served(demo=DEMO) as server:
        first = server.login("agent@demo.deskbell").expect(200).json
        second = refresh(server, first["refresh_token"], key="k1").expect(200).json
        again = refresh(server, first["refresh_token"], key="k1").expect(200).json
        assert again["refresh_token"] == second["refresh_token"]
        refresh(server, second["refresh_token"]).expect(200)
        refresh(server, first["refresh_token"], key="k1").expect(401)
        server.client(second["access_token"]).get("/auth/me").expect(401)
        fresh = server.login("agent@demo.deskbell").expect(200).json
        refresh(server, fresh["refresh_token"], key="k1").expect(200)
        refresh(server, fresh["refresh_token"], key="k2").expect(401)


def test_two_at_once_with_one_refresh_token():
    """One of them wins; the family ends, for one of them is a thief."""
    import threading

    with served(demo=DEMO) as server:
        token = server.login("agent@demo.deskbell").expect(200).json["refresh_token"]
        statuses = []
        threads = [threading.Thread(target=lambda: statuses.append(refresh(server, token).status)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [200] + [401] * 7, statuses


def test_logout_ends_the_session_at_once():
    with served(demo=DEMO) as server:
        tokens = server.login("agent@demo.deskbell").expect(200).json
        client = server.client(tokens["access_token"])
        client.get("/auth/me").expect(200)
        client.post("/auth/logout").expect(204)
        client.get("/auth/me").expect(401)
        refresh(server, tokens["refresh_token"]).expect(401)


def test_a_new_password_ends_the_other_sessions():
    with served(demo=DEMO) as server:
        one = server.login("agent@demo.deskbell").expect(200).json
        two = server.login("agent@demo.deskbell").expect(200).json
        client = server.client(one["access_token"])
        wrong = client.post("/auth/password", {"password": "wrong", "new_password": "a-new-password"}).expect(422)
        assert wrong.json["errors"][0]["field"] == "password"
        short = client.post("/auth/password", {"password": PASSWORD, "new_password": "short"}).expect(422)
        assert short.json["errors"][0]["field"] == "new_password"
        client.post("/auth/password", {"password": PASSWORD, "new_password": "a-new-password"}).expect(204)
        client.get("/auth/me").expect(200)
        server.client(two["access_token"]).get("/auth/me").expect(401)
        server.login("agent@demo.deskbell").expect(401)
        server.login("agent@demo.deskbell", "a-new-password").expect(200)


def test_a_changed_role_acts_at_once():
    with served(demo=DEMO) as server:
        admin, agent = server.somebody("admin"), server.somebody("agent")
        me = agent.get("/auth/me").expect(200).json
        assert me["role"] == "agent" and "tickets.assign" not in me["permissions"]
        agent.get("/support/agents").expect(200)
        current = admin.get(f"/support/agents/{me['agent']['id']}").expect(200).json
        admin.patch(f"/support/agents/{current['id']}", {"role": "manager"}, current["version"]).expect(200)
        assert agent.get("/auth/me").expect(200).json["role"] == "manager"


def test_me_is_a_person_with_permissions():
    with served(demo=DEMO) as server:
        for role in deskbelld.ROLES:
            me = server.somebody(role).get("/auth/me").expect(200).json
            assert me["role"] == role
            assert ("customer" if role == "customer" else "agent") in me
            assert "signed_in" in me["permissions"]
            assert ("settings.edit" in me["permissions"]) == (role == "admin")


def test_secrets_are_not_in_the_database():
    """What could be stolen with the file: no password, no refresh token, no live ticket in plain."""
    with served(demo=DEMO) as server:
        tokens = server.login("agent@demo.deskbell").expect(200).json
        ticket = server.client(tokens["access_token"]).post("/auth/live-ticket", key="a-key").expect(201).json["ticket"]
        server.stop()
        with open(f"{server.data}/desk.db", "rb") as file:
            content = file.read()
        for secret in (PASSWORD, tokens["refresh_token"], ticket, tokens["access_token"]):
            assert secret.encode() not in content
        assert b"$argon2id$v=19$m=19456,t=2,p=1$" in content
        assert PASSWORD not in server.read_log()


def test_passwords_are_set_from_a_file_or_standard_input():
    with served(demo=DEMO) as server:
        place = ["--data", server.data]
        run_program("agent", "set-password", *place, "--email", "agent@demo.deskbell", "--password-file", "-",
                    text="from-standard-input\n")
        server.login("agent@demo.deskbell", "from-standard-input").expect(200)
        refused = run_program("agent", "set-password", *place, "--email", "nobody@demo.deskbell", "--password-file",
                              server.password_file, check=False)
        assert refused.returncode == 1 and "no such account" in refused.stderr, refused
        taken = run_program("agent", "add", *place, "--name", "A", "--email", "agent@demo.deskbell", "--password-file",
                            server.password_file, check=False)
        assert taken.returncode == 1 and taken.stderr.strip(), taken


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
