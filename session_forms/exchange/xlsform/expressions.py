"""The expressions of an XLSForm, as far as they say what our conditions can say.

Nothing is evaluated: an expression is taken apart into comparisons that are all joined by
"and" or all by "or"; anything else is not understood.
"""

import re
from dataclasses import dataclass, replace

LONGEST = 2_000
MOST_LEVELS = 20

OWN = "."
"""Stands for the question itself in a constraint."""

LENGTH = "length "
"""Stands before the operator where the length of a text is compared."""

_TOKEN = re.compile(
    r"\s*(?:\$\{\s*(?P<asked>[A-Za-z_][\w.:-]*)\s*\}"
    r"|'(?P<text>[^']*)'|\"(?P<quoted>[^\"]*)\""
    r"|(?P<number>-?[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<operator><=|>=|!=|=|<|>)"
    r"|(?P<mark>[(),])"
    r"|(?P<word>[A-Za-z][A-Za-z-]*)"
    r"|(?P<own>\.))\s*"
)
_SWAPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_OPPOSITE = {"=": "!=", "!=": "="}

Value = str | int | float
_Token = tuple[str, str]
_END: _Token = ("end", "")


@dataclass(frozen=True, slots=True)
class AnswerComparison:
    """One comparison of an answer with a value.

    Attributes:
        asked: The name of the question, or `OWN`.
        operator: `=`, `!=`, `<`, `<=`, `>` or `>=`, with `LENGTH` before it for a length.
        value: A text or a number.

    """

    asked: str
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class Joined:
    """Comparisons, and whether one of them is enough."""

    comparisons: tuple[AnswerComparison, ...]
    any_is_enough: bool = False


class _NotSaid(Exception):
    """The expression is not one of those that are understood."""


def understood(expression: str) -> Joined | None:
    """Return what an expression compares, or None when it is not understood."""
    try:
        return _Parser(expression).whole()
    except _NotSaid:
        return None


class _Parser:
    """Takes one expression apart."""

    def __init__(self, expression: str) -> None:
        self._tokens = _tokens(expression)
        self._at = 0
        self._level = 0

    def whole(self) -> Joined:
        found = self._either()
        self._expect("end")
        return found

    def _either(self) -> Joined:
        parts = [self._both()]
        while self._take("word", "or"):
            parts.append(self._both())
        return _joined(parts, any_is_enough=True)

    def _both(self) -> Joined:
        parts = [self._one()]
        while self._take("word", "and"):
            parts.append(self._one())
        return _joined(parts, any_is_enough=False)

    def _one(self) -> Joined:
        if self._take("mark", "("):
            return self._inside()
        if self._take("word", "not"):
            self._expect("mark", "(")
            return _negated(self._inside())
        return Joined((self._comparison(),))

    def _inside(self) -> Joined:
        self._level += 1
        if self._level > MOST_LEVELS:
            raise _NotSaid
        found = self._either()
        self._expect("mark", ")")
        self._level -= 1
        return found

    def _comparison(self) -> AnswerComparison:
        if self._take("word", "selected"):
            self._expect("mark", "(")
            asked = self._asked()
            self._expect("mark", ",")
            value = self._value()
            self._expect("mark", ")")
            return AnswerComparison(asked, "=", value)
        if self._take("word", "string-length"):
            self._expect("mark", "(")
            asked = self._asked()
            self._expect("mark", ")")
            return AnswerComparison(asked, LENGTH + self._expect("operator"), self._value())
        if self._peek()[0] in {"asked", "own"}:
            return AnswerComparison(self._asked(), self._expect("operator"), self._value())
        value = self._value()
        operator = self._expect("operator")
        return AnswerComparison(self._asked(), _SWAPPED.get(operator, operator), value)

    def _asked(self) -> str:
        if self._peek()[0] == "own":
            self._at += 1
            return OWN
        return self._expect("asked")

    def _value(self) -> Value:
        kind, text = self._peek()
        self._at += 1
        if kind == "text":
            return text
        if kind == "number":
            return float(text) if "." in text else int(text)
        raise _NotSaid

    def _peek(self) -> _Token:
        return self._tokens[min(self._at, len(self._tokens) - 1)]

    def _take(self, kind: str, text: str) -> bool:
        found = self._peek() == (kind, text)
        self._at += 1 if found else 0
        return found

    def _expect(self, kind: str, text: str = "") -> str:
        found, written = self._peek()
        if found != kind or (text and written != text):
            raise _NotSaid
        self._at += 1
        return written


def _tokens(expression: str) -> list[_Token]:
    if len(expression) > LONGEST:
        raise _NotSaid
    tokens: list[_Token] = []
    at = 0
    while at < len(expression):
        found = _TOKEN.match(expression, at)
        if found is None:
            raise _NotSaid
        kind = str(found.lastgroup)
        tokens.append(("text" if kind == "quoted" else kind, found[kind]))
        at = found.end()
    return [*tokens, _END]


def _joined(parts: list[Joined], *, any_is_enough: bool) -> Joined:
    if len(parts) == 1:
        return parts[0]
    for part in parts:
        if len(part.comparisons) > 1 and part.any_is_enough != any_is_enough:
            raise _NotSaid
    return Joined(tuple(each for part in parts for each in part.comparisons), any_is_enough)


def _negated(joined: Joined) -> Joined:
    """Return the opposite of one comparison; an unanswered question makes the rest differ."""
    [first, *more] = joined.comparisons
    if more or first.operator not in _OPPOSITE:
        raise _NotSaid
    return Joined((replace(first, operator=_OPPOSITE[first.operator]),))
