"""A translator goes through the page, a lead installs the pack, a therapist reads it in a session.

The language is Esperanto, which no window speaks; two sentences of a session and one form are
translated, as somebody does who has just begun.
"""

import io
import re
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports.__main__ import main as exports
from exports.paper.forms.order import PaperOrder
from exports.paper.manual.printing import session_manual_pdf
from programme.__main__ import main as programme
from session_forms.words import texts
from tests.support.programme.translations import LANGUAGE
from tests.support.record.records import laid_out
from tests.support.windows.laptop import Laptop
from tests.support.workflows.clinics_ready import approve_all
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.i18n import installing
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.take_home import take_home_page

PAGE = (Path(__file__).parents[2] / "docs/translating.md").read_text("utf-8")
COMMANDS = {"programme": programme, "exports": exports}
TITLE, PURPOSE = "Bonvenon, limoj kaj interkonsento", "Scii ene de kvin minutoj, kion fari."
HANDOUT = """# Via unua renkonto

Telefonu {emergency_number}, {crisis_line}, {prevention_line} aŭ {clinic_phone}, {clinic_hours}.

Sekva: {next_date}. {local_limits_take_home}
"""


def steps() -> Iterator[tuple[str, str]]:
    """Yield each command of the page in the language of the tests, and what the page shows."""
    for found in re.finditer(r"^ {7}\$ (.+)\n((?: {7}[^$\s].*\n)*)", PAGE, re.MULTILINE):
        yield tuple(re.sub(r"(?<=[ .-])de(?=[ .-])", LANGUAGE, each) for each in found.groups())


def leveled(text: str) -> str:
    text = re.sub(r"^ +", "", text, flags=re.MULTILINE)
    text = re.sub(r"\d{5}( \d{5}){7}", "NUMBER", text)
    return re.sub(r"\d+ (files|texts)", r"N \1", text)


def translate(folder: Path, place: str, words: str) -> None:
    """Write a text as a translator does: the mark goes, and the words stand between quotes."""
    [file] = [each for each in folder.glob("*S01*") if f'# "{place}"' in each.read_text("utf-8")]
    text = file.read_text("utf-8")
    quotes = '"""' if "\n" in words else '"'
    assert text.count(f'# "{place}" = {quotes}{quotes}\n') == 1
    said = f'"{place}" = {quotes}{words}{quotes}\n'
    file.write_text(text.replace(f'# "{place}" = {quotes}{quotes}\n', said), "utf-8")


def made_as_the_page_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Go through the commands of the page, translate a little, and return the signed pack."""
    folder = tmp_path / "our-german"
    for command, shown in steps():
        words = [each.replace("..", str(tmp_path), 1) for each in command.split()]
        assert words[:2] == [".venv/bin/python", "-m"]
        assert COMMANDS[words[2]](words[3:]) == 0, command
        said = capsys.readouterr().out
        if words[3] == "texts":
            translate(folder, "session_plans.S01.title", TITLE)
            translate(folder, "session_plans.S01.steps.welcome.guidance.purpose", PURPOSE)
            translate(folder, "session_plans.S01.handout", HANDOUT)
        assert leveled(said) == leveled(shown), command
    assert len(list(steps())) == 5
    return tmp_path / f"translations-pps-core-{LANGUAGE}-1.0.pack"


def words_on(data: bytes) -> str:
    pages = (each.extract_text() for each in PdfReader(io.BytesIO(data)).pages)
    return " ".join(" ".join(pages).split())


@pytest.fixture
def laptop(qtbot, tmp_path, monkeypatch) -> Iterator[Laptop]:
    """A service whose window speaks the language, for which it has a catalogue without texts."""
    spoken = (NullTranslations(), LANGUAGE)
    monkeypatch.setattr(installing, "install", lambda _app: texts.install(*spoken))
    roles = ("keeper", "therapist", "lead")
    texts.install(*spoken)
    laptop = Laptop(laid_out(tmp_path / "real", practice=False, roles=roles))
    qtbot.addWidget(laptop.window)
    approve_all(Workplace(laptop.workspace, laptop.service.clock))
    yield laptop
    laptop.vault.close()
    texts.install(NullTranslations())


def test_a_translation_is_made_packed_signed_installed_and_seen_in_a_session_and_on_paper(
    laptop, tmp_path, capsys
):
    pack = made_as_the_page_says(tmp_path, capsys)
    printed = words_on((tmp_path / "s01.pdf").read_bytes())
    assert TITLE in printed
    assert "281 texts of 284 are not translated and stand in English." in printed

    laptop.look_at(pack)
    shown = laptop.words
    assert "Prevention programme, version 0.3.0, in Esperanto" in shown
    counted = re.search(r"(\d+) texts of (\d+) are not translated and stand in English", shown)
    assert counted is not None
    assert int(counted[2]) - int(counted[1]) == 3
    for words in (TITLE, PURPOSE, "Welcome, limits and working agreement", "Telefonu {emergency"):
        assert words in shown
    laptop.install()
    laptop.read_content()

    client = add_client(laptop.workspace, NewClient("code_only"))
    plan_appointment(laptop.workspace, client.id, "S01", laptop.workspace.now())
    laptop.window.go_to(commands.Today())
    laptop.settle()
    laptop.press("Start session")

    assert isinstance(laptop.window.here, commands.SessionPage)
    assert PURPOSE in laptop.words
    assert re.search(r"\d+ texts of \d+ are not translated and stand in English", laptop.words)
    plan = laptop.workspace.programme.session_plan("S01")
    assert plan.title == TITLE
    page = take_home_page(laptop.workspace, plan)
    data = page.copies.pdf(PaperOrder("blank"))
    assert data is not None
    assert "Via unua renkonto" in words_on(data)
    manual = words_on(session_manual_pdf(laptop.workspace.programme, "S01", laptop.workspace.forms))
    assert TITLE in manual
    assert "281 texts of 284 are not translated and stand in English." in manual
