"""A folder of content becomes a signed pack in the window: no command, and no file with a key.

The key follows from that of the person signed in (`record/keyring/content_signing.py`). Whoever
signs here may install here as well, so their own signature needs no comparing in this service; in
another one it is compared like any other.
"""

from dataclasses import dataclass
from pathlib import Path

from exports.package.packs import SignedPack, with_signature
from exports.package.sealing import fingerprint
from exports.package.writing import replace_with
from programme.errors import PackRefused, ProgrammeError
from programme.loading.translated_texts import TranslatedTexts
from programme.packs.building import Pack
from programme.packs.contents import Contents
from programme.packs.packing import pack_folder
from session_forms.errors import FormError
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from therapist_app.record.database.columns import moment_text
from therapist_app.record.keyring.content_signing import content_key, sign_content
from therapist_app.workflows.content.pack_offers import (
    fitting_contents,
    forms_offered,
    stock_of,
    texts_offered,
    version_in_use,
)
from therapist_app.workflows.content.pack_registry import Signer, registry_of
from therapist_app.workflows.content.trusted_signers import confirm_own, trusted_signers
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PackDraft:
    """A pack that could be signed.

    Attributes:
        pack: The pack, not signed.
        contents: What is in it.
        texts: Its texts in another language, each held to what is here.
        forms: Its forms, and the measures that get words from it, with them.
        in_use: The version in use of the same pack, or of what it would take the place of.
        number: The number by which others know the signature of the person signed in.

    """

    pack: Pack
    contents: Contents
    texts: tuple[TranslatedTexts, ...]
    forms: tuple[FormDefinition, ...]
    in_use: str
    number: str


def own_number(workspace: Workspace) -> str:
    """Return the number by which others know the packs that the person signed in signs."""
    return fingerprint(content_key(workspace.vault))


def read_folder(workspace: Workspace, folder: Path) -> PackDraft | tuple[str, ...]:
    """Return the pack that a folder makes, or all that is wrong in it, with file and line.

    Raises:
        NotAllowed: The person signed in does not answer for the content.

    """
    require(workspace.vault, "sign_pack")
    stock = stock_of(workspace)
    every = FormLibrary((*stock.forms.all(), *stock.own.all()))
    try:
        made = pack_folder(folder, None, every, workspace.today(), stock.programmes)
        if made.pack is None:
            return tuple(str(each) for each in made.problems)
        _refuse_installed(workspace, made.pack)
        contents = fitting_contents(made.pack, stock)
        texts, shown = texts_offered(contents, stock), forms_offered(contents, stock)
    except (ProgrammeError, FormError) as error:
        return (str(error),)
    except OSError:
        return (f"{folder.name} cannot be read: check who may read it.",)
    in_use = version_in_use(workspace, made.pack.manifest)
    return PackDraft(made.pack, contents, texts, shown, in_use, own_number(workspace))


def sign(workspace: Workspace, pack: Pack, place: Path) -> SignedPack:
    """Sign a pack in the name of the person signed in and save it, over what is there.

    Raises:
        NotAllowed: The person signed in does not answer for the content.
        exports.errors.CannotWrite: The place cannot be written to; nothing was signed.

    """
    require(workspace.vault, "sign_pack")
    vault, service = workspace.vault, workspace.service
    signed = with_signature(pack, content_key(vault), sign_content(vault, pack.manifest_bytes))
    name, now = vault.person.name, moment_text(service.now())
    with service.change("pack_signed", f"pack:{pack.manifest.ref}", (signed.sha256,)):
        if signed.signer not in trusted_signers(vault):
            confirm_own(vault, Signer(signed.signer, name, name, now))
        replace_with(place, signed.data)
    return signed


def _refuse_installed(workspace: Workspace, pack: Pack) -> None:
    if pack.manifest.ref in {each.ref for each in registry_of(workspace.service)}:
        raise PackRefused(
            f"{pack.manifest.ref} is installed here already: give what you changed a version of "
            "its own."
        )
