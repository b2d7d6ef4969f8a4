"""The second rating: one key an item, the first ratings out of sight; then both side by side."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.fidelity_rows import (
    RATING,
    WORDS,
    FidelityRow,
    key_words,
    turn_rows,
)
from therapist_app.form_widgets.letter_run import LetterRun
from therapist_app.key_widgets.second_view import SecondView
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.screens.close.second_rating import SecondRatingViewModel, SecondState
from therapist_app.theme.look import look
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Part,
    TextLine,
    TwoColumns,
    button,
    card,
    chip,
    empty,
    foot_bar,
    page_head,
    reading,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.people.second_person import SecondPerson
from therapist_app.workflows.sessions.closing_a_session import FidelityLine
from therapist_app.workflows.sessions.second_rating import ComparedLine

APART = (NP_("rating", "same"), N_("one step apart"), N_("two steps apart"))
NO_STEPS = NP_("rating", "not comparable")
WHY_NOT = {
    "items": N_("Both ratings are shown side by side once every item is rated."),
    "note": N_("Saved. Both ratings are shown side by side once the note is signed."),
    "": N_("After that nothing can be changed."),
}


class SecondRatingView(PageView[SecondRatingViewModel]):
    """Who rates, the items, and in the end both ratings."""

    HELP = PageHelp(
        "Rate this session as a second person who watched or read it. You see the first "
        "ratings only when you have finished; then both are shown side by side. Whoever rates "
        "need not be able to open the client: the therapist opens this page and leaves the "
        "keyboard to them, and somebody of the service confirms with their own passphrase.",
        RATING,
        read_on="docs/fidelity.md",
    )

    def __init__(self, viewmodel: SecondRatingViewModel) -> None:
        super().__init__("second-rating", viewmodel)
        state = viewmodel.state
        self.rater = TextLine()
        self.rater_field = LabelledField(
            pgettext("field", "&Second rater"),
            self.rater,
            hint=_(
                "Who saw or heard the session; not the therapist. The name stays here. A lead or "
                "a colleague who cannot open this client rates at this window, beside you."
            ),
        )
        letters = LetterRun()
        self.rows = [
            FidelityRow(number, FidelityLine(each.item, each.rating, ""), letters, asks_why=False)
            for number, each in enumerate(state.page.items, start=1)
        ]
        self.count = text("", "small", tone="muted")
        self.why_not = text("", "small", tone="muted", wrap=True)
        self.back = button(pgettext("button", "Back"), "quiet")
        self.compare = MainButton(_("Show both side by side"))
        self._place = stack(gap="l", margins=("page", "l", "page", "l"))
        self._is_compared = False
        self._is_confirming = False
        self.body = scroll(self._place)
        self._confirming = stack(gap="s")
        self.second: SecondView | None = None
        self._place.addWidget(
            card(pgettext("card", "Who rates"), self.rater_field, self._confirming)
        )
        self._place.addWidget(
            card(
                _("How the session went"),
                text(key_words(), "small", tone="muted", wrap=True),
                *self.rows,
                action=self.count,
                gap="xs",
            )
        )
        self._place.addStretch(1)
        self._build(state)
        self._connect()
        viewmodel.begin()

    def show_state(self, state: SecondState) -> None:
        """Show what is rated, or both ratings side by side."""
        if state.compared is not None:
            self._show_compared(state)
            return
        self.rater.show_words(state.rater)
        self._show_confirming(state.to_confirm)
        self.rater_field.show_problem(state.problem)
        for shown, line in zip(self.rows, state.page.items, strict=True):
            shown.show_line(FidelityLine(line.item, line.rating, ""), waiting=False)
        self.count.setText(
            _("{rated} of {items} answered").format(rated=state.rated, items=len(self.rows))
        )
        words = _(WHY_NOT[_why_not(state)])
        if state.to_confirm is not None:
            words = _("{name} confirms it with their passphrase first.").format(
                name=state.to_confirm.name
            )
        self.why_not.setText(words)
        self.compare.setEnabled(state.page.can_be_compared)
        self.compare.setAccessibleDescription(words)
        if state.problem:
            (self.second.passphrase.line if self.second else self.rater).setFocus()

    @override
    def turn_back(self) -> bool:
        """Go back to the session; what was rated is kept."""
        self.back.click()
        return True

    def focus_first(self) -> None:
        """Put the keyboard on the name, or on the first item without a rating."""
        if self._is_compared:
            self.back.setFocus()
        elif not self.rater.text().strip():
            self.rater.setFocus()
        elif self.second is not None:
            self.second.passphrase.line.setFocus()
        else:
            self._start_at(0)

    def _build(self, state: SecondState) -> None:
        title = _("Session {number} · Second rating").format(number=state.number)
        head = page_head(title, state.page.title, code=state.page.code)
        foot = (
            foot_bar(self.why_not, self.back, STRETCH, self.compare)
            if look().is_large
            else foot_bar(self.back, STRETCH, self.why_not, self.compare)
        )
        self.setLayout(whole_page(head, self.body, foot))

    def _connect(self) -> None:
        viewmodel = self._viewmodel
        self.rater.edited.connect(viewmodel.name_rater)
        self.rater.returnPressed.connect(self._on_rater_return_pressed)
        for each in self.rows:
            each.turned.connect(self._on_row_turned)
            each.rated.connect(self._on_row_rated)
        self.compare.clicked.connect(viewmodel.compare)
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.state_changed.connect(self.show_state)

    def _show_confirming(self, named: PersonEntry | None) -> None:
        """Ask whoever of the service is named for their passphrase, and nobody else."""
        shown = self.second.uid if self.second else ""
        if shown == (named.uid if named else ""):
            return
        empty(self._confirming)
        self.second = None
        if named is None and self._is_confirming:
            self._start_at(0)  # what had the keyboard is gone
        self._is_confirming = False
        if named is not None:
            lead = _("{name} confirms with their own passphrase that they rate this session")
            self.second = SecondView((named,), lead.format(name=named.name))
            keep = button(pgettext("button", "Confirm"))
            keep.clicked.connect(self._on_confirm_clicked)
            self.second.passphrase.line.returnPressed.connect(self._on_confirm_clicked)
            self._confirming.addWidget(self.second)
            self._confirming.addLayout(row(keep, STRETCH))

    def _on_confirm_clicked(self) -> None:
        if self.second is None or not self.second.is_ready:
            return
        given = self.second.take()
        if given is not None:
            self._is_confirming = True
            self._viewmodel.confirm(SecondPerson(*given))

    def _start_at(self, place: int) -> None:
        """Put the keyboard on the first item without a rating from a place on, else on the end."""
        lines = self._viewmodel.state.page.items
        following = [at for at, each in enumerate(lines) if at >= place and each.rating is None]
        if following:
            self.rows[following[0]].start_focus()
            self.body.ensureWidgetVisible(self.rows[following[0]], 0, self.body.height() // 4)
        elif self.compare.isEnabled():
            self.compare.setFocus()

    def _show_compared(self, state: SecondState) -> None:
        if self._is_compared or state.compared is None:
            return
        self._is_compared = True
        empty(self._place)
        lines = [part for line in state.compared.lines for part in _compared_parts(line)]
        heads = text(
            _("First the therapist, then {rater}").format(rater=state.compared.rater),
            "small",
            tone="muted",
            wrap=True,
        )
        both = stack(card(pgettext("card", "Both ratings"), heads, *lines[:-1], gap="s"), STRETCH)
        here = card(pgettext("card", "This session"), *map(reading, state.here), gap="xs")
        so_far = card(_("All sessions rated twice so far"), *map(reading, state.so_far), gap="xs")
        told = stack(here, so_far, STRETCH, gap="l")
        self._place.addWidget(TwoColumns(both, told, shares=(3, 2)))
        self._place.addStretch(1)
        self.compare.hide()
        self.why_not.setText("")
        self.back.setFocus()
        self.body.verticalScrollBar().setValue(0)

    def _on_rater_return_pressed(self) -> None:
        if self.second is not None:
            self.second.passphrase.line.setFocus()
        else:
            self._start_at(0)

    def _on_row_turned(self, by: int) -> None:
        turn_rows(self.rows, self.sender(), by)
        here = self.focusWidget()
        if here is not None:
            self.body.ensureWidgetVisible(here, 0, self.body.height() // 4)

    def _on_row_rated(self, item_id: str, rating: str) -> None:
        self._viewmodel.rate(item_id, rating)
        if not self._viewmodel.state.problem:
            place = next(at for at, each in enumerate(self.rows) if each.item_id == item_id)
            self._start_at(place + 1)


def _why_not(state: SecondState) -> str:
    if not state.page.is_complete:
        return "items"
    return "" if state.page.can_be_compared else "note"


def _compared_parts(line: ComparedLine) -> list[Part]:
    """Return one item with both words and how far they are apart, and a hairline."""
    first = _(WORDS[line.first]) if line.first else pgettext("rating", "not rated")
    words = _("{first} / {second}").format(first=first, second=_(WORDS[line.second]))
    item = text(line.item.text, "reading", wrap=True)
    both = row(text(words, "strong", wrap=look().is_large), STRETCH, _apart_chip(line), gap="m")
    return [stack(item, both, gap="hair"), rule()]


def _apart_chip(line: ComparedLine) -> QWidget:
    if line.first == line.second:
        return chip(_(APART[0]), "good")
    if line.first is None or "na" in {line.first, line.second}:
        return chip(_(NO_STEPS))
    steps = abs(int(line.first) - int(line.second))
    return chip(_(APART[steps]), "attention" if steps > 1 else "quiet")
