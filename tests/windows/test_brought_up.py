"""What an upgrade on a bare system is judged by: a step of the schema, and a backup before it."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from windows.upgrade import STORED, WORDS

from tests.support.bare_debian import ANA
from tests.support.brought_up import Stood, holder_of, stood, wrong_with_upgrade
from therapist_app.record.database.migrations import NEWEST
from therapist_app.record.header.header import SERVICE

OLD = {SERVICE: 28, "own": 28}
NEW = {SERVICE: 30, "own": 30}
BOTH = {"1.tvb": (SERVICE, 28), "2.tvb": ("own", 28)}


def test_a_service_that_is_opened_by_a_newer_program_is_found_brought_up(
    tmp_path: Path, derived_in_full: Callable[[], AbstractContextManager[None]]
) -> None:
    folder = tmp_path / "service"
    shutil.copytree(STORED, folder)
    with derived_in_full():
        ana = holder_of(folder, ANA, WORDS)

    before = stood(ana)
    ana.open().close()
    after = stood(ana)

    uid = ana.uid
    assert before == Stood({SERVICE: 4, uid: 4}, {})
    assert after.schemas == {SERVICE: NEWEST, uid: NEWEST}
    assert sorted(after.backups.values()) == sorted([(SERVICE, 4), (uid, 4)])
    assert wrong_with_upgrade(before, after, NEWEST) == ""


@pytest.mark.parametrize(
    ("schemas", "backups", "wrong"),
    [
        pytest.param(NEW, BOTH, "", id="as it must be"),
        pytest.param(
            OLD, BOTH, "the service file has schema 28 instead of 30", id="not brought up"
        ),
        pytest.param({SERVICE: 30}, BOTH, "the caseload has schema None instead of 30", id="lost"),
        pytest.param(
            NEW,
            {"1.tvb": (SERVICE, 28), "2.tvb": ("own", 30)},
            "no whole backup of the caseload as it was with schema 28",
            id="backed up too late",
        ),
        pytest.param(
            NEW,
            {"2.tvb": ("own", 28), "3.tvb": (SERVICE, 28)},
            "no whole backup of the service file as it was with schema 28",
            id="backed up by the earlier program",
        ),
    ],
)
def test_an_upgrade_is_one_with_a_step_and_a_backup_before_it(
    schemas: Mapping[str, int], backups: Mapping[str, tuple[str, int]], wrong: str
) -> None:
    before = Stood(OLD, {"3.tvb": (SERVICE, 28)})

    assert wrong_with_upgrade(before, Stood(schemas, backups), 30) == wrong


@pytest.mark.parametrize(
    ("schemas", "wrong"),
    [
        ({}, "no file could be read before"),
        (NEW, "the service file had schema 30 before: no step was tried"),
    ],
)
def test_where_no_step_was_tried_nothing_was_proved(schemas: Mapping[str, int], wrong: str) -> None:
    assert wrong_with_upgrade(Stood(schemas, {}), Stood(NEW, BOTH), 30) == wrong
