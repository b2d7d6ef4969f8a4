"""What was read from content packs, and what could not be; light, since every start imports it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from programme.packs.naming import ENDING, Kind
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.jurisdictions import Jurisdiction
from session_forms.words.texts import N_, _

Why = Literal["missing", "changed", "unusable", "lacks"]
WHY = {
    "missing": N_("{pack}: its file is missing."),
    "changed": N_("{pack}: its file is not the one that was installed."),
    "unusable": N_("{pack}: its content no longer fits this version of the application."),
    "lacks": N_(
        "{pack}: it lacks a safety check, the limits or the gate of alerts that every course has "
        "now. Clients under way go on with it, and the application adds what it lacks; no new "
        "client begins with it. Move them to another version on their page, or have a version "
        "made that has it all: `python -m programme check` says what."
    ),
}
PUT_BACK = N_(
    "Restored from the record, because the file was missing or changed: {packs}. "
    "After a move to this laptop this is normal; otherwise ask who changed it."
)


@dataclass(frozen=True, slots=True)
class ListedPack:
    """One installed pack, as far as loading it needs.

    Attributes:
        kind: What sort of content it is.
        id: The name that all its versions share.
        version: Which of them this is.
        sha256: The hash of its file.
        in_use: Whether its content is used.

    """

    kind: Kind
    id: str
    version: str
    sha256: str
    in_use: bool

    @property
    def ref(self) -> str:
        """Kind, id and version in a few words."""
        return f"{self.kind} {self.id} {self.version}"

    def place(self, folder: Path) -> Path:
        """Return where its file stands in the folder of the packs."""
        return folder / self.kind / self.id / f"{self.version}{ENDING}"


PackList = tuple[ListedPack, ...]


@dataclass(frozen=True, slots=True)
class PackSource:
    """Where packs stand, and which of them to load.

    Attributes:
        differed: Whether another list stood beside them.
        put_back: The packs whose files were put back from the record.

    """

    folder: Path
    listed: PackList
    differed: bool = False
    put_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackProblem:
    """A pack that is installed and cannot be used.

    Attributes:
        ref: Kind, id and version.
        why: Its file is gone, is not the one that was installed, or no longer makes sense here; or
            it is a course that lacks what keeps people safe, and is kept for who is under way.

    """

    ref: str
    why: Why


@dataclass(frozen=True, slots=True)
class PacksInUse:
    """What was loaded from packs.

    Attributes:
        listed: The list that was followed.
        problems: What could not be loaded.
        differed: Whether the list beside the packs was not what the service file says.
        put_back: The packs whose files were put back from the record.
        programme_hashes: The hash of the content of each programme from a pack, by id and version.
        kept_texts: Local texts that are offered no longer, to read what was answered with them.
        kept_services: The same for services.
        completed: Id and version of each programme that lacked what keeps people safe, which was
            put in: it is here for clients under way alone.
        vignettes: The file of vignettes for raters that is in use, as it is written; empty for
            those of the programme.
        vignettes_of: Kind, id and version of its pack.

    """

    listed: PackList = ()
    problems: tuple[PackProblem, ...] = ()
    differed: bool = False
    put_back: tuple[str, ...] = ()
    programme_hashes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    kept_texts: tuple[Jurisdiction, ...] = ()
    kept_services: tuple[DirectoryEntry, ...] = ()
    completed: frozenset[tuple[str, str]] = frozenset()
    vignettes: str = ""
    vignettes_of: str = ""


NO_PACKS = PacksInUse()


def trouble_words(packs: PacksInUse) -> str:
    """Return what is wrong with the packs, or nothing."""
    lines = [_problem(each) for each in packs.problems]
    if any(each.why != "lacks" for each in packs.problems):
        lines.append(_("What came with the application is used instead. Install the pack again."))
    if packs.differed:
        lines.append(
            _(
                "The list of packs did not match the record, so it was made again from the "
                "record. This happens when an installation was interrupted; otherwise ask who "
                "changed it."
            )
        )
    if packs.put_back:
        lines.append(_(PUT_BACK).format(packs=", ".join(packs.put_back)))
    return " ".join(lines)


def _problem(problem: PackProblem) -> str:
    return _(WHY[problem.why]).format(pack=problem.ref)
