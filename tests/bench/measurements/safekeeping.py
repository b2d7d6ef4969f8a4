"""Backing up all that is open and reading it back in a fresh process, for each 100 MB."""

import os
import shutil
from collections.abc import Callable, Iterator

from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place
from therapist_app.record.backups.backing_up import back_up

ROUNDS = 3
A_HUNDRED = 100e6
LIMIT = Budget(3000)


def backup_lines(place: Place) -> Iterator[Line]:
    """Back up the crowded record; the floor is its files copied and flushed to the disk."""
    vault = place.workplace.workspace.vault
    files = [vault.place.service, *vault.place.caseloads.glob("*.db")]
    size = sum(each.stat().st_size for each in files)
    bare = place.folder / "bare-copies"

    def copied() -> None:
        bare.mkdir()
        for each in files:
            with (bare / each.name).open("wb") as target, each.open("rb") as source:
                shutil.copyfileobj(source, target)
                target.flush()
                os.fsync(target.fileno())

    def backed_up() -> None:
        assert back_up(vault, lambda _done, _of: None).problems == ()

    def floor(_number: int) -> Span:
        taken = _for_each_hundred(copied, size)
        shutil.rmtree(bare)
        return taken

    def ours(_number: int) -> Span:
        taken = _for_each_hundred(backed_up, size)
        for each in vault.place.backups.glob("*.tvb"):
            each.unlink()
        return taken

    yield Line("backed up and read back, 100 MB", LIMIT, *alternate(floor, ours, ROUNDS))


def _for_each_hundred(work: Callable[[], None], size: int) -> Span:
    taken, share = timed(work), A_HUNDRED / size
    return Span(taken.wall * share, taken.work * share)
