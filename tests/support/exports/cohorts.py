"""Pseudonymised courses made from a few numbers: how far, how it ended, scores."""

from dataclasses import replace

from exports.case.case import CaseForm, CaseScore, CaseSession, PseudonymisedCase
from programme.course.order import course_order
from programme.loading import library as programmes


def session(plan: str, attendance: str = "attended", week: int = 0) -> CaseSession:
    """Return one session of a plan."""
    return CaseSession(plan, week, attendance, 60, None, {}, (), "")


def case(
    held: int = 0,
    *,
    key: int = 1,
    reason: str = "",
    status: str = "active",
    phq: tuple[tuple[str, float], ...] = (),
    neq: int | None = None,
    after: tuple[str, ...] = (),
    track: str = "",
    waited: int | None = None,
    since: int | None = None,
) -> PseudonymisedCase:
    """Return a course with its first `held` sessions; `phq` are (plan, score)."""
    forms = [CaseForm("phq-9", 1, plan, 0, {}, _scores("total", value)) for plan, value in phq]
    if neq is not None:
        forms.append(CaseForm("neq", 1, "S10", 0, {}, _scores("count-treatment", neq)))
    if reason:
        forms.append(CaseForm("ending", 1, "", 0, {"reason": reason}, {}))
    plans = (*course_order(programmes.installed(), track)[:held], *after)
    return PseudonymisedCase(
        pseudonym="P",
        record_key=key,
        age_band="30-44",
        gender="man",
        track=track,
        mode="in_person",
        status=status,
        sessions=tuple(session(plan, week=2 * week) for week, plan in enumerate(plans)),
        forms=tuple(forms),
        alerts=(),
        overrides=(),
        deviations=(),
        weeks_waited=waited,
        weeks_since_end=since,
    )


def _scores(score_id: str, value: float) -> dict[str, CaseScore]:
    return {score_id: CaseScore(value, None, True, None)}


# 10 completed, 6 stopped before S04, 4 before S10, 2 later, 3 moved away, 5 in treatment.
COHORT = [
    replace(each, record_key=key)
    for key, each in enumerate(
        (
            *[case(20)] * 10,
            *[case(2, reason="client_stopped")] * 6,
            *[case(5, reason="no_contact")] * 4,
            *[case(15, reason="client_stopped")] * 2,
            *[case(2, reason="moved")] * 3,
            *[case(2)] * 4,
            case(12),
            case(0),
        ),
        start=1,
    )
]
