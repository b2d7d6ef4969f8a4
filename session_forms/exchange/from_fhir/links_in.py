"""What every item needs: a linkId of its own, a type, and not too many of its like."""

from session_forms.exchange.fhir_terms.elements import Element
from session_forms.exchange.from_fhir.words_in import is_display

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
