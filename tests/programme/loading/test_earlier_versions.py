"""A version that clients began with stays beside the one that ships, whole or not at all."""

from pathlib import Path
from random import Random

import pytest

from programme.definition.requirements import asks_what_was_said_back
from programme.loading import earlier_versions as module
from programme.loading.earlier_versions import (
    earlier_version,
    earlier_versions,
    kept_text,
    name_of,
    read_kept,
)
from programme.loading.library import DEFAULT, installed
from programme.loading.loading import load_programme
from session_forms.library import library
from tests.support.broken.mutating import mutated_bytes
from tests.support.programme.programmes import shelf, write_programme

EARLIER = earlier_versions()
CONTENT = "0" * 64


def test_0_2_0_stays_with_the_hash_under_which_leads_signed_it_off() -> None:
    [earlier] = EARLIER

    assert (earlier.programme.id, earlier.programme.version) == (DEFAULT, "0.2.0")
    assert earlier.content.startswith("43d3d1c1481fc0f8")


def test_no_earlier_version_is_the_one_that_ships() -> None:
    assert installed().version not in {each.programme.version for each in EARLIER}
    assert all(each.programme.id == installed().id for each in EARLIER)


@pytest.mark.parametrize("earlier", EARLIER, ids=lambda each: each.programme.version)
def test_every_form_that_an_earlier_version_pins_is_still_here(
    earlier: module.EarlierVersion,
) -> None:
    forms, pinned = library.installed(), earlier.programme.forms

    assert [each for each in pinned.items() if each not in forms] == []
    plans = earlier.programme.session_plans.values()
    used = {step.form_id for plan in plans for step in plan.steps if step.form_id}
    assert used | {each for plan in plans for each in plan.measures} <= set(pinned)


def test_a_version_is_found_by_id_and_version_and_no_other_way() -> None:
    assert earlier_version(DEFAULT, "0.2.0") is EARLIER[0]
    assert earlier_version(DEFAULT, installed().version) is None
    assert earlier_version("another", "0.2.0") is None


def test_what_was_kept_is_read_back_as_it_was(tmp_path: Path) -> None:
    programme = load_programme(write_programme(tmp_path / "tiny"), shelf())

    found = read_kept(kept_text(programme, CONTENT))

    assert found is not None
    assert (found.programme, found.content) == (programme, CONTENT)


def test_a_file_that_is_not_what_was_written_is_no_version(tmp_path: Path) -> None:
    whole = kept_text(load_programme(write_programme(tmp_path / "tiny"), shelf()), CONTENT)
    dice = Random(30)

    damaged = [mutated_bytes(whole, dice) for _ in range(200)]
    assert [each for each in damaged if each != whole and read_kept(each) is not None] == []
    assert read_kept(b"") is None


def test_a_file_of_another_shape_is_no_version() -> None:
    made_from, text = b'{"content": "0"}', b'{"id": "other"}'

    written = b"\n".join((module._digest(made_from, text), made_from, text))

    assert read_kept(written) is None


def test_a_damaged_file_is_left_out_and_other_files_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = kept_text(EARLIER[0].programme, CONTENT)
    name = name_of(EARLIER[0].programme)
    (tmp_path / name).write_bytes(whole)
    (tmp_path / f"{DEFAULT}.v0.1.0.checked").write_bytes(whole[:-2])
    (tmp_path / f"{DEFAULT}.checked").write_bytes(whole)
    (tmp_path / f"{name}.orig").write_bytes(whole)
    monkeypatch.setattr(module, "modules", lambda: tmp_path)

    [found] = earlier_versions.__wrapped__()

    assert found.programme == EARLIER[0].programme


def test_in_no_earlier_version_does_a_supervisor_let_somebody_pass_the_limits() -> None:
    for version in earlier_versions():
        gates = version.programme.gates
        asking = [each for each in gates if any(map(asks_what_was_said_back, each.requires))]
        assert asking
        assert not any(each.overridable for each in asking)
