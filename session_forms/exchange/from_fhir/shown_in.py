"""When a question is shown, as its item and the groups above it say."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from session_forms.exchange.fhir_terms.conditions_in import condition_of
from session_forms.exchange.fhir_terms.conditions_out import enable_when
from session_forms.exchange.fhir_terms.elements import Element
from session_forms.exchange.from_fhir.building import built_condition
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.questions.kinds import Question

_KEYS = ("enableWhen", "enableBehavior")


@dataclass(slots=True)
class Earlier:
    """The questions that a condition may look back at.

    Attributes:
        form_id: The form.
        by_link: The questions by linkId.
        by_id: The questions by id.

    """

    form_id: str
    by_link: dict[str, Question] = field(default_factory=dict)
    by_id: dict[str, Question] = field(default_factory=dict)


def own_condition(item: Element, exact: object, earlier: Earlier) -> Tree | None:
    """Return the condition of one item; `exact` is the one in our extension, or None.

    Ours counts as long as nobody changed what FHIR says of it. A condition that cannot be
    said here is listed, and the question is always shown.
    """
    lines = [each.keys for each in item.parts("enableWhen")]
    any_is_enough = item.text("enableBehavior") == "any"
    if isinstance(exact, dict):
        condition = built_condition(exact)
        said = condition and enable_when(earlier.form_id, condition, earlier.by_id)
        if (said.keys() if said else {}) == {
            key: item.keys[key] for key in _KEYS if key in item.keys
        }:
            return exact
    if not lines:
        return None
    read = condition_of(earlier.form_id, lines, any_is_enough=any_is_enough, asked=earlier.by_link)
    if read is None:
        item.list("its condition", "it cannot be said here and is always shown", "enableWhen")
    return read


def together(conditions: Sequence[Tree]) -> Tree | None:
    """Return the condition that holds when all of them hold; None for none."""
    flat = [each for condition in conditions for each in condition.get("all_of", [condition])]
    once = [each for index, each in enumerate(flat) if each not in flat[:index]]
    if not once:
        return None
    return once[0] if len(once) == 1 else {"all_of": once}
