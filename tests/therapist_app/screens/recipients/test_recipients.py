"""Recipients and their keys, entered and compared as a person would."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from exports.package.sealing import new_age_key
from tests.support.record.records import laid_out
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.service import pseudonyms, recipients, releases
from therapist_app.record.service.export_keys import renew_export_key
from therapist_app.record.service_model import Release
from therapist_app.screens.recipients.recipient_view import (
    KnownRecipientView,
    NewRecipientView,
    OwnKeyView,
)
from therapist_app.screens.recipients.view import RecipientsView
from therapist_app.screens.recipients.viewmodel import RecipientsViewModel
from therapist_app.workflows.exporting.keeping_recipients import (
    OWN_LEAD,
    enter_recipient,
    own_key,
    pseudonym_of,
    recipient_lines,
)
from therapist_app.workflows.overviews.service_needs import Need, service_needs

pytestmark = pytest.mark.usefixtures("wear")
KEY = "age1p96z7uh7dklx8ytm2dy59csqacntf3gt474mnr85shksttc3zceqdd0jpn"


class Screen:
    """The page of recipients in a service that is no practice."""

    def __init__(self, qtbot: QtBot, work: Workplace, file: Path) -> None:
        work.workspace.vault.practice = False
        self.qtbot, self.work, self.file = qtbot, work, file
        self.come_back()

    def come_back(self) -> None:
        viewmodel = RecipientsViewModel(self.work.workspace)
        self.view = RecipientsView(
            viewmodel, ask_for_file=lambda _parent: self.file, ask_where=lambda _parent: self.file
        )
        self.viewmodel = viewmodel
        self.qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        self.view.show()
        self.view.focus_first()
        settle()

    def press(self, button: QAbstractButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    def tick(self, box: QAbstractButton) -> None:
        box.setFocus()
        self.qtbot.keyClick(box, Qt.Key.Key_Space)
        settle()

    def add(self, name: str, key: str) -> None:
        self.press(self.view.add)
        assert isinstance(self.view.opened, NewRecipientView)
        self.qtbot.keyClicks(self.view.opened.form.name, name)
        self.qtbot.keyClicks(self.view.opened.form.key, key)
        self.press(self.view.opened.form.save)

    @property
    def known(self) -> KnownRecipientView:
        assert isinstance(self.view.opened, KnownRecipientView)
        return self.view.opened

    @property
    def standings(self) -> dict[str, str]:
        return {each.name: each.standing for each in self.viewmodel.state.lines}

    @property
    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace, tmp_path: Path) -> Screen:
    return Screen(qtbot, work, tmp_path / "key.txt")


def test_a_recipient_is_ready_once_the_key_was_compared_and_that_was_ticked(
    screen: Screen,
) -> None:
    screen.add("University", KEY)

    assert screen.standings["University"] == "to_compare"
    assert "Compare the key aloud" in screen.words
    said = screen.words.splitlines()
    assert said.count("you read") == said.count("they read") == 4
    assert not screen.known.compared.isEnabled()
    screen.tick(screen.known.same)
    screen.press(screen.known.compared)

    assert screen.standings["University"] == "ready"
    name = screen.work.workspace.vault.person.name
    assert f"Compared on 2 March 2026 by {name}." in screen.words
    assert not screen.known.same.isVisible()


def test_a_key_is_compared_by_ear_group_by_group_and_who_reads_it_is_said(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.add("Ministry", KEY)
    groups = screen.known.groups
    assert groups.hasFocus()
    hearing = Hearing(monkeypatch)

    for _each in range(9):
        screen.qtbot.keyClick(groups, Qt.Key.Key_Down)

    [line] = [each for each in recipient_lines(screen.work.workspace) if each.name == "Ministry"]
    heard = hearing.words
    assert [each.partition(",")[0].replace(" ", "") for each in heard[:8]] == list(line.groups)
    assert [each.partition(", ")[2] for each in heard[:8]] == ["you read"] * 4 + ["they read"] * 4
    assert heard[0].partition(",")[0] == " ".join(line.groups[0])
    assert heard[8] == "There is no other line."


def test_a_key_is_read_from_a_file_and_looked_at_before_it_is_saved(screen: Screen) -> None:
    screen.file.write_text(f"# their key\n{KEY}\n", encoding="utf-8")
    screen.press(screen.view.add)
    assert isinstance(screen.view.opened, NewRecipientView)
    form = screen.view.opened.form
    screen.qtbot.keyClicks(form.name, "University")

    screen.press(form.from_file)

    assert form.key.text() == KEY
    assert form.name.text() == "University"
    assert screen.standings == {OWN_LEAD: "own"}
    screen.press(form.save)
    assert screen.standings["University"] == "to_compare"


def test_what_is_written_over_a_key_from_a_file_stays_when_it_is_refused(screen: Screen) -> None:
    screen.file.write_text(KEY, encoding="utf-8")
    screen.press(screen.view.add)
    assert isinstance(screen.view.opened, NewRecipientView)
    form, other = screen.view.opened.form, new_age_key()[0]
    screen.press(form.from_file)
    form.key.selectAll()
    screen.qtbot.keyClicks(form.key, other)

    screen.press(form.save)

    assert "Enter a name" in screen.words
    assert form.key.text() == other


def test_a_key_that_was_compared_already_is_not_to_be_compared_again(screen: Screen) -> None:
    screen.add("University", KEY)
    assert "Now compare it with them." in screen.words
    screen.tick(screen.known.same)
    screen.press(screen.known.compared)

    screen.add("University", KEY)

    assert screen.standings["University"] == "ready"
    assert "Key saved." in screen.words
    assert "Now compare it" not in screen.words
    assert "you read" not in screen.words


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b""])
def test_what_holds_no_key_is_refused_in_a_sentence(screen: Screen, data: bytes) -> None:
    screen.file.write_bytes(data)
    screen.press(screen.view.add)
    assert isinstance(screen.view.opened, NewRecipientView)
    screen.qtbot.keyClicks(screen.view.opened.form.name, "University")
    screen.press(screen.view.opened.form.from_file)
    screen.press(screen.view.opened.form.save)

    assert "Not saved" in screen.words
    assert screen.view.opened.form.name.text() == "University"
    assert screen.standings == {OWN_LEAD: "own"}


def test_a_key_that_differs_is_deleted(screen: Screen) -> None:
    screen.add("University", KEY)

    screen.press(screen.known.differ)

    assert screen.standings["University"] == "no_key"
    assert "Ask them for their key again" in screen.words


def test_a_changed_key_is_warned_of_and_compared_again(screen: Screen) -> None:
    screen.add("University", KEY)
    screen.tick(screen.known.same)
    screen.press(screen.known.compared)

    screen.qtbot.keyClicks(screen.known.form.key, new_age_key()[0])
    screen.press(screen.known.form.save)

    assert screen.standings["University"] == "to_compare"
    assert "The key was changed" in screen.words
    assert not screen.known.same.isChecked()


def test_the_lead_of_this_service_has_no_field_for_a_key(screen: Screen) -> None:
    screen.press(screen.view.buttons[0])

    assert screen.known.form.isHidden()
    assert "needs no key of their own" in screen.words
    assert "earlier version" not in screen.words
    assert screen.known.signer.hasFocus()
    screen.add("Clinical lead", KEY)
    assert "needs no key" in screen.words
    assert screen.standings == {OWN_LEAD: "own"}


def test_of_a_key_that_was_entered_for_the_lead_it_is_said_that_it_counts_no_more(
    screen: Screen,
) -> None:
    service = screen.work.workspace.service
    entered = recipients.enter_key(service, OWN_LEAD, KEY)
    screen.come_back()
    screen.press(screen.view.buttons[0])
    assert "A key was entered for them in an earlier version." in screen.words

    name = screen.work.workspace.vault.person.name
    recipients.note_compared(service, entered, name)
    screen.come_back()
    screen.press(screen.view.buttons[0])

    assert f"which {name} compared on 2 March 2026" in screen.words
    assert screen.standings == {OWN_LEAD: "own"}


def test_our_own_key_stands_there_as_text_and_for_a_camera_and_is_saved(screen: Screen) -> None:
    screen.press(screen.view.own)

    assert isinstance(screen.view.opened, OwnKeyView)
    key = own_key(screen.work.workspace).public_key
    assert screen.view.opened.key.text() == key
    assert screen.view.opened.code.grab().toImage().pixelColor(0, 0).name() == "#ffffff"
    screen.press(screen.view.opened.save)
    assert screen.file.read_text(encoding="utf-8").strip() == key


def test_new_pseudonyms_begin_after_a_question_alone(screen: Screen) -> None:
    workspace, client = screen.work.workspace, "0" * 32
    pseudonyms.pseudonym_for(workspace.service, client, OWN_LEAD, "for May")
    before = pseudonym_of(workspace, client, OWN_LEAD, "research")
    screen.come_back()
    screen.press(screen.view.buttons[0])
    assert "for May: from before, no longer used" in screen.words
    [opens] = screen.known.ends

    screen.press(opens)
    assert not screen.known.end.isEnabled()
    assert pseudonym_of(workspace, client, OWN_LEAD, "research") == before
    screen.tick(screen.known.sure)
    screen.press(screen.known.end)

    assert pseudonym_of(workspace, client, OWN_LEAD, "research") != before
    assert "clients have other pseudonyms there" in screen.words


def test_escape_turns_back_from_what_is_open(screen: Screen) -> None:
    screen.add("University", KEY)

    screen.qtbot.keyClick(screen.view, Qt.Key.Key_Escape)
    settle()

    assert screen.view.opened is None
    assert "1 key is to be compared." in screen.words


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    screen.add("University", KEY)
    signer = screen.viewmodel.state.lines[1].signer

    golden("screens/recipients.txt", outline(screen.view).replace(signer, "12345"))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_list_begins_below_the_title(screen: Screen, wear, scale: float) -> None:
    wear("light", scale)
    screen.come_back()

    title = next(each for each in screen.view.findChildren(QLabel) if each.text() == "Recipients")
    places = [each.mapTo(screen.view, QPoint()).x() for each in (title, screen.view.add)]
    assert places[0] == places[1]


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(screen: Screen, wear, scale: float) -> None:
    wear("light", scale)
    enter_recipient(screen.work.workspace, "University", KEY)
    screen.come_back()
    screen.press(screen.view.buttons[1])
    assert clipped(screen.view) == []

    screen.press(screen.view.own)

    assert clipped(screen.view) == []


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=0))
def test_the_new_number_is_read_by_telephone_and_that_is_saved(
    screen: Screen, wear, scale: float
) -> None:
    wear("light", scale)
    workspace = screen.work.workspace
    vault, service = workspace.vault, workspace.service
    enter_recipient(workspace, "Board", KEY)
    sent, at = service.new_id(), service.now()
    release = Release(sent, "external", "Board", "report", at, "Ana Example", "{}", "[]")
    releases.add(service, release)
    old = next(each for each in recipient_lines(workspace) if each.name == "Board").signer
    renew_export_key(service, vault.header.people, vault.credentials.keys.signing, vault.today())
    screen.come_back()
    screen.viewmodel.open("Board")
    settle()
    new = next(each for each in screen.viewmodel.state.lines if each.name == "Board").signer
    assert old != new
    assert old in screen.words
    assert new in screen.words
    assert "the key that signs exports was changed" in screen.words
    assert clipped(screen.view) == []

    screen.press(screen.known.told)

    assert "They were told by telephone." in screen.words
    assert not screen.known.told.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 700)])
def test_where_nobody_has_clients_the_own_key_stands_alone_and_is_saved(
    qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    service = laid_out(tmp_path, roles=("keeper", "lead"))
    with service.open() as vault:
        workspace = workspace_for(vault)
        screen = Screen(qtbot, Workplace(workspace, service.clock), tmp_path / "key.txt")
        screen.view.resize(*size)
        settle()
        opened = screen.view.opened
        assert isinstance(opened, OwnKeyView)
        assert opened.key.hasFocus()
        assert not screen.view.add.isVisible()
        assert screen.view.buttons == [] or not screen.view.buttons[0].isVisible()
        assert all(each in screen.words for each in own_key(workspace).groups)
        assert clipped(screen.view) == []

        screen.press(opened.save)

        assert screen.file.read_text() == f"{own_key(workspace).public_key}\n"
        assert not screen.view.turn_back()
        assert service_needs(workspace).needs == (Need("backup", True, "keeper_or_lead"),)
