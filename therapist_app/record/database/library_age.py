"""How old the library is that encrypts the record, from what it says of itself."""

import re
from datetime import date, timedelta

from sqlcipher3 import dbapi2

LONGEST = timedelta(days=365)
"""A year: OpenSSL supports a version for thirteen months, unless it was chosen for longer."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SAID = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})\b")


def made_on() -> date | None:
    """Return the day of the OpenSSL inside the database's library; None where it tells none."""
    probe = dbapi2.connect(":memory:")
    try:
        probe.set_key(bytearray(b"nothing is kept"))  # before that it says nothing
        said = probe.execute("PRAGMA cipher_provider_version").fetchall()
    finally:
        probe.close()
    return day_in(str(said))


def day_in(words: str) -> date | None:
    """Return the day in words such as ``OpenSSL 3.6.0 1 Oct 2025``; None where there is none."""
    found = _SAID.search(words)
    if found is None:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None


def is_old(day: date, today: date) -> bool:
    """Say whether a library of that day is older than a library should be."""
    return today - day > LONGEST
