"""Whose words a form is made of, and the copy that a client takes along."""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field

from session_forms.files.frozen import Definition, SnakeCase, Words
from session_forms.scores.score_rules import Evidence

Context = Literal["clinical", "educational", "research", "commercial"]
"""What a service uses an instrument for."""

CONTEXTS: tuple[Context, ...] = get_args(Context)

Permission = Literal["free", "ask", "no"]
"""Free to use, only with the holder's permission, or excluded by the holder."""


class Contexts(Definition):
    """What the rights holder allows, by what the form is used for.

    `ask` stands wherever nothing was found: silence is no permission.
    """

    clinical: Permission = "ask"
    educational: Permission = "ask"
    research: Permission = "ask"
    commercial: Permission = "ask"


ALL_FREE = Contexts(clinical="free", educational="free", research="free", commercial="free")


class Licence(Definition):
    """Whose words the form is made of, and what may be done with them.

    Attributes:
        status: `own` our wording; `bundle` the words may be shipped; `skeleton` the scoring
            without the words; `score-entry` totals typed in from elsewhere.
        notice: The line to print.
        source: Where the permission is written.
        checked_on: When that was last read.
        attribution: Whom to name.
        rights_holder: Whose it is.
        statement: What the holder, or else a third party, says about its use.
        evidence: How well that statement is sourced.
        contexts: What may be done; without it our own words are free and all else needs asking.
        to_upgrade: What would have to be read or asked before more could be shipped.
        permission: The clinic's own permission to show the words, from its own file.

    """

    status: Literal["own", "bundle", "skeleton", "score-entry"]
    notice: str = ""
    source: str = ""
    checked_on: date | None = None
    attribution: str = ""
    rights_holder: str = ""
    statement: str = ""
    evidence: Evidence | None = None
    contexts: Contexts | None = None
    to_upgrade: str = ""
    permission: str = ""

    def allows(self, context: Context) -> Permission:
        """Return whether the form may be used for `context`.

        The clinic's own permission turns what needs asking into what was asked.
        """
        contexts = self.contexts or (ALL_FREE if self.status == "own" else Contexts())
        allowed: Permission = getattr(contexts, context)
        return "free" if allowed == "ask" and self.permission else allowed


CopySize = Literal["a4", "a4_large_print", "pocket_card"]


class ClientCopy(Definition):
    """A copy to hand to the client; it names neither a service nor a reason for coming.

    Attributes:
        title: Its heading.
        leaves_out: The questions that are not on it.
        sizes: The sizes it can be printed in.

    """

    title: Words
    leaves_out: tuple[SnakeCase, ...] = ()
    sizes: Annotated[tuple[CopySize, ...], Field(min_length=1)]
