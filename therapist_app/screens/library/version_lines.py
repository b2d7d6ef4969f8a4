"""Each version of each content, in use or not, as the shelf of versions lists it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from programme.definition.definition import Programme
from programme.loading.earlier_versions import earlier_version
from programme.packs.naming import Kind
from session_forms.reference.jurisdictions import newest_of_each
from session_forms.words.day_words import written_day
from session_forms.words.texts import _
from therapist_app.workflows.content import signing_off
from therapist_app.workflows.content.pack_registry import (
    ONE_AT_A_TIME,
    InstalledPack,
    registry_of,
)
from therapist_app.workflows.content.packs import installed_on, signer_of
from therapist_app.workflows.content.saving_a_folder import can_be_saved
from therapist_app.workflows.content.signing_off import SignOffStanding
from therapist_app.workflows.content.writing_local_texts import in_force
from therapist_app.workflows.packs_in_use import ListedPack
from therapist_app.workflows.permissions import may
from therapist_app.workflows.workspace import Workspace

Use = Literal["", "in_use", "not_yet", "still", "unusable", "under_way"]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of one content.

    Attributes:
        kind: What sort of content it is.
        pack_id: The pack; empty for what is in none: it came with the program, or the service
            wrote it itself.
        version: Its version.
        title: What it is called, with its version.
        facts: Where it comes from, in a few words.
        is_chosen: Whether it is used, at the latest from the next unlock on.
        use: Whether it is used now, not yet, still, or cannot be; or by clients under way alone.
        may_use: Whether it can be chosen.
        may_set_aside: Whether it can be put aside for what comes with the program.
        programme: Id and version of the programme in it, where that is loaded.
        standing: Whether that programme is signed off; None where that is not asked for.
        may_save: Whether its files can be saved as a folder, to be changed.

    """

    kind: Kind
    pack_id: str
    version: str
    title: str
    facts: str
    is_chosen: bool
    use: Use = ""
    may_use: bool = False
    may_set_aside: bool = False
    programme: tuple[str, str] = ("", "")
    standing: SignOffStanding | None = None
    may_save: bool = False


@dataclass(frozen=True, slots=True)
class VersionGroup:
    """All versions of one kind."""

    kind: Kind
    lines: tuple[VersionLine, ...]


def groups_of(workspace: Workspace, kind: Kind) -> VersionGroup:
    """Return what there is of a kind, in use or not."""
    here = [each for each in registry_of(workspace.service) if each.listed.kind == kind]
    lines = [_pack_line(workspace, each) for each in here]
    if kind == "programme":
        lines = [*_other_programmes(workspace, here), *lines]
    elif kind == "jurisdictions":
        lines = [*_own_texts(workspace), *lines]
    elif kind == "directory":
        lines = [_shipped_directory(workspace, here), *lines]
    return VersionGroup(kind, tuple(sorted(lines, key=lambda each: not each.is_chosen)))


def _pack_line(workspace: Workspace, pack: InstalledPack) -> VersionLine:
    listed = pack.listed
    may_act = may(workspace.vault, "install_pack")
    programme = (listed.id, listed.version) if listed.kind == "programme" else ("", "")
    return VersionLine(
        kind=listed.kind,
        pack_id=listed.id,
        version=listed.version,
        title=f"{pack.title} {listed.version}",
        facts=_facts(workspace, pack),
        is_chosen=listed.in_use,
        use=_use_of(workspace, listed),
        may_use=may_act and not listed.in_use and programme not in workspace.packs.completed,
        may_set_aside=may_act and listed.in_use and listed.kind not in ONE_AT_A_TIME,
        programme=programme,
        standing=_standing(workspace, programme),
        may_save=_may_save(workspace, programme),
    )


def _may_save(workspace: Workspace, programme: tuple[str, str]) -> bool:
    return (
        bool(programme[0])
        and may(workspace.vault, "sign_pack")
        and can_be_saved(workspace, programme)
    )


def _use_of(workspace: Workspace, pack: ListedPack) -> Use:
    if (pack.id, pack.version) in workspace.packs.completed and pack.kind == "programme":
        return "under_way"
    if pack.ref in {each.ref for each in workspace.packs.problems}:
        return "unusable"
    is_loaded = replace(pack, in_use=True) in workspace.packs.listed
    return _use(is_chosen=pack.in_use, is_loaded=is_loaded)


def _use(*, is_chosen: bool, is_loaded: bool) -> Use:
    if is_loaded:
        return "in_use" if is_chosen else "still"
    return "not_yet" if is_chosen else ""


def _facts(workspace: Workspace, pack: InstalledPack) -> str:
    signer = signer_of(workspace, pack)
    by = signer.name if signer else pack.signer
    words = _("{id} · signed by {signer} · installed on {day} by {name}")
    day = written_day(installed_on(pack))
    return words.format(id=pack.listed.id, signer=by, day=day, name=pack.by)


def _other_programmes(workspace: Workspace, here: list[InstalledPack]) -> Iterator[VersionLine]:
    """Yield the programmes that are no pack of this record: they come with the program.

    An earlier version is told to who began with it: where it was signed off once, and in practice.
    """
    installed = {(each.listed.id, each.listed.version) for each in here}
    chosen = any(each.listed.in_use for each in here)
    borrows = bool(workspace.packs.listed) and not registry_of(workspace.service)
    for programme in (workspace.programme, *workspace.earlier_programmes):
        key = (programme.id, programme.version)
        standing = _standing(workspace, key)
        is_kept = earlier_version(*key) is not None
        is_news = is_kept and standing is not None and standing.state == "unsigned"
        if key not in installed and not is_news:
            in_use = programme is workspace.programme if borrows else not chosen
            in_use = in_use and not is_kept
            yield _programme_line(workspace, programme, is_chosen=in_use)


def _programme_line(workspace: Workspace, programme: Programme, *, is_chosen: bool) -> VersionLine:
    key = (programme.id, programme.version)
    lent = key in workspace.packs.programme_hashes
    is_kept = earlier_version(*key) is not None
    return VersionLine(
        kind="programme",
        pack_id="",
        version=programme.version,
        title=f"{programme.title} {programme.version}",
        facts=_whence(lent=lent, is_kept=is_kept),
        is_chosen=is_chosen,
        use=_use(is_chosen=is_chosen, is_loaded=programme is workspace.programme),
        may_use=may(workspace.vault, "install_pack") and not (is_chosen or lent or is_kept),
        programme=key,
        standing=_standing(workspace, key),
        may_save=_may_save(workspace, key),
    )


def _whence(*, lent: bool, is_kept: bool) -> str:
    if lent:
        return _("From your clinic's packs")
    if is_kept:
        return _("Came with the application, for clients who began with it")
    return _("Came with the application")


def _own_texts(workspace: Workspace) -> Iterator[VersionLine]:
    """Yield the texts that the service wrote and approved itself: they are in no pack."""
    from_packs = {each.ref for each in workspace.jurisdictions}
    usable = in_force(workspace)
    for each in newest_of_each(workspace.local_texts):
        if each.ref in from_packs or each.approved_on is None:
            continue
        words = _("Written by this service · approved on {day} by {name}")
        facts = words.format(day=written_day(each.approved_on), name=each.approved_by)
        yield VersionLine(
            kind="jurisdictions",
            pack_id="",
            version=str(each.version),
            title=f"{each.name} {each.version}",
            facts=facts,
            is_chosen=each in usable,
            use="in_use" if each in usable else "unusable",
        )


def _shipped_directory(workspace: Workspace, here: list[InstalledPack]) -> VersionLine:
    is_chosen = not any(each.listed.in_use for each in here)
    from_packs = any(each.kind == "directory" and each.in_use for each in workspace.packs.listed)
    return VersionLine(
        kind="directory",
        pack_id="",
        version="",
        title=_("The list that came with the application"),
        facts="",
        is_chosen=is_chosen,
        use=_use(is_chosen=is_chosen, is_loaded=not from_packs),
        may_use=may(workspace.vault, "install_pack") and not is_chosen,
    )


def _standing(workspace: Workspace, key: tuple[str, str]) -> SignOffStanding | None:
    """Return how a programme stands, once it is loaded; practice needs no signature."""
    if workspace.practice:
        return None
    for programme in (workspace.programme, *workspace.earlier_programmes):
        if (programme.id, programme.version) == key:
            return signing_off.standing_of(workspace, programme)
    return None
