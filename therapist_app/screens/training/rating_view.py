"""Rating vignettes: one a page, one key an item; the reference and the result after the last."""

from PySide6.QtWidgets import QLayout, QWidget

from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.form_widgets.fidelity_rows import WORDS, FidelityRow, key_words, turn_rows
from therapist_app.form_widgets.letter_run import LetterRun
from therapist_app.screens.training.rating import DifferenceLine, RatedPage, RatingPage
from therapist_app.screens.training.viewmodel import TrainingViewModel
from therapist_app.widgets.layout.frames import quiet_card
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    TwoColumns,
    banner,
    button,
    card,
    foot_bar,
    reading,
    row,
    scroll,
    stack,
    text,
)


class RatingView(StyledInPlace, QWidget):
    """What happened, and the items to rate; nothing here tells the reference."""

    def __init__(self, page: RatingPage, viewmodel: TrainingViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        letters = LetterRun()
        self.rows = [
            FidelityRow(number, each, letters, asks_why=False)
            for number, each in enumerate(page.lines, start=1)
        ]
        self.count = text("", "small", tone="muted")
        is_last = page.at + 1 == page.count
        words = _("Compare with the reference") if is_last else _("Open the next vignette")
        self.go = MainButton(words, "check" if is_last else "next", shows_key=False)
        self.leave = button(_("Back to training"))
        place = _("Vignette {place} of {count}").format(place=page.at + 1, count=page.count)
        self.area = scroll(
            stack(
                row(text(place, "overline"), STRETCH),
                text(page.vignette.title, "title", wrap=True, told="part"),
                self._both(page),
                STRETCH,
                gap="m",
                margins=("page", "l", "page", "l"),
            )
        )
        self.setLayout(whole_page(None, self.area, foot_bar(self.leave, STRETCH, self.go)))
        for each in self.rows:
            each.turned.connect(self._on_row_turned)
            each.rated.connect(self._on_row_rated)
        self.go.clicked.connect(viewmodel.next_vignette)
        self.leave.clicked.connect(viewmodel.put_back)
        self.show_page(page)

    def _both(self, page: RatingPage) -> QLayout:
        """Return what happened beside the items, so that it stays in sight while one rates."""
        happened = stack(
            card(pgettext("card", "What happened"), reading(page.vignette.happened)), STRETCH
        )
        items = card(
            pgettext("card", "How it went"),
            text(key_words(), "small", tone="muted", wrap=True),
            *self.rows,
            action=self.count,
            gap="xs",
        )
        return stack(TwoColumns(happened, stack(items, STRETCH), shares=(2, 3)))

    def show_page(self, page: RatingPage) -> None:
        """Show what is rated; the keyboard stays where it is."""
        for shown, line in zip(self.rows, page.lines, strict=True):
            shown.show_line(line, waiting=False)
        words = _("{rated} of {items} answered")
        self.count.setText(words.format(rated=page.rated, items=len(page.lines)))
        self.go.wait_for("" if page.is_whole else _("Rate every item first."))

    def focus_first(self) -> None:
        """Put the keyboard on the first item without a rating, or on going on."""
        self._start_at(0)

    def _start_at(self, place: int) -> None:
        page = self._viewmodel.state.rating
        lines = page.lines if page is not None else ()
        following = [at for at, each in enumerate(lines) if at >= place and each.rating is None]
        if following:
            self.rows[following[0]].start_focus()
            self.area.ensureWidgetVisible(self.rows[following[0]], 0, self.area.height() // 4)
        elif self.go.isEnabled():
            self.go.setFocus()

    def _on_row_turned(self, by: int) -> None:
        turn_rows(self.rows, self.sender(), by)

    def _on_row_rated(self, item_id: str, rating: str) -> None:
        self._viewmodel.rate(item_id, rating)
        place = next(at for at, each in enumerate(self.rows) if each.item_id == item_id)
        self._start_at(place + 1)


class AgreementView(StyledInPlace, QWidget):
    """Whether the rater is ready, how far they agree, and what the reference saw otherwise."""

    def __init__(self, page: RatedPage, viewmodel: TrainingViewModel) -> None:
        super().__init__()
        self.back = MainButton(_("Back to training"), shows_key=False)
        self.again = button(_("Rate them again"))
        self.other = button(_("Begin for another rater"))
        agreement = card(
            _("You and the reference"),
            *map(reading, page.sentences),
            text(page.asked, "caption", wrap=True),
            gap="s",
        )
        self.area = scroll(
            stack(
                text(_("How your ratings compare"), "title", wrap=True),
                _verdict(page),
                agreement,
                _differences(page),
                STRETCH,
                gap="l",
                margins=("page", "l", "page", "l"),
            )
        )
        foot = foot_bar(self.again, self.other, STRETCH, self.back)
        self.setLayout(whole_page(None, self.area, foot))
        self.again.clicked.connect(viewmodel.rate_again)
        self.other.clicked.connect(viewmodel.another_rater)
        self.back.clicked.connect(viewmodel.put_back)

    def focus_first(self) -> None:
        """Put the keyboard on the way back; Page Down reads on."""
        self.back.setFocus()


def _verdict(page: RatedPage) -> QWidget:
    if not page.is_blind:
        words = _(
            "The reference was shown before this round, so it says what was learned and not "
            "whether somebody is ready."
        )
        return banner("info", _("Not a blind round"), words)
    if page.is_ready:
        words = _("Both intervals begin on the line that is asked for, or above it.")
        return banner("good", _("Ready to rate as a second person"), words)
    words = _("One interval, or both, begins below the line. Read below what was seen otherwise.")
    return banner("attention", pgettext("rater", "Not ready yet"), words)


def _differences(page: RatedPage) -> QWidget:
    if not page.differences:
        return card(
            pgettext("card", "Seen otherwise"),
            text(_("Nothing: every rating is the same."), wrap=True),
        )
    words = ngettext(
        "{count} item was rated otherwise.",
        "{count} items were rated otherwise.",
        len(page.differences),
    )
    counted = text(words.format(count=len(page.differences)), wrap=True)
    return card(
        pgettext("card", "Seen otherwise"), counted, *map(_difference, page.differences), gap="s"
    )


def _difference(line: DifferenceLine) -> QWidget:
    ratings = _("{vignette}. You: {given}. Reference: {reference}.").format(
        vignette=line.vignette,
        given=_(WORDS[line.given]),
        reference=_(WORDS[line.reference]),
    )
    return quiet_card(line.item, [ratings, line.because], symbol_name="circle")
