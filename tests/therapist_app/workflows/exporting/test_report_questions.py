"""Questions of reports: open until a lead has answered, and never in the answer's own words."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from exports.errors import NotForExport
from exports.occasion import AskedBefore
from exports.quarters import Quarter
from tests.support.workflows.two_courses import short_course, with_short_course
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed
from therapist_app.record.service import question_answers, releases
from therapist_app.record.service.question_answers import QuestionAnswer
from therapist_app.record.service_model import Release
from therapist_app.workflows.exporting import report_questions
from therapist_app.workflows.exporting.report_questions import (
    Answer,
    answer_question,
    asked_before,
    end_question,
    late_answers,
    open_questions,
    own_tasks,
    question_lines,
)
from therapist_app.workflows.overviews.seeing_today import today_page_data, who_needs_me

FULL, SHORT = "pps-core", "pps-brief"
Q1, Q2, Q3 = Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)
BY = date(2026, 7, 15)
FREE_TEXT = "Two meetings for session 2 where it is needed"


@pytest.fixture(autouse=True)
def lead(work: Workplace) -> None:
    work.have_roles("therapist", "lead")
    work.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))


def report(
    work: Workplace,
    quarter: str,
    *questions: tuple[str, int],
    profile: str = "internal-review",
    noted: str | None = None,
    course: str = "",
) -> None:
    """Let a report be released that asks these questions."""
    facts = {"quarter": quarter, "caseloads": [], "questions": questions}
    facts |= {"course": course} if course else {}
    release = Release(
        id=f"R-{len(releases.all_releases(work.workspace.service))}",
        profile=profile,
        recipient="Lead",
        purpose="supervision",
        made_at=work.workspace.now(),
        approved_by="Ana",
        manifest="{}",
        unprotected=json.dumps(facts) if noted is None else noted,
    )
    releases.add(work.workspace.service, release)


def later(work: Workplace, days: int = 1) -> None:
    work.clock.move_to(work.workspace.now() + timedelta(days=days))


def standings(work: Workplace) -> list[tuple[str, str]]:
    return [(each.id, each.standing) for each in question_lines(work.workspace)]


def test_a_question_stays_open_until_it_is_answered(work: Workplace) -> None:
    report(work, "2026-Q1", ("stopped_early", 51), ("attended", 74))
    assert [each.words[:12] for each in question_lines(work.workspace)] == [
        "About 51 per",
        "Only about 7",
    ]
    assert open_questions(work.workspace) == 2

    answer_question(work.workspace, "2026-Q1/stopped_early", Answer(FREE_TEXT, " T. Olsen ", BY))

    assert standings(work) == [
        ("2026-Q1/attended", "open"),
        ("2026-Q1/stopped_early", "under_way"),
    ]
    assert open_questions(work.workspace) == 1
    kept = question_lines(work.workspace)[1]
    assert kept.answer is not None
    assert (kept.answer.what, kept.answer.who, kept.answer.by_when) == (FREE_TEXT, "T. Olsen", BY)
    assert kept.who_answered == work.workspace.vault.person.name
    assert kept.asked_in == "January to March 2026"


def test_what_is_answered_is_done_once_somebody_says_so_and_keeps_its_words(
    work: Workplace,
) -> None:
    report(work, "2026-Q1", ("attended", 74))
    with pytest.raises(NotForExport, match="under way"):
        end_question(work.workspace, "2026-Q1/attended")
    answer_question(work.workspace, "2026-Q1/attended", Answer(FREE_TEXT, "T. Olsen", BY))

    end_question(work.workspace, "2026-Q1/attended")

    [line] = question_lines(work.workspace)
    assert line.standing == "done"
    assert line.answer is not None
    assert (line.answer.what, line.answer.by_when) == (FREE_TEXT, BY)
    with pytest.raises(NotForExport, match="under way"):
        end_question(work.workspace, "2026-Q1/attended")


def test_no_change_needs_a_reason_and_nobody_who_does_it(work: Workplace) -> None:
    report(work, "2026-Q1", ("attended", 74))

    answer = Answer("The hours are those of the bus", "somebody", BY, is_no_change=True)
    answer_question(work.workspace, "2026-Q1/attended", answer)

    [line] = question_lines(work.workspace)
    assert line.answer is not None
    assert (line.standing, line.answer.who, line.answer.by_when) == ("no_change", "", None)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(" ", "T. Olsen", BY),
        Answer("x" * 401, "T. Olsen", BY),
        Answer(FREE_TEXT, " ", BY),
        Answer(FREE_TEXT, "x" * 81, BY),
        Answer(FREE_TEXT, "T. Olsen"),
        Answer("", is_no_change=True),
    ],
)
def test_an_answer_without_what_who_or_when_is_refused_and_nothing_is_kept(
    work: Workplace, answer: Answer
) -> None:
    report(work, "2026-Q1", ("attended", 74))

    with pytest.raises(NotForExport, match="Write "):
        answer_question(work.workspace, "2026-Q1/attended", answer)

    assert open_questions(work.workspace) == 1


def test_an_answer_is_late_from_the_day_after_its_own_until_it_is_done(work: Workplace) -> None:
    report(work, "2026-Q1", ("attended", 74), ("stopped_early", 51))
    answer_question(work.workspace, "2026-Q1/attended", Answer(FREE_TEXT, "T. Olsen", BY))
    work.clock.move_to(datetime(BY.year, BY.month, BY.day, 9, tzinfo=UTC))
    assert late_answers(work.workspace) == 0

    later(work)

    assert late_answers(work.workspace) == 1
    assert [each.is_late for each in question_lines(work.workspace)] == [False, True]
    end_question(work.workspace, "2026-Q1/attended")
    assert late_answers(work.workspace) == 0


def test_whoever_does_it_is_told_on_today_with_its_day_until_it_is_done(work: Workplace) -> None:
    me = work.workspace.vault.person.name
    report(work, "2026-Q1", ("attended", 74), ("stopped_early", 51))
    answer_question(work.workspace, "2026-Q1/attended", Answer(FREE_TEXT, me.upper(), BY))
    answer_question(work.workspace, "2026-Q1/stopped_early", Answer("Ask why", "T. Olsen", BY))
    work.have_roles("therapist")
    later(work, 200)

    [line] = today_page_data(work.workspace).to_finish

    assert (line.kind, line.what, line.day) == ("report_task", FREE_TEXT, BY)
    assert dict(who_needs_me(work.workspace)) == {}  # it is about no client
    [task] = own_tasks(work.workspace)
    with pytest.raises(NotAllowed):  # what somebody else does
        end_question(work.workspace, "2026-Q1/stopped_early")
    end_question(work.workspace, task.question)
    assert (own_tasks(work.workspace), today_page_data(work.workspace).to_finish) == ((), ())
    assert {each.id: each.standing for each in question_lines(work.workspace)} == {
        "2026-Q1/attended": "done",
        "2026-Q1/stopped_early": "under_way",
    }


def test_what_a_newer_report_asks_again_is_nobodys_task_until_it_is_answered(
    work: Workplace,
) -> None:
    me = work.workspace.vault.person.name
    report(work, "2026-Q1", ("attended", 74), ("stopped_early", 51))
    answer_question(work.workspace, "2026-Q1/attended", Answer("Later", me, BY + timedelta(9)))
    answer_question(work.workspace, "2026-Q1/stopped_early", Answer("Sooner", me, BY))
    assert [each.what for each in own_tasks(work.workspace)] == ["Sooner", "Later"]

    report(work, "2026-Q2", ("stopped_early", 48))

    assert [each.what for each in own_tasks(work.workspace)] == ["Later"]


def test_a_keeper_is_told_of_no_late_answer(work: Workplace) -> None:
    report(work, "2026-Q1", ("attended", 74))
    answer_question(work.workspace, "2026-Q1/attended", Answer(FREE_TEXT, "T. Olsen", BY))
    work.clock.move_to(datetime(BY.year + 1, 1, 1, 9, tzinfo=UTC))
    assert late_answers(work.workspace) == 1

    work.have_roles("keeper")

    assert late_answers(work.workspace) == 0


def test_what_no_report_has_asked_cannot_be_answered(work: Workplace) -> None:
    report(work, "2026-Q1", ("attended", 74))

    for question in ("2026-Q1/adherence", "2025-Q4/attended", "nonsense"):
        with pytest.raises(NotForExport, match="No report has asked"):
            answer_question(work.workspace, question, Answer(FREE_TEXT, "T. Olsen", BY))


def test_a_therapist_reads_the_questions_and_does_not_answer_them(work: Workplace) -> None:
    report(work, "2026-Q1", ("attended", 74))
    work.have_roles("therapist")

    assert open_questions(work.workspace) == 1
    with pytest.raises(NotAllowed):
        answer_question(work.workspace, "2026-Q1/attended", Answer(FREE_TEXT, "T. Olsen", BY))
    work.have_roles("keeper")
    assert open_questions(work.workspace) == 0
    with pytest.raises(NotAllowed):
        question_lines(work.workspace)


def test_each_figure_is_asked_about_once_by_the_newest_quarter_that_did(work: Workplace) -> None:
    report(work, "2026-Q2", ("attended", 70))
    report(work, "2026-Q1", ("attended", 74), ("adherence", 60))
    report(work, "2026-Q2", ("attended", 69))

    lines = question_lines(work.workspace)

    assert [each.id for each in lines] == ["2026-Q2/attended", "2026-Q1/adherence"]
    assert [each.asked_again for each in lines] == [True, False]
    assert "69" in lines[0].words


def test_only_reports_that_left_and_stay_inside_ask(work: Workplace) -> None:
    report(work, "2026-Q1", ("attended", 74), profile="external")
    for noted in ("{}", "[]", '{"quarter": "", "questions": []}'):
        report(work, "2026-Q1", noted=noted)
    begun = releases.all_releases(work.workspace.service)[0]
    with work.workspace.service.change("standing", "release") as change:
        change.execute("UPDATE releases SET standing = 'begun' WHERE id = ?", (begun.id,))

    assert question_lines(work.workspace) == ()
    assert asked_before(work.workspace, Q2, FULL) == ()


def test_a_question_of_a_rule_that_is_gone_can_still_be_answered(work: Workplace) -> None:
    report(work, "2026-Q1", ("some_old_rule", 30))

    [line] = question_lines(work.workspace)
    assert line.words == "A question of an earlier version of this application."
    answer_question(work.workspace, line.id, Answer(FREE_TEXT, "T. Olsen", BY))

    assert open_questions(work.workspace) == 0


def test_a_report_begins_with_what_is_open_under_way_or_answered_since_the_one_before(
    work: Workplace,
) -> None:
    report(work, "2026-Q1", ("attended", 74), ("adherence", 60), ("mood_not_given", 30))
    later(work)
    answer_question(work.workspace, "2026-Q1/adherence", Answer(FREE_TEXT, "T. Olsen", BY))
    no_change = Answer(FREE_TEXT, is_no_change=True)
    answer_question(work.workspace, "2026-Q1/mood_not_given", no_change)

    assert asked_before(work.workspace, Q1, FULL) == ()
    assert asked_before(work.workspace, Q2, FULL) == (
        AskedBefore("attended", "open"),
        AskedBefore("adherence", "under_way"),
        AskedBefore("mood_not_given", "no_change"),
    )

    later(work)
    report(work, "2026-Q1", ("attended", 74))  # once more, for another recipient
    assert len(asked_before(work.workspace, Q2, FULL)) == 3
    report(work, "2026-Q2")
    assert asked_before(work.workspace, Q3, FULL) == (
        AskedBefore("attended", "open"),
        AskedBefore("adherence", "under_way"),
    )


def test_a_changed_answer_takes_the_place_of_the_one_before_and_the_audit_has_no_word_of_it(
    work: Workplace,
) -> None:
    report(work, "2026-Q1", ("attended", 74))
    answer_question(work.workspace, "2026-Q1/attended", Answer(FREE_TEXT, "T. Olsen", BY))
    answer_question(work.workspace, "2026-Q1/attended", Answer("By telephone", "M. Weber", BY))

    [line] = question_lines(work.workspace)
    assert line.answer is not None
    assert line.answer.what == "By telephone"
    told = [
        each
        for each in audit.entries(work.workspace.service, newest=5)
        if each.action == "question_answered"
    ]
    assert len(told) == 2
    assert FREE_TEXT not in repr(told)
    assert "Olsen" not in repr(told)


def test_who_answered_and_is_gone_is_not_named(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(work, "2026-Q1", ("attended", 74))
    answer_question(work.workspace, "2026-Q1/attended", Answer(FREE_TEXT, "T. Olsen", BY))
    header = type(work.workspace.vault.header)
    monkeypatch.setattr(header, "person", lambda _header, _uid: None)

    [line] = report_questions._lines(work.workspace)

    assert line.who_answered == ""


def test_each_course_has_questions_of_its_own_which_stay_open_until_they_are_answered(
    work: Workplace,
) -> None:
    two = with_short_course(work)
    report(two, "2026-Q1", ("stopped_early", 51), course=FULL)
    report(two, "2026-Q1", ("stopped_early", 62), course=SHORT)
    assert standings(two) == [
        ("pps-brief/2026-Q1/stopped_early", "open"),
        ("2026-Q1/stopped_early", "open"),
    ]
    assert {each.course for each in question_lines(two.workspace)} == {
        "Prevention programme",
        "Short prevention course",
    }
    assert open_questions(two.workspace) == 2

    answer_question(
        two.workspace, "pps-brief/2026-Q1/stopped_early", Answer(FREE_TEXT, "T. Olsen", BY)
    )

    assert open_questions(two.workspace) == 1
    assert asked_before(two.workspace, Q2, FULL) == (AskedBefore("stopped_early", "open"),)
    assert asked_before(two.workspace, Q2, SHORT) == (AskedBefore("stopped_early", "under_way"),)
    end_question(two.workspace, "pps-brief/2026-Q1/stopped_early")
    assert standings(two) == [
        ("2026-Q1/stopped_early", "open"),
        ("pps-brief/2026-Q1/stopped_early", "done"),
    ]


def test_the_same_question_of_two_courses_is_not_asked_again(work: Workplace) -> None:
    two = with_short_course(work)
    report(two, "2026-Q1", ("stopped_early", 51), course=FULL)
    later(two, 90)
    report(two, "2026-Q2", ("stopped_early", 62), course=SHORT)
    alone = replace(two, workspace=replace(two.workspace, earlier_programmes=()))

    assert [each.asked_again for each in question_lines(two.workspace)] == [False, False]
    assert {each.course for each in question_lines(alone.workspace)} == {""}
    gone = replace(
        two,
        workspace=replace(
            two.workspace,
            earlier_programmes=(short_course().model_copy(update={"id": "pps-third"}),),
        ),
    )
    assert "pps-brief" in {each.course for each in question_lines(gone.workspace)}


def test_an_answer_of_before_there_were_courses_is_of_the_course_in_use(work: Workplace) -> None:
    report(work, "2026-Q1", ("stopped_early", 51), course=FULL)
    given = QuestionAnswer(
        "2026-Q1",
        "stopped_early",
        "under_way",
        FREE_TEXT,
        "T. Olsen",
        BY,
        work.workspace.vault.person.uid,
        work.workspace.now(),
    )
    question_answers.answer(work.workspace.service, given)
    assert standings(work) == [("2026-Q1/stopped_early", "under_way")]

    answer_question(
        work.workspace, "2026-Q1/stopped_early", Answer("Nothing", "", None, is_no_change=True)
    )

    assert standings(work) == [("2026-Q1/stopped_early", "no_change")]
