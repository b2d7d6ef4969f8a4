"""One measure over the sessions: what a chart shows, and the same as a sentence.

Nothing depends on colour: bands, cut-off and the lines of reliable change are named at the
right edge, a session without a score stands in brackets and its gap is dashed, scores of an
earlier version are hollow and stand apart, zero is a score.
"""

from dataclasses import dataclass, replace

from session_forms.words.number_words import number_words
from session_forms.words.texts import _, ngettext

LETTER = 0.56
"""Width of an average letter of Open Sans, in parts of its size."""
STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart shows.

    Attributes:
        points: (session, score) in order; None where the measure was not done.
        bands: (lowest score, name) of each named range, from the lowest.
        cutoff: The score from which the measure counts as a case, if there is one.
        reliable_from_first: How far a score must move from the first to be more than error.
        phases: (session at which it starts, name).
        breaks: (session from which another version was used, its name), where the scores before
            and after cannot be compared. Bands, cut-off and reliable change belong to the last.
        again: The session at which the same course begins once more; empty where it does not. The
            scores before belong to the time before, and are not compared with those since.
        across: What the points are, below them; sessions where nothing is said.
        grounds: Which of its figures are at second hand, in a sentence, for beside the chart.

    """

    title: str
    low: float
    high: float
    points: tuple[tuple[str, float | None], ...]
    bands: tuple[tuple[float, str], ...] = ()
    cutoff: float | None = None
    reliable_from_first: float | None = None
    phases: tuple[tuple[str, str], ...] = ()
    breaks: tuple[tuple[str, str], ...] = ()
    higher_is_worse: bool = True
    again: str = ""
    across: str = ""
    grounds: str = ""

    @property
    def plain(self) -> "ChartData":
        """The same for the client: without the lines of statistics, cut-off and reliable change."""
        return replace(self, cutoff=None, reliable_from_first=None)

    @property
    def done(self) -> tuple[tuple[int, float], ...]:
        """Place and score of every session where the measure was done."""
        return tuple((at, score) for at, (_, score) in enumerate(self.points) if score is not None)

    @property
    def version_from(self) -> int:
        """The place from which the version of the last score was used."""
        places = self.places
        return max((places[label] for label, _ in self.breaks if label in places), default=0)

    @property
    def now_from(self) -> int:
        """The place from which scores can be compared with the last one."""
        return max(self.version_from, self.places.get(self.again, 0))

    @property
    def comparable(self) -> tuple[tuple[int, float], ...]:
        """Place and score of what can be compared with the last score."""
        start = self.now_from
        return tuple((at, score) for at, score in self.done if at >= start)

    @property
    def places(self) -> dict[str, int]:
        """The place of each session by its label."""
        return {label: place for place, (label, _) in enumerate(self.points)}

    @property
    def break_places(self) -> tuple[int, ...]:
        """The places at which another version begins, or the course once more."""
        labels = (*(label for label, _ in self.breaks), self.again)
        places = self.places
        return tuple(places[label] for label in labels if label in places)

    @property
    def reliable_edges(self) -> tuple[float | None, float | None]:
        """The scores from which a change is more than error; None outside the range."""
        if self.reliable_from_first is None or not self.comparable:
            return None, None
        first = self.comparable[0][1]
        lower, upper = first - self.reliable_from_first, first + self.reliable_from_first
        return (lower if lower >= self.low else None, upper if upper <= self.high else None)

    def band_of(self, score: float) -> str:
        """Return the name of the range a score lies in; empty where there is none."""
        names = [name for start, name in self.bands if start <= score]
        return names[-1] if names else ""


@dataclass(frozen=True, slots=True)
class Space:
    """The room a chart may take, and the size of its words, in points."""

    width: float = 481.0
    height: float = 196.0
    caption: float = 8.0


def chart_in_words(chart: ChartData) -> str:
    """Return what the chart shows as one or a few sentences, for those who do not see it."""
    if not chart.done:
        return _("{title}: not done yet.").format(title=chart.title)
    sentences = [_scores_in_words(chart)]
    missing = [session for session, score in chart.points if score is None]
    if missing:
        sentences.append(_("Not done: {sessions}.").format(sessions=", ".join(missing)))
    if chart.version_from:
        session = chart.points[chart.version_from][0]
        words = _("Another version from session {session} on: what was before is not compared.")
        sentences.append(words.format(session=session))
    if chart.again in chart.places:
        words = _(
            "The course begins once more at session {session}: what was before is not compared."
        )
        sentences.append(words.format(session=chart.again))
    return " ".join(sentences)


def _scores_in_words(chart: ChartData) -> str:
    done = chart.comparable or chart.done
    known = ngettext(
        "{title}: {first}, the only score.",
        "{title}: {first} at the first score, {last} at the last, {done} scores.",
        len(done),
    )
    return known.format(
        title=chart.title, first=figure(done[0][1]), last=figure(done[-1][1]), done=len(done)
    )


def figure(value: float) -> str:
    """Return a score as it is printed: whole numbers without decimals."""
    return number_words(value, 0 if float(value).is_integer() else 1)
