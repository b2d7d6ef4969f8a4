"""Writing down what a client decided on paper or by word of mouth."""

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import day_in_figures, read_day
from therapist_app.record.model import Decision, GivenHow
from therapist_app.screens.data_rights.viewmodel import DataRightsViewModel
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.fields.decision import DecisionField
from therapist_app.widgets.fields.fields import let_shrink
from therapist_app.widgets.layout.page_view import TurnedPage
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    MainButton,
    TextLine,
    card,
    hold,
    row,
    scroll_cards,
    stack,
    text,
)
from therapist_app.widgets.words import ReadingText
from therapist_app.workflows.course.consenting import FIGURES_USED

DECISIONS: tuple[tuple[Decision, str], ...] = (
    ("given", NP_("decision", "Agrees")),
    ("refused", N_("Does not agree")),
    ("withdrawn", N_("Takes the agreement back")),
)
HOW: tuple[tuple[GivenHow, str], ...] = (
    ("signed_paper", N_("Signed on paper")),
    ("spoken", N_("By word of mouth")),
)
_DECISIONS: Mapping[str, Decision] = {each: each for each, _words in DECISIONS}
_HOW: Mapping[str, GivenHow] = {each: each for each, _words in HOW}


def _at_top(field: QWidget) -> QWidget:
    """Return a field that stands beside others, whatever is said under these."""
    return hold(stack(field, STRETCH))


class ConsentView(TurnedPage):
    """What, which decision, how, about which text, on which day."""

    HELP = PageHelp(
        "Here you note what the client decided: what it is about, whether they agreed, "
        "how they said it, and on which day. Earlier decisions stay in the record.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: DataRightsViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._topics = viewmodel.state.consents
        self._today = today = viewmodel.today
        self.topic = ChoiceBox((each.topic.id, each.topic.title) for each in self._topics)
        self.topic.show_chosen(None)
        let_shrink(self.topic)
        self._changed = viewmodel.state.changed
        self.to_read = ReadingText()
        decisions = ((each, _(words)) for each, words in DECISIONS)
        self.decisions = DecisionField(decisions, name=pgettext("field", "The client"))
        self.how = DecisionField(
            ((each, _(words)) for each, words in HOW), name=pgettext("field", "How")
        )
        self.topic_field = LabelledField(pgettext("field", "&About"), self.topic)
        self.text_name, self.version, self.day = TextLine(), TextLine(), DayLine(today=today)
        self.day.show_limits(None, today)
        self.day.setText(day_in_figures(today))
        self.name_field = LabelledField(
            _("Which &text or paper"),
            self.text_name,
            hint=_("What it is called in the clinic. No names."),
        )
        self.version_field = LabelledField(_("Its &version or date"), self.version)
        self.day_field = LabelledField(_("D&ay of the decision"), self.day)
        self.keep = MainButton(_("Save this decision"), loses_words=True)
        sheet = card(
            _("Record a decision"),
            self.topic_field,
            self.to_read,
            self.decisions,
            self.how,
            Columns(*map(_at_top, (self.name_field, self.version_field, self.day_field)), gap="m"),
            text(_("Earlier decisions stay in the record."), "small", tone="muted", wrap=True),
            row(STRETCH, self.keep),
            gap="s",
        )
        page = stack(sheet, STRETCH, margins=("page", "m", "page", "m"))
        self.setLayout(stack(scroll_cards(page)))
        self.topic.chosen.connect(self._on_topic_chosen)
        self.to_read.hide()
        if viewmodel.topic:
            self.topic.show_chosen(viewmodel.topic)
            self._show_wording(viewmodel.topic)
        self.keep.clicked.connect(self._on_keep_clicked)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on what it is about."""
        self.topic.setFocus()

    @Slot(str)
    def _on_topic_chosen(self, topic: str) -> None:
        self.topic_field.show_problem("")
        self._show_wording(topic)

    def _show_wording(self, topic: str) -> None:
        """Show what to read to a client who agreed to an earlier wording, and fill in its name."""
        found = self._changed if topic == FIGURES_USED else None
        self.to_read.setVisible(found is not None and bool(found.to_read))
        if found is None:
            return
        self.to_read.set_words(" ".join(found.to_read), strong=_("Read to the client:"))
        if not self.text_name.text().strip() and not self.version.text().strip():
            self.text_name.setText(found.title)
            self.version.setText(found.version)

    def _on_keep_clicked(self) -> None:
        day = read_day(self.day.text())
        is_past = day is not None and day <= self._today
        name = _("Write its name, so that it is known later what was read.")
        version = _("Write its version as well.")
        choose = pgettext("choice", "Choose one.")
        self.topic_field.show_problem("" if self.topic.chosen_id else choose, again=True)
        for decision in (self.decisions, self.how):
            decision.show_problem("" if decision.chosen_id else choose, again=True)
        self.name_field.show_problem("" if self.text_name.text().strip() else name, again=True)
        self.version_field.show_problem("" if self.version.text().strip() else version, again=True)
        self.day_field.show_problem(
            "" if is_past else _("Write a day up to today, as {day}.").format(day=self.day.example),
            again=True,
        )
        wrong = [
            field
            for field, is_right in (
                (self.topic, bool(self.topic.chosen_id)),
                (self.decisions.button(0), bool(self.decisions.chosen_id)),
                (self.how.button(0), bool(self.how.chosen_id)),
                (self.text_name, bool(self.text_name.text().strip())),
                (self.version, bool(self.version.text().strip())),
                (self.day, is_past),
            )
            if not is_right
        ]
        if wrong or day is None:
            wrong[0].setFocus()
            return
        self._viewmodel.write_down(
            topic=self.topic.chosen_id,
            text_id=self.text_name.text().strip(),
            text_version=self.version.text().strip(),
            decision=_DECISIONS[self.decisions.chosen_id],
            how=_HOW[self.how.chosen_id],
            day=day,
        )
