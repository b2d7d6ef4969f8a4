"""What a list can hold, and by which heads its columns are recognised."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from session_forms.words.folding import typed_words
from session_forms.words.texts import N_, NP_, _

Field = Literal[
    "name",
    "chosen_name",
    "birth_date",
    "contact",
    "emergency_contact",
    "track",
    "age_band",
    "gender",
    "sessions_held",
    "last_session_on",
    "measure",
    "score",
    "score_on",
    "figures_consent",
    "figures_consent_on",
    "figures_text",
    "figures_text_version",
]
FIELDS: tuple[Field, ...] = get_args(Field)
FIELD_WORDS: Mapping[Field, str] = {
    "name": NP_("column of a list", "Name"),
    "chosen_name": N_("Name of their choice"),
    "birth_date": N_("Date of birth"),
    "contact": NP_("column of a list", "Contact"),
    "emergency_contact": NP_("column of a list", "Emergency contact"),
    "track": NP_("column of a list", "Track"),
    "age_band": NP_("column of a list", "Age group"),
    "gender": NP_("column of a list", "Gender"),
    "sessions_held": N_("Sessions held so far"),
    "last_session_on": N_("Day of the last session"),
    "measure": NP_("column of a list", "Measure"),
    "score": NP_("column of a list", "Score"),
    "score_on": N_("Day of the score"),
    "figures_consent": N_("Use of figures without a name"),
    "figures_consent_on": N_("Day of that decision"),
    "figures_text": N_("Paper that was signed"),
    "figures_text_version": N_("Version of that paper"),
}
_ALSO: Mapping[Field, tuple[str, ...]] = {
    "name": ("name", "full name", "client", "client name", "patient", "patient name"),
    "chosen_name": ("name of their choice", "chosen name", "pseudonym", "alias"),
    "birth_date": ("date of birth", "birth date", "birthdate", "birthday", "dob", "born"),
    "contact": ("contact", "telephone", "phone", "mobile", "email", "e-mail"),
    "emergency_contact": ("emergency contact", "in an emergency"),
    "track": ("track",),
    "age_band": ("age group", "age band", "age"),
    "gender": ("gender",),
    "sessions_held": ("sessions held so far", "sessions held", "sessions", "last session held"),
    "last_session_on": (
        "day of the last session",
        "date of the last session",
        "date of last session",
        "last session",
        "last seen",
    ),
    "measure": ("measure", "questionnaire", "instrument"),
    "score": ("score", "total", "total score"),
    "score_on": ("day of the score", "date of the score", "score date"),
    "figures_consent": ("use of figures without a name", "use of figures", "consent to figures"),
    "figures_consent_on": ("day of that decision", "day of the consent", "date of consent"),
    "figures_text": ("paper that was signed", "consent paper"),
    "figures_text_version": ("version of that paper", "consent paper version"),
}
EXAMPLE_NAME = N_("Example: delete this row")
"""Who stands in the invented row of the empty list, and is never imported."""


def recognised(heads: Sequence[str]) -> tuple[Field | None, ...]:
    """Return what each column holds by its head, in the person's language or in English.

    What is not recognised is None, and so is the second column of a kind.
    """
    known: dict[str, Field] = {
        _key(words): field for field, heads_of in _ALSO.items() for words in heads_of
    }
    known |= {_key(_(words)): field for field, words in FIELD_WORDS.items()}
    found: list[Field | None] = []
    for head in heads:
        field = known.get(_key(head))
        once: Field | None = None if field in found else field
        found.append(once)
    return tuple(found)


def _key(head: str) -> str:
    return " ".join(typed_words(head))
