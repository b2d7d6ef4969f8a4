"""Killed before any step that the disk sees, a backup or a restore leaves the old or the new."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.record.records import ServiceOnDisk
from tests.support.record.safekeeping import (
    Holder,
    add_clients,
    back_up_quietly,
    codes_in,
    copy_of,
    holder_of,
    put_back,
)
from tests.support.sampling import sampled
from therapist_app.record.backup_format.backup_file import open_backup
from therapist_app.record.backup_format.verifying import fault_of
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.database import audit
from therapist_app.record.vault.vault import LEFT_OPEN

STEPS = ("fsync", "fdatasync", "replace", "link", "unlink", "open", "rmdir", "mkdir")
EVERY = 9
"""Of so many steps a run of the tests tries one."""
OLD, NEW = ["A-100", "A-200", "A-300"], ["A-100", "A-200"]

pytestmark = pytest.mark.usefixtures("waits_for_the_disk")


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do `work` in another process that dies before its step of that number; whether it did."""
    process = os.fork()
    if process == 0:
        taken = [0]

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def take(*given: object, **named: object) -> object:
                taken[0] += 1
                if taken[0] > step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given, **named)

            return take

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def kills(
    template: ServiceOnDisk, tmp_path: Path, work: Callable[[Holder], object], every: int
) -> Iterator[Holder]:
    """Yield a copy of the service after each kill, until the work is done before it."""
    step = 0
    while True:
        on_disk = copy_of(template, tmp_path / f"at-{step}")
        holder = holder_of(on_disk)
        was_killed = killed_at(step, partial(work, holder))
        yield holder
        shutil.rmtree(on_disk.folder)
        if not was_killed:
            return
        step += every


@pytest.fixture
def template(backed_up: ServiceOnDisk) -> ServiceOnDisk:
    """A service with a third client since the backup, and an hour later."""
    with backed_up.open() as vault:
        add_clients(vault, "A-300")
    backed_up.clock.advance(3600)
    return backed_up


def back_up_once(holder: Holder) -> None:
    with holder.open() as vault:
        back_up_quietly(vault)


def restore_once(pattern: str, holder: Holder) -> None:
    [path] = holder.place.backups.glob(pattern)
    put_back(holder, path)


# Acceptance C50
@pytest.mark.parametrize("every", sampled([EVERY, 1], every=2))
def test_a_killed_backup_leaves_no_file_that_does_not_verify(
    template: ServiceOnDisk, tmp_path: Path, every: int
) -> None:
    made: set[int] = set()

    for holder in kills(template, tmp_path, back_up_once, every):
        paths = sorted(holder.place.backups.glob("*.tvb"))
        for path in paths:
            backup = open_backup(path, holder.uid, holder.keys().opening)
            assert fault_of(path, backup.secret) == ""
        made.add(len(paths))
        back_up_once(holder)
        assert not list(holder.place.backups.glob("*.part"))
        with holder.open() as vault:
            assert {each.file for each in backups.listed(vault.service)} == {
                path.name for path in holder.place.backups.glob("*.tvb")
            }

    assert made >= {2, 4}


# Acceptance C51
@pytest.mark.parametrize(
    ("pattern", "every"),
    sampled([("caseload-*.tvb", EVERY), ("caseload-*.tvb", 1), ("service-*.tvb", 1)], every=3),
)
def test_a_killed_restore_leaves_the_old_file_or_the_new_one(
    template: ServiceOnDisk, tmp_path: Path, pattern: str, every: int
) -> None:
    seen: list[list[str]] = []
    ends: list[bool] = []

    for holder in kills(template, tmp_path, partial(restore_once, pattern), every):
        with holder.open() as vault:
            seen.append(codes_in(vault))
            assert {*vault.warnings} <= {LEFT_OPEN}
            assert audit.verify(vault.caseload).is_whole
            assert audit.verify(vault.service).is_whole
            files = (vault.caseload, vault.service)
            is_new = any(
                entry.action == "restored" for file in files for entry in audit.entries(file)
            )
        ends.append(is_new)
        if is_new:
            assert list(holder.folder.rglob("*.before-restore"))
        restore_once(pattern, holder)
        assert not list(holder.folder.rglob("restoring"))

    assert set(ends) == {False, True}
    assert ends == sorted(ends)
    if pattern.startswith("caseload"):
        assert seen == sorted(seen, key=len, reverse=True)
        assert {len(each) for each in seen} == {len(OLD), len(NEW)}
