"""What local law says about confidentiality: a text that a clinic writes and approves.

Nothing here is code for a country. A draft is good for practice only; an approved text is
good until it expires, twelve months at the latest.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from session_forms.errors import DefinitionError
from session_forms.frozen import Definition
from session_forms.spelling import KebabCase, Words
from session_forms.toml_file import read_toml

MOST_DAYS_APPROVED = 366

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


class Jurisdiction(Definition):
    """One local text, in one version.

    Attributes:
        id: Its name.
        version: Counts from 1.
        name: The country or region.
        status: `draft` until a person signs it off.
        approved_by: Who signed it off, by name and role.
        approved_on: When.
        expires_on: The first day on which it can no longer be used.
        sources: The law and the articles.
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
    status: Literal["draft", "approved"]
    approved_by: str = ""
    approved_on: date | None = None
    expires_on: date | None = None
    sources: tuple[Words, ...] = Field(min_length=1)
    duty_professionals: Literal["all", "some", "none", "permissive"]
    applies_to_therapist: Literal["yes", "no", "depends"]
    threshold: Literal["suspicion", "reasonable_grounds", "knowledge", "imminent_danger"]
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

    @model_validator(mode="after")
    def _every_situation_is_named(self) -> Self:
        missing = sorted(set(get_args(Trigger)) - set(self.triggers))
        if missing:
            raise ValueError(f"triggers lacks {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _approval_is_whole(self) -> Self:
        if self.status == "draft":
            return self
        if not self.approved_by or self.approved_on is None or self.expires_on is None:
            raise ValueError("an approved text needs approved_by, approved_on and expires_on")
        if not 0 < (self.expires_on - self.approved_on).days <= MOST_DAYS_APPROVED:
            raise ValueError("expires_on must come after approved_on, within twelve months")
        return self


def is_usable(jurisdiction: Jurisdiction, today: date, *, practice: bool) -> bool:
    """Return whether the text can be used for a new agreement; a draft is for practice."""
    if jurisdiction.approved_on is None or jurisdiction.expires_on is None:
        return practice
    if jurisdiction.status == "draft":
        return practice
    return jurisdiction.approved_on <= today < jurisdiction.expires_on


@cache
def installed_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the texts that come with the program; they are read once.

    Raises:
        DefinitionError: One of the files is wrong.

    """
    return tuple(load_jurisdiction(path) for path in jurisdiction_files())


def jurisdiction_files() -> tuple[Traversable, ...]:
    """Return the files of the texts that come with the program, by name."""
    folder = files("session_forms") / "reference" / "jurisdictions"
    found = (path for path in folder.iterdir() if path.name.endswith(".toml"))
    return tuple(sorted(found, key=lambda path: path.name))


def load_jurisdiction(path: Traversable) -> Jurisdiction:
    """Return the text that the file at `path` holds.

    Raises:
        DefinitionError: The file is wrong.

    """
    file = read_toml(path)
    found = file.model(Jurisdiction)
    wanted = f"{found.id}.v{found.version}.toml"
    if file.name != wanted:
        what = "the file's name does not say id and version"
        raise DefinitionError(file.name, None, "", what, f"name the file {wanted}")
    return found
