"""The closed vocabulary of gates: what a gate may ask for, and nothing else."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from programme.definition.parts import Words
from session_forms.answers import AnswerValue
from session_forms.files.frozen import Definition

SIGN_NOTE = "sign_note"
"""The one point of a gate that is not a point of the course: signing any note."""
TEACH_BACK = "teach_back"
"""The question, in a form that rests on the local text, whether the limits were said back."""
OWN = "kept-safe"
"""Begins the id of a gate that code put in, so that it is none of the course's own."""


class AnswerRequirement(Definition):
    """One question of a form has the answer that is asked for."""

    form: Words
    question: Words
    equals: bool | int | str | None = None
    """The one answer that will do."""
    any_of: tuple[Words, ...] = ()
    """The options of which any will do."""
    rows_at_least: Annotated[int, Field(ge=1)] | None = None
    """How many rows or entries the answer must have."""
    filled_at_least: Annotated[int, Field(ge=0)] = 0
    """How many finished fillings must have that answer; without it, the latest one."""

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        asked = (self.equals is not None, bool(self.any_of), self.rows_at_least is not None)
        if sum(asked) != 1:
            raise ValueError("exactly one of equals, any_of and rows_at_least is needed")
        return self

    def accepts(self, answer: AnswerValue | None) -> bool:
        """Return whether an answer, or none, is what is asked for."""
        if self.equals is not None:
            return type(answer) is type(self.equals) and answer == self.equals
        if self.rows_at_least is not None:
            return isinstance(answer, tuple) and len(answer) >= self.rows_at_least
        return isinstance(answer, str) and answer in self.any_of


class ModuleRequirement(Definition):
    """A module has been worked through."""

    module: Words
    state: Literal["complete"]


class BreakRequirement(Definition):
    """After a break it was gone over again, in a form filled in since, what still holds."""

    after_weeks: Annotated[int, Field(ge=1, le=260)]
    """A break is more than so many weeks without a session, or a course taken up again."""
    form: Words
    question: Words
    any_of: Annotated[tuple[Words, ...], Field(min_length=1)]
    """The options of which any will do; the form is as old as those weeks at the most."""


class AlertsRequirement(Definition):
    """Every alert has been acknowledged with an action."""

    alerts: Literal["acknowledged_with_action"]


_KINDS = {
    "module": "ModuleRequirement",
    "alerts": "AlertsRequirement",
    "after_weeks": "BreakRequirement",
}


def _kind(value: object) -> str:
    """Return which requirement is meant by what it names; a form is what most of them name."""
    names = value if isinstance(value, Mapping) else getattr(value, "model_fields_set", ())
    return next((_KINDS[name] for name in _KINDS if name in names), "AnswerRequirement")


Requirement = Annotated[
    Annotated[AnswerRequirement, Tag("AnswerRequirement")]
    | Annotated[ModuleRequirement, Tag("ModuleRequirement")]
    | Annotated[AlertsRequirement, Tag("AlertsRequirement")]
    | Annotated[BreakRequirement, Tag("BreakRequirement")],
    Discriminator(_kind),
]


def asks_what_was_said_back(requirement: Requirement) -> bool:
    """Return whether a yes to the limits having been said back, the last time, alone will do."""
    return (
        isinstance(requirement, AnswerRequirement)
        and requirement.question == TEACH_BACK
        and requirement.equals is True
        and not requirement.filled_at_least
    )


class Gate(Definition):
    """Something that must be true before the course goes on."""

    id: Words
    kind: Literal["hard", "soft"]
    """A hard gate keeps the way closed; a soft one only says so."""
    before: Words
    """A session, module or phase id, or `sign_note`."""
    text: Words
    requires: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    overridable: bool = True
    """Whether a reason and a named supervisor may override it."""


def holds_the_signature(gate: Gate) -> bool:
    """Return whether nobody signs a note past a gate while an alert has no answer."""
    return (
        gate.kind == "hard"
        and gate.before == SIGN_NOTE
        and not gate.overridable
        and any(isinstance(each, AlertsRequirement) for each in gate.requires)
    )


def with_limits_apart(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Return gates of which none lets a client pass who did not say the limits back.

    One that may be overridden, and asks for that among other things, becomes two: what was said
    back stands in a gate of its own, which nobody may override, and the rest stays as it was.
    """
    return tuple(part for gate in gates for part in _limits_apart(gate))


def _limits_apart(gate: Gate) -> tuple[Gate, ...]:
    limits = tuple(each for each in gate.requires if asks_what_was_said_back(each))
    rest = tuple(each for each in gate.requires if not asks_what_was_said_back(each))
    if not (gate.overridable and gate.kind == "hard" and limits):
        return (gate,)
    if not rest:
        return (gate.model_copy(update={"overridable": False}),)
    own = {"id": f"{OWN}-{gate.id}", "requires": limits, "overridable": False}
    return (gate.model_copy(update=own), gate.model_copy(update={"requires": rest}))
