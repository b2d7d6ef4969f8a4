"""Where a knowledge check sends somebody to read again, in words."""

from dataclasses import dataclass

from programme.definition.definition import Step
from programme.definition.training import TrainingPlace
from programme.first_line.courses import installed_courses
from session_forms.errors import FormError
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, pgettext
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Passage:
    """Words under a small heading."""

    head: str
    words: str


@dataclass(frozen=True, slots=True)
class PlaceText:
    """What can be read at a place; a document outside the application has no passages."""

    title: str
    passages: tuple[Passage, ...]


def reading_of(workspace: Workspace, place: TrainingPlace) -> PlaceText:
    """Return what stands at a place."""
    if place.session:
        return _session(workspace, place)
    if place.form:
        return _form(workspace, place.form)
    if place.gate:
        gate = next((each for each in workspace.programme.gates if each.id == place.gate), None)
        words = (Passage(_("What it asks for"), gate.text),) if gate else ()
        return PlaceText(_("Gate {gate}").format(gate=place.gate), words)
    if place.course:
        return _course(place)
    return PlaceText(place.document, ())


def _course(place: TrainingPlace) -> PlaceText:
    course = installed_courses().get(place.course)
    part = course.part(place.step) if course else None
    if course is None or part is None:
        return PlaceText(place.course, ())
    passages = (
        Passage(pgettext("session plan", "Purpose"), part.purpose),
        Passage(pgettext("course", "Do"), "\n".join(part.do)),
        Passage(pgettext("session plan", "Say"), "\n".join(part.say)),
        *(Passage(each.says, each.answer) for each in part.if_asked),
        Passage(pgettext("session plan", "Never"), "\n".join(part.never)),
    )
    shown = tuple(each for each in passages if each.words)
    return PlaceText(facts_in_a_line(course.file.title, part.title), shown)


def _session(workspace: Workspace, place: TrainingPlace) -> PlaceText:
    plan = workspace.programme.session_plans.get(place.session)
    number = _("Session {number}").format(number=session_number(place.session))
    if plan is None:
        return PlaceText(number, ())
    step = next((each for each in plan.steps if each.id == place.step), None)
    if step is None:
        passages = (
            Passage(pgettext("session plan", "Aim"), plan.aim),
            Passage(pgettext("session plan", "Why"), plan.rationale),
        )
        return PlaceText(facts_in_a_line(number, plan.title), passages)
    return PlaceText(facts_in_a_line(number, step.title), _passages(step))


def _passages(step: Step) -> tuple[Passage, ...]:
    guidance = step.guidance
    return (
        Passage(pgettext("session plan", "Purpose"), guidance.purpose),
        Passage(pgettext("session plan", "Say"), "\n".join(each.text for each in guidance.say)),
        Passage(pgettext("session plan", "Listen for"), "\n".join(guidance.listen_for)),
        *(Passage(each.difficulty, each.reply) for each in guidance.if_stuck),
        Passage(pgettext("session plan", "Never"), "\n".join(guidance.never)),
    )


def _form(workspace: Workspace, form_id: str) -> PlaceText:
    try:
        form = workspace.forms.latest(form_id)
    except FormError:
        return PlaceText(form_id, ())
    asked = "\n".join(question.prompt for question in form.questions if question.is_asked)
    opening = (Passage(_("How it begins"), form.introduction),) if form.introduction else ()
    title = _("Form: {title}").format(title=form.title)
    return PlaceText(title, (*opening, Passage(_("What it asks"), asked)))
