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
    """A keeper's role that somebody took: in which statement, and on which it stands.

    Attributes:
        noticed: The number of the statement that must be fourteen days old: with the notice, or
            in which the second of two who agreed became a keeper.
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
        since: The statement in which each keeper became one, with its moment.
        taken: The roles that somebody took from another one.
        are_kept: Whether a statement was signed since there is notice; one that was not, is
            refused from then on.

    """

    given: dict[bytes, dict[bytes, tuple[int, datetime]]] = field(default_factory=dict)
    since: dict[bytes, tuple[int, datetime]] = field(default_factory=dict)
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
            self._go_on_as(signer, new[0], (each.n, at))
        else:
            for key in gone:
                self._note_taken(key, signer, each.n, at)
        for key in each.keepers:
            self.since.setdefault(key, (each.n, at))
        for key in each.notices or ():
            self.given.setdefault(key, {}).setdefault(signer, (each.n, at))
        self.are_kept = self.are_kept or each.notices is not None
        return is_right

    def may_take(self, key: bytes, signer: bytes, at: datetime) -> bool:
        """Return whether a keeper may take another one's role at a moment."""
        return self._stands_on(key, signer, at) is not None

    def _stands_on(self, key: bytes, signer: bytes, at: datetime) -> int | None:
        """Return the statement that must be fourteen days old for this; None where none is.

        That of the notice, or that in which the second of two who agree became a keeper:
        whoever dates that one back makes somebody to agree with.
        """
        given = self.given.get(key, {})
        agreeing = [self.since.get(each, (0, at)) for each in {signer, *given}]
        seconds = sorted(n for n, since in agreeing if at - since >= NOTICE)[1:2]
        noticed = [n for n, since in given.values() if at - since >= NOTICE]
        return min((*seconds, *noticed), default=None)

    def _note_taken(self, key: bytes, signer: bytes, n: int, at: datetime) -> None:
        stands_on = self._stands_on(key, signer, at)
        if stands_on is not None and key != signer:
            self.taken.append(Taken(stands_on, n))
        self.given.pop(key, None)
        self.since.pop(key, None)

    def _go_on_as(self, before: bytes, after: bytes, now: tuple[int, datetime]) -> None:
        self.since[after] = self.since.pop(before, now)
        if before in self.given:
            self.given[after] = self.given.pop(before)
        for given in self.given.values():
            if before in given:
                given[after] = given.pop(before)
