"""Where the owner of clients said no to somebody opening them: kept, and not asked again.

Everybody can write in the service file, where it is kept which cover it was: so it counts only
where its owner signed a no that stands.
"""

import hashlib

from therapist_app.record.errors import NotAllowed
from therapist_app.record.header.header import Cover
from therapist_app.record.keyring.key_care import covers_waiting
from therapist_app.record.service import settings
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.standing_noes import is_no_to
from therapist_app.workflows.permissions import require

DECLINED_KEY = "declined_covers"
"""The setting with a hash of each cover to which its owner said no, by caseload and person."""


def is_declined(vault: Vault, cover: Cover) -> bool:
    """Return whether the owner said no to a cover, as it was signed."""
    is_this_one = _kept(vault).get(_place(cover.caseload, cover.to)) == _mark(cover)
    return is_this_one and is_no_to(vault, cover.caseload, cover.to, _mark(cover))


def decline(vault: Vault, cover: Cover) -> None:
    """Say no to a cover of one's own clients: no key is sealed, and nobody asks again.

    It gives nobody anything and takes no key back; who arranged it sees it under the clients, and
    may arrange it anew, which is asked anew.

    Raises:
        NotAllowed: Only whose clients they are may; or it does not wait any more.

    """
    require(vault, "agree_to_cover")
    if cover not in covers_waiting(vault):
        raise NotAllowed("no-such-cover")
    kept = _kept(vault) | {_place(cover.caseload, cover.to): _mark(cover)}
    of = f"caseload:{cover.caseload}"
    with vault.service.change("cover_declined", of, (cover.to, _mark(cover))) as change:
        settings.save_within(change, DECLINED_KEY, kept)


def ask_anew(vault: Vault, caseload: str, to: str) -> None:
    """Forget a no, because somebody arranges it once more."""
    kept = _kept(vault)
    if kept.pop(_place(caseload, to), None) is not None:
        settings.save(vault.service, DECLINED_KEY, kept)


def _kept(vault: Vault) -> dict[str, str]:
    return settings.load(vault.service, DECLINED_KEY, dict[str, str]) or {}


def _place(caseload: str, to: str) -> str:
    return f"{caseload} {to}"


def _mark(cover: Cover) -> str:
    return hashlib.sha256(cover.signature).hexdigest()  # it signs all that a cover says
