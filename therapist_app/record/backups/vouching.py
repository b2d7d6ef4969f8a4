"""Who vouches for a backup: who signed it, and whether they were allowed to when they did.

    vouched = vouched_for(header, backup)

Whose clients they are, and for the service file whoever is in the service, is read from the
header of now. Everybody else is looked up in the header that the backup carries: it must be what
the chain of statements says that it was, and the next statement must have come later than the
backup. So leaving, the end of a cover, and a changed key end what somebody can sign from that day.
"""

from dataclasses import dataclass
from typing import Literal

from therapist_app.record.backup_format.backup_file import BackupFile
from therapist_app.record.database.columns import moment_from
from therapist_app.record.errors import BackupRefused, KnownRecordError
from therapist_app.record.header.caseload_access import owner_now, rightful
from therapist_app.record.header.header import SERVICE, Header
from therapist_app.record.header.header_file import parse_header
from therapist_app.record.header.statements import check_statements, hash_of

Standing = Literal["own", "then", "given_up", "nobody"]


@dataclass(frozen=True, slots=True)
class Vouched:
    """Who stands for what is in a backup.

    Attributes:
        standing: "own": whose clients they are, or for the service file somebody who is in the
            service. "then": somebody who was allowed to when they made it. "given_up": the same,
            with a key that they gave up since, because somebody may know it. "nobody": it is not
            signed, or signed when no statement said who was in the service.
        uid: Of who signed it; empty where it is not signed.
        name: Theirs, as the header of now or of then has it.

    """

    standing: Standing
    uid: str = ""
    name: str = ""


NOBODY = Vouched("nobody")


def vouched_for(header: Header, backup: BackupFile) -> Vouched:
    """Return who vouches for a backup.

    Raises:
        BackupRefused: "forged" where somebody signed it who was not allowed to, "signed-late"
            where they were not allowed to any more, "older-header" where the list of people
            here is older than the backup.

    """
    signature = backup.signature
    if signature is None:
        return NOBODY
    if signature.by != backup.manifest.made_by:
        raise BackupRefused("forged")
    person = header.person(signature.by)
    if person is not None and person.verify == signature.key and _is_own(header, backup):
        return Vouched("own", person.uid, person.name)
    return _vouched_then(header, backup, signature.by, signature.key)


def _is_own(header: Header, backup: BackupFile) -> bool:
    database = backup.label.database
    grant = header.grant(database)
    if grant is None:
        return database == SERVICE
    return owner_now(header, grant) == backup.manifest.made_by


def _vouched_then(header: Header, backup: BackupFile, uid: str, key: bytes) -> Vouched:
    then = _header_then(header, backup)
    person = then.person(uid)
    if person is None or person.verify != key:
        raise BackupRefused("forged")
    if not then.trail:
        return Vouched("nobody", person.uid, person.name)
    grant = then.grant(backup.label.database)
    day = backup.label.made_at.astimezone().date()
    if grant is not None and uid not in rightful(then, grant, day):
        raise BackupRefused("forged")
    n = len(then.trail)
    if n < len(header.trail) and moment_from(header.trail[n].at) < backup.label.made_at:
        raise BackupRefused("signed-late")
    now = header.person(uid)
    is_given_up = now is not None and key in {each.verify for each in now.renewals}
    return Vouched("given_up" if is_given_up else "then", person.uid, person.name)


def _header_then(header: Header, backup: BackupFile) -> Header:
    """Return the header that a backup carries, as the chain of now says that it was."""
    try:
        then = parse_header(backup.header.encode())
        if then.trail:
            check_statements(then)
    except KnownRecordError:
        raise BackupRefused("forged") from None
    n = len(then.trail)
    if n > len(header.trail):
        raise BackupRefused("older-header")
    if hash_of(then, n) != hash_of(header, n):
        raise BackupRefused("forged")
    return then
