"""What is told about an erasure, before and after: what goes, what stays, what was searched."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from session_forms.words.day_words import written_day
from session_forms.words.texts import _, ngettext
from therapist_app.record.backups.backup_list import HERE, Backup
from therapist_app.record.backups.backup_thinning import gone_by
from therapist_app.record.backups.kept_copies import KeptCopy
from therapist_app.record.client_rights.erasing import Erased
from therapist_app.record.client_rights.residue import ErasureProof
from therapist_app.record.header.header import SERVICE
from therapist_app.workflows.rights.data_rights import ErasureAccount
from therapist_app.workflows.rights.left_of_client import LeftOfClient


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What was made sure of, for the person who erased.

    Attributes:
        is_clean: Whether the search found nothing.
        lines: What was searched and found, and what stays.

    """

    title: str
    is_clean: bool
    lines: tuple[str, ...]


def goes(account: ErasureAccount) -> tuple[str, ...]:
    """Return what erasing takes away, a line for each."""
    lines = [
        _("Who the client is: name, contact, birth date"),
        _("Sessions held: {sessions}; planned: {to_come}").format(
            sessions=account.sessions, to_come=account.to_come
        ),
        _("Forms with their answers and scores: {forms}; of them not finished: {drafts}").format(
            forms=account.forms, drafts=account.drafts
        ),
        _("Signed notes: {notes}").format(notes=account.signed_notes),
        _("Alerts, promises, ratings, reasons and consents"),
    ]
    if account.open_alerts:
        lines.append(
            _("Alerts that nobody has answered yet: {count}").format(count=account.open_alerts)
        )
    return tuple(lines)


def stays(
    backups: Iterable[Backup],
    today: date,
    kept: Iterable[KeptCopy] = (),
    left: Iterable[LeftOfClient] = (),
) -> tuple[str, ...]:
    """Return what erasing does not reach, a line for each."""
    return (
        _(
            "The audit trail keeps its entries: random numbers, what was done and when. "
            "Without the record nobody can be recognised from them."
        ),
        _(
            "A mark that a client was erased, when and why, so that the client is erased "
            "again from an older copy."
        ),
        _("The code stays taken, so that nobody else gets it."),
        _("What was printed, saved or sent stays where it is: ask for it back."),
        *left_lines(left),
        *_backup_lines(backups, today),
        *kept_lines(kept),
    )


def left_lines(left: Iterable[LeftOfClient]) -> Iterator[str]:
    """Yield a line for each summary that left, and for each copy of it that anybody can read."""
    for each in left:
        words = _("A summary for {recipient}, {day}, {purpose}: ask that it be deleted.")
        yield words.format(recipient=each.recipient, day=_day(each.made_at), purpose=each.purpose)
        for copy in each.copies:
            said = _(
                "A copy of it that is not encrypted, saved by {name} on {day}. Find it and "
                "delete it."
            )
            yield said.format(name=copy.saved_by, day=_day(copy.saved_at))


def _day(moment: datetime) -> str:
    return written_day(moment.astimezone().date())


def kept_lines(kept: Iterable[KeptCopy]) -> Iterator[str]:
    """Yield a line for each thing that stood in the place of the caseload before."""
    for each in kept:
        if not each.is_thrown_away:
            yield _(
                "The damaged file from which entries were saved is kept, encrypted, and may "
                "still contain the erased client. It stays until you delete it."
            )
        elif each.kept_until is None:
            yield _(
                "The file that was replaced by a restore is kept, encrypted, and may still "
                "contain the erased client. The next backup deletes it."
            )
        else:
            words = _(
                "The file that was replaced by a restore is kept, encrypted, and may still "
                "contain the erased client. The first backup after {day} deletes it."
            )
            yield words.format(day=written_day(each.kept_until.astimezone().date()))


def erasure_report(
    code: str,
    erased: Erased,
    backups: Iterable[Backup],
    today: date,
    *,
    kept: Iterable[KeptCopy] = (),
    sent: Iterable[LeftOfClient] = (),
) -> ErasureReport:
    """Return what to tell once a client is erased; `sent` is what had left before."""
    proof = erased.proof
    left = (*left_lines(sent), *_backup_lines(backups, today), *kept_lines(kept))
    title = _("{code} is erased").format(code=code)
    if proof is None:
        title = _("{code} is erased, but it is not proven that nothing is left").format(code=code)
        told = _("The file could not be searched, because the disk is too full.")
        return ErasureReport(title, is_clean=False, lines=(told, *left))
    if not proof.is_clean:
        title = _("{code} is erased, but it is not proven that nothing is left").format(code=code)
    lines = [*_searched_lines(proof), *_found_lines(proof)]
    lines.append(
        _(
            "Parts of a disk that no program can read could not be searched; what is there "
            "is encrypted."
        )
    )
    return ErasureReport(title, proof.is_clean, (*lines, *left))


def _searched_lines(proof: ErasureProof) -> Iterator[str]:
    yield ngettext(
        "The whole caseload file was read: {pages} page, unused ones too.",
        "The whole caseload file was read: {pages} pages, unused ones too.",
        proof.pages,
    ).format(pages=proof.pages)
    yield _(
        "All space in it that no entry uses was searched for every text, number, date and id that "
        "stood in the record, and for any four characters in a row of each text. Different ones "
        "looked for: {count}."
    ).format(count=proof.values)
    if proof.short:
        yield _(
            "Not looked for, because they are found everywhere and point to nobody: one or two "
            "characters by themselves, and bare numbers such as minutes. Different ones: {count}."
        ).format(count=proof.short)


def _found_lines(proof: ErasureProof) -> Iterator[str]:
    if proof.unread:
        yield _("Pages that could not be read: {count}. Run a full check of the record.").format(
            count=proof.unread
        )
    if proof.rows:
        yield _("Entries that still lead to the client: {count}. Report this.").format(
            count=proof.rows
        )
    else:
        yield _("No entry leads to the client any more.")
    if proof.residue:
        yield _("Pieces left over in unused space: {count}. Report this.").format(
            count=proof.residue
        )
    else:
        yield _("No piece was left over in unused space.")
    if proof.overwritten:
        yield _(
            "Pieces that the database had left behind and that were overwritten after a first "
            "search: {count}. Then everything was searched again."
        ).format(count=proof.overwritten)
    if proof.elsewhere:
        yield _(
            "Pieces in unused space that entries of others also contain, letter for letter: "
            "{count}. They are most likely theirs."
        ).format(count=proof.elsewhere)
    if proof.mentions:
        yield _(
            "Names and contacts of the client that entries of others also contain, and that stay "
            "there: {count}. Search for them with Ctrl+K."
        ).format(count=proof.mentions)
    if proof.log_is_empty:
        yield _("The database's file of latest changes is empty, as it should be.")
    else:
        yield _(
            "The database's file of latest changes is not empty: lock the application, then "
            "report this."
        )


def _backup_lines(backups: Iterable[Backup], today: date) -> Iterator[str]:
    kept = tuple(backups)
    if not kept:
        yield _("No backup in the list contains the record.")
    yield from dict.fromkeys(_backup_line(each, today) for each in kept)


def _backup_line(backup: Backup, today: date) -> str:
    match backup.place == HERE, backup.database == SERVICE:
        case True, False:
            words = _("The backup of {day} on this laptop still contains the record, encrypted.")
        case True, True:
            words = _(
                "The backup of the service file of {day} on this laptop still contains the "
                "record, encrypted."
            )
        case False, False:
            words = _("The backup of {day} in {place} still contains the record, encrypted.")
        case _:
            words = _(
                "The backup of the service file of {day} in {place} still contains the record, "
                "encrypted."
            )
    gone = gone_by(backup.made_at)
    goes = (
        _("It is deleted by {gone} at the latest, if backups continue to be made.")
        if gone > today
        else _("It is deleted once backups are made there again.")
    )
    day = written_day(backup.made_at.astimezone().date())
    return f"{words.format(day=day, place=backup.place)} {goes.format(gone=written_day(gone))}"
