"""The look settings and their file."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest

import therapist_app
from therapist_app.settings import DEFAULTS, ChosenLook, LookSettings, load, save

APPLICATION = Path(therapist_app.__file__).parent
CHOSEN = LookSettings(
    "dark",
    1.5,
    reduced_motion=True,
    one_by_one=True,
    width=1200,
    height=800,
    left=-1200,
    top=40,
    maximised=True,
)


def test_these_tests_choose_something_else_for_every_setting():
    same = [
        each.name
        for each in fields(LookSettings)
        if getattr(CHOSEN, each.name) == getattr(DEFAULTS, each.name)
    ]

    assert same == []


def test_every_setting_is_chosen_in_the_window_or_noted_by_it():
    sources = [path.read_text("utf-8") for path in APPLICATION.rglob("*.py")]
    put = {
        keyword.arg
        for source in sources
        if "LookSettings" in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "replace"
        for keyword in node.keywords
    }

    assert {each.name for each in fields(LookSettings)} - put == set()


def test_what_is_saved_is_read_back(tmp_path):
    file = tmp_path / "deep" / "look.toml"

    save(file, CHOSEN)

    assert load(file).settings == CHOSEN
    assert load(file).is_sound
    assert [each.name for each in file.parent.iterdir()] == ["look.toml"]


def test_a_missing_file_means_defaults_and_nothing_wrong(tmp_path):
    loaded = load(tmp_path / "look.toml")

    assert loaded.settings == DEFAULTS
    assert loaded.is_sound


@pytest.mark.parametrize("content", ["scheme = ", b"\xff\xfe", "scheme"])
def test_an_unreadable_file_means_defaults_and_says_so(tmp_path, content):
    file = tmp_path / "look.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())

    loaded = load(file)

    assert loaded.settings == DEFAULTS
    assert not loaded.is_sound


@pytest.mark.parametrize(
    "line",
    [
        'scheme = "pink"',
        "text_scale = 3.0",
        "text_scale = 1",
        "reduced_motion = 1",
        "width = true",
        "width = 20",
        "height = 99999",
        'name = "somebody"',
    ],
)
def test_a_value_that_does_not_fit_is_left_out_alone(tmp_path, line):
    file = tmp_path / "look.toml"
    file.write_text(f"{line}\n" + ("" if line.startswith("height") else "height = 700\n"))

    loaded = load(file)

    assert not loaded.is_sound
    assert loaded.settings.scheme == DEFAULTS.scheme
    assert loaded.settings.height in {700, DEFAULTS.height}


def test_a_file_that_somebody_wrote_in_is_read_as_toml(tmp_path):
    file = tmp_path / "look.toml"
    file.write_text("# larger\nscheme = 'dark' # at night\nheight = 7_00\n")

    loaded = load(file)

    assert loaded.is_sound
    assert (loaded.settings.scheme, loaded.settings.height) == ("dark", 700)


def test_a_file_that_says_two_things_of_one_is_not_used(tmp_path):
    file = tmp_path / "look.toml"
    file.write_text("height = 700\nheight = 800\n")

    assert not load(file).is_sound
    assert load(file).settings == DEFAULTS


def test_a_look_is_applied_and_kept_when_it_is_chosen(tmp_path):
    applied: list[LookSettings] = []
    look = ChosenLook(tmp_path / "look.toml", DEFAULTS, applied.append)

    look.choose(CHOSEN)

    assert applied == [CHOSEN]
    assert load(tmp_path / "look.toml").settings == CHOSEN
    assert look.is_kept


def test_a_look_that_the_disk_refuses_holds_until_the_end(tmp_path):
    applied: list[LookSettings] = []
    (tmp_path / "file").write_text("in the way")
    look = ChosenLook(tmp_path / "file" / "look.toml", DEFAULTS, applied.append)

    look.choose(CHOSEN)

    assert applied == [CHOSEN]
    assert look.settings == CHOSEN
    assert not look.is_kept


def test_without_a_file_nothing_is_kept_and_nothing_is_wrong():
    look = ChosenLook(None, DEFAULTS, [].append)

    look.keep(CHOSEN)

    assert look.settings == CHOSEN
    assert look.is_kept
