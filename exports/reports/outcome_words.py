"""The classes of change in words."""

from session_forms.words.texts import N_

OUTCOME_WORDS = {
    "improved": N_("reliably better"),
    "unchanged": N_("no reliable change"),
    "deteriorated": N_("reliably worse"),
    "not known": N_("not known"),
}
