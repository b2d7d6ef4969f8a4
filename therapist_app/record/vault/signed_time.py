"""The latest moment under which anything was signed, and what a clock that disagrees may do.

A clock set back must open no cover that has ended, at the first sign-in or the tenth. So the
service file keeps the latest moment, and the chain of statements, which nobody else can sign,
holds one besides. A clock that was ahead by mistake is corrected by a keeper, in a statement.
"""

from datetime import datetime, timedelta

from therapist_app.record.database.audit import entries
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.database.database import Change, ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.header.header import Header

LEAP = timedelta(days=30)
"""How long nobody may have signed in before the day is asked about."""
SET_BACK = timedelta(days=1)
"""How far behind the latest moment a clock may stand before the day is asked about: it was set
right by hours, or the laptop travelled."""
_KEY = "latest_moment"
_LATEST = Fact(_KEY, moment_from)


def latest_moment(service: ServiceFile, header: Header) -> datetime:
    """Return the latest moment under which anything was signed."""
    kept = _LATEST.of(service)
    moments = [each.at for each in entries(service, newest=1)] if kept is None else [kept]
    moments += [moment_from(each.at) for each in header.trail[-1:]]
    return max(moments, default=service.now())


def has_leapt(service: ServiceFile, header: Header) -> bool:
    """Whether the clock stands further ahead of the latest moment than a long leave explains."""
    return service.now() - latest_moment(service, header) > LEAP


def is_days_behind(service: ServiceFile, header: Header) -> bool:
    """Whether the clock stands on an earlier day than anything was signed under."""
    return latest_moment(service, header) - service.now() > SET_BACK


def keep_moment(change: Change, service: ServiceFile, header: Header) -> None:
    """Keep the moment of now, where it is the latest."""
    now = service.now()
    if now >= latest_moment(service, header):
        change.keep(_KEY, moment_text(now))


def correct_moment(service: ServiceFile) -> None:
    """Keep that the moment of now is the right one, though a later one was signed."""
    with service.change("clock_corrected", "service") as change:
        change.keep(_KEY, moment_text(service.now()))
