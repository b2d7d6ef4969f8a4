"""What `./dev bare` reads and says; the systems themselves are made by the command alone."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "packaging"))
bare = import_module("bare")


def test_a_system_is_made_from_the_mirror_that_this_machine_uses():
    told = ["file:/srv/own/ own", "http://mirror.example/debian-security/ Debian-Security"]

    assert bare.mirror([*told, "http://mirror.example/debian/ Debian"]) == (
        "http://mirror.example/debian/"
    )
    with pytest.raises(bare.Failed, match="knows no mirror"):
        bare.mirror(told)


def test_somebody_who_may_not_install_must_be_told_exactly_one_line():
    line = "apt-get update && apt-get install -y --no-install-recommends python3-venv libgl1"

    assert bare.line_for_root(f"Python's venv module is missing.\n{line}\n") == line
    for said in ("It failed.\n", f"{line}\n{line}\n"):
        with pytest.raises(bare.Failed, match="instead of one"):
            bare.line_for_root(said)


def test_the_line_that_is_looked_for_is_the_one_that_the_script_says():
    assert bare.FOR_ROOT in (ROOT / "dev").read_text("utf-8")


def test_times_are_told_by_release_user_and_command():
    told = bare.table([("12", "root", "./dev demo", 71.4), ("13", "zoe", "the line for root", 9.6)])

    assert told.splitlines() == [
        "Debian 12  root  ./dev demo         71 s",
        "Debian 13  zoe   the line for root  10 s",
    ]
