"""Measures of a session: one that the client answers alone, one that is filled in together."""

from collections.abc import Callable

from tests.support.display.application import wait_until
from tests.support.display.holding_sessions import ANY
from tests.support.display.person import Person, like, named, of_type, says, says_in

PIN = "730418"
LAST = says("That was the last question. Thank you.", "words")
Taken = Callable[[str], int]
"""Which of the options of a question is taken, counted from 0, by the question's id."""


def answer_alone(person: Person, title: str, taken: Taken) -> int:
    """Hand the laptop over with one measure, answer it as the client, and come to its score.

    Returns how many questions the client answered. The window is full screen meanwhile.
    """
    person.press(says_in("button", "Hand over", "button").nth(0))
    person.press(like(rf".*{title}.*", "item"))
    person.arrive("hand_over")
    person.write(says("PIN to get the laptop back", "field"), PIN)
    person.write(says("The same PIN again", "field"), PIN)
    person.press(says("Hand over now", "button"))
    answered = 0
    while not person.sees(LAST):
        question = person.see(of_type("QuestionWidget"))["name"]
        assert _is_full_screen(person)
        person.press(like(ANY, "option").within(named(question)).nth(taken(question)))
        person.press(says_in("button", "Next", "button"))
        wait_until(lambda at=question: not person.sees(named(at)), f"{question} to be left")
        answered += 1
    person.press(says("Give the laptop back", "button"))
    person.write(says("Therapist: PIN of this hand-over, or passphrase", "field"), PIN)
    person.press(says_in("button", "Open", "button"))
    person.arrive("form")
    wait_until(lambda: not _is_full_screen(person), "the window to be as it was")
    return answered


def answer_together(person: Person, taken: Taken) -> int:
    """Go on from a score to the next measure, fill it in together, and go on with the session.

    Returns how many questions were answered.
    """
    person.press(says("Next: {measure}", "button"))
    finish = says_in("button", "Finish", "button")
    person.see(finish)
    asked = [each["name"] for each in person.look(of_type("QuestionWidget"))]
    for question in asked:
        person.press(like(ANY, "option").within(named(question)).nth(taken(question)))
    person.press(finish)
    person.key("alt+Left")
    person.arrive("session")
    return len(asked)


def _is_full_screen(person: Person) -> bool:
    return any(each["full_screen"] for each in person.application.ask("windows"))
