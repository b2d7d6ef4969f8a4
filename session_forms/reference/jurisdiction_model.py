"""The shape of a local text: what the law of one place says about confidentiality."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from session_forms.files.frozen import Definition
from session_forms.files.spelling import KebabCase, Words

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
