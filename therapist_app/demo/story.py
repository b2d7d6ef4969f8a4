"""One session told in real windows: from the list of clients to the signed note.

What a person does by key is done by key, what by button by button; the longer forms of a
session are answered through the slot that every field's signal reaches.
"""

import random
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from session_forms.filling.states import QuestionState
from therapist_app import commands
from therapist_app.demo.person import DemoPerson, NotThere
from therapist_app.demo.pictures import Pictures
from therapist_app.form_widgets.fidelity_rows import FidelityRow
from therapist_app.forms.form_filling import FormFilling
from therapist_app.practice.answering import Situation, fill_in
from therapist_app.practice.simulation import Week
from therapist_app.record.clock_and_random import SeededClock
from therapist_app.screens.alert.answer_view import ActionTick
from therapist_app.screens.hand_over.viewmodel import HandOverViewModel
from therapist_app.shell.window.main_window import MainWindow

W = TypeVar("W", bound=QWidget)

PIN = "482915"
CALM_WEEK = Week("attended", 0.45, 2, event=False, leaves_out=0, forgets_measures=False)
NINTH = "q9"
MOST_STEPS = 40
LEFT_OUT = 2
PICTURED_STEPS = {0: "session-check", 1: "session-scores", 4: "session-work"}


@dataclass(frozen=True)
class Stage:
    """What a story is told with."""

    window: MainWindow
    clock: SeededClock
    pictures: Pictures
    seed: int


class Story:
    """A session with one client, chapter by chapter."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._person = DemoPerson(stage.window)
        self._situation = Situation(CALM_WEEK, "in_person", True, random.Random(stage.seed))

    def look_around(self) -> None:
        """Today and the list of clients."""
        self._key_to(commands.Today)
        self._picture("today")
        self._key_to(commands.Clients)
        self._picture("clients")

    def open_client(self, client_id: str) -> None:
        """Open a client and start the session."""
        self._go(commands.ClientPage(client_id))
        self._picture("client")
        self._person.press("Start session", begins=True)
        self._picture("session")

    def hand_over(self) -> None:
        """Let the client answer the measures due; the ninth answer of the PHQ-9 opens an alert."""
        self._person.press("Hand over all measures")
        self._picture("hand-over-prepare")
        for line in self._visible(QLineEdit)[:2]:
            self._person.write(PIN, on=line)
        self._person.press("Hand over now")
        viewmodel = self._stage.window.page.findChild(HandOverViewModel)
        if viewmodel is None:
            raise NotThere("the hand-over is not open")
        while viewmodel.state.question is not None:
            if viewmodel.state.question.question.id == "q3":
                self._picture("hand-over")
            asked = viewmodel.state.question
            self._answer_alone(asked)
            _must_be_answered(viewmodel, asked)
            self._stage.clock.advance(8)
            self._person.press("Next")
        self._person.press("Give the laptop back")
        self._picture("give-back")
        self._person.write(PIN, on=self._visible(QLineEdit)[0])
        self._person.press("Open")

    def answer_alert(self) -> None:
        """Meet the alert at give-back, and answer it with actions."""
        self._picture("alert")
        for tick in self._visible(ActionTick):
            tick.click()
        told = next(line for line in self._visible(QLineEdit) if not line.text())
        self._person.write("Clinical lead", on=told)
        facts = "Asked directly; no plan. Safety plan gone through together."
        self._person.write(facts, on=self._visible(QPlainTextEdit)[0])
        self._person.press("Give a reason")
        reason = "Asked and planned together; both forms are filled in after the session."
        self._person.write(reason, on=self._visible(QPlainTextEdit)[1])
        self._person.key(Qt.Key.Key_Down, on=self._visible(QComboBox)[0])
        self._picture("alert-answered")
        self._person.press("Record the answer")

    def look_at_scores(self) -> None:
        """Look at what was answered, page by page; behind the last one is the session."""
        while not self._is_on_screen("Step done", begins=True):
            ways = ("Look at ", "Next:", "Continue", "Back")
            way = next(each for each in ways if self._is_on_screen(each, begins=True))
            self._person.press(way, begins=True)

    def go_through_steps(self) -> None:
        """Fill in each step's form, leave one step out with a reason, go to the close."""
        for at in range(MOST_STEPS):
            if self._is_on_screen("Close the session"):
                break
            self._fill_step()
            if at in PICTURED_STEPS:
                self._picture(PICTURED_STEPS[at])
            self._stage.clock.advance(5 * 60)
            if at == LEFT_OUT:
                self._leave_out("agreed with the client")
            else:
                self._person.press("Step done", begins=True)
        self._person.press("Close the session")

    def close(self) -> None:
        """Rate fidelity by key, look at the note, sign it."""
        self._say_how_it_ended()
        self._picture("close")
        for at, row in enumerate(self._visible(FidelityRow)):
            row.start_focus()
            self._person.key(Qt.Key.Key_1 if at == 1 else Qt.Key.Key_2)
        self._picture("close-rated")
        self._person.press("Sign the note")
        self._picture("signed")

    def _answer_alone(self, state: QuestionState) -> None:
        question = state.question
        match question.kind:
            case "rating" | "scale":
                self._person.key(Qt.Key.Key_2 if question.id == NINTH else Qt.Key.Key_1)
            case "short_text":
                self._person.write("Sleeping through the night")
            case "yes_no":
                self._person.key(Qt.Key.Key_A)
            case _:
                self._person.press("Skip this question")

    def _fill_step(self) -> None:
        fillings = self._stage.window.page.findChildren(FormFilling)
        for filling in fillings:
            wanted = fill_in(filling.state, self._situation)
            for question_id, value in wanted.answers.items():
                if filling.state.answers.get(question_id) != value:
                    filling.answer(question_id, value)
        self._person.settle()

    def _leave_out(self, reason: str) -> None:
        self._person.press("Skip, with a reason")
        self._person.write(reason, on=self._visible(QLineEdit)[-1])
        self._person.press("Skip this step")

    def _say_how_it_ended(self) -> None:
        self._person.press("Finished")

    def _visible(self, kind: type[W]) -> list[W]:
        return [each for each in self._stage.window.page.findChildren(kind) if each.isVisible()]

    def _is_on_screen(self, name: str, *, begins: bool = False) -> bool:
        try:
            self._person.find(QAbstractButton, name, begins=begins)
        except NotThere:
            return False
        return True

    def _key_to(self, kind: type[commands.Destination]) -> None:
        rail = self._stage.window.frame.rail.places
        entry = next(each.command for each in rail if isinstance(each.command.destination, kind))
        self._person.key(Qt.Key(ord(entry.shortcut[-1])), ctrl=True, on=self._stage.window)

    def _go(self, destination: commands.Destination) -> None:
        self._stage.window.go_to(destination)
        self._person.settle()

    def _picture(self, name: str) -> None:
        self._person.settle()
        self._stage.pictures.take(self._stage.window, name)


def _must_be_answered(viewmodel: HandOverViewModel, asked: QuestionState) -> None:
    now = viewmodel.state.question
    if now is not None and now.question.id == asked.question.id and now.answer is None:
        raise NotThere(f"the answer to {asked.question.id!r} did not arrive")
