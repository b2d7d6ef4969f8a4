"""What a full check found, and what the audit of each file amounts to, in words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from session_forms.words.day_words import day_in_words, written_day
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.record.database.migrations import SERVICE
from therapist_app.record.header.caseload_access import (
    Access,
    choices,
    first_owner,
    owner_now,
)
from therapist_app.record.header.header import Header
from therapist_app.record.repair.audit_account import AuditAccount, End
from therapist_app.record.repair.check_schedule import PastCheck, past_checks
from therapist_app.record.repair.checking import CheckFinding, Code, FullCheckReport
from therapist_app.record.repair.filling_anew import TableOutcome
from therapist_app.record.repair.salvaging import SalvageReport
from therapist_app.record.vault.vault import UnderWay, Vault
from therapist_app.workflows.people.seeing_people import names_of

NOBODY: Mapping[str, str] = MappingProxyType({})
_RESTORE = N_("Restore your last verified backup; what it lacks may be saved with salvage.")
_TRACE = N_("If nobody copied an older file there, tell whoever looks after this laptop.")
_DISK = N_("Save what can be read with salvage, or restore your last verified backup.")
WORDS: Mapping[Code, tuple[str, str]] = {
    "about": (
        N_("Details that the file keeps about itself are missing or cannot be read: {count}."),
        _DISK,
    ),
    "altered-notes": (
        N_("Signed notes that are no longer what was signed: {count}."),
        N_("Compare them with a backup, and find out who changed them."),
    ),
    "anchor-missing": (
        N_(
            "The mark that shows whether this file is the newest is missing, so an older "
            "copy would not be noticed."
        ),
        N_("Compare the last session with what you remember."),
    ),
    "anchor-torn": (
        N_("One of the two marks that show whether this file is the newest is damaged."),
        N_("The other one is used. You need to do nothing."),
    ),
    "another-kind": (N_("A file of another kind is in its place."), _RESTORE),
    "another-service": (N_("The file belongs to another service or person."), _RESTORE),
    "broken-chain": (
        N_("The audit trail was changed: entry {first} does not follow from the one before."),
        N_("Somebody with the key did this. Find out who, and compare with a backup."),
    ),
    "changed-outside": (
        N_("The file was changed outside this program."),
        N_(
            "If nobody copied an older file there, compare it with a backup and tell "
            "whoever looks after this laptop."
        ),
    ),
    "cut-off": (N_("The file was cut off; next to nothing of it is left."), _RESTORE),
    "declared-gaps": (
        N_("Parts of the audit trail that were lost, as a signed entry says: {count}."),
        N_("You need to do nothing."),
    ),
    "first-page": (N_("The first page of the file is damaged. Your passphrase is right."), _DISK),
    "forged-entries": (
        N_("Audit entries that lack the signature of their person: {count}; the first is {first}."),
        N_("Somebody with the key did this. Find out who, and compare with a backup."),
    ),
    "header": (
        N_("The list of people was changed from outside."),
        N_(
            "Do not work here. Restore the list of people from a backup, and find out who "
            "changed it."
        ),
    ),
    "missing": (N_("The file is not there."), _RESTORE),
    "no-file": (N_("Something that is not a file is in its place."), _RESTORE),
    "not-encrypted": (N_("A file that is not encrypted is in its place."), _RESTORE),
    "older": (
        N_("The file is older than when it was last used; audit entries missing: {count}."),
        _TRACE,
    ),
    "pages": (N_("Damaged pages: {count}; the first is page {first}."), _DISK),
    "references": (N_("Entries that refer to entries that are missing: {count}."), _DISK),
    "structure": (N_("The tables are not as this application made them."), _DISK),
    "too-new": (
        N_("A later version of the application wrote this file."),
        N_("Install that version on this laptop."),
    ),
    "unvouched-notes": (
        N_("Signed notes for which the proof of what was signed is missing: {count}."),
        N_("Compare them with a backup."),
    ),
    "unreadable-values": (N_("Values that cannot be read as what they should be: {count}."), _DISK),
}
CALLED: Mapping[Access, str] = {
    "own": NP_("file", "Your caseload"),
    "handed_over": N_("Caseload handed over to you"),
    "cover": N_("Caseload that you cover"),
}
BROKEN = N_(
    "The audit trail was changed at entry {n}: it does not follow from the one before. Somebody "
    "with the key changed this. Find out who, and compare with a backup."
)
FORGED = N_(
    "Entries that cannot be read or lack the signature of their person: {count}; the first is {n}."
)
GAPS = N_("Groups of entries that were lost, as a signed entry says: {count}.")
ENDS: Mapping[End, str] = {
    "as-remembered": "",
    "not-remembered": N_(
        "The mark that shows whether this file is the newest is missing, so entries may "
        "be missing at the end."
    ),
    "shorter": N_("Entries missing at the end, as the mark beside the file says: {count}."),
    "another": N_("The mark beside the file belongs to another history than the one in the file."),
}


def words_of(report: FullCheckReport, header: Header) -> tuple[str, ...]:
    """Return one line on the file, and one on each finding with what to do."""
    name = file_name(report.database, header)
    if not report.findings:
        return (_("{file}: no problem found.").format(file=name),)
    said = (
        _("{file}: no problem found, with a remark.")
        if report.is_sound
        else _("{file}: PROBLEM FOUND.")
    )
    return (said.format(file=name), *(f"  {sentence(each)}" for each in report.findings))


def sentence(finding: CheckFinding) -> str:
    """Return what was found and what to do."""
    what, to_do = WORDS[finding.code]
    return f"{_(what).format(count=finding.count, first=finding.first)} {_(to_do)}"


def told_in_words(report: FullCheckReport, header: Header) -> tuple[str, str]:
    """Return what is said over every screen of what a full check found: a title, and the rest."""
    name = file_name(report.database, header)
    title = _("A full check found a problem: {file}").format(file=name)
    lines = [sentence(each) for each in report.findings if not each.is_harmless]
    if any(each.stops_work for each in report.findings):
        lines.append(
            _(
                "Finish what you are writing, then lock (Ctrl+L): the sign-in window leads to "
                "your backups."
            )
        )
    return title, " ".join(lines)


def under_way_in_words(check: UnderWay, header: Header) -> str:
    """Return which file is being checked, and how far that is."""
    name = file_name(check.database, header)
    words = _("{file}: a full check is running, step {step} of {steps}")
    return words.format(file=name, step=check.step, steps=check.steps)


def file_name(database: str, header: Header, former: Mapping[str, str] = NOBODY) -> str:
    """Return what a file is called: the service file, or whose caseload it is, and whose it was.

    `former` are names, by uid, of who is not in the list of people any more.
    """
    grant = header.grant(database)
    if grant is None:
        return pgettext("file", "Service file")
    names = {**former, **{each.uid: each.name for each in header.people}}
    owner = owner_now(header, grant)
    name = names.get(owner, "?")
    if first_owner(header, grant, [owner]):
        return _("Caseload of {name}").format(name=name)
    first = first_owner(header, grant, names)
    if not first:
        return _("Caseload of {name}, handed over").format(name=name)
    words = _("Caseload of {name}, handed over by {from_whom}")
    return words.format(name=name, from_whom=names[first])


def file_name_here(database: str, vault: Vault) -> str:
    """Return what a file of the open service is called, with the names of who left."""
    return file_name(database, vault.header, names_of(vault))


def words_of_salvage(report: SalvageReport, header: Header) -> tuple[str, ...]:
    """Return one line on a salvaged file, and one on each table and thing that is not whole."""
    said = _("{file}: all of it was saved.") if report.is_whole else _("{file}: saved in part.")
    lines = [said.format(file=file_name(report.database, header))]
    told = [table for table in report.tables if table.kept or not table.is_whole]
    lines.extend(f"  {table.table}: {'; '.join(_of_table(table))}" for table in told)
    if report.unplaced:
        lines.append(_("  pages that fit no table alone: {count}").format(count=report.unplaced))
    if report.entries:
        words = _("  audit entries missing at the end, and what they tell of: {count}")
        lines.append(words.format(count=report.entries))
    if not report.log_is_whole:
        lines.append(
            _("The file of the latest changes is cut off; the last changes may be missing.")
        )
    return tuple(lines)


def _of_table(table: TableOutcome) -> Iterator[str]:
    yield _("rows saved: {count}").format(count=table.kept)
    if table.lost:
        yield _("lost, at least: {count}").format(count=table.lost)
    if table.pages:
        yield _("pages unreadable: {count}").format(count=table.pages)
    if table.orphans:
        yield _("left out, since what they belong to is lost: {count}").format(count=table.orphans)
    if table.unlinked:
        yield _("kept without a link to what is lost: {count}").format(count=table.unlinked)


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One line.

    Attributes:
        is_sound: Whether nothing needs doing.

    """

    words: str
    is_sound: bool


def health_lines(vault: Vault) -> tuple[HealthLine, ...]:
    """Return what is being checked, when all was checked last, and what was found then.

    Nothing is said of a last check before the first one.
    """
    if vault.check_under_way is not None:
        words = under_way_in_words(vault.check_under_way, vault.header)
        return (HealthLine(words, is_sound=True), *_past_lines(vault))
    return _past_lines(vault)


def _past_lines(vault: Vault) -> tuple[HealthLine, ...]:
    open_now = (SERVICE.name, vault.caseload_id)
    checks = [each for each in past_checks(vault.service) if each.database in open_now]
    troubled = [each for each in checks if not each.is_sound]
    if troubled:
        return tuple(line for each in troubled for line in _found(each, vault))
    if not checks:
        return ()
    day = min(each.checked_at for each in checks).astimezone().date()
    words = _("Full check on {day}: no problem found").format(day=day_in_words(day))
    return (HealthLine(words, is_sound=True),)


def _found(check: PastCheck, vault: Vault) -> tuple[HealthLine, ...]:
    name = file_name_here(check.database, vault)
    return tuple(
        HealthLine(f"{name}: {sentence(each)}", is_sound=False)
        for each in check.findings
        if not each.is_harmless
    )


def names_of_files(header: Header, uid: str, today: date) -> tuple[str, ...]:
    """Return what each file that a person may open is called, the service file first.

    None is called by the name or the id of whose it is.
    """
    found = [pgettext("file", "Service file")]
    met: Counter[str] = Counter()
    for each in choices(header, uid, today):
        met[each.access] += 1
        name, number = _(CALLED[each.access]), met[each.access]
        found.append(f"{name}, {number}" if number > 1 else name)
    return tuple(found)


def words_of_account(name: str, account: AuditAccount) -> tuple[str, ...]:
    """Return a line on whether the audit is whole, what there is of it, and what is wrong."""
    said = (
        _("{file}: nothing missing, nothing changed.")
        if account.is_whole
        else _("{file}: SOMETHING MISSING OR CHANGED.")
    )
    days = _("Entries: {count}, from {first} to {last}; signed: {signed}.").format(
        count=account.report.entries,
        first=_day(account.first),
        last=_day(account.last),
        signed=account.signed,
    )
    lines = (days, _epochs(account.epochs), *_wrong(account))
    return (said.format(file=name), *(f"  {each}" for each in lines))


def _epochs(begun: tuple[int, ...]) -> str:
    if not begun:
        return _("Parts: 1, from the first entry on.")
    words = _("Parts: {count}; after the first they began with entry {numbers}.")
    return words.format(count=len(begun) + 1, numbers=", ".join(map(str, begun)))


def _wrong(account: AuditAccount) -> Iterator[str]:
    report = account.report
    if report.broken_at is not None:
        yield _(BROKEN).format(n=report.broken_at)
    if report.forged:
        yield _(FORGED).format(count=len(report.forged), n=report.forged[0])
    if report.gaps:
        yield _(GAPS).format(count=report.gaps)
    if ENDS[account.end]:
        yield _(ENDS[account.end]).format(count=account.missing)


def _day(moment: datetime | None) -> str:
    if moment is None:
        return _("a day that cannot be read")
    return written_day(moment.astimezone().date())
