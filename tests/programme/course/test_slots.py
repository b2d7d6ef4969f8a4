"""The name of a slot says which measure, which session, which time; and reads back."""

from hypothesis import given
from hypothesis import strategies as st

from programme.course.slots import MeasureSlot, read_slot


@given(
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True),
    st.from_regex(r"[A-Z]+[0-9]*", fullmatch=True),
    st.integers(1, 99),
)
def test_a_slot_is_read_back_from_its_name(form_id: str, plan_id: str, occurrence: int) -> None:
    slot = MeasureSlot(form_id, plan_id, occurrence)

    assert read_slot(slot.name) == slot


def test_the_first_time_needs_no_number() -> None:
    assert MeasureSlot("phq-9", "S02").name == "phq-9@S02"
    assert MeasureSlot("phq-9", "EX", 2).name == "phq-9@EX#2"
    assert MeasureSlot("phq-9", "EX", 2).place == "EX#2"
