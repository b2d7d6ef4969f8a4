"""Options and labelled points as answerOption."""

from session_forms.exchange.fhir_terms.codings import Choice, choices_of, plain
from session_forms.exchange.fhir_terms.drafts import Draft
from session_forms.exchange.fhir_terms.extensions import our_keys, standard
from session_forms.exchange.plain_data.naming import option_name
from session_forms.exchange.plain_data.plain_form import Tree, spelled_part
from session_forms.questions.ratings import Anchor


def carry_options(draft: Draft) -> bool:
    """Carry what can be chosen as answerOption; return whether there is anything."""
    choices = choices_of(draft.place.form_id, draft.asked, draft.place.name)
    if not choices:
        return False
    del draft.keys["options"]
    draft.item["answerOption"] = [
        _option(draft, index, choice, choices.coding(plain(choice)) or {})
        for index, choice in enumerate(choices.choices)
    ]
    return True


def _option(draft: Draft, index: int, choice: Choice, coding: Tree) -> Tree:
    if isinstance(choice, Anchor):
        weight = standard("ordinalValue", "Decimal", choice.value)
        return {"extension": [weight], "valueCoding": coding}
    keys = spelled_part(choice)
    for carried in ("id", "label", "source_id"):
        keys.pop(carried, None)
    alone = keys.pop("exclusive", False)
    extensions = [standard("questionnaire-optionExclusive", "Boolean", True)] if alone else []
    for key in keys:
        draft.kept(f"options[{index}].{key}")
    if option_name(coding["code"]) != choice.id:
        keys["id"] = choice.id
    extensions += our_keys("option", keys)
    return (
        {"extension": extensions, "valueCoding": coding} if extensions else {"valueCoding": coding}
    )
