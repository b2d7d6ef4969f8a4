"""A figure of the page that is shown, opened: its rule, its sum, and whose it is here."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.screens.outcomes.release_state import OutcomesState
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.parts import (
    LabelledField,
    Part,
    card,
    empty,
    hold,
    reading,
    ruled,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.workflows.exporting.figures_in_window import FigureInWindow, NumberInWindow


class FigureView(QWidget):
    """Which figure is opened, and what it is made of; gone where a page has none."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        self._shown: object = None
        self.figures = ChoiceBox()
        self._place = stack()
        said = _(
            "See how a figure is counted, from how many, and who is behind it in caseloads that "
            "you can open. This stays here: nothing of it leaves."
        )
        field = LabelledField(_("Open a figure of this page"), self.figures)
        body = card(pgettext("card", "Behind a figure"), reading(said), field, self._place, gap="s")
        self.setLayout(stack(body, margins=("l", "hair", "l", "l")))
        self.figures.chosen.connect(viewmodel.open_figure)

    def show_state(self, state: OutcomesState) -> None:
        """Show what can be opened, and the figure that was."""
        if state.is_busy and state.made.is_opening:
            return
        figures = state.figures
        self.setVisible(bool(figures))
        nothing = ("", pgettext("figure", "Choose a figure"))
        self.figures.show_choices([nothing, *((each.id, each.words) for each in figures)])
        self.figures.show_chosen(state.made.figure.id if state.made.figure else "")
        if state.made.figure != self._shown:
            self._shown = state.made.figure
            empty(self._place)
            if state.made.figure is not None:
                self._place.addWidget(_figure(state.made.figure))


def _figure(figure: FigureInWindow) -> QWidget:
    notes: list[Part] = [text(each, "caption", wrap=True) for each in figure.notes]
    changed = _(
        "Each count was changed by {most} at most, so that nobody can be found in it; that is "
        "why it need not be the number of codes."
    ).format(most=figure.most)
    parts: list[Part] = [
        text(figure.title, "strong", wrap=True),
        *ruled([_number(each, is_opened=bool(figure.opened)) for each in figure.numbers]),
        text(changed, "small", wrap=True),
        text(caseloads_words(figure), "small", wrap=True),
        *notes,
    ]
    read = ReadByLines(figure.title)
    words = [line for each in figure.numbers for line in _number_words(each, figure)]
    lines = [*words, changed, caseloads_words(figure), *figure.notes]
    read.hold_lines(lines, stack(*parts, gap="s"))
    return read


def _number_words(each: NumberInWindow, figure: FigureInWindow) -> tuple[str, ...]:
    """Return what a number says, line by line; one that is not there says nothing."""
    number = each.number
    head = _("{title}: {figure}").format(title=number.title, figure=number.said)
    codes = codes_words(each.codes) if figure.opened else ""
    return head, number.rule, number.made_of, codes


def _number(each: NumberInWindow, *, is_opened: bool) -> QWidget:
    number = each.number
    head = _("{title}: {figure}").format(title=number.title, figure=number.said)
    parts: list[Part] = [
        text(head, wrap=True),
        text(number.rule, "small", tone="muted", wrap=True),
    ]
    if number.made_of:
        parts.append(text(number.made_of, "small", wrap=True))
    if is_opened:
        parts.append(text(codes_words(each.codes), "small", wrap=True))
    return hold(stack(*parts, gap="hair"))


def codes_words(codes: tuple[str, ...]) -> str:
    """Return who is behind a number, by code."""
    if not codes:
        return _("Nobody in caseloads that you can open.")
    return ngettext(
        "{count} client in caseloads that you can open: {codes}",
        "{count} clients in caseloads that you can open: {codes}",
        len(codes),
    ).format(count=len(codes), codes=", ".join(codes))


def caseloads_words(figure: FigureInWindow) -> str:
    """Return of how many of the caseloads behind a figure the clients are told."""
    if not figure.opened:
        return _("You can open none of the caseloads behind it: no client is shown.")
    return ngettext(
        "Clients are shown of {opened} of {of} caseload, as the record is now.",
        "Clients are shown of {opened} of {of} caseloads, as the record is now.",
        figure.of,
    ).format(opened=figure.opened, of=figure.of)
