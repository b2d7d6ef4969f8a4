"""What a screen reader is told."""

import typing

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.support.windows.hearing import Hearing, Said
from therapist_app.accessibility.announcing import INTERRUPTING, Subject, announce


@pytest.mark.parametrize("subject", typing.get_args(Subject))
def test_alerts_and_locking_interrupt_and_nothing_else_does(qtbot, monkeypatch, subject):
    field = QLineEdit()
    qtbot.addWidget(field)
    hearing = Hearing(monkeypatch)

    announce(field, "What happened", subject)

    politeness = "Assertive" if subject in {"alert", "locking"} else "Polite"
    assert hearing.said == [Said("What happened", politeness)]
    assert set(typing.get_args(Subject)) >= INTERRUPTING


def test_without_a_subject_it_tells_what_came_of_an_act_and_without_words_nothing(
    qtbot, monkeypatch
):
    field = QLineEdit()
    qtbot.addWidget(field)
    hearing = Hearing(monkeypatch)

    announce(field, "Saved")
    announce(field, "")

    assert hearing.said == [Said("Saved", "Polite")]
