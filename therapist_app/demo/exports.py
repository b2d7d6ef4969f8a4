"""The two exports, made on the outcomes screen."""

from functools import partial
from pathlib import Path

from therapist_app import commands
from therapist_app.demo.person import NotThere, Person
from therapist_app.demo.pictures import Pictures
from therapist_app.record.service import recipients
from therapist_app.screens.outcomes.view import OutcomesView
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.workflows.exporting.exporting import choices
from therapist_app.workflows.workspace import Workspace

# An age key pair for practice alone: the sealed packages of a demonstration can be opened with it.
LEAD_KEY = "age1p96z7uh7dklx8ytm2dy59csqacntf3gt474mnr85shksttc3zceqdd0jpn"
LEAD_IDENTITY = "AGE-SECRET-KEY-18VJ6NHM97UKP538QX2F8J4PG5PYLC2VGPWJ2WFJVV4V2LVWXP9CQVG9AR7"


def know_the_lead(workspace: Workspace) -> None:
    """Enter the practice key of the clinical lead, so that packages are sealed for them."""
    lead = choices(workspace).recipients[0]
    recipients.save(workspace.service, recipients.Recipient(lead, LEAD_KEY))


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
        (None, "quarterly review", "report"),
    ):
        window.go_to(commands.Outcomes(client))
        person = Person(window)
        view = window.page
        if not isinstance(view, OutcomesView):
            raise NotThere("the outcomes screen is not open")
        person.write(purpose, on=view.choices.purpose)
        person.press("Show what would leave")
        viewmodel = view.findChild(OutcomesViewModel)
        if viewmodel is None:
            raise NotThere("the outcomes screen has nothing behind it")
        person.wait_for(partial(_is_ready, viewmodel), "the release")
        pictures.take(window, f"outcomes-{name}")
        if viewmodel.state.refused:
            refused.append(viewmodel.state.refused)
            continue
        viewmodel.approve(folder)
        person.settle()
        pictures.take(window, f"outcomes-{name}-saved")
    (folder / "practice-identity.txt").write_text(f"{LEAD_IDENTITY}\n", encoding="utf-8")
    return tuple(refused)


def _is_ready(viewmodel: OutcomesViewModel) -> bool:
    return not viewmodel.state.is_busy
