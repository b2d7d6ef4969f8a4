"""What is in order before a session, and the sign before it."""

from datetime import date

from PySide6.QtWidgets import QLabel

from therapist_app.commands import DataRights, Library
from therapist_app.form_widgets.ready_light import ReadyList, light, quiet_sign
from therapist_app.workflows.sessions.readiness import Readiness, ReadyLine


def test_measures_that_are_still_to_be_filled_in_bear_no_tick():
    signs = {kind: quiet_sign(ReadyLine(kind, "ready"))[0] for kind in ("measures", "text")}

    assert signs == {"measures": "form", "text": "check"}


def test_the_light_counts_as_many_gates_as_its_line_says_are_open(qtbot, wear):
    wear()
    lines = (ReadyLine("gates", "first", count=2), ReadyLine("paper", "first", count=3))

    shown = light(Readiness(lines))
    qtbot.addWidget(shown)

    assert [each.text() for each in shown.findChildren(QLabel) if each.text()] == ["3 things first"]


def test_forms_on_paper_are_said_to_be_had_ready_and_each_leads_to_its_own(qtbot, wear):
    wear()
    sheets = (("who-5", "WHO-5"), ("ucla-3", "UCLA-3"))
    line = ReadyLine("paper", "first", count=2, sheets=sheets)
    shown = ReadyList(Readiness((line,)), "c", None)
    qtbot.addWidget(shown)
    led = []
    shown.left.connect(led.append)

    for each in shown.sheets:
        each.click()

    words = [each.text() for each in shown.findChildren(QLabel) if each.text()]
    assert words == ["Forms on paper", "have ready:"]
    assert [each.text() for each in shown.sheets] == ["WHO-5", "UCLA-3"]
    assert led == [Library("forms", item="who-5"), Library("forms", item="ucla-3")]


def test_a_plan_whose_day_has_come_says_since_when_it_waits(qtbot, wear):
    wear()
    line = ReadyLine("safety-plan", "first", day=date(2026, 3, 4))
    shown = ReadyList(Readiness((line,)), "c", None)
    qtbot.addWidget(shown)

    words = [each.text() for each in shown.findChildren(QLabel) if each.text()]

    assert words == ["Safety plan", "to be looked at since 4 March 2026"]


def test_a_client_who_agreed_to_an_earlier_wording_is_asked_again_from_the_list(qtbot, wear):
    wear()
    shown = ReadyList(Readiness((ReadyLine("figures", "first"),)), "c", None)
    qtbot.addWidget(shown)
    led = []
    shown.left.connect(led.append)

    shown.ways["figures"].click()

    words = [each.text() for each in shown.findChildren(QLabel) if each.text()]
    assert words == [
        "Use of figures without a name",
        "The wording was changed after the client agreed.",
    ]
    assert led == [DataRights("c", "figures_used")]


def test_gates_that_only_advise_are_told_as_open_and_bear_no_tick(qtbot, wear):
    wear()
    line = ReadyLine("gates", "ready", count=1)
    shown = ReadyList(Readiness((line,)), "c", None)
    qtbot.addWidget(shown)

    words = [each.text() for each in shown.findChildren(QLabel) if each.text()]

    assert words == ["Gates before the session: 1 is recommended and open"]
    assert quiet_sign(line)[0] == "circle"
