"""Installing a content pack, using it, and going back to an earlier one.

Installing puts the file of a pack that was looked at into the service folder and then, in
one transaction, into the service file, which says that it is there and in use; until that is
kept, all is as it was. No installed version is ever taken away: a client may follow it in a
caseload that nobody here can open. What is in use changes at once where no session is open, and
for good with the next unlock.
"""

from datetime import date

from programme.errors import PackRefused
from programme.packs.naming import Kind
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.database.database import Change
from therapist_app.record.errors import CannotWrite, NotARecord
from therapist_app.record.service import content_files
from therapist_app.workflows.content.keeping_content import put_file
from therapist_app.workflows.content.pack_content import installed_pack
from therapist_app.workflows.content.pack_offers import PackOffer
from therapist_app.workflows.content.pack_registry import (
    InstalledPack,
    Registry,
    Signer,
    drop_signer,
    keep_registry,
    known_signers,
    list_of,
    registry_of,
    with_pack,
    with_use,
    write_list,
)
from therapist_app.workflows.content.trusted_signers import confirm_signer, trusted_signers
from therapist_app.workflows.packs_in_use import ListedPack
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace


def waits_for_use(workspace: Workspace) -> bool:
    """Return whether other packs are chosen than are loaded."""
    said = list_of(registry_of(workspace.service))
    return said != workspace.packs.listed and not (workspace.practice and not said)


def signer_of(workspace: Workspace, pack: InstalledPack) -> Signer | None:
    """Return who signed a pack, where that was confirmed here."""
    return known_signers(workspace.service).get(pack.signer)


def installed_on(pack: InstalledPack) -> date:
    """Return the local day on which a pack was installed."""
    return moment_from(pack.installed_at).astimezone().date()


def confirmed_on(signer: Signer) -> date:
    """Return the local day on which a signer's number was compared."""
    return moment_from(signer.confirmed_at).astimezone().date()


def install(workspace: Workspace, offer: PackOffer, *, signer_name: str = "") -> None:
    """Install a pack and choose it for use.

    Args:
        workspace: Of somebody who answers for the content.
        offer: What was looked at.
        signer_name: Who signed it, where that is not known here, or trusted no longer. Giving it
            says that the fingerprint was compared; it is kept with the name of who installs.

    Raises:
        NotAllowed: The person does not answer for the content.
        PackRefused: Nobody vouches for the signer.
        DiskFull: Nothing was installed.
        CannotWrite: Nothing was installed.

    """
    require(workspace.vault, "install_pack")
    name = signer_name.strip()
    is_trusted = offer.signed.signer in trusted_signers(workspace.vault)
    if not is_trusted and not name:
        raise PackRefused(
            "The signer of the pack is not trusted here: compare the number, face to face or by "
            "telephone, and say with whom."
        )
    pack = _installed(workspace, offer)
    folder = workspace.vault.place.packs
    put_file(folder, pack.listed, offer.signed.data)
    registry = with_pack(registry_of(workspace.service), pack)
    fields = (pack.listed.sha256, pack.signer)
    with workspace.service.change("pack_installed", _subject(pack.listed), fields) as change:
        content_files.keep_pack(change, pack.listed.sha256, offer.signed.data)
        if not is_trusted:
            confirm_signer(workspace.vault, Signer(pack.signer, name, pack.by, pack.installed_at))
        _use(workspace, registry, pack.listed)


def use(workspace: Workspace, kind: Kind, pack_id: str, version: str) -> None:
    """Choose another installed version for use, an earlier one as well.

    Raises:
        NotAllowed: The person does not answer for the content.
        PackRefused: Its file is not the one that was installed.

    """
    require(workspace.vault, "install_pack")
    registry = registry_of(workspace.service)
    wanted = f"{kind} {pack_id} {version}"
    pack = next(each.listed for each in registry if each.ref == wanted)
    try:
        installed_pack(workspace.vault.place.packs, pack)
    except (FileNotFoundError, CannotWrite, NotARecord, PackRefused):
        raise PackRefused(
            f"The file of {pack.ref} is not the one that was installed: install it again."
        ) from None
    _use(workspace, registry, pack)


def set_aside(workspace: Workspace, kind: Kind, pack_id: str) -> None:
    """Choose no version of a pack; it stays installed.

    Raises:
        NotAllowed: The person does not answer for the content.

    """
    require(workspace.vault, "install_pack")
    registry = with_use(registry_of(workspace.service), kind, pack_id, "")
    with workspace.service.change("pack_set_aside", f"pack:{kind}/{pack_id}") as change:
        _keep(workspace, change, registry)


def distrust(workspace: Workspace, fingerprint: str) -> None:
    """Take no pack of a signer any more before their number is compared anew.

    What of theirs is installed stays installed: a client may follow it.

    Raises:
        NotAllowed: The person does not answer for the content.

    """
    require(workspace.vault, "install_pack")
    drop_signer(workspace.service, fingerprint)


def _use(workspace: Workspace, registry: Registry, pack: ListedPack) -> None:
    with workspace.service.change("pack_used", _subject(pack), (pack.sha256,)) as change:
        _keep(workspace, change, with_use(registry, pack.kind, pack.id, pack.version))


def _keep(workspace: Workspace, change: Change, registry: Registry) -> None:
    keep_registry(change, registry)
    write_list(workspace.vault.place.packs, list_of(registry))


def _installed(workspace: Workspace, offer: PackOffer) -> InstalledPack:
    manifest = offer.manifest
    return InstalledPack(
        listed=ListedPack(
            manifest.kind, manifest.id, manifest.version, offer.signed.sha256, in_use=False
        ),
        title=manifest.title,
        content=manifest.content,
        signer=offer.signed.signer,
        installed_at=moment_text(workspace.service.now()),
        by=workspace.vault.person.name,
    )


def _subject(pack: ListedPack) -> str:
    return f"pack:{pack.kind}/{pack.id}/{pack.version}"
