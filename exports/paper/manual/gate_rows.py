"""A gate as one row of a table."""

from exports.paper.manual.material import Material
from exports.paper.manual.requirement_words import requirement_words
from programme.definition.requirements import SIGN_NOTE, Gate
from session_forms.words.texts import translate as _


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
    titles = {each.id: each.title for phase in programme.phases for each in phase.sessions}
    titles |= {each.id: each.title for each in programme.modules.values()}
    titles |= {each.id: each.title for each in programme.phases}
    return f"{point}  {titles[point]}" if point in titles else point


def _override(gate: Gate) -> str:
    if gate.kind == "soft":
        return _("only says so")
    return _("a reason and a named supervisor") if gate.overridable else _("none")
