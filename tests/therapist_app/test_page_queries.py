"""How often a page asks the record, as often for many clients as for one; when it is styled."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.record.effort import effort
from tests.support.record.records import a_filled_form
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app.commands import (
    AuditTrail,
    Calendar,
    ClientPage,
    Clients,
    ClosePage,
    DataRights,
    Destination,
    Library,
    Outcomes,
    OwnKeys,
    People,
    Recipients,
    Retention,
    Safekeeping,
    Settings,
    Today,
    Training,
)
from therapist_app.record.clients import filled_forms
from therapist_app.record.database.database import Database, Parameters
from therapist_app.record.model import Client
from therapist_app.settings import ChosenLook, LookSettings
from therapist_app.shell.navigation.places import ids_of, page_maker, place_of

PAGES = (
    Today(),
    Calendar(),
    Clients(),
    Library(),
    Training(),
    Outcomes(),
    Recipients(),
    AuditTrail(),
    People(),
    Safekeeping(),
    Retention(),
)
MANY = 4
FORMS = 300
"""So many more cost no more than a single step of SQLite's each."""
A_DAY = 86_400
POLISHED = Qt.WidgetAttribute.WA_WState_Polished
EARLY = 1 / 4
"""The share of a page that may be styled before: a table or a box measures itself."""


def known(work: Workplace) -> Client:
    """A client who was met today and comes next week."""
    client = work.add_client()
    work.hold(client, "S01")
    work.plan(client, "S02", work.clock() + timedelta(days=8))
    work.fill(client, "phq-9", {f"q{number}": 1 for number in range(1, 9)} | {"q9": 0}, None)
    return client


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as opened:
        yield opened


@pytest.mark.usefixtures("qapp")
def test_no_page_asks_more_often_for_more_clients(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    fetched = Database._fetched

    def counted(database: Database, sql: str, parameters: Parameters) -> list[tuple[Any, ...]]:
        asked.append(sql)
        return fetched(database, sql, parameters)

    monkeypatch.setattr(Database, "_fetched", counted)
    client = known(work)
    work.clock.advance(A_DAY)
    pages: tuple[Destination, ...] = (*PAGES, ClientPage(client.id), DataRights(client.id))

    def count() -> dict[Destination, int]:
        found: dict[Destination, int] = {}
        for page in pages:
            asked.clear()
            place_of(page).viewmodel(work.workspace, *ids_of(page))
            found[page] = len(asked)
        return found

    count()  # what is read once for an open record
    before = count()
    for _each in range(MANY):
        known(work)
    work.clock.advance(A_DAY)

    assert count() == before


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "page", [Today(), Calendar(), Clients()], ids=lambda page: type(page).__name__
)
def test_a_page_of_all_clients_takes_no_longer_for_all_that_was_filled_in(
    work: Workplace, page: Destination
) -> None:
    client = work.add_client()
    held = work.hold(client, "S01")
    work.clock.advance(30 * A_DAY)
    known(work)
    caseload = work.workspace.caseload

    def instructions() -> int:
        with effort(caseload) as spent:
            place_of(page).viewmodel(work.workspace, *ids_of(page))
        return spent.instructions

    instructions()  # what is read once for an open record
    before = instructions()
    for _each in range(FORMS):
        filled_forms.add(
            caseload,
            a_filled_form(
                caseload,
                client,
                appointment_id=held,
                status="finished",
                finished_at=caseload.now() - timedelta(days=30),
            ),
        )
    instructions()

    assert instructions() < before + FORMS


def test_a_page_asks_nothing_twice_while_it_is_put_together(
    work: Workplace, monkeypatch: pytest.MonkeyPatch, wear, qtbot
) -> None:
    wear()
    appointment_id = work.hold(work.add_client(), "S01", sign=False)
    asked: list[tuple[str, str]] = []
    fetched = Database._fetched

    def counted(database: Database, sql: str, parameters: Parameters) -> list[tuple[Any, ...]]:
        asked.append((sql, repr(parameters)))
        return fetched(database, sql, parameters)

    monkeypatch.setattr(Database, "_fetched", counted)

    look = ChosenLook(None, LookSettings(), lambda _settings: None)
    page = page_maker(work.workspace, look)(ClosePage(appointment_id))
    qtbot.addWidget(page)

    assert asked
    assert len(asked) == len(set(asked))


def test_a_page_is_styled_where_it_stands_and_none_of_it_before_as_a_window(
    work: Workplace, wear, qtbot
) -> None:
    wear()
    appointment_id = work.hold(work.add_client(), "S01", sign=False)
    make = page_maker(work.workspace, ChosenLook(None, LookSettings(), lambda _settings: None))
    styled: dict[Destination, float] = {}
    for each in (Today(), Settings(), OwnKeys(), ClosePage(appointment_id)):
        page = make(each)
        qtbot.addWidget(page)
        parts = page.findChildren(QWidget)
        early = [part for part in parts if part.testAttribute(POLISHED)]
        styled[each] = len(early) / len(parts)

    assert max(styled.values()) < EARLY, styled
    assert not any(window.isVisible() for window in QApplication.topLevelWidgets())
