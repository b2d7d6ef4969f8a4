"""The words of forms for whoever reads a programme: titles, questions, answers, requirements."""

from collections.abc import Mapping
from typing import assert_never

from programme.definition.definition import SessionPlan, Step
from programme.definition.requirements import (
    AlertsRequirement,
    AnswerRequirement,
    BreakRequirement,
    ModuleRequirement,
    Requirement,
)
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion
from session_forms.questions.kinds import Question
from session_forms.words.list_words import either
from session_forms.words.texts import _, ngettext, pgettext


class FormWords:
    """Finds words of forms by id; what is not there is called by its id."""

    def __init__(self, library: FormLibrary, pinned: Mapping[str, int]) -> None:
        self._library = library
        self._pinned = pinned

    def form(self, form_id: str) -> FormDefinition | None:
        """Return a form in the pinned version, or else the newest there is, or None."""
        version = self._pinned.get(form_id, 0)
        if (form_id, version) in self._library:
            return self._library.get(form_id, version)
        return self._library.latest(form_id) if form_id in self._library.ids() else None

    def title(self, form_id: str) -> str:
        """Return the title of a form."""
        form = self.form(form_id)
        return form.title if form else form_id

    def raises_alerts(self, form_id: str) -> bool:
        """Return whether an answer to a form can raise an alert."""
        form = self.form(form_id)
        return form is not None and any(question.alerts for question in form.questions)

    def requirement(self, requirement: Requirement) -> str:
        """Return what a gate asks for, as half a sentence."""
        match requirement:
            case AnswerRequirement():
                return self._answer(requirement)
            case ModuleRequirement(module=module):
                return _("every session of {module} is complete").format(module=module)
            case AlertsRequirement():
                return _("every alert is acknowledged with an action")
            case BreakRequirement():
                return self._after_a_break(requirement)
            case _:
                assert_never(requirement)

    def _after_a_break(self, requirement: BreakRequirement) -> str:
        answer = AnswerRequirement(
            form=requirement.form, question=requirement.question, any_of=requirement.any_of
        )
        words = ngettext(
            "after more than {count} week without a session, or a course taken up again: {answer}",
            "after more than {count} weeks without a session, or a course taken up again: {answer}",
            requirement.after_weeks,
        )
        return words.format(count=requirement.after_weeks, answer=self._answer(answer))

    def _answer(self, requirement: AnswerRequirement) -> str:
        form = self.form(requirement.form)
        questions = {str(each.id): each for each in form.questions} if form else {}
        question = questions.get(requirement.question)
        asked = question.prompt if question else requirement.question
        answers = wanted_answers(requirement, question)
        if requirement.filled_at_least == 1:
            answers = _("{answers}, once at least").format(answers=answers)
        elif often := requirement.filled_at_least:
            answers = ngettext(
                "{answers}, in at least {count} finished filling",
                "{answers}, in at least {count} finished fillings",
                often,
            ).format(answers=answers, count=often)
        said = _("{form}, “{asked}”: {answers}")
        return said.format(form=self.title(requirement.form), asked=asked, answers=answers)


def wanted_answers(requirement: AnswerRequirement, question: Question | None) -> str:
    """Return the answers of which one will do, as part of a sentence."""
    if requirement.rows_at_least is not None:
        rows = requirement.rows_at_least
        words = ngettext("at least {count} entry", "at least {count} entries", rows)
        return words.format(count=rows)
    if takes_any_answer(requirement, question):
        return pgettext("wanted", "any answer")
    wanted = requirement.any_of or (requirement.equals,)
    return either(_answered(question, each) for each in wanted)


def takes_any_answer(requirement: AnswerRequirement, question: Question | None) -> bool:
    """Return whether each of the answers that can be chosen will do."""
    if not isinstance(question, ChoiceQuestion):
        return False
    return {each.id for each in question.options} <= set(requirement.any_of)


def _answered(question: Question | None, value: object) -> str:
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(question, ChoiceQuestion | MultiQuestion):
        labels = {option.id: option.label for option in question.options}
        return f"“{labels.get(str(value), value)}”"
    return str(value)


def raises_alerts(step: Step, forms: FormWords) -> bool:
    """Return whether a step's form can raise an alert, or the step stays while one is open."""
    alerting = step.form_id is not None and forms.raises_alerts(step.form_id)
    return alerting or step.not_skippable_when is not None


def is_guarded(step: Step, forms: FormWords) -> bool:
    """Return whether a step is never left out, or raises alerts."""
    return step.skippable == "never" or raises_alerts(step, forms)


def has_guarded_steps(plan: SessionPlan, forms: FormWords) -> bool:
    """Return whether a session has such a step of its own, besides those of the shared frame."""
    return any(is_guarded(step, forms) for step in plan.steps if not step.from_frame)
