"""The forms of a client: those that were filled in, those to fill in, and one from paper."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget
from typing_extensions import override

from session_forms.words.day_words import day_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.kinds.date_and_time import limits_in_words
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import day_in_figures, read_day, today_words
from therapist_app.screens.client.entering import PaperViewModel
from therapist_app.screens.client.viewmodel import ClientViewModel, FillableForm, FormLine
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.fields.choice_box import UnfoldingBox
from therapist_app.widgets.fields.decision import DecisionField
from therapist_app.widgets.layout.layouts import keep_aside
from therapist_app.widgets.layout.page_view import TurnedPage, foot_bar, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    TwoColumns,
    button,
    card,
    empty_state,
    hold,
    row,
    scroll_cards,
    stack,
    text,
)

SHORTEST_LIST = 12
LEAST_HEIGHT = 200


class PaperView(TurnedPage):
    """What stands on the paper besides its answers; `form_id` is the form to begin with."""

    HELP = PageHelp(
        "Use this page when the client filled in a form on paper. Say which form it is "
        "and on which day it was filled in; then type the answers as they stand on the "
        "sheet.",
        read_on="docs/measures.md",
    )

    def __init__(self, viewmodel: PaperViewModel, form_id: str = "") -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._forms = viewmodel.forms
        self.form = _choice_list([each.title for each in self._forms])
        ids = [each.form_id for each in self._forms]
        self.form.setCurrentIndex(ids.index(form_id) if form_id in ids else 0)
        self._slots = viewmodel.slots(self._form_id)
        self.day = DayLine(today=viewmodel.days[1])
        self.day.show_limits(*viewmodel.days)
        self.day_field = LabelledField(_("&Day on the paper"), self.day, hint=self._which_days())
        self.rater = DecisionField(viewmodel.raters, name=_("Who filled it in"))
        self.slot = _choice_list([each.label for each in self._slots])
        self.enter = MainButton(_("Enter the answers"))
        self.back = button(pgettext("button", "Back"), "quiet")
        self._compose()
        self.form.currentIndexChanged.connect(self._on_form_changed)
        self.day.edited.connect(self._on_day_edited)
        self.day.returnPressed.connect(self._on_enter_clicked)
        self.enter.clicked.connect(self._on_enter_clicked)
        self.back.clicked.connect(self.back_chosen)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the choice of the form."""
        self.form.setFocus()

    def _compose(self) -> None:
        sheet = card(
            _("Enter a paper form"),
            LabelledField(pgettext("field", "&Form"), self.form),
            self.day_field,
            self.rater,
            LabelledField(
                pgettext("field", "&Belongs to"),
                self.slot,
                hint=_("Choose the session for which its score counts."),
            ),
            row(STRETCH, self.enter),
            gap="m",
        )
        page = stack(sheet, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(whole_page(None, scroll_cards(page), foot_bar(self.back, STRETCH)))

    @property
    def _form_id(self) -> str:
        return self._forms[self.form.currentIndex()].form_id

    def _which_days(self) -> str:
        return facts_in_a_line(limits_in_words(*self._viewmodel.days), today_words())

    def _on_form_changed(self) -> None:
        self._slots = self._viewmodel.slots(self._form_id)
        self.slot.clear()
        self.slot.addItems([each.label for each in self._slots])
        self._choose_likely_slot()

    def _on_day_edited(self, words: str) -> None:
        day = read_day(words)
        self.day_field.hint.setText(day_in_words(day) if day else self._which_days())
        self._choose_likely_slot()

    def _choose_likely_slot(self) -> None:
        day = read_day(self.day.text())
        likely = self._viewmodel.likely(self._form_id, day) if day else ""
        self.slot.setCurrentIndex([each.slot for each in self._slots].index(likely))

    def _on_enter_clicked(self) -> None:
        day = read_day(self.day.text())
        problem = self._viewmodel.problem(day)
        self.day_field.show_problem(problem)
        if problem or day is None:
            self.day.setFocus()
            return
        rater = self.rater.chosen_id
        if not rater:
            self.rater.show_problem(_("Choose who filled it in."), again=True)
            self.rater.start_focus()
            return
        slot = self._slots[self.slot.currentIndex()].slot
        self._viewmodel.begin(self._form_id, day, rater, slot)


def _choice_list(words: list[str]) -> UnfoldingBox:
    made = UnfoldingBox()
    made.setMinimumContentsLength(SHORTEST_LIST)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.addItems(words)
    return made


class FormsView(TurnedPage):
    """Two tables; Enter opens a form.

    Signals:
        paper_chosen: A form on paper is to be entered; the id of the one that is marked, or "".

    """

    HELP = PageHelp(
        "All forms of this client: those that are filled in, and those that can be. A "
        "finished form opens to be read, and is only corrected with a reason. Answers on "
        "paper can be typed in from here too.",
        ((NP_("keys", "Enter"), N_("Open the form in the chosen row")),),
        read_on="docs/measures.md",
    )

    paper_chosen = Signal(str)

    def __init__(self, viewmodel: ClientViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        done = viewmodel.forms_done()
        self.done = _done_table(done)
        self.to_fill = _choice_table(viewmodel.forms_to_fill())
        self.back = button(pgettext("button", "Back"), "quiet")
        self.paper = button(_("Enter a paper form"), "secondary", "form")
        nothing = _("Filled-in forms are shown here, the newest first.")
        left = self.done if done else empty_state("form", _("Nothing filled in yet"), nothing)
        keep_aside(self, *(() if done else (self.done,)))
        keys = text(_("Enter opens a form, to fill in or print."), "caption")
        self._is_restricted = viewmodel.state.page.is_restricted
        right: QWidget = self.to_fill
        if self._is_restricted:
            keep_aside(self, self.to_fill, self.paper)
            words = _("The client's record is restricted: you can read it, but not change it.")
            right = hold(stack(text(words, wrap=True), STRETCH))
        lists = (
            _titled(pgettext("card", "Filled in"), left),
            _titled(_("Fill in now"), right),
        )
        columns = TwoColumns(*lists, shares=(3, 2), gap="m")
        policy = QSizePolicy.Policy
        columns.setSizePolicy(policy.Preferred, policy.Expanding)
        foot = row(self.back, STRETCH, keys, *(() if self._is_restricted else (self.paper,)))
        self.setLayout(stack(columns, foot, gap="m", margins=("page", "l", "page", "m")))
        self.done.chosen.connect(self._on_done_chosen)
        self.to_fill.chosen.connect(self._on_to_fill_chosen)
        self.paper.clicked.connect(self._on_paper_clicked)
        self.back.clicked.connect(self.back_chosen)

    @property
    @override
    def place(self) -> str:
        """Which page it is."""
        return pgettext("command", "Forms")

    @override
    def focus_first(self) -> None:
        """Put the keyboard in the list of forms to fill in; on the way back where none can be."""
        if self._is_restricted:
            self.back.setFocus()
            return
        self.to_fill.setCurrentIndex(self.to_fill.table_model.index(0, 0))
        self.to_fill.setFocus()

    def _on_paper_clicked(self) -> None:
        marked = self.to_fill.current_row
        self.paper_chosen.emit(marked.form_id if marked else "")

    def _on_done_chosen(self, line: object) -> None:
        if isinstance(line, FormLine):
            self._viewmodel.open_filled(line)

    def _on_to_fill_chosen(self, choice: object) -> None:
        if isinstance(choice, FillableForm):
            self._viewmodel.open_form(choice.form_id)


def _titled(title: str, table: QWidget) -> QWidget:
    table.setMinimumHeight(look().scaled(LEAST_HEIGHT))
    held = stack(text(title, "lead"), table, gap="s")
    held.setStretch(1, 1)
    return hold(held)


def _done_table(lines: tuple[FormLine, ...]) -> DataclassTableView[FormLine]:
    model = DataclassTableModel[FormLine](
        (
            TableColumn(pgettext("column", "Form"), lambda line: line.title, stretch=True),
            TableColumn(pgettext("column", "Day"), lambda line: day_in_figures(line.day)),
            TableColumn(pgettext("column", "Session"), lambda line: line.session, right=True),
            TableColumn(pgettext("column", "State"), _state),
        )
    )
    model.show_rows(lines)
    table = DataclassTableView(model)
    table.setAccessibleName(_("Forms filled in"))
    return table


def _choice_table(choices: tuple[FillableForm, ...]) -> DataclassTableView[FillableForm]:
    model = DataclassTableModel[FillableForm](
        (
            TableColumn(pgettext("column", "Form"), lambda choice: choice.title, stretch=True),
            TableColumn(
                pgettext("column", "Minutes"), lambda choice: str(choice.minutes or ""), right=True
            ),
        )
    )
    model.show_rows(choices)
    table = DataclassTableView(model)
    table.setAccessibleName(_("Forms to fill in"))
    return table


def _state(line: FormLine) -> str:
    words = [pgettext("form", "finished") if line.is_finished else pgettext("form", "draft")]
    if line.is_from_paper:
        words.append(pgettext("kind of entry of a form", "paper"))
    if line.is_late or line.timing == "late":
        words.append(pgettext("kind of entry of a form", "late"))
    if line.timing == "extra":
        words.append(pgettext("kind of entry of a form", "extra"))
    return ", ".join(words)
