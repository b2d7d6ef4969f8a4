"""A course that lacks what keeps people safe is refused, with file, line and what to write."""

from pathlib import Path

import pytest

from programme.errors import ContentError
from programme.loading.loading import load_programme
from session_forms.library.library import FormLibrary
from tests.support.programme.programmes import change, form, shelf, write_programme


def refused(folder: Path, forms: FormLibrary | None = None) -> ContentError:
    with pytest.raises(ContentError) as told:
        load_programme(folder, forms or shelf())
    return told.value


def test_the_tiny_course_has_all_three(tmp_path: Path) -> None:
    assert load_programme(write_programme(tmp_path), shelf()).id == "tiny"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('form = "week"\nskippable = "never"', 'form = "week"\nskippable = "with_reason"'),
        ('form = "week"\n', ""),
        ('form = "week"\n', 'form = "mood"\n'),
    ],
)
def test_shared_steps_without_a_safety_check_are_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    change(write_programme(tmp_path), "frame/frame.toml", old, new)

    error = refused(tmp_path)

    assert error.file == "frame/frame.toml"
    assert "safety and children's" in str(error)


def test_a_check_that_asks_of_one_alone_is_none(tmp_path: Path) -> None:
    asked = {
        "id": "note",
        "kind": "yes_no",
        "prompt": "Well?",
        "alerts": (
            {"stream": "suicide", "level": "act", "when": {"equals": False}, "states": "Said no."},
        ),
    }
    kept = [shelf().latest(name) for name in ("consent", "mood", "calm")]
    forms = FormLibrary((*kept, form("week", asked, version=2)))

    assert "safety and children's" in str(refused(write_programme(tmp_path), forms))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "G1"\nkind = "hard"', 'id = "G1"\nkind = "soft"'),
        ('before = "S02"', 'before = "S03"'),
        ('before = "S02"', 'before = "P2"'),
    ],
)
def test_limits_that_no_hard_gate_asks_for_in_time_are_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    change(write_programme(tmp_path), "programme.toml", old, new)

    assert "limits of confidentiality" in str(refused(tmp_path))


def test_a_gate_of_another_form_is_none_for_the_limits(tmp_path: Path) -> None:
    plain = shelf().latest("consent").model_copy(update={"needs_local_text": False})
    kept = [shelf().latest(name) for name in ("mood", "calm", "week")]

    error = refused(write_programme(tmp_path), FormLibrary((plain, *kept)))

    assert "limits of confidentiality" in str(error)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("overridable = false", "overridable = true"),
        ('id = "G3"\nkind = "hard"', 'id = "G3"\nkind = "soft"'),
        ('before = "sign_note"', 'before = "S03"'),
    ],
)
def test_a_signature_that_an_open_alert_does_not_hold_is_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    change(write_programme(tmp_path), "programme.toml", old, new)

    assert "answer to every alert" in str(refused(tmp_path))
