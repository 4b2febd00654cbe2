#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was answered is there, once: idempotency keys, and a server that is killed while sixteen clients write."""

import collections
import http.client
import json
import random
import sys
import threading
import time
import uuid

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import PATIENCE, served

DEMO = 20
KILLS = 50
WRITERS = 16


def query(text):
    return {"source": "phone", "name": "Ravi Menon", "mobile": "+919812300002", "message": text}


def read_all(client, kind):
    """Everything of a kind, by the change feed."""
    found, since = [], 0
    while True:
        lines = client.get(f"/support/sync?since={since}&limit=5000").expect(200).body.decode().splitlines()
        for line in lines[:-1]:
            change = json.loads(line)
            if change["kind"] == kind and change["op"] == "put":
                found.append(change["data"])
        closing = json.loads(lines[-1])
        since = closing["next"]
        if not closing["more"]:
            return found


class Writers:
    """Clients that write without end; whose write was not answered sends it again with the same key."""

    def __init__(self, server):
        self.server = server
        self.token = server.token("executive")
        self.answered = {}  # text: id
        self.repeated = 0
        self.failures = []
        self.lock = threading.Lock()
        self.is_up = threading.Event()
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.write) for _ in range(WRITERS)]

    def write(self):
        client = self.server.client(self.token)
        while not self.stop.is_set():
            text, key, tries = f"Text {uuid.uuid4()}", str(uuid.uuid4()), 0
            while True:
                if not self.is_up.wait(PATIENCE):
                    self.failures.append("the server did not come back")
                    return
                try:
                    answer = client.post("/support/queries", query(text), key=key)
                    break
                except (OSError, http.client.HTTPException):
                    tries += 1
                    client.close()
                    threading.Event().wait(0.005)
            if answer.status != 201:
                self.failures.append(f"{answer.status} {answer.body[:300]!r}")
                return
            with self.lock:
                self.answered[text] = answer.json["id"]
                self.repeated += tries > 0


def test_killed_at_random_moments():
    """Every write that was answered is there, and none is there twice: also those that were sent again."""
    with served(demo=DEMO) as server:
        writers = Writers(server)
        dice = random.Random(20260103)
        for thread in writers.threads:
            thread.start()
        try:
            for _ in range(KILLS):
                before = len(writers.answered)
                writers.is_up.set()
                deskbelld.wait_until("some writes", lambda: len(writers.answered) > before + 5 or writers.failures)
                threading.Event().wait(dice.uniform(0, 0.15))
                writers.is_up.clear()
                server.kill()
                server.start()
            writers.is_up.set()
        finally:
            writers.stop.set()
            writers.is_up.set()
            for thread in writers.threads:
                thread.join()
        assert not writers.failures, writers.failures
        stored = read_all(server.somebody("admin"), "query")
        texts = collections.Counter(entity["message"] for entity in stored if entity["message"].startswith("Text "))
        assert not [text for text, count in texts.items() if count > 1], "twice"
        missing = set(writers.answered) - set(texts)
        assert not missing, f"{len(missing)} of {len(writers.answered)} are lost"
        assert set(texts) == set(writers.answered), "more than was answered, although all were asked until answered"
        ids = {entity["message"]: entity["id"] for entity in stored}
        assert all(ids[text] == identity for text, identity in writers.answered.items())
        numbers = [entity["number"] for entity in stored]
        assert len(numbers) == len(set(numbers)), "a number twice"
        assert writers.repeated > 0, "no write was ever cut off: the test has not tested"
        print(f"# {len(writers.answered)} writes, {writers.repeated} of them sent again, {KILLS} kills")


def test_a_key_gives_the_first_answer_again():
    with served(demo=DEMO) as server:
        client = server.somebody("executive")
        first = client.post("/support/queries", query("Once"), key="k").expect(201)
        again = client.post("/support/queries", query("Once"), key="k").expect(201)
        assert again.body == first.body
        for name in ("etag", "location", "content-type"):
            assert again.headers[name] == first.headers[name], name
        reordered = dict(reversed(query("Once").items()))
        assert client.post("/support/queries", reordered, key="k").expect(201).body == first.body
        server.stop()
        server.start()
        client.close()
        assert client.post("/support/queries", query("Once"), key="k").expect(201).body == first.body
        assert client.post("/support/queries", query("Once"), key="l").expect(201).body != first.body


def test_a_key_is_of_one_request_and_one_caller():
    with served(demo=DEMO) as server:
        client, other = server.somebody("executive"), server.somebody("agent")
        first = client.post("/support/queries", query("Mine"), key="k").expect(201).json
        refused = client.post("/support/queries", query("Another"), key="k").expect(422).json
        assert refused["errors"][0]["field"] == "Idempotency-Key", refused
        client.post(f"/support/queries/{first['id']}/messages", {"body": "Mine"}, key="k").expect(422)
        theirs = other.post("/support/queries", query("Mine"), key="k").expect(201).json
        assert theirs["id"] != first["id"]
        for key in ("x" * 256, "\u00e9"):
            answer = client.request("POST", "/support/queries", query("Mine"), {"Idempotency-Key": key.encode("utf-8")})
            assert answer.expect(400).json["errors"][0]["field"] == "Idempotency-Key"
        client.post("/support/queries", query("Mine"), key="x" * 255).expect(201)


def test_what_was_refused_may_be_asked_again_with_its_key():
    with served(demo=DEMO) as server:
        client = server.somebody("executive")
        bad = query("")
        client.post("/support/queries", bad, key="k").expect(422)
        client.post("/support/queries", query("Now right"), key="k").expect(201)


def test_many_at_once_with_one_key_write_once():
    with served(demo=DEMO) as server:
        bodies = []

        def ask():
            bodies.append(server.somebody("executive").post("/support/queries", query("At once"), key="k").expect(201).body)

        server.token("executive")
        threads = [threading.Thread(target=ask) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(bodies) == 16 and len(set(bodies)) == 1
        stored = read_all(server.somebody("admin"), "query")
        assert len([entity for entity in stored if entity["message"] == "At once"]) == 1


def test_a_stop_answers_what_is_under_way():
    """SIGTERM while clients write: each gets an answer or was not heard at all, and nothing is stored unanswered."""
    with served(demo=DEMO) as server:
        writers = Writers(server)
        writers.is_up.set()
        for thread in writers.threads:
            thread.start()
        deskbelld.wait_until("some writes", lambda: len(writers.answered) > 50)
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < 10
        server.start()
        deskbelld.wait_until("more writes", lambda: len(writers.answered) > 100)
        writers.stop.set()
        for thread in writers.threads:
            thread.join()
        assert not writers.failures, writers.failures
        assert writers.repeated <= WRITERS


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
