"""Letters and digits that survive being read aloud and typed: Crockford's base 32.

A check character is a weighted sum over the field of 32 elements: one wrong character, or two
neighbours swapped, always changes it. Crockford's own check (modulo 37) needs signs such as
``*`` and ``=``, which neither file names nor spreadsheets like.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})
_FIELD = 0b100101  # x^5 + x^2 + 1, primitive over two elements


def encode(data: bytes | bytearray) -> str:
    """Return `data`, whose bits must come in fives, as characters."""
    number = int.from_bytes(data, "big")
    places = range(len(data) * 8 - 5, -1, -5)
    return "".join(ALPHABET[(number >> place) & 31] for place in places)


def decode(text: str) -> bytes:
    """Return the bytes that `encode` was given; `text` must be tidy."""
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    return number.to_bytes(len(text) * 5 // 8, "big")


def tidy(typed: str) -> str:
    """Return what was typed in capitals, without spaces and hyphens, I and L as 1, O as 0."""
    return typed.upper().translate(_READ_AS)


def is_tidy(text: str) -> bool:
    """Return whether every character is one of the thirty-two."""
    return all(character in ALPHABET for character in text)


def check_character(text: str, start: int = 0) -> str:
    """Return the check character of tidy `text`; `start` tells like texts in a row apart."""
    total = start
    for character in text:
        total = _double(total) ^ ALPHABET.index(character)
    return ALPHABET[_double(total)]


def _double(element: int) -> int:
    doubled = element << 1
    return doubled ^ _FIELD if doubled & 32 else doubled
