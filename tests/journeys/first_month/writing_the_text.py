"""The service's text on confidentiality, from nothing to approved, in the window alone."""

from programme.local_text_sections import SECTIONS
from tests.support.display.person import Person, data, named, says, says_in
from tests.support.programme.local_texts import whole_answers


def begin_text(person: Person, place: str) -> None:
    """Begin the text from where Today says that the service needs it."""
    person.press(says_in("button", "Begin", "button"))
    person.arrive("local_text")
    person.choose(says("&Place", "field"), data(place, "item"))
    person.press(says_in("button", "Begin", "button"))
    person.see(named(SECTIONS[0].fields[0].key))


def write_text(person: Person) -> None:
    """Write every section, one after the other."""
    answers = whole_answers()
    for section in SECTIONS:
        for field in section.fields:
            said = answers[field.key]
            if field.options:
                person.press(named(f"{field.key}.{said}"))
            else:
                person.write(named(field.key), said)
        person.key("ctrl+Return")
    person.see(says("Everything is written", "words"))


def read_text_again(person: Person) -> None:
    """Read all of it a second time, from where one begins."""
    person.press(named("need_text_read"))
    person.arrive("local_text")
    person.press(says_in("button", "Read it …", "button"))
    person.press(says("I have read all of it", "button"))
    person.see(says("Read a second time, under your name", "words"))


def approve_text(person: Person) -> None:
    """Approve it as a lead, from where one begins."""
    person.press(says_in("button", "Approve …", "button"))
    person.arrive("local_text")
    person.press(says_in("button", "Approve …", "button"))
    person.press(says("Approve until {day}", "button"))
    person.see(says("Approved under your name. It is used from now on.", "words"))
