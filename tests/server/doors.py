# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk with all its doors open, and what comes through them: forms, WhatsApp's messages, mails."""

import base64
import hashlib
import hmac
import json
import os
import urllib.parse
import uuid

import deskbelld
from deskbelld import served

DEMO = 20
SECRET = "the app secret"
VERIFY_TOKEN = "the verify token"
INTAKE_TOKEN = "the mail server's token"


def options(folder):
    """Files with the secrets that open the doors."""
    given = []
    for name, text in (("whatsapp-secret", SECRET), ("whatsapp-verify-token", VERIFY_TOKEN),
                       ("intake-token", INTAKE_TOKEN)):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        given += [f"--{name}-file", path]
    return given


class Doors:
    """A desk with all its doors open, and its admin."""

    def __init__(self, server):
        self.server = server
        self.client = server.client()
        self.admin = server.somebody("admin")

    def contact(self, **fields):
        return self.client.post("/intake/contact", fields)

    def whatsapp(self, body, secret=SECRET, signature=None):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        signed = signature or "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
        return self.client.request("POST", "/intake/whatsapp", raw,
                                   {"Content-Type": "application/json", "X-Hub-Signature-256": signed})

    def mail(self, raw, token=INTAKE_TOKEN):
        raw = raw if isinstance(raw, bytes) else raw.encode()
        headers = {"Content-Type": "message/rfc822"}
        if token:
            headers["Authorization"] = "Bearer " + token
        return self.client.request("POST", "/intake/email", raw, headers)

    def tell(self, outcome, raw):
        """Brings a mail, of which that has to become."""
        answer = self.mail(raw).expect(200)
        assert answer.json["outcome"] == outcome, (answer.json, raw[:300])
        return answer.json

    def token_key(self):
        """The secret that signs tokens, from the desk's own database."""
        return self.server.ask_database("SELECT value FROM settings WHERE name = 'token_key'")

    def reply_token(self, query):
        """What stands in the address to which a mail about a query is answered."""
        named = bytes([1]) + uuid.UUID(query["id"]).bytes
        mac = hmac.new(self.token_key().encode(), b"deskbell reply token\0" + named, hashlib.sha256).digest()[:12]
        return base64.b32encode(named + mac).decode().rstrip("=").lower()

    def queries(self, **filters):
        path = "/support/queries?limit=200&" + urllib.parse.urlencode(filters)
        return self.admin.get(path).expect(200).json["data"]

    def count(self):
        return len(self.queries())

    def newest(self):
        return self.queries()[0]

    def messages(self, query):
        return self.admin.get(f"/support/queries/{query['id']}/messages").expect(200).json["data"]


def open_doors():
    class Opened:
        def __enter__(self):
            self.folder = deskbelld.tempfile.TemporaryDirectory(prefix="deskbelld-test-")
            self.served = served(demo=DEMO, options=options(self.folder.name))
            return Doors(self.served.__enter__())

        def __exit__(self, *failure):
            self.folder.cleanup()
            return self.served.__exit__(*failure)

    return Opened()


def message(sender="919812300001", text="Where is my order?", name="Mary", **more):
    made = {"from": sender, "id": "wamid." + uuid.uuid4().hex, "timestamp": "1767440000", "type": "text",
            "text": {"body": text}}
    made.update(more)
    return made


def webhook(*messages, statuses=(), name="Mary"):
    contacts = [{"profile": {"name": name}, "wa_id": m["from"]} for m in messages if m.get("from")]
    value = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "15550001", "phone_number_id": "1"},
             "contacts": contacts, "messages": list(messages), "statuses": list(statuses)}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}


def letter(text="It is broken.", sender="Mary <mary@example.com>", subject="Broken kettle", **headers):
    """A mail in ASCII; the names of headers are written with underscores."""
    headers = {"Message_ID": f"<{uuid.uuid4().hex}@example.com>", "To": "Our Support <help@orders.example>", **headers}
    lines = [f"From: {sender}", f"Subject: {subject}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join(lines) + "\r\n\r\n" + text.replace("\n", "\r\n") + "\r\n"
