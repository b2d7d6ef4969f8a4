"""What a gate or a step asks for, in words."""

from typing import assert_never

from exports.paper.forms.condition_words import quoted, value_in_words
from exports.paper.manual.lines import Material
from programme.definition.requirements import (
    SIGN_NOTE,
    AlertsRequirement,
    AnswerRequirement,
    Gate,
    ModuleRequirement,
    Requirement,
)
from session_forms.form.definition import FormDefinition
from session_forms.words.list_words import either
from session_forms.words.texts import NN_, counted
from session_forms.words.texts import translate as _

FILLINGS = NN_("in {count} filling or more", "in {count} fillings or more")
ENTRIES = NN_("{count} entry or more", "{count} entries or more")


def requirement_words(requirement: Requirement, material: Material) -> str:
    """Return one requirement as half a sentence."""
    match requirement:
        case AnswerRequirement():
            return _answer_words(requirement, material.form(requirement.form))
        case ModuleRequirement(module=module):
            return _("module {module} is complete").format(module=module)
        case AlertsRequirement():
            return _("every alert has an action")
        case _:
            assert_never(requirement)


def _answer_words(requirement: AnswerRequirement, form: FormDefinition) -> str:
    asked = form.question(requirement.question)
    answer = _("{form}, {prompt}: {answer}").format(
        form=form.title, prompt=quoted(asked.prompt), answer=_wanted(requirement, form)
    )
    if requirement.filled_at_least:
        times = counted(FILLINGS, requirement.filled_at_least)
        return f"{answer} ({times})"
    return answer


def _wanted(requirement: AnswerRequirement, form: FormDefinition) -> str:
    if requirement.rows_at_least is not None:
        return counted(ENTRIES, requirement.rows_at_least)
    wanted = requirement.any_of or (requirement.equals,)
    question = form.question(requirement.question)
    return either(quoted(value_in_words(question, each)) for each in wanted)


def gate_row(gate: Gate, material: Material) -> tuple[str, ...]:
    """Return the gate, what it stands before, what it asks for, and who may override it."""
    asked = [requirement_words(each, material) for each in gate.requires]
    kind = _("hard") if gate.kind == "hard" else _("soft")
    return (
        f"{gate.id}\n{kind}",
        _before(gate.before, material),
        "\n".join([gate.text, *(f"\N{BULLET} {each}" for each in asked)]),
        _override(gate),
    )


def _before(point: str, material: Material) -> str:
    """Return a point of the course with its title."""
    if point == SIGN_NOTE:
        return _("signing a note")
    programme = material.programme
    titles = {each.id: each.title for each in programme.sessions}
    titles |= {each.id: each.title for each in programme.modules.values()}
    titles |= {each.id: each.title for each in programme.phases}
    return f"{point}  {titles[point]}" if point in titles else point


def _override(gate: Gate) -> str:
    if gate.kind == "soft":
        return _("only says so")
    return _("a reason and a named supervisor") if gate.overridable else _("none")
