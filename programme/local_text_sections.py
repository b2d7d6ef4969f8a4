"""A local text written section by section: what each asks, what is left, what it becomes. Pure.

Nine short sections take the place of the questions one by one. What is written stays as it was
typed, so that the next version begins with it; the text itself is made of it only when a lead
approves. Facts from memory that nobody verified are left out of it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from pydantic import ValidationError

from programme.checks.wording import tells_why
from programme.local_texts import FOR_THERAPIST, TAKE_HOME, approved, next_draft
from session_forms.files.frozen import Definition
from session_forms.files.toml_file import turns_direction
from session_forms.reference.jurisdictions import (
    TO_FILL_IN,
    Jurisdiction,
    LegalFact,
    Trigger,
    jurisdiction_findings,
)
from session_forms.words.texts import N_, NP_, _

Kind = Literal["choice", "words", "line"]
UNCLEAR = "unclear"
DUTIES = (
    ("duty", N_("We must tell")),
    ("may", N_("We may tell")),
    ("no", N_("We do not tell")),
    (UNCLEAR, N_("Not clear yet")),
)
PROFESSIONS = (
    ("all", N_("All of them")),
    ("some", N_("Some of them")),
    ("permissive", N_("They may, none must")),
    ("none", NP_("answer: professions with a duty", "None")),
    (UNCLEAR, N_("Not clear yet")),
)
OURS = (
    ("yes", NP_("answer", "Yes")),
    ("no", NP_("answer", "No")),
    ("depends", NP_("answer", "It depends")),
    (UNCLEAR, N_("Not clear yet")),
)
THRESHOLDS = (
    ("suspicion", NP_("what a duty begins with", "A suspicion")),
    ("reasonable_grounds", N_("Good reason to believe")),
    ("knowledge", NP_("what a duty begins with", "Knowledge")),
    ("imminent_danger", N_("Danger that is close")),
    (UNCLEAR, N_("Not clear yet")),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a section asks for.

    Attributes:
        key: Its name, with that of its section before the point.
        title: What it is called.
        kind: A choice of one, words that are read aloud, or a line.
        options: What can be chosen, each with its words.
        sets: The key of the text, or the situation, that the answer goes into.

    """

    key: str
    title: str
    kind: Kind
    options: tuple[tuple[str, str], ...] = ()
    sets: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the text.

    Attributes:
        template: Some words by which the paragraph of a template is known.
        asks: Some words by which the questions of a template are known that belong here.

    """

    id: str
    title: str
    fields: tuple[Field, ...]
    template: str = ""
    asks: tuple[str, ...] = ()


def _law(key: str, title: str, trigger: Trigger) -> Field:
    return Field(key, title, "choice", DUTIES, trigger)


def _hears(section: str) -> Field:
    return Field(f"{section}.hears", N_("What the client &hears"), "words")


def _source(section: str) -> Field:
    return Field(f"{section}.source", NP_("field", "&Source"), "line")


def _told(section: str, sets: str = "") -> Field:
    return Field(f"{section}.told", N_("Who is &told"), "line", sets=sets)


IN_GENERAL = N_("What the law says for your profession here")
HOME, FIRST = "home.words", "thoughts.first"
SECTIONS = (
    Section(
        "team",
        N_("Who is in the team"),
        (
            _hears("team"),
            Field(
                "team.professions",
                N_("Which professions have a duty to report here"),
                "choice",
                PROFESSIONS,
                "duty_professionals",
            ),
            Field(
                "team.ours",
                N_("Whether that duty is yours"),
                "choice",
                OURS,
                "applies_to_therapist",
            ),
            Field(
                "team.source",
                N_("What protects the conversation: the law and the article"),
                "line",
                sets="professional_secrecy_law",
            ),
        ),
        "small team",
        ("professions", "secrecy", "exemption", "still hold", "Timelex", "national law", "regions"),
    ),
    Section(
        "notes",
        N_("Notes and how long"),
        (_hears("notes"), _source("notes")),
        "short notes",
        ("kept",),
    ),
    Section(
        "danger",
        N_("A child in danger now"),
        (
            _law("danger.named", N_("A child can be named"), "current_risk_identifiable_child"),
            _law("danger.any", N_("An act is about to happen"), "imminent_offence_any_child"),
            _law(
                "danger.parent", N_("The client is a parent or carer"), "client_is_parent_or_carer"
            ),
            Field(
                "danger.threshold",
                N_("What sets it off"),
                "choice",
                THRESHOLDS,
                "threshold",
            ),
            _hears("danger"),
            _source("danger"),
            _told("danger", "recipient"),
            Field("danger.soon", N_("How soo&n"), "line", sets="deadline"),
        ),
        "in danger now, or soon",
        ("sets a duty off", "at risk now", "parent or carer", "by which route"),
    ),
    Section(
        "past",
        N_("Something in the past"),
        (
            _law("past.named", N_("A child can be named"), "past_offence_identifiable_child"),
            _law("past.unnamed", N_("No child can be named"), "past_offence_no_identifiable_child"),
            _hears("past"),
            _source("past"),
            _told("past"),
        ),
        "happened in the past",
        ("in the past: when",),
    ),
    Section(
        "pictures",
        N_("Pictures and films"),
        (
            _law("pictures.past", N_("In the past"), "image_offence_past"),
            _law("pictures.now", NP_("how soon", "Now"), "image_offence_current"),
            _hears("pictures"),
            _source("pictures"),
            _told("pictures"),
        ),
        "pictures or films",
        ("use of images",),
    ),
    Section(
        "life",
        N_("Your own life in danger"),
        (
            _law("life.law", IN_GENERAL, "suicide_or_self_harm_imminent"),
            _hears("life"),
            _source("life"),
            _told("life"),
        ),
        "your own life",
        ("own life",),
    ),
    Section(
        "court",
        N_("A court asks for notes"),
        (_hears("court"), _source("court")),
        "a court or an office",
        ("a court",),
    ),
    Section(
        "thoughts",
        N_("Thoughts and feelings"),
        (
            _hears("thoughts"),
            Field(FIRST, N_("&When the client hears it first"), "words"),
        ),
        "thoughts, worries",
        ("told before we act",),
    ),
    Section(
        "home",
        N_("Page to take home"),
        (Field(HOME, N_("W&hat the page says"), "words"),),
    ),
)
FIELDS: Mapping[str, Field] = {field.key: field for each in SECTIONS for field in each.fields}
SPOKEN_ORDER = tuple(f"{each.id}.hears" for each in SECTIONS if each.id != "home")
MOST_CHARACTERS = 4_000


class Draft(Definition):
    """A text that is being written, or one that was.

    Attributes:
        text: The text that it began from, then the one that was approved.
        answers: What was written, by field.
        writers: Everybody who wrote something of it.

    """

    text: Jurisdiction
    answers: Mapping[str, str]
    writers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lacks:
    """One thing that a text still needs before it can be approved."""

    section: Section
    field: Field


def begun(text: Jurisdiction, earlier: Mapping[str, str] = MappingProxyType({})) -> Draft:
    """Return the next version of a text, with what was written for an earlier one of ours.

    What a template suggests to be said stands there with its brackets, so that it counts as
    written only once somebody has gone over it.
    """
    answers = dict(earlier) or dict(_suggested(text))
    return Draft(text=next_draft(text), answers=answers)


def _suggested(text: Jurisdiction) -> Iterator[tuple[str, str]]:
    for section in SECTIONS:
        found = _paragraph(text, section.template) if section.template else ""
        if TO_FILL_IN.sub("", found).strip():
            yield f"{section.id}.hears", found
    if sentence := _paragraph(text, "check this sentence"):
        yield FIRST, sentence
    yield HOME, text.take_home_text.strip()
    for field in FIELDS.values():
        found = _stands(text, field)
        if found != UNCLEAR and found and not TO_FILL_IN.search(found):
            yield field.key, found


def _paragraph(text: Jurisdiction, words: str) -> str:
    return next((each.strip() for each in text.client_text.split("\n\n") if words in each), "")


def _stands(text: Jurisdiction, field: Field) -> str:
    situations = {str(key): str(duty) for key, duty in text.triggers.items()}
    if field.sets in situations:
        return situations[field.sets]
    return str(getattr(text, field.sets)) if field.sets else ""


def hint(text: Jurisdiction, section: Section) -> str:
    """Return what the template says is to be written in a section, without its brackets."""
    found = " ".join(TO_FILL_IN.findall(_paragraph(text, section.template)))
    return found.replace("[", "").replace("]", "") if section.template else ""


def questions(text: Jurisdiction, section: Section) -> tuple[str, ...]:
    """Return the template's questions for a lawyer that belong to a section.

    The first section has those that belong nowhere else, so that none is lost.
    """
    found = [each for each in text.open_questions if any(word in each for word in section.asks)]
    if section is SECTIONS[0]:
        others = [each for section in SECTIONS[1:] for each in questions(text, section)]
        found = [each for each in text.open_questions if each not in others]
    return tuple(found)


def written(draft: Draft, key: str, words: str, by: str) -> Draft:
    """Return a draft with something written as it was typed.

    Raises:
        ValueError: There is no such field, no such option, or it is far too long.

    """
    field = FIELDS.get(key)
    options = [value for value, _words in field.options] if field else []
    if field is None or (options and words not in options) or len(words) > MOST_CHARACTERS:
        raise ValueError("a field, one of its options, and not too long")
    writers = draft.writers if by in draft.writers else (*draft.writers, by)
    update = {"answers": {**draft.answers, key: words}, "writers": writers}
    return draft.model_copy(update=update)


def lacking(draft: Draft) -> tuple[Lacks, ...]:
    """Return what is still to be written, in the order of the sections."""
    return tuple(
        Lacks(section, field)
        for section in SECTIONS
        for field in section.fields
        if not _is_written(draft, section, field)
    )


def is_done(draft: Draft, section: Section) -> bool:
    """Return whether a section needs nothing more."""
    return all(_is_written(draft, section, field) for field in section.fields)


def _is_written(draft: Draft, section: Section, field: Field) -> bool:
    said = draft.answers.get(field.key, "").strip()
    if field.key == f"{section.id}.told" and not field.sets and _tells_nobody(draft, section):
        return TO_FILL_IN.search(said) is None
    if field.key == HOME and tells_why(said):
        return False
    return bool(said) and said != UNCLEAR and TO_FILL_IN.search(said) is None


def _tells_nobody(draft: Draft, section: Section) -> bool:
    laws = [each for each in section.fields if each.options is DUTIES]
    return all(draft.answers.get(each.key) == "no" for each in laws)


def as_heard(draft: Draft) -> str:
    """Return what the client hears as far as it is written, one paragraph a section."""
    spoken = [draft.answers.get(key, "").strip() for key in SPOKEN_ORDER]
    said = [*spoken[:2], _framing(draft.text, 0), *spoken[2:]]
    said += [draft.answers.get(FIRST, "").strip(), _framing(draft.text, 1)]
    return "\n\n".join(each for each in said if each)


FRAMING = (
    N_(
        "There are times when it cannot all stay with us. I tell you about them now, so that you "
        "can decide what you say."
    ),
    N_(
        "You decide what you tell me. You may ask anything about these rules before you speak "
        "about yourself. If I do not know the answer, I will say so and find out."
    ),
)


def _framing(text: Jurisdiction, index: int) -> str:
    """Return a sentence that stands between the sections: the template's, else our own."""
    known = ("cannot all stay with us", "You decide what you tell me")[index]
    return _paragraph(text, known) or _(FRAMING[index])


def _facts(draft: Draft) -> Iterator[LegalFact]:
    """Yield what the law says, section by section: each answer with its question."""
    for section in SECTIONS:
        if said := " ".join(_lines(draft, section)):
            words = _("{section}. {answers}").format(section=_(section.title), answers=said)
            source = draft.answers[f"{section.id}.source"].strip()
            yield LegalFact(says=words, source=source, mark="found")


def _lines(draft: Draft, section: Section) -> Iterator[str]:
    for field in section.fields:
        said = draft.answers.get(field.key, "").strip()
        if field.kind != "words" and said:
            words = _(dict(field.options)[said]) if field.options else said
            title = _(field.title).replace("&", "")
            yield _("{question}: {answer}.").format(question=title, answer=words.rstrip("."))


def composed(draft: Draft) -> Jurisdiction:
    """Return the text that the answers make, still a draft.

    Raises:
        ValueError: Something is still to be written.

    """
    if lacking(draft):
        raise ValueError("something is still to be written")
    answers = {key: words.strip() for key, words in draft.answers.items()}
    text = draft.text
    situations = {str(key): str(duty) for key, duty in text.triggers.items()}
    sets = {each.sets: answers[each.key] for each in FIELDS.values() if each.sets}
    facts = tuple(_facts(draft))
    known = [each for each in text.facts if each.mark == "found" and each not in facts]
    update = {
        **{key: value for key, value in sets.items() if key not in situations},
        "client_text": f"{as_heard(draft)}\n",
        TAKE_HOME: f"{answers[HOME]}\n",
        FOR_THERAPIST: "\n\n".join((*(each.says for each in facts), _(UNSURE))) + "\n",
        "facts": (*known, *facts),
        "open_questions": (),
        "sources": tuple(dict.fromkeys(each.source for each in (*known, *facts))),
        "triggers": {key: sets.get(key, duty) for key, duty in situations.items()},
    }
    return text.model_copy(update=update)


UNSURE = N_(
    "Where a situation is not among these, ask the lead, do not guess, and never hint how to word "
    "things so that a rule does not apply."
)


def final_text(draft: Draft, by: str, on: date, until: date) -> Jurisdiction:
    """Return the text as it is approved, whole and checked.

    Raises:
        ValueError: Something in it is not as it has to be.

    """
    made = approved(composed(draft), by, on).model_copy(update={"expires_on": until})
    try:
        checked = Jurisdiction.model_validate(made.model_dump())
    except ValidationError as error:
        raise ValueError("not a text") from error
    is_turned = turns_direction(checked.model_dump_json())
    if is_turned or any(jurisdiction_findings(checked)):
        raise ValueError("not to be approved")
    return checked


_ENGLISH = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_NUMBERS = {word: number for number, word in enumerate(_ENGLISH, start=1)} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}


def years_told(draft: Draft) -> frozenset[int]:
    """Return the whole numbers that a client hears about how long notes are kept.

    In figures in any language, and in English words; empty where no number is said.
    """
    said = draft.answers.get("notes.hears", "").casefold()
    words = re.findall(r"[^\W\d_]+|\d+", TO_FILL_IN.sub("", said))
    return frozenset(
        int(each) if each.isdecimal() else _NUMBERS[each]
        for each in words
        if each.isdecimal() or each in _NUMBERS
    )
