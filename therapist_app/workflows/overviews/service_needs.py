"""What a service still needs before and while it works with clients, and who settles each.

The same list stands where each person begins: what is theirs to settle with its way, what waits
for a lead or a keeper said in one line. Of it practice has what its own reports bring.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

from programme.local_text_sections import SECTIONS
from session_forms.words.day_words import written_day
from session_forms.words.list_words import listed, together
from session_forms.words.texts import pgettext
from therapist_app.record.backups.backup_list import TOO_OLD, second_place
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.keyring import second_approval
from therapist_app.record.keyring.key_care import lacks_agreement
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.content.packs_waiting import is_signer_trusted, waiting
from therapist_app.workflows.content.signing_off import standing_of
from therapist_app.workflows.content.writing_local_texts import (
    NewestText,
    ended,
    expiring,
    in_force,
    works_alone,
    writings,
)
from therapist_app.workflows.entering.access_scope import reads_only
from therapist_app.workflows.exporting.keeping_recipients import has_somebody_left, to_be_told
from therapist_app.workflows.exporting.report_questions import late_answers, open_questions
from therapist_app.workflows.overviews.comparing_anew import ComparedByOne, to_compare
from therapist_app.workflows.people.agreeing_to_sheets import said_no_at
from therapist_app.workflows.people.keeping_own_keys import needing_own_old_sheet
from therapist_app.workflows.people.moving_clients import count_arriving, count_gone
from therapist_app.workflows.people.seeing_people import OldSheet, is_envelope_open, old_sheet
from therapist_app.workflows.permissions import may
from therapist_app.workflows.policies import retaining
from therapist_app.workflows.policies.page_numbers import PageNumbers, page_numbers
from therapist_app.workflows.rights.retention_told import other_years
from therapist_app.workflows.safekeeping import drills
from therapist_app.workflows.safekeeping.safekeeping import is_copy_elsewhere_coming, last_elsewhere
from therapist_app.workflows.safekeeping.unconfirmed_sheets import told_sheets
from therapist_app.workflows.workspace import Workspace

Kind = Literal[
    "sheet",
    "sheet_none",
    "sheet_older",
    "sheet_used",
    "sheet_declined",
    "own_old_sheet",
    "old_sheet_place",
    "old_sheet_people",
    "client",
    "client_gone",
    "text_begin",
    "text_begin_alone",
    "text_write",
    "text_objected",
    "text_read",
    "text_read_alone",
    "text_read_again",
    "text_approve",
    "text_expires",
    "text_ended",
    "programme",
    "programme_newer",
    "backup",
    "backup_chosen",
    "backup_older",
    "drill",
    "retention",
    "retention_told",
    "numbers",
    "packs",
    "pack_waits",
    "signer_waits",
    "release_waits",
    "questions",
    "answers_late",
    "recipients_anew",
    "signers_anew",
    "services_anew",
    "signature_told",
    "signature_told_keys",
]
OF_CLIENTS = frozenset(
    {
        "sheet_none",
        "sheet_older",
        "sheet_used",
        "text_begin",
        "text_begin_alone",
        "programme",
        "programme_newer",
        "drill",
        "retention",
        "numbers",
    }
)
"""What nobody needs where nobody has clients."""
Whose = Literal["lead", "keeper", "keeper_or_lead", "therapist_or_lead", "reader"]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a service still needs.

    Attributes:
        is_mine: Whether the person signed in may settle it now.
        whose: Who settles it where they may not.
        subject: What it is about: a text by its id, a pack by the hash of its file.
        what: What that is called, where the words name it.
        by: Who asked for it; of a newer version the one that was signed off; of what is compared
            anew, who compared it.
        done: How much of it is there.
        of: Of how much.

    """

    kind: Kind
    is_mine: bool
    whose: Whose
    subject: str = ""
    done: int = 0
    of: int = 0
    what: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class ServiceNeeds:
    """What is still needed, the most pressing first.

    Attributes:
        has_lead: Whether anybody in the service leads.

    """

    needs: tuple[Need, ...]
    has_lead: bool = True

    def without(self, kinds: Collection[str]) -> "ServiceNeeds":
        """Return the same without what is told elsewhere on a page."""
        return replace(self, needs=tuple(each for each in self.needs if each.kind not in kinds))

    @property
    def mine(self) -> tuple[Need, ...]:
        """What the person signed in may settle."""
        return tuple(each for each in self.needs if each.is_mine)

    @property
    def others(self) -> tuple[Need, ...]:
        """What waits for somebody else."""
        return tuple(each for each in self.needs if not each.is_mine)


def service_needs(workspace: Workspace) -> ServiceNeeds:
    """Return what the service still needs; in practice what waits of its reports alone."""
    has_lead = any("lead" in each.roles for each in workspace.vault.header.people)
    if workspace.practice:
        waits = (*_releases(workspace.vault), *_questions(workspace))
        return ServiceNeeds(waits, has_lead)
    found = _needs(workspace)
    if reads_only(workspace.vault):
        found = (each for each in found if each.kind not in OF_CLIENTS)
    return ServiceNeeds(tuple(found), has_lead)


def needs_of_comparing(workspace: Workspace) -> ServiceNeeds:
    """Return what is compared anew because who compared it left; nothing in practice."""
    return ServiceNeeds(() if workspace.practice else tuple(_comparing(workspace)))


def _needs(workspace: Workspace) -> Iterator[Need]:
    vault = workspace.vault
    if told_sheets(vault):
        yield Need("sheet", is_mine=True, whose="lead")
    old = needing_own_old_sheet(vault)
    if old:
        yield Need("own_old_sheet", is_mine=True, whose="lead", what=together(old))
    yield from _continuity(vault)
    if said_no_at(vault) is not None and lacks_agreement(vault):
        yield Need("sheet_declined", is_mine=True, whose="lead")
    coming = count_arriving(vault) if may(vault, "take_client_over") else 0
    if coming:
        yield Need("client", is_mine=True, whose="lead", of=coming)
    gone = count_gone(vault)
    if gone:
        yield Need("client_gone", is_mine=True, whose="lead", of=gone)
    yield from _texts(workspace)
    answers = may(vault, "sign_off_programme")
    if standing_of(workspace, workspace.programme).state != "signed":
        yield replace(_programme(workspace), is_mine=answers)
    if workspace.packs.problems:
        is_mine = may(vault, "install_pack")
        yield Need("packs", is_mine, "keeper_or_lead", done=0, of=len(workspace.packs.problems))
    yield from _packs_waiting(workspace)
    yield from _releases(vault)
    yield from _comparing(workspace)
    yield from _questions(workspace)
    elsewhere = last_elsewhere(vault)
    is_old = elsewhere is None or vault.service.now() - elsewhere > TOO_OLD
    if is_old and not is_copy_elsewhere_coming(vault):
        is_chosen = bool(second_place(vault.service))
        kind: Kind = "backup_older"
        if elsewhere is None:
            kind = "backup_chosen" if is_chosen else "backup"
        is_mine = may(vault, "choose_second_location") or is_chosen
        yield Need(kind, is_mine, "keeper_or_lead")
    elif drills.may_hold(vault) and drills.is_due(vault):
        yield Need("drill", is_mine=True, whose="keeper_or_lead")
    yield from _retention(workspace)
    there = page_numbers(workspace)
    names = [each.name for each in fields(PageNumbers)]
    settled = sum(1 for name in names if getattr(there, name))
    if settled < len(names):
        is_mine = may(vault, "settle_policies")
        yield Need("numbers", is_mine, "keeper_or_lead", done=settled, of=len(names))


def _retention(workspace: Workspace) -> Iterator[Need]:
    """Tell that no number of years is approved, or that clients are told another one."""
    if retaining.approved(workspace) is None:
        yield Need("retention", may(workspace.vault, "approve_retention"), "keeper_or_lead")
    for each in other_years(workspace):
        is_mine = may(workspace.vault, "approve_retention") or may(
            workspace.vault, "write_local_text"
        )
        by = f"{each.name}, {listed(str(number) for number in each.told)}"
        yield Need("retention_told", is_mine, "keeper_or_lead", by=by, of=each.approved)


def _continuity(vault: Vault) -> Iterator[Need]:
    """Tell keepers, and whose clients it is about, of a continuity sheet that helps too little."""
    is_mine = may(vault, "renew_continuity_sheet")
    if not is_mine and not owned_by(vault.header, vault.person.uid):
        return
    if vault.header.continuity is None:
        yield Need("sheet_none", is_mine, "keeper")
    elif vault.header.continuity_verify is None:
        yield Need("sheet_older", is_mine, "keeper")
    elif is_envelope_open(vault):
        yield Need("sheet_used", is_mine, "keeper")
    if is_mine:
        yield from _old_sheet(old_sheet(vault))


def _old_sheet(old: OldSheet) -> Iterator[Need]:
    """Tell keepers of what the continuity sheet of before must be kept for."""
    here = [pgettext("where backups lie", "this laptop")] if old.is_here else []
    places = [*here, *([old.second_place] if old.second_place else [])]
    if places:
        yield Need("old_sheet_place", True, "keeper", what=together(places))
    if old.names:
        yield Need("old_sheet_people", True, "keeper", what=together(old.names))


def _comparing(workspace: Workspace) -> Iterator[Need]:
    vault, due = workspace.vault, to_compare(workspace)
    answers = may(vault, "install_pack")
    kinds: tuple[tuple[Kind, ComparedByOne, bool, Whose], ...] = (
        ("recipients_anew", due.recipients, may(vault, "keep_recipients"), "therapist_or_lead"),
        ("signers_anew", due.signers, answers, "keeper_or_lead"),
        ("services_anew", due.services, answers, "keeper_or_lead"),
    )
    for kind, found, is_mine, whose in kinds:
        if found.names:
            of, by = len(found.names), together(found.by)
            yield Need(kind, is_mine, whose, of=of, what=listed(found.names), by=by)
    told = to_be_told(workspace)
    if told:
        is_mine = may(vault, "keep_recipients")
        why: Kind = "signature_told" if has_somebody_left(workspace) else "signature_told_keys"
        yield Need(why, is_mine, "therapist_or_lead", what=listed(told))


def _releases(vault: Vault) -> Iterator[Need]:
    """Tell whoever can look at it of a release that waits for a second person."""
    waits = second_approval.count_for(vault)
    if waits:
        yield Need("release_waits", is_mine=True, whose="reader", of=waits)


def _questions(workspace: Workspace) -> Iterator[Need]:
    is_mine = may(workspace.vault, "answer_questions")
    asked, late = open_questions(workspace), late_answers(workspace)
    if asked:
        yield Need("questions", is_mine, "lead", of=asked)
    if late:
        yield Need("answers_late", is_mine, "lead", of=late)


def _programme(workspace: Workspace) -> Need:
    """Return that a version is to be signed off, as a newer one where an earlier one was."""
    here, earlier = workspace.programme, workspace.earlier_programmes
    what = f"{here.title} {here.version}"
    if standing_of(workspace, here).state == "unsigned":
        for each in earlier:
            if each.id == here.id and standing_of(workspace, each).state == "signed":
                by = each.version
                return Need("programme_newer", True, "keeper_or_lead", what=what, by=by)
    return Need("programme", is_mine=True, whose="keeper_or_lead", what=what)


def _packs_waiting(workspace: Workspace) -> Iterator[Need]:
    is_mine = may(workspace.vault, "install_pack")
    for pack in waiting(workspace):
        kind: Kind = "pack_waits" if is_signer_trusted(workspace, pack) else "signer_waits"
        what = f"{pack.title} {pack.version}"
        yield Need(
            kind, is_mine, "keeper_or_lead", subject=pack.sha256, what=what, by=pack.asked_by
        )


def _texts(workspace: Workspace) -> Iterator[Need]:
    begun = {each.kept.id: each for each in writings(workspace) if not each.is_approved}
    for writing in begun.values():
        yield _text(workspace, writing)
    for text in expiring(workspace):
        if text.id not in begun:
            yield Need("text_expires", may(workspace.vault, "write_local_text"), "lead", text.id)
    over = () if begun or in_force(workspace) else ended(workspace)
    for text in over:
        is_mine = may(workspace.vault, "write_local_text")
        day = written_day(text.expires_on) if text.expires_on else ""
        yield Need("text_ended", is_mine, "lead", text.id, what=day)
    if not begun and not over and not in_force(workspace):
        kind: Kind = "text_begin_alone" if works_alone(workspace) else "text_begin"
        yield Need(kind, may(workspace.vault, "write_local_text"), "lead")


def _text(workspace: Workspace, writing: NewestText) -> Need:
    text_id = writing.kept.id
    if writing.lacks:
        count = len(SECTIONS)
        left = {each.section.id for each in writing.lacks}
        is_mine = may(workspace.vault, "write_local_text")
        return Need("text_write", is_mine, "lead", text_id, done=count - len(left), of=count)
    if writing.needs_reading and writing.is_alone and not writing.may_read:
        return Need("text_read_alone", is_mine=True, whose="reader", subject=text_id)
    if writing.needs_reading and writing.is_mine and writing.objection:
        return Need("text_objected", True, "lead", text_id, by=writing.objection)
    if writing.needs_reading and writing.is_alone:
        return Need("text_read_again", is_mine=True, whose="reader", subject=text_id)
    if writing.needs_reading:
        return Need("text_read", writing.may_read, "reader", text_id)
    return Need("text_approve", writing.may_approve, "lead", text_id)
