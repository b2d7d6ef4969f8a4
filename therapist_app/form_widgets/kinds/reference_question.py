"""Entries of the dated files of a service: whom to turn to, and which local text applies."""

from datetime import date

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.reference.directory import DirectoryEntry, is_stale
from session_forms.reference.jurisdictions import Jurisdiction
from session_forms.reference.service_words import (
    anonymity_words,
    audience_words,
    check_words,
    kind_words,
    languages_words,
    place_of,
)
from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, _, ngettext
from therapist_app.accessibility.announcing import announce
from therapist_app.form_widgets.choices.choices import Choice, letters, special_choices
from therapist_app.form_widgets.choices.option_grid import GridChoices, GridStyle
from therapist_app.form_widgets.question.choosing import ChoosingWidget, TickingWidget
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.layouts import STRETCH, hold, row, stack
from therapist_app.widgets.read_by_lines import ReadByLines, lines_of
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import ReadingText, text

HOW_ON = N_("Read the text below to the end. Then Enter goes on to the next question.")


class DirectoryListWidget(TickingWidget):
    """The services to tick; an old entry says that it is to be checked before it is given.

    The list is long: those near are shown, the others when they are asked for. A letter ticks
    what can be seen, and first shows what cannot.
    """

    always_shows_first = True
    is_told_above = True
    _shows_all = False

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        field = super()._make_field(state)
        self.more = button("", "quiet", "next")
        self.more.clicked.connect(self._on_more_clicked)
        count = len(state.options) - self._near_count(state)
        words = ngettext("Show {count} more service", "Show {count} more services", count)
        self.more.setText(words.format(count=count))
        if not count:
            self.more.hide()
        self._lists = stack(field, row(self.more, STRETCH), gap="s")
        return hold(self._lists)

    def _on_more_clicked(self) -> None:
        """Show every service, and lead to the first one of those that were not shown."""
        assert self._told is not None
        after = len(self.grid.main_buttons)
        self._show_all(self._told)
        super()._show_answer(self._told)
        self.grid.main_buttons[after].setFocus(Qt.FocusReason.TabFocusReason)

    def _show_all(self, state: QuestionState) -> None:
        """Show every service, below those that stood there."""
        self._shows_all, before = True, self.grid
        self._lists.replaceWidget(before, super()._make_field(state))
        self.grid.show()
        for each in (before, self.more):
            each.hide()
            each.setParent(None)
            each.deleteLater()

    @override
    def _show_answer(self, state: QuestionState) -> None:
        chosen = state.answer if isinstance(state.answer, tuple) else ()
        if not {*chosen} <= {each.value for each in self.grid.main_choices}:
            self._show_all(state)
        super()._show_answer(state)

    def _near_count(self, state: QuestionState) -> int:
        return sum(self._is_at_hand(option.id, state) for option in state.options)

    def _is_at_hand(self, entry_id: str, state: QuestionState) -> bool:
        """Whether a service is shown at once: it is near, or chosen, or none is near."""
        near = {option.id for option in state.options} & self.context.near
        chosen = state.answer if isinstance(state.answer, tuple) else ()
        return self._shows_all or not near or entry_id in near or entry_id in chosen

    def __init__(self, state: QuestionState, context: RenderContext) -> None:
        super().__init__(state, context)
        question = state.question
        if isinstance(question, DirectoryListQuestion) and question.max_entries == 1:
            self.told_keys = N_("Enter goes on.")

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        keys = letters()
        ids = [option.id for option in state.options if self._is_at_hand(option.id, state)]
        if self._shows_all:  # what stood there keeps its place and its letter
            stood = [str(choice.value) for choice in self.grid.main_choices]
            ids = stood + [each for each in ids if each not in stood]
        if isinstance(state.answer, tuple):
            ids += [str(each) for each in state.answer if each not in ids]
        main = tuple(self._choice(each, state.services.get(each), next(keys)) for each in ids)
        return GridChoices(main, special_choices(state.question)), GridStyle.TICK_LIST

    def _choice(self, entry_id: str, entry: DirectoryEntry | None, key: str) -> Choice:
        if entry is None:
            gone = _("A service that is no longer in the directory")
            return Choice(entry_id, gone, key, _("Remove it, or choose another."))
        name = _("{name}, {country}").format(name=entry.name, country=place_of(entry))
        says = client_entry_words if self.context.client else entry_words
        return Choice(entry_id, name, key, says(entry, self.context.today))


def entry_words(entry: DirectoryEntry, today: date | None) -> str:
    """Return what sort it is, how to reach it, for whom, what to tell first, whether to check."""
    words = [kind_words(entry), entry.phone or entry.url, audience_words(entry)]
    words += [languages_words(entry), entry.hours, anonymity_words(entry)]
    if entry.confidentiality_note:
        words.append(_("tell the client: {what}").format(what=entry.confidentiality_note))
    if today is not None:
        words.append(check_words(entry, today))
    return facts_in_a_line(*words)


def client_entry_words(entry: DirectoryEntry, today: date | None) -> str:
    """Return how to reach it, what the client should know, and whether it is checked.

    Nothing of it speaks to the therapist.
    """
    words = [entry.phone or entry.url, languages_words(entry), entry.hours]
    words += [anonymity_words(entry), entry.confidentiality_note]
    if today is not None and is_stale(entry, today):
        words.append(_("we have not checked it lately"))
    return facts_in_a_line(*words)


class JurisdictionWidget(ChoosingWidget):
    """The local texts that may be used, by name; one that was used before stays to be read.

    Where the question asks for it, the words of the chosen text stand below, to be read; of the
    only one they stand there at once, since it is read before it is answered.
    """

    goes_on = False

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        self.words = ReadingText()
        self.aloud = ReadByLines(_("The text to read aloud"))
        self.aloud.hold_lines((), stack(self.words))
        self.aloud.hide()
        self.how_on = text(_(HOW_ON), "small", tone="muted", wrap=True)
        self.how_on.hide()
        field = super()._make_field(state)
        self._above = stack(field, self.how_on, gap="s")
        return hold(stack(self._above, self.aloud, gap="m"))

    @override
    def _on_picked(self, value: object) -> None:
        is_again = self._told is not None and self._told.answer == value
        super()._on_picked(value)
        if self.how_on.isVisible():
            set_state(self.how_on, "tone", value="attention" if is_again else "muted")
            below = _("Its words stand below: Tab leads there.")
            announce(self, _(HOW_ON) if is_again else f"{below} {_(HOW_ON)}")

    @override
    def _place_note(self, note: QWidget) -> None:
        """Put a note above the words, which may fill the window."""
        self._above.addWidget(note)

    @property
    @override
    def _tinted(self) -> QRegion:
        """All but the words that are read aloud with the client, who looks on."""
        top_left = self.aloud.mapTo(self, QPoint(0, 0))
        words = QRect(top_left, self.aloud.size()) if self.aloud.isVisible() else QRect()
        return super()._tinted.subtracted(QRegion(words))

    @override
    def _show_answer(self, state: QuestionState) -> None:
        super()._show_answer(state)
        words = _to_read(state)
        self.words.set_words(words)
        self.aloud.hold_lines(lines_of(words))
        self.aloud.setVisible(bool(words))
        self.how_on.setVisible(bool(words) and not self.context.client)

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        keys = letters()
        refs = [option.id for option in state.options]
        if isinstance(state.answer, str) and state.answer not in refs:
            refs.append(state.answer)
        main = tuple(_choice(ref, state.local_texts.get(ref), next(keys)) for ref in refs)
        return GridChoices(main, special_choices(state.question)), GridStyle.OPTION_LIST

    @override
    def _nothing_to_choose(self) -> str:
        return _(
            "There is no approved and valid local text. Stop here, and ask the clinical "
            "lead to approve one."
        )


def _to_read(state: QuestionState) -> str:
    """Return what the question reads of the text that is chosen, or of the only one there is."""
    refs = [each.id for each in state.options]
    ref = refs[0] if state.answer is None and len(refs) == 1 else str(state.answer)
    chosen = state.local_texts.get(ref)
    if chosen is None or not isinstance(state.question, JurisdictionQuestion):
        return ""
    part = state.question.reads
    return str(getattr(chosen, part)).strip() if part else ""


def _choice(ref: str, text: Jurisdiction | None, key: str) -> Choice:
    words = _("Version {version}").format(version=ref.partition("@")[2])
    if text is None:
        return Choice(ref, ref, key, words)
    return Choice(ref, text.name, key, facts_in_a_line(words, _state_words(text)))


def _state_words(text: Jurisdiction) -> str:
    if text.status == "draft" or text.expires_on is None:
        return _("draft, for practice only")
    return _("approved, expires on {day}").format(day=written_day(text.expires_on))
