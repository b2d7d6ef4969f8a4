"""The first page of a service report: three sentences made by rule, four figures, one chart.

    page = first_page(shown, series)

It is made from finished figures alone: what protection hides is not in them, and so nothing is said
about it. The rules are the three tables below; a rule whose figure is not shown is passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import inf
from statistics import NormalDist

from exports.disclosure.certainty import MOST_OPEN, WIDEST, is_sure
from exports.document.document import Asked, Block, Facts
from exports.document.tables import Tables, row_of, value_of
from exports.estimates.run_limits import WINDOW, Rule, Signal
from exports.estimates.shares import Estimate, difference
from exports.paper.charts.figure_cards import FigureCard, FigureCards, Reading
from exports.paper.charts.run_chart import PLOTS, RunChart
from exports.reports.questions import asked, question_in_words, question_title
from session_forms.words.list_words import together
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, NN_, NP_, Counted, _, counted, pgettext

MOST_CARDS = 4
ALERTS_FROM = 25
"""Of which share of clients with an alert it is said, in per cent."""
LOW_FEEDBACK = 6
"""Up to which mean feedback is said to be low: a rating that is a prompt to talk about it."""
MISSED_FROM = 10
"""Of which share of sessions at least an item was not done that is named, in per cent."""
AMONG = 100
"""Of so many items one is the highest by chance: the ends hold for all of them together."""
STRETCHED = NormalDist().inv_cdf(1 - 0.025 / AMONG) / NormalDist().inv_cdf(1 - 0.025)
"""How many times as far an end lies that does (Bonferroni), as the end of one alone."""
MOST_ITEMS = 2
MOST_KNOWN = 3
LEAST_POINTS = 3
"""Of a chart over quarters: two points stand in the cards, and their limits say nothing."""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure that the report prints, in per cent.

    Attributes:
        people: On how many it rests, as printed; 0 where those are too few to tell.
        before: The same figure of the quarter before, where that was printed too.

    """

    now: Estimate
    people: int
    before: Estimate | None = None

    @property
    def is_vague(self) -> bool:
        """Whether its interval is too wide for a sentence."""
        return _is_vague(self.now)

    @property
    def change(self) -> Estimate | None:
        """The difference to the quarter before with its interval."""
        return difference(self.now, self.before) if self.before else None


@dataclass(frozen=True, slots=True)
class Notable:
    """What else stands out, in a sentence, and what to ask about it.

    Attributes:
        row: Where the figure stands, as table/key.
        asked: The question as it stays open until somebody answered it.

    """

    says: str
    asks: str
    row: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class FigureWords:
    """How one figure is called and said.

    Attributes:
        says: One sentence with the figure.
        between: One with its ends, where it is too uncertain to be said by itself.
        basis: Whom it is of.

    """

    title: str
    says: str
    between: str
    basis: Counted


FIGURES: Mapping[str, FigureWords] = {
    "improved": FigureWords(
        "Reliably better on mood",
        "About {now} per cent of the people with both scores are reliably better on mood.",
        "Between {low} and {high} per cent of the people with both scores are reliably "
        "better on mood.",
        NN_("of {count} with both scores", "of {count} with both scores"),
    ),
    "recovered": FigureWords(
        NP_("figure of a report", "Reliable recovery"),
        "About {now} per cent of the people who began above the cut-off are below it now and "
        "reliably better.",
        "Between {low} and {high} per cent of the people who began above the cut-off "
        "are below it now and reliably better.",
        NN_("of {count} above the cut-off", "of {count} above the cut-off"),
    ),
    "stopped": FigureWords(
        "Stopped before the end",
        "About {now} per cent of the people who ended did so before the course was over.",
        "Between {low} and {high} per cent of the people who ended did so before the "
        "course was over.",
        NN_("of {count} who ended", "of {count} who ended"),
    ),
    "adherence": FigureWords(
        "Adherence to the plans",
        "Sessions kept to about {now} per cent of their plan.",
        "Sessions kept to between {low} and {high} per cent of their plan.",
        NN_("sessions of {count} person", "sessions of {count} people"),
    ),
    "attended": FigureWords(
        NP_("figure of a report", "Sessions that took place"),
        "About {now} per cent of the sessions that were due took place.",
        "Between {low} and {high} per cent of the sessions that were due took place.",
        NN_("sessions of {count} person", "sessions of {count} people"),
    ),
    "paired": FigureWords(
        "Both scores on mood",
        "About {now} per cent of the people with a first score on mood have a later one.",
        "Between {low} and {high} per cent of the people with a first score on mood "
        "have a later one.",
        NN_("of {count} with a first score", "of {count} with a first score"),
    ),
}
"""The figures of the cards and of the first sentence, what leads look at first at the top."""


@dataclass(frozen=True, slots=True)
class MeanPlace:
    """Where a mean stands, and the sentence about it.

    Attributes:
        most: How far its ends may lie apart in it.
        least: What is less than this would be 0.0 and is said by `says_less`: it is counted in
            whole ones, and none of them is not no time at all.

    """

    table: str
    row: str
    column: str
    says: str
    most: float
    least: float = 0
    says_less: str = ""


MEANS = (
    MeanPlace(
        "waits",
        "waits.first",
        "mean",
        "From the first contact to the first session it took about {now} weeks on average "
        "({low} to {high}).",
        16,
        least=0.05,
        says_less=N_(
            "From the first contact to the first session it took up to about {high} weeks on "
            "average."
        ),
    ),
    MeanPlace(
        "experience",
        "feedback.worked_on_what_matters",
        "mean",
        "Whether sessions were about what matters, clients rate {now} of 10 ({low} to {high}).",
        7.5,
    ),
    MeanPlace(
        "experience",
        "feedback.felt_respected",
        "mean",
        "Whether they felt respected, clients rate {now} of 10 ({low} to {high}).",
        7.5,
    ),
    MeanPlace(
        "experience",
        "feedback.useful_today",
        "mean",
        "Whether a session was useful, clients rate {now} of 10 ({low} to {high}).",
        7.5,
    ),
    MeanPlace(
        "dose",
        "dose.0",
        "mean",
        "Each client had about {now} sessions on average ({low} to {high}).",
        16,
    ),
    MeanPlace(
        "dose",
        "dose.2",
        "mean",
        "A session took about {now} minutes on average ({low} to {high}).",
        50,
    ),
)
"""What is said in the place of main figures that are not told, the first that is known first."""


STANDS_OUT: Mapping[tuple[Rule, bool], Counted] = {
    ("outside", True): NN_(
        "{title} is above its upper limit: {value}.", "{title} is above its upper limit: {value}."
    ),
    ("outside", False): NN_(
        "{title} is below its lower limit: {value}.", "{title} is below its lower limit: {value}."
    ),
    ("side", True): NN_(
        "{title} was above its average {count} time in a row. It is now {value}.",
        "{title} was above its average {count} times in a row. It is now {value}.",
    ),
    ("side", False): NN_(
        "{title} was below its average {count} time in a row. It is now {value}.",
        "{title} was below its average {count} times in a row. It is now {value}.",
    ),
    ("trend", True): NN_(
        "{title} rose {count} time in a row. It is now {value}.",
        "{title} rose {count} times in a row. It is now {value}.",
    ),
    ("trend", False): NN_(
        "{title} fell {count} time in a row. It is now {value}.",
        "{title} fell {count} times in a row. It is now {value}.",
    ),
    ("near", True): NN_(
        "{title} was close to its upper limit {count} time of three. It is now {value}.",
        "{title} was close to its upper limit {count} times of three. It is now {value}.",
    ),
    ("near", False): NN_(
        "{title} was close to its lower limit {count} time of three. It is now {value}.",
        "{title} was close to its lower limit {count} times of three. It is now {value}.",
    ),
}
NOTHING = N_("Nothing stands out by the rules of this page.")
NOTHING_ELSE = N_("Nothing else stands out by the rules of this page.")
TOO_FEW = N_("So few people are counted that nothing can stand out.")
ASKS_NOTHING = N_("No question follows from the rules.")
ASKS_OF_CHANGE = N_("What was done differently in this quarter?")
ASKS_OF_FEW = N_("What do therapists see with their own clients?")
ASKS_OF_SIGNAL = N_("What was different in that time?")
ORDER: tuple[Rule, ...] = ("outside", "side", "trend", "near")
"""Which signal is told first."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What the first page says and shows.

    Attributes:
        questions: Up to three; the first stands on this page, the others with their figures.
        asks_else: What is asked where none of these is.
        asked_else: The same as it stays open; None where nothing is to be answered.
        rows: Where what else stands out stands, as table/key.
        known: What else can be said where few people are counted, a sentence each.
        asks: Whether a report for its readers asks at all.

    """

    changed: str
    stands_out: str
    questions: tuple[Asked, ...]
    cards: FigureCards | None
    chart: RunChart | None
    asks: bool = True
    asks_else: str = ""
    asked_else: Asked | None = None
    rows: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    def asking_nothing(self) -> "FirstPage":
        """Return the page as readers outside get it: that a question was asked tells of a limit."""
        return replace(self, questions=(), asked_else=None, asks=False)

    @property
    def left_open(self) -> tuple[Asked, ...]:
        """All that is asked and stays open until somebody has answered it."""
        if self.questions or self.asked_else is None:
            return self.questions
        return (self.asked_else,)

    def shorter(self) -> "Iterator[FirstPage]":
        """Yield it whole, then with a lower chart, then with less said, last without a chart."""
        for known in range(len(self.known), -1, -1):
            said = replace(self, known=self.known[:known])
            if self.chart is None:
                yield said
                continue
            for plot in PLOTS:
                yield replace(said, chart=replace(self.chart, plot=plot))
        if self.chart is not None:
            yield replace(self, known=(), chart=None)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The page, block by block."""
        known = " ".join(self.known)
        told = (
            (pgettext("sentence of a report", "What changed"), self.changed),
            *([(pgettext("sentence of a report", "What is known"), known)] if known else ()),
            (pgettext("sentence of a report", "What stands out"), self.stands_out),
        )
        sentences = Facts((*told, *self._asked()), leads=True)
        pictures = (each for each in (self.cards, self.chart) if each is not None)
        return (sentences, *pictures)

    def _asked(self) -> Iterator[tuple[str, str]]:
        if self.asks:
            name = pgettext("sentence of a report", "What to ask")
            if not self.questions:
                yield name, self.asks_else
                return
            yield name, question_in_words(self.questions[0])
            if others := [question_title(each.figure) for each in self.questions[1:]]:
                yield _("Also asked, further on"), together(others)


def first_page(
    shown: Mapping[str, ShownFigure],
    series: Sequence[RunChart] = (),
    notable: Sequence[Notable] = (),
    means: Sequence[str] = (),
) -> FirstPage:
    """Return the first page from the figures that are printed, by id, and from their charts.

    `notable` is what else stands out, `means` what is said in the place of main figures that are
    not told. A chart is shown with three known points or more; the one with something to say goes
    first.
    """
    changes = [each.change for name, each in shown.items() if name in FIGURES and not each.is_vague]
    has_changed = any(each is not None and each.excludes_zero for each in changes)
    charts = [each for each in series if each.limits and len(each.known) >= LEAST_POINTS]
    telling = [each for each in charts if _latest(each) is not None]
    is_told = bool(shown or charts or notable or means)
    changed, told = _changed(shown)
    asks_else, asked_else = _asks_else(telling, notable, has_changed=has_changed)
    return FirstPage(
        changed=changed,
        stands_out=_stands_out(telling, notable, has_changed=has_changed)
        if is_told
        else _(TOO_FEW),
        questions=asked({name: each.now for name, each in shown.items() if not each.is_vague}),
        cards=_cards(shown),
        chart=next(iter([*telling, *charts]), None),
        asks_else=asks_else if is_told else _(ASKS_OF_FEW),
        asked_else=asked_else,
        rows=tuple(each.row for each in notable),
        known=tuple(islice(_known(shown, told, means), MOST_KNOWN)),
    )


def _known(shown: Mapping[str, ShownFigure], told: str, means: Sequence[str]) -> Iterator[str]:
    """Yield what else can be said where the first figures are told of few people alone.

    `told` is the figure that is said to have changed or not; a figure that is too uncertain is said
    by its ends. Where three or more are sure, cards and chart say enough.
    """
    there = [(name, shown[name]) for name in FIGURES if name in shown]
    if sum(not each.is_vague for _name, each in there) >= MOST_KNOWN:
        return
    for name, each in there:
        if name == told or each.now.high - each.now.low > 100 * MOST_OPEN:
            continue
        yield _said(FIGURES[name].between if each.is_vague else FIGURES[name].says, each)
    yield from means


def _asks_else(
    telling: Sequence[RunChart], notable: Sequence[Notable], *, has_changed: bool
) -> tuple[str, Asked | None]:
    """Say what to ask where no question of the rules is: what stands out, or has changed.

    Beside the words stands the question that they leave open, if any.
    """
    if notable:
        return notable[0].asks, notable[0].asked
    if telling:
        return _(ASKS_OF_SIGNAL), Asked("over_quarters", 0)
    if has_changed:
        return _(ASKS_OF_CHANGE), Asked("changed", 0)
    return _(ASKS_NOTHING), None


def _changed(shown: Mapping[str, ShownFigure]) -> tuple[str, str]:
    """Say the figure that changed most beyond chance; else the first, and that it is chance.

    A figure that may be nearly anything is not said to have changed. Beside the words stands which
    figure they are about, if any.
    """
    there = [(name, shown[name]) for name in FIGURES if name in shown]
    known = [(name, each) for name, each in there if not each.is_vague]
    if not known:
        words = (
            _("So few people are counted that nobody can say what changed.")
            if there
            else _("There are too few people for a main figure.")
        )
        return words, ""
    compared = [(name, each, change) for name, each in known if (change := each.change)]
    if not compared:
        name, first = known[0]
        words = _("There is no quarter to compare with.")
        return f"{words} {_said(FIGURES[name].says, first)}", name
    moved = [each for each in compared if each[2].excludes_zero]
    name, told, change = max(moved, key=lambda each: _size(each[2])) if moved else compared[0]
    assert told.before is not None
    return f"{_said(FIGURES[name].says, told)} {_compared(told.before, change)}", name


def _compared(before: Estimate, change: Estimate) -> str:
    if change.excludes_zero:
        words = (
            _("In the quarter before it was {before}: more than chance.")
            if _is_vague(before)
            else _("In the quarter before it was about {before}: more than chance.")
        )
    else:
        words = (
            _("In the quarter before it was {before}: the difference is within chance.")
            if _is_vague(before)
            else _("In the quarter before it was about {before}: the difference is within chance.")
        )
    return words.format(before=_before_in_words(before))


def _size(change: Estimate) -> float:
    """Return how large a difference is in the half of its interval that points to zero."""
    half = change.value - change.low if change.value > 0 else change.high - change.value
    return abs(change.value) / half if half else inf


def _said(words: str, figure: ShownFigure) -> str:
    now = figure.now
    value, low, high = (number_words(each, 0) for each in (now.value, now.low, now.high))
    return _(words).format(now=value, low=low, high=high)


def _stands_out(
    telling: Sequence[RunChart], notable: Sequence[Notable], *, has_changed: bool
) -> str:
    """Say which chart has something to say; what changed beyond chance stands above it already."""
    if notable:
        return " ".join((*map(_signal_in_words, telling[:1]), *(each.says for each in notable)))
    if not telling:
        return _(NOTHING_ELSE if has_changed else NOTHING)
    return _signal_in_words(telling[0])


def _signal_in_words(chart: RunChart) -> str:
    signal = _latest(chart)
    assert signal is not None
    return counted(
        STANDS_OUT[signal.rule, signal.is_high],
        _times(signal),
        title=chart.title,
        value=chart.said(chart.known[-1][1]),
    )


def _times(signal: Signal) -> int:
    """Return how often what a signal says was so up to its last point.

    Rises are one fewer than their points; points near a limit are told of the last three alone,
    though their signal holds those of long ago as well.
    """
    if signal.rule == "near":
        return sum(place > signal.places[-1] - WINDOW for place in signal.places)
    return len(signal.places) - (signal.rule == "trend")


def _latest(chart: RunChart) -> Signal | None:
    """Return the signal that reaches to the last point, the one told first; None without one."""
    last = len(chart.points) - 1
    signals = chart.limits.signals if chart.limits else ()
    found = [each for each in signals if each.places[-1] == last]
    return min(found, key=lambda each: ORDER.index(each.rule), default=None)


def _cards(shown: Mapping[str, ShownFigure]) -> FigureCards | None:
    cards = [_card(FIGURES[name], shown[name]) for name in FIGURES if name in shown]
    if not cards:
        return None
    return FigureCards(pgettext("picture of a report", "Main figures"), tuple(cards[:MOST_CARDS]))


def _card(words: FigureWords, figure: ShownFigure) -> FigureCard:
    now, before = figure.now, figure.before
    ends = {"low": number_words(now.low, 0), "high": number_words(now.high, 0)}
    interval = (
        _("{low} to {high}; before, {before}").format(**ends, before=_before_in_words(before))
        if before
        else _("{low} to {high}").format(**ends)
    )
    said = _("about {n} %").format(n=number_words(now.value, 0))
    if figure.is_vague:
        said = _("{low} to {high} %").format(**ends)
        interval = _("too few for one number")
    return FigureCard(
        title=_(words.title),
        figure=said,
        interval=interval,
        basis=counted(words.basis, figure.people) if figure.people else _("of few people"),
        now=_reading(now),
        before=_reading(before) if before else None,
        most=100,
        end=_("{n} %").format(n=100),
    )


def _reading(figure: Estimate) -> Reading:
    return Reading(figure.low, None if _is_vague(figure) else figure.value, figure.high)


def _is_vague(figure: Estimate) -> bool:
    """Return whether an interval is too wide for its figure to be said, of now or of before."""
    return figure.high - figure.low > WIDEST


def _before_in_words(before: Estimate) -> str:
    low, value, high = (number_words(each, 0) for each in (before.low, before.value, before.high))
    return _("{low} to {high}").format(low=low, high=high) if _is_vague(before) else value


def standing_out(tables: Tables, caseloads: int) -> Iterator[Notable]:
    """Yield what stands out of the figures of now, over so many caseloads."""
    yield from _alerts(tables, caseloads)
    yield from _low_feedback(tables)
    yield from _missed(tables)


def _alerts(tables: Tables, caseloads: int) -> Iterator[Notable]:
    """Yield it where the changes of the two counts leave the share close enough to say it."""
    cells = row_of(tables, "alerts", "alerts.all")
    share, people = value_of(cells, "percent"), value_of(cells, "clients")
    if share is None or not people or share < ALERTS_FROM:
        return
    if is_sure(people, 100 * people / share, caseloads):
        said = _("About {now} per cent of all clients had an alert.")
        asks = _("What do these alerts have in common?")
        says, asked_so = said.format(now=number_words(share, 0)), Asked("alerts_many", round(share))
        yield Notable(says, asks, "alerts/alerts.all", asked_so)


def _low_feedback(tables: Tables) -> Iterator[Notable]:
    """Yield what clients rate lowest, where its whole interval is as low as asks for a word.

    That it fell from one meeting to another says nothing of a service: with four lines and twenty
    meetings it does so for nearly everybody whose opinion never changes (ADR 172).
    """
    found: list[tuple[float, Notable]] = []
    for place in MEANS:
        said = _mean(tables, place)
        if place.table == "experience" and said and said.high <= LOW_FEEDBACK:
            row = f"{place.table}/{place.row}"
            says, asks = _mean_in_words(place, said), _("What would they need?")
            asked_so = Asked("feedback_low", round(said.value))
            found.append((said.value, Notable(says, asks, row, asked_so)))
    if found:
        yield min(found, key=lambda each: each[0])[1]


def _missed(tables: Tables) -> Iterator[Notable]:
    """Yield it where an item is missed as often by an interval that holds for all items together.

    The highest of a hundred changed figures is high by its change and by chance alone: where every
    item is left out of 5 sessions in 100, one or two stood here in every report (ADR 170), and by
    the interval of each for itself still in 76 of 200 (ADR 172).
    """
    table = tables.get("items_missed")
    found: list[tuple[str, str, float]] = []
    for key in table.keys if table else ():
        assert table is not None
        cells = table.row(key)
        part, low, high = (value_of(cells, each) for each in ("part", "low", "high"))
        if part is None or low is None or high is None:
            continue
        if part - STRETCHED * (part - low) < MISSED_FROM:
            continue
        if high - low <= WIDEST:
            said = _("“{item}” in about {now} per cent of sessions")
            words = said.format(item=cells["text"].text, now=number_words(part, 0))
            found.append((key, words, part))
    if found:
        items = together([words for _key, words, _part in found[:MOST_ITEMS]])
        says, asks = _("Often not done: {items}."), _("What keeps it from being done?")
        row, _words, most = found[0]
        asked_so = Asked("items_missed", round(most))
        yield Notable(says.format(items=items), asks, f"items_missed/{row}", asked_so)


def said_means(tables: Tables) -> Iterator[str]:
    """Yield a sentence for each mean that is told closely enough."""
    for each in MEANS:
        said = _mean(tables, each)
        if said and said.high - said.low <= each.most:
            yield _mean_in_words(each, said)


def _mean(tables: Tables, place: MeanPlace) -> Estimate | None:
    """Return a mean with its ends, where they are told."""
    cells = row_of(tables, place.table, place.row)
    now, low, high = (value_of(cells, name) for name in (place.column, "low", "high"))
    if now is None or low is None or high is None:
        return None
    return Estimate(now, low, high)


def _mean_in_words(place: MeanPlace, said: Estimate) -> str:
    now, low, high = (number_words(each, 1) for each in (said.value, max(0.0, said.low), said.high))
    says = place.says_less if said.value < place.least else place.says
    return _(says).format(now=now, low=low, high=high)
