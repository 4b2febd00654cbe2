#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`deskbelld verify`: 0 and a word for a whole desk, 1 and a sentence for each thing that is broken; it changes nothing."""

import hashlib
import sqlite3
import sys

sys.dont_write_bytecode = True
import deskbelld
from deskbelld import run_program, served

DEMO = 60


def verify(server):
    return run_program("verify", "--data", server.data, check=False)


def change(server, *statements):
    with sqlite3.connect(f"{server.data}/desk.db", timeout=20) as database:
        for statement in statements:
            database.execute(statement)
    database.close()


def test_a_whole_desk_is_said_to_be_whole():
    """Also while it is served, and after it was worked on."""
    with served(demo=DEMO) as server:
        assert verify(server).stdout == "The desk is whole.\n"
        admin = server.somebody("admin")
        for ticket in admin.get("/support/tickets?limit=5").expect(200).json["data"]:
            admin.post(f"/support/tickets/{ticket['id']}/messages", {"body": "Hello"}).expect(201)
        done = verify(server)
        assert done.returncode == 0 and done.stdout == "The desk is whole.\n" and done.stderr == "", done


def test_what_is_broken_is_named():
    with served(demo=DEMO, whole=False) as server:
        server.stop()
        change(server, "DROP TRIGGER history_is_never_changed",
               "UPDATE history SET performed_by_name = 'Nobody' WHERE id = (SELECT max(id) FROM history)",
               "UPDATE agents SET active_tickets = 99 WHERE email = 'agent@demo.deskbell'")
        before = hashlib.sha256(open(f"{server.data}/desk.db", "rb").read()).digest()
        done = verify(server)
        assert done.returncode == 1 and done.stderr == "deskbelld: 2 faults were found\n", done
        assert "this row was changed" in done.stdout and "active_tickets is 99" in done.stdout, done
        assert len(done.stdout.splitlines()) == 2, done
        assert hashlib.sha256(open(f"{server.data}/desk.db", "rb").read()).digest() == before, "it changes nothing"


def test_a_desk_of_another_version_is_said_to_be_one():
    with served(demo=DEMO, whole=False) as server:
        server.stop()
        change(server, "DELETE FROM migrations WHERE version = (SELECT max(version) FROM migrations)")
        done = verify(server)
        assert done.returncode == 1 and "older version" in done.stderr and "deskbelld migrate" in done.stderr, done
        change(server, "UPDATE migrations SET name = '0002-other.sql' WHERE version = 2")
        done = verify(server)
        assert done.returncode == 1 and "0002-other.sql" in done.stderr, done
        done = run_program("verify", "--data", server.folder + "/none", check=False)
        assert done.returncode == 1 and "deskbelld init" in done.stderr, done


if __name__ == "__main__":
    sys.exit(deskbelld.run(sys.modules[__name__]))
