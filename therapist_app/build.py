"""What the program was told of its own making where it was packed; nothing in a folder of code."""

import json
from dataclasses import dataclass
from importlib import resources

FACTS, LICENCES = "build.json", "LICENCES.txt"
GROUP, GROUPS = 4, 8


@dataclass(frozen=True, slots=True)
class Build:
    """A package that somebody made.

    Attributes:
        fingerprint: The SHA-256 of the list of its files, in hexadecimal digits.
        is_for_proofs: Whether it was made to try the set-up, and is for nobody's clients.
        is_python_compared: Whether the Python inside was compared with its publisher's own page.

    """

    fingerprint: str
    is_for_proofs: bool
    is_python_compared: bool = True

    @property
    def spelt(self) -> str:
        """The first half of the fingerprint, in groups of four as it is compared on paper."""
        half = self.fingerprint[: GROUP * GROUPS]
        return " ".join(half[at : at + GROUP] for at in range(0, len(half), GROUP))


def this_build() -> Build | None:
    """Return what the packer wrote down; None where the program runs from a folder of code."""
    found = resources.files("therapist_app") / FACTS
    try:
        facts = json.loads(found.read_text("utf-8"))
        return Build(
            str(facts["fingerprint"]),
            bool(facts["is_for_proofs"]),
            bool(facts.get("is_python_compared", True)),
        )
    except (OSError, ValueError, KeyError):
        return None


def licence_texts() -> str:
    """Return the text of every licence in the package; empty in a folder of code."""
    try:
        return (resources.files("therapist_app") / LICENCES).read_text("utf-8")
    except OSError:
        return ""
