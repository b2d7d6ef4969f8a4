"""The survey sheet of an XLSForm as the items of a FHIR Questionnaire.

What an XLSForm says goes the same way as what other programs say in FHIR: one place
decides what can be carried, and says what is not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from session_forms.exchange.fhir_terms.drafts import control, display
from session_forms.exchange.fhir_terms.elements import NOT_CARRIED, Source
from session_forms.exchange.fhir_terms.extensions import standard
from session_forms.exchange.from_fhir.words_in import joined
from session_forms.exchange.plain_data.naming import free_name
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.xlsform.sheets import Row
from session_forms.exchange.xlsform.survey_columns import Words, not_read
from session_forms.exchange.xlsform.survey_logic import enable_keys, limits_of
from session_forms.exchange.xlsform.survey_types import RowType, row_type

_READ = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "parameters",
    "read_only",
    "readonly",
)
_YES = frozenset({"yes", "true", "true()", "y", "1"})
_NO = frozenset({"", "no", "false", "false()", "n", "0"})
_LONGEST_QUOTE = 120


@dataclass(slots=True)
class Survey:
    """One survey sheet on its way to items.

    Attributes:
        source: The file.
        words: Reads the words of the chosen language.
        lists: The options of each list, as answerOption, by the type that chooses.
        items: The items so far.
        rows: The row of each item, by the item's path.
        row_of: The row of each item, by its linkId.

    """

    source: Source
    words: Words
    lists: Mapping[str, Mapping[str, list[Tree]]]
    items: list[Tree] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    row_of: dict[str, str] = field(default_factory=dict)
    _types: dict[str, str] = field(default_factory=dict)

    def read(self, rows: Sequence[Row]) -> None:
        """Turn the rows of the sheet into items.

        Raises:
            DefinitionError: A row has no type, or groups do not begin and end in pairs.

        """
        open_groups: list[tuple[str, list[Tree]]] = [("", self.items)]
        for row in rows:
            place = f"survey row {row.number}"
            kind = row_type(row.cells.get("type", ""))
            if kind.ends:
                if len(open_groups) == 1:
                    what, to_do = "a group ends that did not begin", "remove the row"
                    raise self.source.refusal(place, what, to_do)
                open_groups.pop()
                continue
            if not kind.name:
                raise self.source.refusal(place, "the type is missing", "add it")
            path, siblings = open_groups[-1]
            here = f"{path}.item[{len(siblings)}]".lstrip(".")
            self.rows[here] = place
            item = self._item(row, kind, place)
            siblings.append(item)
            if kind.begins:
                open_groups.append((here, item["item"]))
        if len(open_groups) > 1:
            place = self.rows[open_groups[-1][0]]
            raise self.source.refusal(place, "the group does not end", "add a row that ends it")

    def _item(self, row: Row, kind: RowType, place: str) -> Tree:
        name = self._name(row, place)
        self.row_of[name] = place
        label, hint = self.words.of(row, "label"), self.words.of(row, "hint")
        item: Tree = {"linkId": name, "type": kind.fhir_type, "extension": [], "item": []}
        if kind.fhir_type == "display":
            label, hint = joined(label, hint), ""
        if label:
            item["text"] = label
        if hint:
            item["item"].append(display(f"{name}.hint", hint, "help"))
        if kind.repeats:
            item["repeats"] = True
        if kind.list_name:
            item["answerOption"] = self.lists[kind.name].get(kind.list_name, [])
        self._shown(row, item, place)
        self._required(row, item, place)
        self._limits(row, kind, item, place)
        self._list_rest(row, kind, place)
        self._types[name] = kind.name
        return item

    def _name(self, row: Row, place: str) -> str:
        written = row.cells.get("name", f"row_{row.number}")
        if written in self._types:
            self.source.report.add(place, "a name that stands there twice", "it got a number")
        return free_name(written, self._types)

    def _shown(self, row: Row, item: Tree, place: str) -> None:
        relevant = row.cells.get("relevant", "")
        said = enable_keys(relevant, self._types) if relevant else {}
        if said is None:
            why = "it cannot be said here and is always shown"
            self.source.report.add(place, f"the condition {_quoted(relevant)}", why)
        item.update(said or {})

    def _required(self, row: Row, item: Tree, place: str) -> None:
        required = row.cells.get("required", "").lower()
        if required in _YES:
            item["required"] = True
        elif required not in _NO:
            why = "it is never required here"
            self.source.report.add(place, f"required when {_quoted(required)}", why)

    def _limits(self, row: Row, kind: RowType, item: Tree, place: str) -> None:
        constraint = row.cells.get("constraint", "")
        limits = limits_of(constraint, kind.name) if constraint else {}
        if limits is None:
            why = "it cannot be said here and any answer is taken"
            self.source.report.add(place, f"the limit {_quoted(constraint)}", why)
        if kind.name == "range":
            limits = _range(row.cells.get("parameters", "")) | (limits or {})
            item["extension"].append(control("slider"))
        _set_limits(item, limits or {}, kind.name)

    def _list_rest(self, row: Row, kind: RowType, place: str) -> None:
        for heading in not_read(row, _READ):
            self.source.report.add(place, f"the column {heading}", NOT_CARRIED)
        if "parameters" in row.cells and kind.name != "range":
            self.source.report.add(place, "the column parameters", NOT_CARRIED)
        if row.cells.get("read_only", row.cells.get("readonly", "")).lower() not in _NO:
            self.source.report.add(place, "the column read_only", "it can be answered here")
        if any("${" in cell for heading, cell in row.cells.items() if _is_words(heading)):
            self.source.report.add(place, "an answer inside its words", "it stands there as typed")
        if kind.or_other:
            why = "only the listed options can be chosen here"
            self.source.report.add(place, "an answer in other words", why)


def _is_words(heading: str) -> bool:
    return heading.partition("::")[0] in {"label", "hint"}


def _quoted(expression: str) -> str:
    short = expression[:_LONGEST_QUOTE]
    return short if short == expression else f"{short}\u2026"


def _range(parameters: str) -> Tree:
    """Return the limits that `start=0 end=10 step=1` sets, where they are whole numbers."""
    found = dict(part.partition("=")[::2] for part in parameters.replace(";", " ").split())
    ends = {"least": found.get("start", "1"), "most": found.get("end", "10")}
    return {key: int(end) for key, end in ends.items() if end.lstrip("-").isdecimal()}


def _set_limits(item: Tree, limits: Mapping[str, int], kind: str) -> None:
    if kind != "text":
        for key, name in (("least", "minValue"), ("most", "maxValue")):
            if key in limits:
                item["extension"].append(standard(name, "Integer", limits[key]))
        return
    if limits.get("most", 0) > 0:
        item["maxLength"] = limits["most"]
    if "least" in limits:
        item["extension"].append(standard("minLength", "Integer", limits["least"]))
