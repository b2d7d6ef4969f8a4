"""Many packages verified side by side, each read for its cells alone and then let go.

    gathered = gather(packages_in([folder]), Opener(identity=identity))

What is refused is told with its reason, one line each, and nothing of it is used.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Event, Lock
from typing import Literal

from exports.combining.cell_store import CellKeys
from exports.combining.contributions import Contribution, contribution_of
from exports.errors import (
    ExportError,
    ForOthers,
    NeedsKey,
    NotAsSigned,
    OtherKey,
    PackageRefused,
    SealDamaged,
    SealRefused,
    UnknownSigner,
)
from exports.package.verification import VerifiedPackage, verify_package
from exports.purposes import ONE_CLIENT
from session_forms.words.texts import _

SIDE_BY_SIDE = 4
"""So many are read at a time: hashing and decrypting let other threads work."""

Closed = Literal["", "no_key", "other_key", "damaged", "for_others"]
CLOSED: Mapping[type[ExportError], Closed] = {
    NeedsKey: "no_key",
    ForOthers: "for_others",
    SealDamaged: "damaged",
    OtherKey: "other_key",
    SealRefused: "other_key",
}
"""What a seal that was not opened is told as; any other refusal is told by its own sentence."""
Tell = Callable[[int, int], None]
"""How many packages are looked at, of how many."""


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens packages, and from whom they may be.

    Attributes:
        identity: The age identities of whoever opens sealed files, one a line.
        shared: Those that several people hold, and which alone open for none but `only` what is
            of one client.
        only: The ids of what is of one client that these open here; None opens each.
        known_signers: Their fingerprints; None lets anybody's in, to be compared afterwards.
        same_site: Fingerprints that are one and the same service, whoever it signed for.
        later: The fingerprint that took the place of another, by that one.
        ended: The last month of a fingerprint that another took the place of, as 2026-11.

    """

    identity: str = field(default="", repr=False)
    known_signers: Collection[str] | None = None
    same_site: Sequence[str] = ()
    later: Mapping[str, str] = field(default_factory=dict)
    ended: Mapping[str, str] = field(default_factory=dict)
    shared: str = field(default="", repr=False)
    only: Collection[str] | None = None

    def open(self, path: Path) -> VerifiedPackage:
        """Return a verified package.

        Raises:
            ExportError: It is refused.

        """
        found = self._verified(path, self.known_signers)
        if (
            self.only is not None
            and found.profile == ONE_CLIENT
            and found.release_id not in self.only
        ):
            self._open_without_shared(path)
        if found.month > self.ended.get(found.signer, found.month):
            raise PackageRefused(
                _(
                    "The package is of {month}, and its signature ended before: somebody who "
                    "left that service may have made it. Ask the service for it again."
                ).format(month=found.month)
            )
        return found

    def open_of_unknown(self, path: Path) -> VerifiedPackage:
        """Return a package whoever signed it, of which nothing but the signer is told.

        Raises:
            ExportError: It is refused.

        """
        return self._verified(path, None)

    def _verified(self, path: Path, known: Collection[str] | None) -> VerifiedPackage:
        keys = "\n".join(each for each in (self.identity, self.shared) if each)
        return verify_package(path, identity=keys, known_signers=known)

    def _open_without_shared(self, path: Path) -> None:
        """Refuse what nothing but a shared key opens; what is not sealed anybody can read."""
        try:
            verify_package(path, identity=self.identity)
        except (NeedsKey, SealRefused):
            raise ForOthers(
                _(
                    "It is one client's summary for the lead of this service: it opens for "
                    "somebody who has the role of a lead, and for who approved it. Ask one of "
                    "them."
                )
            ) from None

    def site_of(self, signer: str) -> str:
        """Return by which fingerprint a service is known, whichever of its own signed."""
        for _step in range(len(self.later)):
            signer = self.later.get(signer, signer)
        return self.same_site[0] if signer in self.same_site else signer

    def known_before(self, package: VerifiedPackage) -> tuple[str, date] | None:
        """Return the last fingerprint of a service that is known, and its last day, if any is."""
        known = self.known_signers or ()
        before = reversed(package.earlier_signers)
        return next((each for each in before if each[0] in known), None)


@dataclass(frozen=True, slots=True)
class RefusedPackage:
    """A package of which nothing is used, and why, as one sentence.

    Attributes:
        signer: Who signed it, where it is whole but nobody knows its signer.
        before: By which number it says that its signer was known here, and its last day.
        closed: Why its seal was not opened, where it has one: there is no key at all, or none that
            it is for, or it is damaged, or it is for others than the one who is signed in.
        changed: Whether it is not what somebody signed; else it may be no package at all.

    """

    path: Path
    why: str
    signer: str = ""
    closed: Closed = ""
    changed: bool = False
    before: tuple[str, date] | None = None

    @property
    def named(self) -> str:
        """The name of its file, with the folder: many services call theirs alike."""
        return f"{self.path.parent.name}/{self.path.name}"

    @property
    def waits_for_key(self) -> bool:
        """Whether another key might open it."""
        return self.closed in {"no_key", "other_key"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A verified package.

    Attributes:
        site: The fingerprint of who signed it.
        contribution: What it gives to a sum; None where it holds no figures to add up.
        why: Why it gives nothing, as one sentence.

    """

    path: Path
    release_id: str
    month: str
    profile: str
    practice: bool
    site: str
    contribution: Contribution | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of many packages.

    Attributes:
        stopped: Whether somebody stopped it before the last one.

    """

    keys: CellKeys
    whole: tuple[Whole, ...]
    refused: tuple[RefusedPackage, ...]
    stopped: bool = False

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What the whole ones give."""
        return tuple(each.contribution for each in self.whole if each.contribution is not None)


def gather(
    paths: Sequence[Path],
    opener: Opener,
    *,
    keys: CellKeys | None = None,
    tell: Tell | None = None,
    stop: Event | None = None,
) -> Gathered:
    """Return what packages give, in the order of their paths, whatever order they were read in.

    Args:
        paths: The packages.
        opener: What opens them.
        keys: Those of packages that were gathered before, to be added up with these.
        tell: Called whenever one more is done.
        stop: Ends it early once it is set.

    """
    known, parsing = keys or CellKeys(), Lock()

    def read(path: Path) -> Whole | RefusedPackage | None:
        if stop is not None and stop.is_set():
            return None
        try:
            package = opener.open(path)
        except UnknownSigner as error:
            unknown = opener.open_of_unknown(path)
            before = opener.known_before(unknown)
            return RefusedPackage(path, str(error), unknown.signer, before=before)
        except ExportError as error:
            changed = isinstance(error, NotAsSigned)
            return RefusedPackage(
                path, str(error), closed=CLOSED.get(type(error), ""), changed=changed
            )
        with parsing:  # it would not go on beside another anyway, and keys are shared
            return _whole(path, package, opener, known)

    found: list[Whole | RefusedPackage] = []
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for at, each in enumerate(pool.map(read, paths), start=1):
            if each is not None:
                found.append(each)
            if tell is not None:
                tell(at, len(paths))
    return Gathered(
        known,
        tuple(each for each in found if isinstance(each, Whole)),
        tuple(each for each in found if isinstance(each, RefusedPackage)),
        stopped=len(found) < len(paths),
    )


def _whole(path: Path, package: VerifiedPackage, opener: Opener, keys: CellKeys) -> Whole:
    site = opener.site_of(package.signer)
    contribution, why = None, ""
    try:
        contribution = replace(contribution_of(package, keys), site=site)
    except ExportError as error:
        why = str(error)
    return Whole(
        path,
        package.release_id,
        package.month,
        package.profile,
        package.practice,
        site,
        contribution,
        why,
    )
