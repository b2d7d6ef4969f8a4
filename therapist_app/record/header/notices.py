"""Nobody is taken the keeper's role alone and unseen: notice comes first, in a statement.

From then on that keeper can give it up, another keeper can take it, and whoever gave notice can
take it after fourteen days. Who signed what, and when, stands in the chain of statements, so that
whoever reads it can check it. Who has been a keeper for less than fourteen days is no other
keeper: else somebody could make one for this. Whoever signs could date notice back; so each
caseload remembers when its owner last looked (`vault.seen_statements`).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from therapist_app.record.header.header import Statement

NOTICE = timedelta(days=14)
"""How long a keeper has notice, and how long somebody has been a keeper who counts as another."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A keeper's role that somebody took alone: in which statement, and in which notice was given.

    Attributes:
        noticed: The number of the statement with the notice.
        taken: That of the one without the keeper.

    """

    noticed: int
    taken: int


@dataclass(slots=True)
class Notices:
    """What the statements so far say about keepers, read in their order.

    Attributes:
        given: To each keeper who has notice: by whose keys, and the statement in which each first
            gave it, with its moment.
        since: Since when each keeper is one.
        taken: The roles that somebody took alone.
        are_kept: Whether a statement was signed since there is notice; one that was not, is
            refused from then on.

    """

    given: dict[bytes, dict[bytes, tuple[int, datetime]]] = field(default_factory=dict)
    since: dict[bytes, datetime] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    are_kept: bool = False

    def follow(self, each: Statement, may: tuple[bytes, ...], signer: bytes) -> bool:
        """Take the next statement in, and return whether it takes nobody's role without notice.

        Args:
            each: The statement.
            may: The verify keys of the keepers before it.
            signer: Which of them signed it.

        """
        if each.notices is None and self.are_kept:
            return False
        at = datetime.fromisoformat(each.at)
        gone = [key for key in may if key not in each.keepers]
        others = [key for key in gone if key != signer and each.notices is not None]
        is_right = all(self.may_take(key, signer, at) for key in others)
        new = [key for key in each.keepers if key not in may]
        if gone == [signer] and len(new) == 1:  # another key pair: they stay who they were
            self._go_on_as(signer, new[0], at)
        else:
            for key in gone:
                self._note_taken(key, signer, each.n, at)
        for key in each.keepers:
            self.since.setdefault(key, at)
        for key in each.notices or ():
            self.given.setdefault(key, {}).setdefault(signer, (each.n, at))
        self.are_kept = self.are_kept or each.notices is not None
        return is_right

    def may_take(self, key: bytes, signer: bytes, at: datetime) -> bool:
        """Return whether a keeper may take another one's role at a moment."""
        given = self.given.get(key, {}).values()
        return self._two_agree(key, signer, at) or any(at - since >= NOTICE for _n, since in given)

    def _two_agree(self, key: bytes, signer: bytes, at: datetime) -> bool:
        agreeing = {signer, *self.given.get(key, {})}
        return sum(at - self.since.get(each, at) >= NOTICE for each in agreeing) > 1

    def _note_taken(self, key: bytes, signer: bytes, n: int, at: datetime) -> None:
        given = self.given.get(key)
        if given and key != signer and not self._two_agree(key, signer, at):
            self.taken.append(Taken(min(given.values())[0], n))
        self.given.pop(key, None)
        self.since.pop(key, None)

    def _go_on_as(self, before: bytes, after: bytes, at: datetime) -> None:
        self.since[after] = self.since.pop(before, at)
        if before in self.given:
            self.given[after] = self.given.pop(before)
        for given in self.given.values():
            if before in given:
                given[after] = given.pop(before)
