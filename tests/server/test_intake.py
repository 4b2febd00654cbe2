#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The doors through which customers write in: what they let in, and what they let nobody do."""

import base64
import hashlib
import hmac
import json
import os
import sys
import urllib.parse
import uuid

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import run_program, served
from doors import DEMO, INTAKE_TOKEN, SECRET, VERIFY_TOKEN, letter, message, open_doors, webhook

CANARY = "canary-4711-between-us"


# --- the contact form ---------------------------------------------------------

def test_email_automated_customer_fills_contact_form_on_website():
    """Shop: a query of source e-mail is created; its priority follows from the order."""
    with open_doors() as doors:
        before = doors.count()
        answer = doors.contact(name="John Doe", email="John@Example.com", mobile="98123 45678", message="Not arrived").expect(200)
        assert answer.json["received"] is True, answer.json
        query = doors.newest()
        assert doors.count() == before + 1
        assert (query["source"], query["status"], query["priority"]) == ("email", "open", "medium"), query
        assert (query["email"], query["mobile"], query["name"]) == ("john@example.com", "+919812345678", "John Doe"), query
        assert [m["body"] for m in doors.messages(query)] == ["Not arrived"]
        order = doors.admin.get("/support/customers?limit=200").expect(200).json["data"]
        numbers = [o["number"] for c in order for o in
                   doors.admin.get(f"/support/customers/{c['id']}/orders").expect(200).json["data"]]
        doors.contact(name="Jo", email="jo@example.com", order_number=numbers[0], message="Late").expect(200)
        assert doors.newest()["priority"] == "high"
        assert doors.newest()["order_id"] is None and numbers[0] in doors.newest()["remarks"], doors.newest()


def test_a_form_may_be_sent_as_browsers_do():
    with open_doors() as doors:
        body = urllib.parse.urlencode({"name": "Zoë", "email": "zoe@example.com", "mobile": "", "message": "Two\r\nlines & more"})
        doors.client.request("POST", "/intake/contact", body, {"Content-Type": "application/x-www-form-urlencoded"}).expect(200)
        query = doors.newest()
        assert (query["name"], query["mobile"], query["message"]) == ("Zoë", None, "Two\nlines & more"), query
        for body, kind, status in (("name=%ff&message=x", "application/x-www-form-urlencoded", 400),
                                   ("{", "application/json", 400), ("[" * 100000, "application/json", 400),
                                   ("x", "text/plain", 415), ("", "application/json", 400)):
            doors.client.request("POST", "/intake/contact", body, {"Content-Type": kind}).expect(status)


def test_all_wrong_fields_are_told_at_once():
    with open_doors() as doors:
        before = doors.count()
        answer = doors.contact(name="x" * 201, email="nonsense", mobile="call me", order_number="9" * 41,
                               message="x" * 20001, priority="high", remarks="hidden").expect(422)
        fields = {error["field"] for error in answer.json["errors"]}
        assert fields == {"name", "email", "mobile", "order_number", "message", "priority", "remarks"}, answer.json
        fields = {error["field"] for error in doors.contact(message="  ").expect(422).json["errors"]}
        assert fields == {"name", "message", "email"}, fields
        assert doors.count() == before


def test_what_fills_the_honeypot_is_thanked_and_makes_nothing():
    with open_doors() as doors:
        before = doors.count()
        person = doors.contact(name="A", email="a@example.com", message="Hello").expect(200)
        robot = doors.contact(name="B", email="b@example.com", message="Pills", website="http://pills.example").expect(200)
        nonsense = doors.contact(website="x", colour="red").expect(200)
        assert person.body == robot.body == nonsense.body
        assert doors.count() == before + 1
        assert not doors.admin.get("/support/customers?search=b@example.com").json["data"]


def test_who_floods_the_form_waits():
    with open_doors() as doors:
        answers = [doors.contact(website="x") for _ in range(30)]
        statuses = [answer.status for answer in answers]
        assert statuses[:20] == [200] * 20 and statuses[-1] == 429, statuses
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 15, answers[-1].headers
        doors.whatsapp(webhook(message())).expect(200)


# --- WhatsApp -----------------------------------------------------------------

def test_whatsapp_is_told_that_this_is_the_place_when_it_knows_the_token():
    with open_doors() as doors:
        def ask(mode="subscribe", token=VERIFY_TOKEN, challenge="1158201444"):
            return doors.client.get("/intake/whatsapp?" + urllib.parse.urlencode(
                {"hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge}))

        answer = ask().expect(200)
        assert answer.body == b"1158201444" and answer.headers["content-type"].startswith("text/plain"), answer.headers
        for wrong in (ask(token=VERIFY_TOKEN + "x"), ask(token=""), ask(mode="unsubscribe")):
            assert b"1158201444" not in wrong.expect(403).body
        ask(challenge="x" * 201).expect(422)


def test_whatsapp_automated_customer_sends_message_via_whatsapp():
    """Shop: a query of source WhatsApp is created, and what follows goes into it."""
    with open_doors() as doors:
        doors.whatsapp(webhook(message(text="Hi"), message(text="Where is my order?"))).expect(200)
        query = doors.newest()
        assert (query["source"], query["status"], query["mobile"]) == ("whatsapp", "open", "+919812300001"), query
        assert [m["body"] for m in doors.messages(query)] == ["Hi", "Where is my order?"]
        doors.whatsapp(webhook(message(sender="919812300002"))).expect(200)
        assert doors.newest()["id"] != query["id"]


def test_only_what_whatsapp_signed_is_read():
    with open_doors() as doors:
        before = doors.count()
        body = webhook(message())
        raw = json.dumps(body).encode()
        good = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        sha1 = hmac.new(SECRET.encode(), raw, hashlib.sha1).hexdigest()
        for signature in ("sha256=" + "0" * 64, "sha256=" + good[:-1], "sha256=" + good + "00", "sha256=", good,
                          "sha1=" + sha1, "sha256=" + "g" * 64):
            doors.whatsapp(raw, signature=signature).expect(401)
        doors.client.request("POST", "/intake/whatsapp", raw, {"Content-Type": "application/json"}).expect(401)
        doors.whatsapp(b"{not json", secret="another").expect(401)
        doors.whatsapp(b"{not json").expect(400)
        doors.whatsapp(b"").expect(400)
        assert doors.count() == before
        doors.whatsapp(raw, signature="sha256=" + good.upper()).expect(200)
        assert doors.count() == before + 1


def test_what_whatsapp_sends_again_does_nothing():
    with open_doors() as doors:
        body = webhook(message(id="wamid.once"))
        before = doors.count()
        for _ in range(3):
            doors.whatsapp(body).expect(200)
        doors.whatsapp(webhook(message(id="wamid.once"), message(id="wamid.two"))).expect(200)
        assert doors.count() == before + 1
        assert len(doors.messages(doors.newest())) == 2


def test_every_kind_of_message_says_what_it_is():
    kinds = (
        ({"type": "image", "image": {"id": "123", "mime_type": "image/jpeg", "caption": "Broken"}},
         "[Picture: image/jpeg, 123]\nBroken"),
        ({"type": "document", "document": {"id": "9", "mime_type": "application/pdf", "filename": "bill.pdf"}},
         "[Document: bill.pdf, application/pdf, 9]"),
        ({"type": "audio", "audio": {"id": "7", "mime_type": "audio/ogg"}}, "[Recording: audio/ogg, 7]"),
        ({"type": "button", "button": {"text": "Yes", "payload": "y"}}, "Yes"),
        ({"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "1", "title": "Cancel"}}},
         "Cancel"),
        ({"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "1", "title": "Refund"}}},
         "Refund"),
        ({"type": "location", "location": {"latitude": 19.5, "longitude": 72, "name": "Home"}},
         "[Place: Home, 19.500000, 72]"),
        ({"type": "contacts", "contacts": [{"name": {"formatted_name": "Ravi"}, "phones": [{"phone": "+91 1"}]}]},
         "[Contact: Ravi, +91 1]"),
        ({"type": "reaction", "reaction": {"message_id": "x", "emoji": "👍"}}, "[Reaction: 👍]"),
        ({"type": "hologram", "hologram": {}}, "[They sent something that can't be shown here (hologram)]"),
        ({"type": "unsupported", "errors": [{"code": 131051, "title": "Unsupported message type"}]},
         "[They sent something that can't be shown here (unsupported): Unsupported message type]"),
    )
    with open_doors() as doors:
        messages = []
        for more, _ in kinds:
            made = message()
            del made["text"]
            made.update(more)
            messages.append(made)
        doors.whatsapp(webhook(*messages)).expect(200)
        bodies = [m["body"] for m in doors.messages(doors.newest())]
        assert bodies == [expected for _, expected in kinds], bodies


def test_odd_messages_are_passed_over_and_the_others_taken():
    with open_doors() as doors:
        before = doors.count()
        odd = [{"type": "text"}, {"id": "wamid.a", "type": "text", "text": {"body": "nobody"}}, 7, None, "text", [],
               {"from": 12, "id": {"x": 1}, "type": 3}, message(sender="not a number"),
               message(sender="919812300009", type="text", text="no object")]
        body = webhook(message(text="\u202eHello\u0007"))
        body["entry"][0]["changes"][0]["value"]["messages"][:0] = odd
        body["entry"] += [{}, 5, {"changes": 3}, {"changes": [None, {"value": []}]}]
        doors.whatsapp(body).expect(200)
        assert doors.count() == before + 2
        assert doors.newest()["message"] == "Hello", doors.newest()
        for empty in ({}, {"entry": []}, {"entry": {"changes": 1}}, {"object": "page", "entry": None}):
            doors.whatsapp(empty).expect(200)
        doors.whatsapp(b"[1]").expect(400)
        doors.whatsapp(webhook(message(sender="919812300010", text="x" * 70000))).expect(200)
        assert len(doors.newest()["message"]) <= 20000 and "left out" in doors.newest()["message"][-60:]


def test_who_has_no_number_is_known_by_the_name_that_whatsapp_gives():
    """PAINS, "WhatsApp users without a phone number"."""
    with open_doors() as doors:
        first = message()
        del first["from"]
        first["from_user_id"] = "IN.13491208655302741918"
        body = webhook(first)
        body["entry"][0]["changes"][0]["value"]["contacts"] = [
            {"profile": {"name": "Hidden"}, "user_id": "IN.13491208655302741918"}]
        doors.whatsapp(body).expect(200)
        query = doors.newest()
        assert (query["name"], query["mobile"], query["email"]) == ("Hidden", None, None), query
        customer = doors.admin.get(f"/support/customers/{query['customer_id']}").expect(200).json
        assert customer["identities"] == [
            {"channel": "whatsapp", "kind": "whatsapp_user", "value": "IN.13491208655302741918"}], customer
        first["id"] = "wamid.next"
        doors.whatsapp(body).expect(200)
        assert len(doors.messages(query)) == 2


def test_phone_manual_executive_adds_query():
    """Shop: the priority is set by the executive."""
    with open_doors() as doors:
        executive = doors.server.somebody("executive")
        made = executive.post("/support/queries", {"source": "phone", "name": "Kumar", "mobile": "+919812300042",
                                                   "message": "Called", "priority": "low"}).expect(201).json
        assert (made["source"], made["priority"], made["status"]) == ("phone", "low", "open"), made
        doors.whatsapp(webhook(message(sender="919812300042"))).expect(200)
        query = doors.newest()
        assert query["source"] == "whatsapp" and query["customer_id"] == made["customer_id"], query


def test_a_note_is_in_no_answer_of_a_door():
    with open_doors() as doors:
        body = webhook(message(id="wamid.canary"))
        doors.whatsapp(body).expect(200)
        query = doors.newest()
        doors.admin.post(f"/support/queries/{query['id']}/messages", {"body": CANARY, "is_internal": True}).expect(201)
        answers = [doors.whatsapp(body), doors.whatsapp(webhook(message())), doors.whatsapp(b"{"),
                   doors.whatsapp(webhook(statuses=[{"id": "wamid.canary", "status": "read"}])),
                   doors.contact(name="Mary", mobile="+919812300001", message=query["number"]),
                   doors.contact(name="Mary", mobile="+919812300001", message="x", order_number=query["number"])]
        for answer in answers:
            assert CANARY.encode() not in answer.body and query["number"].encode() not in answer.body, answer.body
        log = doors.server.read_log()
        assert CANARY not in log and SECRET not in log and VERIFY_TOKEN not in log and INTAKE_TOKEN not in log


# --- e-mail -------------------------------------------------------------------

def test_a_real_message_makes_a_query_of_source_email():
    with open_doors() as doors:
        doors.tell("made", letter(sender='"Mary, of Pune" <Mary@Example.com>'))
        query = doors.newest()
        assert (query["source"], query["status"], query["priority"]) == ("email", "open", "medium"), query
        assert (query["name"], query["email"]) == ("Mary, of Pune", "mary@example.com"), query
        assert query["message"] == "Broken kettle\n\nIt is broken.", query
        doors.tell("made", letter(text="Another thing"))
        assert doors.newest()["id"] != query["id"] and doors.newest()["customer_id"] == query["customer_id"]


def test_mail_comes_only_from_who_has_the_token():
    with open_doors() as doors:
        before = doors.count()
        for token in (None, "", INTAKE_TOKEN[:-1], INTAKE_TOKEN + "x", doors.admin.token):
            doors.mail(letter(), token=token).expect(401)
        doors.server.client(INTAKE_TOKEN).get("/support/queries").expect(401)
        assert doors.count() == before


def test_letters_of_every_alphabet_are_read():
    cases = (
        ("Grüße, bitte sehr".encode("latin-1"), "text/plain; charset=iso-8859-1", "8bit", "Grüße, bitte sehr"),
        ("Grüße ohne Angabe".encode("latin-1"), None, "8bit", "Grüße ohne Angabe"),
        ("Grüße falsch benannt".encode("latin-1"), "text/plain; charset=utf-8", "8bit", "Grüße falsch benannt"),
        ("नमस्ते 😀".encode(), "text/plain; charset=utf-8", "8bit", "नमस्ते 😀"),
        ("नमस्ते".encode(), None, "8bit", "नमस्ते"),
        ("Привет, где заказ?".encode("koi8-r"), "text/plain; charset=koi8-r", "8bit", "Привет, где заказ?"),
        ("注文".encode("iso-2022-jp"), "text/plain; charset=iso-2022-jp", "7bit", "注文"),
        (b"Gr=C3=BC=C3=9Fe=\r\n.", "text/plain; charset=utf-8", "quoted-printable", "Grüße."),
        (b"R3LDvMOfZQ==", "text/plain; charset=utf-8", "base64", "Grüße"),
        ("Hi\0there\x1b[31m".encode("utf-16-le"), "text/plain; charset=utf-16le", "8bit", "Hi\ufffdthere[31m"),
        (b"plain \xff\xfe", "text/plain; charset=no-such-thing", "8bit", "plain ÿþ"),
    )
    with open_doors() as doors:
        for raw, kind, encoding, expected in cases:
            head = b"From: m@example.com\nSubject: =?koi8-r?B?8NLJ18XU?=\nMIME-Version: 1.0\nMessage-ID: <%s@x>\n" % (
                uuid.uuid4().hex.encode())
            if kind:
                head += f"Content-Type: {kind}\n".encode()
            doors.tell("made", head + f"Content-Transfer-Encoding: {encoding}\n\n".encode() + raw + b"\n")
            assert doors.newest()["message"] == "Привет\n\n" + expected, (doors.newest()["message"], expected)


def test_html_becomes_text_and_runs_nothing():
    """PAINS, "Script in a ticket"."""
    html = """<html><head><title>No</title><style>p { color: red }</style></head><body onload="alert(1)">
      <script>document.write("<p>evil</p>")</script><!-- hidden -->
      <p>Hello&nbsp;&lt;b&gt; &amp; &#8364;5</p><div>See <a href="https://x.example/a?b=1">the page</a>
      <a href="javascript:alert(1)">or this</a></div><ul><li>One<li>Two</ul>
      <img src="https://tracker.example/p.gif"><iframe src="https://evil.example"></iframe></body></html>"""
    with open_doors() as doors:
        doors.tell("made", letter(text=html, MIME_Version="1.0", Content_Type="text/html; charset=utf-8"))
        text = doors.newest()["message"]
        for evil in ("<script", "evil", "alert", "color", "hidden", "tracker", "javascript:"):
            assert evil not in text, text
        for said in ("Hello <b> & €5", "See the page <https://x.example/a?b=1> or this", "• One\n• Two"):
            assert said in text, text


def test_of_equal_parts_the_plain_one_is_read_and_files_are_named():
    with open_doors() as doors:
        raw = letter(MIME_Version="1.0", Content_Type='multipart/mixed; boundary="o"', text="""--o
Content-Type: multipart/alternative; boundary="i"

--i
Content-Type: text/plain

Plain words
--i
Content-Type: text/html

<p>Other words</p>
--i--
--o
Content-Type: image/jpeg; name="=?utf-8?Q?Kessel=C3=9F.jpg?="
Content-Disposition: attachment; filename="../../Kessel.jpg"
Content-Transfer-Encoding: base64

""" + "QUJD" * 400 + """
--o
Content-Type: text/plain
Content-Disposition: attachment; filename="note.txt"

secret of the file
--o--
""")
        doors.tell("made", raw)
        text = doors.newest()["message"]
        assert "Plain words" in text and "Other words" not in text and "secret of the file" not in text, text
        assert "[Attachment: ../../Kessel.jpg, image/jpeg, 1.2 kB]" in text.replace("\u00a0", " "), text
        assert "[Attachment: note.txt, text/plain" in text, text


def test_an_answer_goes_into_its_thread_and_leaves_out_what_stands_there():
    """PAINS, "Replies become new tickets": by the Message-IDs that it answers; a resolved query is taken up again."""
    with open_doors() as doors:
        doors.tell("made", letter(Message_ID="<first@example.com>"))
        query = doors.newest()
        path = f"/support/queries/{query['id']}"
        for status in ("in_progress", "resolved"):
            version = doors.admin.get(path).json["version"]
            doors.admin.patch(path, {"status": status}, version).expect(200)
        doors.tell("added", letter(In_Reply_To="<first@example.com>", subject="Re: Broken kettle", text="""Still broken.

On Monday, Help
<help@shop.example> wrote:
> Dear Mary,
> it is repaired.
>> It is broken.
"""))
        assert doors.messages(query)[-1]["body"] == "Still broken.\n\n[5 lines of earlier messages are left out]"
        assert doors.admin.get(path).json["status"] == "in_progress"
        doors.tell("added", letter(References="<nobody@x> <first@example.com>\r\n <lost@y>", text="> Is it?\nYes.\n> Sure?\nYes!"))
        assert doors.messages(query)[-1]["body"] == "> Is it?\nYes.\n> Sure?\nYes!"


def test_what_came_before_does_nothing():
    with open_doors() as doors:
        raw = letter()
        without_id = letter(Message_ID=None)
        before = doors.count()
        for mail in (raw, without_id):
            doors.tell("made", mail)
            doors.tell("repeated", mail)
        assert doors.count() == before + 2


def test_a_number_in_the_subject_is_believed_from_a_participant_alone():
    """PAINS, "Replies become new tickets"."""
    with open_doors() as doors:
        doors.tell("made", letter())
        query = doors.newest()
        doors.tell("made", letter(sender="stranger@example.com", subject=f"Re: [{query['number']}] Broken kettle"))
        doors.tell("made", letter(sender="stranger@example.com", In_Reply_To="<first@example.com>"))
        assert len(doors.messages(query)) == 1
        doors.tell("added", letter(subject=f"Re: [{query['number']}] Broken kettle"))
        assert len(doors.messages(query)) == 2


def test_a_signed_reply_token_names_its_thread():
    """PAINS, "Replies become new tickets": whoever it was passed on to; they are seen not to be the customer."""
    with open_doors() as doors:
        doors.tell("made", letter())
        query = doors.newest()
        token = doors.reply_token(query)
        doors.tell("added", letter(To=f"Help <reply+{token}@shop.example>"))
        doors.tell("added", letter(sender="Ravi <ravi@example.com>", Delivered_To=f"reply+{token.upper()}@shop.example"))
        said = doors.messages(query)
        assert [m["sender_name"] for m in said] == ["Mary", "Mary", "Ravi <ravi@example.com>"], said
        assert [m["sender_id"] for m in said] == [query["customer_id"], query["customer_id"], None], said


def test_a_forged_reply_token_opens_nothing():
    with open_doors() as doors:
        doors.tell("made", letter())
        query = doors.newest()
        signed = doors.reply_token(query)
        for place in (0, 5, 20, 30, 45):
            token = signed[:place] + ("b" if signed[place] == "a" else "a") + signed[place + 1:]
            doors.tell("made", letter(sender="stranger@example.com", To=f"reply+{token}@shop.example"))
        for token in ("a" * 47, "A2" * 23 + "a", "", query["id"], query["number"], "x" * 300, "ü" * 40):
            doors.tell("made", letter(sender="stranger@example.com", To=f"reply+{token}@shop.example",
                                      Delivered_To=f"<reply+{token}@shop.example>"))
        assert len(doors.messages(query)) == 1


def test_bounces_and_loops_make_nothing():
    """PAINS, "mail loops"."""
    report = letter(MIME_Version="1.0", Content_Type='multipart/report; report-type=delivery-status; boundary="r"',
                    text="--r\nContent-Type: text/plain\n\nUndeliverable\n--r--\n")
    with open_doors() as doors:
        before = doors.count()
        customers = len(doors.admin.get("/support/customers?limit=200").json["data"])
        for raw in (letter(Auto_Submitted="auto-replied"), letter(Auto_Submitted="auto-generated; x=y"),
                    letter(Precedence="bulk"), letter(Precedence="Auto_Reply"), letter(Precedence="list"),
                    letter(X_Auto_Response_Suppress="All"), letter(X_Auto_Response_Suppress="OOF, AutoReply"),
                    letter(Return_Path="<>"), letter(Return_Path=" <> "), report,
                    letter(sender="MAILER-DAEMON@mx.example.com"), letter(sender="", Return_Path="<>")):
            told = doors.tell("ignored", raw)
            assert told["reason"], told
        doors.tell("repeated", report)
        assert doors.count() == before
        assert len(doors.admin.get("/support/customers?limit=200").json["data"]) == customers
        for raw in (letter(Auto_Submitted="no"), letter(Return_Path="<mary@example.com>"),
                    letter(X_Auto_Response_Suppress="None")):
            doors.tell("made", raw)


def test_mail_as_long_as_25_mib_is_taken_and_no_other_body():
    with open_doors() as doors:
        attachment = "QUJD" * 18 + "\n"
        head = letter(MIME_Version="1.0", Content_Type='multipart/mixed; boundary="b"', text="--b\n\nSee the file\n--b\n"
                      "Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n")
        length = 25 * 1024 * 1024
        raw = (head + attachment * (length // len(attachment)))[:length - 6] + "\n--b--"
        assert len(raw) == length
        doors.tell("made", raw)
        assert "a.zip" in doors.newest()["message"] and "See the file" in doors.newest()["message"]
        for token, size in ((INTAKE_TOKEN, length + 1), ("wrong", 2 * 1024 * 1024), (None, 2 * 1024 * 1024)):
            client = doors.server.client(token)
            try:
                client.request("POST", "/intake/email", b"x" * size, {"Content-Type": "message/rfc822"}).expect(413)
            except (ConnectionError, deskbelld.http.client.HTTPException):
                pass  # it was cut while it still sent
            client.close()
        doors.client.close()
        doors.tell("made", letter())


def test_deep_and_endless_mails_are_survived():
    with open_doors() as doors:
        before = doors.server.memory()
        nested = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(4000))
        wrapped = "".join(f'Content-Type: multipart/mixed; boundary="m{i}"\n\n--m{i}\nContent-Type: message/rfc822\n\n'
                          for i in range(2000))
        for deep in (nested, wrapped):
            doors.tell("made", f"From: m@example.com\nMIME-Version: 1.0\n{deep}\nDeep down\n")
        for endless in ("x: y\n" * 400000, "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n" * 400000,
                        "To: " + "a@b.c," * 400000 + "\n\nx",
                        "Content-Type: message/rfc822\n\n" + "x: y\n" * 400000):
            doors.mail("From: m@example.com\nMIME-Version: 1.0\n" + endless).expect(413)
        for odd in ("", "\n", "\n\n\n", "From: \n\nx", "Subject: x\n\nx", "\0" * 1000, "From: not an address\n\nx"):
            doors.mail(odd).expect(400, 422)
        for odd in ("From: a@example.com\n", "From: a@example.com\nContent-Type: multipart/mixed\n\nx",
                    "From: a@example.com\nContent-Type: ;;;=\nContent-Transfer-Encoding: nonsense\n\nx",
                    "From: a@example.com\nMIME-Version: 1.0\nContent-Type: text/html\n\n" + "<" * 200000,
                    "From: a@example.com\nMIME-Version: 1.0\nContent-Type: text/html\n\n" + "<a href='" * 50000,
                    "From: a@example.com\nMIME-Version: 1.0\nContent-Type: text/html\n\n" + "<blockquote>" * 40000):
            doors.tell("made", odd)
            assert len(doors.newest()["message"].encode()) <= 20000
        doors.server.expect_flat(before, 64)


def test_a_note_is_in_no_answer_to_mail():
    with open_doors() as doors:
        doors.tell("made", letter(Message_ID="<canary@example.com>"))
        query = doors.newest()
        doors.admin.post(f"/support/queries/{query['id']}/messages", {"body": CANARY, "is_internal": True}).expect(201)
        for raw in (letter(In_Reply_To="<canary@example.com>"), letter(subject=query["number"]), letter(), "x",
                    letter(Message_ID="<canary@example.com>"), letter(Precedence="bulk")):
            answer = doors.mail(raw)
            assert CANARY.encode() not in answer.body and query["number"].encode() not in answer.body, answer.body
        assert CANARY not in doors.server.read_log()


# --- closed doors -------------------------------------------------------------

def test_doors_without_a_key_say_so():
    with served(demo=DEMO) as server:
        client = server.client()
        for method, path in (("GET", "/intake/whatsapp"), ("POST", "/intake/whatsapp"), ("POST", "/intake/email")):
            answer = client.request(method, path, b"{}" if method == "POST" else None).expect(404)
            assert "started without" in answer.json["detail"], answer.json
        empty = os.path.join(server.folder, "empty")
        open(empty, "w", encoding="utf-8").close()
        for path in (empty, empty + "-missing"):
            done = run_program("serve", *server.place, "--listen", "127.0.0.1:0", "--whatsapp-secret-file", path, check=False)
            assert done.returncode == 1 and path in done.stderr and len(done.stderr.strip().splitlines()) == 1, done


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
