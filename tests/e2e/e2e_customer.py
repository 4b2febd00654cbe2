# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's customer at the other side of a chat, over HTTP."""

import json
import urllib.request
import uuid


class Customer:
    """Signed in; every call that is refused is an error."""

    def __init__(self, url, password):
        self.url = url
        self.token = None
        self.token = self.post("/auth/login", {"email": "customer@demo.deskbell", "password": password})["access_token"]

    def _call(self, method, path, body=None):
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=15) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def get(self, path):
        return self._call("GET", path)

    def post(self, path, body=None):
        return self._call("POST", path, body)

    def begin_chat(self, words):
        """A new one: the demo's customer may be in one already."""
        for status in ("waiting", "active"):
            for chat in self.get(f"/support/chats?status={status}")["data"]:
                self.post(f"/support/chats/{chat['id']}/end")
        return self.post("/support/chats", {"body": words})["id"]

    def say(self, chat, words):
        self.post(f"/support/chats/{chat}/messages", {"body": words})

    def read(self, chat):
        self.post(f"/support/chats/{chat}/read", {})

    def messages(self, chat):
        return self.get(f"/support/chats/{chat}/messages?limit=200")["data"]
