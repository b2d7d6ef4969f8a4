"""An empty list to fill in: the heads, and one invented line that shows how cells are written."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from session_forms.words.texts import N_, NP_, language
from session_forms.words.texts import translate as _
from therapist_app.record.folder.files import translate_os_error
from therapist_app.workflows.importing.list_columns import FIELD_WORDS, FIELDS, Field
from therapist_app.workflows.overviews.seeing_clients import GENDERS
from therapist_app.workflows.workspace import Workspace

_EXAMPLE: Mapping[Field, str] = {
    "name": N_("Example: delete this row"),
    "birth_date": "1990-02-28",
    "contact": "0123 456789",
    "emergency_contact": NP_("example in a list", "A sister, 0123 987654"),
    "age_band": "35-44",
}


def save_template(workspace: Workspace, path: Path) -> None:
    """Save an empty list as CSV in UTF-8 with a byte order mark, which spreadsheets ask for.

    Raises:
        KnownRecordError: The disk refused.

    """
    lines = [[_(FIELD_WORDS[each]) for each in FIELDS], example(workspace)]
    written = io.StringIO(newline="")
    delimiter = "," if language().startswith("en") else ";"
    csv.writer(written, delimiter=delimiter).writerows(lines)
    try:
        path.write_bytes(written.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise translate_os_error(error) from None


def example(workspace: Workspace) -> list[str]:
    """Return the invented line, a cell for each field."""
    cells = {field: _(words) for field, words in _EXAMPLE.items()}
    cells["track"] = workspace.programme.tracks[0].title
    cells["gender"] = _(GENDERS["man"])
    return [cells.get(field, "") for field in FIELDS]
