"""What is known while a form is filled in: saving in good time, and finishing."""

from datetime import date

import pytest

from programme.definition.requirements import AnswerRequirement
from session_forms.filling.filling import start
from session_forms.filling.states import Context
from tests.support.session_forms.forms import make_form, sleep_check
from tests.support.windows.open_forms import SAVED_AT, filling_of
from therapist_app.forms.form_filling import AUTOSAVE_AFTER
from therapist_app.record.errors import DiskFull
from therapist_app.workflows.forms.keeping_forms import Kept

SAFETY = """
[[questions]]
id = "safe"
kind = "yes_no"
prompt = "Is everybody safe?"
required = true
cannot_tell = true

[[questions]]
id = "nights"
kind = "number"
prompt = "How many good nights?"
maximum = 7
"""


class Keeper:
    """Where drafts and finished forms go; it can be told to fail."""

    def __init__(self) -> None:
        self.drafts = []
        self.finished = []
        self.fails_with = None

    def keep_draft(self, _opened, state):
        if self.fails_with is not None:
            raise self.fails_with
        self.drafts.append(dict(state.answers))
        return Kept(SAVED_AT, ())

    def finish_form(self, _opened, state):
        self.finished.append(dict(state.answers_to_keep))
        return Kept(SAVED_AT, ())


@pytest.fixture
def keeper():
    return Keeper()


@pytest.fixture
def fill(qapp, keeper):
    """Return a form being filled in; its timer ends with the test, whatever holds it longer."""
    begun = []

    def begin(form=None):
        assert qapp
        state = start(form or sleep_check(), Context(today=date(2026, 3, 2)))
        begun.append(filling_of(state, keeper))
        return begun[-1]

    yield begin
    for each in begun:
        each._timer.stop()


def test_a_draft_is_kept_two_seconds_after_the_first_change_at_the_latest(fill):
    filling = fill()
    filling.answer("rested", 1)
    started = filling._timer.remainingTime()

    filling.answer("rested", 2)

    assert AUTOSAVE_AFTER == 2000
    assert filling._timer.isActive()
    assert filling._timer.remainingTime() <= started


def test_the_timer_keeps_everything_answered_until_then(fill, keeper, qtbot):
    filling = fill()
    filling.answer("rested", 1)
    filling.answer("woke", 0)

    with qtbot.waitSignal(filling.saved) as heard:
        filling._timer.timeout.emit()

    assert keeper.drafts == [{"rested": 1, "woke": 0}]
    assert heard.args == [SAVED_AT]
    assert not filling._timer.isActive()


def test_flush_keeps_at_once_and_only_what_is_new(fill, keeper):
    filling = fill()
    filling.flush()
    filling.answer("rested", 1)

    filling.flush()
    filling.flush()

    assert keeper.drafts == [{"rested": 1}]
    assert not filling.is_unsaved


def test_the_same_answer_again_is_no_change(fill):
    filling = fill()
    filling.answer("rested", 1)
    filling.flush()

    filling.answer("rested", 1)

    assert not filling.is_unsaved


def test_what_cannot_be_kept_now_is_tried_again(fill, keeper):
    filling = fill()
    filling.answer("rested", 1)
    keeper.fails_with = OSError("full")

    with pytest.raises(OSError, match="full"):
        filling.flush()

    assert filling.is_unsaved
    assert filling._timer.isActive()


def test_a_page_that_says_so_itself_hears_no_error_of_the_timer_but_of_the_way_out(
    fill, keeper, qtbot
):
    filling = fill()
    filling.page_says_failure = True
    filling.answer("rested", 1)
    keeper.fails_with = DiskFull()

    with qtbot.waitSignal(filling.save_failed):
        filling._timer.timeout.emit()

    assert filling._timer.isActive()
    with pytest.raises(DiskFull):
        filling.flush()

    keeper.fails_with = OSError("not foreseen")
    with qtbot.captureExceptions() as raised:
        filling._timer.timeout.emit()
    assert [kind for kind, _error, _trace in raised] == [OSError]


def test_finish_points_once_at_what_is_unanswered(fill, keeper, qtbot):
    filling = fill()
    filling.answer("rested", 3)

    with qtbot.waitSignal(filling.unanswered_found) as heard:
        filling.finish()

    assert [question.id for question in heard.args[0]] == ["woke"]
    assert keeper.finished == []


def test_finish_asked_again_keeps_the_form_as_it_is(fill, keeper, qtbot):
    filling = fill()
    filling.answer("rested", 3)
    filling.finish()

    with qtbot.waitSignal(filling.finished):
        filling.finish()

    assert keeper.finished == [{"rested": 3}]
    assert filling.is_finished
    assert not filling.is_unsaved


def test_a_whole_form_is_finished_at_once(fill, keeper):
    filling = fill()
    filling.answer("rested", 3)
    filling.answer("woke", 0)

    filling.finish()

    assert keeper.finished == [{"rested": 3, "woke": 0}]


def test_something_newly_unanswered_is_pointed_at_first(fill, keeper):
    filling = fill()
    filling.answer("rested", 3)
    filling.answer("woke", 2)
    filling.finish()
    filling.answer("rested", None)

    filling.finish()

    assert keeper.finished == []


def test_safety_holds_finishing_up_however_often_it_is_asked(fill, keeper):
    filling = fill(make_form(SAFETY))
    filling.answer("nights", 5)

    filling.finish()
    filling.finish()
    filling.finish()

    assert keeper.finished == []


def test_a_value_that_does_not_fit_holds_finishing_up(fill, keeper):
    filling = fill(make_form(SAFETY))
    filling.answer("safe", True)
    filling.answer("nights", 9)

    filling.finish()
    filling.finish()

    assert keeper.finished == []


def test_cannot_tell_is_enough_for_safety(fill, keeper):
    filling = fill(make_form(SAFETY))
    filling.answer("safe", {"cannot_tell": True})
    filling.finish()

    filling.finish()

    assert len(keeper.finished) == 1


def test_what_the_course_waits_for_is_pointed_at_once_though_it_is_answered(qapp, keeper, qtbot):
    assert qapp
    waits_for = AnswerRequirement(form="sleep-check", question="rested", equals=3)
    state = start(sleep_check(), Context(today=date(2026, 3, 2)))
    filling = filling_of(state, keeper, (waits_for,))
    filling.answer("rested", 1)
    filling.answer("woke", 0)
    filling.finish()  # what else is open
    with qtbot.waitSignal(filling.unanswered_found) as heard:
        filling.answer("rested", 2)
        filling._pointed_at = ((), ())
        filling.finish()

    assert "rested" in [each.id for each in heard.args[0]]
    assert filling.lacking == (waits_for,)

    filling.finish()
    assert keeper.finished[0]["rested"] == 2

    filling.answer("rested", 3)
    assert filling.lacking == ()
