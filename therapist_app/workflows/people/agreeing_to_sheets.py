"""What the owner of clients is asked before another continuity sheet can open them.

An administrator makes one; it opens somebody's clients once whose they are was shown who made it
and when, and has agreed. What is put off is asked again at the next sign-in; what was declined is
not, unless another one is made.
"""

from dataclasses import dataclass
from datetime import date

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import translate as _
from therapist_app.record.errors import NotAllowed
from therapist_app.record.header.caseload_access import sheet_in_force
from therapist_app.record.header.header import SERVICE
from therapist_app.record.keyring.key_care import agree_to_sheet, lacks_agreement
from therapist_app.record.service import settings
from therapist_app.record.service.sheets_before import made_by
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.permissions import require

DECLINED_KEY = "declined_sheets"
"""The setting with the continuity sheet to which somebody said no, by their uid."""


@dataclass(frozen=True, slots=True)
class AskedSheet:
    """Another continuity sheet in force than the owner of clients knows.

    Attributes:
        sheet: Which one.
        by: The name of who made it; empty where nobody noted it.
        on: The day of that.

    """

    sheet: str
    by: str
    on: date | None


def sheets_to_answer(vault: Vault) -> tuple[AskedSheet, ...]:
    """Return the sheet that waits for the person signed in, if one does."""
    sheet = sheet_in_force(vault.header.continuity or b"")
    if not lacks_agreement(vault) or _kept(vault).get(vault.person.uid) == sheet:
        return ()
    made = made_by(vault.service, vault.header)
    if made is None:
        return (AskedSheet(sheet, "", None),)
    by = names_of(vault).get(made.by) or _("somebody who is not in the list of people")
    return (AskedSheet(sheet, by, made.at.astimezone().date()),)


def agree_to(vault: Vault, asked: AskedSheet) -> None:
    """Let a continuity sheet open one's own clients.

    Raises:
        NotAllowed: Only whose clients they are may; or it does not wait any more.

    """
    _check(vault, asked)
    agree_to_sheet(vault)


def decline_sheet(vault: Vault, asked: AskedSheet) -> None:
    """Say no to a continuity sheet: no key is sealed to it, and nobody asks again.

    Raises:
        NotAllowed: As `agree_to` raises.

    """
    _check(vault, asked)
    kept = _kept(vault) | {vault.person.uid: asked.sheet}
    with vault.service.change("continuity_declined", SERVICE, (asked.sheet,)) as change:
        settings.save_within(change, DECLINED_KEY, kept)


def sheet_in_words(asked: AskedSheet) -> str:
    """Return in sentences who made it and when, and what it would open."""
    opens = _("Whoever has it can open your clients when nobody else can.")
    if asked.on is None:
        made = _("Somebody made a new continuity sheet, and nothing here says who.")
    else:
        made = _("{by} made a new continuity sheet on {day}.")
        made = made.format(by=asked.by, day=day_in_words(asked.on))
    return f"{made} {opens}"


def _check(vault: Vault, asked: AskedSheet) -> None:
    require(vault, "agree_to_cover")
    is_it = asked.sheet == sheet_in_force(vault.header.continuity or b"")
    if not is_it or not lacks_agreement(vault):
        raise NotAllowed("no-such-sheet")


def _kept(vault: Vault) -> dict[str, str]:
    found: dict[str, str] = settings.load(vault.service, DECLINED_KEY, {})
    return found
