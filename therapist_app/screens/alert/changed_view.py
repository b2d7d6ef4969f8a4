"""An alert whose answer was changed before its form was finished: what happened, in one choice."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_, _, pgettext
from therapist_app.screens.alert.viewmodel import AlertState, AlertViewModel
from therapist_app.widgets.controls.options import ChoosingOption, one_of, option_for, show_checked
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    TextArea,
    button,
    card,
    choices,
    hold,
    reading,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.sessions.answering_alerts import changed_ways

MISSING = {
    "how": N_("Say what happened: choose one of the two."),
    "facts": N_("What was said, or how it came about: one sentence at least."),
}


class ChangedView(QWidget):
    """The two ways in which it can have come about; nothing is chosen beforehand."""

    def __init__(self, viewmodel: AlertViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.ways = [ChoosingOption(words, way) for way, words in changed_ways().items()]
        self._group = one_of(self, self.ways)
        for each in self.ways:
            each.chosen.connect(viewmodel.choose_how_changed)
        self.facts = TextArea(lines=2)
        self.missing = text("", "small", tone="attention", wrap=True)
        self.in_full = button(_("Answer it in full"), "quiet")
        self.record = MainButton(_("Record the answer"), is_final=True)
        line = row(stack(symbol("alert", "attention"), STRETCH), self.missing, gap="s", grows=1)
        self._missing_line = hold(line)
        said = _("Where the first answer was meant, or you are not sure, answer it in full.")
        facts = LabelledField(_("&What was said"), self.facts, hint=_("Roles, no names of others."))
        sheet = card(
            pgettext("card", "What happened?"),
            choices(pgettext("card", "What happened?"), *self.ways),
            facts,
            reading(said),
            row(self.in_full, STRETCH, self.record),
            self._missing_line,  # beneath the button, which does not move when this goes
            gap="s",
        )
        self.setLayout(stack(sheet))
        self.facts.edited.connect(viewmodel.write_facts)
        self.record.clicked.connect(viewmodel.record_changed)

    @property
    def lacking(self) -> QWidget:
        """Where what is missing first is said."""
        return self.ways[0] if "how" in self._viewmodel.state.missing_of_change else self.facts

    def show_state(self, state: AlertState) -> None:
        """Show what is chosen and written, and what it lacks."""
        show_checked(self._group, option_for(self.ways, state.how_changed))
        self.facts.show_words(state.answer.facts)
        words = "\n".join(_(MISSING[each]) for each in state.missing_of_change)
        self.missing.setText(words)
        self._missing_line.setVisible(bool(words))
        self.record.setEnabled(not words)
        self.record.setAccessibleDescription(words)
