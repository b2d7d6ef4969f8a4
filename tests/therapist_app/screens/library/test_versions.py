"""The shelf of versions: packs are installed, chosen and signed off, by keyboard alone."""

import re
from dataclasses import replace
from gettext import NullTranslations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from exports.errors import FilesNotWritten
from programme.comparing.comparing import Difference
from programme.loading.library import installed_folder
from programme.loading.translating import programme_texts
from programme.packs.folders import content_files
from session_forms.clinic.translations import form_texts
from session_forms.library.library import installed as installed_forms
from session_forms.words.texts import install
from tests.support.programme.packs import (
    SLEEP,
    SLEEP_NOW,
    change,
    forms_folder,
    head,
    local_texts,
    opening,
    pack_file,
    programme_folder,
    services_folder,
    write_folder,
)
from tests.support.programme.translations import (
    LANGUAGE,
    form_file,
    programme_file,
    translations_folder,
)
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.settling import settle
from tests.support.workflows.clinics import open_clinic
from tests.support.workflows.clinics_ready import approve_all
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app import commands
from therapist_app.record.errors import DiskFull
from therapist_app.record.service import settings
from therapist_app.record.service.former_people import remember
from therapist_app.screens.library import versions as versions_module
from therapist_app.screens.library.contents_view import PartOfTexts
from therapist_app.screens.library.draft_view import DraftView, WrongFolderView
from therapist_app.screens.library.offer_view import OfferView
from therapist_app.screens.library.version_lines import groups_of
from therapist_app.screens.library.version_list_view import VersionListView
from therapist_app.screens.library.versions import VersionsViewModel
from therapist_app.screens.library.versions_view import Asking
from therapist_app.screens.library.view import LibraryView
from therapist_app.screens.library.viewmodel import LibraryViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton, why_not
from therapist_app.workflows.content import making_packs, packs, packs_waiting, signing_off
from therapist_app.workflows.content.making_packs import own_number
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.content.pack_registry import known_signers, registry_of
from therapist_app.workflows.content.trusted_signers import KEY
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")
TAB, SPACE = Qt.Key.Key_Tab, Qt.Key.Key_Space


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    return pack_file(forms_folder(tmp_path_factory.mktemp("p") / "f", "1.0", SLEEP))


@pytest.fixture(scope="module")
def newer(tmp_path_factory):
    return pack_file(forms_folder(tmp_path_factory.mktemp("p") / "f", "1.1", SLEEP, SLEEP_NOW))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = programme_folder(tmp_path_factory.mktemp("p") / "course", "0.9.0")
    change(folder, "programme.toml", 'title = "Prevention programme"', 'title = "Our programme"')
    return pack_file(folder)


class Screen:
    """The library with its shelf of versions open, and the file that the person will pick."""

    def __init__(self, qtbot, clinic) -> None:
        self.qtbot, self.clinic = qtbot, clinic
        self.file = None
        self.folder = None
        self.opens = ""
        self.left: list[object] = []
        self.show()

    def show(self) -> None:
        viewmodel = LibraryViewModel(self.clinic.workspace, "versions", self.opens)
        asking = Asking(
            for_pack=lambda _parent: self.file,
            for_folder=lambda _parent: self.folder,
            for_place=lambda _parent: self.folder,
            where=lambda _parent, name: self.folder.with_name(name),
        )
        self.library = LibraryView(viewmodel, asking=asking)
        viewmodel.setParent(self.library)
        self.library.leave_requested.connect(self.left.append)
        self.qtbot.addWidget(self.library)
        self.library.resize(1170, 768)
        self.library.show()
        self.library.activateWindow()
        self.library.focus_first()
        self.settle()

    @property
    def versions(self):
        return self.library.versions

    @property
    def page(self):
        return self.versions.page

    @property
    def words(self) -> str:
        labels = self.library.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    @property
    def focus(self):
        return self.library.focusWidget()

    def settle(self) -> None:
        settle()

    def key(self, *keys: Qt.Key) -> None:
        for each in keys:
            QTest.keyClick(self.focus, each)
            self.settle()

    def type(self, words: str) -> None:
        QTest.keyClicks(self.focus, words)
        self.settle()

    def tab_to(self, widget) -> None:
        for _step in range(60):
            if self.focus is widget:
                return
            self.key(TAB)
        raise AssertionError(f"never reached {widget.accessibleName()}")

    def press(self, widget) -> None:
        self.tab_to(widget)
        self.key(SPACE)

    def row(self, title: str):
        return next(each for each in self.page.rows if each.line.title == title)

    def come_back(self) -> None:
        self.clinic.come_back()
        self.show()


@pytest.fixture
def clinic(tmp_path):
    clinic = open_clinic(tmp_path)
    yield clinic
    clinic.lock()


@pytest.fixture
def screen(qtbot, clinic):
    return Screen(qtbot, clinic)


def installed(screen, path, name="Mara Lind"):
    screen.file = path
    screen.press(screen.page.install)
    if screen.versions._viewmodel.state.offer.signer is None:
        screen.type(name)
        screen.press(screen.page.compared)
    screen.press(screen.page.install)
    return screen


def test_the_keyboard_begins_on_what_is_missing(screen):
    assert screen.focus is screen.row(screen.page.rows[0].line.title).sign
    assert "Draft, not signed off." in screen.words
    assert "Came with the application" in screen.words


def test_a_text_that_the_service_approved_itself_is_told_until_it_is_over(tmp_path):
    with open_workplace(tmp_path, practice=False) as work:
        work.have_roles("keeper", "therapist", "lead")
        assert groups_of(work.workspace, "jurisdictions").lines == ()
        approve_all(work)

        [line] = groups_of(work.workspace, "jurisdictions").lines

        assert line.facts.startswith("Written by this service · approved on ")
        assert line.facts.endswith("by Ana Example, clinical lead, alone in the service")
        assert (line.use, line.is_chosen, line.may_use) == ("in_use", True, False)
        work.clock.advance(300 * 24 * 3600)
        [over] = groups_of(work.workspace, "jurisdictions").lines
        assert (over.use, over.is_chosen) == ("unusable", False)


def test_a_pack_by_a_stranger_is_installed_by_keyboard_once_somebody_vouches(screen, forms):
    screen.file = forms
    screen.press(screen.page.install)
    offer = screen.page

    assert "Language: English" in screen.words
    assert "This signer is not known here yet" in screen.words
    assert look_at(screen.clinic.workspace, forms).signed.signer in screen.words
    assert screen.focus is offer.name
    assert not offer.install.isEnabled()
    screen.type("Mara Lind")
    assert not offer.install.isEnabled()
    screen.press(offer.compared)
    screen.press(offer.install)

    assert "Installed: forms our-forms 1.0" in screen.words
    assert "signed by Mara Lind" in screen.words
    assert screen.left == [commands.UseContent()]


def test_while_a_session_is_open_it_is_said_when_it_comes_into_use(qtbot, tmp_path, forms):
    clinic = open_clinic(tmp_path, practice=True)
    workspace = clinic.workspace
    workplace = Workplace(workspace, clinic.service.clock)
    session = workplace.start(workplace.add_client(), "S01")
    screen = installed(Screen(qtbot, clinic), forms)

    assert screen.left == []
    assert "chosen, not in use yet" in screen.words
    assert "from here as soon as the session has ended" in screen.words
    assert screen.focus is screen.page.lock
    screen.key(SPACE)
    assert screen.left == [commands.Lock()]
    end_session(workspace, session, "finished")
    screen.show()
    assert screen.focus is screen.page.use_now
    screen.key(SPACE)
    assert screen.left == [commands.Lock(), commands.UseContent()]
    clinic.lock()


def test_after_the_unlock_it_is_in_use(screen, forms):
    installed(screen, forms)

    screen.come_back()

    assert screen.row("Our forms 1.0").line.use == "in_use"
    assert not screen.page.lock.isVisible()
    assert not screen.page.use_now.isVisible()


def test_a_known_signer_needs_no_name(screen, forms, newer):
    installed(screen, forms)
    screen.file = newer
    screen.press(screen.page.install)

    assert "Mara Lind, confirmed here by Ana Example." in screen.words
    assert "From forms our-forms 1.0 to forms our-forms 1.1." in screen.words
    assert "It is newer than every version of it here." in screen.words
    assert screen.focus is screen.page.install
    assert screen.page.install.isEnabled()


def test_one_key_goes_back_to_the_earlier_version(screen, forms, newer):
    installed(installed(screen, forms), newer)
    screen.come_back()

    screen.press(screen.row("Our forms 1.0").use)

    assert "Chosen: Our forms 1.0" in screen.words
    uses = {each.line.title: each.line.use for each in screen.page.rows}
    assert uses["Our forms 1.0"] == "not_yet"
    assert uses["Our forms 1.1"] == "still"
    screen.come_back()
    assert screen.clinic.workspace.forms.latest("sleep-own").version == 1


def test_a_pack_can_be_used_no_longer(screen, forms):
    installed(screen, forms)
    screen.come_back()

    screen.press(screen.row("Our forms 1.0").aside)

    assert "No longer chosen: Our forms 1.0" in screen.words
    screen.come_back()
    assert "sleep-own" not in screen.clinic.workspace.forms.ids()
    assert screen.row("Our forms 1.0").line.use == ""


def test_a_programme_is_installed_signed_off_and_left_again(screen, course):
    shipped = f"Prevention programme {screen.clinic.workspace.programme.version}"
    installed(screen, course)
    assert screen.row(shipped).line.use == "still"
    screen.come_back()

    assert screen.focus is screen.row("Our programme 0.9.0").sign
    screen.key(SPACE)
    assert "I have read this version" in screen.words
    assert "You sign as Ana Example." in screen.words
    assert screen.focus is screen.page.role
    assert screen.page.why_not.text() == "Enter your role, and tick the box first."
    screen.press(screen.page.agreed)
    assert screen.page.why_not.text() == "Enter your role first."
    screen.press(screen.page.agreed)
    screen.page.role.setFocus()
    screen.type("Clinical lead")
    assert screen.page.why_not.text() == "Tick the box first."
    assert not screen.page.sign.isEnabled()
    assert screen.page.sign.accessibleDescription() == screen.page.why_not.text()
    assert screen.page.agreed.accessibleDescription() == signing_off.STATEMENT
    screen.press(screen.page.agreed)
    assert screen.page.sign.accessibleDescription() == ""
    screen.press(screen.page.sign)
    assert "Signed off by Ana Example, Clinical lead, on 2 March 2026." in screen.words
    assert "Our programme 0.9.0 · signed off for use here" in screen.words

    screen.press(screen.row("Our programme 0.9.0").withdraw)
    assert screen.focus is screen.page.reason
    assert "Withdraw the sign-off of Our programme 0.9.0" in screen.words
    assert not screen.page.withdraw.isEnabled()
    screen.press(screen.page.back)
    assert screen.row("Our programme 0.9.0").line.standing.state == "signed"
    screen.press(screen.row("Our programme 0.9.0").withdraw)
    screen.type("A mistake in S09")
    screen.press(screen.page.withdraw)
    taken_back = "Ana Example withdrew the sign-off on 2 March 2026."
    assert f"{taken_back} Reason: A mistake in S09" in screen.words
    assert "Our programme 0.9.0 · draft, for training" in screen.words

    screen.press(screen.row(shipped).use)
    screen.come_back()
    assert screen.clinic.workspace.programme.title == "Prevention programme"


def test_a_version_is_saved_as_a_folder_changed_and_made_a_pack_of(screen, tmp_path):
    row = screen.page.rows[0]
    screen.folder = tmp_path

    screen.press(row.save)

    programme = screen.clinic.workspace.programme
    saved = tmp_path / f"{programme.id}-{programme.version}"
    assert content_files(saved) == content_files(installed_folder())
    assert f"Saved as a folder: {saved.name}" in screen.words
    screen.press(screen.page.rows[0].save)
    assert "is already there" in screen.words

    [session] = saved.glob("*/s09-*/therapist.md")
    session.write_text(
        session.read_text("utf-8").replace("The limits", "All the limits", 1), "utf-8"
    )
    about = saved / "programme.toml"
    text = about.read_text("utf-8")
    about.write_text(text.replace(f'"{programme.version}"', '"9.9.9"', 1), "utf-8")
    screen.folder = saved
    screen.press(screen.page.make)
    assert isinstance(screen.page, DraftView)


def test_an_installed_pack_is_saved_as_the_folder_that_it_was_made_from(screen, tmp_path, course):
    installed(screen, course)
    screen.folder = tmp_path
    row = next(each for each in screen.page.rows if each.line.pack_id and each.line.may_save)

    screen.press(row.save)

    [saved] = tmp_path.glob("*-*/programme.toml")
    assert f'version = "{row.line.version}"' in saved.read_text("utf-8")


def test_an_earlier_version_that_came_with_us_stays_for_who_began_with_it(screen):
    [kept] = screen.clinic.workspace.earlier_programmes
    assert "Prevention programme 0.2.0" not in screen.words  # nobody here began with it
    signing_off.sign_off(screen.clinic.workspace, kept, "Clinical lead")
    screen.come_back()
    earlier = screen.row("Prevention programme 0.2.0")

    assert earlier.line.facts == "Came with the application, for clients who began with it"
    assert (earlier.line.is_chosen, earlier.line.may_use, earlier.line.use) == (False, False, "")


def test_who_signs_a_newer_version_off_reads_what_differs_from_the_signed_one(screen):
    workspace = screen.clinic.workspace
    newer = f"Prevention programme {workspace.programme.version}"
    [earlier] = workspace.earlier_programmes
    screen.press(screen.row(newer).sign)
    assert screen.page.changes == []
    screen.press(screen.page.back)
    signing_off.sign_off(workspace, earlier, "Clinical lead")

    screen.press(screen.row(newer).sign)

    assert f"From Prevention programme 0.2.0 to {newer}." in screen.words
    assert "Programme > version" in screen.words or "Differences: " in screen.words


def test_an_earlier_version_that_clients_follow_can_be_signed_off_as_well(screen, course):
    installed(screen, course)
    screen.come_back()
    earlier = screen.clinic.workspace.earlier_programmes[0]

    screen.press(screen.row(f"{earlier.title} {earlier.version}").sign)
    screen.type("Clinical lead")
    screen.press(screen.page.agreed)
    screen.press(screen.page.sign)

    assert signing_off.is_signed_off(screen.clinic.workspace, earlier)


def test_a_key_too_many_after_a_signature_signs_and_withdraws_nothing(screen, course):
    installed(screen, course)
    screen.come_back()
    title = "Our programme 0.9.0"
    screen.press(screen.row(title).sign)
    screen.type("Clinical lead")
    screen.press(screen.page.agreed)
    screen.press(screen.page.sign)

    assert screen.focus is screen.row(title).standing
    assert "Our programme 0.9.0: Signed off by Ana Example" in screen.focus.accessibleName()
    screen.key(Qt.Key.Key_Return, SPACE)
    assert isinstance(screen.page, VersionListView)
    assert screen.row(title).line.standing.state == "signed"

    screen.key(TAB, SPACE)
    assert screen.focus is screen.page.reason
    screen.type("A mistake")
    screen.press(screen.page.withdraw)
    assert screen.row(title).line.standing.state == "withdrawn"
    assert screen.focus is screen.row(title).standing
    screen.key(Qt.Key.Key_Return, SPACE)
    assert isinstance(screen.page, VersionListView)


def test_escape_and_the_button_leave_the_pages_and_change_nothing(screen, forms):
    screen.file = forms
    screen.press(screen.page.install)
    screen.key(Qt.Key.Key_Escape)
    assert isinstance(screen.page, VersionListView)
    screen.press(screen.page.install)
    screen.press(screen.page.back)
    screen.press(screen.page.rows[0].sign)
    screen.press(screen.page.back)

    assert isinstance(screen.page, VersionListView)
    assert registry_of(screen.clinic.workspace.service) == ()
    screen.key(Qt.Key.Key_Escape)
    assert isinstance(screen.page, VersionListView)


def test_a_file_that_is_no_pack_is_said_in_one_sentence(screen, tmp_path):
    screen.file = tmp_path / "x.pack"
    screen.file.write_bytes(b"something else")

    screen.press(screen.page.install)

    assert screen.versions.message.title == "This cannot be done"
    assert "check that it is the right file" in screen.words


def test_nothing_happens_when_no_file_is_picked(screen):
    screen.press(screen.page.install)

    assert isinstance(screen.page, VersionListView)
    assert screen.versions.message.title == ""


def test_a_full_disk_is_said_and_nothing_is_installed(screen, forms, monkeypatch):
    def refuse(*_given, **_more):
        raise DiskFull

    monkeypatch.setattr(versions_module.packs, "install", refuse)

    installed(screen, forms)

    assert screen.versions.message.title == "Nothing was changed"
    assert "Make room on the disk" in screen.words


def test_a_mistake_of_ours_is_not_hidden(clinic, forms, monkeypatch):
    viewmodel = VersionsViewModel(clinic.workspace)
    viewmodel.look_at(forms)

    def refuse(*_given, **_more):
        raise RuntimeError

    monkeypatch.setattr(versions_module.packs, "install", refuse)

    with pytest.raises(RuntimeError):
        viewmodel.install("Mara Lind")


def test_a_pack_whose_file_went_bad_is_said_and_not_chosen(screen, forms, newer):
    installed(installed(screen, forms), newer)
    (screen.clinic.packs / "forms" / "our-forms" / "1.0.pack").write_bytes(b"x")
    screen.clinic.workspace.service.run("DELETE FROM pack_files")
    screen.come_back()

    assert screen.row("Our forms 1.0").line.use == "unusable"
    assert "its file is not the one that was installed" in screen.words
    screen.press(screen.row("Our forms 1.0").use)

    assert screen.versions.message.title == "This cannot be done"
    assert "install it again" in screen.words


@pytest.mark.parametrize("roles", [("therapist",)])
def test_a_therapist_alone_reads_and_changes_nothing(qtbot, tmp_path, forms, roles):
    clinic = open_clinic(tmp_path, roles=roles)
    screen = Screen(qtbot, clinic)

    assert not screen.page.make.isVisible()
    assert [each.buttons for each in screen.page.rows] == [()] * len(screen.page.rows)
    screen.versions._viewmodel.look_at(forms)
    screen.settle()
    assert not screen.page.install.isVisible()
    assert "Only an administrator or a clinical lead can install packs" in screen.words
    assert screen.focus is screen.page.ask
    clinic.lock()


def test_practice_shows_no_signature_and_can_try_packs(qtbot, tmp_path, forms):
    clinic = open_clinic(tmp_path, practice=True)
    screen = Screen(qtbot, clinic)

    assert "signed off" not in screen.words
    installed(screen, forms)
    screen.come_back()

    assert screen.row("Our forms 1.0").line.use == "in_use"
    clinic.lock()


def test_practice_says_which_programme_it_borrows(qtbot, tmp_path, clinic, course):
    from therapist_app.workflows.content.content_in_use import content_in_use

    packs.install(clinic.workspace, look_at(clinic.workspace, course), signer_name="Mara Lind")
    found = content_in_use(clinic.folder)
    practice = open_clinic(tmp_path / "practice", practice=True)
    practice.workspace = replace(
        practice.workspace,
        programme=found.programme,
        earlier_programmes=found.earlier_programmes,
        packs=found.packs,
    )
    screen = Screen(qtbot, practice)

    assert "From your clinic's packs" in screen.words
    assert screen.row("Our programme 0.9.0").line.use == "in_use"
    assert not screen.page.lock.isVisible()
    practice.lock()


def test_every_difference_stands_on_the_page_and_what_touches_safety_first(screen, tmp_path):
    folder = programme_folder(tmp_path / "course", "0.9.0")
    guide = "m01-starting-together/s01-welcome-limits-agreement/therapist.md"
    change(folder, guide, "Thank you for coming.", "Good that you came.")
    change(folder, guide, "they worry they could harm a child", "they fear to harm a child")
    screen.file = pack_file(folder)

    screen.press(screen.page.install)

    changes = screen.versions._viewmodel.state.changes
    assert [each.is_safety for each in changes] == sorted(
        (each.is_safety for each in changes), reverse=True
    )
    labels = screen.library.findChildren(QLabel)
    read = "\n".join(f"{each.text()} {each.accessibleName()}" for each in labels)
    assert 'Was: Key: "Thank you for coming.' in read
    assert 'Now: Key: "Good that you came.' in read
    assert "touches safety" in read
    assert f"Differences: {len(changes)}. Of these, 1 touches safety." in read


def test_another_programme_is_not_compared_and_forms_are_not_either(clinic, forms, tmp_path):
    folder = programme_folder(tmp_path / "other", "0.9.0")
    change(folder, "programme.toml", 'id = "pps-core"', 'id = "another"')
    viewmodel = VersionsViewModel(clinic.workspace)

    for path in (pack_file(folder), forms):
        viewmodel.look_at(path)
        assert viewmodel.state.offer is not None
        assert viewmodel.state.changes == ()


def test_of_very_many_differences_none_is_left_out(screen, course):
    viewmodel = screen.versions._viewmodel
    viewmodel.look_at(course)
    many = tuple(Difference((f"S{number}",), "added", after=f"x{number}") for number in range(150))

    viewmodel._change(replace(viewmodel.state, changes=many))
    screen.settle()

    assert set(re.findall(r"\bx(\d+)\b", screen.words)) == {str(each) for each in range(150)}
    assert "Differences: 150. Of these, 0 touch safety." in screen.words


def test_who_signs_off_reads_what_opens_an_alert_and_why(screen):
    screen.show()

    screen.press(screen.page.rows[0].sign)

    one = "\N{LEFT DOUBLE QUOTATION MARK}1\N{RIGHT DOUBLE QUOTATION MARK}"
    assert "What opens an alert, and why at this level" in screen.words
    assert f"PHQ-9, 9 is {one}: watch, suicide." in screen.words
    assert "Thoughts on most days do not wait for the next session" in screen.words


def test_nothing_is_done_where_no_page_is_open(clinic):
    viewmodel = VersionsViewModel(clinic.workspace)

    viewmodel.install("Mara Lind")
    viewmodel.sign_off("Lead")
    viewmodel.withdraw("A mistake")

    assert viewmodel.state.said == "nothing"
    assert registry_of(clinic.workspace.service) == ()


@pytest.mark.parametrize("scale", sampled([1.0, 1.25, 2.0], every=3, first=2))
def test_nothing_is_cut_or_unnamed(screen, wear, forms, course, scale):
    installed(installed(screen, forms), course)
    wear("light", scale)
    screen.come_back()
    found = clipped(screen.library) + outside(screen.library)
    screen.file = forms
    screen.press(screen.page.install)
    found += clipped(screen.library) + outside(screen.library)
    screen.key(Qt.Key.Key_Escape)
    screen.press(screen.page.rows[0].sign)
    found += clipped(screen.library) + outside(screen.library)

    assert found == []


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_the_keyboard_stands_where_it_can_be_seen(screen, wear, course, scale):
    wear("light", scale)
    screen.show()
    screen.file = course

    screen.press(screen.page.install)
    assert not screen.focus.visibleRegion().isEmpty()
    screen.key(Qt.Key.Key_Escape)
    screen.press(screen.page.rows[0].sign)

    assert screen.focus is screen.page.role
    assert screen.focus.visibleRegion().boundingRect().height() == screen.focus.height()


def test_in_another_language_only_what_was_changed_is_different(screen, tmp_path):
    folder = programme_folder(tmp_path / "course", "0.9.0")
    guide = "m01-starting-together/s01-welcome-limits-agreement/therapist.md"
    change(folder, guide, "Thank you for coming.", "Good that you came.")
    pack = pack_file(folder)
    install(NullTranslations(), LANGUAGE)

    screen.come_back()
    screen.versions._viewmodel.look_at(pack)

    install(NullTranslations())
    assert "not translated" in screen.clinic.workspace.programme.session_plan("S01").aim
    changes = screen.versions._viewmodel.state.changes
    assert {each.before for each in changes if "not translated" in each.before} == set()
    assert len(changes) == 2


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_a_pack_of_translations_is_shown_word_for_word_before_it_is_installed(
    screen, tmp_path, wear, scale
):
    wear("light", scale)
    head_words = 'permission = "Letter of March."\n[texts]'
    name, said = form_file({"title": "Plano", "questions.status.prompt": "Kiuj signoj?"})
    folder = translations_folder(
        tmp_path / "t",
        "1",
        programme_file("S01", {"session_plans.S01.steps.welcome.title": "Bonvenon"}),
        programme_file("x", {"frame.aim": "Sekura komenco", "title": "Programo"}),
        (name, said.replace("[texts]", head_words)),
    )
    screen.show()

    screen.versions._viewmodel.look_at(pack_file(folder))
    screen.settle()

    for words in ("Bonvenon", "Sekura komenco", "Programo", "Plano", "Kiuj signoj?"):
        assert words in screen.words
    for words in ("S01", "welcome:", "frame", "title", "status", "Permission: Letter of March."):
        assert words in screen.words
    assert "My safety plan, version 1, in Esperanto" in screen.words
    left = r"(\d+) texts of (\d+) are not translated and stand in English"
    counted = re.search(left, screen.words)
    assert counted is not None
    assert int(counted[2]) - int(counted[1]) == 3
    assert "Texts in other languages" in screen.words
    assert clipped(screen.library) == []


def test_a_long_translation_is_opened_a_part_at_a_time(screen, tmp_path):
    places = programme_texts(screen.clinic.workspace.programme)
    said = {each: f"Eo {number}" for number, each in enumerate(places) if "{" not in places[each]}
    inside = {
        each: said[each] for each in said if each.startswith(("frame.", "session_plans.S09."))
    }
    folder = translations_folder(tmp_path / "t", "1", programme_file("x", inside))

    screen.file = pack_file(folder)
    screen.press(screen.page.install)

    parts = screen.page.findChildren(PartOfTexts)
    assert [each.read.accessibleName().split(",")[0] for each in parts] == [
        "Read: S09",
        "Read: frame",
    ]
    assert "Eo " not in screen.words
    screen.press(parts[0].read)
    shown = screen.words
    own = [text for place, text in inside.items() if place.startswith("session_plans.S09.")]
    assert len(own) > 100
    assert [each for each in own if f"{each}<" not in shown] == []
    assert "chain:" in shown
    assert screen.focus is parts[0].read
    assert not screen.focus.visibleRegion().isEmpty()
    assert "Hide: S09" in screen.focus.accessibleName()
    screen.key(SPACE)
    assert "Eo " not in screen.words


def test_a_form_that_is_translated_whole_says_so(screen, tmp_path):
    texts = dict.fromkeys(form_texts(installed_forms().get("safety-plan", 1)), "Eo")
    folder = translations_folder(tmp_path / "t", "1", form_file(texts))

    screen.versions._viewmodel.look_at(pack_file(folder))
    screen.settle()

    assert "All of its texts are translated." in screen.words


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_a_pack_of_local_texts_is_shown_word_for_word_before_it_is_installed(
    screen, tmp_path, wear, scale
):
    wear("light", scale)
    folder = local_texts(tmp_path / "t", "sample")
    write_folder(folder, {"pack.toml": head("jurisdictions", "our-law", "1")})
    screen.show()

    screen.versions._viewmodel.look_at(pack_file(folder))
    screen.settle()

    assert "Not approved: it is not used with clients." in screen.words
    assert "The first is when a child is in danger." in screen.words
    assert "What you say here is private." in screen.words
    assert "Do not read it to a real client." in screen.words
    assert clipped(screen.library) == []


def test_a_folder_becomes_a_signed_pack_by_keyboard_and_can_be_installed_at_once(screen, tmp_path):
    screen.folder = forms_folder(tmp_path / "f", "1.0", SLEEP)

    screen.press(screen.page.make)
    assert isinstance(screen.page, DraftView)
    assert "Our forms" in screen.words
    assert "Nothing of it is in use yet." in screen.words
    number = own_number(screen.clinic.workspace)
    assert number in screen.words
    assert screen.focus is screen.page.agreed
    assert not screen.page.sign.isEnabled()
    screen.key(SPACE)
    screen.press(screen.page.sign)

    saved = tmp_path / "forms-our-forms-1.0.pack"
    assert look_at(screen.clinic.workspace, saved).signed.signer == number
    assert f"Signed and saved: {saved.name}" in screen.words
    assert "Ana Example, confirmed here by Ana Example." in screen.words
    screen.press(screen.page.install)
    assert "Installed: forms our-forms 1.0" in screen.words
    assert "Your own signature." in screen.words


def test_what_is_wrong_in_a_folder_is_listed_and_read_again_once_it_was_put_right(screen, tmp_path):
    screen.folder = forms_folder(tmp_path / "f", "1.0", SLEEP)
    change(screen.folder, "sleep-own.v1.toml", "title =", "titel =")

    screen.press(screen.page.make)

    assert isinstance(screen.page, WrongFolderView)
    assert "This folder cannot become a pack yet" in screen.words
    assert "sleep-own.v1.toml" in screen.words
    assert screen.focus is screen.page.again
    change(screen.folder, "sleep-own.v1.toml", "titel =", "title =")
    screen.key(SPACE)
    assert isinstance(screen.page, DraftView)
    screen.key(Qt.Key.Key_Escape)
    assert isinstance(screen.page, VersionListView)
    assert list(tmp_path.glob("*.pack")) == []


def test_a_signed_pack_that_cannot_be_saved_is_not_signed(screen, tmp_path, monkeypatch):
    def refuse(*_given):
        raise FilesNotWritten("x.pack cannot be written: check who may write there.")

    monkeypatch.setattr(making_packs, "replace_with", refuse)
    screen.folder = forms_folder(tmp_path / "f", "1.0", SLEEP)
    screen.press(screen.page.make)
    screen.press(screen.page.agreed)

    screen.press(screen.page.sign)

    assert screen.versions.message.title == "Nothing was changed"
    assert "x.pack cannot be written" in screen.words
    assert known_signers(screen.clinic.workspace.service) == {}


def test_a_signer_is_trusted_no_longer_and_their_next_pack_is_compared_anew(screen, forms, newer):
    installed(screen, forms)
    [signer] = screen.page.signers

    screen.press(signer.distrust)

    assert "No longer trusted: Mara Lind" in screen.words
    assert screen.row("Our forms 1.0").line.is_chosen
    screen.file = newer
    screen.press(screen.page.install)
    assert "This signer is not known here yet" in screen.words


def test_a_number_whose_comparer_left_is_compared_again_without_waiting_for_a_pack(
    screen, forms, newer
):
    installed(screen, forms)
    workspace = screen.clinic.workspace
    [(number, on)] = settings.load(workspace.service, KEY, dict[str, object]).items()
    settings.save(workspace.service, KEY, {number: {**on, "by": "lea"}})
    ana = workspace.vault.header.person(workspace.vault.person.uid)
    remember(workspace.service, replace(ana, uid="lea", name="Lea"))
    screen.show()
    [signer] = screen.page.signers
    assert "Lea, who compared this number, left the service." in screen.words
    assert signer.distrust.isVisible()

    screen.press(signer.again)

    assert "Number compared again: Mara Lind" in screen.words
    assert not screen.page.signers[0].again.isVisible()
    assert look_at(workspace, newer).signer is not None


@pytest.mark.parametrize("opened", ["draft", "wrong"])
def test_the_pages_of_a_folder_hold_at_200_percent(qtbot, clinic, tmp_path, wear, opened):
    wear("light", 2)
    screen = Screen(qtbot, clinic)
    screen.folder = forms_folder(tmp_path / "f", "1.0", SLEEP)
    if opened == "wrong":
        change(screen.folder, "sleep-own.v1.toml", "title =", "titel =")
    screen.press(screen.page.make)

    assert clipped(screen.library) == []
    assert outside(screen.library) == []


def test_every_question_option_and_alert_of_a_form_is_shown_before_it_is_installed(
    screen, tmp_path
):
    folder = forms_folder(tmp_path / "f", "1.0", SLEEP)
    write_folder(folder, {"asks.v1.toml": opening("asks", "sleep-own")})
    screen.file = pack_file(folder)

    screen.press(screen.page.install)

    assert "Did you sleep?" in screen.words
    assert "Opens an alert (act) when 1 is “Yes”: Yes." in screen.words


def test_every_service_of_a_list_is_shown_before_it_is_installed(screen, tmp_path):
    screen.file = pack_file(services_folder(tmp_path / "s", "1.0"))

    screen.press(screen.page.install)

    words = screen.words
    for entry in screen.clinic.workspace.directory:
        assert entry.name in words
        assert not entry.phone or entry.phone in words


def test_every_session_of_a_programme_is_read_whole_before_it_is_installed(screen, course):
    screen.file = course
    screen.press(screen.page.install)
    sessions = screen.versions._viewmodel.state.offer.contents.programme.session_plans
    read = {each.choice: each for each in screen.page.findChildren(ChoosingButton)}

    assert set(sessions) <= set(read)
    screen.press(read["S09"])
    assert sessions["S09"].aim in screen.words
    screen.key(SPACE)
    assert isinstance(screen.page, OfferView)
    screen.press(read_again(screen)["S09"])
    screen.key(Qt.Key.Key_Escape)
    assert isinstance(screen.page, OfferView)


def read_again(screen):
    return {each.choice: each for each in screen.page.findChildren(ChoosingButton)}


@pytest.fixture
def therapist(qtbot, tmp_path):
    clinic = open_clinic(tmp_path / "t", roles=("therapist",))
    yield Screen(qtbot, clinic)
    clinic.lock()


def test_a_therapist_puts_a_pack_forward_and_sees_that_it_waits(therapist, forms):
    screen = therapist
    screen.file = forms
    screen.press(screen.page.install)

    assert "Did you sleep?" in screen.words
    assert screen.focus is screen.page.ask
    assert not screen.page.install.isVisible()
    screen.key(SPACE)

    assert "Suggested: forms our-forms 1.0" in screen.words
    assert "Packs that wait to be installed" in screen.words
    assert "Until it is installed, no backup contains its file." in screen.words
    [line] = screen.page.waiting
    screen.press(line.look)
    assert "It waits for an administrator or a clinical lead." in screen.words
    assert not screen.page.ask.isVisible()
    screen.press(screen.page.take_off)
    assert "Not installed: forms our-forms 1.0" in screen.words
    assert screen.page.waiting == []


def test_a_missing_signature_comes_before_a_pack_that_was_suggested(screen, forms):
    workspace = screen.clinic.workspace
    packs_waiting.put_forward(workspace, look_at(workspace, forms))

    screen.show()

    assert len(screen.page.waiting) == 1
    sign = screen.row(screen.page.rows[0].line.title).sign
    assert screen.focus is sign, "no session starts without it; the pack is another matter"


def test_a_pack_put_forward_opens_from_the_list_of_what_waits_and_is_installed(screen, forms):
    workspace = screen.clinic.workspace
    packs_waiting.put_forward(workspace, look_at(workspace, forms))
    [need] = [each for each in service_needs(workspace).mine if each.kind == "signer_waits"]
    screen.opens = need.subject
    screen.show()

    assert isinstance(screen.page, OfferView)
    screen.type("Mara Lind")
    screen.press(screen.page.compared)
    screen.press(screen.page.install)

    assert "Installed: forms our-forms 1.0" in screen.words
    assert packs_waiting.waiting(workspace) == ()


def test_a_course_that_came_along_is_found_and_read_as_a_pack_to_sign(screen):
    assert "Short prevention course 0.1.0" in screen.words
    short = next(each for each in screen.page.courses if each.course.id == "pps-brief")

    screen.press(short.read)

    assert isinstance(screen.page, DraftView)
    assert screen.versions._viewmodel.state.draft.pack.manifest.id == "pps-brief"
    assert "To offer both, sign this one off" in screen.words
    assert why_not(screen.page).startswith("Not yet: Sign and save. ")


def test_who_answers_for_no_content_is_told_who_can_take_a_course_into_use(
    qtbot, clinic, monkeypatch
):
    monkeypatch.setattr(versions_module, "may", lambda _vault, _act: False)

    screen = Screen(qtbot, clinic)

    assert "A clinical lead can read it and take it into use." in screen.words
    assert not any(each.read.isVisible() for each in screen.page.courses)
