"""A real service that may work: its programme is signed off, its text is approved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.support.programme.local_texts import whole_answers
from tests.support.workflows.workspaces import Workplace, open_workplace, workspace_for
from therapist_app.record.clock_and_random import SeededClock, system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.sign_in.unlocking import NewPerson, create_service, unlock
from therapist_app.workflows.content import writing_local_texts as texts
from therapist_app.workflows.content.signing_off import sign_off
from therapist_app.workflows.safekeeping.unconfirmed_sheets import confirm_fresh, fresh_sheet

ROLES = ("keeper", "therapist", "lead")
AGES = timedelta(days=270)
VALID = timedelta(days=360)


def approve_all(work: Workplace) -> None:
    """Sign the programme off and approve a text, long before the first client came."""
    today = work.clock()
    work.clock.move_to(today - AGES)
    sign_off(work.workspace, work.workspace.programme, "Clinical lead")
    text_id = texts.places(work.workspace)[0].id
    texts.begin(work.workspace, text_id)
    for key, words in whole_answers().items():
        texts.write(work.workspace, text_id, key, words)
    work.clock.move_to(today - AGES + timedelta(days=1))
    texts.read_again(work.workspace, text_id)
    texts.approve(work.workspace, text_id, (today - AGES + VALID).date())
    work.clock.move_to(today)


def hours_ago(now: datetime) -> datetime:
    """Return two hours ago, or when the day began: what was due yesterday is overdue today."""
    day = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return max(now - timedelta(hours=2), day)


@contextmanager
def service_in(folder: Path, words: str, now: datetime | None = None) -> Iterator[Workplace]:
    """Yield a real service of one person, made in a folder, with its sheets on paper.

    `words` open it; it was made two hours ago, when its clock stands, and on the same day.
    """
    clock = SeededClock(hours_ago(now or datetime.now(UTC)).astimezone(UTC))
    sources = replace(system_sources(), now=clock)
    founder = NewPerson("Ana Example", ROLES, bytearray(words.encode()))
    made = create_service(folder, founder, practice=False, cost=FLOOR, sources=sources)
    secret = bytearray(words.encode())
    with unlock(folder, made.uid, secret, practice=False, sources=sources) as vault:
        while (fresh := fresh_sheet(vault)) is not None:
            confirm_fresh(vault, fresh)
        yield Workplace(workspace_for(vault), clock)


@contextmanager
def ready_clinic(folder: Path) -> Iterator[Workplace]:
    """Yield a workspace over a new real record, ready for its first client; one does it all."""
    with open_workplace(folder, practice=False) as work:
        work.have_roles(*ROLES)
        approve_all(work)
        yield work
