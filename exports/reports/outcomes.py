"""What became of one client on one measure, by fixed definitions.

Caseness: on or beyond the cut-off at the first score. Recovery: a case at the first score and
not at the last. Reliable improvement: a change of at least the reliable change in the good
direction, and no reliable worsening on the paired measure; deterioration likewise. Reliable
recovery: both. Paired: a first and a later score. Zero is a score. Not known is never a success.

Source: NHS Talking Therapies manual (outcome definitions), with PHQ-9 and GAD-7 as the pair;
reliable change after Jacobson and Truax (1991), as each measure's own file names it.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from exports.case.case import CaseForm, PseudonymisedCase
from session_forms.form.definition import FormDefinition, comparable
from session_forms.library.library import FormLibrary
from session_forms.scores.scores import Score
from session_forms.scoring.change import Change, classify, is_case
from session_forms.words.texts import N_, NP_

Outcome = Literal["improved", "unchanged", "deteriorated", "not known"]
OUTCOMES: tuple[Outcome, ...] = ("improved", "unchanged", "deteriorated", "not known")

PAIRS = {"phq-9": "gad-7", "gad-7": "phq-9"}
"""Measures that are read together: what one gains does not count if the other loses."""
READ_TOGETHER = N_(
    "PHQ-9 and GAD-7 are read together: better on one and worse on the other counts as no change."
)

FIRST = ("phq-9",)
"""What leads look at first."""

_OUTCOME_OF: dict[str, Outcome] = {
    "reliable-improvement": "improved",
    "no-reliable-change": "unchanged",
    "reliable-deterioration": "deteriorated",
    "not-calculable": "not known",
}


@dataclass(frozen=True)
class FollowedMeasure:
    """A form's score that can be followed over time.

    Attributes:
        form: The newest version of the form.
        score: The score, as that version has it.
        earlier: The earlier versions.

    """

    form: FormDefinition
    score: Score
    earlier: tuple[FormDefinition, ...] = ()

    @property
    def id(self) -> str:
        """The form's id: each form gives one measure."""
        return self.form.id

    @property
    def title(self) -> str:
        """The name for people."""
        return self.form.short_title or self.form.title

    @property
    def has_criterion(self) -> bool:
        """Return whether a sourced figure says how much change is more than error."""
        return classify(self.score, None, None).criterion is not None

    def version(self, number: int) -> FormDefinition:
        """Return one version of the form; the newest for a number that is not installed."""
        return next((each for each in self.earlier if each.version == number), self.form)

    def score_in(self, number: int) -> str:
        """Return the id that a version has for the score; the newest's where none is said."""
        found = self._score_ids.get(number)
        if found is None:
            found = comparable(self.version(number), self.form, self.score.id) or self.score.id
            self._score_ids[number] = found
        return found

    def goes_on(self, old: int, new: int) -> bool:
        """Return whether scores of two versions may be compared."""
        found = self._goes_on.get((old, new))
        if found is None:
            score_id = self.score_in(new)
            found = comparable(self.version(old), self.version(new), score_id) is not None
            self._goes_on[old, new] = found
        return found

    # What was found out of versions so far: a whole caseload asks again and again.
    @cached_property
    def _score_ids(self) -> dict[int, str]:
        return {}

    @cached_property
    def _goes_on(self) -> dict[tuple[int, int], bool]:
        return {}


@dataclass(frozen=True, slots=True)
class ScoreCourse:
    """One client's scores on one measure; only scores that could be computed."""

    scores: tuple[tuple[str, int, float], ...]
    """(session plan, week, score), earliest first."""

    @property
    def first(self) -> float | None:
        """The first score."""
        return self.scores[0][2] if self.scores else None

    @property
    def last(self) -> float | None:
        """The last score, if it is another than the first."""
        return self.scores[-1][2] if self.is_paired else None

    @property
    def is_paired(self) -> bool:
        """Return whether there is a first and a later score."""
        return len(self.scores) > 1

    def ending_in(self, plans: Container[str]) -> "ScoreCourse":
        """Return the first score and those later ones that belong to these session plans."""
        if not self.is_paired:
            return self
        later = (each for each in self.scores[1:] if each[0] in plans)
        return ScoreCourse((*self.scores[:1], *later))


_NO_COURSE = ScoreCourse(())


def measures(forms: FormLibrary) -> tuple[FollowedMeasure, ...]:
    """Return every measure of the library: the first score of each form that has scores.

    The best-known stands first, then its pair, then they go by name.
    """
    ids = sorted(forms.ids(), key=lambda each: (each not in FIRST, each not in PAIRS, each))
    latest = (forms.latest(form_id) for form_id in ids)
    return tuple(
        FollowedMeasure(form, form.scores[0], _earlier(form, forms))
        for form in latest
        if form.scores
    )


def _earlier(form: FormDefinition, forms: FormLibrary) -> tuple[FormDefinition, ...]:
    return tuple(each for each in forms.all() if each.id == form.id and each.version < form.version)


def course_of(case: PseudonymisedCase, measure: FollowedMeasure) -> ScoreCourse:
    """Return the client's scores on the measure that can be compared with the last one."""
    return course_in(case.of_form(measure.id), measure)


def course_in(filled: Sequence[CaseForm], measure: FollowedMeasure) -> ScoreCourse:
    """Return the same from the client's forms of the measure, earliest first."""
    if not filled:  # as of most measures for most clients
        return _NO_COURSE
    scored = _scored(filled, measure)
    last = scored[-1][0] if scored else 0
    return ScoreCourse(
        tuple(
            (form.plan_id, form.week, value)
            for version, form, value in scored
            if measure.goes_on(version, last)
        )
    )


def scores_of(
    case: PseudonymisedCase, measure: FollowedMeasure
) -> tuple[tuple[int, CaseForm, float], ...]:
    """Return (version, form, score) of every form that gave a score, earliest first."""
    return _scored(case.of_form(measure.id), measure)


def _scored(
    filled: Sequence[CaseForm], measure: FollowedMeasure
) -> tuple[tuple[int, CaseForm, float], ...]:
    found = (
        (form.form_version, form, form.scores.get(measure.score_in(form.form_version)))
        for form in filled
    )
    return tuple(
        (version, form, score.value)
        for version, form, score in found
        if score is not None and score.value is not None
    )


def change_of(course: ScoreCourse, measure: FollowedMeasure) -> Change:
    """Return the change from the first to the last score, by this measure alone."""
    return classify(measure.score, course.first, course.last)


def outcome_of(
    case: PseudonymisedCase,
    measure: FollowedMeasure,
    known: Sequence[FollowedMeasure],
    plans: Container[str] | None = None,
) -> Outcome:
    """Return the client's outcome on the measure, its paired measure taken into account.

    With `plans` the last score is the last one that belongs to one of these session plans.
    """
    partner = partner_of(measure, known)
    other = _in_plans(course_of(case, partner), plans) if partner else None
    return outcome_in(_in_plans(course_of(case, measure), plans), measure, other, partner)


def partner_of(
    measure: FollowedMeasure, known: Sequence[FollowedMeasure]
) -> FollowedMeasure | None:
    """Return the measure that is read together with another, if there is one among the known."""
    partner = PAIRS.get(measure.id)
    if partner is None:  # as of most measures
        return None
    return next((each for each in known if each.id == partner), None)


def outcome_in(
    course: ScoreCourse,
    measure: FollowedMeasure,
    other: ScoreCourse | None,
    partner: FollowedMeasure | None,
) -> Outcome:
    """Return the outcome of a course on the measure, that on its paired measure beside it."""
    own = _OUTCOME_OF[change_of(course, measure).outcome]
    if other is None or partner is None:
        return own
    beside = _OUTCOME_OF[change_of(other, partner).outcome]
    return "unchanged" if {own, beside} == {"improved", "deteriorated"} else own


def started_as_case(course: ScoreCourse, measure: FollowedMeasure) -> bool:
    """Return whether the first score was on or beyond the cut-off."""
    return is_case(measure.score, course.first)


def recovered(course: ScoreCourse, measure: FollowedMeasure) -> bool | None:
    """Return whether a case is one no longer; None without a last score."""
    if not course.is_paired:
        return None
    return started_as_case(course, measure) and not is_case(measure.score, course.last)


def reliably_recovered(
    course: ScoreCourse, measure: FollowedMeasure, outcome: Outcome
) -> bool | None:
    """Return whether a case is one no longer and reliably better; None without a last score.

    `outcome` is the client's on this measure, as `outcome_of` gives it.
    """
    is_no_case = recovered(course, measure)
    return None if is_no_case is None else is_no_case and outcome == "improved"


def _in_plans(course: ScoreCourse, plans: Container[str] | None) -> ScoreCourse:
    return course if plans is None else course.ending_in(plans)


OUTCOME_WORDS = {
    "improved": NP_("score", "reliably better"),
    "unchanged": N_("no reliable change"),
    "deteriorated": NP_("score", "reliably worse"),
    "not known": NP_("score", "not known"),
}
