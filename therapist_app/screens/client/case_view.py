"""A worked case, to read: every meeting in a list, and beside it what to notice."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy
from typing_extensions import override

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.practice.worked_cases import WrittenForm
from therapist_app.record.model import CAME
from therapist_app.screens.client.case_reading import CaseViewModel, StopLine
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.layout.frames import quiet_card
from therapist_app.widgets.layout.page_view import TurnedPage, foot_bar, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Part,
    button,
    card,
    hold,
    lay_in,
    row,
    scroll,
    stack,
    text,
)

CAME_WORDS = {
    "attended": NP_("attendance", "came"),
    "late": NP_("attendance", "came late"),
    "cancelled_client": NP_("attendance", "cancelled"),
    "cancelled_service": N_("cancelled by the service"),
    "did_not_attend": N_("did not come"),
    "": NP_("attendance", "ahead"),
}
LEAST_HEIGHT = 240


class CaseView(TurnedPage):
    """The meetings of a worked case; what is chosen in the list is told beside it."""

    HELP = PageHelp(
        "This is an invented client whose whole course you can read. Choose a meeting in "
        "the list to see what was done there, and why.",
        read_on="docs/programme.md",
    )

    def __init__(self, viewmodel: CaseViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.meetings = _table(viewmodel.lines())
        self.meetings.setMinimumHeight(look().scaled(LEAST_HEIGHT))
        self.area = scroll(stack())
        self.moves: list[QPushButton] = []
        self.back = button(pgettext("button", "Back"), "quiet")
        columns = Columns(
            hold(stack(self.meetings, margins=("page", "m", 0, "m"))),
            self.area,
            shares=(5, 7),
            gap="s",
        )
        policy = QSizePolicy.Policy
        columns.setSizePolicy(policy.Preferred, policy.Expanding)
        keys = text(_("Up and down choose a meeting."), "caption")
        self.setLayout(whole_page(None, columns, foot_bar(self.back, STRETCH, keys)))
        self.back.clicked.connect(self.back_chosen)
        self.meetings.chosen.connect(self._on_meetings_chosen)
        self.meetings.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.meetings.selectRow(0)

    @property
    @override
    def place(self) -> str:
        """Which page it is."""
        return pgettext("page", "Worked case")

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the list."""
        self.meetings.setFocus()

    def show_line(self, line: StopLine) -> None:
        """Tell one meeting."""
        stop = line.stop
        title = _("{number} · {title}").format(number=line.number, title=stop.title)
        when = _("{day}, {came}").format(
            day=day_in_words(stop.day), came=_(CAME_WORDS[stop.attendance])
        )
        parts: list[Part] = [text(title, "lead", wrap=True), text(when, "muted", wrap=True)]
        parts.append(quiet_card(_("What to notice"), [stop.comment], symbol_name="library"))
        self.moves = []
        if stop.attendance in CAME:
            parts += self._ways(stop.appointment_id)
        page = stack(*parts, STRETCH, gap="m", margins=("m", "m", "page", "m"))
        lay_in(self.area, page)

    def _ways(self, appointment_id: str) -> list[Part]:
        viewmodel = self._viewmodel
        session = ChoosingButton(
            _("Read the session step by step"), appointment_id, symbol_name="session"
        )
        note = ChoosingButton(pgettext("button", "Its note"), appointment_id, symbol_name="note")
        self._follow(session, viewmodel.open_session)
        self._follow(note, viewmodel.open_note)
        return [row(session, note, STRETCH), self._writings(viewmodel.writings(appointment_id))]

    def _writings(self, writings: tuple[WrittenForm, ...]) -> QFrame:
        ways = [
            ChoosingButton(each.title, each.filled_form_id, "quiet", "form") for each in writings
        ]
        for each in ways:
            self._follow(each, self._viewmodel.open_writing)
        return card(_("What was written and answered"), *ways, gap="hair")

    def _follow(self, way: ChoosingButton, go: Callable[[str], None]) -> None:
        way.chosen.connect(go)
        self.moves.append(way)

    def _on_current_changed(self) -> None:
        line = self.meetings.current_row
        if line is not None:
            self.show_line(line)

    def _on_meetings_chosen(self) -> None:
        """Go from the list into what is told, or into the session where Enter is pressed."""
        if self.moves:
            self.moves[0].setFocus()


def _table(lines: tuple[StopLine, ...]) -> DataclassTableView[StopLine]:
    model = DataclassTableModel[StopLine](
        (
            TableColumn(pgettext("column", "Session"), lambda line: line.number, strong=True),
            TableColumn(pgettext("column", "Title"), lambda line: line.stop.title, stretch=True),
            TableColumn("", _came),
        )
    )
    model.show_rows(lines)
    table = DataclassTableView(model)
    table.setAccessibleName(_("Meetings of this case"))
    if look().is_large:
        table.hideColumn(2)
    return table


def _came(line: StopLine) -> str:
    """Return how it stands, where that is out of the ordinary."""
    came = line.stop.attendance
    return "" if came == "attended" else _(CAME_WORDS[came])
