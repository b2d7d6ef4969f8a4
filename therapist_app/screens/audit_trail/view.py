"""The audit trail: one table, what of it is wanted, and whether it is whole."""

from PySide6.QtWidgets import QLabel, QWidget

from session_forms.words.day_words import written_day, written_moment
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NN_, NP_, _, counted, pgettext
from therapist_app.screens.audit_trail.viewmodel import AuditTrailViewModel, TrailState
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.fields.fields import let_shrink
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    button,
    card,
    foot_bar,
    page_head,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.safekeeping.audit_trail import TrailLine
from therapist_app.workflows.safekeeping.audit_words import KINDS

CHECKED = NN_("{checked} of {count} entry is checked.", "{checked} of {count} entries are checked.")
ENTRIES = NN_("{count} entry.", "{count} entries.")
ENTRIES_SINCE = NN_("{count} entry since {day}.", "{count} entries since {day}.")

NAMED = 5
SIGNERS_NAMED = 6
FILES = {
    "caseload": NP_("whose audit trail", "This caseload"),
    "service": NP_("whose audit trail", "The service"),
}
LEAST_LINES = 7


class CheckedView(QWidget):
    """Says how far the trail is checked, and then whether it is whole."""

    def __init__(self) -> None:
        super().__init__()
        self.verdict = MessagePlace()
        self.detail: QLabel = text("", "small", wrap=True)
        self.setLayout(stack(self.verdict, self.detail, gap="xs"))

    def show_state(self, state: TrailState) -> None:
        """Show what the check found so far; a fault as soon as it is known."""
        report = state.report
        self.detail.setText(detail_words(state))
        if not report.is_whole:
            self.verdict.show_message("urgent", *fault_words(state))
        elif state.is_checking:
            self.verdict.clear()
        else:
            title = _("No entry is missing or changed")
            self.verdict.show_message("good", title, "")


def detail_words(state: TrailState) -> str:
    """Return how many entries there are, since when, and who signed some of them."""
    page, report = state.page, state.report
    if state.is_checking:
        entries = max(page.entries, report.entries)
        return counted(CHECKED, entries, checked=report.entries)
    said = [counted(ENTRIES, report.entries)]
    if page.began is not None:
        day = written_day(page.began.astimezone().date())
        said = [counted(ENTRIES_SINCE, report.entries, day=day)]
    signers = [
        f"{state.people.get(uid) or _('somebody not in the list')} ({count})"
        for uid, count in report.signed_by
        if count
    ]
    if signers:
        more = " …" if len(signers) > SIGNERS_NAMED else ""
        names = ", ".join(signers[:SIGNERS_NAMED]) + more
        said.append(
            _("Important entries carry their person's signature: {names}.").format(names=names)
        )
    return " ".join(said)


def fault_words(state: TrailState) -> tuple[str, str]:
    """Return title and detail of what is wrong with the trail."""
    report = state.report
    said = []
    if report.broken_at is not None:
        words = _("From entry {n} on, an entry was changed, left out, put in or moved.")
        said.append(words.format(n=report.broken_at))
    if report.forged:
        named = ", ".join(str(each) for each in report.forged[:NAMED])
        more = " …" if len(report.forged) > NAMED else ""
        words = _("Without a valid signature where one belongs, or not readable: {entries}.")
        said.append(words.format(entries=named + more))
    said.append(
        _("Copy the service folder as it is, change nothing, and ask whoever looks after it.")
    )
    return _("Somebody changed this audit trail"), " ".join(said)


class AuditTrailView(PageView[AuditTrailViewModel]):
    """Who did what and when, newest first."""

    HELP = PageHelp(
        "Who did what, and when, newest first. Nobody can change this list. Choose what "
        "you want to see, or check whether the whole list is intact.",
        ((NP_("keys", "Up, Down"), N_("From one entry to the next")),),
        read_on="docs/guides/administrator.md",
    )

    def __init__(self, viewmodel: AuditTrailViewModel) -> None:
        super().__init__("audit_trail", viewmodel)
        state = viewmodel.state
        self.file = ChoiceBox((each, _(FILES[each])) for each in state.files)
        self.person = ChoiceBox([("", pgettext("filter", "Everybody")), *state.people.items()])
        kinds = [(kind, _(words)) for kind, words in KINDS.items()]
        self.kind = ChoiceBox([("", pgettext("filter", "Everything")), *kinds])
        for box in (self.file, self.person, self.kind):
            let_shrink(box)
        self.checked = CheckedView()
        self.table = _table()
        self.empty = text(_("No entry of this kind."), wrap=True)
        self.back = button(pgettext("button", "Back"))
        self.newer = button(pgettext("button", "Newer"))
        self.older = button(pgettext("button", "Older"))
        self._compose()
        self._listen()
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard on the entries; with large text they are further down."""
        (self.file if look().is_large else self.table).setFocus()

    def show_state(self, state: TrailState) -> None:
        """Show a page of entries, and what the check found."""
        self.checked.show_state(state)
        if state.page.lines != self.table.table_model.rows:
            self.table.show_rows(state.page.lines)
            self.table.scrollToTop()
        self.table.setVisible(bool(state.page.lines))
        self.empty.setVisible(not state.page.lines)
        self.newer.setEnabled(not state.is_newest)
        self.older.setEnabled(state.page.has_older)
        for box, chosen in (
            (self.file, state.wanted.file),
            (self.person, state.wanted.by),
            (self.kind, state.wanted.kind),
        ):
            box.show_chosen(chosen)

    def _compose(self) -> None:
        fields = Columns(
            LabelledField(pgettext("field", "Trail"), self.file),
            LabelledField(pgettext("field", "Whose entries"), self.person),
            LabelledField(pgettext("field", "What kind"), self.kind),
            gap="m",
        )
        entries = card(pgettext("card", "Entries"), fields, self.empty, self.table)
        body = stack(self.checked, entries, gap="l", margins=("page", "l", "page", "l"))
        beneath = _("Who did what, and when. It contains no word of any client.")
        self.setLayout(
            whole_page(
                page_head(pgettext("page", "Audit trail"), beneath),
                scroll(body),
                foot_bar(self.back, STRETCH, self.newer, self.older),
            )
        )

    def _listen(self) -> None:
        viewmodel = self._viewmodel
        self.file.chosen.connect(viewmodel.choose_file)
        self.person.chosen.connect(viewmodel.choose_person)
        self.kind.chosen.connect(viewmodel.choose_kind)
        self.newer.clicked.connect(viewmodel.show_newer)
        self.older.clicked.connect(viewmodel.show_older)
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.state_changed.connect(self.show_state)


def _table() -> DataclassTableView[TrailLine]:
    if look().is_large:
        columns = [
            TableColumn(pgettext("column", "When"), _when),
            TableColumn(_("Who and what"), _all_of_it, stretch=True),
        ]
    else:
        columns = [
            TableColumn(pgettext("column", "When"), _when),
            TableColumn(pgettext("column", "Who"), _who),
            TableColumn(
                pgettext("column", "What"), lambda line: line.what, strong=True, stretch=True
            ),
            TableColumn(pgettext("column", "About"), lambda line: line.about),
            TableColumn(pgettext("column", "Signature"), _signed),
        ]
    table = DataclassTableView(DataclassTableModel[TrailLine](columns))
    table.setAccessibleName(pgettext("table", "Entries"))
    table.let_rows_grow()
    table.setMinimumHeight(table.verticalHeader().defaultSectionSize() * LEAST_LINES)
    return table


def _when(line: TrailLine) -> str:
    if line.at is None:
        return "\N{EN DASH}"
    return written_moment(line.at.astimezone()).replace(" ", "\N{NO-BREAK SPACE}")


def _who(line: TrailLine) -> str:
    return line.who or "\N{EN DASH}"


def _signed(line: TrailLine) -> str:
    return pgettext("state of an entry", "signed") if line.is_signed else ""


def _all_of_it(line: TrailLine) -> str:
    return facts_in_a_line(_who(line), line.what, line.about, _signed(line))
