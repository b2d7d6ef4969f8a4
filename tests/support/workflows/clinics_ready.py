"""A real service that may work: its programme is signed off, its text is approved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from tests.support.programme.local_texts import whole_answers
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app.workflows.content import writing_local_texts as texts
from therapist_app.workflows.content.signing_off import sign_off

AGES = timedelta(days=270)
VALID = timedelta(days=360)


def approve_all(work: Workplace) -> None:
    """Sign the programme off and approve a text, long before the first client came."""
    today = work.clock()
    work.clock.move_to(today - AGES)
    sign_off(work.workspace, work.workspace.programme, "Ana Example", "Clinical lead")
    text_id = texts.places(work.workspace)[0].id
    texts.begin(work.workspace, text_id)
    for key, words in whole_answers().items():
        texts.write(work.workspace, text_id, key, words)
    work.clock.move_to(today - AGES + timedelta(days=1))
    texts.read_again(work.workspace, text_id)
    texts.approve(work.workspace, text_id, (today - AGES + VALID).date())
    work.clock.move_to(today)


@contextmanager
def ready_clinic(folder: Path) -> Iterator[Workplace]:
    """Yield a workspace over a new real record, ready for its first client; one does it all."""
    with open_workplace(folder, practice=False) as work:
        work.have_roles("keeper", "therapist", "lead")
        approve_all(work)
        yield work
