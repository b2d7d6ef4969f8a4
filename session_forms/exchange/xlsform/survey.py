"""The survey sheet of an XLSForm as the items of a FHIR Questionnaire.

What an XLSForm says goes the same way as what other programs say in FHIR: one place
decides what can be carried, and says what is not.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from session_forms.exchange.fhir_terms.drafts import control, display
from session_forms.exchange.fhir_terms.elements import NOT_CARRIED, Source
from session_forms.exchange.fhir_terms.extensions import standard
from session_forms.exchange.from_fhir.kinds_in import joined
from session_forms.exchange.plain_data.naming import free_name
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.xlsform.expressions import LENGTH, OWN, AnswerComparison, understood
from session_forms.exchange.xlsform.sheets import Row, Sheets

_KNOWN: Mapping[str, tuple[str, ...]] = {
    "survey": (
        "type",
        "name",
        "label",
        "hint",
        "guidance_hint",
        "required",
        "required_message",
        "relevant",
        "constraint",
        "constraint_message",
        "read_only",
        "readonly",
        "default",
        "calculation",
        "appearance",
        "parameters",
        "choice_filter",
        "repeat_count",
        "trigger",
        "disabled",
        "media",
        "image",
        "audio",
        "video",
        "bind",
        "body",
    ),
    "choices": ("list_name", "name", "label"),
    "settings": ("form_title", "form_id", "version", "default_language"),
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "survey": ("type",),
    "choices": ("list_name", "name"),
    "settings": (),
}
_CLOSE = 0.75
_TAG = re.compile(r"\(([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*\Z")
_BETWEEN = "::"


def check_columns(source: Source, sheets: Sheets) -> None:
    """Look for misspelt headings, and for those that have to be there.

    Raises:
        DefinitionError: A heading is unknown and much like a known one, or one is missing.

    """
    for name, known in _KNOWN.items():
        rows = sheets.get(name, ())
        bases = {heading.partition(_BETWEEN)[0] for row in rows for heading in row.cells}
        missing = sorted(set(_NEEDED[name]) - bases) if rows else []
        for base in sorted(bases - set(known)):
            meant = get_close_matches(base, known, n=1, cutoff=_CLOSE)
            if meant and (name == "survey" or meant[0] in missing):
                what, to_do = "this column is not known here", f"call it {meant[0]}"
                raise source.refusal(f"sheet {name}, {base}", what, to_do)
        if missing:
            raise source.refusal(f"sheet {name}", f"the column {missing[0]} is missing", "add it")


@dataclass(frozen=True, slots=True)
class SurveyWords:
    """Reads the words of one language.

    Attributes:
        language: The language as the headings name it, or "" when they name none.

    """

    language: str

    def of(self, row: Row, heading: str) -> str:
        """Return the words under a heading: in the language, or else without any."""
        return row.cells.get(f"{heading}{_BETWEEN}{self.language}", row.cells.get(heading, ""))

    @property
    def tag(self) -> str:
        """The language as FHIR spells it, where the heading says it in brackets, or ""."""
        found = _TAG.search(self.language)
        return found[1] if found else ""


def words_of(source: Source, sheets: Sheets, wanted: str) -> SurveyWords:
    """Return the words in the language that is `wanted`, or in the first; others are listed."""
    headings = [heading for rows in sheets.values() for row in rows for heading in row.cells]
    named = [each.partition(_BETWEEN)[2] for each in headings if each.startswith("label::")]
    languages = list(dict.fromkeys(named))
    plain = "label" in headings
    chosen = wanted if wanted in languages or plain else next(iter(languages), "")
    for each in languages:
        if each != chosen:
            source.report.add("sheet survey", f"the words in {each}", "a form has one language")
    return SurveyWords(chosen)


def not_read(row: Row, read: Sequence[str]) -> list[str]:
    """Return the headings of `row` that nothing asked for, with their languages left out."""
    found = (heading.partition(_BETWEEN)[0] for heading in row.cells)
    return sorted({each for each in found if each not in read})


_TYPES: Mapping[str, str] = {
    "text": "string",
    "string": "string",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "range": "integer",
    "date": "date",
    "time": "time",
    "datetime": "dateTime",
    "select_one": "choice",
    "select_multiple": "choice",
    "acknowledge": "boolean",
    "trigger": "boolean",
    "note": "display",
    "begin_group": "group",
    "begin_repeat": "group",
}
_NOT_OURS = "unknown"
"""A FHIR type that there is not: such a row is left out and listed."""

_TOLD = (
    "select_one_from_file",
    "select_multiple_from_file",
    "cascading_select",
    "begin_group",
    "begin_repeat",
    "note",
    "calculate",
    "hidden",
    "rank",
    "geopoint",
    "geotrace",
    "geoshape",
    "start-geopoint",
    "gps",
    "image",
    "photo",
    "audio",
    "background-audio",
    "video",
    "file",
    "barcode",
    "audit",
    "osm",
    "xml-external",
    "csv-external",
    "include",
    "start",
    "end",
    "today",
    "deviceid",
    "phonenumber",
    "simserial",
    "subscriberid",
    "username",
    "email",
)
"""The types without an answer here that a message may name; any other is what somebody wrote."""

_SELECT = re.compile(
    r"(?:(?P<one>select[ _]one(?:[ _]from)?)|select[ _](?:multiple|all[ _]that[ _]apply)"
    r"(?:[ _]from)?)\s+(?P<list>\S+)(?P<other>\s+or[ _]other)?"
)


@dataclass(frozen=True, slots=True)
class RowType:
    """What a row is.

    Attributes:
        name: The type in one spelling, or "" when there is none.
        fhir_type: What it is called in FHIR.
        list_name: The list that is chosen from, or "".
        or_other: Whether another answer can be written.
        ends: Whether the row only ends a group.

    """

    name: str
    fhir_type: str = _NOT_OURS
    list_name: str = ""
    or_other: bool = False
    ends: bool = False

    @property
    def begins(self) -> bool:
        """Whether the rows up to its end stand in it."""
        return self.name in {"begin_group", "begin_repeat"}

    @property
    def asks(self) -> bool:
        """Whether it is something that can be answered here."""
        return self.fhir_type not in {_NOT_OURS, "display", "group"}

    @property
    def told(self) -> str:
        """What a message calls it, without what stands behind it."""
        named = (each for each in _TOLD if self.name == each or self.name.startswith(f"{each}_"))
        return next(named, "one that XLSForms do not have")

    @property
    def repeats(self) -> bool:
        """Whether there can be several answers."""
        return self.name in {"begin_repeat", "select_multiple"}


def row_type(cell: str) -> RowType:
    """Return what the cell under `type` says."""
    plain = " ".join(cell.split())
    found = _SELECT.fullmatch(plain)
    if found:
        name = "select_one" if found["one"] else "select_multiple"
        return RowType(name, "choice", found["list"], bool(found["other"]))
    name = plain.lower().replace(" ", "_")
    if name in {"end_group", "end_repeat"}:
        return RowType(name, ends=True)
    return RowType(name, _TYPES.get(name, _NOT_OURS))


CHOOSING = ("select_one", "select_multiple")
COUNTING = ("integer", "decimal", "range")

_LIMITS: Mapping[str, tuple[tuple[str, ...], int]] = {
    ">=": (("least",), 0),
    ">": (("least",), 1),
    "<=": (("most",), 0),
    "<": (("most",), -1),
    "=": (("least", "most"), 0),
}


def enable_keys(relevant: str, types: Mapping[str, str]) -> Tree | None:
    """Return `relevant` as enableWhen, or None when that cannot say it.

    `types` are the types of the questions by name.
    """
    joined = understood(relevant)
    if joined is None or any(each.asked not in types for each in joined.comparisons):
        return None
    lines = [_line(each, types[each.asked]) for each in joined.comparisons]
    said = [line for line in lines if line is not None]
    if len(said) < len(lines):
        return None
    return {"enableWhen": said, "enableBehavior": "any" if joined.any_is_enough else "all"}


def _line(comparison: AnswerComparison, kind: str) -> Tree | None:
    line: Tree = {"question": comparison.asked, "operator": comparison.operator}
    if comparison.value == "":
        exists = {"!=": True, "=": False}.get(comparison.operator)
        return None if exists is None else line | {"operator": "exists", "answerBoolean": exists}
    value = comparison.value
    if kind in CHOOSING:
        return line | {"answerCoding": {"code": str(value)}}
    if kind == "acknowledge":
        return line | {"answerBoolean": True} if value == "OK" else None
    if kind in COUNTING:
        return None if isinstance(value, str) else line | {"answerDecimal": value}
    return line | {"answerString": str(value)}


def limits_of(constraint: str, kind: str) -> Tree | None:
    """Return `constraint` as the limits of an item, or None when they cannot say it.

    The keys are `least` and `most`: of the number, or of the length of a text.
    """
    joined = understood(constraint)
    if joined is None or (joined.any_is_enough and len(joined.comparisons) > 1):
        return None
    prefix = "" if kind in COUNTING else LENGTH if kind == "text" else None
    limits: Tree = {}
    for each in joined.comparisons:
        limit = None if prefix is None else _limit(each, prefix)
        if limit is None:
            return None
        limits |= limit
    return limits


def _limit(comparison: AnswerComparison, prefix: str) -> Tree | None:
    operator, value = comparison.operator.removeprefix(prefix), comparison.value
    if comparison.asked != OWN or operator not in _LIMITS or type(value) is not int:
        return None
    if comparison.operator != prefix + operator:
        return None
    keys, beyond = _LIMITS[operator]
    return dict.fromkeys(keys, value + beyond)


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
        kinds: What the rows are, but for those that end a group.

    """

    source: Source
    words: SurveyWords
    lists: Mapping[str, Mapping[str, list[Tree]]]
    items: list[Tree] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    row_of: dict[str, str] = field(default_factory=dict)
    kinds: list[RowType] = field(default_factory=list)
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
            if why := _left_out(row, kind):
                self.source.report.add(place, why, "it is left out")
                continue
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
            self.kinds.append(kind)
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


def _left_out(row: Row, kind: RowType) -> str:
    """Return why a row is no part of the form, or ""; nothing that begins or ends a group is."""
    if not kind.name and not any(_is_words(each) or each == "name" for each in row.cells):
        return "a row without a type, a name and words"
    off = row.cells.get("disabled", "").lower() in _YES
    return "a row that is disabled" if off and not (kind.begins or kind.ends) else ""


def _is_words(heading: str) -> bool:
    return heading.partition("::")[0] in {"label", "hint"}


def _quoted(expression: str) -> str:
    short = expression[:_LONGEST_QUOTE]
    return short if short == expression else f"{short}\u2026"


def _range(parameters: str) -> Tree:
    """Return the limits that `start=0 end=10 step=1` sets, where they are whole numbers."""
    found: dict[str, str] = {}
    for part in parameters.replace(";", " ").split():
        key, _equals, value = part.partition("=")
        found[key] = value
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
