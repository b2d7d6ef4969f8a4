"""Where files live on this machine.

Everything stands under one home in a test or a demonstration, and else where the system keeps
such things: the record with the person's data, the look with their configuration. The folder's
name says as little as the window's title.
"""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

FOLDER = "Sessions"


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


def places(home: Path | None = None) -> Places:
    """Return the places under `home`, or the system's own."""
    data = home or platformdirs.user_data_path(FOLDER, appauthor=False, roaming=False)
    config = home or platformdirs.user_config_path(FOLDER, appauthor=False, roaming=False)
    return Places(data / "service", data / "practice", config / "look.toml")
