"""One short number for everything in a package, to be compared on paper, by telephone or in About.

It is the SHA-256 of the list SHA256SUMS, which names each file with its own; `sha256sum -c` reads
the list. The file that tells the program its fingerprint is the one file that is not in it.
"""

import hashlib
import json
from pathlib import Path

LIST = "SHA256SUMS"
FACTS = Path("therapist_app", "build.json")
"""Where the program finds what it is told of its own making (`therapist_app/build.py`)."""


def listed(tree: Path) -> str:
    """Return each file of a folder with its SHA-256, in the order of their names."""
    names = sorted(
        path.relative_to(tree).as_posix()
        for path in tree.rglob("*")
        if path.is_file() and not path.is_symlink()
    )
    return "".join(
        f"{hashlib.sha256((tree / name).read_bytes()).hexdigest()}  {name}\n"
        for name in names
        if name != LIST and not name.endswith(FACTS.as_posix())
    )


def stamp(
    tree: Path, app: Path, *, system: str, is_for_proofs: bool, is_python_compared: bool = True
) -> str:
    """Write the list and the facts into a finished tree, and return the fingerprint.

    `app` is where our packages stand in the tree; `is_python_compared` says whether somebody
    compared the Python inside with what its publisher's page says of it.
    """
    words = listed(tree)
    fingerprint = hashlib.sha256(words.encode()).hexdigest()
    (tree / LIST).write_text(words, "utf-8", newline="\n")
    facts = {
        "fingerprint": fingerprint,
        "system": system,
        "is_for_proofs": is_for_proofs,
        "is_python_compared": is_python_compared,
    }
    (app / FACTS).write_text(json.dumps(facts) + "\n", "utf-8")
    return fingerprint


def spelt(fingerprint: str) -> str:
    """Return the first half of a fingerprint in groups of four, as it is read aloud."""
    half = fingerprint[:32]
    return " ".join(half[at : at + 4] for at in range(0, len(half), 4))


def digest(file: Path) -> str:
    """Return the SHA-256 of one file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
