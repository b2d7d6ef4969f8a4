"""What the owner of clients is asked before somebody else can open them.

A keeper arranges it; it takes effect once whose clients they are was shown who, by whom and until
when, and has agreed. What is put off is asked again at the next sign-in;
what was declined is not, unless it is arranged anew.
"""

from dataclasses import dataclass
from datetime import date

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import _
from therapist_app.record.header.header import HANDED_OVER, Cover
from therapist_app.record.keyring.key_care import agree_to_cover, covers_waiting
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.declined_covers import is_declined
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.permissions import require


@dataclass(frozen=True, slots=True)
class AskedCover:
    """Leave to open one's own clients that waits for one's agreement.

    Attributes:
        cover: As a keeper signed it.
        who: The name of who would open them.
        by: The name of who arranged it.
        until: The last day; None where the clients become theirs for good.

    """

    cover: Cover
    who: str
    by: str
    until: date | None


def covers_to_answer(vault: Vault) -> tuple[AskedCover, ...]:
    """Return what waits for the person signed in."""
    names = names_of(vault)
    return tuple(
        AskedCover(
            each,
            names.get(each.to, ""),
            names.get(each.by) or _("somebody who is not in the list of people"),
            None if each.until == HANDED_OVER else date.fromisoformat(each.until),
        )
        for each in covers_waiting(vault)
        if not is_declined(vault, each)
    )


def agree(vault: Vault, asked: AskedCover) -> None:
    """Let somebody open one's own clients.

    Raises:
        NotAllowed: Only whose clients they are may; or it does not wait any more.

    """
    require(vault, "agree_to_cover")
    agree_to_cover(vault, asked.cover)


def asked_in_words(asked: AskedCover) -> str:
    """Return in a sentence who, by whom, and until when."""
    if asked.until is None:
        words = _(
            "{by} arranged that all of your clients become {who}'s for good, with every note and "
            "every promise."
        )
        return words.format(by=asked.by, who=asked.who)
    if asked.by == asked.who:
        words = _(
            "{by} arranged this for themselves: to open your clients from your answer on, until "
            "the end of {day}."
        )
    else:
        words = _(
            "{by} arranged that {who} can open your clients from your answer on, until the end of "
            "{day}."
        )
    return words.format(by=asked.by, who=asked.who, day=day_in_words(asked.until))
