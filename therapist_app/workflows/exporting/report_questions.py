"""The questions of reports: which were asked, what a lead answered, and what the next report says.

Which were asked stands in the list of releases, so that it is always what a report that left
asked; only the answers are kept besides. An answer is the service's own: of it a report says what
became of the question, never a word.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from exports.disclosure.disclosure import READER_PROFILES
from exports.document.document import Asked
from exports.errors import NotForExport
from exports.occasion import AskedBefore, Standing
from exports.quarters import Quarter, quarter_named
from exports.reports.questions import question_in_words
from session_forms.words.folding import typed_words
from session_forms.words.texts import _
from therapist_app.record.service import question_answers, releases
from therapist_app.record.service.question_answers import QuestionAnswer
from therapist_app.workflows.permissions import may, require
from therapist_app.workflows.workspace import Workspace

ASKING = frozenset(each.id for each in READER_PROFILES.values() if each.asks)
"""The profiles whose reports ask: one for readers outside would tell of the limits of rules."""
LONGEST_WHAT = 400
LONGEST_WHO = 80


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as the window shows it.

    Attributes:
        id: The quarter whose report asked it last, and its figure; of a course that is not the one
            in use its id first.
        asked_in: That quarter in words.
        words: The question with its figure.
        asked_again: Whether the report of an earlier quarter asked it as well.
        who_answered: The name of who answered; empty where they are no longer here.
        is_late: Whether what was answered is under way after the day it was to be done by.
        is_mine: Whether it is under way, and the person signed in is named as who does it.
        course: The title of the course whose report asked; empty while the service has but one.

    """

    id: str
    asked_in: str
    words: str
    standing: Standing
    asked_again: bool
    answer: QuestionAnswer | None
    who_answered: str
    is_late: bool
    is_mine: bool
    course: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.answer is None


@dataclass(frozen=True, slots=True)
class OwnTask:
    """What the person signed in is to do by a day, by the id of the question that it answers."""

    question: str
    what: str
    by_when: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What a lead answers to a question.

    Attributes:
        what: What is done, or why nothing is.
        by_when: None where nothing is changed.

    """

    what: str
    who: str = ""
    by_when: date | None = None
    is_no_change: bool = False


@dataclass(frozen=True, slots=True)
class _Report:
    course: str
    quarter: str
    made_at: datetime
    questions: tuple[Asked, ...]


def question_lines(workspace: Workspace) -> tuple[QuestionLine, ...]:
    """Return the questions that reports asked, open ones first, the newest before older ones.

    Each figure of a course is asked about once: by the newest report that did.

    Raises:
        NotForExport: Their role does not allow it.

    """
    require(workspace.vault, "read_questions")
    return tuple(sorted(_lines(workspace), key=lambda each: not each.is_open))


def open_questions(workspace: Workspace) -> int:
    """Return how many questions wait for an answer; none for who may not read them."""
    if not may(workspace.vault, "read_questions"):
        return 0
    return sum(each.is_open for each in _lines(workspace))


def late_answers(workspace: Workspace) -> int:
    """Return how many answers are not done on their day; none for who may not read them."""
    if not may(workspace.vault, "read_questions"):
        return 0
    return sum(each.is_late for each in _lines(workspace))


def own_tasks(workspace: Workspace) -> tuple[OwnTask, ...]:
    """Return what the person signed in is named to do after a report, the first due first.

    An answer names people by their name alone: of two with one name both are told.
    """
    if not any(_is_mine(workspace, each) for each in _answers(workspace).values()):
        return ()  # most days: no report is read
    mine = (
        OwnTask(each.id, known.what, known.by_when)
        for each in _lines(workspace)
        if each.is_mine and (known := each.answer) and known.by_when
    )
    return tuple(sorted(mine, key=lambda each: (each.by_when, each.question)))


def who_may_do_it(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the people of the service, by alphabet."""
    return tuple(sorted({each.name for each in workspace.vault.header.people}, key=str.casefold))


def answer_question(workspace: Workspace, question: str, answer: Answer) -> None:
    """Keep what a lead answers to a question, in the place of an earlier answer.

    Raises:
        NotForExport: Their role does not allow it; or something is missing or too long.

    """
    require(workspace.vault, "answer_questions")
    what, who = answer.what.strip(), answer.who.strip()
    if not what or len(what) > LONGEST_WHAT:
        raise NotForExport(
            _("Write what you do, or why nothing is changed, in 1 to {most} characters.").format(
                most=LONGEST_WHAT
            )
        )
    if not answer.is_no_change and (not who or len(who) > LONGEST_WHO or answer.by_when is None):
        raise NotForExport(
            _("Write who does it, in 1 to {most} characters, and the day it is done by.").format(
                most=LONGEST_WHO
            )
        )
    course, quarter, figure = _asked(workspace, question)
    given = QuestionAnswer(
        quarter,
        figure,
        "no_change" if answer.is_no_change else "under_way",
        what,
        "" if answer.is_no_change else who,
        None if answer.is_no_change else answer.by_when,
        workspace.vault.person.uid,
        workspace.now(),
        course,
    )
    question_answers.answer(workspace.service, given)


def end_question(workspace: Workspace, question: str) -> None:
    """Keep that what was answered to a question is done, as a lead says, or whoever does it.

    Raises:
        NotForExport: Their role does not allow it, or nothing is under way.

    """
    if question not in {each.question for each in own_tasks(workspace)}:
        require(workspace.vault, "answer_questions")
    course, quarter, figure = _asked(workspace, question)
    known = _answers(workspace).get((course, quarter, figure))
    if known is None or known.standing != "under_way":
        raise NotForExport(_("Nothing is under way for this question: answer it first."))
    done = QuestionAnswer(
        known.quarter,
        known.figure,
        "done",
        known.what,
        known.who,
        known.by_when,
        workspace.vault.person.uid,
        workspace.now(),
        course,
    )
    question_answers.answer(workspace.service, done)


def asked_before(workspace: Workspace, quarter: Quarter, course: str) -> tuple[AskedBefore, ...]:
    """Return the questions with which the report of a quarter of a course begins, by its id.

    They are those of earlier quarters that are open or under way, and those that were answered or
    done since the report before.
    """
    earlier = [
        each
        for each in _reports(workspace)
        if each.course == course and quarter_named(each.quarter) < quarter
    ]
    newest = max((each.quarter for each in earlier), default="")
    since = min((each.made_at for each in earlier if each.quarter == newest), default=None)
    answers = _answers(workspace)
    found: list[AskedBefore] = []
    for asked in _newest(earlier):
        known, (_course, _quarter, figure) = answers.get(asked), asked
        if known is None:
            found.append(AskedBefore(figure, "open"))
        elif known.standing == "under_way" or (since is not None and known.answered_at >= since):
            found.append(AskedBefore(figure, known.standing))
    return tuple(found)


def _lines(workspace: Workspace) -> Iterator[QuestionLine]:
    reports = _reports(workspace)
    answers = _answers(workspace)
    for asked, value in _newest(reports).items():
        course, quarter, figure = asked
        known = answers.get(asked)
        person = workspace.vault.header.person(known.answered_by) if known else None
        yield QuestionLine(
            id=_id_of(workspace, asked),
            asked_in=quarter_named(quarter).in_words,
            words=question_in_words(Asked(figure, value)),
            standing=known.standing if known else "open",
            asked_again=any(
                each.course == course
                and each.quarter < quarter
                and figure in {one.figure for one in each.questions}
                for each in reports
            ),
            answer=known,
            who_answered=person.name if person else "",
            is_late=known is not None and _is_late(known, workspace.today()),
            is_mine=known is not None and _is_mine(workspace, known),
            course=_title_of(workspace, course) if len(workspace.courses) > 1 else "",
        )


def _id_of(workspace: Workspace, asked: tuple[str, str, str]) -> str:
    course, quarter, figure = asked
    parts = (quarter, figure) if course == workspace.programme.id else asked
    return "/".join(parts)


def _title_of(workspace: Workspace, course: str) -> str:
    """Return a course by its title; by its id where it is here no more."""
    titles = {each.id: each.title for each in workspace.courses}
    return titles.get(course, course)


def _is_late(known: QuestionAnswer, today: date) -> bool:
    return known.standing == "under_way" and known.by_when is not None and known.by_when < today


def _is_mine(workspace: Workspace, known: QuestionAnswer) -> bool:
    me = typed_words(workspace.vault.person.name)
    return known.standing == "under_way" and typed_words(known.who) == me


def _newest(reports: Iterable[_Report]) -> Mapping[tuple[str, str, str], int]:
    """Return the figure of each question as the newest quarter asked it.

    It stands under the id of the course, the quarter and the id of the figure.

    The newest quarter stands first, the questions of one in the order in which they were asked.
    """
    found: dict[tuple[str, str, str], int] = {}
    for report in sorted(reports, key=lambda each: each.quarter, reverse=True):
        for each in report.questions:
            known = {(course, figure): quarter for course, quarter, figure in found}
            if known.get((report.course, each.figure), report.quarter) == report.quarter:
                found.setdefault((report.course, report.quarter, each.figure), each.value)
    return found


def _reports(workspace: Workspace) -> tuple[_Report, ...]:
    """Return the reports that left and could ask, the newest first."""
    return tuple(
        report
        for each in reversed(releases.all_releases(workspace.service))
        if each.standing == "released" and each.profile in ASKING
        if (report := _read(workspace, each.unprotected, each.made_at)) is not None
    )


def _read(workspace: Workspace, noted: str, made_at: datetime) -> _Report | None:
    """Return what a report asked; None of one that noted none, as reports once did.

    One that named no course is of the course in use.
    """
    with suppress(AttributeError, KeyError, TypeError, ValueError):
        found = json.loads(noted)
        quarter_named(found["quarter"])
        questions = tuple(Asked(str(figure), int(value)) for figure, value in found["questions"])
        course = str(found.get("course") or workspace.programme.id)
        return _Report(course, found["quarter"], made_at, questions)
    return None


def _answers(workspace: Workspace) -> Mapping[tuple[str, str, str], QuestionAnswer]:
    """Return the answers as `_newest` names questions; one that names its course comes first.

    One that whoever it names did not sign as it stands is none.
    """
    service = workspace.service
    given = (
        each
        for each in question_answers.answers(service)
        if question_answers.is_signed(service, each)
    )
    found = sorted(given, key=lambda each: each.course)
    in_use = workspace.programme.id
    return {(each.course or in_use, each.quarter, each.figure): each for each in found}


def _asked(workspace: Workspace, question: str) -> tuple[str, str, str]:
    """Return the course, the quarter and the figure of a question that was asked.

    Raises:
        NotForExport: No report that left asked it.

    """
    for asked in _newest(_reports(workspace)):
        if question == _id_of(workspace, asked):
            return asked
    raise NotForExport(_("No report has asked this question."))
