"""Packs that wait: anybody who has one puts it before those who answer for the content.

What waits is a file beside the packs, which nothing loads, and a line in the service file. It is
looked at again, whole, before it is installed; taking it off the list removes the file.
"""

import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from programme.errors import PackRefused
from session_forms.held_files import remove_file
from therapist_app.record.database.audit import believed, note
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.folder.files import make_private_folder, replace_file
from therapist_app.record.service import settings
from therapist_app.workflows.content.pack_offers import PackOffer, look_at
from therapist_app.workflows.content.trusted_signers import trusted_signers
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.people.signed_names import unsigned
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

KEY = "packs_waiting"
FOLDER = "waiting"
_PUT_FORWARD = "pack_put_forward"
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class WaitingPack:
    """One pack that waits.

    Attributes:
        ref: Kind, id and version.
        title: What people call it.
        sha256: The hash of its file.
        signer: The number of the key that signed it.
        asked_by: Who put it there.
        asked_at: When, as ISO 8601 in UTC.

    """

    ref: str
    title: str
    sha256: str
    signer: str
    asked_by: str
    asked_at: str

    @property
    def version(self) -> str:
        """Its version alone."""
        return self.ref.rpartition(" ")[2]

    @property
    def asked_on(self) -> date:
        """The local day on which it was put there."""
        return moment_from(self.asked_at).astimezone().date()


def waiting(workspace: Workspace) -> tuple[WaitingPack, ...]:
    """Return the packs that wait, the oldest first.

    Everybody can write in the list: a hash that is none would name a file in another folder, which
    goes as the pack is taken off, and who put one forward is who signed that they did.
    """
    found = settings.load(workspace.service, KEY, tuple[WaitingPack, ...])
    if not found:
        return ()
    named = {each.subject: each.by for each in believed(workspace.service, (_PUT_FORWARD,))}
    names = names_of(workspace.vault)
    return tuple(
        replace(each, asked_by=names.get(named.get(_about(each.sha256), ""), unsigned()))
        for each in found
        if _HASH.fullmatch(each.sha256)
    )


def is_signer_trusted(workspace: Workspace, pack: WaitingPack) -> bool:
    """Return whether the number of who signed it was compared here, and still counts."""
    return pack.signer in trusted_signers(workspace.vault)


def put_forward(workspace: Workspace, offer: PackOffer) -> None:
    """Put a pack that was looked at before those who answer for the content.

    Raises:
        NotAllowed: The person signed in may not.
        DiskFull: Nothing was put there.
        CannotWrite: Nothing was put there.

    """
    require(workspace.vault, "put_pack_forward")
    manifest, signed, service = offer.manifest, offer.signed, workspace.service
    now = moment_text(service.now())
    by = workspace.vault.person.name
    pack = WaitingPack(manifest.ref, manifest.title, signed.sha256, signed.signer, by, now)
    place = _place(workspace, pack.sha256)
    for each in (place.parent.parent, place.parent):
        if not each.is_dir():
            make_private_folder(each)
    replace_file(place, signed.data)
    _keep(workspace, (*_others(workspace, pack.sha256), pack))
    note(service, _PUT_FORWARD, _about(pack.sha256))


def look_at_waiting(workspace: Workspace, sha256: str) -> PackOffer:
    """Return what a pack that waits offers, read anew.

    Raises:
        PackRefused: Its file is gone or another one, or it does not fit what is here any more.

    """
    place = _place(workspace, sha256)
    if not place.is_file():
        raise PackRefused(
            "The file of this pack is gone: ask for it again, and take this one off the list."
        )
    offer = look_at(workspace, place)
    if offer.signed.sha256 != sha256:
        raise PackRefused("The file of this pack was changed: ask for it again.")
    return offer


def take_off(workspace: Workspace, sha256: str) -> None:
    """Take a pack off the list, and its file away; nothing where it is not on it.

    Raises:
        NotAllowed: Somebody else asked, and the person signed in does not answer for the content.

    """
    here = waiting(workspace)
    others = _others(workspace, sha256)
    if len(others) < len(here):
        is_own = any(
            each.sha256 == sha256 and each.asked_by == workspace.vault.person.name for each in here
        )
        require(workspace.vault, "put_pack_forward" if is_own else "install_pack")
        _keep(workspace, others)
        remove_file(_place(workspace, sha256))


def _others(workspace: Workspace, sha256: str) -> tuple[WaitingPack, ...]:
    return tuple(each for each in waiting(workspace) if each.sha256 != sha256)


def _keep(workspace: Workspace, packs: tuple[WaitingPack, ...]) -> None:
    settings.save(workspace.service, KEY, [asdict(each) for each in packs])


def _about(sha256: str) -> str:
    return f"pack:{sha256}"


def _place(workspace: Workspace, sha256: str) -> Path:
    return workspace.vault.place.packs / FOLDER / f"{sha256}.pack"
