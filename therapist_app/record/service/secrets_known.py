"""The secrets of the service, known again by each person as they signed them.

Everybody who is here can write others in their place. Then nobody who was erased, who moved or
whose laptop it is would be known any more, and a laptop would not know its own record again; or
exports would be signed with a key that no recipient knows.
"""

from collections.abc import Callable

from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.audit import AuditEntry, believed, mark_of, note, signed_about
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.service.service_keys import SECRETS, Secret, service_secret

RENEWED = "export_key_renewed"
EXPORTS: Secret = "export_key"
_KNOWN = "secrets_known"
_ABOUT = "service"


def told_of(name: Secret, secret: bytearray) -> str:
    """Return what an entry tells of a secret: a hash, from which nobody finds it."""
    return f"{name}={mark_of(secret.hex())}"


def check_secrets(service: ServiceFile) -> None:
    """Refuse a service file with other secrets than whoever opens it signed to have found there.

    Not of the key that signs exports, which a keeper changes: that is told.

    Raises:
        RecordDamaged: "secret-missing".

    """
    mine = _mine(service)
    if mine and any(_as_told(service, each) not in mine for each in SECRETS if each != EXPORTS):
        raise RecordDamaged("secret-missing")


def note_secrets(service: ServiceFile) -> None:
    """Note, signed by whoever opens it, which secrets stand there, where they are not known yet."""
    stand = tuple(_as_told(service, each) for each in SECRETS)
    if stand != _mine(service):
        note(service, _KNOWN, _ABOUT, stand)


def other_export_key(
    service: ServiceFile, is_by_keeper: Callable[[AuditEntry], bool]
) -> str | None:
    """Return a mark of the key that signs exports, where it is known as another one.

    So it is where whoever opens the file signed that another one stood there, and no keeper made
    this one last. It is to be asked before what stands there is noted.
    """
    mine = _mine(service)
    stands = _as_told(service, EXPORTS)
    renewed = [each for each in believed(service, (RENEWED,), telling=True) if is_by_keeper(each)]
    is_newest = bool(renewed) and stands in renewed[-1].fields
    return None if not mine or stands in mine or is_newest else mark_of(stands)


def _mine(service: ServiceFile) -> tuple[str, ...]:
    author = service.audit.author

    def found() -> tuple[str, ...]:
        signed = signed_about(service, (_KNOWN,), _ABOUT)
        return next((each.fields for each in signed if each.by == author), ())

    asked = author, service.verify_keys.get(author, b"")
    return service.until_changed(_KNOWN, asked, found)


def _as_told(service: ServiceFile, name: Secret) -> str:
    secret = service_secret(service, name)
    told = told_of(name, secret)
    wipe(secret)
    return told
