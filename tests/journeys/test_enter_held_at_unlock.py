"""Enter that is still held down when the window opens, on a real display."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.display.application import SERVICE, Application, the_product
from tests.support.display.displays import a_display
from tests.support.display.person import Person, says
from tests.support.processes.leaving import WORDS
from tests.support.sampling import beyond
from tests.support.workflows.clinics_ready import service_in
from therapist_app.workflows.course.planning import plan_appointment

pytestmark = pytest.mark.usefixtures("derives_in_full")
LONGER = 1.5
"""Seconds for which Enter stays down once the first page is there."""


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    """The product before unlocking; on its first page the keyboard will be on a session of now."""
    home = tmp_path / "laptop"
    with service_in(home / SERVICE, WORDS) as work:
        work.clock.move_to(datetime.now(UTC))
        client = work.add_client()
        plan_appointment(work.workspace, client.id, "S01", work.clock())
    with a_display(tmp_path) as display, the_product(display, home) as application:
        yield application


@beyond("test_from_an_empty_folder_to_a_client_who_is_there_after_locking")
def test_enter_held_down_at_unlock_presses_nothing_on_the_page_that_comes(
    application: Application,
) -> None:
    person = Person(application, "keyboard")
    person.arrive("unlock")
    person.write(says("&Passphrase", "field"), WORDS)

    application.display.do("keydown", "Return")
    person.arrive("today")
    time.sleep(LONGER)

    assert person.page() == "today"

    application.display.do("keyup", "Return")
    time.sleep(LONGER)

    assert person.page() == "today"

    person.key("Return")

    person.arrive("client")
