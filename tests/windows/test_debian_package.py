"""What the Debian package puts where, from a bundle of two files."""

import gzip
import re
import subprocess
import sys

import pytest
from deb import __main__ as deb

from therapist_app.terminal.program_command import parse

VERSION = "1.2.3"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    bundle = tmp_path / "bundle"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "guides").mkdir()
    (bundle / "guides" / "index.html").write_text("guides", "utf-8")
    (bundle / "sessions").write_text("#!/bin/sh\n", "utf-8")
    (bundle / "_internal" / "library.so").write_bytes(bytes(500_000))
    (bundle / "_internal" / "library.so.1").symlink_to("library.so")
    monkeypatch.setattr(deb, "BUNDLE", bundle)
    deb.lay_out(tmp_path / "tree", VERSION)
    return tmp_path / "tree"


def test_the_program_is_found_by_its_name_and_alone_may_run(tree):
    program = tree / "usr/bin/sessions"

    assert program.resolve() == tree / "usr/lib/sessions/sessions"
    running = [each for each in tree.rglob("*") if each.is_file() and each.stat().st_mode & 0o111]
    assert {each.resolve() for each in running} == {program.resolve()}


def test_a_desktop_finds_name_icon_and_page(tree):
    share = tree / "usr/share"

    entry = (share / "applications/sessions.desktop").read_text("utf-8")
    assert "Exec=sessions\n" in entry
    assert "therap" not in entry.casefold()  # who looks at a menu learns nothing
    assert len(list(share.glob("icons/hicolor/*/apps/sessions.*"))) == 4
    page = gzip.decompress((share / "man/man1/sessions.1.gz").read_bytes()).decode()
    about = (share / "metainfo/org.sessions_app.Sessions.metainfo.xml").read_text("utf-8")
    assert f"Sessions {VERSION}" in page
    assert f'version="{VERSION}"' in about
    assert "@" not in page + about


def test_the_page_tells_each_command_and_option(tree, capsys):
    page = gzip.decompress((tree / "usr/share/man/man1/sessions.1.gz").read_bytes()).decode()
    with pytest.raises(SystemExit):
        parse(["--help"])

    said = capsys.readouterr().out
    commands = re.findall(r"^    ([a-z-]+) ", said, re.MULTILINE)
    options = set(re.findall(r"--[a-z-]+", said)) - {"--help"}
    assert len(commands) > 2
    assert [each for each in (*commands, *sorted(options)) if f" {each}" not in page] == []


def test_the_guides_are_found_where_debian_has_documents(tree):
    place = tree / "usr/share/doc/sessions/guides"

    assert (place / "index.html").read_text("utf-8") == "guides"
    assert not place.readlink().is_absolute()


def test_removing_it_runs_nothing_that_could_touch_a_record(tree):
    assert [path.name for path in (tree / "DEBIAN").iterdir()] == ["control"]
    assert not list(tree.glob("home*")) + list(tree.glob("var*"))


def test_the_same_tree_is_packed_into_the_same_bytes(tree, tmp_path):
    packages = [tmp_path / "one.deb", tmp_path / "two.deb"]
    for package in packages:
        deb.pack(tree, package)
        (tree / "usr/bin").touch()

    assert packages[0].read_bytes() == packages[1].read_bytes()
    said = subprocess.run(
        ["dpkg-deb", "--field", packages[0], "Version"], capture_output=True, check=True
    )
    assert said.stdout.decode().strip() == VERSION


@pytest.mark.parametrize("is_same", [True, False])
@pytest.mark.usefixtures("tree")
def test_two_builds_are_compared_by_their_bytes(monkeypatch, capsys, is_same):
    place = deb.BUNDLE.parent
    builds = iter(("first", "first" if is_same else "second"))
    monkeypatch.setattr(deb, "ROOT", place)
    (place / "pyproject.toml").write_text(f'[project]\nversion = "{VERSION}"\n', "utf-8")
    (place / "CHANGELOG.md").write_text(f"## {VERSION} - 2026-12-01\n", "utf-8")
    monkeypatch.setattr(sys, "argv", ["deb", "--twice"])
    monkeypatch.setattr(deb, "look_over", lambda _package: 0)

    def build():
        (deb.BUNDLE / "_internal" / "made").write_text(next(builds), "utf-8")
        return True

    monkeypatch.setattr(deb, "build", build)

    assert deb.main() == (0 if is_same else 1)

    said = capsys.readouterr()
    assert ("have the same bytes" in said.out) == is_same
    assert ("differ" in said.err) != is_same


def test_a_library_that_has_two_names_takes_its_room_once(tree):
    control = (tree / "DEBIAN/control").read_text("utf-8")

    [size] = [int(line.split()[1]) for line in control.splitlines() if "Installed-Size" in line]
    assert 489 < size < 900
