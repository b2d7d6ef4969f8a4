"""What an alert is made of means the same wherever it is defined, kept, told and answered."""

import tomllib
from dataclasses import replace
from importlib.resources import files
from itertools import product
from typing import get_args

import pytest

from exports.paper.forms import condition_words
from exports.reports.safety_tables import STREAM_WORDS
from programme.words import part_words
from session_forms.clinic.site_folder import with_site_files
from session_forms.conditions import alert_levels
from session_forms.filling.answer_text import option_label
from session_forms.library.library import installed
from tests.support.programme.packs import opening
from therapist_app.record import model
from therapist_app.record.model import Acknowledgement
from therapist_app.screens.alert import view as alert_view
from therapist_app.screens.oversight import figures_view
from therapist_app.workflows.errors import AnswerIncomplete
from therapist_app.workflows.sessions.answering_alerts import (
    acknowledge,
    alert_page_data,
    open_alerts,
)
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS

STREAMS = get_args(alert_levels.Stream)
LEVELS = alert_levels.LEVELS
PATHWAY = tomllib.loads((files("therapist_app.workflows") / "pathway.toml").read_text("utf-8"))


def test_the_record_keeps_the_streams_and_levels_that_forms_raise() -> None:
    assert get_args(model.Level) == get_args(alert_levels.Level) == LEVELS
    assert get_args(model.Stream) == STREAMS


def test_the_pathway_says_for_each_stream_and_level_what_is_asked() -> None:
    tables = {"texts", "actions", "broken_off", "records", "changed", "whole"}
    assert set(PATHWAY) == {*LEVELS, *tables}
    assert {stream: set(texts) for stream, texts in PATHWAY["texts"].items()} == {
        stream: set(LEVELS) for stream in STREAMS
    }
    asked = [action for level in LEVELS for action in PATHWAY[level]["asks"]]
    assert set(asked) == set(PATHWAY["actions"])
    assert set(PATHWAY["records"]) == set(STREAMS)
    for records in PATHWAY["records"].values():
        assert set(records) < set(asked)
        assert all(installed().latest(each) for forms in records.values() for each in forms)
        assert set(records["plan"]) <= set(PATHWAY["whole"])
    for form_id, answers in PATHWAY["whole"].items():
        for question_id, value in answers.items():
            assert option_label(installed().latest(form_id).question(question_id), value) != value


def test_every_stream_and_level_has_its_words_wherever_alerts_are_told() -> None:
    for words in (STREAM_WORDS, condition_words.STREAMS, part_words.STREAMS):
        assert tuple(words) == STREAMS
    assert tuple(LEVEL_WORDS)[1:] == LEVELS
    assert tuple(alert_view.TONES) == LEVELS
    assert set(figures_view.SIGNS) == set(LEVELS)
    assert set(figures_view.ALERTS) == set(product(LEVELS, STREAMS))


def test_forms_and_pathway_give_the_same_days_for_the_next_contact() -> None:
    days = {level: PATHWAY[level]["within_days"] for level in LEVELS}
    check, enquiry = (
        installed().latest(form_id).question("next_contact").latest_when
        for form_id in ("risk-check", "suicide-enquiry")
    )

    assert {each.any_alert_at_least: each.days_after_today for each in check} == days
    given = {each.equals: each.days_after_today for each in enquiry if each.equals in LEVELS}
    assert given == days
    said = {0: "now", 3: "within 72 hours", 7: "within 7 days"}
    for level, within in days.items():
        assert all(said[within] in PATHWAY["texts"][stream][level] for stream in STREAMS)


def test_an_alert_of_a_clinics_own_form_asks_whom_to_tell(work, tmp_path):
    (tmp_path / "own-form.v1.toml").write_text(opening("own-form", "safety-plan"), "utf-8")
    forms = with_site_files(work.workspace.forms, tmp_path)
    assert forms.problems == ()
    work.workspace = replace(work.workspace, forms=forms)
    client = work.add_client()
    question = forms.latest("own-form").questions[0].id

    work.fill(client, "own-form", {question: True}, None)

    [alert] = open_alerts(work.workspace, client.id)
    page = alert_page_data(work.workspace, alert.id)
    assert (alert.level, page.level_title) == ("act", "act: same day")
    answer = Acknowledgement(
        actions=("supervisor",),
        facts="Went through it together.",
        told="",
        told_when="",
        next_contact=work.workspace.today().isoformat(),
        reason_for_open_actions="Nothing else to do today.",
        by="",
    )
    with pytest.raises(AnswerIncomplete) as refused:
        acknowledge(work.workspace, alert.id, answer)
    assert refused.value.missing == ("told",)
