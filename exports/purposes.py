"""What a release is for: a closed list, kept by its ids and told in words.

With it stands what a client's summary can show, part by part, and which parts a purpose needs. A
part that a purpose does not need is never in its summary. Of the others a person may leave out
any; what is left out is in no page, no table and no file of the release.
"""

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from session_forms.words.texts import N_, NP_, _

PURPOSES: Mapping[str, str] = {
    "supervision": NP_("purpose of a release", "Supervision"),
    "transfer": NP_("purpose of a release", "Transfer to another service"),
    "clinical_lead": NP_("purpose of a release", "Review by the clinical lead"),
    "service_quality": NP_("purpose of a release", "Quality of the service"),
    "funder": NP_("purpose of a release", "Report to a funder"),
    "research": NP_("purpose of a release", "Research"),
    "training": NP_("purpose of a release", "Training of staff"),
    "client_request": NP_("purpose of a release", "Request of the client"),
}
"""The words of each purpose, by its id."""
ONE_CLIENT = "single-case"
"""The profile of one client's summary, whatever it is for."""
WITHIN_A_SERVICE = frozenset({"supervision", "clinical_lead", "service_quality", "training"})
"""What figures of a service can be for without leaving it; every other purpose is of others."""

OF_ONE_CLIENT = frozenset({"transfer", "client_request"})
"""What a summary of one client is for, and figures of a service never."""
NEVER_PUBLISHED = OF_ONE_CLIENT | {"supervision", "clinical_lead"}
"""What nothing that anybody may read is for: besides, what is talked over within a service."""


SummaryPart = Literal[
    "person",
    "place",
    "order",
    "attendance",
    "length",
    "mode",
    "ranges",
    "scores",
    "practice",
    "goals",
    "alerts",
    "fidelity",
    "answers",
]
PARTS: tuple[SummaryPart, ...] = get_args(SummaryPart)

PART_WORDS: Mapping[SummaryPart, str] = {
    "person": N_("Age band and gender"),
    "place": N_("Where in the programme"),
    "order": N_("Order of the sessions held"),
    "attendance": N_("Appointments that did not take place"),
    "length": N_("Usual length of a session"),
    "mode": N_("Usual way of meeting"),
    "ranges": N_("Ranges of the measures"),
    "scores": N_("Exact scores, with their charts"),
    "practice": N_("Practice between sessions"),
    "goals": NP_("part of a summary", "Goals"),
    "alerts": NP_("part of a summary", "Alerts"),
    "fidelity": N_("How closely the plan was kept to"),
    "answers": N_("Answers to the safety check"),
}

SEEN_FROM_OUTSIDE: tuple[SummaryPart, ...] = (
    "person",
    "place",
    "order",
    "attendance",
    "length",
    "mode",
)
"""What somebody could know who has never seen the record; together it says more than alone."""

ANSWERED_FORMS = ("risk-check",)
"""The forms whose coded answers the part `answers` shows: the safety check alone."""

_CARE: frozenset[SummaryPart] = frozenset(PARTS)
PURPOSE_PARTS: Mapping[str, frozenset[SummaryPart]] = {
    "supervision": _CARE,
    "transfer": _CARE - {"length", "fidelity"},
    "clinical_lead": _CARE - {"person", "answers"},
    "service_quality": frozenset({"place", "attendance", "length", "ranges", "fidelity"}),
    "funder": frozenset({"place", "ranges"}),
    "research": frozenset({"person", "place", "attendance", "ranges", "fidelity"}),
    "training": frozenset({"place", "order", "ranges", "practice", "goals", "fidelity"}),
    "client_request": _CARE - {"fidelity", "answers"},
}
"""The parts that each purpose of `PURPOSES` needs."""


def purpose_in_words(purpose: str) -> str:
    """Return a purpose in words; one that was typed before there was a list, as it was typed."""
    return _(PURPOSES.get(purpose, purpose))


def parts_for(purpose: str, left_out: Collection[str] = ()) -> tuple[SummaryPart, ...]:
    """Return the parts that a summary shows, in order; none for a purpose that is not listed."""
    needed = PURPOSE_PARTS.get(purpose, frozenset())
    return tuple(part for part in PARTS if part in needed and part not in left_out)


def is_spelling_of(typed: str, purpose: str) -> bool:
    """Return whether something typed before there was a list says one of its purposes.

    Case and spaces do not matter.
    """
    said = _plain(typed)
    return said in {_plain(purpose.replace("_", " ")), _plain(purpose_in_words(purpose))}


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
