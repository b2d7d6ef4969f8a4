"""The about page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import open_workplace
from therapist_app import __version__, build, commands
from therapist_app.record.header.header_file import service_number
from therapist_app.screens.about.view import AboutView
from therapist_app.screens.about.viewmodel import AboutViewModel
from therapist_app.widgets.fields.fields import TextArea

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
def show(qtbot, tmp_path):
    with open_workplace(tmp_path) as work:

        def show_it() -> AboutView:
            view = AboutView(AboutViewModel(work.workspace))
            qtbot.addWidget(view)
            view.resize(1170, 768)
            view.show()
            view.focus_first()
            settle()
            return view

        yield show_it


def words_of(view: AboutView) -> str:
    return "\n".join(each.text() for each in view.findChildren(QLabel))


def test_it_says_what_it_is_for_and_what_it_never_does(show):
    words = words_of(show())

    assert __version__ in words
    assert "It makes no diagnosis." in words
    assert "It predicts nothing, and gives nobody a grade of risk." in words


def test_it_shows_the_number_that_stands_on_the_sheets(qtbot, tmp_path):
    with open_workplace(tmp_path) as work:
        view = AboutView(AboutViewModel(work.workspace))
        qtbot.addWidget(view)

        shown = words_of(view)

        assert f"Service {service_number(work.workspace.vault.place.path)}" in shown


def test_what_one_needs_is_read_in_a_minute(show):
    words = words_of(show())

    assert "F1 explains the page you are on." in words
    assert len(words.split()) < 200


def test_all_licences_are_shown_when_asked_for_and_hidden_again(show, qtbot):
    view = show()

    qtbot.mouseClick(view.more, Qt.MouseButton.LeftButton)
    settle()
    assert view.more.text() == "Hide the other licences"
    assert clipped(view) == []
    assert view._rest.isVisible()

    qtbot.mouseClick(view.more, Qt.MouseButton.LeftButton)
    assert view.more.text() == "Show all licences"
    assert not view._rest.isVisible()


def test_every_instrument_of_others_has_its_notice(show):
    view = show()
    view.more.click()
    words = words_of(view)

    assert "Spitzer" in words
    assert "Open Sans" in words
    assert "Electronic Frontier Foundation" in words


def test_it_leads_back(show, qtbot):
    view = show()

    with qtbot.waitSignal(view.leave_requested) as left:
        view.back.click()

    assert left.args == [commands.Back()]
    assert view.focusWidget() is view.back


@pytest.fixture
def packed(monkeypatch, tmp_path):
    """Put beside the program what a packer leaves there."""

    def put(facts: str, licences: str = "MIT, for a library") -> None:
        (tmp_path / build.FACTS).write_text(facts, "utf-8")
        (tmp_path / build.LICENCES).write_text(licences, "utf-8")
        monkeypatch.setattr(build.resources, "files", lambda _package: tmp_path)

    return put


def test_a_packed_copy_shows_its_fingerprint_and_the_text_of_every_licence(show, packed):
    packed('{"fingerprint": "%s", "is_for_proofs": false}' % ("0123456789abcdef" * 4))
    view = show()
    view.more.click()
    settle()
    [field] = view.findChildren(TextArea)

    assert "0123 4567 89ab cdef 0123 4567 89ab cdef" in words_of(view)
    assert "PROOF-ONLY" not in words_of(view)
    assert (field.toPlainText(), field.isReadOnly()) == ("MIT, for a library", True)
    assert clipped(view) == []


def test_a_copy_that_was_made_for_proofs_says_so(show, packed):
    packed('{"fingerprint": "%s", "is_for_proofs": true}' % ("0" * 64))

    assert "PROOF-ONLY" in words_of(show())


def test_a_copy_whose_python_nobody_compared_says_so_until_somebody_does(show, packed):
    words = "not compared with what its publisher says"
    facts = '{"fingerprint": "%s", "is_for_proofs": false%s}'

    packed(facts % ("0" * 64, ', "is_python_compared": false'))
    assert words in words_of(show())

    packed(facts % ("0" * 64, ""))
    assert words not in words_of(show())


@pytest.mark.parametrize("facts", ["", "{}", '{"fingerprint": "00"}'])
def test_what_was_not_packed_whole_shows_no_fingerprint(show, packed, facts):
    packed(facts)

    assert "Fingerprint" not in words_of(show())


def test_a_folder_of_code_has_no_fingerprint_and_no_texts(show):
    view = show()
    view.more.click()

    assert build.this_build() is None
    assert build.licence_texts() == ""
    assert view.findChildren(TextArea) == []
    said = " ".join(each.text() for each in view.findChildren(QLabel))
    assert "It runs from a folder of code and has no fingerprint to compare." in said


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_or_unnamed(show, wear, scale):
    wear("dark", scale)

    assert clipped(show()) == []
