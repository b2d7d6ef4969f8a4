"""Runs the demonstration, and says where everything is.

    python -m therapist_app demo --out demo-output --clients 40 --seed 1

A practice record is founded and unlocked by its passphrase in the real unlock window; invented
clients live their course; one session is held, signed and exported by key and mouse, in the
light look and again in the dark one. The same seed gives the same PDFs and package folders.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from exports.errors import ExportError
from session_forms.held_files import clear_folder
from therapist_app.bootstrap import load_content, make_application, open_workplace
from therapist_app.demo.person import DemoPerson, NotThere
from therapist_app.demo.pictures import Pictures
from therapist_app.demo.places import (
    LARGE,
    make_exports,
    show_large,
    show_places,
    take_the_practice_key,
)
from therapist_app.demo.story import Stage, Story
from therapist_app.hygiene.last_resort import log_qt_message
from therapist_app.practice.setting_up import (
    PRACTICE_PERSON,
    PRACTICE_WORDS,
    Populated,
    fill_practice,
    new_practice,
)
from therapist_app.record.clock_and_random import ClockAndRandom, SeededClock, seeded_sources
from therapist_app.record.errors import RecordError
from therapist_app.record.vault.vault import Vault
from therapist_app.screens.unlock.view import UnlockView
from therapist_app.screens.unlock.viewmodel import UnlockViewModel
from therapist_app.settings import LookSettings
from therapist_app.shell.startup.entrance import Entrance
from therapist_app.shell.window.appearance import AppearanceController
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.workflows.content.shipped_content import ContentInUse
from therapist_app.workflows.course.chosen_measures import choose_measure

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SIZE = (1366, 768)
LOOKS = ("light", "dark")
OURS = ("screens", "exports", "practice-record")
"""What a demonstration leaves, and what the next one takes away first."""


@dataclass(frozen=True)
class Set:
    """What every look of the demonstration shares."""

    out: Path
    record: Path
    sources: ClockAndRandom
    clock: SeededClock
    content: ContentInUse
    seed: int


def run_demo(
    out: Path, *, clients: int, seed: int, show: bool, looks: Sequence[str] = LOOKS
) -> int:
    """Run the demonstration into `out`; with `show`, end with the window open.

    The first of `looks` also makes the exports.

    Returns:
        0 when every part of it came out, 1 with a sentence when one did not.

    """
    try:
        return _run(out, clients=clients, seed=seed, show=show, looks=looks)
    except (NotThere, RecordError, ExportError, OSError) as error:
        sys.stderr.write(f"The demonstration stopped: {str(error).rstrip('.')}.\n")
        return 1


def _run(out: Path, *, clients: int, seed: int, show: bool, looks: Sequence[str]) -> int:
    began = time.monotonic()
    qInstallMessageHandler(_log_qt_message)
    app = make_application()
    clock = SeededClock(MORNING)
    record = out / "practice-record"
    _clear(out)
    stage = Set(out, record, seeded_sources(seed, clock), clock, load_content(), seed)
    _tell(f"A practice record with {clients} invented clients (seed {seed})")
    populated = _found_and_populate(stage, clients)
    for name, client_id in zip(looks, populated.todays, strict=False):
        _tell(f"One session in real windows, {name}")
        _play(stage, client_id, name, makes_exports=name == looks[0])
    _tell_where(out, time.monotonic() - began)
    return _stay(app, stage) if show else 0


def _clear(out: Path) -> None:
    """Take away what an earlier demonstration left; nothing else in the folder is touched."""
    out.mkdir(parents=True, exist_ok=True)
    for name in OURS:
        clear_folder(out / name)


def _found_and_populate(stage: Set, clients: int) -> Populated:
    with new_practice(stage.record, PRACTICE_PERSON, stage.sources) as vault:
        workspace = stage.content.workspace(vault)
        choose_measure(workspace, "phq-9", on=True)  # its ninth answer is what is shown
        return fill_practice(
            workspace,
            stage.clock,
            clients=clients,
            seed=stage.seed,
            tell=_tell_count,
        )


def _play(stage: Set, client_id: str, look_name: str, *, makes_exports: bool) -> None:
    """Unlock, hold a session with one client, and look at every place, in one look."""
    pictures = Pictures(stage.out / "screens", look_name)
    appearance = AppearanceController(make_application(), None)
    appearance.apply(LookSettings(scheme=look_name))
    stage.clock.move_to(MORNING)
    vault = _unlock(stage, pictures)
    window = open_workplace(vault, leave=_nowhere, content=stage.content, appearance=appearance)
    window.resize(*SIZE)
    window.show()
    story = Story(Stage(window, stage.clock, pictures, stage.seed))
    story.look_around()
    story.open_client(client_id)
    story.hand_over()
    story.answer_alert()
    story.look_at_scores()
    story.go_through_steps()
    story.close()
    if makes_exports:
        take_the_practice_key(stage.content.workspace(vault))
        for why in make_exports(window, pictures, stage.out / "exports", client_id):
            _tell(f"  Refused, as it should be with so few clients: {why}")
    show_places(window, pictures, stage.out / "exports", client_id)
    show_large(
        window, appearance, pictures, LookSettings(scheme=look_name, text_scale=LARGE), client_id
    )
    window.close()
    vault.close()


def _unlock(stage: Set, pictures: Pictures) -> Vault:
    """Type the passphrase into the real unlock window."""
    entrance = Entrance()
    entrance.resize(*SIZE)
    viewmodel = UnlockViewModel(stage.record, practice=True, sources=lambda: stage.sources)
    opened: list[Vault] = []

    def on_unlocked(vault: object) -> None:
        assert isinstance(vault, Vault)
        opened.append(vault)

    viewmodel.unlocked.connect(on_unlocked)
    view = UnlockView(viewmodel)
    entrance.show_view(view, practice=True)
    entrance.show()
    person = DemoPerson(entrance)
    person.write(PRACTICE_WORDS, on=view.passphrase.line)
    pictures.take(entrance, "unlock")
    person.press("Sign in")
    person.wait_for(lambda: bool(opened), "the record to open")
    entrance.close()
    return opened[0]


def _stay(app: QApplication, stage: Set) -> int:
    """End with the practice window open."""
    vault = _unlock(stage, Pictures(stage.out / "screens", "last"))
    window: MainWindow = open_workplace(vault, leave=_end, content=stage.content)
    window.show()
    return app.exec()


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _tell_count(done: int, of: int) -> None:
    if done % 10 == 0 or done == of:
        _tell(f"  {done} of {of} clients")


def _tell_where(out: Path, seconds: float) -> None:
    pictures = sorted((out / "screens").glob("*.png"))
    reports = sorted((out / "exports").glob("*/*/report.pdf"))
    packages = sorted((out / "exports").glob("*/*.outcomes*"))
    _tell(f"Done in {seconds:.0f} s.")
    _tell(f"  {len(pictures)} pictures of screens   {out / 'screens'}")
    for kind, found in (("report", reports), ("package", packages)):
        for path in found:
            _tell(f"  {kind:23} {path}")


def _end(**_how: bool) -> None:
    """Locking ends the demonstration: there is nothing to unlock again."""
    QApplication.quit()


def _nowhere(**_how: bool) -> None:
    """Locking in a demonstration leads nowhere: nobody locks."""


def _log_qt_message(kind: object, context: object, words: str) -> None:
    """Log what Qt says, but for the one remark of windows that nobody sees."""
    if "propagateSizeHints" not in words:
        log_qt_message(kind, context, words)
