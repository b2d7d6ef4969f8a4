"""Whether a session can be held as it stands: a light in words, and the way to what lacks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, NN_, NP_, _, counted, pgettext
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.theme.look import look
from therapist_app.widgets.layout.layouts import Beside, sign_line
from therapist_app.widgets.parts import (
    Flow,
    LeavingButton,
    Part,
    chip,
    hold,
    name_of,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.course.consenting import FIGURES_USED
from therapist_app.workflows.sessions.readiness import Readiness, ReadyLine

FIRST = NN_("{count} thing first", "{count} things first")
MINUTES = NN_("Ready, {count} minute of measures", "Ready, {count} minutes of measures")
BARRED = {"text": N_("No text is approved"), "consent": N_("No consent to be called")}
TITLES = {
    "text": NP_("what a session needs", "Confidentiality text"),
    "first-contact": NP_("what a session needs", "First contact"),
    "right-help": N_("Is this the right help?"),
    "agreement": NP_("what a session needs", "Agreement"),
    "gates": N_("Gates before the session"),
    "safety-plan": NP_("what a session needs", "Safety plan"),
    "boundaries": NP_("what a session needs", "Boundaries plan"),
    "figures": N_("Use of figures without a name"),
    "consent": N_("Contact after the end"),
    "measures": NP_("what a session needs", "Measures"),
    "paper": N_("Forms on paper"),
}
READY = {
    "text": NP_("what a session needs", "approved"),
    "gates": NP_("what a session needs", "all met"),
    "consent": N_("the client agreed"),
}
MOVES = {
    "text": NP_("button", "Write"),
    "first-contact": NP_("button", "Finish"),
    "right-help": NP_("button", "Decide"),
    "agreement": NP_("button", "Look"),
    "gates": NP_("button", "Look"),
    "safety-plan": NP_("button", "Review"),
    "boundaries": NP_("button", "Review"),
    "figures": NP_("button", "Ask again"),
    "consent": NP_("button", "Ask"),
}
GATES = NN_("{count} is open", "{count} are open")
ADVISED = NN_("{count} is recommended and open", "{count} are recommended and open")
DUE = NN_("{count}, about {minutes} min", "{count}, about {minutes} min")
MOVE_WIDTH = 132
"""The least width of what leads on from a line of the day, in pixels at text of 100 %."""
NO_TEXT = N_("No first session can be held before a lead approves one.")
NOT_FINISHED = N_("It is not finished.")
NOT_DECIDED = N_("It is not decided.")
NOT_AGREED = N_("The client does not agree to work together.")
NO_CONSENT = N_("The client did not agree to be contacted after the end.")
NEW_WORDING = N_("The wording was changed after the client agreed.")
NOT_ASKED = N_("The client was not asked yet whether you may be in contact after the end.")


def light(readiness: Readiness) -> QFrame:
    """Return the light in words: a tick, a triangle or an octagon."""
    match readiness.state:
        case "barred":
            return chip(_(BARRED[readiness.lacking[0].kind]), "urgent", "urgent")
        case "first":
            return chip(counted(FIRST, readiness.things_first), "attention", "alert")
        case "ready" if readiness.minutes:
            return chip(counted(MINUTES, readiness.minutes), "good", "check")
        case _:
            return chip(pgettext("session", "Ready"), "good", "check")


class ReadyList(QWidget):
    """What a session rests on: what is in order in a quiet line, what lacks with its way.

    Signals:
        left: Where what lacks is done.

    """

    left = Signal(Destination)

    def __init__(
        self,
        readiness: Readiness,
        client_id: str,
        appointment_id: str | None,
        *,
        is_at_client: bool = False,
    ) -> None:
        super().__init__()
        lacking = readiness.lacking
        self.ways = {
            each.kind: _way(each, client_id, appointment_id)
            for each in lacking
            if not (each.sheets or (is_at_client and _leads_to_client(each)))
        }
        self.sheets = [_to_sheet(*sheet) for each in lacking for sheet in each.sheets]
        for way in (*self.ways.values(), *self.sheets):
            way.left.connect(self.left)
        quiet = [hold(_quiet(each)) for each in readiness.lines if each.state == "ready"]
        in_a_line: list[Part] = [Flow(*quiet, gap="m")] if quiet else []
        parts: list[Part] = [*quiet] if look().is_large else in_a_line
        parts += [self._lacks(each) for each in lacking]
        self.setLayout(stack(*parts, gap="xs"))

    def _lacks(self, line: ReadyLine) -> Part:
        """Return what lacks and its way, as wide as the list: its words share it with nothing."""
        title = text(_(TITLES[line.kind]), "strong", wrap=look().is_large)
        words = name_of(_lacking_words(line), "small")
        detail = Flow(words, *self.sheets, gap="xs") if line.sheets else words
        said = Beside(title, detail, shares=(0, 1), gap="s")
        tone = "urgent" if line.state == "barred" else "alert"
        ink = "urgent" if line.state == "barred" else "attention"
        way = [self.ways[line.kind]] if line.kind in self.ways else []
        return row(symbol(tone, ink), said, *way, gap="s", grows=1)


def _quiet(line: ReadyLine) -> QLayout:
    detail = _ready_words(line)
    words = _("{what}: {how}").format(what=_(TITLES[line.kind]), how=detail)
    sign, ink = quiet_sign(line)
    if look().is_large:
        return sign_line(sign, words, "small", ink=ink)
    return row(symbol(sign, ink), text(words, "small"), gap="s")


def quiet_sign(line: ReadyLine) -> tuple[str, str]:
    """Return the sign and its ink of what is in order, or only advised, or to be filled in."""
    if line.kind == "measures":
        return "form", "text-muted"
    return ("circle", "text-muted") if line.kind == "gates" and line.count else ("check", "good")


def _ready_words(line: ReadyLine) -> str:
    if line.kind == "measures":
        return counted(DUE, line.count, minutes=line.minutes)
    if line.kind == "gates" and line.count:
        return counted(ADVISED, line.count)
    if line.day is not None:
        return _("approved to {day}").format(day=written_day(line.day))
    return _(READY[line.kind])


def _lacking_words(line: ReadyLine) -> str:
    match line.kind:
        case "text":
            return _(NO_TEXT)
        case "consent":
            return _(NO_CONSENT) if line.is_asked else _(NOT_ASKED)
        case "first-contact":
            return _(NOT_FINISHED)
        case "right-help":
            return _(NOT_DECIDED)
        case "agreement":
            return _(NOT_AGREED)
        case "figures":
            return _(NEW_WORDING)
        case "gates":
            return counted(GATES, line.count)
        case "paper":
            return pgettext("forms on paper", "have ready:")
        case _:
            day = written_day(line.day) if line.day is not None else ""
            return _("to be looked at since {day}").format(day=day)


def _leads_to_client(line: ReadyLine) -> bool:
    return line.kind == "agreement"


def _way(line: ReadyLine, client_id: str, appointment_id: str | None) -> LeavingButton:
    words = _(MOVES[line.kind])
    way = LeavingButton(words, _destination(line, client_id, appointment_id))
    way.setAccessibleName(f"{words}: {_(TITLES[line.kind])}")
    way.setMinimumWidth(look().scaled(MOVE_WIDTH))
    return way


def _to_sheet(form_id: str, title: str) -> LeavingButton:
    way = LeavingButton(title, commands.Library("forms", item=form_id), "link")
    way.setAccessibleName(_("Open the form {title}").format(title=title))
    return way


def _destination(line: ReadyLine, client_id: str, appointment_id: str | None) -> Destination:
    match line.kind:
        case "text":
            return commands.LocalTextPage()
        case "safety-plan" | "boundaries":
            return commands.FormPage(client_id, line.kind, appointment_id)
        case "consent":
            return commands.DataRights(client_id)
        case "figures":
            return commands.DataRights(client_id, FIGURES_USED)
        case "first-contact" | "right-help":
            return commands.FormPage(client_id, line.form_id)
        case "gates":
            return commands.ClientPage(client_id, "gates")
        case _:
            return commands.ClientPage(client_id)
