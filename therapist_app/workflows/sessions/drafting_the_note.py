"""The note as far as the record can write it: whole sentences about what was done, facts only.

A person edits it and signs. Nothing is concluded, and what nobody entered is not mentioned, but for
what was due: a safety check that the client left before, and measures that nobody filled in.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from session_forms.answers import Answers, QuestionId
from session_forms.words.day_words import clock_time, written_day
from session_forms.words.list_words import listed
from session_forms.words.texts import _, ngettext
from therapist_app.record.clients import alerts, appointments, promises
from therapist_app.record.model import Acknowledgement, Alert, Appointment
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import places_of, plan_of
from therapist_app.workflows.course.time_away import gone_over_before
from therapist_app.workflows.fitting_forms import given_at
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.opening_answers import opening_answer
from therapist_app.workflows.measures.measuring import measure_series
from therapist_app.workflows.measures.score_words import (
    not_counted_words,
    score_in_sentences,
    unfit_words,
)
from therapist_app.workflows.sessions.answering_alerts import action_words, is_changed
from therapist_app.workflows.sessions.before_signing import lacks_safety_check, steps_that_lack
from therapist_app.workflows.sessions.looking_back import AGREED, QUESTIONS
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS
from therapist_app.workflows.sessions.seeing_a_session import measures_due
from therapist_app.workflows.sessions.taking_over import replaced_promises
from therapist_app.workflows.workspace import Workspace

LONGEST_DRAFT = 1500  # characters; as many again are left for what a person writes
LONGEST_ON_SAFETY = 400  # characters: the limit of its question
PRACTICE, FEEDBACK = "practice-plan", "session-feedback"
STOPS = ".;:"


def drafted_note(workspace: Workspace, appointment: Appointment) -> str:
    """Return the note as far as what was done can write it: a paragraph for each subject."""
    paragraphs = (
        list(_after_a_break(workspace, appointment)),
        [course_in_words(workspace, appointment)],
        list(_scores(workspace, appointment)),
        _alerts(workspace, appointment),
        [*_agreed(workspace, appointment), *_next_appointment(workspace, appointment)],
    )
    whole = "\n".join(" ".join(each) for each in paragraphs if any(each))
    if len(whole) <= LONGEST_DRAFT:
        return whole
    return whole[: whole.rindex(".", 0, LONGEST_DRAFT) + 1]


def drafted_on_safety(workspace: Workspace, appointment: Appointment) -> str:
    """Return what was written as facts and decision at the alerts of the meeting; "" for nothing.

    So that nobody writes again what stands in the answer to an alert; what has no room is left out.
    """
    opened = alerts.for_appointment(workspace.caseload, appointment.id)
    answers = [each.acknowledgement for each in opened if each.acknowledgement is not None]
    said = dict.fromkeys(_inside(each.facts) for each in answers)
    whole = ""
    for each in filter(None, said):
        longer = f"{whole} {each}.".lstrip()
        whole = longer if len(longer) <= LONGEST_ON_SAFETY else whole
    return whole


def course_in_words(workspace: Workspace, appointment: Appointment) -> str:
    """Return the first paragraph: which steps were done, how the meeting ended, what was due.

    Nothing where nothing was done: a note of that is written by a person.
    """
    told = (*_steps(workspace, appointment), *_ending(workspace, appointment))
    lacking = [said for said, is_so in _not_done(workspace, appointment) if is_so]
    return " ".join((*told, *lacking)) if told else ""


def made_good(workspace: Workspace, appointment: Appointment) -> tuple[str, ...]:
    """Return the sentences about what was not done that hold no more, since it was done later."""
    return tuple(said for said, is_so in _not_done(workspace, appointment) if not is_so)


def _steps(workspace: Workspace, appointment: Appointment) -> Iterator[str]:
    """Yield what was done: by its number where the plan was gone through, else by its steps."""
    steps = plan_of(workspace, appointment).steps
    marks = {
        each.step_id: each for each in appointments.step_marks(workspace.caseload, appointment.id)
    }
    in_order = [(step.title, marks[step.id]) for step in steps if step.id in marks]
    is_through = len(in_order) == len(steps)
    lacking = steps_that_lack(workspace, appointment) if is_through else frozenset()
    whole = [(title, each) for title, each in in_order if each.step_id not in lacking]
    done = [title for title, each in whole if each.mark == "done"]
    if done:
        yield _done(done, of=len(steps), is_through=is_through)
    for title, each in in_order:
        if each.mark == "skipped":
            words = _("The step “{step}” was skipped: {reason}.")
            yield words.format(step=title, reason=_inside(each.reason))


def _done(done: Sequence[str], *, of: int, is_through: bool) -> str:
    if len(done) == of:
        return _("All steps of the session were done.")
    if is_through:
        words = ngettext(
            "{done} of {count} step of the session was done.",
            "{done} of {count} steps of the session were done.",
            of,
        )
        return words.format(done=len(done), count=of)
    words = ngettext("This step was done: {steps}.", "These steps were done: {steps}.", len(done))
    return words.format(steps=listed(_("“{title}”").format(title=each) for each in done))


def _ending(workspace: Workspace, appointment: Appointment) -> Iterator[str]:
    """Yield that the rest follows, or that the client left before, and what was promised then."""
    if not appointment.broken_off:
        if appointment.rest_follows:
            yield _("The session goes on in another meeting.")
        return
    yield _("The client left before the end, and the session was broken off.")
    made = [
        each
        for each in promises.for_client(workspace.caseload, appointment.client_id)
        if each.appointment_id == appointment.id and each.closed_how != "let_go"
    ]
    sooner = [each.due_on for each in made if each.kind == "next_contact"]
    for each in made:
        if each.kind == "reach_client" and all(each.due_on < day for day in sooner):
            until = _("Reaching the client is promised by {day}.")
            yield until.format(day=written_day(each.due_on))
            return


def _not_done(workspace: Workspace, appointment: Appointment) -> Iterator[tuple[str, bool]]:
    """Yield what is said of each thing due in a meeting that is over, and whether it is so.

    Measures of a session that goes on are due again in its next meeting.
    """
    if appointment.state not in {"held", "signed"}:
        return
    if appointment.broken_off:
        said = _("The safety check of this session was not completed.")
        yield said, lacks_safety_check(workspace, appointment)
    if not appointment.rest_follows:
        said = _("{measure} was due and was not filled in.")
        for each in measures_due(workspace, appointment):
            yield said.format(measure=each.title), each.state != "finished"


def _after_a_break(workspace: Workspace, appointment: Appointment) -> Iterator[str]:
    """Yield what was gone over before this session, after a break, each answer a sentence."""
    said: dict[str, str] = {}
    found = gone_over_before(workspace, appointment)
    for filled in found:
        answers = workspace.answers_of(filled)
        said |= {
            question.id: answer_words(question, answers[QuestionId(question.id)])
            for question in workspace.form_of(filled).questions
            if question.id in answers
        }
    if said:
        day = written_day(given_at(found[-1]).astimezone().date())
        yield _("After a break it was gone over on {day} what still holds.").format(day=day)
        yield from (f"{_inside(each)}." for each in said.values())


def _scores(workspace: Workspace, appointment: Appointment) -> Iterator[str]:
    here, said = places_of(appointment), set[str]()
    for series in measure_series(workspace, appointment.client_id):
        taken = [each.plan_id for each in series.scored if each.plan_id in here]
        if series.is_main and taken:
            yield score_in_sentences(series.until(taken[-1]))
            if series.aside:
                yield not_counted_words(series)
                said.add(series.form.id)
    _fitting, unfit = fitting_forms.fitting_and_others(workspace, appointment.client_id)
    for each in unfit:
        is_of_it = each.appointment_id == appointment.id and each.status == "finished"
        if is_of_it and each.slot and each.form_id not in said:
            day = each.answered_at.astimezone().date()
            yield unfit_words(fitting_forms.name_of(workspace, each.form_id), (day,))


def _alerts(workspace: Workspace, appointment: Appointment) -> list[str]:
    """Return what was done about each alert of the meeting, and what was promised because of it."""
    promised = promises.for_client(workspace.caseload, appointment.client_id)
    lines: list[str] = []
    contacts: list[str] = []
    opened = alerts.for_appointment(workspace.caseload, appointment.id)
    replaced = replaced_promises(alerts.for_client(workspace.caseload, appointment.client_id))
    given = [(each.level, each.acknowledgement) for each in opened]
    alike = Counter((level, answer.actions) for level, answer in given if answer is not None)
    for each in opened:
        answer = each.acknowledgement
        if answer is None:
            continue
        if is_changed(answer):
            lines.append(_changed(workspace, each, answer))
            continue
        lines.append(_answered(each, answer, alike[each.level, answer.actions]))
        if answer.told:
            lines.append(_("{who} was told.").format(who=_at_the_head(answer.told)))
        lines += [
            _("{who} is to be told by {day}.").format(
                who=_at_the_head(due.words), day=written_day(due.due_on)
            )
            for due in promised
            if due.kind == "tell_somebody" and due.alert_id == each.id
        ]
        if any(due.id in replaced and due.alert_id == each.id for due in promised):
            continue
        day = written_day(date.fromisoformat(answer.next_contact))
        contacts.append(_("The next contact is promised by {day}.").format(day=day))
    return list(dict.fromkeys((*lines, *contacts)))


def _answered(alert: Alert, answer: Acknowledgement, count: int) -> str:
    """Return what was done about an alert, once for all of which the same is said."""
    said = ngettext(
        "An alert ({level}) was answered: {actions}.",
        "{count} alerts ({level}) were answered: {actions}.",
        count,
    )
    actions = listed(_inside(each) for each in action_words(answer.actions).splitlines())
    return said.format(count=count, level=_(LEVEL_WORDS[alert.level]), actions=actions)


def _changed(workspace: Workspace, alert: Alert, answer: Acknowledgement) -> str:
    """Return that an answer was changed before its form was finished, and how that came about."""
    opened = opening_answer(workspace, alert)
    said = _(
        "An alert ({level}) opened at “{question}”. The answer was changed before the form was "
        "finished, to: {answer}. {how}."
    )
    return said.format(
        level=_(LEVEL_WORDS[alert.level]),
        question=opened.question,
        answer=opened.answer,
        how=action_words(answer.actions),
    )


def _agreed(workspace: Workspace, appointment: Appointment) -> Iterator[str]:
    """Yield what was agreed to practise in this meeting, and what the client asked for."""
    found = (_written(workspace, appointment, form, question) for form, question in AGREED)
    what = next(filter(None, found), "")
    when = _written(workspace, appointment, PRACTICE, "when_where")
    if what and when:
        words = _("The agreed practice is “{what}”, at this time and place: {when}.")
        yield words.format(what=what, when=when)
    elif what:
        yield _("The agreed practice is “{what}”.").format(what=what)
    for form, question in QUESTIONS:
        asked = _written(workspace, appointment, form, question)
        if asked:
            yield _("The client asked: “{words}”").format(words=asked)
    wish = _written(workspace, appointment, FEEDBACK, "change_next_time")
    if wish:
        yield _("For next time the client wrote: “{words}”.").format(words=wish)


def _written(workspace: Workspace, appointment: Appointment, form_id: str, question: str) -> str:
    """Return an answer that was given in this meeting, in words; empty without one."""
    for filled in fitting_forms.for_appointment(workspace, appointment.id):
        if filled.form_id == form_id:
            answers: Answers = workspace.answers_of(filled)
            given = answers.get(QuestionId(question))
            if given is not None:
                asked = workspace.form_of(filled).question(question)
                return _inside(answer_words(asked, given))
    return ""


def _next_appointment(workspace: Workspace, appointment: Appointment) -> Iterator[str]:
    """Yield when the client comes next, where that is in the calendar."""
    planned = [
        each.planned_for
        for each in appointments.for_client(workspace.caseload, appointment.client_id)
        if each.state == "planned" and each.planned_for > workspace.now()
    ]
    if planned:
        at = min(planned).astimezone()
        words = _("The next appointment is on {day} at {time}.")
        yield words.format(day=written_day(at.date()), time=clock_time(at))


def _at_the_head(words: str) -> str:
    """Return what somebody wrote as the beginning of a sentence."""
    inside = _inside(words)
    return inside[:1].upper() + inside[1:]


def _inside(words: str) -> str:
    """Return what somebody wrote as a part of a sentence that has a stop of its own."""
    return " ".join(words.split()).rstrip(STOPS)
