"""Whose words a form is made of, and the copy that a client takes along."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from session_forms.frozen import Definition
from session_forms.question import SnakeCase, Words


class Licence(Definition):
    """Whose words the form is made of, and what may be done with them.

    Attributes:
        status: `own` our wording; `bundle` the words may be shipped; `skeleton` the scoring
            without the words; `score-entry` totals typed in from elsewhere.
        notice: The line to print.
        source: Where the permission is written.
        checked_on: When that was last read.
        attribution: Whom to name.

    """

    status: Literal["own", "bundle", "skeleton", "score-entry"]
    notice: str = ""
    source: str = ""
    checked_on: date | None = None
    attribution: str = ""


class ClientCopy(Definition):
    """A copy to hand to the client; it names neither a service nor a reason for coming.

    Attributes:
        title: Its heading.
        leaves_out: The questions that are not on it.
        sizes: The sizes it can be printed in.

    """

    title: Words
    leaves_out: tuple[SnakeCase, ...] = ()
    sizes: Annotated[
        tuple[Literal["a4", "a4_large_print", "pocket_card"], ...], Field(min_length=1)
    ]
