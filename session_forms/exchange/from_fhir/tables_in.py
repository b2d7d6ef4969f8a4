"""A group that repeats as a table, where every item of it can be a column."""

from collections.abc import Mapping, Sequence

from session_forms.exchange.fhir_terms.elements import Element
from session_forms.exchange.fhir_terms.extensions import keys_of_ours, taken_id
from session_forms.exchange.from_fhir.building import merged
from session_forms.exchange.from_fhir.kinds_in import (
    CHOOSING,
    MOST_LINE,
    Asked,
    keys_of_kind,
    rows_of,
)
from session_forms.exchange.from_fhir.words_in import HELP, is_display, words_below
from session_forms.exchange.plain_data.naming import free_name, question_name
from session_forms.exchange.plain_data.plain_form import Tree

_KINDS = frozenset({"short_text", "choice", "yes_no", "number", "scale", "date"})


def table_keys(group: Element, contained: Mapping[str, Element]) -> Tree | None:
    """Return the keys of a table; None when something in the group cannot be a column."""
    items = [each for each in group.parts("item") if not is_display(each)]
    if items and all(keys_of_ours(each.keys, "row") for each in items):
        return _with_rows(items, contained)
    columns = _columns(items, contained, group.text("linkId"))
    return {"kind": "table", "columns": columns, **rows_of(group, "rows")} if columns else None


def _with_rows(rows: Sequence[Element], contained: Mapping[str, Element]) -> Tree | None:
    columns: list[Tree] | None = None
    made = []
    for row in rows:
        below = list(row.parts("item"))
        words = words_below(each for each in below if is_display(each)).get(HELP, "")
        made.append({**keys_of_ours(row.keys, "row"), "label": row.text("text"), "help": words})
        columns = _columns([each for each in below if not is_display(each)], contained, None)
        row.see("linkId", "type")
        row.list_rest()
    return {"kind": "table", "columns": columns, "rows": made} if columns else None


def _columns(
    items: Sequence[Element], contained: Mapping[str, Element], table_link: str | None
) -> list[Tree] | None:
    """Return the columns; `table_link` is None where the rows are given and name the links."""
    columns: list[Tree] = []
    for item in items:
        column = _column(item, contained, {each["id"] for each in columns})
        if column is None:
            return None
        link_id = item.text("linkId")
        if table_link is not None and link_id != f"{table_link}.{column['id']}":
            column["source_id"] = link_id
        columns.append(column)
    return columns


def _column(item: Element, contained: Mapping[str, Element], taken: set[str]) -> Tree | None:
    ours = keys_of_ours(item.keys, "column")
    below = list(item.parts("item"))
    if not all(is_display(each) for each in below):
        return None
    words = words_below(below)
    fhir_type = item.text("type")
    natural = "choice" if fhir_type in CHOOSING else ""
    asked = Asked(item, contained, str(ours.get("kind", natural)), words)
    kind = keys_of_kind(asked, fhir_type)
    if kind is None or kind["kind"] not in _KINDS | {"long_text"}:
        return None
    if kind.pop("decimals", 0):
        item.list("decimals", "only whole numbers are taken in a cell")
    if kind["kind"] in {"short_text", "long_text"}:
        most = min(kind.get("max_characters", 200), MOST_LINE)
        kind = {"kind": "short_text", "max_characters": most}
    link_id = item.text("linkId")
    name = taken_id(ours) or free_name(question_name(link_id), taken)
    keys = {
        "id": name,
        "label": item.text("text") or name,
        "help": words.get(HELP, ""),
        "required": item.truth("required"),
        **kind,
    }
    item.list_rest()
    return merged(keys, ours)
