"""What a local text must get right beyond each key, above all before it counts as approved."""

import re
from collections.abc import Iterator
from typing import get_args

from session_forms.files.explaining import Finding
from session_forms.reference.jurisdiction_model import Jurisdiction, Trigger

MOST_DAYS_APPROVED = 366
TO_FILL_IN = re.compile(r"\[[^\]]*\]")
"""A place in a template that waits for the clinic's words, in square brackets."""

COUNTRY = re.compile(r"([A-Z]{2})?")
SPOKEN = ("client_text", "take_home_text", "therapist_text")
LEGAL = ("recipient", "deadline", "professional_secrecy_law")
JUDGED = ("duty_professionals", "applies_to_therapist", "threshold")


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
