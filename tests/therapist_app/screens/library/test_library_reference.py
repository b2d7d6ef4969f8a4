"""The library's local texts and services: what may be used, and what is checked first."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.service_words import clinic_words, country_words, neutral_words
from tests.support.sampling import sampled
from tests.support.session_forms.reference import APPROVED, TEMPLATE, TEXT, local_text, service
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import open_workplace
from therapist_app.commands import LocalTextPage
from therapist_app.form_widgets.kinds.reference_question import client_entry_words, entry_words
from therapist_app.screens.library.services_view import ServiceView, service_facts
from therapist_app.screens.library.texts_view import ShelvedTextView
from therapist_app.screens.library.view import LibraryView
from therapist_app.screens.library.viewmodel import LibraryViewModel

pytestmark = pytest.mark.usefixtures("wear")
SCALES = (1.0, 1.25, 2.0)


class Screen:
    """The library at one of its lists."""

    def __init__(self, qtbot, workspace, shelf: str) -> None:
        self.qtbot = qtbot
        self.viewmodel = LibraryViewModel(workspace)
        self.view = LibraryView(self.viewmodel)
        qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        self.view.show()
        self.viewmodel.turn_to(shelf)
        settle()

    @property
    def table(self):
        shelf = self.view.shelves.currentWidget()
        return shelf.table if shelf is self.view.service_list else shelf

    def show_all(self) -> None:
        self.qtbot.mouseClick(self.view.service_list.more, Qt.MouseButton.LeftButton)
        settle()

    @property
    def lines(self) -> list[tuple[str, ...]]:
        model = self.table.table_model
        columns = range(model.columnCount())
        return [
            tuple(model.index(row, column).data() for column in columns)
            for row in range(model.rowCount())
        ]

    @property
    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.view.focusWidget(), key)
        settle()


def cut_cells(table) -> list[str]:
    """Return the cells whose words take more room than their row and column have."""
    model, cut = table.table_model, []
    for row, column in product(range(model.rowCount()), range(model.columnCount())):
        index = model.index(row, column)
        if table.sizeHintForIndex(index).width() <= table.columnWidth(column):
            continue
        table.scrollTo(index)
        settle()
        if not table.wordWrap() or table.sizeHintForRow(row) > table.rowHeight(row):
            cut.append(index.data())
    return cut


@pytest.fixture
def work(tmp_path):
    with open_workplace(tmp_path / "service") as work:
        yield work


@pytest.fixture
def few(work, tmp_path):
    """A workspace on 2 March 2026 with a text of every standing and a service of every state."""
    approved = local_text(tmp_path, APPROVED)
    texts = (
        approved,
        approved.model_copy(update={"id": "over", "expires_on": date(2026, 3, 2)}),
        approved.model_copy(update={"id": "ahead", "approved_on": date(2026, 3, 3)}),
        local_text(tmp_path, TEXT.replace('"here"', '"draft"'), "draft.v3.toml"),
        local_text(tmp_path, TEMPLATE.replace('"here"', '"sketch"'), "sketch.v3.toml"),
    )
    fresh = service(tmp_path)
    services = (
        fresh.model_copy(update={"verified_on": date(2025, 9, 2), "country": "GB"}),
        fresh.model_copy(update={"id": "old", "verified_on": date(2025, 9, 1)}),
        fresh.model_copy(update={"id": "doubt", "status": "unverified", "verified_on": None}),
        fresh.model_copy(update={"id": "gap", "status": "no_contact", "phone": ""}),
        fresh.model_copy(
            update={"id": "web", "phone": "", "url": "a.example", "audience": ("self", "family")}
        ),
    )
    return replace(work.workspace, jurisdictions=texts, directory=services)


def test_every_text_says_how_far_it_has_come(qtbot, few):
    screen = Screen(qtbot, few, "texts")

    assert [line[2] for line in screen.lines] == [
        "approved, expires on 1 January 2027",
        "expired on 2 March 2026",
        "approved from 3 March 2026",
        "draft, for practice only",
        "template, not approved",
    ]


def test_every_service_says_whether_to_check_before_giving(qtbot, few):
    screen = Screen(qtbot, few, "services")

    assert [line[1:] for line in screen.lines] == [
        ("United Kingdom", "anybody", "1", "checked on 2 September 2025"),
        ("XX", "anybody", "1", "check before giving"),
        ("XX", "anybody", "1", "not verified: check before giving"),
        ("XX", "anybody", "", "no contact details"),
        ("XX", "the client, family", "on the web", "checked on 1 January 2026"),
    ]


def test_what_ships_is_listed_whole(qtbot, work):
    texts = Screen(qtbot, work.workspace, "texts").lines
    screen = Screen(qtbot, work.workspace, "services")
    screen.show_all()
    services = screen.lines

    assert len(texts) == len(work.workspace.jurisdictions) == 32
    assert {line[2] for line in texts} == {"template, not approved", "draft, for practice only"}
    assert [line[1] for line in services] == sorted(
        country_words(each.country) for each in work.workspace.directory
    )


def test_the_first_services_stand_there_and_all_of_them_once_asked_for(qtbot, work, few):
    screen = Screen(qtbot, work.workspace, "services")
    more = screen.view.service_list.more
    assert (len(screen.lines), more.text()) == (12, "Show all 150")

    screen.show_all()

    assert len(screen.lines) == len(work.workspace.directory) == 150
    assert not more.isVisible()
    assert screen.table.hasFocus()
    assert screen.table.currentIndex().row() == 12  # the first of those that were not shown
    all_at_once = Screen(qtbot, few, "services")
    assert not all_at_once.view.service_list.more.isVisible()


def test_a_text_is_opened_read_and_left_by_keys_alone(qtbot, work):
    screen = Screen(qtbot, work.workspace, "texts")
    assert screen.table.hasFocus()
    france = [line[0] for line in screen.lines].index("France")
    for _line in range(france):
        screen.key(Qt.Key.Key_Down)

    screen.key(Qt.Key.Key_Return)

    assert screen.viewmodel.state.text.ref == "fr@1"
    assert (
        "It is a template and not used with clients. Your service makes its own text from it"
        in (screen.words)
    )
    assert "What does the 2PS and Timelex report add for France?" in screen.words
    assert "No source was read for the numbers of the articles · from memory" in screen.words
    assert "archive.nossenateurs.fr 2184714 · found" in screen.words
    assert "unclear: ask the lead" in screen.words
    screen.key(Qt.Key.Key_Space)
    assert screen.viewmodel.state.text is None
    assert screen.table.hasFocus()
    assert screen.table.current_row.ref == "fr@1"


def test_an_approved_text_says_by_whom_and_until_when(qtbot, few):
    screen = Screen(qtbot, few, "texts")

    screen.key(Qt.Key.Key_Return)

    assert "Approved by A lead on 1 January 2026." in screen.words
    assert "From that day it cannot be used for a new agreement." in screen.words
    assert "Open questions" not in screen.words


def test_a_text_without_facts_shows_none(qtbot, few):
    bare = few.jurisdictions[0].model_copy(update={"facts": ()})

    screen = Screen(qtbot, replace(few, jurisdictions=(bare,)), "texts")
    screen.key(Qt.Key.Key_Return)

    assert "For orientation" not in screen.words


def test_a_service_says_all_that_is_known_and_how_a_copy_prints_it(qtbot, work):
    passes_on = next(each for each in work.workspace.directory if each.id == "ie-one-in-four")
    undated = passes_on.model_copy(update={"source_on": None})
    screen = Screen(qtbot, replace(work.workspace, directory=(undated,)), "services")

    screen.viewmodel.open_service("ie-one-in-four")
    settle()

    assert "Check before giving: seen in a source without a day" in screen.words
    assert "This service notifies the authorities of what clients tell it." in screen.words
    assert "no day is known" in screen.words
    plain = screen.words.replace("\N{NO-BREAK SPACE}", " ")
    assert "A number to call, Ireland: ask us how to reach it" in plain


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"source_on": date(2023, 1, 16), "read_on": date(2026, 1, 1)}, "16 January 2023"),
        ({}, ""),
        ({"read_on": date(2026, 1, 1)}, "none; read on 1 January 2026"),
    ],
)
def test_a_service_says_how_old_its_source_is(tmp_path, days, words):
    entry = service(tmp_path).model_copy(update=days)

    facts = dict(service_facts(entry))

    assert facts["Day of the source"] == words


@pytest.mark.parametrize("fact", sorted({*DirectoryEntry.model_fields} - {"id", "status"}))
def test_every_fact_of_a_service_stands_on_its_page(qtbot, tmp_path, fact):
    others = {"country": "SE", "kind": "treatment", "audience": ("family",), "languages": ("sv",)}
    others |= {"channels": ("chat",), "anonymous": True}
    entry = service(tmp_path).model_copy(update={"read_on": None, "source_on": None})
    day = date(1999, 1, 2) if fact.endswith("_on") else "Quite another one"
    changed = entry.model_copy(update={fact: others.get(fact, day)})

    assert _page(qtbot, changed) != _page(qtbot, entry)


# Beside its page under Library, a fact is told to whoever chooses a service, therapist or client,
# on the copy that is taken home, and on a page that stays.
TOLD = {
    "therapist": {"kind", "phone", "audience", "languages", "hours", "anonymous"}
    | {"confidentiality_note"},
    "client": {"phone", "languages", "hours", "anonymous", "confidentiality_note"},
    "taken home": {"kind", "country", "phone", "hours"},
    "stays": {"name", "phone"},
}
HOW_SURE = {"id", "status", "source_on", "read_on", "verified_on"}
NOWHERE_ELSE = {
    "url",
    "email",
    "channels",
    "note",
    "source",
    "verified_by",
}  # an address: no number


def test_of_every_fact_of_a_service_it_is_decided_who_is_told_it_beside_its_page(tmp_path):
    today = date(2026, 1, 1)
    told = {
        "therapist": lambda each: entry_words(each, today),
        "client": lambda each: client_entry_words(each, today),
        "taken home": neutral_words,
        "stays": lambda each: clinic_words(each, today),
    }
    others = {"country": "SE", "kind": "treatment", "audience": ("family",), "languages": ("sv",)}
    others |= {"channels": ("chat",), "anonymous": True}
    entry = service(tmp_path)

    def tells(words, fact):
        other = others.get(fact, "Quite another one")
        return words(entry.model_copy(update={fact: other})) != words(entry)

    facts = {*DirectoryEntry.model_fields} - HOW_SURE
    assert {
        place: {fact for fact in facts if tells(words, fact)} for place, words in told.items()
    } == TOLD
    assert facts - set().union(*TOLD.values()) == NOWHERE_ELSE


def _page(qtbot, entry):
    page = ServiceView(entry, date(2026, 1, 1))
    qtbot.addWidget(page)
    return [each.text() for each in page.findChildren(QLabel)]


def test_a_fresh_service_has_no_warning_and_a_gap_no_copy(qtbot, few):
    screen = Screen(qtbot, few, "services")
    screen.key(Qt.Key.Key_Return)
    fresh = screen.words
    screen.viewmodel.put_back()
    screen.viewmodel.open_service("gap")
    settle()

    assert "2 September 2025" in fresh
    assert "heck before giving" not in fresh
    assert "No contact is known; not offered" in screen.words
    assert "On a client's copy" not in screen.words


@pytest.mark.parametrize("scale", sampled(SCALES, every=3, first=2))
@pytest.mark.parametrize("shelf", ["texts", "services"])
def test_no_cell_of_a_list_is_cut(qtbot, work, wear, scale, shelf):
    wear("light", scale)
    screen = Screen(qtbot, work.workspace, shelf)
    if shelf == "services":
        screen.show_all()

    assert cut_cells(screen.table) == []
    assert clipped(screen.view) == []
    assert outside(screen.view) == []


@pytest.mark.parametrize("scale", sampled(SCALES, every=3, first=2))
def test_nothing_is_cut_on_a_page(qtbot, work, wear, scale):
    wear("light", scale)
    screen = Screen(qtbot, work.workspace, "texts")
    screen.viewmodel.open_text("gb@1")
    settle()
    found = clipped(screen.view) + outside(screen.view)
    screen.viewmodel.turn_to("services")
    screen.viewmodel.open_service("dk-bryd-cirklen")
    settle()

    assert found + clipped(screen.view) + outside(screen.view) == []


@pytest.mark.parametrize("shelf", ["texts", "services"])
def test_the_outline_reads_as_agreed(qtbot, few, golden, shelf):
    screen = Screen(qtbot, few, shelf)
    listed = outline(screen.view)

    screen.key(Qt.Key.Key_Return)

    golden(f"screens/library-{shelf}.txt", f"{listed}\n{outline(screen.view)}")


def test_a_template_leads_to_where_the_service_writes_its_own_text(qtbot, work):
    screen = Screen(qtbot, work.workspace, "texts")
    left = []
    screen.view.leave_requested.connect(left.append)
    screen.viewmodel.open_text("fr@1")
    settle()

    screen.qtbot.keyClick(screen.view.findChild(ShelvedTextView).write, Qt.Key.Key_Space)

    assert left == [LocalTextPage("fr")]
