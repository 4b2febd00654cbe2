#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what no compiler looks at: formatting, desktop files, translations, packaging, scripts, manuals.

    check-data.py              runs all checks, as TAP
    check-data.py --potfiles   prints which files have words to translate

A tool that is missing is a failure, not a skip: `./dev test` installs them all.
"""

import configparser
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from pathlib import Path

import yaml

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parent.parent.parent
APP = "org.deskbell.Deskbell"
DATA = ROOT / "data"


MARKED = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dgettext|g_dpgettext2)\s*\(\s*(?:NULL|"|GETTEXT)')


class Problem(Exception):
    """What is wrong, in words for the log."""


class Skip(Exception):
    """Why a case cannot be judged here."""


def run(*command, cwd=ROOT):
    if not shutil.which(command[0]):
        raise Problem(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Problem(f"{' '.join(str(word) for word in command[:4])}\n{done.stdout}{done.stderr}")
    return done.stdout


def sources(*patterns):
    found = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    return [path.relative_to(ROOT).as_posix() for path in found if "tests/rules/samples" not in path.as_posix()]


def check_formatting():
    version = re.search(r"version (\d+)", run("clang-format", "--version"))[1]
    if version != "14":
        raise Skip(f"the house's shape is that of clang-format 14, here is {version}")
    files = sources("src/**/*.[ch]", "tests/**/*.[ch]")
    said = subprocess.run(["clang-format", "--dry-run", *files], cwd=ROOT, capture_output=True, text=True).stderr
    bent = sorted(set(re.findall(r"^(\S+?):\d+:\d+: warning", said, re.M)))
    if said and not bent:
        raise Problem(said)
    if bent:
        raise Problem("not in shape: " + " ".join(bent) + "\n./dev format puts them into it")


def without_in(folder, name):
    """A copy of data/NAME.in under the name that its validator wants."""
    return Path(shutil.copy(DATA / f"{name}.in", Path(folder) / name))


def check_desktop_file():
    with tempfile.TemporaryDirectory() as folder:
        run("desktop-file-validate", without_in(folder, f"{APP}.desktop"))
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(DATA / f"{APP}.desktop.in")
    if entry["Desktop Entry"]["Icon"] != APP:
        raise Problem("the desktop file's icon is not the app's")


def check_metainfo():
    with tempfile.TemporaryDirectory() as folder:
        run("appstreamcli", "validate", "--no-net", without_in(folder, f"{APP}.metainfo.xml"))
    version = re.search(r"version: '([^']+)'", (ROOT / "meson.build").read_text())[1]
    newest = xml.parse(DATA / f"{APP}.metainfo.xml.in").find("releases/release").get("version")
    if newest != version:
        raise Problem(f"the newest release in the metainfo is {newest}, meson.build says {version}")


def check_settings_schema():
    run("glib-compile-schemas", "--strict", "--dry-run", DATA)
    keys = {key.get("name") for key in xml.parse(DATA / f"{APP}.gschema.xml").iter("key")}
    header = (ROOT / "src" / "app" / "desk-settings.h").read_text()
    used = set(re.findall(r'#define DESK_SETTING_\w+ "([a-z-]+)"', header))
    if keys != used:
        raise Problem(f"the schema and src/app/desk-settings.h disagree about {sorted(keys ^ used)}")


def check_icons():
    for path in (f"scalable/apps/{APP}.svg", f"symbolic/apps/{APP}-symbolic.svg"):
        xml.parse(DATA / "icons" / "hicolor" / path)


def check_xml():
    for path in sources("ui/**/*.ui", "ui/**/*.xml", "data/**/*.xml", "data/**/*.svg"):
        xml.parse(ROOT / path)


def check_translations():
    languages = (ROOT / "po" / "LINGUAS").read_text().split()
    files = {path.stem for path in (ROOT / "po").glob("*.po")}
    if files != set(languages):
        raise Problem(f"po/LINGUAS names {sorted(languages)}, there are {sorted(files)}")
    for language in languages:
        run("msgfmt", "--check", "--check-accelerators=_", "-o", "/dev/null", f"po/{language}.po")


def translatable_files():
    """Every file with a string that people read: C that marks one, templates, and what the desktop shows."""
    for path in sources("src/**/*.c", "src/**/*.h"):
        if MARKED.search((ROOT / path).read_text()):
            yield path
    for path in sources("ui/**/*.ui"):
        if 'translatable="yes"' in (ROOT / path).read_text():
            yield path
    yield from (f"data/{APP}.{kind}" for kind in ("desktop.in", "metainfo.xml.in", "gschema.xml")
                if (DATA / f"{APP}.{kind}").exists())


def check_potfiles():
    listed = [line for line in (ROOT / "po" / "POTFILES.in").read_text().splitlines() if line and line[0] != "#"]
    wanted = set(translatable_files())
    problems = [f"{path} has words to translate and is not in po/POTFILES.in" for path in sorted(wanted - set(listed))]
    problems += [f"po/POTFILES.in lists {path}, which has none" for path in sorted(set(listed) - wanted)]
    if listed != sorted(set(listed)):
        problems.append("po/POTFILES.in is not sorted, or lists a file twice")
    if problems:
        raise Problem("\n".join(problems) + "\npo/update rewrites it")


def check_templates_translated():
    """A label in a template that nobody marked stays English for ever."""
    spoken = {"label", "title", "subtitle", "tooltip-text", "placeholder-text", "description", "heading", "body"}
    problems = []
    for path in sources("ui/**/*.ui"):
        for item in xml.parse(ROOT / path).iter("property"):
            words = (item.text or "").strip()
            if item.get("name") in spoken and re.search(r"[^\W\d_]{2}", words) and item.get("translatable") != "yes":
                if item.get("bind-source") is None and len(item) == 0:
                    problems.append(f'{path}: "{words}" is not marked translatable')
    if problems:
        raise Problem("\n".join(problems))


def check_flatpak():
    manifest = yaml.safe_load((ROOT / "flatpak" / f"{APP}.yml").read_text())
    if manifest["id"] != APP or manifest["command"] != "deskbell":
        raise Problem("the manifest is not that of the app")
    reach = [entry for entry in manifest["finish-args"] if re.match(r"--(filesystem|device=all|socket=session-bus)", entry)]
    if reach:
        raise Problem(f"the app asks for more than it needs: {reach}")


def check_scripts():
    run("shellcheck", "dev", ".ci/run", *shell_scripts())


def shell_scripts():
    for path in sources("tests/**/*", "po/*", "data/**/*"):
        file = ROOT / path
        if file.is_file() and file.suffix in ("", ".sh"):
            with file.open("rb") as opened:
                first = opened.readline()
            if re.match(rb"#!.*\b(?:ba|da)?sh\b", first):
                yield path


def check_manuals():
    for page in ("deskbell.1", "deskbelld.8"):
        run("mandoc", "-T", "lint", "-W", "warning", DATA / page)


def check_service():
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str
    unit.read(DATA / "deskbelld.service.in")
    wanted = {
        "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
        "DynamicUser": "yes", "MemoryDenyWriteExecute": "yes", "CapabilityBoundingSet": "",
    }
    for key, value in wanted.items():
        if unit["Service"].get(key) != value:
            raise Problem(f"the service unit does not say {key}={value}")


def check_bad_input():
    """The tools really refuse: a broken desktop file, metainfo, schema, translation and script each fail."""
    with tempfile.TemporaryDirectory() as folder:
        broken = {
            "a.desktop": ("[Desktop Entry]\nType=Nothing\n", ("desktop-file-validate",)),
            "a.metainfo.xml": ("<component><id>a</id></component>", ("appstreamcli", "validate", "--no-net")),
            "a.po": ('msgid "%d rows"\nmsgstr "%s Zeilen"\n#, c-format\nmsgid "%d x"\nmsgstr "%s x"\n', ("msgfmt", "--check", "-o", "/dev/null")),
            "a.sh": ("#!/bin/sh\nrm $1/*\n", ("shellcheck",)),
            "a.c": ("int main(){return 0;}\n", ("clang-format", "--style=GNU", "--dry-run", "-Werror")),
            "a.1": (".SH\n.XX\n", ("mandoc", "-T", "lint", "-W", "warning")),
        }
        for name, (text, command) in broken.items():
            path = Path(folder) / name
            path.write_text(text)
            try:
                run(*command, path)
            except Problem:
                continue
            raise Problem(f"{command[0]} finds nothing wrong with a broken {name}")


CASES = [
    check_formatting, check_desktop_file, check_metainfo, check_settings_schema, check_icons, check_xml,
    check_translations, check_potfiles, check_templates_translated, check_flatpak, check_scripts, check_manuals,
    check_service, check_bad_input,
]


def main(arguments):
    if arguments == ["--potfiles"]:
        print("\n".join(sorted(translatable_files())))
        return 0
    print(f"1..{len(CASES)}")
    failed = 0
    for number, case in enumerate(CASES, 1):
        name = f"/data/{case.__name__.removeprefix('check_').replace('_', '-')}"
        try:
            case()
            print(f"ok {number} {name}")
        except Skip as skip:
            print(f"ok {number} {name} # SKIP {skip}")
        except (Problem, OSError, xml.ParseError, yaml.YAMLError, KeyError) as problem:
            failed += 1
            text = str(problem) if isinstance(problem, Problem) else f"{type(problem).__name__}: {problem}"
            print("\n".join(f"# {line}" for line in text.splitlines()))
            print(f"not ok {number} {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
