"""An empty list to fill in: the heads, and one invented line that shows how cells are written."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from exports.document.workbook import WorkbookSheet, workbook
from session_forms.words.texts import N_, NP_, _, language
from therapist_app.record.folder.files import translate_os_error
from therapist_app.workflows.course.genders import GENDERS
from therapist_app.workflows.importing.list_columns import EXAMPLE_NAME, FIELD_WORDS, FIELDS, Field
from therapist_app.workflows.workspace import Workspace

_EXPLAINED: Mapping[Field, str] = {
    "name": N_("The name that the client is kept by. Without one they are kept by code only."),
    "chosen_name": N_("A name that the client chose, instead of their name."),
    "birth_date": N_("Only with a name. Year, month and day, as 1990-02-28."),
    "contact": N_("How to reach the client, as agreed."),
    "emergency_contact": N_("Who may be called in an emergency, and how."),
    "track": N_("The title of a track of the programme. Empty: chosen for all on the page."),
    "age_band": N_("One of these: 18-24, 25-34, 35-44, 45-54, 55-64 or 65+."),
    "gender": N_("As the client says it: man, woman, non-binary or other."),
    "sessions_held": N_(
        "How many sessions of the programme were held, or the code of the last one, such as S05."
    ),
    "last_session_on": N_("Only with sessions held. Year, month and day, as 2026-02-28."),
    "measure": N_("A measure whose total is entered, by its short name, such as ORS."),
    "score": N_("Its score, such as 22.5 of ORS, which goes from 0 to 40."),
    "score_on": N_("The day of that score, not older than a year."),
    "figures_consent": N_(
        "What the client decided on paper before: agreed, declined or not asked. Empty: not asked."
    ),
    "figures_consent_on": N_("The day on which the client signed that decision."),
    "figures_text": N_("What that paper is called in the clinic. No names."),
    "figures_text_version": N_("The version or the date of that paper."),
}
_EXAMPLE: Mapping[Field, str] = {
    "name": EXAMPLE_NAME,
    "birth_date": "1990-02-28",
    "contact": "0123 456789",
    "emergency_contact": NP_("example in a list", "A sister, 0123 987654"),
    "age_band": "35-44",
    "sessions_held": "2",
    "measure": "ORS",
    "score": "22.5",
    "figures_consent": NP_("decision in a list", "agreed"),
    "figures_text": NP_("example in a list", "Leaflet on figures"),
    "figures_text_version": "1",
}


def save_template(workspace: Workspace, path: Path) -> None:
    """Save an empty list: as CSV where the name ends so, else as XLSX with a sheet that explains.

    Raises:
        KnownRecordError: The disk refused.

    """
    lines = [[_(FIELD_WORDS[each]) for each in FIELDS], example(workspace)]
    written = _csv(lines) if path.suffix.lower() == ".csv" else _workbook(lines)
    try:
        path.write_bytes(written)
    except OSError as error:
        raise translate_os_error(error) from None


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    """Return CSV in UTF-8 with a byte order mark, which spreadsheet programs ask for."""
    written = io.StringIO(newline="")
    delimiter = "," if language().startswith("en") else ";"
    csv.writer(written, delimiter=delimiter).writerows(lines)
    return written.getvalue().encode("utf-8-sig")


def _workbook(lines: Sequence[Sequence[str]]) -> bytes:
    explained = [(_(FIELD_WORDS[each]), _(_EXPLAINED[each])) for each in FIELDS]
    title = _("Clients to import")
    return workbook(
        title,
        [WorkbookSheet(title, lines), WorkbookSheet(_("How to fill it in"), explained, heads=0)],
    )


def example(workspace: Workspace) -> list[str]:
    """Return the invented line, a cell for each field."""
    cells = {field: _(words) for field, words in _EXAMPLE.items()}
    cells["track"] = workspace.programme.tracks[0].title
    lately = workspace.today() - timedelta(days=7)
    for each in ("last_session_on", "score_on", "figures_consent_on"):
        cells[each] = lately.isoformat()
    cells["gender"] = _(GENDERS["man"])
    return [cells.get(field, "") for field in FIELDS]
