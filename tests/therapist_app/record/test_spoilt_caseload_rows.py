"""Whatever whoever covers writes into a row of a caseload, its owner is told in words.

They have its key until the cover has ended, and may have a program of their own. A page that ended
otherwise would lock at each sign-in, and its owner would never come to what puts a backup back.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions

from tests.support.sampling import beyond
from tests.support.windows.page_states import STATES, ready_window, wait_for_work
from tests.support.workflows.spoiling import Spoiling, spoilings_of, spoilt, tables_of
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.messages.errors import is_known
from therapist_app.record.clients import begun_words
from therapist_app.record.database.database import Database, Parameters
from therapist_app.record.errors import RecordBug
from therapist_app.settings import ChosenLook, LookSettings
from therapist_app.shell.navigation.places import MakePage, page_maker
from therapist_app.workflows.overviews.searching_words import take_words
from therapist_app.workflows.sessions.passing_gates import override_gate
from therapist_app.workflows.sessions.promising import note_contact, open_promises

EVERY = 503
"""One in so many is tried by every run; it shares no divisor with eight values a column."""
OF_THE_OPENING = {(("key", "owner"),), (("key", "service_id"),)}
"""Facts by which a file is known to belong here; the chain of the audit is checked there, too."""
NEVER_FILLED = {"erasures", "fidelity_amendments"}
"""Nothing on a page makes them: an erasure takes its row back, and ratings are amended by hand."""


@pytest.fixture(scope="module")
def work(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    del qapp
    with ready_window(tmp_path_factory.mktemp("record")) as (opened, _window):
        for states in STATES.values():
            for each in states:
                each.leads(opened)
        fill_the_rest(opened)
        caseload = opened.workspace.caseload
        for (trigger,) in caseload.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            caseload.run(f"DROP TRIGGER {trigger}")  # nor do they stop a program of one's own
        wait_for_work()
        yield opened


def fill_the_rest(work: Workplace) -> None:
    """Put something into each table that no page of `STATES` needs."""
    workspace, client = work.workspace, work.add_client()
    work.hold(client, "S01", "22n1")
    note_contact(workspace, open_promises(workspace)[0].id, "telephone", "no_answer")
    begun = begun_words.begun(
        workspace.caseload, workspace.vault.person.uid, "Note", client.id, {"words": "as it was"}
    )
    begun_words.keep(workspace.caseload, [begun])
    override_gate(
        workspace, client.id, "G1", "S02", reason="transferred", supervisor="Somebody Else"
    )
    take_words(workspace, most=50)


@pytest.fixture(scope="module")
def make(work: Workplace) -> MakePage:
    return page_maker(work.workspace, ChosenLook(None, LookSettings(), lambda _settings: None))


def of_the_day(work: Workplace) -> tuple[Destination, ...]:
    """Return the pages of the day, and those of the client whose rows are spoilt."""
    caseload = work.workspace.caseload
    [[client]] = caseload.rows("SELECT client_id FROM alerts ORDER BY id LIMIT 1")
    [[held]] = caseload.rows("SELECT id FROM appointments ORDER BY id LIMIT 1")
    return (
        commands.Today(),
        commands.Calendar(),
        commands.Clients(),
        commands.ClientPage(client),
        commands.DataRights(client),
        commands.ClosePage(held),
        commands.SessionPage(held),
        commands.AuditTrail(),
        commands.Safekeeping(),
    )


@pytest.fixture(scope="module")
def asked(work: Workplace, make: MakePage) -> dict[Destination, str]:
    """What each page asks the caseload."""
    found: dict[Destination, str] = {}
    fetched, caseload = Database._fetched, work.workspace.caseload
    with pytest.MonkeyPatch.context() as patch:
        for page in of_the_day(work):
            heard = list[str]()

            def listening(
                database: Database, sql: str, parameters: Parameters, heard: list[str] = heard
            ) -> list[tuple[Any, ...]]:
                if database is caseload:
                    heard.append(sql)
                return fetched(database, sql, parameters)

            patch.setattr(Database, "_fetched", listening)
            assert untold(make, page) == []
            found[page] = "\n".join(heard)
    return found


def untold(make: MakePage, page: Destination) -> list[str]:
    """Return what a page ends in that tells a person nothing, with all that it does beside."""
    found = list[BaseException]()
    with capture_exceptions() as caught:
        try:
            made = make(page)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            found.append(error)
        else:
            wait_for_work()
            made.deleteLater()
        wait_for_work()
    found += [error for _kind, error, _trace in caught]
    return [repr(each)[:80] for each in found if not is_known(each)]


def try_all(
    work: Workplace, make: MakePage, asked: dict[Destination, str], which: list[Spoiling]
) -> list[str]:
    """Return where a page that reads the table of a spoilt row ends without a word."""
    found: list[str] = []
    for each in which:
        pages = [page for page, sql in asked.items() if re.search(rf"\b{each.table}\b", sql)]
        with ExitStack() as stack:
            try:
                stack.enter_context(spoilt(work.workspace.caseload, each))
            except RecordBug:  # an index of what stands in the JSON takes no other
                continue
            for page in pages:
                told = (f"{type(page).__name__}: {words}" for words in untold(make, page))
                found += (f"{each.name} on {words}" for words in told)
    return found


def all_spoilings(work: Workplace) -> list[Spoiling]:
    """Return every spoiling, but of what the opening of a file refuses already."""
    return [
        each
        for each in spoilings_of(work.workspace.caseload)
        if each.row not in OF_THE_OPENING and each.table != "audit"
    ]


def test_something_stands_in_every_table_of_a_caseload(work: Workplace) -> None:
    caseload = work.workspace.caseload

    empty = {each for each in tables_of(caseload) if not caseload.rows(f"SELECT 1 FROM {each}")}

    assert empty <= NEVER_FILLED


def test_a_row_of_a_caseload_that_makes_no_sense_is_told_in_words(
    work: Workplace, make: MakePage, asked: dict[Destination, str]
) -> None:
    assert try_all(work, make, asked, all_spoilings(work)[::EVERY]) == []


@beyond(test_a_row_of_a_caseload_that_makes_no_sense_is_told_in_words)
def test_every_row_of_a_caseload_that_makes_no_sense_is_told_in_words(
    work: Workplace, make: MakePage, asked: dict[Destination, str]
) -> None:
    assert try_all(work, make, asked, all_spoilings(work)) == []
