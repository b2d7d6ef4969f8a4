"""A secret that is shown is told to nobody until somebody asks for it."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from therapist_app.widgets.fields.shown_secret import ReadAloud, SecretToPassOn, SecretWords

WORDS = "violet harbour teapot"


def told(widget):
    """Return all that assistive technology can ask of a widget."""
    asked = QAccessible.queryAccessibleInterface(widget)
    assert asked.textInterface() is None
    return [asked.text(each) for each in QAccessible.Text if each != QAccessible.Text.UserText]


@pytest.fixture
def announced(monkeypatch):
    said = []
    monkeypatch.setattr(
        "therapist_app.accessibility.announcing.announce",
        lambda _widget, words: said.append(words),
    )
    return said


@pytest.fixture(params=["words", "line"])
def shown(qtbot, request):
    if request.param == "words":
        shown = SecretWords("lead")
        shown.show_words(WORDS)
    else:
        shown = SecretToPassOn()
        shown.setText(WORDS)
    qtbot.addWidget(shown)
    return shown


def test_a_shown_secret_is_told_to_nobody(shown):
    assert not any(WORDS in each for each in told(shown))


def test_whoever_asks_for_it_hears_it_until_they_have_it_kept_again(qtbot, shown, announced):
    read_aloud = ReadAloud(shown)
    qtbot.addWidget(read_aloud)

    read_aloud.press.click()

    assert any(WORDS in each for each in told(shown))
    assert announced == [WORDS]
    read_aloud.press.click()
    assert not any(WORDS in each for each in told(shown))
    assert announced == [WORDS]


def test_another_secret_in_its_place_is_kept_again(qtbot, shown, announced):
    read_aloud = ReadAloud(shown)
    qtbot.addWidget(read_aloud)
    read_aloud.press.click()

    (shown.show_words if isinstance(shown, QLabel) else shown.setText)("another secret")

    assert not read_aloud.is_read
    assert not any("secret" in each for each in told(shown))
    assert announced == [WORDS]


def test_before_it_is_read_aloud_it_is_said_who_can_hear_it(qtbot):
    read_aloud = ReadAloud()
    qtbot.addWidget(read_aloud)
    asked = QAccessible.queryAccessibleInterface(read_aloud.press)

    assert asked.text(QAccessible.Text.Name) == "Have a screen reader read it"
    assert asked.role() == QAccessible.Role.Button
    assert "Only where nobody else listens" in asked.text(QAccessible.Text.Description)


def test_that_it_is_read_is_never_told_as_a_switch_that_is_on_and_hides(qtbot, shown):
    read_aloud = ReadAloud(shown)
    qtbot.addWidget(read_aloud)
    asked = QAccessible.queryAccessibleInterface(read_aloud.press)

    read_aloud.press.click()

    assert asked.text(QAccessible.Text.Name) == "Hide it from screen readers"
    assert not asked.state().checkable
