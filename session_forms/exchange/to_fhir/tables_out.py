"""Tables as groups: one that repeats, or one for each row where the rows are given."""

from session_forms.exchange.fhir_terms.drafts import Draft, Place, display
from session_forms.exchange.fhir_terms.extensions import our_keys
from session_forms.exchange.fhir_terms.links import column_link, row_link
from session_forms.exchange.plain_data.naming import question_name
from session_forms.exchange.plain_data.plain_form import Tree, spelled_part
from session_forms.exchange.to_fhir.kinds_out import carry_kind
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
