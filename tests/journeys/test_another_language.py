"""Every screen in the language that nobody speaks (en_XA): all of it marked, none of it cut."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.another_language import spoken, unmarked_on_paper
from tests.support.sampling import beyond, sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.page_states import wait_for_work
from tests.support.windows.settling import settle
from tests.support.windows.unmarked import Unmarked
from tests.support.workflows.workspaces import open_workplace
from therapist_app import bootstrap, commands
from therapist_app.commands import Destination
from therapist_app.demo import person, running
from therapist_app.demo.pictures import Pictures, wait_until_still
from therapist_app.demo.running import run_demo
from therapist_app.i18n import installing, pseudo_language
from therapist_app.practice.setting_up import PRACTICE_PERSON
from therapist_app.settings import LookSettings
from therapist_app.shell.navigation.places import PLACES as SCREENS
from therapist_app.shell.window.appearance import AppearanceController
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.theme.applying import apply
from therapist_app.theme.look import Look

SIZE = (1366, 768)
SCALES = (1.0, 2.0)
"""The size of text at first, and the largest."""
PLACES: dict[str, Callable[[str], Destination]] = {
    "client": commands.ClientPage,
    "today": lambda _client: commands.Today(),
    "first-contact": lambda _client: commands.FirstContact(),
    "calendar": lambda _client: commands.Calendar(),
    "calendar-paper": lambda _client: commands.CalendarPaper(),
    "clients": lambda _client: commands.Clients(),
    "import": lambda _client: commands.ImportList(),
    "library": lambda _client: commands.Library(),
    "data-rights": commands.DataRights,
    "outcomes": lambda _client: commands.Outcomes(None),
    "recipients": lambda _client: commands.Recipients(),
    "report-questions": lambda _client: commands.ReportQuestions(),
    "waiting-releases": lambda _client: commands.WaitingReleases(),
    "review": lambda _client: commands.Review(),
    "settings": lambda _client: commands.Settings(),
    "people": lambda _client: commands.People(),
    "own-keys": lambda _client: commands.OwnKeys(),
    "backups": lambda _client: commands.Safekeeping(),
    "audit-trail": lambda _client: commands.AuditTrail(),
    "retention": lambda _client: commands.Retention(),
    "supervision": lambda _client: commands.SupervisionPack(),
    "local-text": lambda _client: commands.LocalTextPage("de"),
    "training": lambda _client: commands.Training(),
    "form": lambda client: commands.FormPage(client, "safety-plan"),
    "about": lambda _client: commands.About(),
}
NEED_MORE = {
    commands.AlertPage,
    commands.Caseloads,
    commands.ClosePage,
    commands.FilledFormPage,
    commands.HandOver,
    commands.Oversight,
    commands.PromisePage,
    commands.SecondRatingPage,
    commands.SessionPage,
    commands.BesideClient,
    commands.BesideForm,
    commands.ShownScore,
}
"""Screens that need more than a client; the demonstration shows those of a session."""
NAMES = ("Ana Example", "Sessions", PRACTICE_PERSON, "quarterly review", "agreed with the client")
"""Who is signed in, how the program is called, and what the demonstration types."""


@pytest.fixture(scope="module")
def opened(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[MainWindow, AppearanceController, str, Unmarked]]:
    """The window of a therapist with one client, its look, the client, what the content says."""
    patch = pytest.MonkeyPatch()
    patch.setattr(installing, "install", lambda _app: installing.PSEUDO)
    folder = tmp_path_factory.mktemp("record")
    with spoken(NAMES) as said, open_workplace(folder) as work:
        client = work.add_client()
        vault = work.workspace.vault
        appearance = AppearanceController(qapp, None)
        window = bootstrap.open_workplace(vault, leave=lambda: None, appearance=appearance)
        window.resize(*SIZE)
        window.show()
        yield window, appearance, client.id, said
        window.close()
    apply(qapp, Look("light", 1.0))
    patch.undo()


def test_every_screen_is_looked_at_or_needs_more_than_a_client():
    looked_at = {type(place("client")) for place in PLACES.values()}

    assert looked_at | NEED_MORE == {place.destination for place in SCREENS}


@pytest.mark.parametrize(("name", "scale"), sampled(product(PLACES, SCALES), 18, first=1))
def test_every_text_of_a_screen_is_marked_and_has_room_to_grow(opened, name, scale):
    window, appearance, client, said = opened
    appearance.apply(LookSettings("light", scale))

    window.go_to(PLACES[name](client))
    settle()
    wait_for_work()

    assert said.in_window(window) == []
    assert clipped(window) == []


@beyond(test_every_text_of_a_screen_is_marked_and_has_room_to_grow)
@pytest.mark.parametrize("scale", SCALES)
def test_every_text_from_unlock_to_export_is_marked_and_has_room_to_grow(
    opened, tmp_path, monkeypatch, scale
):
    said = opened[-1]
    found: dict[str, list[str]] = {}

    def look(_pictures: Pictures, window: QWidget, name: str) -> Path:
        wait_until_still()
        settle()
        found[name] = [*said.in_window(window), *clipped(window)]
        return tmp_path

    words = person._words_of
    monkeypatch.setattr(person, "_words_of", lambda widget: pseudo_language.plain(words(widget)))
    monkeypatch.setattr(Pictures, "take", look)
    chosen = partial(LookSettings, text_scale=scale, reduced_motion=True)
    monkeypatch.setattr(running, "LookSettings", chosen)

    assert run_demo(tmp_path / "demo", clients=8, seed=1, show=False, looks=("light",)) == 0

    reports = sorted(tmp_path.rglob("report.pdf"))
    assert reports
    found |= {report.parent.name: unmarked_on_paper(said, report) for report in reports}
    assert {name: lines for name, lines in found.items() if lines} == {}
