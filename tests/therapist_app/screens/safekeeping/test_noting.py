"""What a backup came to is told, also to whoever went elsewhere while it was read back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from tests.support.record.records import laid_out
from therapist_app.record.backups.backing_up import Run
from therapist_app.record.errors import BackupPlaceMissing, CannotWrite, DiskFull, NoRoom
from therapist_app.screens.safekeeping import noting
from therapist_app.screens.safekeeping.noting import Noting
from therapist_app.workflows.safekeeping import safekeeping


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (("", DiskFull("full")), "backup-failed"),
        (("/stick", BackupPlaceMissing("away")), "second-place-failed"),
        (("/stick", NoRoom(3)), "second-place-full"),
        (("/stick", DiskFull()), "second-place-full"),
        (("/stick", CannotWrite("read-only")), "second-place-unwritable"),
    ],
    ids=["here", "second away", "no room in the second", "second full", "second read-only"],
)
@pytest.mark.parametrize("is_left", [True, False], ids=["left", "there"])
def test_a_copy_that_could_not_be_read_back_is_told_on_the_first_page_where_nobody_waits(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem, told: str, *, is_left: bool
) -> None:
    run = Run((), (problem,))
    monkeypatch.setattr(safekeeping, "complete_run", lambda _copied: run)
    monkeypatch.setattr(noting, "is_under_way", lambda: False)
    with laid_out(tmp_path).open() as vault:
        screen = QObject()
        made = Noting(vault, object(), screen)
        heard: list[Run] = []
        made.noted.connect(heard.append)
        if is_left:
            made._on_left()
        qtbot.waitUntil(lambda: heard == [run])

        assert vault.warnings == ((told,) if is_left else ())


def test_a_backup_in_the_second_place_alone_is_told_apart_from_one_that_failed() -> None:
    run = Run((), (("", NoRoom(3)),), is_elsewhere_alone=True)

    assert safekeeping.warnings_of(run) == ("backup-elsewhere",)
    assert safekeeping.place_in_words("", run).startswith("The backup is in the second location")
