"""Importing a list: a file, its rows, what must be chosen, the clients, and undoing it."""

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from session_forms.words.day_words import written_day
from session_forms.words.texts import translate
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.outline import outline
from therapist_app import commands
from therapist_app.record.clients import clients
from therapist_app.screens.importing.rows_view import RowsView
from therapist_app.screens.importing.view import ImportingView
from therapist_app.screens.importing.viewmodel import ImportingViewModel
from therapist_app.widgets.layout.page_scroll import PagePlace
from therapist_app.workflows.importing.list_columns import EXAMPLE_NAME, FIELD_WORDS, FIELDS
from therapist_app.workflows.importing.list_template import example

ROOT = Path(__file__).parents[4]
pytestmark = pytest.mark.usefixtures("wear")
NOT_TOLD = {"track"}
"""A column whose word the page does not repeat: what is none of the tracks is refused."""
LIST = "Name,Date of birth,Remark\nAl,28.2.1990,\nBo,soon,\nCy,1.2.1990,\n"


class Screen(ShownPage):
    """The page, and the files that are picked in it."""

    def __init__(self, qtbot, work, folder: Path) -> None:
        super().__init__(qtbot)
        self.work = work
        self.file = folder / "list.csv"
        self.viewmodel = ImportingViewModel(work.workspace)
        self.view = ImportingView(
            self.viewmodel,
            choose_file=lambda _parent: self.file,
            choose_place=lambda _parent: folder / "empty.csv",
        )
        self.show_page(self.view)

    def press(self, button) -> None:
        button.setFocus()
        self.qtbot.keyClick(button, Qt.Key.Key_Return)
        QApplication.processEvents()

    def choose(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")
        self.press(self.view.choose)
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy)
        QApplication.processEvents()

    @property
    def rows(self) -> RowsView:
        assert isinstance(self.view.page, RowsView)
        return self.view.page

    def told(self) -> list[str]:
        model = self.rows.table.table_model
        return [
            " | ".join(str(model.index(line, at).data()) for at in range(model.columnCount()))
            for line in range(model.rowCount())
        ]

    def client_count(self) -> int:
        return clients.count(self.work.workspace.caseload)


@pytest.fixture
def screen(qtbot, work, tmp_path) -> Screen:
    return Screen(qtbot, work, tmp_path)


def test_a_list_is_looked_through_imported_and_undone_by_keyboard_alone(screen, monkeypatch):
    screen.choose(LIST)

    assert screen.told() == [
        "3 | Date of birth: this date cannot be read. Write it as 1990-02-28. | Bo",
        "2 | Will be added | Al · 28 February 1990",
        "4 | Will be added | Cy · 1 February 1990",
    ]
    said = "2 clients can be added once you choose a track. 1 row will be skipped."
    assert screen.rows.count.text() == said
    assert screen.client_count() == 0

    screen.press(screen.rows.import_list)
    assert screen.rows.track_field.problem.text() == "Choose which track the course takes."
    screen.rows.track.setCurrentIndex(0)
    screen.rows.track.picked.emit(0)
    assert screen.rows.count.text() == "2 clients will be added. 1 row will be skipped."
    screen.press(screen.rows.import_list)

    assert screen.view.page is None
    assert screen.client_count() == 2
    assert "Each of them is found by name" in outline(screen.view)
    [undo] = screen.view.undo
    hearing = Hearing(monkeypatch)
    screen.press(undo)
    assert hearing.words == ["Remove the clients of this list, and all that was entered for them?"]
    remove, keep = screen.view.undo
    assert remove.text() == "Remove 2 clients"
    assert keep.hasFocus()
    screen.press(keep)
    assert screen.client_count() == 2
    screen.press(screen.view.undo[0])
    screen.press(screen.view.undo[0])
    assert screen.client_count() == 0
    assert screen.view.undo == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_how_many_are_added_is_in_sight_before_they_are(qtbot, work, tmp_path, wear, scale):
    wear("light", scale)
    screen = Screen(qtbot, work, tmp_path)
    place = PagePlace(screen.view)
    qtbot.addWidget(place)
    place.resize(928, 700)
    place.show()
    screen.choose(LIST)

    qtbot.waitUntil(lambda: screen.view.isAncestorOf(screen.view.focusWidget()))
    count = screen.rows.count
    assert count.visibleRegion().boundingRect().height() == count.height()


def test_a_decision_on_figures_is_shown_in_its_row_or_said_with_what_to_do(screen):
    heads = "Name,Use of figures,Day of the consent,Consent paper,Consent paper version"
    rows = "Al,agreed,2025-11-03,Leaflet,2\nBo,declined,2025-11-03,Leaflet,2\nCy,y,,,\n"
    screen.choose(f"{heads}\n{rows}Di,agreed,,,\n")

    unknown, lacking, agreed, declined = screen.told()
    assert unknown == (
        "4 | Use of figures: write agreed, declined, not asked, or empty the cell. | Cy"
    )
    assert lacking.startswith("5 | Use of figures: what was agreed or declined needs its day, the ")
    said = "on 3 November 2025, on paper: Leaflet, version 2"
    assert agreed == f"2 | Will be added | Al · use of figures agreed {said}"
    assert declined == f"3 | Will be added | Bo · use of figures declined {said}"


def test_whatever_a_row_holds_is_told_before_it_is_added(screen):
    cells = dict(zip(FIELDS, example(screen.work.workspace), strict=True))
    assert [each for each, cell in cells.items() if not cell] == ["chosen_name"], "no example"
    cells["name"] = "Al"
    heads = ",".join(translate(FIELD_WORDS[each]) for each in FIELDS)
    screen.choose(heads + "\n" + ",".join(f'"{cell}"' for cell in cells.values()) + "\n")

    [told] = screen.told()
    assert EXAMPLE_NAME not in told
    assert _untold(cells, told) == NOT_TOLD


def test_a_short_cell_is_not_told_by_another_word_or_another_cell():
    cells = {"name": "No", "reached": "no", "asked": "no"}

    assert _untold(cells, "2 | Will be added | No · north, no") == {"asked"}
    assert _untold(cells, "2 | Will be added | No · north") == {"asked", "reached"}


def _untold(cells, told):
    """Return the fields whose cells stand in no words of their own."""
    longest_first = sorted(cells, key=lambda each: -len(_as_told(each, cells[each])))
    untold = set()
    for field in longest_first:
        words = re.escape(_as_told(field, cells[field]))
        told, times = re.subn(rf"(?<!\w){words}(?!\w)", "", told, count=1)
        if not times:
            untold.add(field)
    return untold


def _as_told(field: str, cell: str) -> str:
    is_day = field == "birth_date" or field.endswith("_on")
    return written_day(date.fromisoformat(cell)) if is_day else cell


def test_the_guide_names_every_column_of_a_list():
    guide = (ROOT / "docs/importing-a-caseload.md").read_text("utf-8")
    rows = [each.split("|")[1] for each in guide.splitlines() if each.startswith("| ")]
    named = {head.strip() for row in rows for head in row.split(",")}

    assert {translate(each) for each in FIELD_WORDS.values()} - named == set()


def test_going_back_puts_the_list_away(screen):
    screen.choose(LIST)

    screen.press(screen.rows.back)

    assert screen.view.page is None
    assert screen.viewmodel.state.sheet is None
    assert screen.view.choose.hasFocus()
    screen.press(screen.view.back)
    assert screen.left == [commands.Back()]


def test_a_date_that_can_be_read_in_two_ways_is_asked_about(screen):
    screen.choose("Name,Born\nAl,1/2/1990\n")
    assert screen.rows.order.isVisible()
    screen.rows.track.setCurrentIndex(0)
    screen.rows.track.picked.emit(0)
    assert "two ways" in screen.told()[0]

    screen.press(screen.rows.import_list)
    assert screen.rows.order_field.problem.text()
    assert screen.client_count() == 0

    screen.rows.order.setCurrentIndex(1)
    screen.rows.order.picked.emit(1)
    assert screen.told() == ["2 | Will be added | Al · 2 January 1990"]


def test_what_a_choice_lets_be_added_is_said(screen, monkeypatch):
    screen.choose("Name,Born\nAl,1/2/1990\n")
    hearing = Hearing(monkeypatch)

    for box in (screen.rows.track, screen.rows.order):
        box.setCurrentIndex(1)
        box.picked.emit(1)

    assert hearing.words[-1] == "1 client will be added."


def test_what_must_be_chosen_stands_in_line_also_when_one_of_it_is_said_to_lack(screen):
    screen.choose("Name,Born\nAl,1/2/1990\n")
    rows = screen.rows
    screen.rows.order.setCurrentIndex(0)
    screen.rows.order.picked.emit(0)
    screen.press(rows.import_list)
    assert rows.track_field.problem.isVisible()

    places = [each.mapTo(rows, each.rect().topLeft()).y() for each in (rows.order, rows.track)]

    assert places[0] == places[1]


def test_before_a_list_is_chosen_the_page_names_every_column_that_it_may_have(screen):
    told = "\n".join(each.text() for each in screen.view.findChildren(QLabel) if each.isVisible())

    assert [each for each in FIELD_WORDS.values() if translate(each) not in told] == []


def test_a_column_can_be_given_another_meaning(screen):
    screen.choose("Nobody knows,Name\nAl,Bo\n")
    assert screen.told() == ["2 | Will be added | Bo"]

    screen.viewmodel.assign(0, "name")

    assert screen.told() == ["2 | Will be added | Al"]
    assert [each.chosen_id for each in screen.rows.columns] == ["name", ""]


def test_what_is_no_list_is_said_with_what_to_do_and_nothing_of_the_file(screen):
    screen.choose('Name\n"Secretname')

    assert screen.view.message.title == "A quotation mark is not closed"
    assert screen.view.page is None


def test_an_empty_list_can_be_saved_and_chosen(screen):
    screen.press(screen.view.template)
    screen.choose((screen.file.parent / "empty.csv").read_text(encoding="utf-8-sig"))

    assert screen.told()[0].startswith(
        "2 | This is the example of the empty list. Delete the row. | "
    )


def test_that_the_empty_list_was_saved_is_shown_and_where(screen, monkeypatch):
    hearing = Hearing(monkeypatch)

    screen.press(screen.view.template)

    assert screen.view.message.isVisible()
    assert screen.view.message.title == "Done"
    assert "saved as empty.csv" in hearing.words[-1]
    screen.choose(LIST)
    screen.press(screen.rows.back)
    assert not screen.view.message.isVisible()


def test_what_other_programs_write_for_a_gender_is_understood(screen):
    screen.choose("Name,Gender\nAl,male\nBo,Female\nCy,M\nDi,f\nEd,Non-Binary\nFy,unknown\n")

    first, *others = screen.told()
    assert first == (
        "7 | Gender: write one of man, woman, non-binary, other, or empty the cell. | Fy"
    )
    genders = [line.rsplit(" · ", 1)[1] for line in others]
    assert genders == ["man", "woman", "man", "woman", "non-binary"]


def test_an_age_group_is_understood_however_its_dash_is_written(screen):
    screen.choose("Name,Birthday,Age group\nAl,1990-02-28,25 - 34\nBo,,35\N{EN DASH}44\nCy,,65 +\n")

    said = [line.split(" | ")[2] for line in screen.told()]
    assert said == ["Al · 28 February 1990 · 25-34", "Bo · 35-44", "Cy · 65+"]
    assert not screen.rows.unused.isVisible()


def test_columns_that_are_not_recognised_are_named_with_those_that_would_be(screen):
    screen.choose("Klient,Remark,Born\nAl,,1990-02-28\n")

    assert screen.rows.unused.isVisible()
    assert screen.rows.unused.text().startswith("Not recognised and not used: Klient, Remark.")
    told = "\n".join(each.text() for each in screen.rows.findChildren(QLabel) if each.isVisible())
    assert [each for each in FIELD_WORDS.values() if translate(each) not in told] == []
    screen.viewmodel.assign(0, "name")
    assert screen.rows.unused.text().startswith("Not recognised and not used: Remark.")
    screen.viewmodel.assign(1, "contact")
    assert not screen.rows.unused.isVisible()


@pytest.mark.parametrize("head", ["PHQ-9", "phq9", "PHQ-9 total", "PHQ 9 Score"])
def test_a_column_of_totals_of_a_measure_that_takes_none_says_what_to_do(screen, head):
    screen.choose(f"Name,{head}\nAl,14\n")

    assert screen.rows.unused.text() == (
        f"{head} is not used: PHQ-9 cannot be imported as a total. Add the clients, then enter the "
        "answers from the paper on each client's page."
    )
    assert screen.told() == ["2 | Will be added | Al"]


def test_a_column_of_totals_of_a_measure_that_takes_them_says_which_columns_it_needs(screen):
    screen.choose("Name,ORS\nAl,22.5\n")

    assert screen.rows.unused.text() == (
        "ORS is not used: a total needs its day. Put “ORS” into a column “Measure”, the total into "
        "“Score” and its day into “Day of the score”, and choose the file again."
    )


def test_a_measure_is_known_however_its_name_is_spelt(screen):
    heads = "Name,Measure,Score,Day of the score"
    day = screen.work.workspace.today().isoformat()
    screen.choose(f"{heads}\nAl,PHQ9,14,{day}\nBo,ors,22.5,{day}\n")

    phq, ors = screen.told()
    assert phq.startswith("2 | Measure: a total alone is not enough for this one. Empty the cells")
    assert "enter the answers from the paper on the client's page" in phq
    assert ors.startswith("3 | Will be added | Bo · ORS: 22.5 on ")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut(qtbot, work, tmp_path, wear, scale):
    wear("light", scale)
    screen = Screen(qtbot, work, tmp_path)
    screen.view.resize(1024 - 216, 700)
    assert clipped(screen.view) == []
    screen.choose(LIST + "Di,1/2/1990,\n")
    assert screen.rows.unused.isVisible()
    assert clipped(screen.view) == []


def test_no_value_of_a_list_is_in_a_message_or_a_log(screen, caplog, capfd):
    canary = "Zzcanary"
    screen.choose(f"Name,Born\n{canary},{canary}\n{canary},1.1.1990\n{canary},1.1.1990\n")
    why = [line.split(" | ")[1] for line in screen.told()]
    screen.press(screen.rows.back)
    screen.choose(f'Name\n"{canary}')

    out = capfd.readouterr()
    assert len([each for each in why if each != "Will be added"]) == 3
    assert screen.view.message.title
    assert canary not in " ".join(why) + screen.view.message.title
    assert canary not in caplog.text + out.out + out.err
