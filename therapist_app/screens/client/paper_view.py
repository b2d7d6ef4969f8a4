"""Entering a form from paper: which one, of which day, filled in by whom, for which session."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QVBoxLayout, QWidget

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.kinds.date_and_time import limits_in_words
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import read_day
from therapist_app.screens.client.entering import PaperViewModel
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    Option,
    button,
    card,
    row,
    scroll,
    stack,
    text,
)

SHORTEST_LIST = 12


class PaperView(QWidget):
    """What stands on the paper besides its answers.

    Signals:
        back_chosen: Back to the forms of the client.

    """

    back_chosen = Signal()

    def __init__(self, viewmodel: PaperViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._forms = viewmodel.forms
        self._slots = viewmodel.slots(self._forms[0].form_id)
        self.form = _choice_list([each.title for each in self._forms])
        self.day = DayLine()
        self.day.show_limits(*reversed(viewmodel.days))
        self.day_field = LabelledField(_("&Day on the paper"), self.day, hint=self._which_days())
        self.raters = {name: Option(words) for name, words in viewmodel.raters}
        self.slot = _choice_list([each.label for each in self._slots])
        self.enter = button(_("Enter the answers"), "primary")
        self.back = button(_("Back"), "quiet")
        self._group = QButtonGroup(self)
        for option in self.raters.values():
            self._group.addButton(option)
        next(iter(self.raters.values())).setChecked(True)
        self._compose()
        self.form.currentIndexChanged.connect(self._on_form_changed)
        self.day.edited.connect(self._on_day_edited)
        self.day.returnPressed.connect(self._on_enter_clicked)
        self.enter.clicked.connect(self._on_enter_clicked)
        self.back.clicked.connect(self.back_chosen)

    def focus_first(self) -> None:
        """Put the keyboard on the choice of the form."""
        self.form.setFocus()

    def _compose(self) -> None:
        options = list(self.raters.values())
        half = -(-len(options) // 2)
        sheet = card(
            _("Enter a paper form"),
            LabelledField(_("&Form"), self.form),
            self.day_field,
            text(_("Who filled it in"), "strong"),
            Columns(stack(*options[:half], gap="s"), stack(*options[half:], gap="s"), gap="s"),
            LabelledField(
                _("&Belongs to"),
                self.slot,
                hint=_("One form fills the place of one session; that is where its score counts."),
            ),
            row(STRETCH, self.enter),
            gap="m",
        )
        page = stack(sheet, row(self.back, STRETCH), STRETCH, margins=("page", "l", "page", "l"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll(page))

    @property
    def _form_id(self) -> str:
        return self._forms[self.form.currentIndex()].form_id

    def _which_days(self) -> str:
        return limits_in_words(*self._viewmodel.days)

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
        rater = next(name for name, option in self.raters.items() if option.isChecked())
        slot = self._slots[self.slot.currentIndex()].slot
        self._viewmodel.begin(self._form_id, day, rater, slot)


def _choice_list(words: list[str]) -> QComboBox:
    made = QComboBox()
    made.setMinimumContentsLength(SHORTEST_LIST)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.addItems(words)
    return made
