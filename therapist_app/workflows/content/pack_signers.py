"""Whose signature under a pack is known here: compared by whom and when."""

from dataclasses import asdict, dataclass

from therapist_app.record.database.database import ServiceFile
from therapist_app.record.service import settings

KEY = "pack_signers"


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody whose packs are taken.

    Attributes:
        fingerprint: The number that was compared.
        name: Who that is.
        confirmed_by: Who compared it.
        confirmed_at: When, as ISO 8601 in UTC.

    """

    fingerprint: str
    name: str
    confirmed_by: str
    confirmed_at: str


def known_signers(service: ServiceFile) -> dict[str, Signer]:
    """Return the signers that were confirmed here, by fingerprint."""
    kept: list[dict[str, str]] = settings.load(service, KEY, [])
    return {each["fingerprint"]: Signer(**each) for each in kept}


def keep_signer(service: ServiceFile, signer: Signer) -> None:
    """Note that a signer's number was compared."""
    known = known_signers(service) | {signer.fingerprint: signer}
    with service.change("signer_confirmed", "signer", (signer.fingerprint,)):
        settings.save(service, KEY, [asdict(each) for each in known.values()])
