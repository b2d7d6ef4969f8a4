"""What can be searched for because of what is open now: a session, an alert, a client's page."""

from collections.abc import Iterator

from session_forms.words.texts import N_
from therapist_app.commands import (
    AlertPage,
    Calendar,
    ClientPage,
    ClosePage,
    Command,
    CommandGroup,
    DataRights,
    FilledFormPage,
    FormPage,
    PrintPage,
    SessionPage,
)
from therapist_app.destination import Destination
from therapist_app.workflows.overviews.searching import has_plans_to_open, open_now
from therapist_app.workflows.workspace import Workspace

FORMS_AND_DAYS = (Calendar, FilledFormPage, FormPage, SessionPage)
"""The pages that can be put on paper as they are."""


def acts_now(workspace: Workspace, here: Destination | None = None) -> tuple[Command, ...]:
    """Return what may be done about the session that is open, and about the most pressing alert.

    On a page of a client, that is `here`, their two plans are offered, outside of a session too.
    """
    return tuple(_acts(workspace, here))


def acts_here(here: Destination) -> tuple[Command, ...]:
    """Return how the page where one is, or what belongs to its client, comes on paper.

    Nothing of it is about anybody but who is on that page already.
    """
    if isinstance(here, FORMS_AND_DAYS):
        return (_act("print", N_("Print what is on this page"), PrintPage(), "print"),)
    if isinstance(here, ClientPage):
        title = N_("Print a form or a plan of this client: open the list of forms")
        return (_act("print", title, ClientPage(here.client_id, "forms"), "print"),)
    return ()


def _acts(workspace: Workspace, here: Destination | None) -> Iterator[Command]:
    found = open_now(workspace)
    if found.appointment_id:
        client_id, session = found.client_id, found.appointment_id
        yield _act("back", N_("Go on with the session"), SessionPage(session), "session")
        ended = N_("End the session: close it and write the note")
        yield _act("end", ended, ClosePage(session), "note")
        safety = FormPage(client_id, "safety-plan", session)
        yield _act("safety", N_("Safety plan of this session's client"), safety, "form")
        boundaries = FormPage(client_id, "boundaries", session)
        yield _act("boundaries", N_("Boundaries plan of this session's client"), boundaries, "form")
    elif isinstance(here, ClientPage | DataRights | FormPage) and has_plans_to_open(
        workspace, here.client_id
    ):
        safety = FormPage(here.client_id, "safety-plan")
        yield _act("safety", N_("Safety plan of this client"), safety, "form")
        boundaries = FormPage(here.client_id, "boundaries")
        yield _act("boundaries", N_("Boundaries plan of this client"), boundaries, "form")
    if isinstance(here, ClientPage) and has_plans_to_open(workspace, here.client_id):
        called = N_("Log a contact: a call or message reached this client, or did not")
        yield _act("contact", called, ClientPage(here.client_id, "contact"), "call")
        course = N_("Pause, end or change the course of this client")
        yield _act("course", course, ClientPage(here.client_id, "course"), "session")
        moved = N_("Move this client to a colleague")
        yield _act("move", moved, ClientPage(here.client_id, "move"), "clients")
    if found.alert_id:
        yield _act("alert", N_("Answer the alert that is open"), AlertPage(found.alert_id), "alert")


def _act(name: str, title: str, to: Destination, icon: str) -> Command:
    return Command(f"now.{name}", CommandGroup.PLACES, title, "", to, icon)
