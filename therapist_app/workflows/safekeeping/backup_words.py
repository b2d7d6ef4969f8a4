"""Backups and restores in words: what a file holds, how old it is, what putting it back costs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from session_forms.words.day_words import moment_in_words, written_day
from session_forms.words.list_words import listed
from session_forms.words.texts import N_, NN_, _, counted, ngettext
from therapist_app.record.backups.backup_list import Backup
from therapist_app.record.backups.backup_thinning import DAYS, MONTHS, WEEKS
from therapist_app.record.backups.comparing import Comparison
from therapist_app.record.backups.vouching import Vouched
from therapist_app.record.header.header import Header
from therapist_app.workflows.safekeeping.check_words import file_name

TABLES = {  # what is not named here is told as other rows
    "clients": NN_("{count} client", "{count} clients"),
    "appointments": NN_("{count} session", "{count} sessions"),
    "filled_forms": NN_("{count} filled form", "{count} filled forms"),
    "alerts": NN_("{count} alert", "{count} alerts"),
    "signatures": NN_("{count} signed note", "{count} signed notes"),
    "consents": NN_("{count} consent", "{count} consents"),
    "releases": NN_("{count} release", "{count} releases"),
    "recipients": NN_("{count} recipient", "{count} recipients"),
    "settings": NN_("{count} setting", "{count} settings"),
}
OTHER = NN_("{count} other row", "{count} other rows")
FAULTS = {
    "page": N_("a page is damaged"),
    "digest": N_("it was changed after it was made"),
    "cut-off": N_("it is incomplete"),
    "forged": N_("who signed it was not allowed to"),
    "signed-late": N_("who signed it was not allowed to any more"),
}
TOO_NEW = N_(
    "NOT READ: a later version of the application made it. That version can open it: install it on "
    "this laptop."
)
CHOICE = N_("I know that somebody else may have made this backup, and want it all the same")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def when(moment: datetime) -> str:
    """Return a moment as a person reads it here."""
    local = moment.astimezone()
    return moment_in_words(local)


def age(since: timedelta) -> str:
    """Return how long ago something was, roughly."""
    if since < HOUR:
        return _("less than an hour ago")
    if since < DAY:
        hours = since // HOUR
        return ngettext("{count} hour ago", "{count} hours ago", hours).format(count=hours)
    days = since.days
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)


def elsewhere_in_words(last: datetime | None, elsewhere: datetime | None, now: datetime) -> str:
    """Return whether there is a backup that is not lost with this laptop; empty without any."""
    if elsewhere is not None:
        words = _("On another disk: {when}, {age}.")
        return words.format(when=when(elsewhere), age=age(now - elsewhere))
    if last is None:
        return ""
    return _(
        "Only on the same disk as the record: it is lost too if the laptop is lost or "
        "its disk fails."
    )


def ahead_in_words(made_at: datetime) -> str:
    """Return that a backup bears a day that has not come yet, and what that means."""
    words = _(
        "A backup has the date {when}, which is in the future. The clock was wrong when "
        "it was made, or is wrong now. This backup does not count. Check the date of "
        "this laptop."
    )
    return words.format(when=when(made_at))


def thinning_in_words() -> str:
    """Return which backups are kept as they grow older."""
    words = _(
        "Older backups are deleted by themselves: the newest of each of the last "
        "{days}, {weeks} and {months} is kept."
    )
    return words.format(
        days=ngettext("{count} day", "{count} days", DAYS).format(count=DAYS),
        weeks=ngettext("{count} week", "{count} weeks", WEEKS).format(count=WEEKS),
        months=ngettext("{count} month", "{count} months", MONTHS).format(count=MONTHS),
    )


def standing_of(backup: Backup) -> str:
    """Return whether a backup was read back, and what was found."""
    if backup.is_too_new:
        return _(TOO_NEW)
    if backup.fault:
        found = _(FAULTS.get(backup.fault, N_("it is not as it was made")))
        return _("DAMAGED: {found}").format(found=found)
    if backup.verified_at is None:
        return _("not verified yet")
    return _("verified, {when}").format(when=when(backup.verified_at))


def rows_in_words(rows: Mapping[str, int]) -> tuple[str, ...]:
    """Return how many rows of each table, what has a name first."""
    named = [counted(TABLES[name], rows[name]) for name in TABLES if rows.get(name)]
    other = sum(count for name, count in rows.items() if name not in TABLES)
    return (*named, counted(OTHER, other)) if other else tuple(named)


def comparison_in_words(asked: Comparison, header: Header) -> tuple[str, ...]:
    """Return what a person must know before they put a backup back, a sentence each."""
    name = file_name(asked.database, header)
    then = _("{file}, as it was on {when}.").format(file=name, when=when(asked.made_at))
    signed = signed_in_words(asked.vouched)
    if asked.now is None:
        now = _("The present file is missing or cannot be read.")
        return (then, signed, now, _("What was written after this backup is lost."))
    changed = asked.now.changed_at
    now = _("The present file was last changed on {when}.").format(
        when=when(changed) if changed else "?"
    )
    return (then, signed, now, _lost(asked), *_returned(asked))


def whose_in_words(worked_with: Sequence[tuple[str, date]]) -> str:
    """Return with whom somebody worked after a backup was made, by code and day, or nothing."""
    if not worked_with:
        return ""
    each = _("{code} (last on {day})")
    told = listed(each.format(code=code, day=written_day(day)) for code, day in worked_with)
    return _("Since then there was work with: {clients}.").format(clients=told)


def signed_in_words(vouched: Vouched) -> str:
    """Return who signed a backup, and what that is worth."""
    if vouched.standing == "own":
        return _("Signed by {name}.").format(name=vouched.name)
    if vouched.standing == "then":
        words = _(
            "Signed by {name}, who could open this file on that day, and not by whose file it is "
            "now. What is in it is as {name} left it."
        )
        return words.format(name=vouched.name)
    if vouched.standing == "given_up":
        words = _(
            "Signed with a key that {name} gave up, because somebody may know it. Whoever knows "
            "it could have made this backup, with other contents."
        )
        return words.format(name=vouched.name)
    return _(
        "Nobody vouches for this backup: earlier versions did not sign them. Whoever could open "
        "this file once could have made it, with other contents."
    )


def _lost(asked: Comparison) -> str:
    if not asked.lost:
        return _(
            "Nothing that was added since then would be lost. What was changed since then "
            "would be as it was."
        )
    lost = ", ".join(rows_in_words(asked.lost))
    return _("You would lose: {rows}. Later changes to anything else are lost too.").format(
        rows=lost
    )


def given_up_in_words(asked: Comparison) -> str:
    """Return what a restore that was done took out of the record."""
    if asked.now is None:
        return _("What was written after this backup is lost.")
    words = _("No longer in the record: what was changed after {when}.")
    if asked.lost:
        words = _("No longer in the record: {rows}, and what was changed after {when}.")
    return words.format(rows=", ".join(rows_in_words(asked.lost)), when=when(asked.made_at))


def _returned(asked: Comparison) -> tuple[str, ...]:
    if not asked.returned:
        return ()
    back = ", ".join(rows_in_words(asked.returned))
    words = _("You would get back: {rows}. Clients who were erased since then are erased again.")
    return (words.format(rows=back),)
