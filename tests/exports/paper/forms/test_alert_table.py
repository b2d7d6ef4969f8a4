"""The table of alerts that a clinical lead signs."""

from exports.paper.forms.alert_table import alert_rows
from session_forms.library.library import installed


def test_an_answer_that_opens_an_alert_is_told_with_level_stream_fact_and_reason():
    [first, second] = alert_rows([installed().latest("phq-9")])

    assert (first.form, first.when, first.level, first.stream) == (
        "PHQ-9",
        "9 is \N{LEFT DOUBLE QUOTATION MARK}1\N{RIGHT DOUBLE QUOTATION MARK}",
        "watch",
        "suicide",
    )
    assert second.states.startswith("PHQ-9 item 9 answered 2 or 3")
    assert second.because.startswith("Thoughts on most days do not wait")
