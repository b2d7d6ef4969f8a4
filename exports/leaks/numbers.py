"""Telephone numbers and other long numbers: what is known of one, and finding it in a line."""

import re
from collections.abc import Collection, Iterator

LEAST_DIGITS = 6
COUNTED = 9
"""Only so many of the last digits count: country and a leading zero may be written or not."""
MOST_BEFORE, MOST_BEFORE_WHOLE = 4, 6
"""How many digits may stand before a short and a long number: country, trunk, check digits."""
SHORT = 5
"""So long is a postcode of digits alone."""
_GIVEN = re.compile(r"\+?\(?\d(?:[ ./()\-\u00a0_|]{0,3}\d)*")
_TYPED = re.compile(r"\d(?:[\s./()\-_|,:;*+]{0,3}\d)*")
_MADE = re.compile(r"(?<![\w.,])[+(]?\d(?:[ ./()\-]{0,3}\d)*(?!\w)")
_DIGITS = re.compile(r"\d+")
_AS_DIGITS = re.compile(r"(?<![a-z0-9])(?=[oli]*\d)[\doli]+(?![a-z0-9])")
_MOST_GROUPS = 12


def numbers_of(text: str) -> Iterator[str]:
    """Yield what is looked for of each number in a known text, which is plain."""
    for match in _GIVEN.finditer(text):
        groups = _DIGITS.findall(match[0])
        whole = "".join(groups)
        if len(whole) < SHORT:
            continue
        if len(whole) == SHORT:
            yield whole
            continue
        for at in range(len(groups)):
            yield from _counted("".join(groups[at:]))
        if match[0].startswith(("+", "00")):
            national = whole.removeprefix("00")
            for length in (1, 2, 3):
                yield from _counted(national[length:])


def _counted(digits: str) -> Iterator[str]:
    last = digits.lstrip("0")[-COUNTED:]
    if len(last) >= LEAST_DIGITS:
        yield last


def numbers_in(line: str, known: Collection[str], *, typed: bool) -> Iterator[str]:
    """Yield every known number that stands in a line, which is plain, as it stands there.

    In what somebody typed an o may stand for a nought, and groups may be parted by any sign.
    """
    if not known:
        return
    read = _AS_DIGITS.sub(_digits, line) if typed else line
    for match in (_TYPED if typed else _MADE).finditer(read):
        groups = _DIGITS.findall(match[0])
        for at in range(len(groups)):
            for end in range(at + 1, min(len(groups), at + _MOST_GROUPS) + 1):
                if _is_known("".join(groups[at:end]), known, typed=typed):
                    yield match[0]


def _is_known(digits: str, known: Collection[str], *, typed: bool) -> bool:
    if len(digits) == SHORT:
        return typed and digits in known
    return any(
        digits[-length:] in known
        for length in range(LEAST_DIGITS, COUNTED + 1)
        if 0 <= len(digits) - length <= (MOST_BEFORE_WHOLE if length == COUNTED else MOST_BEFORE)
    )


def _digits(match: re.Match[str]) -> str:
    return match[0].replace("o", "0").replace("l", "1").replace("i", "1")
