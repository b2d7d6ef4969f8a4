"""Whatever somebody writes into a row of the service file, pages open and people sign in.

Everybody in the service has its key. A value that makes no sense is left out and told, or refused
in a sentence; none ends a page, or a sign-in, otherwise.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.sampling import beyond
from tests.support.windows.page_states import wait_for_work
from tests.support.workflows.clinics_ready import ready_clinic
from tests.support.workflows.spoiling import (
    Spoiling,
    fill_every_table,
    spoilings_of,
    spoilt,
    tables_of,
)
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.record.database.database import Database, Parameters
from therapist_app.record.database.shared_tables import left_out_of
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.sign_in.unlocking import _begin_session
from therapist_app.record.vault.unnoted_changes import note_rows
from therapist_app.settings import ChosenLook, LookSettings
from therapist_app.shell.navigation.places import MakePage, page_maker
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

EVERY = 167
"""One in so many is tried by every run; it shares no divisor with eight values a column."""
BY_KEY = {"about", "settings"}
Asked = list[tuple[str, str]]


@pytest.fixture(scope="module")
def work(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    del qapp
    with ready_clinic(tmp_path_factory.mktemp("record")) as opened:
        fill_every_table(opened)
        yield opened


@pytest.fixture(scope="module")
def make(work: Workplace) -> MakePage:
    return page_maker(work.workspace, ChosenLook(None, LookSettings(), lambda _settings: None))


@pytest.fixture(scope="module")
def asked(work: Workplace, make: MakePage) -> dict[Destination, Asked]:
    """What each page asks the service file."""
    [[client]] = work.workspace.caseload.rows("SELECT id FROM clients LIMIT 1")
    pages: tuple[Destination, ...] = (
        commands.Today(),
        commands.Calendar(),
        commands.Clients(),
        commands.Library(),
        commands.Training(),
        commands.Outcomes(),
        commands.Recipients(),
        commands.ReportQuestions(),
        commands.WaitingReleases(),
        commands.SupervisionPack(),
        commands.Review(),
        commands.Oversight(),
        commands.AuditTrail(),
        commands.Settings(),
        commands.Safekeeping(),
        commands.People(),
        commands.OwnKeys(),
        commands.Caseloads(),
        commands.ImportList(),
        commands.FirstContact(),
        commands.ClientPage(client),
        commands.DataRights(client),
        commands.Retention(),
        commands.LocalTextPage(),
    )
    found: dict[Destination, Asked] = {}
    fetched, service = Database._fetched, work.workspace.service
    with pytest.MonkeyPatch.context() as patch:
        for page in pages:
            heard = found.setdefault(page, [])

            def listening(
                database: Database, sql: str, parameters: Parameters, heard: Asked = heard
            ) -> list[tuple[Any, ...]]:
                if database is service:
                    heard.append((sql, repr(parameters)))
                return fetched(database, sql, parameters)

            patch.setattr(Database, "_fetched", listening)
            open_page(make, page)
    return found


def open_page(make: MakePage, page: Destination) -> None:
    """Open a page, with all that it does beside; what is refused in a sentence is."""
    try:
        made = make(page)
    except KnownRecordError:
        return
    wait_for_work()
    made.deleteLater()
    wait_for_work()


def reading(asked: dict[Destination, Asked], what: Spoiling) -> list[Destination]:
    """Return the pages that read the row that is spoilt."""
    key = repr(what.row[0][1])
    return [
        page
        for page, heard in asked.items()
        if any(
            what.table in sql and (what.table not in BY_KEY or "?" not in sql or key in parameters)
            for sql, parameters in heard
        )
    ]


def try_all(
    work: Workplace, make: MakePage, asked: dict[Destination, Asked], which: list[Spoiling]
) -> list[str]:
    """Return what ended otherwise than in a page or a sentence."""
    found: list[str] = []
    vault = work.workspace.vault
    for each in which:
        with spoilt(vault.service, each):
            try:
                _begin_session(vault)
                look_before_work(vault)
            except KnownRecordError:
                pass
            except Exception as error:  # noqa: BLE001 - that is what is looked for
                found.append(f"{each.name} at the sign-in: {error!r:.80}")
            for page in reading(asked, each):
                try:
                    open_page(make, page)
                except Exception as error:  # noqa: BLE001 - as above
                    found.append(f"{each.name} on {type(page).__name__}: {error!r:.80}")
    return found


def test_something_stands_in_every_table(work: Workplace) -> None:
    service = work.workspace.service
    empty = [each for each in tables_of(service) if not service.rows(f"SELECT 1 FROM {each}")]

    assert empty == []
    assert list(left_out_of(service)) == []


def test_a_row_that_makes_no_sense_ends_no_page(
    work: Workplace, make: MakePage, asked: dict[Destination, Asked]
) -> None:
    which = list(spoilings_of(work.workspace.service))

    assert len(which) > 1_000
    assert try_all(work, make, asked, which[::EVERY]) == []


@beyond(test_a_row_that_makes_no_sense_ends_no_page)
def test_no_row_that_makes_no_sense_ends_a_page(
    work: Workplace, make: MakePage, asked: dict[Destination, Asked]
) -> None:
    assert try_all(work, make, asked, list(spoilings_of(work.workspace.service))) == []


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("recipients", "compared_at", "somebody who gets exports"),
        ("releases", "made_at", "an export in the list of releases"),
        ("quarters", "confirmed_at", "a closed quarter"),
        ("local_texts", "written_on", "a text on confidentiality"),
        ("client_moves", "offered_at", "a client on the way to a colleague"),
    ],
)
def test_what_is_left_out_is_told_to_everybody(
    work: Workplace, table: str, column: str, words: str
) -> None:
    vault = work.workspace.vault
    which = next(
        each
        for each in spoilings_of(vault.service)
        if (each.table, each.column, each.value) == (table, column, "garbage")
    )
    with spoilt(vault.service, which):
        note_rows(vault.service)
        once = vault.service.audit.mark
        note_rows(vault.service)

    vault.told_up_to = 0
    told = f"{words} in the service file could not be understood"
    assert [each for each in loud_acts(vault) if told in act_in_words(each)]
    assert vault.service.audit.mark == once
