"""What keeps people safe stands in every course, whoever wrote it: three things that none lacks.

A safety check in the shared steps, a gate for the limits of confidentiality before the second
session, and the gate of alerts before the signature. A course without them is refused, and so
is a pack that holds it.
"""

from typing import Literal

from programme.definition.requirements import (
    SIGN_NOTE,
    AlertsRequirement,
    AnswerRequirement,
    Gate,
)
from programme.source_files.content import ContentFolder
from programme.source_files.sources import FRAME, PROGRAMME, ProgrammeSource
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary

STREAMS: frozenset[Literal["suicide", "child_safety"]] = frozenset({"suicide", "child_safety"})
FRAME_FILE = f"{FRAME}/frame.toml"


def check_safety(content: ContentFolder, source: ProgrammeSource, library: FormLibrary) -> None:
    """Report each of the three that a course lacks; every form that it pins is there."""
    if not any(
        each.skippable == "never" and _asks_of_both(source, library, each.form_id)
        for each in source.frame.file.steps
    ):
        content.report(
            FRAME_FILE,
            ("steps",),
            "no step that is never left out asks about the client's safety and children's",
            'give one form = "risk-check" and skippable = "never"',
        )
    if not any(_asks_for_limits(source, library, each) for each in source.file.gates):
        content.report(
            PROGRAMME,
            ("gates",),
            "no hard gate before the second session asks for the limits of confidentiality",
            'require form = "limits", question = "teach_back", equals = true',
        )
    if not any(_holds_the_signature(each) for each in source.file.gates):
        content.report(
            PROGRAMME,
            ("gates",),
            f'no hard gate before "{SIGN_NOTE}" asks for an answer to every alert',
            'require alerts = "acknowledged_with_action", with overridable = false',
        )


def _asks_of_both(source: ProgrammeSource, library: FormLibrary, form_id: str | None) -> bool:
    form = _pinned(source, library, form_id or "")
    if form is None:
        return False
    return {alert.stream for each in form.questions for alert in each.alerts} >= STREAMS


def _asks_for_limits(source: ProgrammeSource, library: FormLibrary, gate: Gate) -> bool:
    forms = (each.form for each in gate.requires if isinstance(each, AnswerRequirement))
    rests_on_text = (_pinned(source, library, each) for each in forms)
    return (
        gate.kind == "hard"
        and _stands_before_the_second(source, gate)
        and any(each is not None and each.needs_local_text for each in rests_on_text)
    )


def _stands_before_the_second(source: ProgrammeSource, gate: Gate) -> bool:
    phases = {each.id: each.modules for each in source.file.phases}
    modules = phases.get(gate.before, (gate.before,))
    found = (
        place
        for place, each in enumerate(source.file.planned_sessions)
        if each.id == gate.before or each.module in modules
    )
    return next(found, len(source.file.planned_sessions)) <= 1


def _holds_the_signature(gate: Gate) -> bool:
    return (
        gate.kind == "hard"
        and gate.before == SIGN_NOTE
        and not gate.overridable
        and any(isinstance(each, AlertsRequirement) for each in gate.requires)
    )


def _pinned(source: ProgrammeSource, library: FormLibrary, form_id: str) -> FormDefinition | None:
    version = source.file.forms.get(form_id)
    return None if version is None else library.get(form_id, version)
