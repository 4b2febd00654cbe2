#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that come with what people write: their limits, their types, who gets them, and how they stand on the disk."""

import hashlib
import os
import random
import sys
import time

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import PASSWORD, WebSocket, form, served, wait_until
from pictures import gif, png

DEMO = 60
MIB = 1024 * 1024
TEXT = b"Dear desk, it is broken.\n"


def noise(length, seed=1):
    return random.Random(seed).randbytes(length)


class Desk:
    """A ticket of a customer with an agent, and somebody who has nothing to do with it."""

    def __init__(self, server):
        self.server = server
        self.admin = server.somebody("admin")
        self.agent = server.somebody("agent")
        self.customer = server.somebody("customer")
        agent_id = self.agent.get("/auth/me").expect(200).json["agent"]["id"]
        self.ticket = self.customer.post("/support/tickets", {"subject": "Torn", "category": "Other"}).expect(201).json
        self.path = f"/support/tickets/{self.ticket['number']}"
        self.admin.post(self.path + "/assign", {"agent_id": agent_id}).expect(200)

    def stranger(self):
        client = self.server.client()
        client.post("/auth/register", {"name": "S", "email": "s@mail.example", "password": PASSWORD}).expect(202)
        client.token = self.server.login("s@mail.example").expect(200).json["access_token"]
        return client

    def send(self, client, *files, path=None, **options):
        body, content_type = form(*files, **options)
        return client.request("POST", path or self.path + "/attachments", body, {"Content-Type": content_type})

    def upload(self, client, name, content):
        return self.send(client, (name, content)).expect(201).json["data"][0]

    def get(self, client, attachment, query="", **headers):
        return client.request("GET", f"/support/attachments/{attachment['id']}{query}", headers=headers)


def stored(server):
    """Everything in the folder of files that is a file of somebody, by its name."""
    return {name: os.path.join(folder, name) for folder, _, names in os.walk(server.files) for name in names
            if len(name) >= 64}


def test_a_file_comes_back_as_it_was_sent():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        content = noise(3 * MIB + 17)
        done = desk.send(desk.customer, ("photo.png", content), ("letter.txt", TEXT)).expect(201).json["data"]
        assert [a["file_name"] for a in done] == ["photo.png", "letter.txt"]
        assert done[0]["size"] == len(content) and done[0]["sha256"] == hashlib.sha256(content).hexdigest()
        assert done[0]["thread_id"] == desk.ticket["id"] and done[0]["message_id"] is None
        for reader in (desk.customer, desk.agent, desk.admin):
            answer = desk.get(reader, done[0]).expect(200)
            assert answer.body == content
            assert answer.headers["content-length"] == str(len(content))
            listed = reader.get(desk.path + "/attachments").expect(200).json["data"]
            assert [a["id"] for a in listed] == [a["id"] for a in done]
        head = desk.customer.request("HEAD", f"/support/attachments/{done[0]['id']}").expect(200)
        assert head.body == b"" and head.headers["content-length"] == str(len(content))
        assert desk.get(desk.customer, done[1]).expect(200).body == TEXT


def test_a_file_may_have_25_mib_and_not_one_byte_more():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        before = server.memory()
        most = noise(25 * MIB)
        attachment = desk.upload(desk.customer, "most.bin", most)
        server.expect_flat(before, 16)
        answer = desk.get(desk.agent, attachment).expect(200)
        assert hashlib.sha256(answer.body).hexdigest() == attachment["sha256"]
        server.expect_flat(before, 24)
        answer = desk.send(desk.customer, ("more.bin", most + b"x")).expect(413)
        assert "25 MiB" in answer.json["detail"], answer.json
        desk.customer.close()
        head = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(101 * MIB)}
        desk.customer.request("POST", desk.path + "/attachments", b"", head).expect(413)
        desk.customer.close()
        assert len(desk.customer.get(desk.path + "/attachments").expect(200).json["data"]) == 1
        wait_until("what was not taken is gone", lambda: os.listdir(os.path.join(server.files, "incoming")) == [])
        assert list(stored(server)) == [attachment["sha256"]]


def test_who_has_no_token_writes_nothing():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        for token in (None, "nonsense"):
            client = server.client(token)
            desk.send(client, ("a.txt", TEXT)).expect(401)
            try:
                assert desk.send(client, ("a.bin", noise(3 * MIB))).status == 413
            except OSError:
                pass
            client.close()
        assert stored(server) == {} and os.listdir(os.path.join(server.files, "incoming")) == []


def test_the_type_is_found_from_the_bytes():
    """Never from the name, and never from what the sender says: each part of the form calls itself a PNG."""
    with served(demo=DEMO) as server:
        desk = Desk(server)
        docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        cases = (
            ("a.html", png(2, 2), "image/png", "inline"),
            ("a.png", b"\xff\xd8\xff\xe0" + noise(60), "image/jpeg", "inline"),
            ("a.txt", b"GIF89a" + noise(60), "image/gif", "inline"),
            ("a.txt", b"RIFF\0\0\0\0WEBPVP8 " + noise(60), "image/webp", "inline"),
            ("a.exe", b"%PDF-1.7\n" + noise(60), "application/pdf", "inline"),
            ("a.pdf", b"PK\x03\x04" + noise(60), "application/zip", "attachment"),
            ("a.zip", b"PK\x03\x04" + noise(26) + b"word/document.xml", docx, "attachment"),
            ("a.txt", b"\0\0\0\x20ftypisom" + noise(60), "video/mp4", "attachment"),
            ("page.html", b"<script>alert(1)</script>", "text/plain", "inline"),
            ("image.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "text/plain", "inline"),
            ("text.txt", "Grüße, सोमवार".encode(), "text/plain", "inline"),
            ("image.png", b"MZ\x90\0" + noise(60), "application/octet-stream", "attachment"),
            ("a.txt", b"text \xff\xfe and not", "application/octet-stream", "attachment"),
        )
        for name, content, media_type, way in cases:
            attachment = desk.upload(desk.customer, name, content)
            assert attachment["media_type"] == media_type, (name, attachment)
            answer = desk.get(desk.agent, attachment).expect(200)
            assert answer.headers["content-type"].split(";")[0] == media_type, answer.headers
            assert answer.headers["content-disposition"].startswith(way + ";"), (name, answer.headers)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "sandbox" in answer.headers["content-security-policy"]
            assert answer.body == content


def test_names_are_never_paths():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        cases = (
            ("../../etc/passwd", "passwd"), ("/etc/shadow", "shadow"), ("..\\\\..\\\\boot.ini", "boot.ini"),
            ("..", "file"), ("...", "file"), ("", "file"), (".htaccess", "htaccess"), ("a/", "file"),
            ("rechnung\u202efdp.exe", "rechnungfdp.exe"), ("x" * 500 + ".png", "x" * 196 + ".png"),
            ("Grüße सोमवार.txt", "Grüße सोमवार.txt"), ("a\tb\x7f.txt", "ab.txt"),
            (b"filename*=UTF-8''%E2%82%AC%20rates.txt", "€ rates.txt"),
            (b"filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
        )
        for given, kept in cases:
            attachment = desk.upload(desk.customer, given, TEXT)
            assert attachment["file_name"] == kept, (given, attachment["file_name"])
        answer = desk.send(desk.customer, (b'filename="a\0b.txt"', TEXT)).expect(400)
        assert "zero" in answer.json["detail"], answer.json
        encoded = desk.send(desk.customer, (b"filename*=UTF-8''a%00b.txt", TEXT)).json
        assert "\0" not in str(encoded), encoded
        euro = desk.upload(desk.customer, b"filename*=UTF-8''%E2%82%AC%20%22rates%22.txt", TEXT)
        header = desk.get(desk.customer, euro).headers["content-disposition"]
        assert "filename*=UTF-8''%E2%82%AC%20rates.txt" in header and header.count('"') == 2, header
        assert set(stored(server)) == {hashlib.sha256(TEXT).hexdigest()}
        assert set(os.listdir(server.files)) == {"key", "lock", "incoming", hashlib.sha256(TEXT).hexdigest()[:2]}


def test_forms_that_are_none_are_refused():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        path = desk.path + "/attachments"

        def send(body, content_type="multipart/form-data; boundary=b"):
            answer = desk.customer.request("POST", path, body, {"Content-Type": content_type})
            return answer.status, answer.json

        head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
        for body in (b"", b"nothing", b"--b", b"--b--", head, head + b"x", head + b"x\r\n--b", b"--bx\r\n\r\n",
                     b"--b\r\n\r\nx\r\n--b--", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
                     b"--b\r\n" + b"X: y\r\n" * 4000 + b"\r\nx\r\n--b--", b"x" * 20000):
            status, problem = send(body)
            assert status in (400, 422), (body[:80], status, problem)
        assert send(head + b"x\r\n--b--", "multipart/form-data")[0] == 400
        assert send(head + b"x\r\n--b--", "multipart/form-data; boundary=" + "b" * 71)[0] == 400
        assert send(b"{}", "application/json")[0] == 415
        assert send(b"", "text/plain")[0] == 415
        status, problem = send(head + b"\r\n--b--")
        assert status == 422 and "empty" in problem["errors"][0]["detail"], problem
        body, content_type = form(("x", b"x"), field="photo")
        status, problem = send(body, content_type)
        assert status == 422 and problem["errors"][0]["field"] == "photo", problem
        body, content_type = form((b'x="y"', b"x"))
        assert send(body, content_type)[0] == 422
        body, content_type = form(*((f"{n}.txt", b"x") for n in range(11)))
        assert send(body, content_type)[0] == 422
        tricky = b"x\r\n--a-boundary-of-test\r\n--a-boundary-of-tests-\r\n\r\n--\r\n" + b"\r\n" * 5
        assert desk.send(desk.customer, ("ok", tricky)).status == 400
        almost = b"\r\n--a-boundary-of-testS\r\n--\r\n" * 300
        attachment = desk.upload(desk.customer, "almost", almost)
        assert desk.get(desk.customer, attachment).body == almost


def test_forms_come_in_pieces_of_any_size():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        body, content_type = form(("a.bin", noise(3000)), ("b.txt", TEXT))
        for size in (1, 7, 64):
            with server.raw() as connection:
                connection.sendall(
                    f"POST {desk.path}/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.customer.token}\r\n"
                    f"Content-Type: {content_type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".encode())
                for start in range(0, len(body), size):
                    piece = body[start:start + size]
                    connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
                connection.sendall(b"0\r\n\r\n")
                answer = b""
                while piece := connection.recv(65536):
                    answer += piece
            assert answer.startswith(b"HTTP/1.1 201"), answer[:300]
        hashes = {a["sha256"] for a in desk.customer.get(desk.path + "/attachments").json["data"]}
        assert hashes == {hashlib.sha256(noise(3000)).hexdigest(), hashlib.sha256(TEXT).hexdigest()}


def test_a_slow_upload_is_waited_for_and_a_silent_one_is_cut():
    """A request has ten seconds; one that brings files has them for each 64 KiB."""
    with served(demo=DEMO) as server:
        desk = Desk(server)
        body, content_type = form(("slow.bin", noise(9 * 65536)))
        head = (f"POST {desk.path}/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.customer.token}\r\n"
                f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode()
        with server.raw() as slow, server.raw() as silent:
            silent.sendall(head + body[:100000])
            slow.sendall(head)
            begun = time.monotonic()
            pause = deskbelld.threading.Event()
            for start in range(0, len(body), 70000):
                slow.sendall(body[start:start + 70000])
                pause.wait(1.5)
            assert time.monotonic() - begun > 12
            assert slow.recv(12) == b"HTTP/1.1 201"
            while silent.recv(65536):
                pass
        wait_until("what was cut off is gone", lambda: os.listdir(os.path.join(server.files, "incoming")) == [])


def test_ranges_and_etags():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        content = noise(200 * 1024 + 5)
        attachment = desk.upload(desk.customer, "a.bin", content)
        size = len(content)
        cases = (("0-0", 0, 1), ("0-99", 0, 100), ("65535-65536", 65535, 65537), ("100000-", 100000, size),
                 ("-5", size - 5, size), (f"-{size * 2}", 0, size), (f"{size - 1}-{size + 50}", size - 1, size),
                 ("131072-196608", 131072, 196609), (f"0-{size - 1}", 0, size))
        for text, start, end in cases:
            answer = desk.get(desk.customer, attachment, Range=f"bytes={text}").expect(206)
            assert answer.body == content[start:end], text
            assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{size}", answer.headers
        for text in (f"bytes={size}-", f"bytes={size + 5}-{size + 9}", "bytes=-0"):
            answer = desk.get(desk.customer, attachment, Range=text).expect(416)
            assert answer.headers["content-range"] == f"bytes */{size}" and answer.body == b""
        for text in ("bytes=5-2", "bytes=a-b", "bytes=", "bytes=-", "lines=0-5", "bytes=0-1,5-6", "bytes=--5",
                     "bytes=99999999999999999999-", "bytes=0x1-5"):
            assert desk.get(desk.customer, attachment, Range=text).expect(200).body == content, text
        etag = desk.get(desk.customer, attachment).headers["etag"]
        for known in (etag, "*", f'"x", {etag}', "W/" + etag):
            answer = desk.get(desk.customer, attachment, **{"If-None-Match": known}).expect(304)
            assert answer.body == b"" and answer.headers["etag"] == etag
        assert desk.get(desk.customer, attachment, **{"If-None-Match": '"x"'}).expect(200).body == content
        headers = {"Range": "bytes=0-4", "If-Range": etag}
        assert desk.get(desk.customer, attachment, **headers).expect(206).body == content[:5]
        headers["If-Range"] = '"another"'
        assert desk.get(desk.customer, attachment, **headers).expect(200).body == content


def test_thumbnails_and_pictures_that_claim_too_much():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        attachment = desk.upload(desk.customer, "a.png", png(1200, 600))
        sizes = {}
        for size, kept in ((1, 64), (64, 64), (100, 128), (500, 512), (1024, 1024)):
            answer = desk.get(desk.agent, attachment, f"?size={size}").expect(200)
            assert answer.headers["content-type"] == "image/jpeg" and answer.body.startswith(b"\xff\xd8\xff")
            assert sizes.setdefault(kept, answer.body) == answer.body
            etag = answer.headers["etag"]
            desk.get(desk.agent, attachment, f"?size={size}", **{"If-None-Match": etag}).expect(304)
        assert len(set(sizes.values())) == 5 - 1 and len(sizes[64]) < len(sizes[1024])
        for wrong in ("0", "1025", "-1", "big", ""):
            desk.get(desk.agent, attachment, f"?size={wrong}").expect(422)
        for frames in (1, 20000):
            attachment = desk.upload(desk.customer, "a.gif", gif(1, 1, frames=frames))
            assert desk.get(desk.agent, attachment, "?size=64").expect(200).body
        before = server.memory()
        bombs = (gif(9, 9, (65535, 65535)), gif(65535, 65535), gif(9, 9)[:30],
                 png(50000, 50000, 10), png(0xFFFFFFFF, 0xFFFFFFFF, 1), png(0, 10, 1), b"\x89PNG\r\n\x1a\nIHDR",
                 b"GIF89a\xff\xff\xff\xff" + noise(50), b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff" + noise(50))
        for bomb in bombs:
            attachment = desk.upload(desk.customer, "bomb.png", bomb)
            answer = desk.get(desk.agent, attachment, "?size=64").expect(422)
            assert answer.json["errors"][0]["field"] == "size", answer.json
        server.expect_flat(before, 32)
        text = desk.upload(desk.customer, "a.txt", TEXT)
        desk.get(desk.agent, text, "?size=64").expect(422)
        desk.get(desk.stranger(), text, "?size=64").expect(404)


def test_nothing_on_the_disk_is_plain_text_and_nothing_changed_is_served():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        canary = b"canary-in-a-file " * 10000
        attachment = desk.upload(desk.customer, "canary-name.txt", canary)
        twin = desk.upload(desk.agent, "same.txt", canary)
        other = desk.upload(desk.customer, "other.txt", b"another-text " * 10000)
        assert twin["sha256"] == attachment["sha256"]
        files = stored(server)
        assert set(files) == {attachment["sha256"], other["sha256"]}, "the same content stands there once"
        for folder, _, names in os.walk(server.files):
            assert os.stat(folder).st_mode & 0o077 == 0, folder
            for name in names:
                path = os.path.join(folder, name)
                assert os.stat(path).st_mode & 0o077 == 0, path
                with open(path, "rb") as file:
                    assert b"canary" not in file.read(), path
        assert os.path.getsize(os.path.join(server.files, "key")) == 32

        server.stop()
        server.start()
        assert desk.get(server.somebody("agent"), attachment).expect(200).body == canary
        agent = server.somebody("agent")
        path = files[attachment["sha256"]]
        with open(path, "r+b") as file:
            good = file.read()
            file.seek(100000)
            file.write(bytes([good[100000] ^ 1]))
        try:
            assert desk.get(agent, attachment).body != canary
        except (OSError, deskbelld.http.client.HTTPException):
            pass
        agent.close()
        assert desk.get(agent, attachment, Range="bytes=0-99").expect(206).body == canary[:100]
        with open(files[other["sha256"]], "rb") as file, open(path, "wb") as target:
            target.write(good[:112] + file.read()[112:])
        try:
            assert not desk.get(agent, attachment).body
        except (OSError, deskbelld.http.client.HTTPException):
            pass
        agent.close()
        with open(path, "wb") as file:
            file.write(b"x" * 200)
        desk.get(agent, attachment).expect(500)
        os.unlink(path)
        desk.get(agent, attachment).expect(404)
        assert "canary" not in server.read_log()


def test_attachments_are_sent_with_messages():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        mine = desk.upload(desk.agent, "offer.pdf", b"%PDF-1.4\n" + noise(50))
        theirs = desk.upload(desk.customer, "photo.png", png(4, 4))
        path = desk.path + "/messages"
        desk.get(desk.customer, mine).expect(404)
        assert [a["id"] for a in desk.customer.get(desk.path + "/attachments").json["data"]] == [theirs["id"]]

        message = desk.agent.post(path, {"body": "Our offer", "attachment_ids": [mine["id"]]}).expect(201).json
        assert message["attachments"] == [{name: mine[name] for name in ("id", "file_name", "media_type", "size")}]
        seen = desk.customer.get(path).expect(200).json["data"][-1]
        assert seen["attachments"] == message["attachments"], seen
        desk.get(desk.customer, mine).expect(200)
        listed = {a["id"]: a for a in desk.customer.get(desk.path + "/attachments").expect(200).json["data"]}
        assert listed[mine["id"]]["message_id"] == message["id"] and "is_internal" not in listed[mine["id"]]

        other = desk.customer.post("/support/tickets", {"subject": "Other", "category": "Other"}).expect(201).json
        elsewhere = desk.send(desk.customer, ("a.txt", TEXT), path=f"/support/tickets/{other['id']}/attachments")
        elsewhere = elsewhere.expect(201).json["data"][0]
        for wrong in (mine["id"], theirs["id"], elsewhere["id"], "nonsense", str(deskbelld.uuid.uuid4())):
            answer = desk.agent.post(path, {"body": "No", "attachment_ids": [wrong]}).expect(422)
            assert answer.json["errors"][0]["field"] == "attachment_ids", answer.json
        desk.customer.post(path, {"body": "No", "attachment_ids": [elsewhere["id"]]}).expect(422)
        desk.customer.post(path, {"body": "No", "attachment_ids": [theirs["id"]] * 2}).expect(422)
        desk.customer.post(path, {"body": "No", "attachment_ids": "x"}).expect(422)
        desk.customer.post(path, {"body": "See", "attachment_ids": [theirs["id"]]}).expect(201)
        desk.customer.post(path, {"body": "Again", "attachment_ids": [theirs["id"]]}).expect(422)


def test_a_notes_attachment_never_reaches_the_customer():
    """Not its content, its thumbnail, its name or its id: not by the list, the messages, the feed or the file itself."""
    with served(demo=DEMO) as server:
        desk = Desk(server)
        stranger = desk.stranger()
        canary = desk.upload(desk.agent, "canary-secret.png", png(9, 9))
        note = {"body": "canary note", "is_internal": True, "attachment_ids": [canary["id"]]}
        desk.agent.post(desk.path + "/messages", note).expect(201)
        public = desk.upload(desk.customer, "public.txt", TEXT)
        for reader in (desk.customer, stranger):
            for query in ("", "?size=64"):
                desk.get(reader, canary, query).expect(404)
            for path in (desk.path + "/attachments", desk.path + "/messages", "/support/sync", "/support/tickets"):
                assert b"canary" not in reader.get(path).body and canary["id"].encode() not in reader.get(path).body
        desk.customer.post(desk.path + "/messages", {"body": "x", "attachment_ids": [canary["id"]]}).expect(422)
        desk.get(stranger, public).expect(404)
        stranger.get(desk.path + "/attachments").expect(404)
        desk.send(stranger, ("x.txt", TEXT)).expect(404)
        desk.get(desk.agent, canary).expect(200)
        assert canary["id"] in {a["id"] for a in desk.admin.get(desk.path + "/attachments").json["data"]}
        executive = server.somebody("executive")
        desk.send(executive, ("x.txt", TEXT)).expect(403)
        lines = desk.agent.get("/support/sync?since=1&limit=10000").expect(200).body
        assert b'"kind":"attachment","op":"put"' in lines and b"canary-secret.png" in lines


def test_files_of_a_chat():
    """Either side sends them while they talk; a note's are the desk's, another customer's chat is none, and they are told
    live, by the feed and as part of what was said."""
    with served(demo=DEMO) as server:
        desk = Desk(server)
        stranger = desk.stranger()
        for chat in desk.customer.get("/support/chats").expect(200).json["data"]:
            if chat["status"] != "ended":
                desk.admin.post(f"/support/chats/{chat['id']}/end").expect(200)
        chat = desk.customer.post("/support/chats", {"body": "It came torn"}).expect(201).json
        path = f"/support/chats/{chat['id']}"
        executive = server.somebody("executive")
        executive.post(path + "/accept").expect(200)
        live = WebSocket(server, desk.customer.token)
        live.begin()

        photo = desk.send(desk.customer, ("photo.png", png(8, 8)), path=path + "/attachments").expect(201).json["data"][0]
        assert (photo["thread_kind"], photo["thread_id"]) == ("chat", chat["id"]), photo
        said = desk.customer.post(path + "/messages", {"body": "See", "attachment_ids": [photo["id"]]}).expect(201).json
        assert [part["file_name"] for part in said["attachments"]] == ["photo.png"], said
        assert desk.get(executive, photo).expect(200).body == png(8, 8)
        desk.get(executive, photo, "?size=64").expect(200)

        offer, secret = (desk.send(executive, (name, TEXT), path=path + "/attachments").expect(201).json["data"][0]
                         for name in ("offer.txt", "canary.txt"))
        executive.post(path + "/messages", {"body": "x", "is_internal": True, "attachment_ids": [secret["id"]]}).expect(201)
        desk.get(desk.customer, offer).expect(404)
        executive.post(path + "/messages", {"body": "Ours", "attachment_ids": [offer["id"]]}).expect(201)
        told = live.wait_for(lambda e: e["event"] == "new_message" and e["data"]["data"]["body"] == "Ours")
        assert [part["id"] for part in told["data"]["data"]["attachments"]] == [offer["id"]], told
        live.flush()
        live.close()

        assert [row["id"] for row in desk.customer.get(path + "/attachments").json["data"]] == [photo["id"], offer["id"]]
        assert {row["id"] for row in desk.agent.get(path + "/attachments").json["data"]} == {
            photo["id"], offer["id"], secret["id"]}
        for place in (path + "/attachments", path + "/messages", "/support/sync"):
            body = desk.customer.get(place).expect(200).body
            assert b"canary" not in body and offer["id"].encode() in body, place
        desk.get(desk.customer, secret).expect(404)
        stranger.get(path + "/attachments").expect(404)
        desk.get(stranger, photo).expect(404)
        desk.send(stranger, ("x.txt", TEXT), path=path + "/attachments").expect(404)
        desk.customer.post(desk.path + "/messages", {"body": "No", "attachment_ids": [offer["id"]]}).expect(422)

        # It has ended, or became a query: what was sent stays where it was said.
        executive.post(path + "/convert", {"to": "query"}).expect(201)
        assert len(desk.customer.get(path + "/attachments").expect(200).json["data"]) == 2
        desk.get(desk.customer, offer).expect(200)


def test_the_same_upload_twice_is_one():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        body, content_type = form(("a.txt", TEXT))
        headers = {"Content-Type": content_type, "Idempotency-Key": "once"}
        path = desk.path + "/attachments"
        first = desk.customer.request("POST", path, body, headers).expect(201)
        assert desk.customer.request("POST", path, body, headers).expect(201).body == first.body
        assert len(desk.customer.get(path).json["data"]) == 1
        other, _ = form(("a.txt", TEXT + b"!"))
        desk.customer.request("POST", path, other, headers).expect(422)


def test_what_nothing_refers_to_is_swept_and_all_else_stays():
    with served(demo=DEMO) as server:
        desk = Desk(server)
        kept = desk.upload(desk.customer, "a.txt", TEXT)
        gone = desk.upload(desk.customer, "b.png", png(300, 300))
        desk.get(desk.customer, gone, "?size=64").expect(200)
        other = desk.customer.post("/support/tickets", {"subject": "Other", "category": "Other"}).expect(201).json
        path = f"/support/tickets/{other['id']}"
        desk.send(desk.customer, ("same.txt", TEXT), path=path + "/attachments").expect(201)
        ticket = desk.admin.get(desk.path).expect(200).json
        desk.admin.request("DELETE", desk.path, headers={"If-Match": f'"{ticket["version"]}"'}).expect(204)
        desk.get(desk.customer, kept).expect(404)
        desk.admin.request("GET", f"/support/attachments/{gone['id']}").expect(404)
        draft = os.path.join(server.files, "incoming", "draft")
        open(draft, "wb").close()
        fresh = os.path.join(server.files, "00", "0" * 64)
        os.makedirs(os.path.dirname(fresh), exist_ok=True)
        open(fresh, "wb").close()
        server.stop()
        old = time.time() - 7200
        for file in (*stored(server).values(), draft):
            if file != fresh:
                os.utime(file, (old, old))
        server.start()
        wait_until("orphans are swept", lambda: set(stored(server)) == {kept["sha256"], "0" * 64}
                   and not os.path.exists(draft))
        still = server.somebody("customer").get(path + "/attachments").expect(200).json["data"][0]
        assert desk.get(server.somebody("customer"), still).expect(200).body == TEXT


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
