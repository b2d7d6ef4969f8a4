"""What a full check found, in words: what is wrong, and what to do."""

from collections.abc import Iterator, Mapping

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.header.header import Header
from therapist_app.record.repair.checking import CheckReport, Code, Finding
from therapist_app.record.repair.salvaging import SalvageReport, TableOutcome

_RESTORE = N_("Put back your last verified backup; what it lacks may be saved with salvage.")
_TRACE = N_("If nobody put an older copy back, tell whoever looks after this laptop.")
_DISK = N_("Save what can be read with salvage, or put back your last verified backup.")
WORDS: Mapping[Code, tuple[str, str]] = {
    "about": (N_("Facts that the file says of itself are missing or unreadable: {count}."), _DISK),
    "altered-notes": (
        N_("Signed notes that are no longer what was signed: {count}."),
        N_("Compare them with a backup, and find out who changed them."),
    ),
    "anchor-missing": (
        N_("Nothing remembers how far this file had come, so an older copy would not show."),
        N_("Compare the last session with what you remember."),
    ),
    "anchor-torn": (
        N_("One of the two places that remember how far this file had come is torn."),
        N_("The other counts; nothing needs doing."),
    ),
    "another-kind": (N_("A file of another kind stands in its place."), _RESTORE),
    "another-service": (N_("The file belongs to another service or person."), _RESTORE),
    "broken-chain": (
        N_("The audit was changed: entry {first} does not follow from the one before."),
        N_("Somebody with the key did this. Find out who, and compare with a backup."),
    ),
    "changed-outside": (N_("The file was changed while it was closed."), _TRACE),
    "cut-off": (N_("The file was cut off; next to nothing of it is left."), _RESTORE),
    "declared-gaps": (
        N_("Stretches of the audit that were lost, as a signed entry tells: {count}."),
        N_("Nothing needs doing."),
    ),
    "first-page": (N_("The first page of the file is damaged. Your passphrase is right."), _DISK),
    "forged-entries": (
        N_("Audit entries that lack the signature of their person: {count}; the first is {first}."),
        N_("Somebody with the key did this. Find out who, and compare with a backup."),
    ),
    "header": (
        N_("The list of people was changed from outside."),
        N_("Do not work here. Put the header back from a backup, and find out who changed it."),
    ),
    "missing": (N_("The file is not there."), _RESTORE),
    "no-file": (N_("Something that is no file stands in its place."), _RESTORE),
    "not-encrypted": (N_("A file that is not encrypted stands in its place."), _RESTORE),
    "older": (
        N_("The file is older than last seen; audit entries missing: {count}."),
        _TRACE,
    ),
    "pages": (N_("Damaged pages: {count}; the first is page {first}."), _DISK),
    "references": (N_("Rows that point to rows that are not there: {count}."), _DISK),
    "structure": (N_("The tables do not fit together as they were made."), _DISK),
    "too-new": (
        N_("A later version of the application wrote this file."),
        N_("Install that version on this laptop."),
    ),
    "unvouched-notes": (
        N_("Signed notes of which nothing says any more what was signed: {count}."),
        N_("Compare them with a backup."),
    ),
    "unreadable-values": (N_("Values that cannot be read as what they should be: {count}."), _DISK),
}


def words_of(report: CheckReport, header: Header) -> tuple[str, ...]:
    """Return one line on the file, and one on each finding with what to do."""
    name = file_name(report.database, header)
    if not report.findings:
        return (_("{file}: sound.").format(file=name),)
    said = _("{file}: sound, with a remark.") if report.is_sound else _("{file}: NOT sound.")
    return (said.format(file=name), *(f"  {sentence(each)}" for each in report.findings))


def sentence(finding: Finding) -> str:
    """Return what was found and what to do."""
    what, to_do = WORDS[finding.code]
    return f"{_(what).format(count=finding.count, first=finding.first)} {_(to_do)}"


def file_name(database: str, header: Header) -> str:
    """Return what a file is called: the service file, or whose caseload it is."""
    grant = header.grant(database)
    if grant is None:
        return _("Service file")
    person = header.person(owner_now(header, grant))
    return _("Caseload of {name}").format(name=person.name if person else "?")


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
        lines.append(_("  The write-ahead log breaks off; the last changes may be missing."))
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
