"""The items of a Questionnaire, one after the other, as questions of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from session_forms.exchange.fhir_terms.elements import Element
from session_forms.exchange.fhir_terms.extensions import keys_of_ours, taken_id
from session_forms.exchange.from_fhir.building import built_question, merged
from session_forms.exchange.from_fhir.kinds_in import MAX_OCCURS, Asked, keys_of_kind
from session_forms.exchange.from_fhir.links_in import Links
from session_forms.exchange.from_fhir.shown_in import Earlier, own_condition, together
from session_forms.exchange.from_fhir.tables_in import table_keys
from session_forms.exchange.from_fhir.words_in import (
    HELP,
    is_display,
    joined,
    words_below,
    words_of,
)
from session_forms.exchange.plain_data.naming import free_name, question_name
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.questions.kinds import Question

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

    """

    def __init__(self, form_id: str, contained: Mapping[str, Element]) -> None:
        self.questions: list[Question] = []
        self.opening = ""
        self.waiting = ""
        self.places: dict[str, str] = {}
        self.parts: list[Tree] = []
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
        asked = Asked(item, self._contained, str(ours.get("kind", "")), words)
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
