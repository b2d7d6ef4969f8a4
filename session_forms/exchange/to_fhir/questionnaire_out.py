"""A form as a FHIR R4 Questionnaire."""

from itertools import count

from session_forms.exchange.fhir_terms.conditions import condition_of, enable_when
from session_forms.exchange.fhir_terms.drafts import KEPT, NO_WORD, ItemDraft, display
from session_forms.exchange.fhir_terms.extensions import OURS, our_keys
from session_forms.exchange.fhir_terms.links import (
    column_link,
    groups,
    link_of,
    question_links,
    row_link,
)
from session_forms.exchange.plain_data.naming import free_name, question_name
from session_forms.exchange.plain_data.plain_form import Tree, spelled, spelled_part
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.to_fhir.kinds_out import carry_kind
from session_forms.form.definition import FormDefinition
from session_forms.questions.columns import ColumnBase
from session_forms.questions.tables import FixedRow, TableQuestion


def carry_cells(draft: ItemDraft, table: TableQuestion) -> None:
    """Carry the columns of a table, and its rows where these are given."""
    draft.keys.pop("columns")
    draft.keys.pop("rows", None)
    if table.rows:
        draft.below += [_row(draft, table, row) for row in table.rows]
    else:
        draft.below += _columns(draft, table, None)


def _row(draft: ItemDraft, table: TableQuestion, row: FixedRow) -> Tree:
    link_id = row_link(table, row)
    helped = [display(f"{link_id}.help", row.help, "help")] if row.help else []
    return {
        "extension": our_keys("row", {"id": row.id}),
        "linkId": link_id,
        "text": row.label,
        "type": "group",
        "item": helped + _columns(draft, table, row),
    }


def _columns(draft: ItemDraft, table: TableQuestion, row: FixedRow | None) -> list[Tree]:
    return [
        _column(draft, f"columns[{index}]", column, column_link(table, column, row))
        for index, column in enumerate(table.columns)
    ]


def _column(draft: ItemDraft, path: str, column: ColumnBase, link_id: str) -> Tree:
    keys = spelled_part(column)
    item: Tree = {"linkId": link_id, "text": keys.pop("label")}
    path, name = f"{draft.path}.{path}", f"{draft.name}.{column.id}"
    cell = ItemDraft(draft.form_id, path, name, column, keys, item, draft.report)
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


def question_item(form: FormDefinition, index: int, report: CarryReport) -> Tree:
    """Return the question at `index` as an item; what only we can read is listed."""
    question = form.questions[index]
    keys = spelled_part(question)
    item: Tree = {"linkId": link_of(question), "text": keys.pop("prompt")}
    draft = ItemDraft(form.id, f"questions[{index}]", question.id, question, keys, item, report)
    draft.words("help", keys.pop("help", ""))
    if keys.pop("required", False):
        item["required"] = True
    carry_kind(draft)
    if isinstance(question, TableQuestion):
        carry_cells(draft, question)
    exact = _carry_condition(draft, form, index)
    return _finished(draft, exact)


def _carry_condition(draft: ItemDraft, form: FormDefinition, index: int) -> Tree:
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


def _finished(draft: ItemDraft, exact: Tree) -> Tree:
    question_id = draft.keys["id"]
    for carried in ("id", "part", "source_id"):
        draft.keys.pop(carried, None)
    for key in draft.keys.keys() - {"kind"}:
        draft.kept(key)
    if question_name(draft.link_id) != question_id:
        draft.keys["id"] = question_id
    draft.keys |= exact
    return draft.finished("question")


LONGEST_ID = 64
"""The longest id that FHIR takes."""

_STATUS = {"draft": "draft", "released": "active", "retired": "retired"}


def questionnaire(form: FormDefinition, report: CarryReport) -> Tree:
    """Return `form` as a Questionnaire; what only we can read is listed in `report`."""
    keys = spelled(form)
    resource: Tree = {"resourceType": "Questionnaire"}
    if len(form.id) <= LONGEST_ID:
        resource["id"] = form.id
    resource |= {
        "language": form.language,
        "url": address(form),
        "version": str(form.version),
        "name": computable_name(form.id),
        "title": form.title,
        "status": _STATUS[form.status],
    }
    if form.source_id:
        resource["derivedFrom"] = [form.source_id]
    if notice := form.licence.notice:
        resource["copyright"] = notice
    resource["item"] = _introduction(form) + _items(form, report)
    for carried in _CARRIED:
        keys.pop(carried, None)
    keys["licence"].pop("notice", None)
    for key in keys:
        report.add(key, NO_WORD, KEPT)
    resource["extension"] = our_keys("form", keys)
    return resource


_CARRIED = (
    "id",
    "version",
    "language",
    "title",
    "status",
    "introduction",
    "parts",
    "questions",
    "source_id",
)


def address(form: FormDefinition) -> str:
    """Return the address of a form, whatever its version; it never resolves."""
    return f"{OURS}/Questionnaire/{form.id}"


def canonical(form: FormDefinition) -> str:
    """Return the address of one version of a form."""
    return f"{address(form)}|{form.version}"


def computable_name(form_id: str) -> str:
    """Return a form's id as a name that programs can use, as `Phq9`."""
    return "".join(word.capitalize() for word in form_id.split("-"))


def _introduction(form: FormDefinition) -> list[Tree]:
    if not form.introduction:
        return []
    link_id = free_name("introduction", question_links(form))
    return [display(link_id, form.introduction)]


def _items(form: FormDefinition, report: CarryReport) -> list[Tree]:
    items: list[Tree] = []
    positions = count()
    for group in groups(form):
        below = [question_item(form, next(positions), report) for _ in group.questions]
        items += below if group.part is None else [_group(form, group.link_id, group.part, below)]
    return items


def _group(form: FormDefinition, link_id: str, part: int | str, below: list[Tree]) -> Tree:
    ours: Tree = {"part": part} if isinstance(part, int) else {}
    words: list[Tree] = []
    for each in form.parts:
        if each.id == part:
            ours = {"part": part, "titled": True} | spelled_part(each)
            for carried in ("id", "title", "introduction"):
                ours.pop(carried, None)
            if each.introduction:
                words = [display(f"{link_id}.introduction", each.introduction)]
    extension = our_keys("group", ours)
    return {
        **({"extension": extension} if extension else {}),
        "linkId": link_id,
        "text": heading(form, part),
        "type": "group",
        "item": words + below,
    }


def heading(form: FormDefinition, part: int | str) -> str:
    """Return the heading of a part: its title or its name, or its number."""
    titles = {each.id: each.title for each in form.parts}
    return titles.get(part, f"Part {part}" if isinstance(part, int) else part)
