"""What an alert is made of means the same where it is defined and where it is kept."""

from typing import get_args

from session_forms.conditions import alert_levels
from therapist_app.record import model


def test_the_record_keeps_the_streams_and_levels_that_forms_raise() -> None:
    assert get_args(model.Level) == get_args(alert_levels.Level) == alert_levels.LEVELS
    assert get_args(model.Stream) == get_args(alert_levels.Stream)
