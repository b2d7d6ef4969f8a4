"""A question as a FHIR item: what FHIR has words for; the rest in an extension of ours."""

from session_forms.exchange.fhir_terms.conditions import condition_of, enable_when
from session_forms.exchange.fhir_terms.drafts import Draft, Place
from session_forms.exchange.fhir_terms.links import link_of
from session_forms.exchange.plain_data.naming import question_name
from session_forms.exchange.plain_data.plain_form import Tree, spelled_part
from session_forms.exchange.plain_data.reports import Report
from session_forms.exchange.to_fhir.kinds_out import carry_kind
from session_forms.exchange.to_fhir.tables_out import carry_cells
from session_forms.form.definition import FormDefinition
from session_forms.questions.tables import TableQuestion


def question_item(form: FormDefinition, index: int, report: Report) -> Tree:
    """Return the question at `index` as an item; what only we can read is listed."""
    question = form.questions[index]
    keys = spelled_part(question)
    item: Tree = {"linkId": link_of(question), "text": keys.pop("prompt")}
    place = Place(form.id, f"questions[{index}]", question.id)
    draft = Draft(place, question, keys, item, report)
    draft.words("help", keys.pop("help", ""))
    if keys.pop("required", False):
        item["required"] = True
    carry_kind(draft)
    if isinstance(question, TableQuestion):
        carry_cells(draft, question)
    exact = _carry_condition(draft, form, index)
    return _finished(draft, exact)


def _carry_condition(draft: Draft, form: FormDefinition, index: int) -> Tree:
    """Carry `shown_when`; return it when FHIR says it in another shape than ours."""
    condition = form.questions[index].shown_when
    earlier = form.questions[:index]
    by_id = {each.id: each for each in earlier}
    said = None if condition is None else enable_when(form.id, condition, by_id)
    if said is None:
        return {}
    draft.item |= said.keys()
    written: Tree = draft.keys.pop("shown_when")
    by_link = {link_of(each): each for each in earlier}
    read = condition_of(form.id, said.lines, any_is_enough=said.any_is_enough, asked=by_link)
    return {} if read == written else {"shown_when": written}


def _finished(draft: Draft, exact: Tree) -> Tree:
    question_id = draft.keys["id"]
    for carried in ("id", "part", "source_id"):
        draft.keys.pop(carried, None)
    for key in draft.keys.keys() - {"kind"}:
        draft.kept(key)
    if question_name(draft.link_id) != question_id:
        draft.keys["id"] = question_id
    draft.keys |= exact
    return draft.finished("question")
