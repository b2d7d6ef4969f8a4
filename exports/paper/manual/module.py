"""The page that opens a module: what it is for, and its sessions."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from exports.paper.manual.entries import module_key, session_key
from exports.paper.manual.lines import Point, reading, refer, section
from exports.paper.manual.material import Material
from exports.paper.pages.typography import space, words
from programme.definition.definition import Module, Programme
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _

COMPLETION = {
    "fidelity": N_(
        "The module is complete when every applicable fidelity item of its sessions is rated "
        "1 or 2."
    ),
}


def module_story(module: Module, material: Material) -> Iterator[Flowable]:
    """Yield the page that opens a module."""
    yield words(_phase(module, material.programme), "label")
    yield space(2)
    title = words(f"{module.id}  {module.title}", "title")
    yield material.headed(module_key(module.id), title)
    yield space(6)
    yield reading(module.aim)
    yield space(3)
    yield reading(module.rationale, "muted")
    yield space(6)
    completion = COMPLETION.get(module.completion)
    yield reading(_(completion) if completion else module.completion)
    yield space(8)
    yield from section(_("Sessions"), _sessions(module, material))


def _phase(module: Module, programme: Programme) -> str:
    found = (phase for phase in programme.phases if module.id in phase.modules)
    return ", ".join(f"{phase.id}  {phase.title}" for phase in found)


def _sessions(module: Module, material: Material) -> Iterator[Flowable]:
    for session_id in module.session_ids:
        plan = material.programme.session_plan(session_id)
        key = session_key(session_id)
        yield refer(key, Point(plan.id, plan.title, "strong", sign=""), material)
        yield Point("", plan.aim, sign="")
        yield space(4)
