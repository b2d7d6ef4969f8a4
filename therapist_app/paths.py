"""Where files live on this machine.

Everything stands under one home in a test or a demonstration, and else where the system keeps
such things: the record with the person's data, the look with their configuration. The folder's
name says as little as the window's title.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = "Sessions"
DOCUMENTS = Path(__file__).parents[1]
"""Where README.md and the folder docs stand, in a folder of code as in a packed copy."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where this person's files are.

    Attributes:
        service: The service folder, with the record.
        practice: The service folder of practice, apart from it.
        look: The file with the look settings.

    """

    service: Path
    practice: Path
    look: Path

    @property
    def laptop(self) -> Path:
        """The file with the random number by which a record knows this laptop."""
        return self.look.with_name("laptop")

    @property
    def laptop_memory(self) -> Path:
        """The file in which this laptop remembers how far each record went."""
        return self.look.with_name("seen")

    @property
    def handing_on(self) -> Path:
        """The empty file that is there while a locked window waits for the fresh one."""
        return self.look.with_name("handing-on")


def is_here(document: str) -> bool:
    """Return whether a document, by its path such as docs/packs.md, came with this copy."""
    return (DOCUMENTS / document).is_file()


def title_of(document: str) -> str:
    """Return what a document that came with this copy is called: its first line, a heading."""
    with (DOCUMENTS / document).open(encoding="utf-8") as lines:
        return lines.readline().lstrip("# ").strip()


def places(home: Path | None = None) -> Places:
    """Return the places under `home`, or the system's own."""
    if home is not None:
        return Places(home / "service", home / "practice", home / "look.toml")
    import platformdirs

    data = platformdirs.user_data_path(FOLDER, appauthor=False, roaming=False)
    config = platformdirs.user_config_path(FOLDER, appauthor=False, roaming=False)
    return Places(data / "service", data / "practice", config / "look.toml")
