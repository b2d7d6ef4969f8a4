"""What `./dev where --changed` is worth: past commits, each with one of its files hidden.

Each commit is drawn by a seed from the newest ones that touch at least four files of the product.
In a clone its parent is taken, all its changes but those of one file laid over it, and asked what
is left alone. Named is the file where it stands in what is told; whatever else is told and was no
part of the commit is told in vain.
"""

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from where.change.changed_lines import PRODUCT, change_since, git
from where.change.whole_change import whole

NEWEST = 1500
LEAST_FILES = 4
FIRST = 5


@dataclass(frozen=True)
class Hidden:
    """A commit and the file of it that was hidden."""

    commit: str
    files: Sequence[str]
    file: str


def drawn(root: Path, count: int, seed: int) -> list[Hidden]:
    """Return so many commits, each with one of the files that it changed and did not bring."""
    log = git(
        root, "log", f"-{NEWEST}", "--no-merges", "--no-renames", "--name-status", "--format=%x00%H"
    )
    large: list[tuple[str, list[str], list[str]]] = []
    for part in log.split("\0")[1:]:
        commit, *lines = part.strip().split("\n")
        rows = [each.split("\t") for each in lines if each]
        files = [file for _, file in rows]
        there = sorted(file for how, file in rows if how == "M")
        if there and sum(each.startswith(PRODUCT) for each in files) >= LEAST_FILES:
            large.append((commit, files, there))
    chance = random.Random(seed)  # noqa: S311 the same for everybody
    return [
        Hidden(commit, files, chance.choice(there))
        for commit, files, there in chance.sample(large, min(count, len(large)))
    ]


def laid_out(root: Path, hidden: Sequence[Hidden]) -> Iterator[tuple[Hidden, Path]]:
    """Yield a clone for each, in which all of the commit was done but for the hidden file."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        git(root, "clone", "-q", "-s", str(root), str(clone))
        for each in hidden:
            git(clone, "checkout", "-q", "-f", "--detach", f"{each.commit}^")
            git(clone, "clean", "-fdq")
            kept = [file for file in each.files if file != each.file]
            there = set(
                git(clone, "ls-tree", "-r", "--name-only", each.commit).splitlines()
            ).intersection(kept)
            for file in kept:
                (clone / file).unlink(missing_ok=True)
            git(
                clone,
                "checkout",
                "-q",
                each.commit,
                "--pathspec-from-file=-",
                given="\n".join(sorted(there)),
            )
            yield each, clone


def measured(root: Path, count: int, seed: int) -> Iterator[str]:
    """Yield a line for each commit, and the sums: how often it was named, and how much in vain."""
    named = right = first = vain = 0
    for each, clone in laid_out(root, drawn(root, count, seed)):
        known = whole(clone, change_since(clone, "HEAD"))
        left = [file for file in known.named if file not in known.tests]
        is_named = each.file in known.named
        named += is_named
        right += each.file in left
        first += each.file in left[:FIRST]
        vain += len(left) - (each.file in left)
        yield f"{each.commit[:9]}  {'named' if is_named else 'not named'}  {each.file}"
    yield (
        f"Of {count} commits the hidden file was named in {named}: in {right} as left alone, in "
        f"{first} of them among the first {FIRST}, in {named - right} as a test to run. In vain "
        f"were {vain / count:.1f} files each; of 100 that are told as left, "
        f"{100 * right / max(1, right + vain):.0f} were hidden."
    )
