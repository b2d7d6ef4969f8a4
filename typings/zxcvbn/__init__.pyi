from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

class Strength(TypedDict):
    guesses_log10: float
    guesses: Decimal
    score: int

def zxcvbn(
    password: str, user_inputs: Sequence[str] | None = None, max_length: int = 72
) -> Strength: ...
