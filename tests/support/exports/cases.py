"""Invented case files, made from a few numbers, for the tests of what may leave."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from exports.case.casefile import AlertCase, CaseFile, FilledCase, HeldSession
from exports.occasion import Occasion
from session_forms.answers import Answers, QuestionId

PLANS = ("S01", "S02", "S03", "S04")
SECRET_NOTE = "She told me that the garden behind the old mill is where she feels calm on bad days."


@dataclass(frozen=True)
class Shape:
    """What a made-up client's course looks like; None is a measure that was not done."""

    phq: Sequence[int | None] = (17, 15, None, 8)
    gad: Sequence[int | None] = (12, 11, 9, 6)
    attendance: Sequence[str] = ("attended", "attended", "attended", "attended")
    adherence: Sequence[int | None] = (90, 80, None, 70)
    feedback: Sequence[int] = (8, 9, 6, 8)
    alerts: tuple[AlertCase, ...] = ()
    overrides: tuple[str, ...] = ()
    status: str = "active"
    age_band: str = "30-44"
    gender: str = "man"
    mode: str = "in_person"
    track: str = ""


def items(total: int, count: int) -> Answers:
    """Return answers q1.. that add up to `total`, each from 0 to 3."""
    values = [0] * count
    for point in range(total):
        values[point % count] += 1
    return {QuestionId(f"q{at}"): value for at, value in enumerate(values, start=1)}


def case_file(number: int = 1, shape: Shape | None = None) -> CaseFile:
    """Return the case file of a made-up client."""
    shape = shape or Shape()
    sessions = tuple(
        HeldSession(plan, week, attendance, 60, adherence)
        for week, (plan, attendance, adherence) in enumerate(
            zip(PLANS, shape.attendance, shape.adherence, strict=False)
        )
    )
    return CaseFile(
        client_id=f"{number:032x}",
        code=f"K{number % 10}-{400 + number}",
        names=(f"Wilhelmina Oakenshaw{number}", "Billie"),
        birth_date="1985-03-07",
        contacts=("+44 20 7946 0958", "w.oakenshaw@example.org", "Thornberry Lane"),
        age_band=shape.age_band,
        gender=shape.gender,
        track=shape.track,
        mode=shape.mode,
        status=shape.status,
        sessions=sessions,
        filled=tuple(_filled(shape, sessions)),
        alerts=shape.alerts,
        overrides=shape.overrides,
        note_texts=(SECRET_NOTE,),
    )


def _filled(shape: Shape, sessions: Sequence[HeldSession]):
    for session, phq, gad, feedback in zip(
        sessions, shape.phq, shape.gad, shape.feedback, strict=False
    ):
        if session.attendance not in {"attended", "late"}:
            continue
        plan, week = session.plan_id, session.week
        if phq is not None:
            yield FilledCase("phq-9", 1, plan, week, items(phq, 9))
        if gad is not None:
            yield FilledCase("gad-7", 1, plan, week, items(gad, 7))
        yield FilledCase("session-feedback", 1, plan, week, _feedback(feedback))
        if week:
            review = {QuestionId("done"): "partly", QuestionId("helped"): 6}
            yield FilledCase("practice-review", 1, plan, week, review)


def _feedback(value: int) -> Answers:
    return {
        QuestionId("felt_respected"): value,
        QuestionId("worked_on_what_matters"): min(10, value + 1),
        QuestionId("useful_today"): value,
        QuestionId("change_next_time"): SECRET_NOTE,
    }


def many(count: int = 40) -> tuple[CaseFile, ...]:
    """Return made-up clients whose courses differ in a fixed way."""
    return tuple(case_file(number, _shape(number)) for number in range(1, count + 1))


def _shape(number: int) -> Shape:
    first = 6 + number * 7 % 18
    gone = number % 9 == 0
    ways = {0: -8, 1: -8, 2: -1, 3: 0, 4: -10, 5: 2, 6: -9}
    last = max(0, first + (9 if number == 13 else ways[number % 7]))
    alerts = (
        (AlertCase("suicide", "act" if number % 2 else "watch", 1, 0.5 if number % 4 else 30.0),)
        if number % 5 == 0
        else ()
    )
    return Shape(
        phq=(first, None if gone else (first + last) // 2, None, None if gone else last),
        gad=(first * 3 // 4, None, None, None if gone else last * 3 // 4),
        attendance=(
            "attended",
            "cancelled_client" if gone else "late",
            "attended",
            "did_not_attend",
        )
        if number % 8 == 0
        else ("attended",) * (1 if gone else 4),
        adherence=(90, 85, 78 if number % 3 else None, 60 + number),
        feedback=(8, 9, 9 - number % 4, 8),
        alerts=alerts,
        overrides=("G2",) if number == 7 else (),
        status="ended" if gone else "active",
        age_band=("18-29", "30-44", "45-59", "60 and over")[number * 3 % 4 if number % 6 else 3],
        gender="woman" if number % 11 == 0 else "man",
        mode="video" if number % 3 == 0 else "in_person",
        track="",
    )


def pseudonym(client_id: str) -> str:
    """Return a made-up pseudonym."""
    return f"7H2K-{int(client_id, 16):04d}-9QW3-MX41"


def record_key(client_id: str) -> int:
    """Return made-up secret bits of a client."""
    return int.from_bytes(hashlib.sha256(client_id.encode()).digest()[:8], "big")


def occasion(profile: str = "internal-review", *, practice: bool = True) -> Occasion:
    """Return the circumstances of a made-up release."""
    return Occasion(
        release_id="R-4F2A-77",
        profile=profile,
        recipient="Clinical lead",
        purpose="supervision",
        month="2026-11",
        last_month="2026-11",
        app_version="0.1.0",
        practice=practice,
        caseloads_open=1,
        caseloads_all=3,
        staff_names=("Dr Barnaby Quillfeather",),
    )
