"""The directory of services, to read: what may be given, and what is checked first."""

from datetime import date

from PySide6.QtWidgets import QWidget

from session_forms.reference.directory import DirectoryEntry, is_stale, seen_on
from session_forms.reference.service_words import (
    anonymity_words,
    channels_words,
    check_words,
    kind_words,
    languages_words,
    neutral_words,
    people_words,
    place_of,
)
from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.accessibility.roles import tell_open
from therapist_app.screens.library.viewmodel import LibraryState
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    banner,
    button,
    card,
    reading,
    row,
    scroll,
    stack,
)

FIRST_SHOWN = 12
STANDINGS = {
    "no_contact": N_("no contact details"),
    "unverified": N_("not verified: check before giving"),
    "no_day": NP_("contact", "check: undated"),
    "check": N_("check before giving"),
    "fresh": N_("checked on {day}"),
}


def service_table(state: LibraryState) -> DataclassTableView[DirectoryEntry]:
    """Return the list of services, still empty."""
    columns: list[TableColumn[DirectoryEntry]] = [
        TableColumn(pgettext("column", "Service"), _name, strong=True, stretch=True),
        TableColumn(pgettext("column", "Country"), place_of),
        TableColumn(pgettext("column", "For whom"), people_words),
        TableColumn(pgettext("column", "Contact"), _number),
        TableColumn(pgettext("column", "State"), lambda entry: _standing(entry, state.today)),
    ]
    if look().is_large:
        del columns[1:4]
    table = DataclassTableView(DataclassTableModel(columns))
    table.setAccessibleName(pgettext("table", "Services"))
    table.let_rows_grow()
    return table


class ServiceList(QWidget):
    """The first services, and all of them once somebody asks for more."""

    def __init__(self, state: LibraryState) -> None:
        super().__init__()
        self._all = state.services
        self._is_whole = False
        self.table = service_table(state)
        more = _("Show all {count}").format(count=len(self._all))
        self.more = button(more, "quiet")
        tell_open(self.more, is_open=False)
        self.more.clicked.connect(self._on_more_clicked)
        whole = stack(self.table, row(self.more, STRETCH), gap="xs")
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def look_for(self, typed: str) -> None:
        """Show the services with these words; the first few where nothing is typed."""
        is_all = self._is_whole or bool(typed.strip())
        rows = self.table.matching(self._all, typed)
        self.table.show_rows(rows if is_all else rows[:FIRST_SHOWN])
        self.more.setVisible(not is_all and len(self._all) > FIRST_SHOWN)

    def _on_more_clicked(self) -> None:
        """Put the keyboard on the first of those that were not shown."""
        self._is_whole = True
        self.table.show_rows(self._all)
        self.table.setFocus()
        self.table.selectRow(FIRST_SHOWN)
        self.more.hide()


class ServiceView(QWidget):
    """One service, with its source and the day of the last check."""

    def __init__(self, entry: DirectoryEntry, today: date) -> None:
        super().__init__()
        why = check_words(entry, today)
        first: list[Part] = [banner("attention", why[:1].upper() + why[1:], "")] if why else []
        if entry.confidentiality_note:
            first.append(banner("info", _("Tell the client first"), entry.confidentiality_note))
        facts = service_facts(entry)
        said = [reading(words, strong=f"{label}:") for label, words in facts if words]
        body = stack(
            *first,
            card(entry.name, *said, gap="s"),
            STRETCH,
            gap="l",
            margins=("page", "l", "page", "l"),
        )
        self.setLayout(stack(scroll(body), gap="hair"))


def service_facts(entry: DirectoryEntry) -> tuple[tuple[str, str], ...]:
    """Return what is said of a service, each with its label; what is not said is empty."""
    on_a_copy = "" if entry.status == "no_contact" else neutral_words(entry)
    return (
        (pgettext("fact", "Kind"), kind_words(entry)),
        (pgettext("fact", "Country"), place_of(entry)),
        (pgettext("fact", "For whom"), people_words(entry)),
        (pgettext("fact", "Number"), entry.phone),
        (_("On the web"), entry.url),
        (pgettext("fact", "E-mail"), entry.email),
        (pgettext("fact", "Reached by"), channels_words(entry)),
        (pgettext("fact", "Languages"), languages_words(entry)),
        (pgettext("fact", "Hours"), entry.hours),
        (pgettext("fact", "Anonymity"), anonymity_words(entry)),
        (pgettext("fact", "Note"), entry.note),
        (pgettext("fact", "Source"), entry.source),
        (_("Day of the source"), _source_day(entry)),
        (pgettext("fact", "Last checked"), _checked(entry)),
        (_("On a client's copy"), on_a_copy),
    )


def _source_day(entry: DirectoryEntry) -> str:
    if entry.source_on is not None:
        return written_day(entry.source_on)
    if entry.read_on is not None:
        return _("none; read on {day}").format(day=written_day(entry.read_on))
    return ""


def _checked(entry: DirectoryEntry) -> str:
    if entry.verified_on is None:
        return _("no day is known")
    return ", ".join(each for each in (written_day(entry.verified_on), entry.verified_by) if each)


def _name(entry: DirectoryEntry) -> str:
    return f"{entry.name}, {place_of(entry)}" if look().is_large else entry.name


def _number(entry: DirectoryEntry) -> str:
    return "" if entry.status == "no_contact" else entry.phone or _("on the web")


def _standing(entry: DirectoryEntry, today: date) -> str:
    verified = "fresh"
    if is_stale(entry, today):
        verified = "check" if seen_on(entry) else "no_day"
    words = _(STANDINGS[verified if entry.status == "verified" else entry.status])
    return words.format(day=written_day(entry.verified_on) if entry.verified_on else "")
