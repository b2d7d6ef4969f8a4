"""What an alert is made of means the same wherever it is defined, kept, told and answered."""

import tomllib
from importlib.resources import files
from itertools import product
from typing import get_args

from exports.paper.forms import condition_words
from exports.reports.safety_tables import STREAM_WORDS
from programme.words import part_words
from session_forms.conditions import alert_levels
from session_forms.filling.answer_text import option_label
from session_forms.library.library import installed
from therapist_app.record import model
from therapist_app.screens.alert import view as alert_view
from therapist_app.screens.oversight import figures_view
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
