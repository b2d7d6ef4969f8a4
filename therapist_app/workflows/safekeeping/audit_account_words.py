"""What the audit of each file amounts to, in words that can be shown to anybody.

No file is called by the name or the id of whose it is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from session_forms.words.day_words import written_day
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.record.header.caseload_access import Access, choices
from therapist_app.record.header.header import Header
from therapist_app.record.repair.audit_account import AuditAccount, End

CALLED: Mapping[Access, str] = {
    "own": N_("Your caseload"),
    "handed_over": N_("Caseload that became yours"),
    "cover": N_("Caseload that you stand in for"),
}
BROKEN = N_(
    "The chain breaks at entry {n}: it does not follow from the one before. Somebody with the key"
    " did this. Find out who, and compare with a backup."
)
FORGED = N_(
    "Entries that cannot be read or lack the signature of their person: {count}; the first is {n}."
)
GAPS = N_("Stretches of entries that were lost, as a signed entry tells: {count}.")
ENDS: Mapping[End, str] = {
    "as-remembered": "",
    "not-remembered": N_(
        "Nothing remembers how far this file had come, so entries may be missing at the end."
    ),
    "shorter": N_("Entries missing at the end, as the anchor beside the file says: {count}."),
    "another": N_("The anchor beside the file remembers another history than the file holds."),
}


def names_of_files(header: Header, uid: str, today: date) -> tuple[str, ...]:
    """Return what each file that a person may open is called, the service file first."""
    found = [_("Service file")]
    met: Counter[str] = Counter()
    for each in choices(header, uid, today):
        met[each.access] += 1
        name, number = _(CALLED[each.access]), met[each.access]
        found.append(f"{name}, {number}" if number > 1 else name)
    return tuple(found)


def words_of_account(name: str, account: AuditAccount) -> tuple[str, ...]:
    """Return a line on whether the audit is whole, what there is of it, and what is wrong."""
    said = _("{file}: whole.") if account.is_whole else _("{file}: NOT whole.")
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
        return _("Epochs: 1, from the first entry on.")
    words = _("Epochs: {count}; after the first they began with entry {numbers}.")
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
