"""The tables of sessions and of forms, in the programme library."""

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.screens.library.form_view import MAY, licence_words
from therapist_app.screens.library.viewmodel import FormLine, LibraryState, SessionLine
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import Column, DataclassTableModel, DataclassTableView

NOT_HERE = N_("not in this version")


def session_table(state: LibraryState) -> DataclassTableView[SessionLine]:
    """Return the table of sessions."""
    columns: list[Column[SessionLine]] = [
        Column(_("Session"), _plan_id, strong=True),
        Column(_("Title"), _plan_title, stretch=True),
        Column(_("Phase"), _plan_phase, stretch=True),
        Column(_("Length"), _plan_here),
    ]
    if look().is_large:
        del columns[2]
    table = DataclassTableView(DataclassTableModel(columns))
    table.setAccessibleName(_("Sessions"))
    table.show_rows(state.sessions)
    return table


def form_table(state: LibraryState) -> DataclassTableView[FormLine]:
    """Return the table of forms; in large print without version and minutes."""
    columns: list[Column[FormLine]] = [
        Column(_("Form"), _form_title, strong=True, stretch=True),
        Column(_("Version"), _form_version),
        Column(_("Minutes"), _form_minutes),
        Column(_("Wording"), _form_licence),
        Column(_("Use here"), _form_may),
        Column(_("Status"), _form_status),
    ]
    if look().is_large:
        del columns[1:3]
    table = DataclassTableView(DataclassTableModel(columns))
    table.setAccessibleName(_("Forms"))
    table.show_rows(state.forms)
    return table


def _plan_id(line: SessionLine) -> str:
    return line.plan_id


def _plan_title(line: SessionLine) -> str:
    return line.title


def _plan_phase(line: SessionLine) -> str:
    return line.phase


def _plan_here(line: SessionLine) -> str:
    if not line.minutes:
        return _(NOT_HERE)
    return _("{minutes} min").format(minutes=line.minutes)


def _form_title(line: FormLine) -> str:
    return line.title


def _form_version(line: FormLine) -> str:
    return str(line.version)


def _form_minutes(line: FormLine) -> str:
    return str(line.minutes or "")


def _form_licence(line: FormLine) -> str:
    return licence_words(line.licence)


def _form_may(line: FormLine) -> str:
    return _(MAY[line.may])


def _form_status(line: FormLine) -> str:
    return _("approved") if line.status == "approved" else _("draft")
