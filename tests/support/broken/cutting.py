"""A change of key that is cut off at each of its steps, as when the process is killed."""

from collections.abc import Callable

import pytest

from therapist_app.record.database import database
from therapist_app.record.database.anchor import Anchor
from therapist_app.record.database.database import Database
from therapist_app.record.keyring import key_care
from therapist_app.record.vault.vault import Vault

Cut = Callable[[pytest.MonkeyPatch], None]


class PowerCut(BaseException):
    """Stands in for the end of the process."""


def cut(*_arguments: object, **_named: object) -> None:
    raise PowerCut


def before_the_pages(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(Database, "change_key", cut)


def before_the_audit_key(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(Database, "keep_audit_key", cut)


def after_the_audit_key(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(Anchor, "hand_over", cut)


def after_the_anchor(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(database, "change_key", cut)


def after_the_pages(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(Database, "forget_older_keys", cut)


def before_the_last_header(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(key_care, "_keep_boxes_in_force", cut)
    broken.setattr(key_care, "_take_service_key", cut)


CUTS = [
    before_the_pages,
    before_the_audit_key,
    after_the_audit_key,
    after_the_anchor,
    after_the_pages,
    before_the_last_header,
]


def cut_off(vault: Vault, where: Cut, work: Callable[[], None]) -> None:
    """End as a process ends that was killed: nothing is said and nothing is tidied."""
    with pytest.MonkeyPatch.context() as broken:
        where(broken)
        with pytest.raises(PowerCut):
            work()
    vault.abandon()


def ends_before_commit(number: int, work: Callable[[], object]) -> bool:
    """Have work end before one of its commits; return whether it has so many."""
    commit, done = Database._commit, 0

    def counted(opened: Database) -> None:
        nonlocal done
        done += 1
        if done == number:
            raise PowerCut
        commit(opened)

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(Database, "_commit", counted)
        try:
            work()
        except PowerCut:
            return True
    return False
