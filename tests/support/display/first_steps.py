"""What somebody does first: set up a service, print its sheets, unlock, add a client, lock."""

import re
from pathlib import Path

from pypdf import PdfReader

from tests.support.display.application import wait_until
from tests.support.display.person import Person, data, like, named, of_type, qt_says, says
from tests.support.windows.place_keys import place_keys
from therapist_app.commands import Clients

WORDS = "violet harbour teapot walks quietly"
CODE = r"[A-Z]\d-\d{3}"
GROUP = re.compile(r"\b[0-9A-Z]{5}\b")
GROUPS = 8


def print_to_file(person: Person, file: Path) -> str:
    """Print through the system's dialog, which must be open, into a file; return what it says."""
    person.see(of_type("QPrintDialog"))
    person.write(named("filename"), str(file))
    person.press(qt_says("QPrintDialog", "&Print", "button"))
    person.wait_gone(of_type("QPrintDialog"))
    return words_on_paper(file)


def words_on_paper(file: Path) -> str:
    """Wait for a PDF, and return what it says."""
    wait_until(lambda: file.exists() and file.stat().st_size > 0, f"{file.name} to be printed")
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def pick_file(person: Person, file: Path) -> None:
    """Pick a file in the dialog that is open."""
    person.see(of_type("QFileDialog"))
    person.write(named("fileNameEdit"), person.application.spelt(file))
    person.key("Return")
    person.wait_gone(of_type("QFileDialog"))


def keep_sheet(person: Person, title: str, file: Path) -> str:
    """Print the sheet that is shown, type it back from the paper, and return what opens."""
    person.see(says(title, "words"))
    if person.application.has_print_dialog:
        person.press(says("Print it", "button"))
        words = print_to_file(person, file)
    else:
        person.press(says("Save it as PDF …", "button"))
        pick_file(person, file)
        words = words_on_paper(file)
    printed = GROUP.findall(words)
    assert len(printed) == GROUPS, printed
    sheet = "-".join(printed)
    person.write(says("&Type it back from the paper", "field"), sheet.lower())
    person.press(says("Finish: it is on paper", "button"))
    person.wait_gone(says(title, "words"))
    return sheet


def set_up(person: Person, name: str, paper: Path, words: str = WORDS) -> tuple[str, str]:
    """Go from an empty folder to the unlock window; return both sheets, printed into `paper`."""
    person.arrive("first_run")
    person.press(says("Set up for real work", "button"))
    person.press(says("Continue", "button"))
    person.write(says("Your &name", "field"), name)
    person.write(says("&Passphrase", "field"), words)
    person.write(says("Passphrase a&gain", "field"), words)
    person.press(says("With a continuity sheet (recommended)", "option"))
    person.press(says("Set up the service", "button"))
    sheet = keep_sheet(person, "Recovery sheet", paper / "recovery.pdf")
    continuity = keep_sheet(person, "Continuity sheet", paper / "continuity.pdf")
    person.arrive("unlock")
    return sheet, continuity


def unlock(person: Person, words: str = WORDS, *, arrives: str = "today") -> None:
    """Type the passphrase where the keyboard stands, and go in."""
    person.arrive("unlock")
    person.write(says("&Passphrase", "field"), words)
    person.key("Return")
    person.arrive(arrives)


def sign_in(person: Person, name: str, words: str) -> None:
    """Choose a name on the unlock window of several people, and go in, wherever that leads."""
    person.arrive("unlock")
    person.press(data(name, "option"))
    person.write(says("&Passphrase", "field"), words)
    person.key("Return")
    wait_until(lambda: person.page() not in {"", "unlock"}, f"{name} to be in")


def lock(person: Person) -> None:
    """Lock by key; a fresh process stands at the unlock window."""
    left = person.application.pid
    person.key("ctrl+l")
    person.application.follow()
    person.arrive("unlock")
    assert person.application.ended_well(left)


def add_client(person: Person) -> str:
    """Add a client by code only, and return the code that stands on their page."""
    person.key(place_keys(Clients))
    person.arrive("clients")
    person.press(says("New client", "button"))
    person.choose(says("&Track", "choice"), like(r".+", "item").nth(0))
    person.press(says("Add the client", "button"))
    person.arrive("client")
    return str(person.see(like(CODE, "words"))["words"])


def open_client(person: Person, code: str) -> None:
    """Find a client by code and open their page."""
    person.key("ctrl+f")
    person.arrive("clients")
    person.type(code)
    person.key("Return")
    person.arrive("client")
    assert person.see(like(CODE, "words"))["words"] == code


def find_nobody(person: Person, code: str) -> None:
    """Look for a code that nobody here has."""
    person.key("ctrl+f")
    person.arrive("clients")
    person.type(code)
    person.see(says("Nobody found", "words"))


def close_window(person: Person) -> None:
    """Close the window as one closes any."""
    person.key("alt+F4")
    wait_until(lambda: not person.application.is_running, "the product to end")
    assert person.application.ended_well(person.application.pid)
