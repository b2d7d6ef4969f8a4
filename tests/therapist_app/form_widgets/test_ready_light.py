"""What is in order before a session, and the sign before it."""

from therapist_app.form_widgets.ready_light import quiet_sign
from therapist_app.workflows.sessions.readiness import ReadyLine


def test_measures_that_are_still_to_be_filled_in_bear_no_tick():
    signs = {kind: quiet_sign(ReadyLine(kind, "ready"))[0] for kind in ("measures", "text")}

    assert signs == {"measures": "form", "text": "check"}
