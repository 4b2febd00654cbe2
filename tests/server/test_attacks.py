#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile and broken clients. Each attack is refused or closed, the server's memory stays flat, and an honest client is
answered within a second all the while."""

import contextlib
import http.client
import socket
import sys
import threading
import time

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import SECOND, read_to_end, served, wait_until

DEMO = 60
FLAT = 24  # MiB that an attack may add


def ask_until_answered(client, end):
    while True:
        try:
            client.get("/support/tickets?limit=5").expect(200)
            return
        except (ConnectionError, http.client.HTTPException):
            if time.monotonic() > end:
                raise


@contextlib.contextmanager
def honest_client(server, source=None):
    """Somebody who asks for a list again and again, on new and kept connections. A connection that was cut between two
    requests is opened again, as every client does; with that, no answer takes longer than a second."""
    token = server.token("agent")
    stop = threading.Event()
    worst = {"seconds": 0.0, "count": 0, "failure": None}

    def ask():
        while not stop.is_set():
            client = server.client(token)
            try:
                for _ in range(3):
                    begun = time.monotonic()
                    ask_until_answered(client, begun + 5)
                    worst["seconds"] = max(worst["seconds"], time.monotonic() - begun)
                    worst["count"] += 1
            except Exception as failure:
                worst["failure"] = repr(failure)
                return
            finally:
                client.close()
            stop.wait(0.02)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield worst
    finally:
        stop.set()
        thread.join()
    assert worst["failure"] is None, worst
    assert worst["count"] > 0 and worst["seconds"] < SECOND, worst


def test_deep_json_is_refused():
    """400,000 levels would overflow the stack of a parser that recurses."""
    with served(demo=DEMO) as server:
        client = server.somebody("executive")
        before = server.memory()
        with honest_client(server):
            for text in ("[" * 400000, '{"a":' * 80000 + "1" + "}" * 80000, '{"message":' + "[" * 400000 + "]" * 400000 + "}"):
                answer = client.request("POST", "/support/queries", text, {"Content-Type": "application/json"})
                answer.expect(400)
                assert "deep" in answer.json["detail"], answer.json
        server.expect_flat(before, FLAT)


def test_a_body_of_512_mib_is_refused():
    """By its announced length, and by counting where none is announced; hardly any of it is read."""
    with served(demo=DEMO) as server:
        token = server.token("executive")
        head = (f"POST /support/queries HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
                "Content-Type: application/json\r\n")
        piece = b"x" * 65536
        before = server.memory()
        with honest_client(server):
            for chunked in (False, True):
                connection = server.raw()
                begun = time.monotonic()
                length = "Transfer-Encoding: chunked" if chunked else "Content-Length: 536870912"
                connection.sendall(f"{head}{length}\r\n\r\n".encode())
                sent = 0
                with contextlib.suppress(OSError):
                    while sent < 512 * 1024 * 1024:
                        connection.sendall(b"10000\r\n" + piece + b"\r\n" if chunked else piece)
                        sent += len(piece)
                assert sent < 64 * 1024 * 1024, f"{sent} bytes were taken"
                answer = read_to_end(connection)
                assert answer == b"" or b" 413 " in answer.split(b"\r\n")[0], answer[:200]
                assert time.monotonic() - begun < 5, "who sends too much is told so soon"
                connection.close()
                server.expect_flat(before, FLAT)
        server.expect_flat(before, FLAT)


def test_one_byte_over_the_limit_is_refused_and_the_limit_is_not():
    with served(demo=DEMO) as server:
        client = server.somebody("executive")
        for length, status in ((1024 * 1024, 422), (1024 * 1024 + 1, 413)):
            text = '{"message":"' + "x" * (length - 14) + '"}'
            assert len(text) == length
            client.request("POST", "/support/queries", text, {"Content-Type": "application/json"}).expect(status)
            client.close()


def test_600_slow_heads_are_closed():
    """Connections that drip a byte of their head now and then are closed after ten seconds."""
    with served(demo=DEMO) as server:
        before = server.memory()
        with honest_client(server):
            slow = []
            for _ in range(600):
                connection = server.raw()
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Drip: ")
                connection.setblocking(False)
                slow.append(connection)
            begun = time.monotonic()
            pause = threading.Event()
            while slow and time.monotonic() < begun + 20:
                for connection in list(slow):
                    try:
                        connection.send(b"y")
                        if connection.recv(10) == b"":
                            raise ConnectionError
                    except BlockingIOError:
                        pass
                    except OSError:
                        connection.close()
                        slow.remove(connection)
                pause.wait(0.5)
            assert not slow, f"{len(slow)} are still open"
            assert time.monotonic() - begun > 5, "closed far too early"
        server.expect_flat(before, FLAT)


def test_a_head_in_pieces_is_served():
    """Slow is not hostile: whoever needs three tries, or sends more than the lobby looks at, is answered as anybody."""
    pause = threading.Event()
    with served(demo=DEMO) as server:
        for pieces in (
            (b"GET /heal", b"thz HTTP/1.1\r\nHost: x\r", b"\n\r\n"),
            (b"GET /healthz HTTP/1.1\nHost: x\n", b"\n"),
            (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + b"y" * 9000, b"y" * 9000, b"\r\n\r\n"),
        ):
            connection = server.raw()
            for piece in pieces:
                connection.sendall(piece)
                pause.wait(0.1)
            assert connection.recv(4096).startswith(b"HTTP/1.1 200 OK"), pieces
            connection.close()


def test_who_does_not_read_the_answer_is_closed():
    """Pipelined requests for big answers that nobody reads: memory stays flat, and the connection ends."""
    with served(demo=400) as server:
        token = server.token("admin")
        before = server.memory()
        request = f"GET /support/tickets?limit=200 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        with honest_client(server):
            stuck = []
            for _ in range(50):
                connection = socket.socket()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                connection.connect(server.address)
                connection.sendall(request * 20)
                stuck.append(connection)
            wait_until("the first is closed", lambda: is_closed(server, stuck[0]), 90)
            for connection in stuck:
                connection.close()
        server.expect_flat(before, FLAT + 50)


def is_closed(server, connection):
    """Whether the server's side is gone: nothing in /proc/net/tcp is established from its port to ours."""
    ours = f":{connection.getsockname()[1]:04X}"
    theirs = f":{server.address[1]:04X}"
    with open("/proc/net/tcp", encoding="ascii") as file:
        for line in file.readlines()[1:]:
            fields = line.split()
            if fields[1].endswith(theirs) and fields[2].endswith(ours) and fields[3] == "01":
                return False
    return True


def flood(server, sources, count, stop):
    """Opens connections as fast as it can, holds on to them and says nothing useful."""
    held = []
    number = 0
    while not stop.is_set():
        number += 1
        try:
            connection = socket.create_connection(server.address, 5, (sources[number % len(sources)], 0))
            connection.send(b"GET / HTTP/1.1\r\nX: ")
            held.append(connection)
        except OSError:
            stop.wait(0.01)
        if len(held) > count:
            held.pop(0).close()
    for connection in held:
        connection.close()


def test_descriptors_used_up():
    """Far more connections than the server has descriptors, from one address and from many: those who sit in the door
    make room for who comes."""
    with served(demo=DEMO, descriptors=256) as server:
        before = server.memory()
        for sources in (["127.0.0.1"], [f"127.0.1.{n}" for n in range(1, 200)]):
            stop = threading.Event()
            attackers = [threading.Thread(target=flood, args=(server, sources, 400, stop)) for _ in range(3)]
            with honest_client(server) as worst:
                for attacker in attackers:
                    attacker.start()
                threading.Event().wait(6)
                stop.set()
                for attacker in attackers:
                    attacker.join()
            assert worst["count"] > 10, worst
        server.client().get("/healthz").expect(200)
        server.expect_flat(before, FLAT)


def test_accepting_survives_that_no_descriptor_is_left():
    """With a limit below what the server allows itself, accept() itself fails; it goes on once there is room."""
    with served(demo=DEMO, descriptors=128, options=["--max-connections", "100000"]) as server:
        held = []
        for _ in range(300):
            with contextlib.suppress(OSError):
                held.append(server.raw(timeout=2))
        wait_until("an answer in the crowd", lambda: answers(server), 10)
        for connection in held:
            connection.close()
        wait_until("an answer afterwards", lambda: answers(server), 10)


def answers(server):
    try:
        return server.client().get("/healthz").status == 200
    except OSError:
        return False


def test_one_address_has_a_limit():
    """Who has too many connections loses their own oldest, and others keep theirs."""
    with served(demo=DEMO, options=["--max-connections-per-address", "10"]) as server:
        other = server.raw("127.0.0.2")
        own = [server.raw("127.0.0.3") for _ in range(15)]
        for connection in own[:5]:
            connection.settimeout(5)
            assert read_to_end(connection) == b""
        for connection in [other, *own[5:]]:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"200 OK" in connection.recv(4096)


def test_nonsense_is_answered_or_cut():
    with served(demo=DEMO) as server:
        before = server.memory()
        pieces = (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xff" * 500,
            b"GET " + b"/" * 60000 + b" HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 30000 + b"\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"POST /auth/login HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            b"POST /auth/login HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
            b"POST /auth/login HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
            b"GET /support/tickets/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /support/tickets/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
            b"\0" * 100000,
        )
        with honest_client(server):
            for piece in pieces:
                connection = server.raw(timeout=15)
                with contextlib.suppress(OSError):
                    connection.sendall(piece)
                    connection.shutdown(socket.SHUT_WR)
                answer = read_to_end(connection)
                assert b" 200 " not in answer.split(b"\r\n")[0] and b" 500 " not in answer.split(b"\r\n")[0], (piece[:40], answer[:200])
                connection.close()
        server.expect_flat(before, FLAT)


def test_a_certificate_handshake_that_never_ends_is_closed():
    with served(demo=DEMO, tls=True) as server:
        stuck = [server.raw() for _ in range(50)]
        for connection in stuck:
            connection.sendall(b"\x16\x03\x01")
        with honest_client(server):
            begun = time.monotonic()
            for connection in stuck:
                connection.settimeout(20)
                read_to_end(connection)
            assert time.monotonic() - begun < 15


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
