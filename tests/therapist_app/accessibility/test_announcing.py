"""What a screen reader is told."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit

from therapist_app.accessibility.announcing import announce


def test_an_announcement_says_its_words_and_whether_it_interrupts(qtbot, monkeypatch):
    field = QLineEdit()
    qtbot.addWidget(field)
    heard = []
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: heard.append((event.message(), event.politeness().name)),
    )

    announce(field, "Saved")
    announce(field, "3 questions to look at again", assertive=True)
    announce(field, "")

    assert heard == [("Saved", "Polite"), ("3 questions to look at again", "Assertive")]
