"""The items of a Questionnaire, one after the other, as questions of ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from pydantic import ValidationError

from session_forms.conditions.conditions import Condition
from session_forms.exchange.fhir_terms.conditions import condition_of, enable_when
from session_forms.exchange.fhir_terms.elements import Element, Source
from session_forms.exchange.fhir_terms.extensions import keys_of_ours, taken_id
from session_forms.exchange.from_fhir.kinds_in import (
    CHOOSING,
    HELP,
    MAX_OCCURS,
    MOST_LINE,
    AskedItem,
    is_display,
    joined,
    keys_of_kind,
    rows_of,
    words_below,
    words_of,
)
from session_forms.exchange.plain_data.naming import free_name, question_name
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


MOST_QUESTIONS = 1_000
MOST_LEVELS = 20

_KNOWN = frozenset(
    {
        "id",
        "extension",
        "modifierExtension",
        "linkId",
        "definition",
        "code",
        "prefix",
        "text",
        "type",
        "enableWhen",
        "enableBehavior",
        "disabledDisplay",
        "required",
        "repeats",
        "readOnly",
        "maxLength",
        "answerConstraint",
        "answerValueSet",
        "answerOption",
        "initial",
        "item",
    }
)
"""The keys of an item in R4, and those that R5 added."""


class Links:
    """The linkIds that were met."""

    def __init__(self) -> None:
        self._met: set[str] = set()

    def check(self, item: Element, level: int, questions: int) -> None:
        """Check one item before it is read; `questions` were read before it.

        Raises:
            DefinitionError: It lacks a type or a linkId of its own, or is one too many.

        """
        item.check_keys(_KNOWN)
        refusal = item.source.refusal
        if level > MOST_LEVELS:
            raise refusal(item.path, "items stand too deep inside each other", "write it flatter")
        if questions >= MOST_QUESTIONS:
            raise refusal(
                item.path, f"there are more than {MOST_QUESTIONS} questions", "split the form"
            )
        if not item.text("type"):
            raise refusal(item.path, "the type is missing", "add it")
        self._take(item)

    def take_below(self, item: Element) -> None:
        """Check the linkIds of everything that stands in a table.

        Raises:
            DefinitionError: One is missing, or stands there twice.

        """
        for each in item.parts("item"):
            each.check_keys(_KNOWN)
            self._take(each)
            self.take_below(each)

    def _take(self, item: Element) -> None:
        link_id = item.text("linkId")
        if link_id in self._met:
            what, to_do = "the linkId stands there twice", "give each item its own"
            raise item.source.refusal(item.at("linkId"), what, to_do)
        if link_id:
            self._met.add(link_id)
        elif is_display(item):
            item.list("words without a linkId", "FHIR wants one")
        else:
            raise item.source.refusal(item.path, "the linkId is missing", "give each item its own")


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
    asked = AskedItem(item, contained, str(ours.get("kind", natural)), words)
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


BETWEEN = ": "
"""Stands between the headings of groups that stand in each other."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the groups above an item say.

    Attributes:
        part: The part that the item stands in.
        conditions: When the groups are shown.
        level: How many items stand above.

    """

    part: int | str | None = None
    conditions: tuple[Tree, ...] = ()
    level: int = 0


TOP = Around()


class Walk:
    """One walk over the items of a file.

    Attributes:
        questions: The questions met so far, in reading order.
        opening: The words before the first question.
        waiting: Words that belong to the next question.
        places: The id of each question, by the path of its item.
        parts: The keys of the parts that have words of their own.
        types: The type of each item met on the way, groups and words among them.

    """

    def __init__(self, form_id: str, contained: Mapping[str, Element]) -> None:
        self.questions: list[Question] = []
        self.opening = ""
        self.waiting = ""
        self.places: dict[str, str] = {}
        self.parts: list[Tree] = []
        self.types: list[str] = []
        self._contained = contained
        self._earlier = Earlier(form_id)
        self._links = Links()

    def over(self, items: Iterable[Element], around: Around = TOP) -> None:
        """Turn `items` into questions.

        Raises:
            DefinitionError: One of them is no item, or there are too many or too deep ones.

        """
        for item in items:
            self._links.check(item, around.level, len(self.questions))
            self.types.append(item.text("type"))
            if item.extension("questionnaire-hidden") is True:
                item.list("a hidden item", "nothing here could fill it in")
            elif is_display(item):
                self._display(item, around)
            elif item.text("type") == "group":
                self._group(item, around)
            else:
                self._item(item, around)

    def _display(self, item: Element, around: Around) -> None:
        words = words_of(item)
        if not self.questions and not around.level:
            self.opening = joined(self.opening, words)
            return
        item.list("words on their own", "they stand in the help of the next question")
        self.waiting = joined(self.waiting, words)

    def _group(self, item: Element, around: Around) -> None:
        ours = keys_of_ours(item.keys, "question")
        repeated = item.truth("repeats") and item.whole(MAX_OCCURS) != 1
        if repeated or ours.get("kind") == "table":
            keys = table_keys(item, self._contained)
            if keys is not None:
                self._links.take_below(item)
                displays = (each for each in item.parts("item") if is_display(each))
                self._add(item, around, keys, words_below(displays))
                return
            item.list("a group that repeats", "its questions are asked once here", "repeats")
        condition = own_condition(item, None, self._earlier)
        conditions = around.conditions if condition is None else (*around.conditions, condition)
        items = list(item.parts("item"))
        ours = keys_of_ours(item.keys, "group")
        part = ours.pop("part", None)
        if ours.pop("titled", False):
            items = self._titled(item, items, {"id": part, **ours})
        else:
            part = _part(item, around.part, part)
        self.over(items, Around(part, conditions, around.level + 1))
        item.list_rest()

    def _titled(self, item: Element, items: list[Element], ours: Tree) -> list[Element]:
        """Keep a part with words of its own; return the items after those words."""
        words = list(takewhile(is_display, items))
        for each in words:
            self._links.check(each, 0, 0)
        opening = joined(*(words_of(each) for each in words))
        self.parts.append({**ours, "title": item.text("text"), "introduction": opening})
        return items[len(words) :]

    def _item(self, item: Element, around: Around) -> None:
        ours = keys_of_ours(item.keys, "question")
        below = list(item.parts("item"))
        words = words_below(each for each in below if is_display(each))
        asked = AskedItem(item, self._contained, str(ours.get("kind", "")), words)
        keys = keys_of_kind(asked, item.text("type"))
        if keys is None:
            item.list("a question of its type", "there is no such kind here and it is left out")
        else:
            self._add(item, around, keys, words)
        inside = [each for each in below if not is_display(each)]
        for each in below:
            if is_display(each):
                self._links.check(each, around.level + 1, len(self.questions))
        if inside:
            item.list("questions inside a question", "they stand after it", "item")
            deeper = Around(around.part, around.conditions, around.level + 1)
            self.over(inside, deeper)

    def _add(self, item: Element, around: Around, keys: Tree, words: Mapping[str, str]) -> None:
        ours = keys_of_ours(item.keys, "question")
        ours.pop("kind", None)
        link_id = item.text("linkId")
        own = own_condition(item, ours.pop("shown_when", None), self._earlier)
        name = taken_id(ours) or free_name(question_name(link_id), self._earlier.by_id)
        shown = together([*around.conditions, *([own] if own else [])])
        spelled = {
            "id": name,
            "prompt": _prompt(item),
            "help": joined(self.waiting, words.get(HELP, "")),
            "part": around.part,
            "required": item.truth("required"),
            **({"shown_when": shown} if shown else {}),
            **({"source_id": link_id} if link_id != name else {}),
            **keys,
        }
        self.waiting = ""
        question = built_question(item.source, item.path, merged(spelled, ours))
        self.questions.append(question)
        self._earlier.by_link[link_id] = question
        self._earlier.by_id[question.id] = question
        self.places[item.path] = question.id
        item.list_rest()


def _prompt(item: Element) -> str:
    words = " ".join(text for text in (item.text("prefix"), item.text("text")) if text)
    if not words:
        item.list("no words to ask it in", "its linkId stands there; write the question")
    return words or item.text("linkId")


def _part(item: Element, above: int | str | None, numbered: object) -> int | str | None:
    """Return the part that a group opens; headings of groups in groups are joined."""
    words = item.text("text")
    if isinstance(numbered, int) and words == f"Part {numbered}":
        return numbered
    if not words:
        return above
    return f"{above}{BETWEEN}{words}" if isinstance(above, str) else words
