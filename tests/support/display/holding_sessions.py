"""What somebody does in a session: answer questions, go from step to step, close and sign."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from tests.support.display.application import wait_until
from tests.support.display.person import Control, Person, counts, like, named, of_type, says


class Row(NamedTuple):
    """The only row of a table: which choice is taken, and what stands in the cells after it."""

    choice: int
    words: Mapping[int, str]


Answer = int | str | tuple[int, ...] | Row
"""Which of the options, counted from 0, or several of them; words to write; or a row."""
STEP = says("Step {place} of {count}", "words")
ANY, SOME = r"(?s).*", r"(?s).+"
TO_CLOSE = says("Close the session", "button")
NEEDED = counts("One question needs an answer", "{count} questions need an answer", "words")
OPEN = counts("One question is open", "{count} questions are open", "words")
LEFT = counts(
    "{count} measure is not filled in yet: {titles}. Press “{act}” again to go on.",
    "{count} measures are not filled in yet: {titles}. Press “{act}” again to go on.",
    "words",
)

LIMITS: Mapping[str, Answer] = {
    "jurisdiction_text_version": 0,
    "explained_before_disclosure": 0,
    "teach_back": 0,
    "client_words": "What I say stays here, unless a child is in danger.",
    "who_is_told_and_how": "You tell me first.",
}
AGREEMENT: Mapping[str, Answer] = {
    "purpose_explained": 0,
    "voluntary": 0,
    "record_keeping_explained": 0,
    "anonymity_mode": 2,
    "pseudonymised_use": 0,
}
NOTHING_WRONG: Mapping[str, Answer] = {
    "mood": 6,
    "self_harm_thoughts": 0,
    "events_since": (0,),
    "substance_use_change": 1,
    "contact_with_children_changed": 1,
    "worry_about_acting": 0,
    "boundaries_kept": 3,
    "concern_for_identifiable_child": 1,
}
ENQUIRY: Mapping[str, Answer] = {
    "wish_to_be_dead": 1,
    "thoughts": 1,
    "intent": 1,
    "plan": 1,
    "past_behaviour": 0,
    "what_i_do_now": 0,
}
PLANS: Mapping[str, Answer] = {
    "status": 1,
    "signs": "I stop sleeping.",
    "own_steps": "Walk to the river.",
    "places_people_distraction": "The library, with my brother.",
    "people_to_ask": "My brother.",
    "services": (0, 1),  # the emergency number and a crisis line of the place come first
    "safer_environment": "Tablets stay with my brother.",
    "safer_environment_done": 1,
    "copy_form": 4,
    "children_in_household_or_role": 0,
    "situations": Row(0, {2: "Never alone with children."}),
    "first_step_if_boundary_slips": "I leave.",
}
ASSESSED: Mapping[str, Answer] = {"behaviour_of_concern": 0}
DECIDED: Mapping[str, Answer] = {"decision": 0}
"""That the boundaries plan comes next: its step opens with what was decided before it."""
USUAL = {
    **LIMITS,
    **AGREEMENT,
    "signed": 0,
    **NOTHING_WRONG,
    **ENQUIRY,
    **PLANS,
    **ASSESSED,
    **DECIDED,
}
"""What a client says with whom all goes as hoped, by question; the rest may stay open."""


def answer(person: Person, question: str, value: Answer) -> None:
    """Answer one question, by the id that it has in its form."""
    place = named(question)
    if isinstance(value, Row):
        person.choose(like(ANY, "choice").within(place), like(SOME, "item").nth(value.choice))
        for cell, words in value.words.items():
            person.write(like(ANY, "field").within(place).nth(cell), words)
    elif isinstance(value, str):
        person.write(like(ANY, "field").within(place), value)
    else:
        for at in value if isinstance(value, tuple) else (value,):
            _take(person, like(ANY, "option").within(place).nth(at))


def _take(person: Person, option: Control) -> None:
    if not person.see(option)["checked"]:
        person.press(option)
    wait_until(lambda: person.see(option)["checked"], f"{option} to be taken")


def answer_all(person: Person, answers: Mapping[str, Answer]) -> None:
    """Answer questions one after another."""
    for question, value in answers.items():
        answer(person, question, value)


def answer_asked(person: Person, answers: Mapping[str, Answer]) -> None:
    """Answer what is asked here and known, and what is asked because of that."""
    done: set[str] = set()
    while left := [each for each in _asked(person) if each in answers and each not in done]:
        if _fits(person, left[0], answers[left[0]]):
            answer(person, left[0], answers[left[0]])
        done.add(left[0])


def _fits(person: Person, question: str, value: Answer) -> bool:
    """Say whether it is that question, and not one of the same name in another form."""
    kind = "option" if isinstance(value, int | tuple) and not isinstance(value, Row) else "field"
    return person.sees(like(ANY, kind).within(named(question)))


def _asked(person: Person) -> list[str]:
    return [each["name"] for each in person.look(of_type("QuestionWidget"))]


def start_session(person: Person) -> None:
    """Start the next session from the client's page."""
    person.press(says("Start session", "button"))
    person.arrive("session")


def step(person: Person) -> str:
    """Return which step is open; empty outside of the steps."""
    return "".join(each["words"] for each in person.look(STEP))


def step_done(person: Person) -> None:
    """Go on from a step; what may stay open is pointed at once, and stays open the next time."""
    before = step(person)

    def has_moved_on() -> bool:
        return step(person) != before or person.sees(TO_CLOSE)

    person.key("ctrl+Return")
    pointed = f"something to come of {before}"
    wait_until(
        lambda: has_moved_on() or any(person.sees(each) for each in (NEEDED, OPEN, LEFT)), pointed
    )
    if not has_moved_on():
        person.key("ctrl+Return")
        wait_until(has_moved_on, f"{before} to be left")


def sign_note(person: Person, safety: str = "Nothing changed.") -> None:
    """Say that the session is finished, write its note, sign it, and go back to the client."""
    person.arrive("close")
    person.press(says("Finished", "option"))
    person.write(named("duration_min"), "50")  # it was over within a minute, which is asked about
    person.write(named("risk_changes"), safety)
    person.press(says("Sign the note", "button"))
    person.press(says("Back to the client", "button"))
    person.arrive("client")


def tell_limits(person: Person, said: Mapping[str, Answer] = USUAL) -> None:
    """Go through the first two steps of a first session: the welcome, and the limits."""
    for _step in ("welcome", "limits"):
        answer_asked(person, said)
        step_done(person)


def hold_to_the_sheets(person: Person, said: Mapping[str, Answer] = USUAL) -> None:
    """Go on, after the limits, to the step of a first session at which its sheets are given."""
    for _step in ("records", "story"):
        answer_asked(person, said)
        step_done(person)


def hold_session(person: Person, said: Mapping[str, Answer] = USUAL) -> None:
    """Hold the next session from the client's page to its close, with what the client says."""
    start_session(person)
    hold_steps(person, said)


def hold_steps(person: Person, said: Mapping[str, Answer] = USUAL) -> None:
    """Go from the step that is open through the others to the close."""
    answers = {**said, "review_date": in_days(person, 7)}
    while not person.sees(TO_CLOSE):
        answer_asked(person, answers)
        step_done(person)
    person.press(TO_CLOSE)
    person.arrive("close")


def in_days(person: Person, after: int) -> str:
    """Return the day after so many days as it is typed."""
    return (person.application.today + timedelta(days=after)).strftime("%d %m %Y")
