"""Which steps of a session keep people safe. Pure."""

from programme.definition.definition import SessionPlan, Step
from programme.words.form_words import FormWords


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
