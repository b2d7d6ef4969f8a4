"""Controls that say which of several things was chosen."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.controls.options import ChoosingOption
from therapist_app.widgets.fields.choice_box import ChoiceBox

DAYS = [("", "Choose a day"), ("mon", "Monday"), ("tue", "Tuesday")]


def test_a_button_and_an_option_say_what_they_stand_for(qtbot):
    for control in (ChoosingButton("Read", "case-1"), ChoosingOption("Read", "case-1")):
        qtbot.addWidget(control)

        with qtbot.waitSignal(control.chosen) as told:
            control.click()

        assert told.args == ["case-1"]


def test_a_button_is_named_for_a_screen_reader_as_asked(qtbot):
    named, plain = ChoosingButton("Read", "a", name="Read: Anna"), ChoosingButton("Read", "a")
    for control in (named, plain):
        qtbot.addWidget(control)

    assert [named.accessibleName(), plain.accessibleName()] == ["Read: Anna", "Read"]


def test_a_box_says_what_the_person_chose_and_nothing_when_it_is_shown(qtbot):
    box = ChoiceBox(DAYS, name="Day")
    qtbot.addWidget(box)
    told = []
    box.chosen.connect(told.append)

    box.show_chosen("tue")
    assert (box.currentText(), told) == ("Tuesday", [])
    box.setCurrentIndex(1)
    box.activated.emit(1)

    assert told == ["mon"]
    assert box.accessibleName() == "Day"


def test_what_a_box_does_not_hold_is_shown_as_nothing(qtbot):
    with_nothing, without = ChoiceBox(DAYS), ChoiceBox(DAYS[1:])
    for box in (with_nothing, without):
        qtbot.addWidget(box)
        box.show_chosen("sun")

    assert [with_nothing.currentText(), without.currentIndex()] == ["Choose a day", -1]


def test_the_same_choices_again_leave_a_box_as_it_is(qtbot):
    box = ChoiceBox(DAYS)
    qtbot.addWidget(box)
    box.show_chosen("mon")

    box.show_choices(DAYS)
    assert box.currentText() == "Monday"
    box.show_choices([("wed", "Wednesday")])

    assert [box.itemText(at) for at in range(box.count())] == ["Wednesday"]


def test_a_box_without_a_label_in_sight_is_told_by_its_name(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    box = ChoiceBox([("a", "Anna"), ("b", "Bo")], name="Who")
    QVBoxLayout(page).addWidget(box)

    page.show()
    page.hide()
    page.show()

    told = QAccessible.queryAccessibleInterface(box)
    labels = [each for each, _flag in told.relations(QAccessible.RelationFlag.Label)]
    assert [each.text(QAccessible.Text.Name) for each in labels] == ["Who"]
    assert not any(each.isVisible() for each in page.findChildren(QLabel))
