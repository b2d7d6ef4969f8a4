"""What a release is for: a closed list, kept by its ids and told in words."""

from collections.abc import Mapping

from session_forms.words.texts import NP_
from session_forms.words.texts import translate as _

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


def purpose_in_words(purpose: str) -> str:
    """Return a purpose in words; one that was typed before there was a list, as it was typed."""
    return _(PURPOSES.get(purpose, purpose))


def is_spelling_of(typed: str, purpose: str) -> bool:
    """Return whether something typed before there was a list says one of its purposes.

    Case and spaces do not matter.
    """
    said = _plain(typed)
    return said in {_plain(purpose.replace("_", " ")), _plain(purpose_in_words(purpose))}


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
