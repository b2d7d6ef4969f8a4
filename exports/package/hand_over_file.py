"""A first contact from one service to another: a sealed file that the other's key alone opens.

It holds what the paper page holds: a name, a safe number, and the answers as FHIR R4. No signature
is in it, as none is on paper: a person reads what came before it counts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exports.errors import PackageRefused
from exports.package.sealing import seal, unseal
from session_forms.answers import Answers
from session_forms.errors import FormError
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.responses.response_in import read_response
from session_forms.exchange.responses.response_out import response
from session_forms.form.definition import FormDefinition
from session_forms.picked_files import read_at_most
from session_forms.words.texts import _

KIND = "first-contact-hand-over"
VERSION = 1
ENDING = ".age"
MOST_BYTES = 256 * 1024
"""Of a file, far more than a form with texts of their full length has."""
MOST_CHARACTERS = 200
"""Of a name, and of a number or an address."""


@dataclass(frozen=True, slots=True)
class HandOverFile:
    """What one service hands to another.

    Attributes:
        name: What to call them, as they said; may be empty.
        contact: A number or an address that is safe; may be empty.
        answers: To the form of a first contact.
        practice: Whether it is invented.

    """

    name: str
    contact: str
    answers: Answers
    practice: bool


def sealed_hand_over(hand_over: HandOverFile, form: FormDefinition, recipient_key: str) -> bytes:
    """Return it encrypted for the age key of whoever gets it.

    Raises:
        SealRefused: There is no key, or it is none.

    """
    told = {
        "kind": KIND,
        "version": VERSION,
        "practice": hand_over.practice,
        "name": hand_over.name,
        "contact": hand_over.contact,
        "answers": response(form, hand_over.answers),
    }
    return seal(json.dumps(told, ensure_ascii=False).encode(), recipient_key)


def read_hand_over(place: Path) -> bytes:
    """Return what stands in a file, as far as a hand-over can be long.

    Raises:
        PackageRefused: It cannot be read.

    """
    try:
        return read_at_most(place, MOST_BYTES)
    except OSError:
        raise PackageRefused(
            _("The file cannot be read. Copy it into your documents, and open it there.")
        ) from None


def opened_hand_over(data: bytes, identities: str, form: FormDefinition) -> HandOverFile:
    """Return what a sealed file holds; `identities` are age identities, in a line each.

    Raises:
        SealRefused: It is for somebody else, was changed, or is no sealed file.
        PackageRefused: It is too large, or no hand-over that this program reads.

    """
    if len(data) > MOST_BYTES:
        raise PackageRefused(_("This file is too large for a hand-over: ask for it again."))
    try:
        found = json.loads(unseal(data, identities))
        return _read(found, form)
    except (FormError, KeyError, TypeError, ValueError, RecursionError):
        raise PackageRefused(
            _(
                "This file is no hand-over of a first contact that this program reads, or was "
                "made with another version of the form. Ask for the page on paper instead."
            )
        ) from None


def _read(found: Mapping[str, Any], form: FormDefinition) -> HandOverFile:
    if (found["kind"], found["version"]) != (KIND, VERSION):
        raise ValueError
    name, contact = found["name"], found["contact"]
    practice, answers = found["practice"], found["answers"]
    are_lines = _is_line(name) and _is_line(contact)
    if not (are_lines and isinstance(practice, bool) and isinstance(answers, dict)):
        raise TypeError
    return HandOverFile(name, contact, read_response(form, answers, CarryReport()), practice)


def _is_line(said: object) -> bool:
    return isinstance(said, str) and len(said) <= MOST_CHARACTERS
