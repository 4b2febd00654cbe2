# SPDX-License-Identifier: GPL-3.0-or-later
"""A real deskbelld on a free port, and those who talk to it, over plain sockets.

What the tests of the server share. A test is a function whose name begins with "test_"; run() runs those of a module
one after the other and prints TAP. With "--engine postgresql" the desks stand in a PostgreSQL that is started for it;
else in SQLite.
"""

import argparse
import atexit
import base64
import contextlib
import http.client
import json
import os
import resource
import shutil
import signal
import socket
import sqlite3
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import uuid

PASSWORD = "a-password-for-tests"
ROLES = ("customer", "executive", "agent", "manager", "admin")
PATIENCE = 30
# A program with sanitizers keeps what it freed, and is slow: there memory says nothing, and time has to be read so.
IS_SANITIZED = "ASAN_OPTIONS" in os.environ
SECOND = 5 if IS_SANITIZED else 1


class Postgres:
    """A PostgreSQL of this test alone."""

    running = None

    def __init__(self):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib", "throw-away-postgres.sh")
        self.process = subprocess.Popen(["sh", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("postgresql://"), "PostgreSQL did not start"
        atexit.register(self.close)

    def close(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE)

    @classmethod
    def make_database(cls):
        """The URL of a new database."""
        cls.running = cls.running or cls()
        name = "desk_" + uuid.uuid4().hex
        subprocess.run(["psql", "-q", "-d", cls.running.url, "-c", f"CREATE DATABASE {name}"], check=True)
        return cls.running.url.replace("/postgres?", f"/{name}?")


def program():
    return os.environ["DESKBELLD"]


def run_program(*arguments, check=True, text=None):
    done = subprocess.run([program(), *arguments], input=text, capture_output=True, text=True, timeout=300)
    if check and done.returncode != 0:
        raise AssertionError(f"deskbelld {' '.join(arguments)} failed: {done.stderr}")
    return done


def wait_until(what, condition, seconds=PATIENCE):
    """Waits until `condition()` gives something true, and returns that."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain: {what}")
        pause.wait(0.01)


def read_to_end(connection):
    """What comes until the other side ends the connection, however it does."""
    data = b""
    with contextlib.suppress(OSError):
        while piece := connection.recv(65536):
            data += piece
    return data


def form(*files, field="file", boundary="a-boundary-of-tests"):
    """Files, as (name, content), as a form: its body and its content type."""
    body = b""
    for name, content in files:
        name = name if isinstance(name, bytes) else f'filename="{name}"'.encode()
        body += (f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; '.encode() + name
                 + b"\r\nContent-Type: image/png\r\n\r\n" + content + b"\r\n")
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    def expect(self, *statuses):
        assert self.status in statuses, f"{self.status} instead of {statuses}: {self.body[:600]!r}"
        return self


class Client:
    """One HTTP connection of somebody, kept alive."""

    def __init__(self, server, token=None):
        self.server = server
        self.token = token
        self.connection = None

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def request(self, method, path, body=None, headers=None, timeout=PATIENCE):
        headers = dict(headers or {})
        if self.token:
            headers.setdefault("Authorization", "Bearer " + self.token)
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        if self.connection is None:
            self.connection = self.server.connect(timeout)
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def post(self, path, body=None, key=None):
        return self.request("POST", path, {} if body is None else body, {"Idempotency-Key": key} if key else None)

    def patch(self, path, body, version):
        return self.request("PATCH", path, body, {"If-Match": f'"{version}"'})


class Server:
    """A desk of its own and the deskbelld that serves it; with `beside`, one more for the desk of another server.

    With `bare` there is nobody and nothing but an administrator, the departments and the FAQ of the preset. What a test
    leaves has to be whole, history, counters and references, but where it breaks the desk by hand: `whole` is False then.
    """

    engine = "sqlite"

    def __init__(self, demo=0, options=(), descriptors=None, tls=False, beside=None, preset="shop",
                 bare=False, whole=True):
        self.folder = tempfile.mkdtemp(prefix="deskbelld-test-")
        self.data = os.path.join(self.folder, "desk")
        self.place = ["--data", self.data]
        self.password_file = os.path.join(self.folder, "password")
        self.options = list(options)
        self.descriptors = descriptors
        self.process = None
        self.whole = whole
        self.tls = tls
        self.tokens = {}
        with open(self.password_file, "w", encoding="utf-8") as file:
            file.write(PASSWORD + "\n")
        self.files = beside.files if beside else os.path.join(self.data, "files")
        if beside:
            self.place = beside.place
        elif self.engine == "postgresql":
            self.place = ["--database", Postgres.make_database()]
        if demo:
            run_program("init", *self.place, "--preset", preset, "--demo", str(demo),
                        "--demo-password-file", self.password_file)
        elif bare:
            run_program("init", *self.place, "--preset", preset, "--admin-email", "admin@demo.deskbell",
                        "--admin-password-file", self.password_file)
        if tls:
            self.make_certificate()
        self.start()

    def make_certificate(self):
        certificate = os.path.join(self.folder, "cert.pem")
        key = os.path.join(self.folder, "key.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
            check=True, capture_output=True)
        self.options += ["--tls-cert", certificate, "--tls-key", key]
        self.certificate = certificate

    def start(self):
        def limit():
            if self.descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (self.descriptors, self.descriptors))

        self.log = open(os.path.join(self.folder, "log"), "ab")
        self.process = subprocess.Popen(
            [program(), "serve", *self.place, "--listen", "127.0.0.1:0", "--files", self.files, *self.options],
            stdout=subprocess.PIPE, stderr=self.log, preexec_fn=limit)
        line = self.process.stdout.readline().decode()
        assert line.startswith("listening on http"), f"{line!r}, log: {self.read_log()}"
        self.url = line.split()[-1]
        host, port = self.url.split("//")[1].rsplit(":", 1)
        self.address = (host, int(port))

    def ask_database(self, sql):
        """What the desk's database says past the server, in one cell; or changes it."""
        if self.engine == "postgresql":
            return subprocess.run(["psql", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.place[1], "-c", sql],
                                  check=True, capture_output=True, text=True).stdout.strip()
        with contextlib.closing(sqlite3.connect(f"{self.data}/desk.db", timeout=20)) as database, database:
            row = database.execute(sql).fetchone()
            return str(row[0] or "") if row else ""

    def read_log(self):
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def stop(self):
        """Ends it as a service manager does; it has to end well."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.log.close()
        assert code == 0, f"deskbelld ended with {code}: {self.read_log()}"

    def expect_whole(self):
        """Whatever is counted is what a recount gives, and everything that is referred to is there."""
        done = run_program("verify", *self.place, check=False)
        assert done.stdout == "The desk is whole.\n", done

    def expect_flat(self, before, more):
        """The memory is at most `more` MiB above `before`."""
        now = self.memory()
        assert IS_SANITIZED or now < before + more, f"{before} MiB became {now} MiB"

    def memory(self):
        """Resident, in MiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        raise AssertionError("no VmRSS")

    def connect(self, timeout=PATIENCE):
        if self.tls:
            context = ssl.create_default_context(cafile=self.certificate)
            connection = http.client.HTTPSConnection(*self.address, timeout=timeout, context=context)
        else:
            connection = http.client.HTTPConnection(*self.address, timeout=timeout)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def raw(self, source=None, timeout=PATIENCE):
        return socket.create_connection(self.address, timeout, (source, 0) if source else None)

    def client(self, token=None):
        return Client(self, token)

    def login(self, email, password=PASSWORD):
        client = self.client()
        answer = client.post("/auth/login", {"email": email, "password": password})
        client.close()
        return answer

    def token(self, role):
        """The access token of the demo account of a role."""
        if role not in self.tokens:
            self.tokens[role] = self.login(f"{role}@demo.deskbell").expect(200).json["access_token"]
        return self.tokens[role]

    def somebody(self, role):
        return self.client(self.token(role))

    def enrol(self, role, name=None):
        """A new agent of the role, approved: their token."""
        email = f"{name or role}-{uuid.uuid4().hex[:8]}@test.deskbell"
        run_program("agent", "add", *self.place, "--name", name or role.title(), "--email", email,
                    "--role", role, "--password-file", self.password_file)
        return self.login(email).expect(200).json["access_token"]


class WebSocket:
    """A client of the live connection."""

    TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

    def __init__(self, server, token=None, ticket=None, receive_buffer=None, extensions=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(server.address)
        if server.tls:
            self.socket = ssl.create_default_context(cafile=server.certificate).wrap_socket(
                self.socket, server_hostname=server.address[0])
        key = base64.b64encode(os.urandom(16)).decode()
        path = "/support/live" + (f"?ticket={ticket}" if ticket else "")
        head = (f"GET {path} HTTP/1.1\r\nHost: {server.address[0]}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n")
        if token:
            head += f"Authorization: Bearer {token}\r\n"
        if extensions:
            head += f"Sec-WebSocket-Extensions: {extensions}\r\n"
        self.socket.sendall((head + "\r\n").encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            piece = self.socket.recv(4096)
            if not piece:
                raise AssertionError(f"no handshake: {self.buffer!r}")
            self.buffer += piece
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        self.head = head.decode()
        self.status = int(self.head.split()[1])
        self.closed = None
        self.events = []
        self.next_id = 1

    def close(self):
        self.socket.close()

    def send_frame(self, opcode, payload=b"", final=True):
        mask = os.urandom(4)
        head = bytes([(0x80 if final else 0) | opcode])
        if len(payload) < 126:
            head += bytes([0x80 | len(payload)])
        elif len(payload) < 65536:
            head += bytes([0x80 | 126]) + struct.pack(">H", len(payload))
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", len(payload))
        masked = bytes(b ^ mask[i % 4] for i, b in enumerate(payload)) if payload.strip(b"\0") else mask * (
            len(payload) // 4) + mask[: len(payload) % 4]
        self.socket.sendall(head + mask + masked)

    def _take(self, n):
        while len(self.buffer) < n:
            piece = self.socket.recv(65536)
            if not piece:
                raise ConnectionError("closed without a frame")
            self.buffer += piece
        taken, self.buffer = self.buffer[:n], self.buffer[n:]
        return taken

    def read_frame(self):
        first, second = self._take(2)
        length = second & 0x7F
        assert not second & 0x80, "a server does not mask"
        if length == 126:
            length = struct.unpack(">H", self._take(2))[0]
        elif length == 127:
            length = struct.unpack(">Q", self._take(8))[0]
        payload = self._take(length)
        if first & 0x0F == self.CLOSE:
            self.closed = struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005
        return first & 0x0F, payload

    def read_event(self, timeout=PATIENCE):
        """The next event; None when the connection was closed."""
        self.socket.settimeout(timeout)
        while True:
            opcode, payload = self.read_frame()
            if opcode == self.TEXT:
                event = json.loads(payload)
                self.events.append(event)
                return event
            if opcode == self.CLOSE:
                return None
            if opcode == self.PING:
                self.send_frame(self.PONG, payload)

    def wait_for(self, what, timeout=PATIENCE):
        """Reads until `what(event)` holds; `what` may be the event's name."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            event = self.read_event(max(0.1, end - time.monotonic()))
            if event is None:
                raise AssertionError(f"closed with {self.closed} while waiting for {what}")
            if event["event"] == what if isinstance(what, str) else what(event):
                return event
        raise AssertionError(f"waited in vain for {what}; came: {self.events}")

    def find(self, what):
        """An event that has come, or comes."""
        for event in self.events:
            if event["event"] == what if isinstance(what, str) else what(event):
                return event
        return self.wait_for(what)

    def say(self, event, **data):
        identity = self.next_id
        self.next_id += 1
        self.send_frame(self.TEXT, json.dumps({"event": event, "id": identity, "data": data}).encode())
        return identity

    def ask(self, event, **data):
        """Says something and waits for its ack or error."""
        identity = self.say(event, **data)
        return self.wait_for(lambda e: e.get("id") == identity)

    def begin(self, **known):
        """Waits for hello and subscribes."""
        hello = self.wait_for("hello")
        assert self.ask("subscribe_tickets", **known)["event"] == "ack"
        return hello

    def flush(self):
        """Reads everything that was told before now: an ack comes behind all that was sent before it."""
        self.ask("subscribe_tickets")


@contextlib.contextmanager
def served(**options):
    server = Server(**options)
    try:
        yield server
        if not server.log.closed:
            server.stop()
        if server.whole:
            server.expect_whole()
    except BaseException:
        sys.stderr.write(server.read_log())
        raise
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()
        shutil.rmtree(server.folder, ignore_errors=True)


shared_servers = {}


def shared(**options):
    """The desk of these options that the tests of a run share, where they don't mind what the others did there."""
    key = json.dumps(options, sort_keys=True)
    if key not in shared_servers:
        shared_servers[key] = Server(**options)
    return shared_servers[key]


def stop_shared():
    """Ends what was shared: how many did not end well."""
    failed = 0
    for server in shared_servers.values():
        try:
            server.stop()
            server.expect_whole()
        except Exception:
            failed += 1
            traceback.print_exc()
            if server.process.poll() is None:
                server.kill()
        shutil.rmtree(server.folder, ignore_errors=True)
    shared_servers.clear()
    return failed


def run(module):
    """Runs the tests of a module: TAP on standard output, 1 when one failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("words", nargs="*", help="only the tests that have one of these in their names")
    options = parser.parse_args()
    Server.engine = options.engine
    names = [name for name in vars(module) if name.startswith("test_")]
    names = [name for name in names if not options.words or any(word in name for word in options.words)]
    failed = 0
    print(f"1..{len(names)}", flush=True)
    for number, name in enumerate(names, 1):
        begun = time.monotonic()
        try:
            vars(module)[name]()
            print(f"ok {number} {name} # {time.monotonic() - begun:.1f} s", flush=True)
        except Exception:
            failed += 1
            traceback.print_exc()
            print(f"not ok {number} {name}", flush=True)
    failed += stop_shared()
    return 1 if failed else 0
