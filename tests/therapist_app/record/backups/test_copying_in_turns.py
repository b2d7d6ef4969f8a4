"""A copying beside the work: the work waits for one step of it at the most, and closing for one."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from tests.support.record.records import ServiceOnDisk, a_client, a_filled_form, laid_out
from tests.support.record.safekeeping import back_up_quietly
from therapist_app.record.backup_format.backup_making import UNFINISHED
from therapist_app.record.backups import backing_up
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import (
    DUE_AFTER,
    Copied,
    complete_run,
    copy_databases,
    is_due,
    is_due_while_open,
    note_run,
)
from therapist_app.record.clients import clients, filled_forms
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.errors import CannotWrite, KnownRecordError
from therapist_app.record.vault.vault import Vault

LONGEST_WAIT = 60.0
"""Seconds; only a guard against hanging for ever."""
LONG = "What was said in the session. " * 2000


class Copying:
    """A copying on a thread of its own, which stands still at each step until it may go on.

    Attributes:
        copied: What was copied, once it came to its end.
        problem: What ended it before.
        is_over: Whether it came to an end.

    """

    def __init__(self, vault: Vault) -> None:
        self.copied: Copied | None = None
        self.problem: KnownRecordError | None = None
        self.is_over = False
        self._vault = vault
        self._stands_still, self._may_go_on = threading.Event(), threading.Event()
        self._goes_on_to_the_end = False
        self._thread = threading.Thread(target=self._copy)
        self._thread.start()
        assert self._stands_still.wait(LONGEST_WAIT)

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody waits for it to end, or to let them have their turn."""
        file = self._vault.caseload
        return file._turn.is_waited_for or file._endings > 0

    def step(self) -> None:
        """Let it go on to its next step, or to its end."""
        self._stands_still.clear()
        self._may_go_on.set()
        assert self._stands_still.wait(LONGEST_WAIT)

    def end(self) -> None:
        self._goes_on_to_the_end = True
        self._may_go_on.set()
        self._thread.join(LONGEST_WAIT)
        assert not self._thread.is_alive()

    def _copy(self) -> None:
        try:
            self.copied = copy_databases(self._vault, self._tell)
        except KnownRecordError as error:
            self.problem = error
        finally:
            self.is_over = True
            self._stands_still.set()

    def _tell(self, done: int, whole: int) -> None:
        if done < whole and not self._goes_on_to_the_end:
            self._stands_still.set()
            assert self._may_go_on.wait(LONGEST_WAIT)
            self._may_go_on.clear()


@pytest.fixture
def service(tmp_path: Path) -> ServiceOnDisk:
    return laid_out(tmp_path, practice=False)


@pytest.fixture
def vault(service: ServiceOnDisk) -> Iterator[Vault]:
    """A record of which a copying takes several steps."""
    with service.open() as vault:
        fill(vault.caseload)
        yield vault


def fill(caseload: Caseload) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    with caseload.together():
        for _number in range(60):
            filled_forms.add(caseload, a_filled_form(caseload, client, answers=f'{{"a":"{LONG}"}}'))


def in_turn(work: Callable[[], object], copying: Copying) -> None:
    """Do something while a copying is under way, which takes a step when that waits for it."""
    doing = threading.Thread(target=work)
    doing.start()
    give_up = monotonic() + LONGEST_WAIT
    while doing.is_alive():
        assert monotonic() < give_up
        if copying.is_waited_for and not copying.is_over:
            copying.step()
        doing.join(0.001)


def left_in(vault: Vault) -> list[str]:
    return [each.name for each in vault.place.backups.iterdir() if each.suffix == UNFINISHED]


def test_what_is_written_between_two_steps_is_in_the_copy_and_the_copy_is_whole(
    vault: Vault,
) -> None:
    copying = Copying(vault)
    client = a_client(vault.caseload, code="B2-222")

    in_turn(lambda: clients.add(vault.caseload, client), copying)
    copying.end()

    assert copying.copied is not None
    [of_caseload, _of_service] = copying.copied.drafts
    assert dict(of_caseload.figures.rows)["clients"] == 2
    run = complete_run(copying.copied)
    assert run.problems == ()
    note_run(vault, run)
    assert len(backups.listed(vault.service)) == 2


def test_closing_ends_a_copying_and_the_next_run_clears_what_it_left(
    service: ServiceOnDisk, vault: Vault
) -> None:
    copying = Copying(vault)

    in_turn(vault.close, copying)
    copying.end()

    assert isinstance(copying.problem, KnownRecordError)
    assert not vault.is_open
    with service.open() as again:
        assert left_in(again) == []
        back_up_quietly(again)
        assert len(backups.listed(again.service)) == 2
        assert len(clients.codes(again.caseload, [])) == 0


def test_a_copying_that_begins_while_the_key_changes_is_ended_too(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Copying] = []
    is_free = vault.caseload._is_free
    really_wait = is_free.wait
    fresh = Masked(bytearray(vault.service.sources.random_bytes(32)))

    def wait() -> None:
        """Wait until none is under way, and begin one at that moment."""
        really_wait()
        if not begun:
            begun.append(Copying(vault))

    monkeypatch.setattr(is_free, "wait", wait)
    changing = threading.Thread(target=vault.caseload.change_key, args=(fresh,))
    changing.start()
    while not vault.caseload._turn.is_waited_for:
        changing.join(0.001)
        assert changing.is_alive()
    [copying] = begun
    copying.end()
    changing.join(LONGEST_WAIT)

    assert not changing.is_alive()
    assert isinstance(copying.problem, CannotWrite)
    assert vault.caseload.rows("SELECT key FROM about")


def test_killed_in_the_middle_of_it_the_record_has_what_was_written_and_the_rest_is_cleared(
    service: ServiceOnDisk,
) -> None:
    with service.open() as vault:
        fill(vault.caseload)
    process = os.fork()
    if process == 0:
        try:
            opened = service.open()
            copying = Copying(opened)
            add = partial(clients.add, opened.caseload, a_client(opened.caseload, code="B2-222"))
            in_turn(add, copying)
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    _process, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status)

    with service.open() as again:
        assert len(again.caseload.rows("SELECT id FROM clients")) == 2
        assert audit.verify(again.caseload).is_whole
        assert left_in(again) != []
        back_up_quietly(again)
        assert left_in(again) == []
        assert len(backups.listed(again.service)) == 2


def test_a_new_key_ends_a_copying_and_the_file_opens_under_it(vault: Vault) -> None:
    copying = Copying(vault)
    fresh = Masked(bytearray(vault.service.sources.random_bytes(32)))

    in_turn(lambda: vault.service.change_key(fresh), copying)
    copying.end()

    assert copying.problem is None or isinstance(copying.problem, CannotWrite)
    assert vault.service.rows("SELECT key FROM about")


def test_a_second_run_waits_for_the_first_and_clears_nothing_of_it(vault: Vault) -> None:
    copying = Copying(vault)
    second: list[Copied] = []

    run = partial(copy_databases, vault, lambda _done, _whole: None)
    beside = threading.Thread(target=lambda: second.append(run()))
    beside.start()
    copying.end()
    beside.join(LONGEST_WAIT)

    assert copying.copied is not None
    runs = [complete_run(copying.copied), *(complete_run(each) for each in second)]
    assert [each.problems for each in runs] == [(), ()]


def test_one_is_due_while_it_stands_open_once_hours_went_by_and_something_was_done(
    service: ServiceOnDisk, vault: Vault
) -> None:
    back_up_quietly(vault)
    service.clock.advance(1)
    clients.add(vault.caseload, a_client(vault.caseload, code="C3-333"))
    assert not is_due_while_open(vault)

    service.clock.advance(DUE_AFTER.total_seconds())
    assert is_due_while_open(vault)

    back_up_quietly(vault)
    service.clock.advance(2 * DUE_AFTER.total_seconds())
    assert not is_due_while_open(vault)


def test_a_backup_from_the_future_keeps_none_from_being_made_while_it_stands_open(
    service: ServiceOnDisk, vault: Vault
) -> None:
    now = service.clock()
    service.clock.move_to(now + timedelta(days=400))
    back_up_quietly(vault)
    service.clock.move_to(now)
    clients.add(vault.caseload, a_client(vault.caseload, code="C3-333"))

    assert is_due_while_open(vault)


def test_one_is_due_at_once_after_somebody_was_removed_whom_the_last_would_bring_back(
    service: ServiceOnDisk, vault: Vault
) -> None:
    back_up_quietly(vault)
    service.clock.advance(60)
    assert not is_due_while_open(vault)
    assert not is_due(vault)

    audit.note(vault.service, "person_removed", "person:left")
    assert is_due_while_open(vault)
    assert is_due(vault)

    service.clock.advance(1)
    back_up_quietly(vault)
    assert not is_due_while_open(vault)
    assert not is_due(vault)


def test_practice_needs_none(tmp_path: Path) -> None:
    with laid_out(tmp_path, practice=True).open() as practised:
        clients.add(practised.caseload, a_client(practised.caseload, code="C3-333"))

        assert not is_due_while_open(practised)


def test_no_place_of_backups_is_looked_at_to_know_whether_one_is_due(
    service: ServiceOnDisk, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up_quietly(vault)
    service.clock.advance(timedelta(days=1).total_seconds())
    clients.add(vault.caseload, a_client(vault.caseload, code="C3-333"))

    def looked(*_where: object) -> None:
        raise AssertionError

    monkeypatch.setattr(backing_up.backups, "present", looked)

    assert is_due_while_open(vault)
