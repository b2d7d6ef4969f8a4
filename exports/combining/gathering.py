"""Many packages verified side by side, each read for its cells alone and then let go.

    gathered = gather(packages_in([folder]), Opener(identity=identity))

What is refused is told with its reason, one line each, and nothing of it is used.
"""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Lock

from exports.combining.cell_store import CellKeys
from exports.combining.contributions import Contribution, contribution_of
from exports.errors import ExportError, UnknownSigner
from exports.package.verification import VerifiedPackage, verify_package

SIDE_BY_SIDE = 4
"""So many are read at a time: hashing and decrypting let other threads work."""

Tell = Callable[[int, int], None]
"""How many packages are looked at, of how many."""


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens packages, and from whom they may be.

    Attributes:
        identity: The age identities that open sealed files, one a line.
        known_signers: Their fingerprints; None lets anybody's in, to be compared afterwards.
        same_site: Fingerprints that are one and the same service, whoever it signed for.

    """

    identity: str = field(default="", repr=False)
    known_signers: Collection[str] | None = None
    same_site: Sequence[str] = ()

    def open(self, path: Path) -> VerifiedPackage:
        """Return a verified package.

        Raises:
            ExportError: It is refused.

        """
        return verify_package(path, identity=self.identity, known_signers=self.known_signers)


@dataclass(frozen=True, slots=True)
class Refused:
    """A package of which nothing is used, and why, as one sentence."""

    path: Path
    why: str
    unknown_signer: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of many packages.

    Attributes:
        stopped: Whether somebody stopped it before the last one.

    """

    keys: CellKeys
    contributions: tuple[Contribution, ...]
    refused: tuple[Refused, ...]
    stopped: bool = False


def gather(
    paths: Sequence[Path],
    opener: Opener,
    *,
    tell: Tell | None = None,
    stop: Event | None = None,
) -> Gathered:
    """Return what packages give, in the order of their paths, whatever order they were read in.

    `tell` is called on whichever thread read a package; `stop` ends it early.
    """
    keys, keeping = CellKeys(), Lock()

    def read(path: Path) -> Contribution | Refused | None:
        if stop is not None and stop.is_set():
            return None
        try:
            package = opener.open(path)
            with keeping:  # of what is parsed one after the other anyway
                found = contribution_of(package, keys)
        except ExportError as error:
            return Refused(path, str(error), isinstance(error, UnknownSigner))
        return found

    found: list[Contribution | Refused] = []
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for at, each in enumerate(pool.map(read, paths), start=1):
            if each is not None:
                found.append(each)
            if tell is not None:
                tell(at, len(paths))
    return Gathered(
        keys,
        tuple(_of(each, opener) for each in found if isinstance(each, Contribution)),
        tuple(each for each in found if isinstance(each, Refused)),
        stopped=len(found) < len(paths),
    )


def _of(found: Contribution, opener: Opener) -> Contribution:
    """Return a contribution under the first of the fingerprints of one service."""
    if found.site in opener.same_site:
        return replace(found, site=opener.same_site[0])
    return found
