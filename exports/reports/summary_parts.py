"""What a client's summary can show, part by part, and which parts a purpose needs.

A part that a purpose does not need is never in its summary. Of the others a person may leave out
any; what is left out is in no page, no table and no file of the release.
"""

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from session_forms.words.texts import N_, NP_

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
"""The parts that each purpose of `exports.purposes.PURPOSES` needs."""


def parts_for(purpose: str, left_out: Collection[str] = ()) -> tuple[SummaryPart, ...]:
    """Return the parts that a summary shows, in order; none for a purpose that is not listed."""
    needed = PURPOSE_PARTS.get(purpose, frozenset())
    return tuple(part for part in PARTS if part in needed and part not in left_out)
