"""What the system answered when it was asked for a protection, for where it does not tell later."""

from typing import Literal

Asked = Literal["memory", "rights", "capture"]
_ANSWERS: dict[Asked, bool] = {}


def keep_answer(asked: Asked, *, taken: bool) -> None:
    """Keep whether the system took a protection that it was asked for; the newest answer counts."""
    _ANSWERS[asked] = taken


def answer_of(asked: Asked) -> bool | None:
    """Return what the system answered; None where it was not asked yet."""
    return _ANSWERS.get(asked)
