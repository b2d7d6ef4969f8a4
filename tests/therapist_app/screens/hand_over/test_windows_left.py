"""What a window of the tests leaves in the sight of those that come after."""

from tests.support.windows.page_states import STATES, lead_to, ready_window
from therapist_app.commands import HandOver


def test_a_window_that_a_client_holds_is_out_of_sight_once_its_tests_are_done(qapp, tmp_path):
    assert qapp is not None
    turn = next(each for each in STATES[HandOver] if each.name == "the client's turn")
    with ready_window(tmp_path) as (work, window):
        lead_to(window, turn.leads(work))
        for act in turn.acts:
            act(window.page)
        window.close()
        assert window.isVisible()

    assert not window.isVisible()
