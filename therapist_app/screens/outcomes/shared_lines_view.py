"""Which lines of a client's summary fit nobody else of the caseload, and what to leave out."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QLabel, QWidget

from exports.client_summary.summary_lines import SharedLine
from exports.purposes import PART_WORDS, SummaryPart, parts_for
from session_forms.words.list_words import listed
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.screens.outcomes.release_state import OutcomesState
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.parts import Part, Tick, card, empty, reading, stack, text


class SharedLinesView(QWidget):
    """A tick for each part that the purpose needs, and how many clients show the same in it."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.ticks: dict[SummaryPart, Tick] = {}
        self.said: dict[SummaryPart, QLabel] = {}
        self.together = text("", "strong", wrap=True)
        self._place = stack(self.together, margins=("l", "hair", "l", "l"))
        self.setLayout(self._place)
        self.hide()

    def show_state(self, state: OutcomesState) -> None:
        """Show what is told and what is left out; while it is made anew, what stood there."""
        for each in self.ticks.values():
            each.setEnabled(not state.is_busy)
        if state.is_busy:
            return
        prepared = state.made.prepared
        shared = (prepared and prepared.shared) or ()
        self.setVisible(bool(shared))
        if shared:
            parts = parts_for(state.purpose)
            if tuple(self.ticks) != parts:
                self._build(parts)
            self._fill(state, shared)

    def focus_first(self) -> None:
        """Put the keyboard on the first part, which brings it into sight."""
        first = next(iter(self.ticks.values()), None)
        if first is not None:
            first.setFocus()

    def holds(self, widget: QWidget | None) -> bool:
        """Return whether it is one of the ticks, which can be used again."""
        return any(each is widget for each in self.ticks.values())

    def _build(self, parts: Sequence[SummaryPart]) -> None:
        empty(self._place)
        self.ticks = {part: Tick(_(PART_WORDS[part])) for part in parts}
        self.said = {part: text("", "caption", wrap=True) for part in parts}
        self.together = text("", "strong", wrap=True)
        rows: list[Part] = []
        for part, tick in self.ticks.items():
            tick.turned.connect(partial(self._on_turned, part))
            rows += [tick, self.said[part]]
        about = _(
            "Whoever knows something about a client can find them by what fits nobody else. Take "
            "the tick away from what the recipient does not need: it is then in no page and in "
            "no table."
        )
        title = _("Who else shows the same")
        self._place.addWidget(card(title, reading(about), *rows, self.together, gap="s"))

    def _fill(self, state: OutcomesState, shared: Sequence[SharedLine]) -> None:
        for part, tick in self.ticks.items():
            is_out = part in state.left_out
            tick.setChecked(not is_out)
            lines = [each for each in shared if each.part == part]
            words = pgettext("part of a summary", "Left out.") if is_out else lines_in_words(lines)
            self.said[part].setText(words)
            tick.setAccessibleDescription(words)
        outside = [each for each in shared if each.part is None]
        said = [f"{each.title}: {shared_in_words(each)}" for each in outside]
        self.together.setText(" ".join(said))

    def _on_turned(self, part: SummaryPart, is_on: bool) -> None:  # noqa: FBT001 - a signal gives it so
        self._viewmodel.leave_out(part, out=not is_on)


def lines_in_words(lines: Sequence[SharedLine]) -> str:
    """Return what the lines of a part say, and how many clients show the same."""
    if not lines:
        return _("Nothing is known of it yet.")
    if len(lines) == 1:
        [line] = lines
        about = f"{line.title}: " if line.part == "ranges" else ""
        return f"{about}{line.words.removesuffix('.')}. {shared_in_words(line)}"
    alone = [each for each in lines if each.is_unique]
    others = [each for each in lines if not each.is_unique]
    sentences = []
    if alone:
        words = ngettext(
            "Of {of} client only this one shows: {lines}.",
            "Of {of} clients only this one shows: {lines}.",
            alone[0].of,
        )
        sentences.append(words.format(of=alone[0].of, lines=listed(each.title for each in alone)))
    if others:
        words = ngettext(
            "{sharing} of {of} client or more shows the same: {lines}.",
            "{sharing} of {of} clients or more show the same: {lines}.",
            others[0].of,
        )
        sharing = min(each.sharing for each in others)
        lines_said = listed(each.title for each in others)
        sentences.append(words.format(sharing=sharing, of=others[0].of, lines=lines_said))
    return " ".join(sentences)


def shared_in_words(line: SharedLine) -> str:
    """Return how many of the caseload show the same."""
    if line.is_unique:
        return ngettext(
            "Only this client; {of} was compared.",
            "Of {of} clients only this one shows it.",
            line.of,
        ).format(of=line.of)
    return ngettext(
        "{sharing} of {of} client shows the same.",
        "{sharing} of {of} clients show the same.",
        line.of,
    ).format(sharing=line.sharing, of=line.of)
