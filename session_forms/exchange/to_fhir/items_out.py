"""A question as a FHIR item: what FHIR has words for; the rest in an extension of ours.

A table is a group: one that repeats, or one for each row where the rows are given.
"""

from session_forms.exchange.fhir_terms.conditions import condition_of, enable_when
from session_forms.exchange.fhir_terms.drafts import Draft, Place, display
from session_forms.exchange.fhir_terms.extensions import our_keys
from session_forms.exchange.fhir_terms.links import column_link, link_of, row_link
from session_forms.exchange.plain_data.naming import question_name
from session_forms.exchange.plain_data.plain_form import Tree, spelled_part
from session_forms.exchange.plain_data.reports import Report
from session_forms.exchange.to_fhir.kinds_out import carry_kind
from session_forms.form.definition import FormDefinition
from session_forms.questions.columns import ColumnBase
from session_forms.questions.tables import FixedRow, TableQuestion


def carry_cells(draft: Draft, table: TableQuestion) -> None:
    """Carry the columns of a table, and its rows where these are given."""
    draft.keys.pop("columns")
    draft.keys.pop("rows", None)
    if table.rows:
        draft.below += [_row(draft, table, row) for row in table.rows]
    else:
        draft.below += _columns(draft, table, None)


def _row(draft: Draft, table: TableQuestion, row: FixedRow) -> Tree:
    link_id = row_link(table, row)
    helped = [display(f"{link_id}.help", row.help, "help")] if row.help else []
    return {
        "extension": our_keys("row", {"id": row.id}),
        "linkId": link_id,
        "text": row.label,
        "type": "group",
        "item": helped + _columns(draft, table, row),
    }


def _columns(draft: Draft, table: TableQuestion, row: FixedRow | None) -> list[Tree]:
    return [
        _column(draft, f"columns[{index}]", column, column_link(table, column, row))
        for index, column in enumerate(table.columns)
    ]


def _column(draft: Draft, path: str, column: ColumnBase, link_id: str) -> Tree:
    keys = spelled_part(column)
    place = Place(
        draft.place.form_id, f"{draft.place.path}.{path}", f"{draft.place.name}.{column.id}"
    )
    item: Tree = {"linkId": link_id, "text": keys.pop("label")}
    cell = Draft(place, column, keys, item, draft.report)
    cell.words("help", keys.pop("help", ""))
    if keys.pop("required", False):
        item["required"] = True
    carry_kind(cell)
    if column.source_id == link_id:
        del keys["source_id"]
    if question_name(link_id) == keys.pop("id"):
        return cell.finished("column")
    keys["id"] = column.id
    return cell.finished("column")


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
