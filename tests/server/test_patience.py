#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who says nothing, or nothing more, is not waited for for ever, and leaves nothing behind. These tests wait most of the
time, and may do so beside others."""

import os
import sys
import time

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import read_to_end, served, wait_until

DEMO = 60


def test_slow_bodies_and_silent_connections_are_closed():
    with served(demo=DEMO) as server:
        connections = []
        for _ in range(100):
            connection = server.raw()
            connection.sendall(b"POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nxx")
            connections.append(connection)
            connections.append(server.raw())
        begun = time.monotonic()
        for connection in connections:
            connection.settimeout(20)
            read_to_end(connection)
            connection.close()
        assert 5 < time.monotonic() - begun < 15


def test_idle_connections_are_closed_after_half_a_minute():
    with served(demo=DEMO) as server:
        connection = server.raw(timeout=60)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in connection.recv(4096)
        begun = time.monotonic()
        read_to_end(connection)
        assert 20 < time.monotonic() - begun < 45, time.monotonic() - begun


def count_descriptors(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def test_many_short_connections_leave_nothing_behind():
    """Whoever closes first, and whether anything was asked: no descriptor and no memory is lost."""
    with served(demo=DEMO) as server:
        token = server.token("agent")

        def told_to_close():
            connection = server.raw()
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            read_to_end(connection)
            connection.close()

        def kept_and_left():
            client = server.client(token)
            client.get("/support/departments").expect(200)
            client.close()

        def left_while_served():
            connection = server.raw()
            connection.sendall(f"GET /auth/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
            connection.close()

        def silent():
            server.raw().close()

        def knock_often(knock, times):
            """Never more than a hundred at once, or memory would tell of the crowd and not of what it left behind."""
            for _ in range(times // 50):
                for _ in range(50):
                    knock()
                wait_until("they are closed", lambda: count_descriptors(server) < 100, seconds=45)

        for knock in (told_to_close, kept_and_left, left_while_served, silent):
            knock_often(knock, 8000)  # until the allocator has what it keeps
            before, descriptors = server.memory(), count_descriptors(server)
            knock_often(knock, 3000)
            server.expect_flat(before, 4)
            # At the latest when a kept-alive connection has been idle for its half a minute.
            wait_until(f"no descriptor is left of {knock.__name__}",
                       lambda: count_descriptors(server) <= descriptors + 2, seconds=45)


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
