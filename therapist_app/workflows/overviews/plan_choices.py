"""The sessions that can be put into the calendar, and why one did not take place, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from session_forms.words.day_words import moment_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _
from therapist_app.record.clients import appointments
from therapist_app.workflows.course.following_a_plan import plan_ids_of
from therapist_app.workflows.course.planning import SessionOffer, Standing, could_be_merged, offers
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.workspace import Workspace

STANDING: Mapping[Standing, str] = {
    "next": NP_("session", "next"),
    "half": N_("the rest of it is next"),
    "held": NP_("session", "held; again"),
    "ahead": "",
    "extra": N_("when it is needed"),
    "after": "",
}

WHY_MISSED = (
    ("did_not_attend", N_("Did not come")),
    ("cancelled_client", N_("Cancelled by the client")),
    ("cancelled_service", N_("Cancelled by us")),
)
"""Why a planned session did not take place, each with its words, in one order everywhere."""
DID_NOT_COME = "did_not_attend"
MISSED, CANCELLED = "missed", "cancelled"
"""What is said of one first: that the client did not come, or that somebody cancelled."""
PLANNED_BY_MISTAKE = N_("It was planned by mistake: remove it")


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """One session that can be held or put into the calendar.

    Attributes:
        plan_id: The session.
        label: Its number, its title and how it stands.
        merge_id: The session that could be held in the same meeting, or "".
        merge_label: That one in words.
        note: What else is planned with it, as a sentence; empty for nothing.
        planned: That it stands in the calendar already, as a sentence; empty where it does not.

    """

    plan_id: str
    label: str
    merge_id: str = ""
    merge_label: str = ""
    note: str = ""
    planned: str = ""


def plan_choices(workspace: Workspace, client_id: str) -> tuple[PlanChoice, ...]:
    """Return the sessions of a client's programme, the next one first."""
    found = offers(workspace, client_id)
    titles = {each.plan.id: each.plan for each in found}
    merge_id = could_be_merged(workspace, client_id)
    planned = _planned(workspace, client_id)
    choices = []
    for offer in found:
        already = planned.get(offer.plan.id, "")
        choice = PlanChoice(offer.plan.id, _label(offer), note=_note(offer), planned=already)
        if offer.standing == "next" and merge_id:
            words = _("Together with session {number} · {title}, in one meeting").format(
                number=session_number(merge_id), title=titles[merge_id].public_title
            )
            choice = replace(choice, merge_id=merge_id, merge_label=words)
        choices.append(choice)
    return tuple(choices)


def session_words(plan_id: str, title: str) -> str:
    """Return a session plan as it is called in the clinic."""
    number = session_number(plan_id)
    if number.isdigit():
        number = _("Session {number}").format(number=number)
    return facts_in_a_line(number, title)


def session_in_short(plan_id: str, title: str, *, capital: bool = False) -> str:
    """Return a session plan in as few words as there are for it; others with their title."""
    if plan_id[:1] == "S" and plan_id[1:].isdigit():
        words = _("Session {number}") if capital else _("session {number}")
        return words.format(number=int(plan_id[1:]))
    return session_words(plan_id, title)


def _planned(workspace: Workspace, client_id: str) -> Mapping[str, str]:
    """Return for each session in the calendar that it is planned, and for when."""
    booked = appointments.for_client(workspace.caseload, client_id)
    words = _("It is planned already for {when}: move it if that is wrong.")
    return {
        plan_id: words.format(when=moment_in_words(each.planned_for.astimezone()))
        for each in reversed(booked)
        if each.state == "planned"
        for plan_id in plan_ids_of(each)
    }


def _note(offer: SessionOffer) -> str:
    if not offer.plan.split.usual or offer.standing == "half":
        return ""
    return _(
        "It takes two meetings. The second is planned for the same hour a week later; move it in "
        "the calendar if another day is better."
    )


def _label(offer: SessionOffer) -> str:
    words = session_words(offer.plan.id, offer.plan.public_title)
    standing = STANDING[offer.standing]
    return f"{words} ({_(standing)})" if standing else words
