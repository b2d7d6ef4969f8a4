"""What the review screen knows: packages, whether they are whole, and what they say together."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Slot
from typing_extensions import override

from exports.errors import ExportError, PackageRefused, SealRefused, UnknownSigner
from exports.package.verification import VerifiedPackage, verify_package
from therapist_app.record.service import recipients, settings
from therapist_app.screens.review.combining import (
    Choice,
    SideBySide,
    columns_of,
    may_be_added,
    side_by_side,
    tables_of,
)
from therapist_app.screens.review.packages import ReadPackage, read_package
from therapist_app.view_model import ViewModel
from therapist_app.workflows.exporting.exporting import save_report
from therapist_app.workflows.exporting.keeping_recipients import own_signers
from therapist_app.workflows.permissions import may
from therapist_app.workflows.workspace import Workspace

KNOWN_SIGNERS = "known_signers"
Standing = Literal["verified", "unknown", "changed", "sealed"]


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One package that was opened, and how it stands.

    Attributes:
        why: One sentence, where it was not read.
        signer: The number to compare with the sender, where it is whole but unknown.

    """

    path: Path
    standing: Standing
    why: str = ""
    signer: str = ""
    package: ReadPackage | None = None


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The packages and what they say side by side.

    Attributes:
        saved: The name of the report that was saved last.
        not_saved: Why it was not, as a sentence.

    """

    lines: tuple[PackageLine, ...]
    read: tuple[ReadPackage, ...]
    tables: tuple[Choice, ...]
    columns: tuple[Choice, ...]
    table_id: str
    column: str
    rows: tuple[SideBySide, ...]
    has_sums: bool
    saved: str = ""
    not_saved: str = ""


class ReviewViewModel(ViewModel[ReviewState]):
    """Opens packages; only what is whole and from a known signer is read."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._lines: tuple[PackageLine, ...] = ()
        self._identity = ""
        self._table_id = ""
        self._column = ""
        self._saved = self._not_saved = ""

    @property
    def may_oversee(self) -> bool:
        """Whether the person signed in leads the service."""
        return may(self._workspace.vault, "oversee")

    @property
    @override
    def state(self) -> ReviewState:
        """The packages as they stand."""
        read = tuple(each.package for each in self._lines if each.package is not None)
        tables = tables_of(read)
        table_id = _one_of(self._table_id, tables)
        columns = columns_of(read, table_id)
        column = _one_of(self._column, columns)
        return ReviewState(
            lines=self._lines,
            read=read,
            tables=tables,
            columns=columns,
            table_id=table_id,
            column=column,
            rows=side_by_side(read, table_id, column),
            has_sums=may_be_added(read),
            saved=self._saved,
            not_saved=self._not_saved,
        )

    def add(self, path: Path) -> None:
        """Open a package: a folder, an `.outcomes` file, or a sealed one."""
        line = self._look_at(path)
        others = [each for each in self._lines if each.path != path]
        if line.package is not None:
            seen = line.package.release_id
            others = [each for each in others if _release_id(each) != seen]
        self._lines = (*others, line)
        self._emit_state()

    @Slot(str)
    def use_identity(self, identity: str) -> None:
        """Try sealed packages again with the identity that opens them, kept in memory only."""
        self._identity = identity.strip()
        self._look_again("sealed")

    @Slot(str)
    def trust(self, signer: str) -> None:
        """Remember that this number was compared with the sender in person."""
        known = sorted({*self._trusted(), signer})
        settings.save(self._workspace.service, KNOWN_SIGNERS, known)
        self._look_again("unknown")

    def save_report(self, package: Path, to: Path, reason: str) -> None:
        """Save the report of a package that is open as a PDF, which is noted with the reason."""
        self._saved = self._not_saved = ""
        try:
            verified = self._verified(package, None)
            save_report(self._workspace, verified, to, reason)
            self._saved = to.name
        except ExportError as error:
            self._not_saved = str(error)
        self._emit_state()

    @Slot(str)
    def choose_table(self, table_id: str) -> None:
        """Show another table side by side."""
        self._table_id = table_id
        self._emit_state()

    @Slot(str)
    def choose_column(self, column: str) -> None:
        """Show another column side by side."""
        self._column = column
        self._emit_state()

    def _look_again(self, standing: Standing) -> None:
        self._lines = tuple(
            self._look_at(each.path) if each.standing == standing else each for each in self._lines
        )
        self._emit_state()

    def _look_at(self, path: Path) -> PackageLine:
        own = own_signers(self._workspace)
        known = frozenset((*own, *self._trusted()))
        try:
            verified = self._verified(path, known)
            if verified.signer in own:  # one service, whomever it signed for
                verified = replace(verified, signer=own[0])
            return PackageLine(path, "verified", package=read_package(verified))
        except UnknownSigner as error:
            return PackageLine(path, "unknown", str(error), self._verified(path, None).signer)
        except SealRefused as error:
            return PackageLine(path, "sealed", str(error))
        except PackageRefused as error:
            is_sealed = not self._identities and path.suffix == ".age"
            return PackageLine(path, "sealed" if is_sealed else "changed", str(error))
        except (ExportError, KeyError, ValueError):
            return PackageLine(path, "changed", "")

    def _verified(self, path: Path, known: frozenset[str] | None) -> VerifiedPackage:
        return verify_package(path, identity="\n".join(self._identities), known_signers=known)

    @property
    def _identities(self) -> tuple[str, ...]:
        """What opens a sealed package: what was typed, and the keys of this service."""
        own = (each.identity for each in recipients.own_keys(self._workspace.service))
        return tuple(each for each in (self._identity, *own) if each)

    def _trusted(self) -> list[str]:
        saved: list[str] = settings.load(self._workspace.service, KNOWN_SIGNERS, [])
        return saved


def _release_id(line: PackageLine) -> str:
    return line.package.release_id if line.package is not None else ""


def _one_of(wanted: str, choices: tuple[Choice, ...]) -> str:
    ids = [key for key, _title in choices]
    if wanted in ids:
        return wanted
    return ids[0] if ids else ""
