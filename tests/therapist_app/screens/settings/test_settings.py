"""The settings."""

from dataclasses import fields, replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from programme.checks.wording import HELP_LINES
from session_forms.library.library import FormLibrary
from tests.support.record.records import lay_out
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.hearing import Hearing, told_as_found
from tests.support.windows.page_states import SETTINGS_SUBJECTS
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import open_workplace, workspace_for
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.record.database import audit
from therapist_app.record.errors import DiskFull
from therapist_app.record.service import settings as clinic
from therapist_app.screens.settings.numbers_view import NumbersView
from therapist_app.screens.settings.service_view import LockingView, UseView
from therapist_app.screens.settings.view import SettingsView
from therapist_app.screens.settings.viewmodel import SettingsViewModel
from therapist_app.settings import ChosenLook, LookSettings
from therapist_app.shell.navigation.places import WAYS
from therapist_app.widgets.controls.buttons import LeavingButton
from therapist_app.widgets.controls.options import Option
from therapist_app.workflows.content.writing_local_texts import begin, places
from therapist_app.workflows.course.chosen_measures import chosen_measures
from therapist_app.workflows.policies.form_use import use_of_forms
from therapist_app.workflows.policies.idle_limits import IdleLimits, idle_limits
from therapist_app.workflows.policies.page_numbers import PageNumbers, page_numbers
from therapist_app.workflows.policies.settling_policies import course_rules
from therapist_app.workflows.policies.staff_numbers import (
    StaffNumbers,
    settle_staff_numbers,
    staff_numbers,
)
from therapist_app.workflows.safekeeping.protections import tell_protection

pytestmark = pytest.mark.usefixtures("wear")


CTRL_ENTER = (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


class Screen:
    """The settings, and the looks that were applied."""

    def __init__(self, qtbot, work, file=None) -> None:
        self.qtbot = qtbot
        self.applied: list[LookSettings] = []
        self.chosen = ChosenLook(file, LookSettings(scheme="light"), self.applied.append)
        self.viewmodel = SettingsViewModel(work.workspace, self.chosen)
        self.view = SettingsView(self.viewmodel)
        self.viewmodel.setParent(self.view)
        qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        self.view.show()
        self.view.focus_first()
        qtbot.waitUntil(lambda: bool(self.viewmodel.state.laptop))
        QApplication.processEvents()

    @property
    def words(self) -> str:
        """What every subject says; each is made for that, as by a word looked for."""
        assert all(each.page for each in self.view.subjects.values())
        return "\n".join(each.text() for each in self.view.findChildren(QLabel))

    def press(self, button) -> None:
        for each in self.view.subjects.values():
            if each.page.isAncestorOf(button):
                self.view.turn_to(each.id)
        QApplication.processEvents()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()


def test_each_choice_about_the_look_takes_effect_at_once(qtbot, work):
    screen = Screen(qtbot, work)

    screen.press(screen.view.look.schemes[2])
    assert screen.applied == [LookSettings(scheme="dark")]
    screen.press(screen.view.look.scales[2])

    assert screen.applied[-1].text_scale == 1.5


def test_a_subject_is_made_when_it_is_turned_to_or_words_are_looked_for_in_it(qtbot, work):
    screen = Screen(qtbot, work)

    assert screen.view.findChildren(NumbersView) == screen.view.findChildren(LockingView) == []
    screen.view.turn_to("numbers")
    assert screen.view.findChildren(NumbersView) == [screen.view.numbers]
    assert screen.view.findChildren(LockingView) == []
    screen.view.index.words.setText("telephone")
    screen.view.index.words.edited.emit("telephone")

    assert screen.view.findChildren(LockingView) == [screen.view.locking]
    assert not screen.view.locking.isVisible()


def test_ctrl_k_leads_to_each_subject_or_to_where_its_button_leads(qtbot, work):
    screen = Screen(qtbot, work)
    found = {each.destination for each in WAYS}
    for name, shown in screen.view.subjects.items():
        left: list[Destination] = []
        screen.view.leave_requested.connect(left.append)
        first = shown.first
        if isinstance(first, LeavingButton):
            first.click()
        screen.view.leave_requested.disconnect(left.append)
        place = commands.Settings(name) if name != "display" else commands.Settings()

        assert found & {place, *left}, f"Ctrl+K does not know {name}"


def test_each_subject_is_among_the_states_in_which_pages_are_tried(qtbot, work):
    subjects = Screen(qtbot, work).view.subjects
    alone = {name for name, shown in subjects.items() if not shown.leads}

    assert {*SETTINGS_SUBJECTS} == alone - {"display"}  # at which it opens


def test_limits_that_were_settled_stand_on_a_page_made_afterwards(qtbot, work):
    screen = Screen(qtbot, work)
    screen.viewmodel.settle_limits(IdleLimits(120.0, 900.0))

    screen.view.turn_to("locking")

    assert "After 2 minutes without use" in screen.view.locking.words.text()


def test_what_was_ticked_before_holds_after_other_colours_were_chosen(qtbot, work):
    screen = Screen(qtbot, work)

    screen.press(screen.view.look.still)
    screen.press(screen.view.look.schemes[2])
    assert screen.applied[-1] == LookSettings(scheme="dark", reduced_motion=True)
    screen.press(screen.view.look.one_by_one)
    assert screen.applied[-1] == LookSettings(scheme="dark", reduced_motion=True, one_by_one=True)
    screen.press(screen.view.look.defaults)

    assert not screen.view.look.still.isChecked()
    assert not screen.view.look.one_by_one.isChecked()


def test_entering_the_display_goes_to_the_size_and_choosing_it_again_does_nothing(qtbot, work):
    screen = Screen(qtbot, work)
    screen.view.enter("display")
    assert screen.view.focusWidget() is screen.view.look.scales[0]

    screen.press(screen.view.look.schemes[1])

    assert screen.applied == []


def test_a_disk_that_refuses_is_said(qtbot, work, tmp_path):
    (tmp_path / "file").write_text("in the way")
    screen = Screen(qtbot, work, tmp_path / "file" / "look.toml")

    screen.press(screen.view.look.still)

    assert screen.view.message.title == "These display settings last until you lock"


def test_people_limits_and_texts_are_shown_and_nothing_is_called_missing_that_is_there(qtbot, work):
    clinic.save(work.workspace.service, "idle_seconds", 120)

    words = Screen(qtbot, work).words

    assert "Ana Example" in words
    assert "administrator, therapist" in words
    assert "After 2 minutes without use, 15 in a session or hand-over." in words
    assert "draft, not approved by anybody" in words
    assert "Templates to start from, under Programme, Local texts: 31." in words
    assert "Not in this version" not in words
    assert "a command does it" not in words


def test_without_a_single_text_that_is_said(qtbot, work):
    work.workspace = replace(work.workspace, jurisdictions=())

    words = Screen(qtbot, work).words

    assert "No text on confidentiality is installed." in words
    assert "Templates" not in words


def test_it_leads_to_what_the_application_is(qtbot, work):
    screen = Screen(qtbot, work)

    with qtbot.waitSignal(screen.view.leave_requested) as left:
        screen.press(screen.view.about)

    assert left.args == [commands.About()]


def test_it_leads_to_the_backups(qtbot, work):
    screen = Screen(qtbot, work)

    with qtbot.waitSignal(screen.view.leave_requested) as left:
        screen.press(screen.view.backups)

    assert left.args == [commands.Safekeeping()]


@pytest.mark.parametrize("scale", sampled([1.0, 1.25, 1.5, 2.0], every=4, first=3))
def test_no_subject_is_cut_or_too_wide(qtbot, work, wear, scale):
    wear("contrast-high", scale)
    screen = Screen(qtbot, work)

    for subject in screen.view.subjects:
        screen.view.turn_to(subject)
        settle()
        assert clipped(screen.view) == [], subject
        assert outside(screen.view) == [], subject


def test_the_use_of_forms_is_settled_for_the_service(qtbot, work):
    screen = Screen(qtbot, work)

    screen.press(screen.view.use.options[3])
    screen.press(screen.view.use.options[3])

    assert use_of_forms(work.workspace.service) == "commercial"
    assert screen.viewmodel.state.use == "commercial"


def test_somebody_who_does_not_speak_for_the_service_only_reads_the_use(qtbot):
    view = UseView("research", (), may_settle=False)
    qtbot.addWidget(view)
    view.show()

    words = "\n".join(each.text() for each in view.findChildren(QLabel))

    assert "Research" in words
    assert "Only an administrator or a clinical lead can change this" in words
    assert not any(option.isVisible() for option in view.options)


def test_what_is_wrong_with_the_clinics_files_is_said(qtbot, work):
    problem = "who-5.v2.words.toml, line 9: there is no such item in this form."
    work.workspace = replace(
        work.workspace, forms=FormLibrary(work.workspace.forms.all(), (problem,))
    )

    assert problem in Screen(qtbot, work).words


def test_everything_that_stands_on_pages_to_take_home_has_its_line(qtbot, work):
    lines = Screen(qtbot, work).view.numbers.lines

    assert list(lines) == [each.name for each in fields(PageNumbers)]


def test_whoever_settles_a_number_reads_what_the_page_promises_of_it(qtbot, work):
    said = Screen(qtbot, work).words

    assert "{crisis_line}, by day or by night" in HELP_LINES
    assert "answers by day or by night: where no line does, enter the emergency number" in said
    assert "{prevention_line}. You do not have to give your name" in HELP_LINES
    assert "clients read that they need not give theirs" in said


def test_the_numbers_for_the_pages_are_settled_by_keyboard(qtbot, work):
    screen = Screen(qtbot, work)
    numbers = screen.view.numbers

    screen.view.enter("numbers")
    assert numbers.lines["emergency_number"].hasFocus()
    numbers.lines["crisis_line"].setFocus()
    qtbot.keyClicks(numbers.lines["crisis_line"], "0800 111")
    numbers.keep.setFocus()
    qtbot.keyClick(numbers.keep, Qt.Key.Key_Space)
    settle()

    assert page_numbers(work.workspace) == PageNumbers(crisis_line="0800 111")
    assert "Saved. Every page uses them from now on" in screen.words


def test_ctrl_enter_saves_the_numbers_among_which_the_keyboard_stands(qtbot, work):
    """It said "Saved" of those for clients while the one on call was typed."""
    screen = Screen(qtbot, work)
    staff, numbers = screen.view.staff_numbers, screen.view.numbers
    screen.view.turn_to("numbers")
    for view, line, number in (
        (numbers, "crisis_line", "0800 111"),
        (staff, "on_call_phone", "0170 99"),
    ):
        view.lines[line].setFocus()
        settle()
        numbers.message.clear()
        qtbot.keyClicks(view.lines[line], number)
        qtbot.keyClick(view.lines[line], *CTRL_ENTER)
        settle()
        assert view.message.isVisible()

    assert staff_numbers(work.workspace) == StaffNumbers(on_call_phone="0170 99")
    assert page_numbers(work.workspace) == PageNumbers(crisis_line="0800 111")
    assert not numbers.message.isVisible()


def test_that_numbers_were_saved_comes_into_sight_below_them(qtbot, work):
    screen = Screen(qtbot, work)
    staff = screen.view.staff_numbers
    screen.view.resize(1100, 420)
    screen.view.turn_to("numbers")
    staff.lines["on_call_hours"].setFocus()
    settle()
    qtbot.keyClicks(staff.lines["on_call_hours"], "day and night")

    qtbot.keyClick(staff.lines["on_call_hours"], *CTRL_ENTER)
    settle()

    assert not staff.message.visibleRegion().isEmpty()


def test_the_numbers_of_colleagues_are_kept_by_themselves_beside_those_for_clients(qtbot, work):
    screen = Screen(qtbot, work)
    staff = screen.view.staff_numbers
    screen.view.turn_to("numbers")
    assert list(staff.lines) == [each.name for each in fields(StaffNumbers)]

    qtbot.keyClicks(staff.lines["lead_phone"], "Anna")
    screen.press(staff.keep)
    assert "without a name" in staff.fields["lead_phone"].problem.text()
    staff.lines["lead_phone"].setText("030 1234")
    screen.press(staff.keep)
    assert staff.message.isVisible()
    qtbot.keyClicks(staff.lines["on_call_phone"], "0170 99")
    screen.view.flush()

    assert staff_numbers(work.workspace) == StaffNumbers("030 1234", "0170 99")
    assert "Saved. Alerts and the next day sheet have them" in screen.words
    assert "Every page uses them" not in screen.words
    assert page_numbers(work.workspace) == PageNumbers()


def test_whoever_may_not_settle_reads_the_numbers_of_colleagues(qtbot, work):
    settle_staff_numbers(work.workspace, StaffNumbers(lead_phone="030 1234"))
    work.have_roles("therapist")

    words = Screen(qtbot, work).words

    assert "Telephone of the clinical lead: 030 1234" in words
    assert "Telephone on call: not settled" in words


def test_a_number_is_kept_counted_and_said_to_be_kept_as_soon_as_its_line_is_left(qtbot, work):
    screen = Screen(qtbot, work)
    numbers = screen.view.numbers
    screen.view.enter("numbers")
    qtbot.keyClicks(numbers.lines["crisis_line"], "0800 111")
    qtbot.keyClick(numbers.lines["crisis_line"], Qt.Key.Key_Return)
    settle()

    assert page_numbers(work.workspace) == PageNumbers(crisis_line="0800 111")
    assert "Phone numbers: 1 of 5" in index_words(screen)
    assert numbers.message.isVisible()

    qtbot.keyClicks(numbers.lines["clinic_phone"], "Clinic")
    assert not numbers.message.isVisible()
    qtbot.keyClick(numbers.lines["clinic_phone"], Qt.Key.Key_Return)
    settle()

    assert "Write a number as it is dialled, without a name." in screen.words
    assert page_numbers(work.workspace) == PageNumbers(crisis_line="0800 111")


def test_the_main_key_keeps_the_numbers_and_says_so(qtbot, work):
    screen = Screen(qtbot, work)
    numbers = screen.view.numbers
    screen.view.enter("numbers")
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    qtbot.keyClicks(numbers.lines["crisis_line"], "0800 111")

    qtbot.keyClick(
        numbers.lines["crisis_line"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    settle()

    assert page_numbers(work.workspace) == PageNumbers(crisis_line="0800 111")
    assert numbers.message.isVisible()


def test_a_line_that_is_wrong_keeps_no_other_from_being_saved_and_holds_back_once(qtbot, work):
    screen = Screen(qtbot, work)
    screen.view.resize(1024, 600)
    screen.view.enter("numbers")
    lines = screen.view.numbers.lines
    for name, typed in (("crisis_line", "Clinic"), ("prevention_line", "0800 2")):
        lines[name].setFocus()
        qtbot.keyClicks(lines[name], typed)
    screen.press(screen.view.numbers.keep)
    lines["clinic_phone"].setFocus()
    qtbot.keyClicks(lines["clinic_phone"], "030 1")

    assert screen.view.guards
    assert screen.view.hold_back()
    assert page_numbers(work.workspace) == PageNumbers(
        prevention_line="0800 2", clinic_phone="030 1"
    )
    assert "This is not saved" in screen.words
    assert "Crisis line. If you leave now, this is lost." in screen.words
    settle()
    labels = screen.view.numbers.message.findChildren(QLabel)
    [told] = [each for each in labels if "If you leave now" in each.text()]
    assert told.visibleRegion().boundingRect().height() == told.height(), "it is in sight"
    assert not screen.view.hold_back(), "it is said once"


def test_numbers_that_the_disk_refused_are_not_said_to_be_saved(qtbot, work, monkeypatch):
    screen = Screen(qtbot, work)
    screen.view.enter("numbers")
    numbers = screen.view.numbers
    numbers.lines["crisis_line"].setFocus()
    qtbot.keyClicks(numbers.lines["crisis_line"], "0800 111")

    with monkeypatch.context() as full, qtbot.captureExceptions() as box:
        full.setattr(screen.view._viewmodel, "settle_numbers", refuse)
        qtbot.keyClick(numbers.lines["crisis_line"], Qt.Key.Key_Return)
        numbers.flush()  # is not tried again by itself
    assert [kind for kind, *_rest in box] == [DiskFull]

    assert screen.view.hold_back()
    assert "Crisis line. If you leave now, this is lost." in screen.words
    screen.press(numbers.keep)
    assert page_numbers(work.workspace) == PageNumbers(crisis_line="0800 111")
    assert not screen.view.guards


def refuse(_numbers: object) -> None:
    raise DiskFull


def test_a_name_among_the_numbers_is_pointed_at_and_nothing_is_kept(qtbot, work):
    screen = Screen(qtbot, work)
    numbers = screen.view.numbers
    numbers.lines["clinic_phone"].show_words("Clinic 030 1")

    screen.press(numbers.keep)

    assert numbers.lines["clinic_phone"].hasFocus()
    assert "Write a number as it is dialled, without a name." in screen.words
    assert page_numbers(work.workspace) == PageNumbers()


def test_a_therapist_alone_reads_the_numbers(qtbot):
    view = NumbersView(PageNumbers(crisis_line="0800 111"), may_settle=False)
    qtbot.addWidget(view)
    view.show()

    words = "\n".join(each.text() for each in view.findChildren(QLabel) if each.isVisible())

    assert "Crisis line: 0800 111" in words
    assert "Emergency number: not set" in words
    assert not view.keep.isVisible()


def test_minutes_to_choose_from_stand_on_one_line_each_in_large_text(qtbot, work, wear):
    wear("light", 2.0)
    screen = Screen(qtbot, work)
    screen.press(screen.view.locking.usual[1])

    of_a_word = Option("1").sizeHint().height()
    for width in (760, 840, 920, 1000):
        screen.view.resize(width, 700)
        settle()
        for option in (*screen.view.locking.usual, *screen.view.locking.in_session):
            assert option.isVisible()
            assert option.height() == of_a_word, (option.text(), width)
            assert option.width() >= option.sizeHint().width(), (option.text(), width)


def test_who_speaks_for_the_service_shortens_the_limits_and_it_holds_at_once(qtbot, work):
    screen = Screen(qtbot, work)

    screen.press(screen.view.locking.usual[1])
    screen.press(screen.view.locking.in_session[0])
    screen.press(screen.view.locking.in_session[0])

    assert idle_limits(work.workspace.service) == IdleLimits(120, 300)
    assert "After 2 minutes without use, 5 in a session or hand-over." in screen.words
    told = [each for each in audit.entries(work.workspace.service) if "idle" in each.subject]
    assert [each.is_signed for each in told] == [True, True]


def test_a_limit_between_the_choices_stays_until_another_is_chosen(qtbot, work):
    clinic.save(work.workspace.service, "idle_seconds_in_session", 420)
    screen = Screen(qtbot, work)
    assert not any(each.isChecked() for each in screen.view.locking.in_session)

    screen.press(screen.view.locking.usual[0])

    assert idle_limits(work.workspace.service) == IdleLimits(60, 420)


def test_limits_that_are_settled_are_told_to_the_window(qtbot, work):
    screen = Screen(qtbot, work)

    with qtbot.waitSignal(screen.view.limits_settled):
        screen.press(screen.view.locking.usual[0])


def test_somebody_else_only_reads_the_limits(qtbot):
    view = LockingView(IdleLimits(120, 600), may_settle=False)
    qtbot.addWidget(view)
    view.show()

    assert "After 2 minutes" in view.words.text()
    assert not any(each.isVisible() for each in (*view.usual, *view.in_session))


def test_a_rule_about_the_course_is_left_and_followed_again(qtbot, work):
    screen = Screen(qtbot, work)
    rules = course_rules(work.workspace)

    screen.press(screen.view.rules.ticks[1])
    off = [each.id for each in course_rules(work.workspace) if not each.is_on]
    screen.press(screen.view.rules.ticks[1])

    assert off == [rules[1].id]
    assert course_rules(work.workspace) == rules
    assert screen.viewmodel.state.rules == rules


def test_it_leads_to_the_audit_trail(qtbot, work):
    screen = Screen(qtbot, work)

    with qtbot.waitSignal(screen.view.leave_requested) as left:
        screen.press(screen.view.trail)

    assert left.args == [commands.AuditTrail()]


def test_the_laptop_is_looked_at_each_time_the_settings_are_opened(qtbot, work):
    screen = Screen(qtbot, work)

    screen.press(screen.view.look.schemes[2])

    for check in screen.viewmodel.state.laptop:
        _tone, title, _words = tell_protection(check)
        assert screen.words.split("\n").count(title) == 1


def index_words(screen) -> list[str]:
    return [each.open.text() for each in screen.view.index.lines.values() if each.isVisible()]


def test_the_keyboard_begins_in_the_index_and_the_arrows_turn_its_pages(qtbot, work):
    screen = Screen(qtbot, work)
    assert screen.view.focusWidget().text() == "Display"

    qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Down)

    assert screen.view.focusWidget().text() == "Your keys"
    assert screen.view.keys.isVisible()
    assert not screen.view.look.isVisible()
    qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Return)
    assert screen.view.focusWidget() is screen.view.keys


def test_what_is_a_page_of_its_own_is_gone_to_at_once(qtbot, work):
    screen = Screen(qtbot, work)

    with qtbot.waitSignal(screen.view.leave_requested) as left:
        screen.press(screen.view.index.lines["backups"].open)

    assert left.args == [commands.Safekeeping()]


def test_the_arrows_only_show_what_is_a_page_of_its_own(qtbot, work):
    screen = Screen(qtbot, work)
    left = []
    screen.view.leave_requested.connect(left.append)

    for _step in range(20):
        qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Down)

    assert left == []
    assert screen.view.focusWidget().text() == "This laptop"


def test_a_setting_is_found_by_any_of_its_words_and_said(qtbot, work, monkeypatch):
    screen = Screen(qtbot, work)
    screen.view.index.words.setFocus()

    qtbot.keyClicks(screen.view.index.words, "crisis")

    assert index_words(screen) == ["Phone numbers: 0 of 5"]
    assert told_as_found(screen.view.index, monkeypatch) == ["1 found: Phone numbers."]
    assert screen.view.numbers.isVisible()
    qtbot.keyClick(screen.view.index.words, Qt.Key.Key_Return)
    assert screen.view.numbers.lines["emergency_number"].hasFocus()


def test_down_leads_from_the_search_to_the_setting_that_was_found(qtbot, work):
    screen = Screen(qtbot, work)
    screen.view.index.words.setFocus()
    qtbot.keyClicks(screen.view.index.words, "crisis")

    qtbot.keyClick(screen.view.index.words, Qt.Key.Key_Down)

    assert screen.view.focusWidget().text() == "Phone numbers: 0 of 5"


def test_what_is_found_nowhere_is_said(qtbot, work, monkeypatch):
    screen = Screen(qtbot, work)

    qtbot.keyClicks(screen.view.index.words, "weather")

    assert index_words(screen) == []
    assert "No setting with “weather”." in screen.words
    hearing = Hearing(monkeypatch)
    qtbot.keyClick(screen.view.index.words, Qt.Key.Key_Down)
    assert hearing.words == ["No setting with “weather”."]
    assert screen.view.pages.currentWidget().isVisible()
    for _each in "weather":
        qtbot.keyClick(screen.view.index.words, Qt.Key.Key_Backspace)
    assert len(index_words(screen)) == len(screen.view.subjects)


def test_what_wants_attention_says_so_in_the_index(qtbot, work):
    work.workspace = replace(work.workspace, jurisdictions=())

    words = index_words(Screen(qtbot, work))

    assert "Confidentiality text: none" in words
    assert "Phone numbers: 0 of 5" in words


def test_a_subject_that_was_asked_for_is_open_and_has_the_keyboard(qtbot, work):
    chosen = ChosenLook(None, LookSettings(), lambda _look: None)
    view = SettingsView(SettingsViewModel(work.workspace, chosen, "numbers"))
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    QApplication.processEvents()
    view.focus_first()

    assert view.numbers.lines["emergency_number"].hasFocus()


def test_in_large_print_the_index_is_one_box_and_nothing_is_left_by_turning_it(qtbot, work, wear):
    wear("light", 2.0)
    screen = Screen(qtbot, work)
    left = []
    screen.view.leave_requested.connect(left.append)
    box = screen.view.index.box
    assert box.hasFocus()

    for _step in range(len(screen.view.subjects)):
        qtbot.keyClick(box, Qt.Key.Key_Down)

    assert left == []
    assert screen.view.laptop.isVisible()
    qtbot.keyClicks(screen.view.index.words, "crisis")
    assert [box.itemText(at) for at in range(box.count())] == ["Phone numbers: 0 of 5"]


def test_the_usual_look_is_one_press_away_and_leaves_the_window_as_it_is(qtbot, work):
    screen = Screen(qtbot, work)
    screen.chosen.choose(LookSettings("dark", 1.5, reduced_motion=True, width=900))
    screen.viewmodel.choose(screen.chosen.settings)

    screen.press(screen.view.look.defaults)

    assert screen.applied[-1] == LookSettings(width=900)


def test_numbers_that_were_written_are_kept_when_the_page_is_left(qtbot, work):
    screen = Screen(qtbot, work)
    numbers = screen.view.numbers
    screen.view.enter("numbers")
    qtbot.keyClicks(numbers.lines["crisis_line"], "0800 111")

    screen.view.flush()

    assert page_numbers(work.workspace) == PageNumbers(crisis_line="0800 111")
    assert "Phone numbers: 1 of 5" in index_words(screen)
    qtbot.keyClicks(numbers.lines["clinic_phone"], "Clinic")
    screen.view.flush()
    assert page_numbers(work.workspace) == PageNumbers(crisis_line="0800 111")


def test_half_a_number_that_goes_out_of_sight_counts_nowhere(qtbot, work):
    screen = Screen(qtbot, work)
    line = screen.view.numbers.lines["crisis_line"]
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    screen.view.enter("numbers")
    line.setFocus()
    qtbot.keyClicks(line, "800 10 20")

    screen.view.hide()
    screen.view.flush()

    assert page_numbers(work.workspace) == PageNumbers()
    assert line.is_typed, "it stands in its field again once the page is there again"


def test_a_press_anywhere_in_a_line_of_the_index_opens_its_subject(qtbot, work):
    screen = Screen(qtbot, work)
    line = screen.view.index.lines["locking"]
    edge = line.rect().center()
    edge.setX(line.width() - 3)

    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=edge)

    assert screen.view.locking.isVisible()


def test_a_measure_is_chosen_for_the_service_with_what_it_takes(qtbot, work):
    screen = Screen(qtbot, work)
    titles = [tick.text() for tick in screen.view.measures.ticks]
    at = next(place for place, title in enumerate(titles) if title.startswith("DERS-16"))

    assert titles[at] == "DERS-16: 4 minutes more each time, in session 3, 20, FU12"
    screen.press(screen.view.measures.ticks[at])

    assert chosen_measures(work.workspace.service) == {"ders-16"}
    assert [each.form_id for each in screen.viewmodel.state.measures if each.is_chosen] == [
        "ders-16"
    ]


@pytest.mark.parametrize("has_sheet", [True, False])
def test_a_therapist_reads_who_can_open_their_clients_in_an_emergency(qtbot, tmp_path, has_sheet):
    with lay_out(tmp_path, practice=False, continuity=has_sheet).open() as vault:
        screen = Screen(qtbot, SimpleNamespace(workspace=workspace_for(vault)))
        screen.view.turn_to("people")

        assert "Who can open your clients in an emergency" in screen.words
        assert ("opens every caseload, yours too" in screen.words) is has_sheet
        assert ("has no continuity sheet" in screen.words) is not has_sheet


def test_a_therapist_reads_that_the_envelope_is_open_once_the_sheet_was_used(qtbot, tmp_path):
    with lay_out(tmp_path, practice=False, continuity=True).open() as vault:
        audit.note(vault.service, "continuity_used", f"caseload:{vault.caseload_id}")
        screen = Screen(qtbot, SimpleNamespace(workspace=workspace_for(vault)))
        screen.view.turn_to("people")

        assert "its envelope is open" in screen.words
        assert "lies in a sealed envelope" not in screen.words


def test_whoever_has_no_clients_reads_nothing_of_that(qtbot, tmp_path):
    with lay_out(tmp_path, practice=False, roles=("lead",)).open() as vault:
        screen = Screen(qtbot, SimpleNamespace(workspace=workspace_for(vault)))

        assert "Who can open your clients" not in screen.words


def test_a_confidentiality_text_that_is_being_written_is_not_called_none(qtbot, tmp_path):
    with open_workplace(tmp_path, practice=False) as work:
        begin(work.workspace, places(work.workspace)[0].id)

        words = [" ".join(each.split()) for each in index_words(Screen(qtbot, work))]

        assert "Confidentiality text: draft, not approved" in words
