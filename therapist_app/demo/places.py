"""The two exports, and a look at every other place, once more in large text."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from therapist_app import commands
from therapist_app.demo.person import DemoPerson, NotThere
from therapist_app.demo.pictures import Pictures
from therapist_app.jobs import is_under_way
from therapist_app.record.service import own_age_keys
from therapist_app.screens.outcomes.view import OutcomesView
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.settings import LookSettings
from therapist_app.shell.window.appearance import AppearanceController
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.workflows.workspace import Workspace

# An age key pair for practice alone: the sealed packages of a demonstration can be opened with it.
PRACTICE_KEY = "age1p96z7uh7dklx8ytm2dy59csqacntf3gt474mnr85shksttc3zceqdd0jpn"
PRACTICE_IDENTITY = "AGE-SECRET-KEY-18VJ6NHM97UKP538QX2F8J4PG5PYLC2VGPWJ2WFJVV4V2LVWXP9CQVG9AR7"
LARGE = 2.0


def take_the_practice_key(workspace: Workspace) -> None:
    """Let the service have the practice key as its own, which packages for its lead have."""
    own_age_keys.keep_own_key(workspace.service, PRACTICE_KEY, PRACTICE_IDENTITY)


def make_exports(
    window: MainWindow, pictures: Pictures, folder: Path, client_id: str
) -> tuple[str, ...]:
    """Prepare, look at, approve and write the summary of a client and the service report.

    Returns:
        Why a release was refused, as the screen said it: with very few clients, a report is.

    """
    folder.mkdir(parents=True, exist_ok=True)
    refused: list[str] = []
    for client, purpose, name in (
        (client_id, "supervision", "summary"),
        (None, "service_quality", "report"),
    ):
        window.go_to(commands.Outcomes(client))
        person = DemoPerson(window)
        view = window.page
        if not isinstance(view, OutcomesView):
            raise NotThere("the outcomes screen is not open")
        if client is None and view.choices.closing.act.isVisible():
            person.press("Close the quarter")
            person.press("Close it for good")
            person.wait_for(partial(_is_ready, view_model_of(view)), "the quarter")
        person.key(Qt.Key.Key_Down, on=view.choices.recipient)
        for _step in range(view.choices.purpose.findData(purpose) + 1):
            person.key(Qt.Key.Key_Down, on=view.choices.purpose)
        person.press("Show preview")
        viewmodel = view_model_of(view)
        person.wait_for(partial(_is_made, viewmodel), "the release")
        pictures.take(window, f"outcomes-{name}")
        if viewmodel.state.made.refused:
            refused.append(viewmodel.state.made.refused)
            continue
        while viewmodel.state.unseen:
            person.press("Next page")
        viewmodel.approve(folder)
        person.settle()
        pictures.take(window, f"outcomes-{name}-saved")
    (folder / "practice-identity.txt").write_text(f"{PRACTICE_IDENTITY}\n", encoding="utf-8")
    return tuple(refused)


def view_model_of(view: OutcomesView) -> OutcomesViewModel:
    """Return what the screen shows."""
    viewmodel = view.findChild(OutcomesViewModel)
    if viewmodel is None:
        raise NotThere("the outcomes screen has nothing behind it")
    return viewmodel


def _is_ready(viewmodel: OutcomesViewModel | ReviewViewModel) -> bool:
    return not viewmodel.state.is_busy


def _is_made(viewmodel: OutcomesViewModel) -> bool:
    """Return whether a release is prepared or refused, and compared with others."""
    return _is_ready(viewmodel) and viewmodel.state.is_compared


def show_places(window: MainWindow, pictures: Pictures, exports: Path, client_id: str) -> None:
    """Take a picture of each place that the story of a session does not pass."""
    person = DemoPerson(window)
    window.go_to(commands.Review())
    viewmodel = window.page.findChild(ReviewViewModel)
    if viewmodel is None:
        raise NotThere("the review screen has nothing behind it")
    for package in sorted(exports.glob("*/*.outcomes")):
        viewmodel.add(package)
    for package in sorted(path for path in exports.iterdir() if path.is_dir()):
        viewmodel.add(package)
    person.wait_for(partial(_is_ready, viewmodel), "the packages")
    person.settle()
    pictures.take(window, "review")
    for name, destination in (
        ("calendar", commands.Calendar()),
        ("programme", commands.Library()),
        ("training", commands.Training()),
        ("settings", commands.Settings()),
        ("people", commands.People()),
        ("own-keys", commands.OwnKeys()),
        ("backups", commands.Safekeeping()),
        ("audit-trail", commands.AuditTrail()),
        ("retention", commands.Retention()),
        ("first-contact", commands.FirstContact()),
        ("data-rights", commands.DataRights(client_id)),
        ("about", commands.About()),
        ("supervision", commands.SupervisionPack()),
        ("client-after", commands.ClientPage(client_id)),
        ("safety-plan", commands.FormPage(client_id, "safety-plan")),
        ("boundaries", commands.FormPage(client_id, "boundaries")),
    ):
        window.go_to(destination)
        person.settle()
        person.wait_for(lambda: not is_under_way(), "the page")
        pictures.take(window, name)


def show_large(
    window: MainWindow,
    appearance: AppearanceController,
    pictures: Pictures,
    look: LookSettings,
    client_id: str,
) -> None:
    """Take the daily screens once more at twice the text size."""
    appearance.apply(look)
    for name, destination in (
        ("today-200", commands.Today()),
        ("clients-200", commands.Clients()),
        ("client-200", commands.ClientPage(client_id)),
        ("safety-plan-200", commands.FormPage(client_id, "safety-plan")),
    ):
        window.go_to(destination)
        DemoPerson(window).settle()
        pictures.take(window, name)
