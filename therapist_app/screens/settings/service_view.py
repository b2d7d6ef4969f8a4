"""What is settled for the whole service: when it locks, what forms are used for, rules, numbers."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from session_forms.form.licences import CONTEXTS, Context
from session_forms.words.texts import N_, _, ngettext, pgettext
from therapist_app.accessibility.in_short import hold_whole
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.parts import (
    STRETCH,
    Flow,
    Option,
    Part,
    Tick,
    card,
    choices,
    keep_aside,
    one_of,
    reading,
    row,
    symbol,
    text,
)
from therapist_app.workflows.course.chosen_measures import OptionalMeasure
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.policies.form_use import USE_WORDS
from therapist_app.workflows.policies.idle_limits import (
    LONGEST,
    LONGEST_IN_SESSION,
    IdleLimits,
)
from therapist_app.workflows.policies.settling_policies import RuleLine

MINUTE = 60
NO_BREAK = "\u00a0"
USUAL = (1, 2, 3, 4, 5)  # minutes
IN_SESSION = (5, 8, 10, 15)
AT_ONCE = N_("At once with Ctrl+L. F9 hides the screen and shows it again.")
BOUNDS = N_("A clinic may shorten these times; nobody can turn locking off.")
USE_WHY = N_(
    "Some publishers do not allow every use. Forms that are not allowed for yours are not offered."
)
RULES_WHY = N_(
    "Each rule is a reason to stop and ask how the course is going. A rule that is "
    "switched off does nothing, for any client of this service."
)
MEASURES_WHY = N_(
    "The programme's own measures fit into its hours. Each of these takes its minutes besides, "
    "for every client from their next session on."
)


class LockingView(QWidget):
    """Two limits.

    Signals:
        chosen: The new limits.

    """

    chosen = Signal(IdleLimits)

    def __init__(self, limits: IdleLimits, *, may_settle: bool) -> None:
        super().__init__()
        self._limits = limits
        self.usual = self._options(_("At any time"), USUAL, limits.usual)
        self.in_session = self._options(
            _("In a session or hand-over"), IN_SESSION, limits.in_session
        )
        self.words = text("", wrap=True)
        choice = self._choice() if may_settle else []
        keep_aside(self, *(() if may_settle else (*self.usual, *self.in_session)))
        words = row(symbol("clock"), self.words, grows=1)
        rest = [sign_line("lock", _(AT_ONCE)), sign_line("info", _(BOUNDS))]
        self.setLayout(row(card(pgettext("card", "Locking"), words, *choice, *rest)))
        self.show_limits(limits)

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return next((each for each in self.usual if each.isChecked()), self.usual[0])

    def show_limits(self, limits: IdleLimits) -> None:
        """Say after how long it locks."""
        self._limits = limits
        usual = _minutes(limits.usual)
        words = ngettext(
            "After {usual} minute without use, {in_session} in a session or hand-over.",
            "After {usual} minutes without use, {in_session} in a session or hand-over.",
            usual,
        )
        self.words.setText(words.format(usual=usual, in_session=_minutes(limits.in_session)))

    def _options(self, when: str, minutes: tuple[int, ...], chosen: float) -> list[Option]:
        words = [_("{count} min").format(count=each) for each in minutes]
        options = [Option(each.replace(" ", NO_BREAK)) for each in words]
        one_of(self, options).chosen.connect(self._on_chosen)
        for option, said, each in zip(options, words, minutes, strict=True):
            option.setAccessibleName(f"{when}: {said}")
            option.setChecked(each == _minutes(chosen))
        return options

    def _choice(self) -> list[Part]:
        return [
            text(_("At any time"), "strong", wrap=True),
            Flow(*self.usual, STRETCH, name=_("At any time"), told="list"),
            text(_("In a session or hand-over"), "strong", wrap=True),
            Flow(*self.in_session, STRETCH, name=_("In a session or hand-over"), told="list"),
        ]

    @Slot()
    def _on_chosen(self) -> None:
        limits = IdleLimits(
            _chosen(self.usual, USUAL, self._limits.usual, LONGEST),
            _chosen(self.in_session, IN_SESSION, self._limits.in_session, LONGEST_IN_SESSION),
        )
        if limits != self._limits:
            self.chosen.emit(limits)


def _chosen(
    options: list[Option], minutes: tuple[int, ...], before: float, longest: float
) -> float:
    """Return the seconds that are chosen; those of before where none of the options is."""
    for option, each in zip(options, minutes, strict=True):
        if option.isChecked():
            return min(longest, float(each * MINUTE))
    return before


def _minutes(seconds: float) -> int:
    return round(seconds / MINUTE)


class UseView(QWidget):
    """One of four uses; a form whose holder excludes it is not offered.

    Signals:
        chosen: The new use.

    """

    chosen = Signal(str)

    def __init__(self, use: Context, problems: tuple[str, ...], *, may_settle: bool) -> None:
        super().__init__()
        self._use = use
        self.options = [Option(_(USE_WORDS[each])) for each in CONTEXTS]
        group = one_of(self, self.options, chosen=CONTEXTS.index(use))
        group.chosen.connect(self._on_chosen)
        sheet = card(
            _("Use of forms"),
            *(self._choice() if may_settle else self._settled()),
            *_problems(problems),
        )
        self.setLayout(row(sheet))

    def _choice(self) -> list[Part]:
        return [choices(_("Use of forms"), *self.options), text(_(USE_WHY), "small", wrap=True)]

    def _settled(self) -> list[Part]:
        for option in self.options:
            option.setParent(self)
            option.hide()
        who = _("Only an administrator or a clinical lead can change this.")
        return [
            text(_(USE_WORDS[self._use]), "strong", wrap=True),
            text(_(USE_WHY), "small", wrap=True),
            text(who, "small", wrap=True),
        ]

    @Slot()
    def _on_chosen(self) -> None:
        at = next(at for at, option in enumerate(self.options) if option.isChecked())
        if CONTEXTS[at] != self._use:
            self._use = CONTEXTS[at]
            self.chosen.emit(self._use)


def _problems(problems: tuple[str, ...]) -> list[Part]:
    if not problems:
        return []
    head = text(_("Forms of your clinic that could not be used"), "strong", wrap=True)
    return [head, *(reading(each) for each in problems)]


class RulesView(QWidget):
    """A tick for each rule.

    Signals:
        switched: The rule as it should be.

    """

    switched = Signal(RuleLine)

    def __init__(self, rules: Sequence[RuleLine]) -> None:
        super().__init__()
        self._rules = tuple(rules)
        self.ticks = [Tick(each.title, checked=each.is_on) for each in rules]
        for tick in self.ticks:
            tick.turned.connect(self._on_turned)
        self.setLayout(
            row(
                card(
                    _("Rules about the course"), text(_(RULES_WHY), "small", wrap=True), *self.ticks
                )
            )
        )

    @Slot()
    def _on_turned(self) -> None:
        ticked = [each.isChecked() for each in self.ticks]
        before = self._rules
        self._rules = tuple(
            replace(rule, is_on=on) for rule, on in zip(before, ticked, strict=True)
        )
        for rule in self._rules:
            if rule not in before:
                self.switched.emit(rule)


class MeasuresView(QWidget):
    """A tick for each measure that the programme leaves to the clinic, with what it takes.

    Signals:
        switched: The measure as it should be.

    """

    switched = Signal(OptionalMeasure)

    def __init__(self, measures: Sequence[OptionalMeasure]) -> None:
        super().__init__()
        self._measures = tuple(measures)
        self.ticks = [Tick(_measure_words(each), checked=each.is_chosen) for each in measures]
        for tick, measure in zip(self.ticks, measures, strict=True):
            tick.setAccessibleName(_minutes_words(measure))
            hold_whole(tick, _measure_words(measure))
            tick.turned.connect(self._on_turned)
        why = text(_(MEASURES_WHY), "small", wrap=True)
        self.setLayout(row(card(_("Measures besides those of the programme"), why, *self.ticks)))
        if not self.ticks:
            self.hide()

    @Slot()
    def _on_turned(self) -> None:
        before = self._measures
        self._measures = tuple(
            replace(measure, is_chosen=tick.isChecked())
            for measure, tick in zip(before, self.ticks, strict=True)
        )
        for measure in self._measures:
            if measure not in before:
                self.switched.emit(measure)


def _minutes_words(measure: OptionalMeasure) -> str:
    words = ngettext(
        "{title}: {count} minute more each time",
        "{title}: {count} minutes more each time",
        measure.minutes,
    )
    return words.format(title=measure.title, count=measure.minutes)


def _measure_words(measure: OptionalMeasure) -> str:
    sessions = ", ".join(session_number(each) for each in measure.sessions)
    words = _("{measure}, in session {sessions}")
    return words.format(measure=_minutes_words(measure), sessions=sessions)
