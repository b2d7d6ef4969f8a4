"""Which of the measures that a programme leaves to the clinic fall due here.

The programme says where each would fall due; a lead chooses, for everybody who works here. What is
chosen takes its minutes on top of what the agenda gives, so the page that asks says how many.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from programme.definition.definition import Programme, SessionPlan
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.service import settings
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

KEY = "chosen_measures"


@dataclass(frozen=True, slots=True)
class OptionalMeasure:
    """A measure that falls due where a clinic has chosen it.

    Attributes:
        form_id: The measure.
        title: What it is called.
        sessions: The sessions in which it would fall due, in course order.
        minutes: How many minutes it takes each time.
        is_chosen: Whether it falls due here.

    """

    form_id: str
    title: str
    sessions: tuple[str, ...]
    minutes: int
    is_chosen: bool


def chosen_measures(service: ServiceFile) -> frozenset[str]:
    """Return the measures that fall due here besides; none where nothing was chosen."""
    return frozenset(settings.load(service, KEY, list[str]) or ())


def measures_of(workspace: Workspace, plan: SessionPlan) -> tuple[str, ...]:
    """Return the forms that fall due in a session here: the programme's, then what was chosen."""
    chosen = chosen_measures(workspace.service)
    added = (each for each in plan.optional_measures if each in chosen)
    return tuple(dict.fromkeys((*plan.measures, *added)))


def optional_measures(workspace: Workspace) -> tuple[OptionalMeasure, ...]:
    """Return what the programme in use leaves to the clinic, in the order in which it falls due."""
    chosen = chosen_measures(workspace.service)
    found: list[OptionalMeasure] = []
    for form_id, sessions in _left_to_the_clinic(workspace.programme).items():
        form = workspace.form_in(workspace.programme, form_id)
        minutes, is_chosen = form.minutes or 0, form_id in chosen
        found.append(
            OptionalMeasure(form_id, form.short_title or form.title, sessions, minutes, is_chosen)
        )
    return tuple(found)


def choose_measure(workspace: Workspace, form_id: str, *, on: bool) -> None:
    """Let a measure fall due here, or no longer, for everybody who works here.

    Raises:
        NotAllowed: The person signed in does not speak for the service.

    """
    require(workspace.vault, "settle_policies")
    chosen = chosen_measures(workspace.service) - {form_id}
    settings.save(workspace.service, KEY, sorted(chosen | {form_id} if on else chosen))


def _left_to_the_clinic(programme: Programme) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for plan in programme.session_plans.values():
        for form_id in plan.optional_measures:
            found[form_id] = (*found.get(form_id, ()), plan.id)
    return found
