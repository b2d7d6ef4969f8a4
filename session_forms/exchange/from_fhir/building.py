"""Read keys become a question or a form, or an error that says where and what."""

from pydantic import ValidationError

from session_forms.conditions.conditions import Condition
from session_forms.exchange.fhir_terms.elements import Source
from session_forms.exchange.plain_data.plain_form import Tree, frozen
from session_forms.files.explaining import explain
from session_forms.files.frozen import Definition
from session_forms.questions.kinds import AnyQuestion, Question


class OneQuestion(Definition):
    """A question on its own."""

    question: AnyQuestion


class OneCondition(Definition):
    """A condition on its own."""

    condition: Condition


def built_question(source: Source, path: str, keys: Tree) -> Question:
    """Return the question that `keys` spell.

    Raises:
        DefinitionError: They spell none; `path` says where they were read.

    """
    data = {"question": frozen(keys)}
    try:
        return OneQuestion.model_validate(data).question
    except ValidationError as error:
        finding = explain(OneQuestion, data, error)[0]
    key = ".".join(str(part) for part in finding.path[1:])
    raise source.refusal(f"{path}, {key}" if key else path, finding.what, finding.to_do)


def built_condition(keys: object) -> Condition | None:
    """Return the condition that `keys` spell, or None."""
    try:
        return OneCondition.model_validate({"condition": frozen(keys)}).condition
    except ValidationError:
        return None


def merged(read: Tree, ours: Tree) -> Tree:
    """Return what was read with what our extension says beside it."""
    both = {**read, **ours}
    for key in read.keys() & ours.keys():
        if isinstance(read[key], dict) and isinstance(ours[key], dict):
            both[key] = merged(read[key], ours[key])
    return both
