"""The hand-over screen: prepared by the therapist, filled in by the client, given back."""

from collections.abc import Sequence

from PySide6.QtCore import QKeyCombination, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.hushing import untold
from therapist_app.accessibility.in_short import HEARD_AT_ONCE, describe_in_short
from therapist_app.commands import Destination
from therapist_app.destination import WHOLE_KEY
from therapist_app.screens.hand_over.pin import LEAST_DIGITS
from therapist_app.screens.hand_over.turn_view import TurnView
from therapist_app.screens.hand_over.viewmodel import HandOverState, HandOverViewModel, Stage
from therapist_app.theme.look import look
from therapist_app.widgets.fields.passphrase_field import SecretLine
from therapist_app.widgets.layout.page_stack import PageStack
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Part,
    box,
    button,
    card,
    keep_aside,
    page_head,
    row,
    scroll,
    stack,
    symbol,
    text,
)

BACK = QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Left)
"""The window does not hear it in a hand-over, and what scrolls would take it for its own."""
CLOSED = N_(
    "There is no way back from here. Hand the laptop back to the person who gave it to you."
)
NO_WAY_BACK: dict[Stage | None, str] = {
    Stage.TURN: N_(
        "There is no way back from here. When you want to stop, press “Give the laptop back”, "
        "and hand it over."
    ),
    Stage.GIVING_BACK: CLOSED,
    Stage.BACK: CLOSED,
}
CARD_WIDTH = 460
SHEET_WIDTH = 560


class PrepareView(QWidget):
    """The therapist's side: choose a PIN, then hand over."""

    def __init__(self, viewmodel: HandOverViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.pin, self.again = SecretLine(), SecretLine()
        hint = ngettext(
            "At least {count} digit, for this hand-over only",
            "At least {count} digits, for this hand-over only",
            LEAST_DIGITS,
        ).format(count=LEAST_DIGITS)
        self.pin_field = LabelledField(_("PIN to get the laptop back"), self.pin, hint=hint)
        self.again_field = LabelledField(_("The same PIN again"), self.again)
        self.start = MainButton(_("Hand over now"), "handover", shows_key=False)
        self.not_now = button(pgettext("button", "Not now"), "quiet")
        told = text(
            _(
                "The client sees these questions and nothing else. You get the laptop back with "
                "this PIN, or with your passphrase."
            ),
            "small",
            tone="muted",
            wrap=True,
        )
        titles = [text(each, "strong", wrap=True) for each in viewmodel.titles]
        if not titles:
            titles = [text(_("Everything is already filled in."), "strong", wrap=True)]
            self.start.wait_for(_("Everything is already filled in."))
        self.tell_limits = button(_("Explain the limits"), "primary")
        self.tell_limits.setObjectName("tell_limits")
        self.is_barred = bool(viewmodel.state.limits_form)
        fields = (told, self.pin_field, self.again_field)
        shown: list[Part] = [*fields]
        if self.is_barred:
            shown = [self._limits_first()]
        way = self.tell_limits if self.is_barred else self.start
        shown.append(row(self.not_now, STRETCH, way))
        sheet = card(pgettext("card", "Hand over"), *titles, *shown, gap="m")
        sheet.setMaximumWidth(look().scaled(CARD_WIDTH))
        if len(titles) > 1 and not self.is_barred:
            with untold():  # it is heard with the field, and no news
                describe_in_short(sheet, _forms_in_words(viewmodel.titles_in_short), HEARD_AT_ONCE)
        middle = row(STRETCH, sheet, STRETCH)
        middle.setStretch(1, 1000)
        head = page_head(pgettext("page", "Hand over"), code=viewmodel.code)
        body = scroll(stack(middle, STRETCH, margins=("page", "xl", "page", "l")))
        self.setLayout(whole_page(head, body))
        keep_aside(self, *fields, self.not_now, self.start, self.tell_limits)
        self.tell_limits.clicked.connect(viewmodel.tell_limits)
        self.start.clicked.connect(self._on_start_clicked)
        self.pin.settled.connect(self._on_pin_settled)
        self.pin.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._on_start_clicked)
        self.not_now.clicked.connect(viewmodel.leave)

    def show_state(self, state: HandOverState) -> None:
        """Show what is wrong with the PIN."""
        words = {
            "digits": _("Digits only, please."),
            "short": ngettext(
                "A little longer: at least {count} digit.",
                "A little longer: at least {count} digits.",
                LEAST_DIGITS,
            ).format(count=LEAST_DIGITS),
            "simple": _("Somebody beside you could guess this PIN easily. Choose another one."),
        }
        self.pin_field.show_problem(words.get(state.pin_problem, ""))
        unlike = {
            "differ": _("The two PINs are different."),
            "again": _("Type the PIN again here."),
        }
        self.again_field.show_problem(unlike.get(state.pin_problem, ""))

    def focus_first(self) -> None:
        """Put the keyboard into the PIN; where it is not asked for yet, onto what comes first."""
        (self.tell_limits if self.is_barred else self.pin).setFocus()

    def _limits_first(self) -> QLayout:
        """Return that the limits of confidentiality come first."""
        said = _(
            "You have not explained the limits of confidentiality yet. Explain them first, "
            "and ask the client to say them in their own words. Then hand over."
        )
        return row(stack(symbol("alert", "attention"), STRETCH), text(said, wrap=True), grows=1)

    @Slot()
    def _on_pin_settled(self) -> None:
        self._viewmodel.look_at_pin(self.pin.text())

    def _on_start_clicked(self) -> None:
        pin, again = self.pin.text(), self.again.text()
        self.again.setText("")
        self._viewmodel.hand_over(pin, again)
        if self.isVisible() and self._viewmodel.state.pin_problem in {"differ", "again"}:
            self.again.setFocus()
            return
        self.pin.setText("")
        if self.isVisible():  # another one has to be chosen
            self.pin.setFocus()


def _forms_in_words(titles: Sequence[str]) -> str:
    """Return how many forms are handed over, and which."""
    words = ngettext("{count} form: {titles}.", "{count} forms: {titles}.", len(titles))
    return words.format(count=len(titles), titles=", ".join(titles))


class GiveBackView(QWidget):
    """A thank-you for the client, a field for the therapist."""

    def __init__(self, viewmodel: HandOverViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.typed = SecretLine()
        self.typed.setProperty("turn", "client")
        self.field = LabelledField(_("Therapist: PIN of this hand-over, or passphrase"), self.typed)
        self.take_back = button(pgettext("button", "Open"), "primary")
        self.take_back.setProperty("turn", "client")
        self.keep_going = button(_("Back to the questions"), "client")
        kept, back = _("Thank you. Your answers are saved."), _("Please give the laptop back now.")
        self.told = f"{kept} {back}"
        thanks, please = text(kept, "title", wrap=True), text(back, "reading", wrap=True)
        actions = row(self.keep_going, STRETCH, self.take_back)
        edge = look().space("page")
        inside = (thanks, please, 8, self.field, 8, actions)
        sheet = box("card", stack(*inside, gap="s", margins=(edge, edge, edge, edge)))
        sheet.setMaximumWidth(look().scaled(SHEET_WIDTH))
        middle = row(STRETCH, sheet, STRETCH)
        middle.setStretch(1, 1000)
        frame = box(
            "client", stack(scroll(stack(STRETCH, middle, STRETCH)), margins=(40, 24, 40, 28))
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.take_back.clicked.connect(self._on_take_back_clicked)
        self.typed.returnPressed.connect(self._on_take_back_clicked)
        self.keep_going.clicked.connect(viewmodel.keep_going)

    def show_state(self, state: HandOverState) -> None:
        """Show whether the last PIN was wrong."""
        if state.tries_left is None:
            self.field.show_problem("")
        else:
            words = ngettext(
                "That is not the PIN or the passphrase. After one more wrong try the "
                "application locks.",
                "That is not the PIN or the passphrase. After {count} more wrong tries the "
                "application locks.",
                state.tries_left,
            )
            self.typed.setFocus()
            self.field.show_problem(words.format(count=state.tries_left))

    def focus_first(self) -> None:
        """Put the keyboard into the field."""
        self.typed.setFocus()

    def _on_take_back_clicked(self) -> None:
        typed = self.typed.text()
        self.typed.setText("")
        if typed:
            self._viewmodel.take_back(typed)
        else:
            is_here = self.typed.hasFocus()  # who comes to the field hears what stands with it
            self.field.show_problem(_("Type the PIN or the passphrase first."), again=is_here)
            self.typed.setFocus()


class HandOverView(PageView[HandOverViewModel]):
    """One stage at a time; nothing of the stage before can be reached.

    Signals:
        turn_changed: Whether the client holds the laptop now.

    """

    turn_changed = Signal(bool)
    HELP = PageHelp(
        "Here you give the laptop to the client, who then sees these questions and nothing "
        "else. Choose a PIN that the client cannot guess: only with it, or with your "
        "passphrase, do you get back to the record. Five wrong tries lock it.",
        read_on="docs/guides/therapist.md",
    )
    HELP_IN_TURN = PageHelp(
        "Answer each question in your own time; you may skip any of them. When you are "
        "finished, or want to stop, press “Give the laptop back” and hand it over. If "
        "something is not clear, ask the person who gave it to you.",
        (
            (NP_("keys", "Number or letter"), N_("Choose the answer with that key")),
            (NP_("keys", "Arrows"), N_("Go from one answer to the next; Space chooses it")),
            (NP_("keys", "Enter"), N_("To the next question")),
            (NP_("keys", "Backspace"), N_("To the previous question")),
            (NP_("keys", "Tab"), N_("To the next button")),
            (WHOLE_KEY, N_("Hear all that is written where the keyboard is")),
        ),
    )
    HELP_IN_THE_END = PageHelp(
        "You are finished, and your answers are saved. Please hand the laptop back: "
        "only the person who gave it to you can open it. “Back to the questions” lets "
        "you change an answer."
    )

    def __init__(self, viewmodel: HandOverViewModel) -> None:
        super().__init__("hand_over", viewmodel)
        self._stage: Stage | None = None
        self.prepare = PrepareView(viewmodel)
        self.turn = TurnView(viewmodel)
        self.give_back = GiveBackView(viewmodel)
        self._stages = PageStack()
        self.setLayout(stack(self._stages.place))
        for page in (self.prepare, self.turn, self.give_back):
            self._stages.addWidget(page)
        back = QShortcut(QKeySequence(BACK), self)
        back.activated.connect(self.turn_back)
        viewmodel.follow(self.show_state)

    @property
    def comes_back_to(self) -> Destination:
        """The scores of what was answered: an alert that opened meanwhile is met before them."""
        return self._viewmodel.comes_back_to

    @Slot(HandOverState)
    def show_state(self, state: HandOverState) -> None:
        """Show whose turn it is."""
        pages: dict[Stage, PrepareView | TurnView | GiveBackView] = {
            Stage.PREPARING: self.prepare,
            Stage.TURN: self.turn,
            Stage.GIVING_BACK: self.give_back,
            Stage.BACK: self.give_back,
        }
        page = pages[state.stage]
        has_turned = page is not self._stages.currentWidget()
        with untold():  # Qt lends the keyboard to the first thing on the page that comes
            self._stages.setCurrentWidget(page)
            lent = page.focusWidget()
            if has_turned and lent is not None:
                lent.clearFocus()
        page.show_state(state)
        if self._stage != state.stage:
            before = self.is_clients_turn
            self._stage = state.stage
            if before != self.is_clients_turn:
                self.turn_changed.emit(self.is_clients_turn)
            page.focus_first()
        if has_turned and not isinstance(page, PrepareView):
            announce(self, page.told, "arrival")

    @property
    @override
    def page_help(self) -> PageHelp:
        """What F1 says to whoever has the laptop now: the client hears how to answer it."""
        if self._stage == Stage.TURN:
            return self.HELP_IN_TURN
        return self.HELP_IN_THE_END if self._stage == Stage.GIVING_BACK else self.HELP

    @property
    def is_clients_turn(self) -> bool:
        """Whether the client holds the laptop now."""
        return self._stage in {Stage.TURN, Stage.GIVING_BACK}

    def focus_first(self) -> None:
        """Put the keyboard where this stage begins, or where the client was."""
        shown = self._stages.currentWidget()
        assert isinstance(shown, PrepareView | TurnView | GiveBackView)
        shown.focus_first()

    @Slot()
    @override
    def turn_back(self) -> bool:
        """Lead back before the client has the laptop; from then on say why there is no way back."""
        if self._stage in NO_WAY_BACK:
            self.say(_(NO_WAY_BACK[self._stage]))
        else:
            self._viewmodel.leave()
        return True

    def flush(self) -> None:
        """Save what was not saved yet."""
        self.turn.commit()
        self._viewmodel.flush()
