"""Last time's work, beside this time's; the two plans and the pathway, always one click away."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.values.days import day_in_words
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    button,
    hold,
    lay_in,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.sessions.looking_back import LastItem, LastTime


class LastTimeView(QWidget):
    """What was agreed, said and planned; what the same form said before."""

    def __init__(self, viewmodel: SessionViewModel) -> None:
        super().__init__()
        self.area = scroll(stack())
        self.safety = ChoosingButton(
            pgettext("button", "Safety plan"), "safety-plan", "quiet", "plan"
        )
        self.boundaries = ChoosingButton(
            pgettext("button", "Boundaries plan"), "boundaries", "quiet", "plan"
        )
        self.pathway = button(pgettext("button", "Pathway"), "quiet", "alert")
        self.pathway.setToolTip(
            _("To the alert that is open; without one to the safety check, where it opens")
        )
        self.page = button(_("Page to take home"), "quiet", "print")
        plans = stack(
            rule(),
            row(self.page, STRETCH),
            row(self.safety, STRETCH),
            row(self.boundaries, STRETCH),
            row(self.pathway, STRETCH),
            gap="xs",
            margins=("m", "s", "m", "s"),
        )
        self.setLayout(whole_page(None, self.area, hold(plans)))
        self._shown: LastTime | None = None
        self.show_last_time(None)
        for each in (self.safety, self.boundaries):
            each.chosen.connect(viewmodel.open_form)

    def show_last_time(self, last: LastTime | None) -> None:
        """Show what the session before this one left."""
        if last is not None and last == self._shown:
            return
        self._shown = last
        parts: list[Part] = [text(pgettext("part", "Last time"), "lead")]
        parts += _nothing() if last is None else _lines(last)
        lay_in(self.area, stack(*parts, STRETCH, gap="s", margins=("l",) * 4))


def _nothing() -> list[Part]:
    words = _("This is the first session. From the next one on, this side shows what was agreed.")
    return [text(words, "small", tone="muted", wrap=True)]


def _lines(last: LastTime) -> list[Part]:
    day = day_in_words(last.held_at.astimezone().date())
    parts: list[Part] = [text(last.title, wrap=True), text(day, "caption", wrap=True)]
    for each in last.items:
        parts += [rule(), *_item(each)]
    if last.same_form:
        title = _("{form}, last time").format(form=last.same_form_title)
        parts += [rule(), text(title, "overline", wrap=True)]
        for each in last.same_form:
            parts += _item(each)
    if not last.items and not last.same_form:
        parts.append(text(_("Nothing was left to come back to."), "small", tone="muted", wrap=True))
    return parts


def _item(item: LastItem) -> list[Part]:
    return [text(item.label, "small", tone="muted", wrap=True), text(item.words, wrap=True)]
