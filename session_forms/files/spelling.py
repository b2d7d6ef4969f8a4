"""How ids and words in a definition are spelt."""

from typing import Annotated

from pydantic import StringConstraints

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
