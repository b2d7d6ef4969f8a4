"""The shape of every model that is read from a file, and how its ids and words are spelt."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Definition(BaseModel):
    """A model that never changes, takes no unknown key, and never prints what it was given."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        strict=True,
        allow_inf_nan=False,
    )


KebabCase = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=100)
]
"""The id of a form."""

SnakeCase = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=100)
]
"""The id of a question or an option."""

Words = Annotated[str, StringConstraints(min_length=1)]
"""Something to read."""


def check_once(noun: str, names: Iterable[str]) -> None:
    """Check that no name stands there twice; `noun` says of what, as "the item".

    Raises:
        ValueError: One does; the sentence names the first that came again.

    """
    met: set[str] = set()
    for name in names:
        if name in met:
            raise ValueError(f"has {noun} {name} twice")
        met.add(name)
