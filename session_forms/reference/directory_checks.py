"""What the list of services must get right beyond each key."""

import re
from collections.abc import Iterator, Sequence

from session_forms.files.explaining import Finding
from session_forms.files.toml_lines import Path
from session_forms.reference.directory_model import DirectoryEntry

WITHOUT_CONTACT = frozenset({"own_clinic", "own_doctor"})
"""Kinds that the clinic completes for itself, so that they may wait for their number."""

COUNTRY = re.compile(r"[A-Z]{2}|worldwide")
NUMBER = re.compile(r"[0-9+()/. -]*")


def directory_findings(entries: Sequence[DirectoryEntry]) -> Iterator[Finding]:
    """Yield what is wrong inside the list."""
    ids = [entry.id for entry in entries]
    for index, entry in enumerate(entries):
        path: Path = ("entries", index)
        if entry.id in ids[:index]:
            what = f"the id {entry.id} stands there twice"
            yield Finding((*path, "id"), what, "give each its own id")
        yield from _contact(entry, path)
        if COUNTRY.fullmatch(entry.country) is None:
            what = "a country has two capital letters"
            yield Finding((*path, "country"), what, "write them, or worldwide")
        if entry.status != "verified" and entry.verified_on is not None:
            what = "an entry that is not verified has the day of a check"
            to_do = 'write status = "verified", or leave the day out'
            yield Finding((*path, "verified_on"), what, to_do)


def _contact(entry: DirectoryEntry, path: Path) -> Iterator[Finding]:
    has_contact = bool(entry.phone or entry.url)
    if entry.status == "no_contact" and has_contact:
        what = "an entry without contact has a phone or a url"
        yield Finding((*path, "status"), what, "write verified or unverified")
    if entry.status != "no_contact" and not has_contact and entry.kind not in WITHOUT_CONTACT:
        what = "the entry has neither phone nor url"
        yield Finding(path, what, 'add one, or write status = "no_contact"')
    if entry.phone and NUMBER.fullmatch(entry.phone) is None:
        what = "a phone number holds words"
        yield Finding((*path, "phone"), what, "write one number, and words under note")
