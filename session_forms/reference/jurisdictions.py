"""Local texts: which of them may be used on a day, and how they are read from a folder.

Nothing here is code for a country. What ships is a template: facts with their sources, and
questions for a lawyer. A text with open questions is offered to nobody. A draft without them
is good for practice only; an approved text is good until it expires, twelve months at the
latest.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, get_args

from pydantic import Field

from session_forms.errors import DefinitionError
from session_forms.files.checked_files import CheckedFiles, load_checked
from session_forms.files.explaining import Finding
from session_forms.files.frozen import Definition, KebabCase, Words
from session_forms.files.toml_file import TomlFile, checked_model, problems_of, read_toml

Trigger = Literal[
    "past_offence_identifiable_child",
    "past_offence_no_identifiable_child",
    "image_offence_past",
    "image_offence_current",
    "current_risk_identifiable_child",
    "imminent_offence_any_child",
    "client_is_parent_or_carer",
    "suicide_or_self_harm_imminent",
]
Duty = Literal["duty", "may", "no", "unclear"]
Mark = Literal["found", "from_memory"]


class LegalFact(Definition):
    """Something that is said about the law of a place, for orientation.

    Attributes:
        says: The fact, in a sentence.
        source: Where it was read.
        mark: Whether it was seen in that source, or written from memory and to be verified.

    """

    says: Words
    source: Words
    mark: Mark


class Jurisdiction(Definition):
    """One local text, in one version.

    Attributes:
        id: Its name.
        version: Counts from 1.
        name: The country or region.
        country: Its two letters, as the directory of services spells them.
        status: `draft` until a person signs it off.
        approved_by: Who signed it off, by name and role.
        approved_on: When.
        expires_on: The first day on which it can no longer be used.
        review_on: When somebody looks at its facts again.
        sources: The law and the articles.
        facts: What is known about the law, each with its source.
        open_questions: What the clinic's lawyer has to answer before the text can be used.
        duty_professionals: Which professions have a duty to report.
        applies_to_therapist: Whether that duty is the therapist's.
        threshold: What sets the duty off.
        recipient: Who is told, and how.
        deadline: How soon.
        professional_secrecy_law: What protects the conversation.
        client_text: Read aloud before any disclosure.
        take_home_text: What the client may take along.
        therapist_text: The longer note.
        triggers: What each situation calls for.

    """

    id: KebabCase
    version: int = Field(ge=1, le=100_000)
    name: Words
    country: str = ""
    status: Literal["draft", "approved"]
    approved_by: str = ""
    approved_on: date | None = None
    expires_on: date | None = None
    review_on: date | None = None
    sources: tuple[Words, ...] = Field(min_length=1)
    facts: tuple[LegalFact, ...] = ()
    open_questions: tuple[Words, ...] = ()
    duty_professionals: Literal["all", "some", "none", "permissive", "unclear"]
    applies_to_therapist: Literal["yes", "no", "depends", "unclear"]
    threshold: Literal["suspicion", "reasonable_grounds", "knowledge", "imminent_danger", "unclear"]
    recipient: Words
    deadline: Words
    professional_secrecy_law: Words
    client_text: Words
    take_home_text: Words
    therapist_text: Words
    triggers: Mapping[Trigger, Duty]

    @property
    def ref(self) -> str:
        """The text and its version in one word, as `sample@1`."""
        return f"{self.id}@{self.version}"


Standing = Literal["template", "draft", "not_yet", "in_force", "expired"]
"""How far a text has come on a day; only one in force may be read to a client."""


def standing(text: Jurisdiction, today: date) -> Standing:
    """Return how far a text has come."""
    if text.open_questions:
        return "template"
    if text.status == "draft" or text.approved_on is None or text.expires_on is None:
        return "draft"
    if today < text.approved_on:
        return "not_yet"
    return "in_force" if today < text.expires_on else "expired"


def is_usable(text: Jurisdiction, today: date, *, practice: bool) -> bool:
    """Return whether the text can be used for a new agreement; a draft is for practice."""
    found = standing(text, today)
    return found == "in_force" or (practice and found == "draft")


def usable_texts(
    texts: Iterable[Jurisdiction], today: date, *, practice: bool
) -> tuple[Jurisdiction, ...]:
    """Return the texts that can be used for a new agreement."""
    return tuple(each for each in texts if is_usable(each, today, practice=practice))


def newest_of_each(texts: Iterable[Jurisdiction]) -> tuple[Jurisdiction, ...]:
    """Return each text in its newest version alone, in the order in which they are first named."""
    newest: dict[str, Jurisdiction] = {}
    for each in texts:
        if each.id not in newest or newest[each.id].version < each.version:
            newest[each.id] = each
    return tuple(newest.values())


@cache
def installed_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the texts that come with the program; they are read once.

    Those that stand unchanged in the list of checked files are not read and checked again.

    Raises:
        DefinitionError: One of the files is wrong.

    """
    folder = jurisdiction_folder()
    checked = load_checked(folder)
    return tuple(_installed(path, checked) for path in jurisdiction_files(folder))


def _installed(path: Traversable, checked: CheckedFiles) -> Jurisdiction:
    file = checked.find(path)
    return load_jurisdiction(path) if file is None else file.model(Jurisdiction)


def load_jurisdictions(folder: Traversable) -> tuple[Jurisdiction, ...]:
    """Return the texts that a folder holds, by the names of their files.

    Each is read and checked, whatever list of checked files may stand there.

    Raises:
        DefinitionError: One of the files is wrong.

    """
    return tuple(load_jurisdiction(path) for path in jurisdiction_files(folder))


def jurisdiction_folder() -> Traversable:
    """Return the folder of the texts that come with the program."""
    return files("session_forms") / "reference" / "jurisdictions"


def jurisdiction_files(folder: Traversable) -> tuple[Traversable, ...]:
    """Return the files of the texts in a folder, by name."""
    found = (path for path in folder.iterdir() if path.name.endswith(".toml"))
    return tuple(sorted(found, key=lambda path: path.name))


def load_jurisdiction(path: Traversable) -> Jurisdiction:
    """Return the text that the file at `path` holds.

    Raises:
        DefinitionError: The file is wrong; the first thing that is.

    """
    return checked_model(read_toml(path), Jurisdiction, _errors)


def jurisdiction_problems(path: Traversable) -> Iterator[DefinitionError]:
    """Return everything that is wrong with one local text, line by line."""
    return problems_of(path, Jurisdiction, _errors)


def _errors(file: TomlFile, text: Jurisdiction) -> Iterator[DefinitionError]:
    yield from file.errors_of(text.id, text.version, jurisdiction_findings(text))


MOST_DAYS_APPROVED = 366
TO_FILL_IN = re.compile(r"\[[^\]]*\]")
"""A place in a template that waits for the clinic's words, in square brackets."""

ABOUT_TEMPLATES = ("This is a template", "How to make it usable", "is read to nobody")
"""What shows that a paragraph is about the template that ships, not about the law of the place."""

COUNTRY = re.compile(r"([A-Z]{2})?")
SPOKEN = ("client_text", "take_home_text", "therapist_text")
LEGAL = ("recipient", "deadline", "professional_secrecy_law")
JUDGED = ("duty_professionals", "applies_to_therapist", "threshold")


def spoken_words(words: str) -> str:
    """Return what is read aloud of words: nothing in square brackets, which ask for words."""
    return TO_FILL_IN.sub("", words)


def jurisdiction_findings(text: Jurisdiction) -> Iterator[Finding]:
    """Yield what is wrong inside a local text."""
    missing = sorted(set(get_args(Trigger)) - set(text.triggers))
    if missing:
        what = f"triggers lacks {', '.join(missing)}"
        yield Finding(("triggers",), what, "say what each situation calls for")
    if COUNTRY.fullmatch(text.country) is None:
        what = "a country has two capital letters"
        yield Finding(("country",), what, "write them as the directory does, such as GB")
    if text.status == "approved":
        yield from _approval(text)
        yield from _unfinished(text)
    elif text.approved_by:
        what = "a draft names an approver"
        to_do = 'leave it out, or write status = "approved" with its days'
        yield Finding(("approved_by",), what, to_do)


def _approval(text: Jurisdiction) -> Iterator[Finding]:
    """Yield what an approval lacks: who, when, until when, and not for too long."""
    if not text.approved_by.strip():
        what = "nobody is named who approved this text"
        yield Finding(("status",), what, "write approved_by, the name and the role")
    if text.approved_on is None:
        yield Finding(("status",), "an approved text has no approved_on", "write the day")
    if text.expires_on is None:
        what = "an approved text has no expires_on"
        yield Finding(("status",), what, "write a day within twelve months of approved_on")
    if text.approved_on is None or text.expires_on is None:
        return
    days = (text.expires_on - text.approved_on).days
    if days <= 0:
        what = "the text expires before it can be used"
        yield Finding(("expires_on",), what, "write a day after approved_on")
    if days > MOST_DAYS_APPROVED:
        what = "an approval lasts twelve months at most"
        yield Finding(("expires_on",), what, "write a day within twelve months of approved_on")


def _unfinished(text: Jurisdiction) -> Iterator[Finding]:
    """Yield what shows that a template was approved before it was worked through."""
    if text.open_questions:
        what = "an approved text has open questions"
        yield Finding(("open_questions",), what, "have them answered, then take them out")
    for index, fact in enumerate(text.facts):
        if fact.mark == "from_memory":
            what = "an approved text rests on a fact from memory"
            yield Finding(("facts", index, "mark"), what, "verify it, or take the fact out")
    for key in JUDGED:
        if getattr(text, key) == "unclear":
            what = f"an approved text leaves {key} unclear"
            yield Finding((key,), what, "have it settled")
    for key in (*LEGAL, *SPOKEN):
        if TO_FILL_IN.search(getattr(text, key)):
            what = "an approved text has a place in square brackets that waits for words"
            yield Finding((key,), what, "write them, without brackets")
    if any(each in text.therapist_text for each in ABOUT_TEMPLATES):
        what = "an approved text tells the therapist that it is only a template"
        yield Finding(("therapist_text",), what, "write what the therapist needs to know instead")
