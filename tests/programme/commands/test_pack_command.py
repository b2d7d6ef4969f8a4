"""`python -m programme pack`: what it prints, what it writes, how it ends."""

from datetime import UTC, datetime

import pytest

from programme.__main__ import main
from programme.packs.building import open_pack
from tests.support.programme.packs import (
    change,
    form_text,
    forms_folder,
    head,
    programme_folder,
    write_folder,
)

GOOD = ("sleep-own", 1, "Did you sleep well?")


def pack(*arguments):
    return main(["pack", *map(str, arguments)])


def test_a_programme_is_packed_under_its_name(tmp_path, capsys):
    folder = programme_folder(tmp_path / "copy", "0.9.0")

    assert pack(folder, "--out", tmp_path, "--made-on", "2026-03-02") == 0

    made = open_pack((tmp_path / "programme-pps-core-0.9.0.pack").read_bytes())
    assert made.signature is None
    assert made.manifest.made_on.isoformat() == "2026-03-02"
    said = capsys.readouterr().out
    assert said.startswith("Packed: programme pps-core 0.9.0, ")
    assert said.endswith("not signed yet: programme-pps-core-0.9.0.pack\n")


def test_packing_twice_gives_the_same_bytes(tmp_path):
    folder = forms_folder(tmp_path / "forms", "1.0", GOOD)

    for name in ("one.pack", "two.pack"):
        pack(folder, "--out", tmp_path / name, "--made-on", "2026-03-02")

    assert (tmp_path / "one.pack").read_bytes() == (tmp_path / "two.pack").read_bytes()


def test_without_a_day_it_is_made_today(tmp_path):
    pack(forms_folder(tmp_path / "forms", "1.0", GOOD), "--out", tmp_path / "a.pack")

    made = open_pack((tmp_path / "a.pack").read_bytes())
    assert made.manifest.made_on == datetime.now(UTC).astimezone().date()


def test_everything_that_is_wrong_is_printed_and_nothing_written(tmp_path, capsys):
    folder = programme_folder(tmp_path / "copy", "0.9.0")
    change(folder, "m01-starting-together/module.toml", 'id = "M01"', 'id = "M01"\ncolour = 1')

    assert pack(folder, "--out", tmp_path) == 1

    assert "m01-starting-together/module.toml, line " in capsys.readouterr().err
    assert list(tmp_path.glob("*.pack")) == []


def test_forms_of_another_folder_can_be_named(tmp_path, capsys):
    extra = forms_folder(tmp_path / "forms", "1.0", GOOD)
    folder = programme_folder(tmp_path / "copy", "0.9.0")
    change(folder, "programme.toml", "\n[forms]\n", "\n[forms]\nsleep-own = 1\n")

    assert pack(folder, "--out", tmp_path) == 1
    assert "sleep-own" in capsys.readouterr().err
    assert pack(folder, "--out", tmp_path, "--forms", extra) == 0


def test_a_kind_can_be_given_on_the_command_line(tmp_path):
    said = head("forms", "our-forms", "1.0").replace('kind = "forms"\n', "")
    folder = write_folder(tmp_path / "f", {"pack.toml": said, "a.v1.toml": form_text("a")})

    assert pack(folder, "--kind", "forms", "--out", tmp_path) == 0
    assert (tmp_path / "forms-our-forms-1.0.pack").is_file()


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("a.zip", "no folder"),
        ("there.pack", "already there"),
        ("no/a.pack", "cannot be written"),
        ("nul.pack", "Windows takes this name for a device"),
    ],
)
def test_a_place_that_will_not_do_is_said_in_one_sentence(tmp_path, capsys, out, words):
    folder = forms_folder(tmp_path / "forms", "1.0", GOOD)
    (tmp_path / "there.pack").write_bytes(b"older")

    assert pack(folder, "--out", tmp_path / out) == 1

    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert (tmp_path / "there.pack").read_bytes() == b"older"


def test_a_folder_that_is_no_pack_is_said_in_one_sentence(tmp_path, capsys):
    assert pack(write_folder(tmp_path / "f", {"notes.md": "x"}), "--out", tmp_path) == 1

    assert capsys.readouterr().err.count("\n") == 1
