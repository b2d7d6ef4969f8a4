"""Somebody who works by names, roles and actions alone: no mouse, no key, no picture."""

from collections.abc import Mapping

from session_forms.form.definition import FormDefinition
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from tests.support.assistive.assistant import Assistant, Thing
from tests.support.display.application import wait_until

Given = bool | int | str | tuple[str, ...]
CHOICES = frozenset({"radio button", "check box"})
FIELDS = frozenset({"text", "slider"})
MOST_OPTIONS = 12
"""More than any question of the forms that are answered so has; whatever follows is not asked."""


class Doer:
    """Finds what is asked by the words that it is named with, and does it over the bus."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def press(self, name: str, role: str = "button") -> None:
        """Press what begins with these words, once it is there."""
        self.assistant.act(self.assistant.find(role, starts=name, states=["enabled"]))

    def sees(self, name: str, role: str = "") -> bool:
        """Whether something begins with these words."""
        return self.assistant.there(role, starts=name) is not None

    def await_(self, name: str, role: str = "") -> Thing:
        """Wait for what begins with these words."""
        return self.assistant.find(role, starts=name)

    def go_to(self, place: str) -> None:
        """Take one of the places at the edge of the window."""
        edge = self.assistant.find(name="Places")
        place_there = self.assistant.find(name=place, within=edge)
        self.assistant.act(place_there)

    def write(self, label: str, words: str) -> None:
        """Write into the field of a label."""
        self.assistant.write(self._under(label, FIELDS)[0], words)

    def choose(self, label: str, item: str = "", *, at: int = 0) -> None:
        """Unfold the box of a label and take a line, by its first words or its place."""
        box = self._under(label, frozenset({"combo box"}))[0]
        self.assistant.act(box, "ShowMenu")

        def line() -> Thing | None:
            lines = [each for each in self.assistant.tree() if each.role == "list item"]
            fitting = [each for each in lines if each.name.startswith(item)]
            return fitting[at] if len(fitting) > at else None

        self.assistant.act(wait_until(line, f"line {at} {item} of {label}"))
        self.assistant.wait_gone("list item")

    def take_from_menu(self, opener: str, line: str) -> None:
        """Open the menu of a button and take a line of it."""
        self.assistant.act(self.assistant.find("button", opener), "ShowMenu")
        self.assistant.act(self.assistant.find("menu item", line))
        self.assistant.wait_gone("popup menu")

    def tick(self, name: str) -> None:
        """Turn a box to tick on."""
        box = self.assistant.find("check box", starts=name)
        self.assistant.act(box, "Toggle")
        wait_until(lambda: "checked" in self.assistant.look(box).states, f"{name} to be ticked")

    def take(self, name: str) -> None:
        """Take one of several options."""
        option = self.assistant.find("radio button", starts=name)
        self.assistant.act(option, "Toggle")
        wait_until(lambda: "checked" in self.assistant.look(option).states, f"{name} to be taken")

    def answer(self, form: FormDefinition, answers: Mapping[str, Given]) -> None:
        """Answer questions of a form that is shown, in the values in which they are kept."""
        for question in form.questions:
            if question.id in answers:
                self._answer(question, answers[question.id])

    def take_first(self, question: str) -> None:
        """Take the first of what can be chosen in a question."""
        self.assistant.act(self._after({question}, CHOICES)[0], "Toggle")

    def _answer(self, question: Question, given: Given) -> None:
        words = _words_for(question, given)
        prompts = {question.prompt, question.prompt_first_use} - {""}
        if words is None:
            self.assistant.write(self._after(prompts, FIELDS)[0], str(given))
            return
        options = self._after(prompts, CHOICES, MOST_OPTIONS)
        for each in words:
            self.assistant.act(next(one for one in options if _says(one, each)), "Toggle")

    def _after(self, names: set[str], roles: frozenset[str], most: int = 1) -> list[Thing]:
        """Wait for what comes after the first thing of one of these names, in reading order."""
        return wait_until(
            lambda: self.assistant.after(names, roles, most), f"{sorted(roles)} after {names}"
        )

    def _under(self, label: str, roles: frozenset[str]) -> list[Thing]:
        return self._after({label}, roles)


def _says(option: Thing, words: str) -> bool:
    """Whether an option is named so: after the key that chooses it, before what explains it."""
    key, _comma, rest = option.name.partition(", ")
    return words in {key, rest} or rest.startswith(f"{words}, ")


def _words_for(question: Question, given: Given) -> list[str] | None:
    """Return the names of the options that stand for an answer; None where it is written."""
    match question:
        case RatingQuestion() | ScaleQuestion():
            return [str(given)]
        case YesNoQuestion():
            return ["Yes" if given else "No"]
        case ChoiceQuestion() | MultiQuestion():
            wanted = given if isinstance(given, tuple) else (given,)
            return [each.label for each in question.options if each.id in wanted]
        case _:
            return None
