#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds data/openapi.yaml to the route tables, the field tables and the enum tables, both ways.

check-openapi.py OPENAPI DESKBELLD DUMP_FIELDS
"""
import re
import subprocess
import sys

import yaml

METHODS = ("get", "post", "put", "patch", "delete")
failures = 0
number = 0


def check(name, missing, extra):
    global failures, number
    number += 1
    if missing or extra:
        failures += 1
        print(f"not ok {number} {name}")
        for item in sorted(missing):
            print(f"#   not in the file: {item}")
        for item in sorted(extra):
            print(f"#   only in the file: {item}")
    else:
        print(f"ok {number} {name}")


def lines(*command):
    return [line.split("\t") for line in subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            .stdout.splitlines()]


def camel(words):
    return "".join(word.capitalize() for word in re.split("[ _]", words))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        document = yaml.safe_load(file)
    routes = lines(sys.argv[2], "routes")
    tables = lines(sys.argv[3])
    schemas = document["components"]["schemas"]

    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item
                 if method in METHODS}
    served = {(row[0], row[1]) for row in routes}
    check("every route is described, and no other", served - described, described - served)

    permissions = {(row[0], row[1], row[2]) for row in routes if row[2] != "public"}
    said = {(method.upper(), path, operation["x-permission"]) for path, item in document["paths"].items()
            for method, operation in item.items() if method in METHODS and "x-permission" in operation}
    check("every permission is described", permissions - said, said - permissions)

    need = {(row[0], row[1]) for row in routes if row[4] == "if-match"}
    have = {(method.upper(), path) for path, item in document["paths"].items() for method, operation in item.items()
            if method in METHODS and {"$ref": "#/components/parameters/IfMatch"} in operation.get("parameters", [])}
    check("If-Match is described where it is needed", need - have, have - need)

    shared = {f"#/components/parameters/{name}": parameter["name"]
              for name, parameter in document["components"]["parameters"].items() if parameter["in"] == "query"}
    taken = {(row[1], row[2], name) for row in tables if row[0] == "route" for name in row[3].split()}
    told = {(method.upper(), path, parameter.get("name") or shared[parameter["$ref"]])
            for path, item in document["paths"].items() for method, operation in item.items() if method in METHODS
            for parameter in operation.get("parameters", [])
            if parameter.get("in") == "query" or parameter.get("$ref") in shared}
    check("every query parameter is described, and no other", taken - told, told - taken)

    for kind in sorted({row[1] for row in tables if row[0] == "field"}):
        fields = {row[2] for row in tables if row[0] == "field" and row[1] == kind}
        properties = set(schemas.get(camel(kind), {}).get("properties", {}))
        check(f"every field of {kind} is described, and no other", fields - properties, properties - fields)

    for enum in sorted({row[1] for row in tables if row[0] == "enum"}):
        words = {row[2] for row in tables if row[0] == "enum" and row[1] == enum}
        described = set(schemas.get(camel(enum), {}).get("enum", []))
        check(f"every word of {enum} is described, and no other", words - described, described - words)

    print(f"1..{number}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
