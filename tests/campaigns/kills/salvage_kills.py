"""Saving the rows of a damaged file, killed at any instant and gone on with."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.campaigns.harness.running import Campaign, Trial
from tests.campaigns.harness.shift import Shift
from tests.campaigns.harness.telling import Say
from tests.campaigns.kills.operations import BEGUN, Operation, Planted, check, kill_operations
from tests.campaigns.kills.rotation_kills import content_of
from tests.support.record.damage import at, caseload_opening, flip, pages_in
from tests.support.record.records import lay_out
from therapist_app.record.database.connection import PAGE
from therapist_app.record.database.database import Caseload, Opening
from therapist_app.record.database.opening import open_database
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.repair import filling_anew
from therapist_app.record.repair.salvaging import put_in_place, salvage, unfinished_beside

THINGS = 60
LOST = (0.6, 0.8)
"""Where in the file a page is damaged."""
IN_THE_PAGE = 1500
SAVED = "saved.db"


class Salvage(Operation):
    """Nothing, what it goes on with, or all that can be saved; gone on with, always that."""

    name = "salvage"

    def lay_out(self, folder: Path) -> None:
        self._service = lay_out(folder)
        with self._service.open() as vault:
            shift = Shift(self._service, vault, Random(1))
            for _ in range(THINGS):
                shift.do_something()
        opening = caseload_opening(self._service)
        for share in LOST:
            flip(opening.path, int(pages_in(opening.path) * share) * PAGE + IN_THE_PAGE)
        whole = folder / "whole.db"
        self._report = salvage(opening, whole)
        self._rows = _rows_in(at(opening, whole))
        check(self._rows["filled_forms"], "nothing was there to save")
        self._damaged = opening.path.read_bytes()

    def work(self, folder: Path, say: Say) -> None:
        say(BEGUN)
        salvage(self._opening(folder), folder / SAVED)

    def plant(self, folder: Path) -> Planted:
        shutil.copy(folder / "whole.db", folder / SAVED)
        shutil.copy(folder / "whole.anchor", (folder / SAVED).with_suffix(".anchor"))
        with closing(open_database(Caseload, at(self._opening(folder), folder / SAVED))) as saved:
            saved.run("DELETE FROM filled_forms WHERE id = (SELECT max(id) FROM filled_forms)")
        return Planted("a row left out of what was saved", "the rows are not those saved unkilled")

    def standing(self, folder: Path) -> str:
        opening, to = self._opening(folder), folder / SAVED
        if to.exists():
            standing = "saved"
        else:
            standing = "begun" if unfinished_beside(to).exists() else "nothing"
            try:
                put_in_place(opening, to)
                check(holds=False, otherwise="what is not done was put in place")
            except RecordDamaged:
                check(salvage(opening, to) == self._report, "it tells otherwise than unkilled")
        rows = _rows_in(at(opening, to))
        check(rows == self._rows, "the rows are not those saved unkilled")
        check(opening.path.read_bytes() == self._damaged, "the damaged file was changed")
        left = {each.name for each in folder.glob("saved*")}
        check(left == {SAVED, "saved.anchor"}, "something is left beside it")
        return standing

    def _opening(self, folder: Path) -> Opening:
        moved = replace(self._service, folder=folder / "service")
        return caseload_opening(moved)


def _rows_in(opening: Opening) -> dict[str, list[tuple[object, ...]]]:
    with closing(open_database(Caseload, opening)) as saved:
        return content_of(saved)


@contextmanager
def _a_few_pages_at_once() -> Iterator[None]:
    """Keep what was copied more often, as in a file that is larger than those of the campaign."""
    before = filling_anew.PAGES_AT_ONCE
    filling_anew.PAGES_AT_ONCE = 4
    try:
        yield
    finally:
        filling_anew.PAGES_AT_ONCE = before


def run(trial: Trial) -> str:
    """Kill it, and go on."""
    with _a_few_pages_at_once():
        return kill_operations([Salvage], trial)


SALVAGE = Campaign(
    name="salvage",
    claim="A killed salvage goes on where it was, and saves the same rows as one that was not.",
    run=run,
    counts={"smoke": 2, "small": 12, "full": 150},
)
