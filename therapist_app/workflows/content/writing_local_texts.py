"""The service's own text on confidentiality: written, read a second time, approved, renewed.

Each answer is kept at once, as a draft that no client meets. Whoever wrote nothing of it reads it
a second time; where only one person works with clients or leads, that one does, on another day,
and the text says so. A lead approves it for twelve months at most. What was approved stays as it
was: a change is the next version.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from programme.local_text_sections import Draft, Lacks, begun, final_text, lacking, written
from programme.local_texts import a_year_after
from session_forms.reference.jurisdictions import (
    Jurisdiction,
    newest_of_each,
    standing,
    usable_texts,
)
from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, _
from therapist_app.record.service import local_texts
from therapist_app.record.service_model import LocalText
from therapist_app.workflows.errors import LocalTextRefused
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.permissions import may, require, roles_now
from therapist_app.workflows.workspace import Workspace, draft_in

REMIND = timedelta(days=30)
PRACTICE_ONLY = "sample"
LEAD, ALONE = N_("{name}, clinical lead"), N_("{name}, clinical lead, alone in the service")


@dataclass(frozen=True, slots=True)
class NewestText:
    """A text of this service in its newest version.

    Attributes:
        kept: What the record holds.
        draft: What was written.
        before: The version that is in force meanwhile.
        lacks: What is still to be written.
        needs_reading: Whether it is still to be read a second time.
        may_read: Whether the person signed in may be who does, today.
        is_mine: Whether the person signed in wrote something of it.
        is_alone: Whether one person has to do all of it.
        may_approve: Whether the person signed in leads.
        follows_a_draft: Whether the version before it is a draft that came from elsewhere, and
            which nobody here approved.

    """

    kept: LocalText
    draft: Draft
    before: Jurisdiction | None
    lacks: tuple[Lacks, ...]
    needs_reading: bool
    may_read: bool
    is_mine: bool
    is_alone: bool
    may_approve: bool
    follows_a_draft: bool

    @property
    def is_approved(self) -> bool:
        """Whether it is settled, and changes no more."""
        return self.kept.approved_at is not None

    @property
    def writers(self) -> tuple[str, ...]:
        """Everybody who wrote something of it, else who began it."""
        return self.draft.writers or (self.kept.written_by,)

    @property
    def objection(self) -> str:
        """Who did not agree, when and why; empty where nobody objects to it."""
        kept = self.kept
        if not kept.objection or kept.objected_on is None:
            return ""
        words = _("{name} did not agree on {day}: {why}")
        day = written_day(kept.objected_on)
        return words.format(name=kept.objected_by, day=day, why=kept.objection)

    @property
    def is_read_by_writer(self) -> bool:
        """Whether one person wrote it and read it again, on another day."""
        return self.kept.read_by in self.writers

    @property
    def can_be_approved(self) -> bool:
        """Whether nothing is missing but a lead's word."""
        return not self.is_approved and not self.lacks and not self.needs_reading


def places(workspace: Workspace) -> tuple[Jurisdiction, ...]:
    """Return the newest text of each place that a text can be begun from, by name.

    What is of no country in the list stands last.
    """
    real = (each for each in workspace.local_texts if each.id != PRACTICE_ONLY)
    return tuple(sorted(newest_of_each(real), key=lambda each: (not each.country, each.name)))


def writings(workspace: Workspace) -> tuple[NewestText, ...]:
    """Return each text that this service wrote, in its newest version."""
    service, names = workspace.service, names_of(workspace.vault)
    readable = (each for each in local_texts.all_texts(service) if draft_in(each.text) is not None)
    newest = {each.id: each for each in readable}
    newest = {name: local_texts.as_signed(service, each, names) for name, each in newest.items()}
    return tuple(_seen(workspace, each) for each in newest.values())


def writing_of(workspace: Workspace, text_id: str) -> NewestText | None:
    """Return a text of this service in its newest version, if it wrote one."""
    return next((each for each in writings(workspace) if each.kept.id == text_id), None)


def begin(workspace: Workspace, text_id: str) -> NewestText:
    """Begin the next version of a text, or go on with the one that is begun.

    Raises:
        NotAllowed: The person signed in may not.
        LocalTextRefused: There is nothing to begin from.

    """
    require(workspace.vault, "write_local_text")
    found = writing_of(workspace, text_id)
    if found is not None and not found.is_approved and not _is_taken(workspace, found):
        return found
    base = next((each for each in places(workspace) if each.id == text_id), None)
    if base is None:
        raise LocalTextRefused("nothing")
    is_ours = found is not None and found.kept.version >= base.version
    draft = begun(base, found.draft.answers if found is not None and is_ours else {})
    by, now = workspace.vault.person.name, workspace.now()
    version = draft.text.version
    kept = LocalText(text_id, version, draft.model_dump_json(), by, workspace.today(), now)
    return _saved(workspace, kept)


def write(workspace: Workspace, text_id: str, key: str, words: str) -> NewestText:
    """Keep something as it was typed; what was read a second time has to be read again.

    Raises:
        NotAllowed: The person signed in may not.
        LocalTextRefused: It is settled already, or this is no answer to anything.

    """
    require(workspace.vault, "write_local_text")
    found = _open(workspace, text_id)
    if found.draft.answers.get(key, "") == words:
        return found
    try:
        draft = written(found.draft, key, words, workspace.vault.person.name)
    except ValueError:
        raise LocalTextRefused("answer") from None
    kept = replace(
        found.kept,
        text=draft.model_dump_json(),
        written_by=", ".join(draft.writers),
        changed_at=workspace.now(),
        read_by="",
        read_on=None,
    )
    return _saved(workspace, kept)


def read_again(workspace: Workspace, text_id: str) -> NewestText:
    """Note that the person signed in read the whole text a second time.

    Raises:
        NotAllowed: The person signed in may not.
        LocalTextRefused: It is not whole, or who wrote it is not who may read it now.

    """
    require(workspace.vault, "write_local_text")
    found = _open(workspace, text_id)
    if found.lacks:
        raise LocalTextRefused("unfinished")
    if not found.may_read:
        raise LocalTextRefused("reader")
    by, day = workspace.vault.person.name, workspace.today()
    agreed = replace(
        found.kept, read_by=by, read_on=day, objection="", objected_by="", objected_on=None
    )
    return _saved(workspace, agreed)


def object_to(workspace: Workspace, text_id: str, why: str) -> NewestText:
    """Note that the person signed in read the whole text and does not agree, and why.

    It is told to who wrote it, and stays with the text until somebody has read it and agrees.

    Raises:
        NotAllowed: The person signed in may not.
        LocalTextRefused: It is not whole, who wrote it is not who may read it, or no reason.

    """
    require(workspace.vault, "write_local_text")
    found = _open(workspace, text_id)
    if found.lacks:
        raise LocalTextRefused("unfinished")
    if not found.may_read or found.is_alone:
        raise LocalTextRefused("reader")
    if not why.strip():
        raise LocalTextRefused("reason")
    kept = replace(
        found.kept,
        objection=why.strip(),
        objected_by=workspace.vault.person.name,
        objected_on=workspace.today(),
        read_by="",
        read_on=None,
    )
    return _saved(workspace, kept, is_objection=True)


def approve(workspace: Workspace, text_id: str, until: date) -> NewestText:
    """Approve a text; it counts at once and starts nothing new from the day `until`.

    Raises:
        NotAllowed: The person signed in does not lead.
        LocalTextRefused: It is not whole, not read a second time, or for too long.

    """
    require(workspace.vault, "approve_local_text")
    found = _open(workspace, text_id)
    if found.lacks:
        raise LocalTextRefused("unfinished")
    if found.needs_reading:
        raise LocalTextRefused("reading")
    if _is_taken(workspace, found):
        raise LocalTextRefused("taken")
    today, name = workspace.today(), workspace.vault.person.name
    if not today < until <= a_year_after(today):
        raise LocalTextRefused("until")
    by = _(ALONE if found.is_read_by_writer else LEAD).format(name=name)
    try:
        text = final_text(found.draft, by, today, until)
    except ValueError:
        raise LocalTextRefused("unfit") from None
    whole = found.draft.model_copy(update={"text": text}).model_dump_json()
    kept = replace(found.kept, text=whole, approved_by=by, approved_at=workspace.now())
    return _saved(workspace, kept)


def in_force(workspace: Workspace) -> tuple[Jurisdiction, ...]:
    """Return the texts that can be read to a client today, each in its newest version."""
    today = workspace.today()
    return newest_of_each(usable_texts(workspace.local_texts, today, practice=False))


def expiring(workspace: Workspace) -> tuple[Jurisdiction, ...]:
    """Return the texts in force that will start nothing new within thirty days."""
    soon = workspace.today() + REMIND
    return tuple(
        each for each in in_force(workspace) if each.expires_on and each.expires_on <= soon
    )


def ended(workspace: Workspace) -> tuple[Jurisdiction, ...]:
    """Return the texts whose time is over and of which no version is in force."""
    today = workspace.today()
    going_on = {each.id for each in in_force(workspace)}
    over = (each for each in workspace.local_texts if standing(each, today) == "expired")
    return tuple(each for each in newest_of_each(over) if each.id not in going_on)


def _is_taken(workspace: Workspace, found: NewestText) -> bool:
    """Return whether a pack meanwhile brought a text under the same name and version."""
    return any(each.ref == found.draft.text.ref for each in workspace.local_texts)


def _open(workspace: Workspace, text_id: str) -> NewestText:
    found = writing_of(workspace, text_id)
    if found is None or found.is_approved:
        raise LocalTextRefused("settled" if found is not None else "nothing")
    return found


def _saved(workspace: Workspace, kept: LocalText, *, is_objection: bool = False) -> NewestText:
    names = names_of(workspace.vault)
    local_texts.save(workspace.service, kept, is_objection=is_objection, names=names)
    return _seen(workspace, kept)


def _seen(workspace: Workspace, kept: LocalText) -> NewestText:
    draft = Draft.model_validate_json(kept.text)
    vault = workspace.vault
    name, today = vault.person.name, workspace.today()
    wrote = name in (draft.writers or (kept.written_by,))
    is_alone = works_alone(workspace)
    is_later = kept.changed_at.astimezone().date() < today
    before = next((each for each in in_force(workspace) if each.id == kept.id), None)
    return NewestText(
        kept,
        draft,
        before if before is not None and before.version < kept.version else None,
        lacking(draft),
        needs_reading=kept.read_on is None,
        may_read=bool(roles_now(vault)) and (not wrote or (is_alone and is_later)),
        is_mine=wrote,
        is_alone=is_alone,
        may_approve=may(vault, "approve_local_text"),
        follows_a_draft=any(
            (each.id, each.version, each.status) == (kept.id, kept.version - 1, "draft")
            for each in workspace.local_texts
        ),
    )


def works_alone(workspace: Workspace) -> bool:
    """Return whether nobody else could read a text that one person wrote."""
    return sum(1 for _each in _could_read(workspace)) <= 1


def _could_read(workspace: Workspace) -> Iterator[str]:
    """Yield everybody who knows what such a text is about: who treats, and who leads."""
    for each in workspace.vault.header.people:
        if {"therapist", "lead"} & set(each.roles):
            yield each.uid
