"""What a summary shows by part and purpose, and who else in a caseload shows the same."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from random import Random
from types import MappingProxyType

import pytest
from pypdf import PdfReader

from exports.case.case import PseudonymisedCase
from exports.case.casefile import AlertCase, CaseFile, FilledCase, HeldSession
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.client_summary import client_summary
from exports.client_summary.client_tables import place_of
from exports.client_summary.summary_lines import (
    SharedLine,
    SummaryContent,
    SummaryLine,
    alerts_in_words,
    forms_behind,
    lines_of,
    shared_lines,
)
from exports.document.document import Report
from exports.document.tables import NONE
from exports.leaks.finished_texts import pieces_of
from exports.package import package
from exports.package.package import REPORT
from exports.package.release import PreparedRelease, prepare_client_summary
from exports.purposes import (
    ANSWERED_FORMS,
    PARTS,
    PURPOSE_PARTS,
    PURPOSES,
    SummaryPart,
    parts_for,
)
from programme.loading import library as programmes
from session_forms.answers import Answers, QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.library import library
from tests.support.exports.cases import Shape, case_file, items, occasion, pseudonym, record_key
from tests.support.exports.courses import rated, whole_courses
from tests.support.session_forms.random_answers import random_answers

CONTENT = SummaryContent(library.installed(), programmes.installed())
CONTEXT = ExportContext(pseudonym, record_key, CONTENT.forms, CONTENT.programme)
SUPERVISION = parts_for("supervision")
CLIENTS = 40


def report(case: CaseFile, purpose: str, left_out: tuple[str, ...] = ()) -> Report:
    when = replace(occasion("single-case"), purpose=purpose, left_out=left_out)
    passed = pseudonymise(case, CONTEXT)
    return client_summary(passed, when, forms=CONTENT.forms, programme=CONTENT.programme)


def release(case: CaseFile, purpose: str, left_out: tuple[str, ...] = ()) -> PreparedRelease:
    when = replace(occasion("single-case"), purpose=purpose, left_out=left_out)
    return prepare_client_summary(case, when, CONTEXT)


def filled(form_id: str, plan: str, week: int, **answers: object) -> FilledCase:
    version = CONTENT.forms.latest(form_id).version
    given = {QuestionId(key): value for key, value in answers.items()}
    return FilledCase(form_id, version, plan, week, given)


def goals(rating: int) -> FilledCase:
    row = MappingProxyType({"goal_text": "a goal", "rating": rating, "baseline_level": -1})
    return FilledCase("goals", 2, "S04", 3, {QuestionId("goals"): (row,)})


def full_case() -> CaseFile:
    """Return a case of which every part shows something."""
    case = case_file(
        1, Shape(alerts=(AlertCase("suicide", "act", 1, 2.0),), attendance=("attended",) * 4)
    )
    missed = HeldSession("S05", 4, "did_not_attend", 0)
    return replace(
        case,
        sessions=(
            rated("S01", "22222"),
            *case.sessions[1:],
            missed,
        ),
        filled=(*case.filled, goals(1), filled("risk-check", "S02", 1, boundaries_kept="fully")),
    )


def test_every_purpose_of_the_list_has_its_parts() -> None:
    assert PURPOSE_PARTS.keys() == PURPOSES.keys()
    assert parts_for("typed by hand") == ()
    assert [each for each in PURPOSES if "answers" in parts_for(each)] == [
        "supervision",
        "transfer",
    ]
    assert ANSWERED_FORMS == ("risk-check",)


def test_every_part_shows_something_of_a_full_case() -> None:
    lines = lines_of(pseudonymise(full_case(), CONTEXT), PARTS, CONTENT)

    assert {line.part for line in lines} == set(PARTS)


def later(case: CaseFile) -> CaseFile:
    """Return the same course over three times the weeks, with other minutes in the same bands."""
    return replace(
        case,
        sessions=tuple(
            replace(each, week=each.week * 3 + 2, minutes=max(0, (each.minutes or 0) - 7 * at % 13))
            for at, each in enumerate(case.sessions)
        ),
        filled=tuple(replace(each, week=each.week * 3 + 2) for each in case.filled),
        alerts=tuple(replace(each, week=each.week * 3 + 2) for each in case.alerts),
    )


def test_two_courses_that_differ_in_weeks_and_minutes_alone_give_the_same_files() -> None:
    first, second = (release(case, "supervision") for case in (full_case(), later(full_case())))

    assert first.files == second.files


def test_no_month_of_the_course_stands_in_a_summary() -> None:
    made = release(full_case(), "supervision")

    said = " ".join(each.text for each in pieces_of(made.files))
    assert "2026-06" not in said
    assert "June" not in said
    assert "November 2026" in said


CHANGES: dict[SummaryPart, Callable[[CaseFile], CaseFile]] = {
    "person": lambda case: replace(case, age_band="18-29"),
    "place": lambda case: replace(case, status="paused", track="T-ONLINE"),
    "order": lambda case: replace(case, sessions=(*case.sessions, held("EX", 6))),
    "attendance": lambda case: replace(case, sessions=case.sessions[:-1]),
    "length": lambda case: replace(
        case, sessions=tuple(replace(each, minutes=30) for each in case.sessions)
    ),
    "mode": lambda case: replace(case, mode="video"),
    "practice": lambda case: replace(
        case, filled=(*case.filled, filled("practice-review", "S04", 3, done="done"))
    ),
    "goals": lambda case: replace(
        case, filled=tuple(each for each in case.filled if each.form_id != "goals")
    ),
    "alerts": lambda case: replace(case, alerts=()),
    "fidelity": lambda case: replace(case, deviations=("repeated",)),
    "answers": lambda case: replace(
        case, filled=(*case.filled, filled("risk-check", "S03", 2, boundaries_kept="mostly"))
    ),
    "scores": lambda case: replace(case, filled=with_score(case, "S02", 14)),
}


def held(plan: str, week: int) -> HeldSession:
    return HeldSession(plan, week, "attended", 60)


def with_score(case: CaseFile, plan: str, total: int) -> tuple[FilledCase, ...]:
    """Return the forms with another score in the middle: ranges first and last stay."""
    return tuple(
        replace(each, answers=items(total, 9))
        if (each.form_id, each.plan_id) == ("phq-9", plan)
        else each
        for each in case.filled
    )


@pytest.mark.parametrize("part", CHANGES)
def test_what_is_left_out_is_in_no_page_and_in_no_table(part: SummaryPart) -> None:
    case = full_case()
    other = CHANGES[part](case)
    also = ("fidelity",) if part == "order" else ()  # it counts the sessions of each module

    assert report(case, "supervision").pages != report(other, "supervision").pages
    assert (
        report(case, "supervision", (part, *also)).pages
        == report(other, "supervision", (part, *also)).pages
    )


def test_without_ranges_and_scores_nothing_of_a_measure_leaves() -> None:
    made = release(full_case(), "supervision", ("ranges", "scores"))

    assert "PHQ-9" not in repr(made.preview)
    assert b"phq" not in b" ".join(data for name, data in made.files.items() if name != REPORT)
    assert "PHQ-9" not in text_of(made)


def text_of(made: PreparedRelease) -> str:
    reader = PdfReader(io.BytesIO(made.files[REPORT]))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_what_a_person_left_out_is_said_and_noted_in_the_manifest() -> None:
    made = release(full_case(), "supervision", ("mode", "goals"))

    assert json.loads(made.manifest)["left_out"] == ["goals", "mode"]
    assert json.loads(made.files["datapackage.json"])["release"]["left_out"] == ["goals", "mode"]
    assert "Usual way of meeting; Goals" in " ".join(text_of(made).split())
    assert "tables/goals.csv" not in made.files


@pytest.mark.parametrize("purpose", ["funder", "service_quality", "training"])
def test_a_purpose_without_scores_is_told_ranges(purpose: str) -> None:
    made = report(full_case(), purpose)

    [glance] = [each for each in made.tables if each.id == "at_a_glance"]
    assert [cell.text for cell in glance.rows[0]] == [
        "PHQ-9",
        "moderately severe",
        "mild",
        "reliably better",
    ]
    assert not any(each.id.startswith("scores") for each in made.tables)


def extreme() -> CaseFile:
    """Return a course with all that there is: sessions, measures, alerts, deviations."""
    plans = [*CONTENT.programme.session_plans, *(["EX"] * 12)]
    sessions = tuple(rated(plan, "22222", "22212", week=at) for at, plan in enumerate(plans))
    dice = Random(4)
    forms = [
        replace(filled(measure.id, plan, week), answers=whole_answers(measure.form, dice))
        for measure in CONTENT.measures
        for week, plan in enumerate(plans[:3])
    ]
    course = whole_courses(1)[0]
    kinds = ("repeated", "out_of_order", "split", "paired", "early") * 3
    alerts = tuple(
        AlertCase(stream, level, 1, None)
        for stream in ("suicide", "child_safety")
        for level in ("watch", "act", "urgent")
    )
    return replace(
        course,
        track="T-DISTRESS",
        sessions=sessions,
        filled=(*full_case().filled, *forms),
        alerts=alerts,
        deviations=(*course.deviations, *kinds),
        overrides=tuple(gate.id for gate in CONTENT.programme.gates),
    )


def whole_answers(form: FormDefinition, dice: Random) -> Answers:
    """Return answers to as many questions as a few tries give."""
    tries = (random_answers(form, dice) for _each in range(6))
    return {key: value for answers in tries for key, value in answers.items()}


@pytest.mark.parametrize("make_case", [extreme, full_case])
def test_a_summary_has_two_pages_on_paper(make_case: Callable[[], CaseFile]) -> None:
    made = release(make_case(), "supervision")

    assert len(PdfReader(io.BytesIO(made.files[REPORT])).pages) == 2


def test_a_summary_is_typeset_once(monkeypatch: pytest.MonkeyPatch) -> None:
    typeset: list[str] = []
    really = package.report_pdf

    def counted(made: Report, foot: tuple[str, ...], *, practice: bool) -> bytes:
        typeset.append(made.chip)
        return really(made, foot, practice=practice)

    monkeypatch.setattr(package, "report_pdf", counted)

    release(full_case(), "supervision")

    assert len(typeset) == 1


def with_sessions(minutes: Sequence[int | None], missed: int) -> PseudonymisedCase:
    """Return a case with a session of each length, and so many missed ones before the last."""
    held_ones = [replace(held(f"S{at:02}", at), minutes=each) for at, each in enumerate(minutes, 1)]
    gone = [replace(held("S09", 9), attendance="did_not_attend", minutes=0)] * missed
    return pseudonymise(replace(case_file(1), sessions=(*held_ones, *gone)), CONTEXT)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ((), "\N{EN DASH}"),
        ((44,), "under 45 minutes"),
        ((45,), "45 to 60 minutes"),
        ((20, 60, 90), "45 to 60 minutes"),
        ((61, 61, 20), "over 60 minutes"),
        ((61, None, None), "over 60 minutes"),
        ((None,), NONE),
    ],
)
def test_the_usual_length_of_a_session_is_told_in_three_bands(
    minutes: tuple[int | None, ...], words: str
) -> None:
    [line] = lines_of(with_sessions(minutes, 1), ("length",), CONTENT)

    assert line.words == words


@pytest.mark.parametrize(
    ("missed", "words"), [(0, "none"), (1, "one or two"), (2, "one or two"), (3, "three or more")]
)
def test_what_did_not_take_place_is_told_in_three_bands(missed: int, words: str) -> None:
    [line] = lines_of(with_sessions((50,), missed), ("attendance",), CONTENT)

    assert line.words == words


def test_goals_without_a_level_at_the_start_are_told_as_they_are_now() -> None:
    [form] = [each for each in full_case().filled if each.form_id == "goals"]
    row = MappingProxyType({"goal_text": "a goal", "rating": 0})
    unknown = replace(form, answers={QuestionId("goals"): (row,)})
    case = pseudonymise(replace(case_file(1), filled=(unknown,)), CONTEXT)

    [line] = lines_of(case, ("goals",), CONTENT)

    assert line.words == "50 at the last rating; 50 is what was expected."


def test_a_course_without_a_session_shows_what_there_is() -> None:
    case = replace(case_file(1), sessions=(), filled=())

    made = report(case, "supervision")

    said = repr(made.pages)
    [line] = lines_of(pseudonymise(case, CONTEXT), ("order",), CONTENT)
    assert line.words == "No session was held yet."
    assert "How closely" not in said
    assert [each.id for each in made.tables] == ["sessions", "alerts"]


def test_a_summary_of_which_all_is_left_out_is_still_one() -> None:
    made = report(full_case(), "supervision", PARTS)

    assert made.tables == ()
    assert len(made.pages) == 2
    assert made.forms == ()


def test_a_measure_without_ranges_is_told_by_its_change_alone() -> None:
    names = [each.id for each in CONTENT.forms.latest("bscs").questions if each.kind == "rating"]
    forms = tuple(
        filled("bscs", plan, week, **dict.fromkeys(names, week + 1))
        for week, plan in enumerate(("S01", "S03"))
    )
    said = repr(report(replace(case_file(1), filled=forms), "funder").pages[0])

    assert "BSCS: no criterion" in said
    assert "at first" not in said


def test_the_place_of_a_form_is_that_of_its_session_or_of_the_last_one_before() -> None:
    sessions = (held("S01", 0), held("EX", 1), held("S02", 2), held("EX", 4))
    case = pseudonymise(replace(case_file(1), sessions=sessions), CONTEXT)

    assert [place_of(case, "EX", week) for week in (1, 3, 4)] == [2, 2, 4]
    assert place_of(case, "", 3) == 3
    assert place_of(replace(case, sessions=case.sessions[1:]), "S01", 0) == 0


def caseload(seed: int = 7) -> tuple[PseudonymisedCase, ...]:
    """Return clients who came at their own pace: gaps of one to four weeks, 40 to 70 minutes."""
    chance = Random(seed)
    return tuple(
        pseudonymise(_at_own_pace(each, chance), CONTEXT) for each in whole_courses(CLIENTS)
    )


def _at_own_pace(case: CaseFile, chance: Random) -> CaseFile:
    """Return the case with other weeks and minutes; what was missed is held at a later one."""
    week, sessions = 0, []
    for each in case.sessions:
        if chance.random() < 0.1:
            sessions.append(replace(each, week=week, attendance="did_not_attend", minutes=0))
            week += 1
        minutes = chance.randint(40, 70)
        sessions.append(replace(each, week=week, attendance="attended", minutes=minutes))
        week += chance.randint(1, 4)
    return replace(case, sessions=tuple(sessions))


@cache
def lines_of_caseload() -> tuple[tuple[SummaryLine, ...], ...]:
    return tuple(lines_of(case, SUPERVISION, CONTENT) for case in caseload())


def shared(at: int, everybody: Sequence[Sequence[SummaryLine]]) -> tuple[SharedLine, ...]:
    return shared_lines(everybody[at], [*everybody[:at], *everybody[at + 1 :]])


def unique(part: SummaryPart | None, everybody: Sequence[Sequence[SummaryLine]]) -> int:
    """Return for how many clients a line of the part fits nobody else."""
    return sum(
        any(line.is_unique for line in shared(at, everybody) if line.part == part)
        for at in range(len(everybody))
    )


def test_bands_and_order_fit_others_where_weeks_and_minutes_fit_nobody() -> None:
    """The control: with the weeks and the minutes shown, as they were before."""
    everybody = lines_of_caseload()
    raw = tuple(
        (
            SummaryLine(
                "order", "weeks", repr([(each.plan_id, each.week) for each in case.sessions])
            ),
            SummaryLine("length", "minutes", repr([each.minutes for each in case.sessions])),
        )
        for case in caseload()
    )

    assert unique("order", raw) > CLIENTS * 0.8
    assert unique("length", raw) > CLIENTS * 0.8
    assert unique("order", everybody) < unique("order", raw) / 2
    assert unique("length", everybody) == 0
    assert unique("attendance", everybody) == 0


def test_who_shares_a_line_is_counted_on_what_is_shown() -> None:
    everybody = lines_of_caseload()
    found = shared(0, everybody)

    by_hand = {
        line.title: sum(
            any(each.title == line.title and each.words == line.words for each in lines)
            for lines in everybody
        )
        for line in everybody[0]
        if not line.tables
    }
    counted = {line.title: line.sharing for line in found if line.title in by_hand}
    assert counted == by_hand
    assert {line.of for line in found} == {CLIENTS}


def test_words_that_are_the_same_over_other_tables_are_not_shared() -> None:
    first, second = (
        lines_of(pseudonymise(case, CONTEXT), ("answers",), CONTENT)
        for case in (full_case(), CHANGES["answers"](with_another_answer(full_case())))
    )

    [line] = shared_lines(first, [first, second])

    assert (line.sharing, line.of) == (2, 3)


def with_another_answer(case: CaseFile) -> CaseFile:
    kept = tuple(each for each in case.filled if each.form_id != "risk-check")
    return replace(case, filled=kept)


def test_what_can_be_seen_from_outside_is_compared_together_as_well() -> None:
    case = pseudonymise(full_case(), CONTEXT)
    lines = lines_of(case, ("person", "mode"), CONTENT)
    others = [
        lines_of(replace(case, **changed), ("person", "mode"), CONTENT)
        for changed in ({"age_band": "18-29"}, {"mode": "video"}, {})
    ]

    person, mode, together = shared_lines(lines, others)

    assert (person.sharing, mode.sharing, together.sharing, together.of) == (3, 3, 2, 4)
    assert together.part is None
    assert together.words == "Age band and gender, Usual way of meeting"


def test_one_line_from_outside_is_not_said_twice() -> None:
    lines = lines_of(pseudonymise(full_case(), CONTEXT), ("person",), CONTENT)

    assert len(shared_lines(lines, [])) == 1


def test_only_the_forms_behind_what_is_shown_are_named() -> None:
    assert report(full_case(), "funder").forms == (("gad-7", 1), ("phq-9", 1))
    assert forms_behind(("place", "alerts"), CONTENT) == frozenset()
    named = {form_id for form_id, _version in report(full_case(), "supervision").forms}
    assert named == {"gad-7", "goals", "phq-9", "practice-review", "risk-check"}


def test_the_alerts_of_a_course_are_said_by_stream_with_those_that_wait():
    alerts = (
        AlertCase("suicide", "act", 1, 3.0),
        AlertCase("child_safety", "urgent", 2, None),
        AlertCase("child_safety", "act", 2, 1.0),
    )
    case = replace(pseudonymise(case_file(1), CONTEXT), alerts=alerts)

    said = alerts_in_words(case)

    assert "1 alert. " in said
    assert "2 alerts. " in said
    one, both = (replace(case, alerts=each) for each in (alerts[:1], (alerts[0], alerts[2])))
    assert alerts_in_words(one).endswith(" 1 alert. It was answered.")
    assert alerts_in_words(both).endswith(" 1 alert. All were answered.")
