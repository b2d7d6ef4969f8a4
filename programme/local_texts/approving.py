"""A worked-through text becomes the next version: by whom, from which day, until when. Pure."""

from datetime import date

from programme.local_texts.asking import asks
from session_forms.exchange.plain_data.toml_writer import pairs
from session_forms.reference.jurisdictions import Jurisdiction

TOLERATED = "triggers"
"""A situation may stay unclear in an approved text: it says to ask the lead."""
LEAP_DAY = (2, 29)


def waits_for(text: Jurisdiction) -> int:
    """Return how many things have to be settled before a text can be approved."""
    return sum(each.key != TOLERATED for each in asks(text))


def approved(text: Jurisdiction, by: str, on: date) -> Jurisdiction:
    """Return the text as approved; it starts nothing new from the same day of the next year."""
    update = {
        "status": "approved",
        "approved_by": by,
        "approved_on": on,
        "expires_on": a_year_after(on),
    }
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
