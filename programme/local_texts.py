"""A local text on confidentiality: what its template still waits for, one answer put in. Pure.

A text that was worked through becomes the next version: by whom, from which day, until when.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import get_args

from programme.checks.wording import tells_why
from session_forms.exchange.plain_data.toml_writer import pairs
from session_forms.reference.jurisdictions import (
    ABOUT_TEMPLATES,
    JUDGED,
    LEGAL,
    SPOKEN,
    TO_FILL_IN,
    Duty,
    Jurisdiction,
    LegalFact,
)
from session_forms.words.texts import N_, NP_, _

TAKE_OUT = "-"
UNCLEAR = "unclear"
TAKE_HOME, FOR_THERAPIST = "take_home_text", "therapist_text"
TOLERATED = "triggers"
"""A situation may stay unclear in an approved text: it says to ask the lead."""
LEAP_DAY = (2, 29)
PLACES = {
    "open_questions": N_("An open question for the clinic's lawyer"),
    "facts": N_("A fact that is written from memory"),
    "duty_professionals": N_("Which professions have a duty to report"),
    "applies_to_therapist": N_("Whether that duty is the therapist's"),
    "threshold": N_("What sets the duty off"),
    "recipient": N_("Who is told, and how"),
    "deadline": NP_("field", "How soon"),
    "professional_secrecy_law": N_("What protects the conversation: the law and the article"),
    "client_text": N_("Read aloud to the client"),
    "take_home_text": N_("For the client to take home"),
    "therapist_text": N_("For the therapist"),
    "triggers": N_("What a situation calls for"),
}
WANTS = {
    "open_questions": N_("The answer, in a sentence."),
    "facts": N_("Where somebody saw it, or - to take it out."),
    "words": N_("The words that stand there instead."),
    "paragraph": N_("The whole paragraph anew, without brackets, or - to take it out."),
    "choice": N_("One of: {options}."),
}


class NotTaken(ValueError):
    """An answer that cannot stand in a local text; its words say why."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is still to be settled.

    Attributes:
        key: The key of the text that it belongs to.
        shows: What stands there now.
        options: What can be chosen; empty where words are written.

    """

    key: str
    shows: str
    options: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is about."""
        return _(PLACES[self.key])

    @property
    def words(self) -> str:
        """What stands there now, to be read."""
        return self.shows.replace("_", " ") if self.key == "triggers" else self.shows

    @property
    def wants(self) -> str:
        """What is to be written."""
        if self.options:
            return _(WANTS["choice"]).format(options=", ".join(self.options))
        kind = "paragraph" if self.key in SPOKEN else self.key if self.key in WANTS else "words"
        return _(WANTS[kind])

    @property
    def needs_source(self) -> bool:
        """Whether it is asked besides who said so."""
        return self.key == "open_questions"


def asks(text: Jurisdiction) -> Iterator[Ask]:
    """Yield what has to be settled before a text can be approved, and what is still unclear."""
    yield from (Ask("open_questions", each) for each in text.open_questions)
    yield from (Ask("facts", each.says) for each in text.facts if each.mark == "from_memory")
    yield from (Ask(key, UNCLEAR, _options(key)) for key in JUDGED if getattr(text, key) == UNCLEAR)
    for key in LEGAL:
        if TO_FILL_IN.search(getattr(text, key)):
            yield Ask(key, getattr(text, key))
    for key in SPOKEN:
        yield from (Ask(key, each) for each in _paragraphs(text, key) if _waits(key, each))
    duties = tuple(get_args(Duty))
    unclear = [key for key, duty in text.triggers.items() if duty == UNCLEAR]
    yield from (Ask("triggers", key, duties) for key in unclear)


def answered(text: Jurisdiction, ask: Ask, words: str, source: str = "") -> Jurisdiction:
    """Return the text with an answer put in.

    Raises:
        NotTaken: The answer cannot stand there.

    """
    said = words.strip()
    if ask.options and said not in ask.options:
        raise NotTaken(ask.wants)
    if TO_FILL_IN.search(said):
        raise NotTaken(_("Square brackets mark what is missing: write it without them."))
    if ask.key in SPOKEN:
        return _paragraph_written(text, ask, said)
    match ask.key:
        case "open_questions":
            return _question_answered(text, ask, said, source.strip())
        case "facts":
            return _fact_settled(text, ask, said)
        case "triggers":
            return text.model_copy(update={"triggers": {**text.triggers, ask.shows: said}})
        case _:
            return text.model_copy(update={ask.key: said})


def _question_answered(text: Jurisdiction, ask: Ask, said: str, source: str) -> Jurisdiction:
    """Return a text whose lawyer's answer has become a fact with its source."""
    if not source:
        raise NotTaken(_("Say who answered it, and when."))
    left = tuple(each for each in text.open_questions if each != ask.shows)
    fact = LegalFact(says=f"{ask.shows} {said}", source=source, mark="found")
    return text.model_copy(update={"open_questions": left, "facts": (*text.facts, fact)})


def _fact_settled(text: Jurisdiction, ask: Ask, said: str) -> Jurisdiction:
    seen = {"source": said, "mark": "found"}
    others = [each for each in text.facts if each.says != ask.shows]
    facts = [
        each.model_copy(update=seen) if each.says == ask.shows else each for each in text.facts
    ]
    facts = others if said == TAKE_OUT else facts
    return text.model_copy(update={"facts": tuple(facts)})


def _paragraph_written(text: Jurisdiction, ask: Ask, said: str) -> Jurisdiction:
    if ask.key == TAKE_HOME and tells_why(said):
        raise NotTaken(_("Whoever finds the page must not learn why it was given."))
    new = "" if said == TAKE_OUT else said
    old = _paragraphs(text, ask.key)
    paragraphs = [new if each == ask.shows else each for each in old]
    whole = "\n\n".join(each for each in paragraphs if each)
    if not whole:
        raise NotTaken(_("Something has to stand there."))
    return text.model_copy(update={ask.key: f"{whole}\n"})


def _paragraphs(text: Jurisdiction, key: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in getattr(text, key).split("\n\n") if each.strip())


def _waits(key: str, paragraph: str) -> bool:
    """Return whether a paragraph is the template's: with a gap, or a note about the template."""
    is_note = key == FOR_THERAPIST and any(each in paragraph for each in ABOUT_TEMPLATES)
    return is_note or TO_FILL_IN.search(paragraph) is not None


def _options(key: str) -> tuple[str, ...]:
    annotation = Jurisdiction.model_fields[key].annotation
    return tuple(each for each in get_args(annotation) if each != UNCLEAR)


def waits_for(text: Jurisdiction) -> int:
    """Return how many things have to be settled before a text can be approved."""
    return sum(each.key != TOLERATED for each in asks(text))


def approved(text: Jurisdiction, by: str, on: date) -> Jurisdiction:
    """Return the text as approved; it starts nothing new from the same day of the next year."""
    until = a_year_after(on)
    update = {"status": "approved", "approved_by": by, "approved_on": on, "expires_on": until}
    return text.model_copy(update=update)


def next_draft(text: Jurisdiction) -> Jurisdiction:
    """Return the next version of a text, which nobody has approved yet."""
    update = {
        "version": text.version + 1,
        "status": "draft",
        "approved_by": "",
        "approved_on": None,
        "expires_on": None,
    }
    return text.model_copy(update=update)


def a_year_after(day: date) -> date:
    """Return the same day of the next year; the last of February after a leap day."""
    if (day.month, day.day) == LEAP_DAY:
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def file_name(text: Jurisdiction) -> str:
    """Return what the file of a text has to be called."""
    return f"{text.id}.v{text.version}.toml"


def file_text(text: Jurisdiction) -> str:
    """Return a text as the file that holds it."""
    keys = text.model_dump(exclude_none=True, exclude={"facts", "triggers"})
    facts = [each.model_dump() for each in text.facts]
    lists = {key: list(each) if isinstance(each, tuple) else each for key, each in keys.items()}
    lines = [*pairs(lists)]
    for fact in facts:
        lines += ["", "[[facts]]", *pairs(fact)]
    return "\n".join(
        (
            *lines,
            "",
            "[triggers]",
            *pairs({str(key): duty for key, duty in text.triggers.items()}),
            "",
        )
    )
