"""What an answer raises, form by form, as it was decided: levels, streams, and what opens."""

from datetime import date

import pytest

from session_forms.errors import NotAvailable
from session_forms.filling.filling import answer, start
from session_forms.filling.states import Context
from session_forms.library.library import installed

TODAY = date(2026, 11, 24)
FORMS = tuple(installed().latest(form_id) for form_id in installed().ids())

# form, question, value given, alerts raised as (stream, level)
SUICIDE, CHILD = "suicide", "child_safety"
UNSURE = {"cannot_tell": True}
RAISES = [
    ("phq-9", "q9", 0, []),
    ("phq-9", "q9", 1, [(SUICIDE, "watch")]),
    ("phq-9", "q9", 2, [(SUICIDE, "act")]),
    ("phq-9", "q9", 3, [(SUICIDE, "act")]),
    ("phq-9", "q8", 3, []),
    ("core-10", "q6", 0, []),
    ("core-10", "q6", 1, [(SUICIDE, "act")]),
    ("core-10", "q6", 4, [(SUICIDE, "act")]),
    ("core-10", "q6", UNSURE, [(SUICIDE, "watch")]),
    ("core-om", "q6", 0, []),
    ("core-om", "q6", 1, [(CHILD, "watch")]),
    ("core-om", "q9", 1, [(SUICIDE, "watch")]),
    ("core-om", "q9", 2, [(SUICIDE, "act")]),
    ("core-om", "q9", 4, [(SUICIDE, "act")]),
    ("core-om", "q16", 1, [(SUICIDE, "act")]),
    ("core-om", "q22", 1, [(CHILD, "watch")]),
    ("core-om", "q24", 1, [(SUICIDE, "watch")]),
    ("core-om", "q24", 2, [(SUICIDE, "act")]),
    ("core-om", "q34", 1, [(SUICIDE, "act")]),
    ("core-om", "q34", 4, [(SUICIDE, "act")]),
    ("c-ssrs-screener", "level", "none", []),
    ("c-ssrs-screener", "level", "low", []),
    ("c-ssrs-screener", "level", "moderate", [(SUICIDE, "act")]),
    ("c-ssrs-screener", "level", "high", [(SUICIDE, "urgent")]),
    ("risk-check", "self_harm_thoughts", "none", []),
    ("risk-check", "self_harm_thoughts", "passive", [(SUICIDE, "watch")]),
    ("risk-check", "self_harm_thoughts", "active_no_plan", [(SUICIDE, "act")]),
    ("risk-check", "self_harm_thoughts", "active_plan", [(SUICIDE, "urgent")]),
    ("risk-check", "self_harm_thoughts", UNSURE, [(SUICIDE, "watch")]),
    ("risk-check", "events_since", ["police_contact"], [(SUICIDE, "act")]),
    ("risk-check", "events_since", ["found_out"], [(SUICIDE, "act")]),
    ("risk-check", "events_since", ["told_someone"], [(SUICIDE, "watch")]),
    ("risk-check", "events_since", ["loss"], [(SUICIDE, "act")]),
    ("risk-check", "events_since", ["legal_change"], [(SUICIDE, "act")]),
    ("risk-check", "events_since", ["bereavement"], [(SUICIDE, "watch")]),
    ("risk-check", "events_since", ["help_ending"], [(SUICIDE, "watch")]),
    ("risk-check", "events_since", ["none"], []),
    ("risk-check", "contact_with_children_changed", True, [(CHILD, "watch")]),
    ("risk-check", "worry_about_acting", 3, []),
    ("risk-check", "worry_about_acting", 4, [(CHILD, "watch")]),
    ("risk-check", "worry_about_acting", 6, [(CHILD, "watch")]),
    ("risk-check", "worry_about_acting", 7, [(CHILD, "act")]),
    ("risk-check", "worry_about_acting", 10, [(CHILD, "act")]),
    ("risk-check", "worry_about_acting", UNSURE, [(CHILD, "watch")]),
    ("risk-check", "boundaries_kept", "fully", []),
    ("risk-check", "boundaries_kept", "none_agreed_yet", []),
    ("risk-check", "boundaries_kept", "mostly", [(CHILD, "watch")]),
    ("risk-check", "boundaries_kept", "not", [(CHILD, "act")]),
    ("risk-check", "concern_for_identifiable_child", False, []),
    ("risk-check", "concern_for_identifiable_child", True, [(CHILD, "urgent")]),
    ("risk-check", "concern_for_identifiable_child", UNSURE, [(CHILD, "act")]),
    ("suicide-enquiry", "wish_to_be_dead", True, [(SUICIDE, "watch")]),
    ("suicide-enquiry", "thoughts", True, [(SUICIDE, "act")]),
    ("suicide-enquiry", "thoughts", UNSURE, [(SUICIDE, "watch")]),
    ("suicide-enquiry", "intent", False, []),
    ("suicide-enquiry", "intent", True, [(SUICIDE, "urgent")]),
    ("suicide-enquiry", "intent", UNSURE, [(SUICIDE, "act")]),
    ("suicide-enquiry", "plan", True, [(SUICIDE, "urgent")]),
    ("suicide-enquiry", "plan", UNSURE, [(SUICIDE, "act")]),
    ("suicide-enquiry", "past_behaviour", "more_than_3_months_ago", []),
    ("suicide-enquiry", "past_behaviour", "last_3_months", [(SUICIDE, "urgent")]),
    ("history", "behaviour_of_concern", "none", []),
    ("history", "behaviour_of_concern", "past_online", []),
    ("history", "behaviour_of_concern", "past_contact", []),
    ("history", "behaviour_of_concern", "current_online", [(CHILD, "act")]),
    ("history", "behaviour_of_concern", "current_contact", [(CHILD, "urgent")]),
    ("boundaries", "children_in_household_or_role", "yes_supported", []),
    ("boundaries", "children_in_household_or_role", "yes_needs_plan", [(CHILD, "watch")]),
    ("first-contact", "life_in_danger", "no", []),
    ("first-contact", "life_in_danger", UNSURE, [(SUICIDE, "watch")]),
    ("first-contact", "life_in_danger", "thoughts", [(SUICIDE, "act")]),
    ("first-contact", "life_in_danger", "plan", [(SUICIDE, "urgent")]),
    ("first-contact", "life_in_danger", "not_asked", [(SUICIDE, "watch")]),
    ("first-contact", "child_in_danger", "no", []),
    ("first-contact", "child_in_danger", "not_asked", [(CHILD, "watch")]),
    ("first-contact", "child_in_danger", UNSURE, [(CHILD, "watch")]),
    ("first-contact", "child_in_danger", "yes", [(CHILD, "urgent")]),
    ("eligibility", "first", ["none"], []),
    ("eligibility", "first", ["language", "unwanted", "minor"], []),
    ("eligibility", "first", ["suicide"], [(SUICIDE, "urgent")]),
    ("eligibility", "first", ["child_now"], [(CHILD, "urgent")]),
    ("urge-week", "boundaries_kept", True, []),
    ("urge-week", "boundaries_kept", False, [(CHILD, "watch")]),
]


def raised(form_id: str, question_id: str, value: object) -> list[tuple[str, str]]:
    state = start(installed().latest(form_id), Context(today=TODAY))

    state = answer(state, question_id, value)

    assert state.problems.get(question_id) is None
    return [(alert.stream, alert.level) for alert in state.alerts]


@pytest.mark.parametrize(("form_id", "question_id", "value", "expected"), RAISES)
def test_an_answer_raises_the_alert_that_was_decided(
    form_id: str, question_id: str, value: object, expected: list[tuple[str, str]]
) -> None:
    assert raised(form_id, question_id, value) == expected


def test_every_alert_is_in_the_list_of_decided_alerts() -> None:
    listed = {(form_id, question_id) for form_id, question_id, _, alerts in RAISES if alerts}

    declared = {
        (form.id, question.id) for form in FORMS for question in form.questions if question.alerts
    }

    # These two ask something that only an earlier answer opens.
    assert declared - listed == {
        ("safety-plan", "used_since_last"),
        ("safety-plan", "safer_environment_done"),
        ("suicide-enquiry", "means_within_reach"),
    }


def test_means_within_reach_raise_an_alert() -> None:
    state = start(installed().latest("suicide-enquiry"), Context(today=TODAY))

    for question_id in ("thoughts", "method_thought", "means_within_reach"):
        state = answer(state, question_id, value=True)

    assert [(alert.question_id, alert.level) for alert in state.alerts] == [
        ("thoughts", "act"),
        ("means_within_reach", "act"),
    ]


def test_what_an_alert_opens_exists_and_is_always_at_hand() -> None:
    opened = {
        form_id
        for form in FORMS
        for question in form.questions
        for alert in question.alerts
        for form_id in alert.opens
    }

    assert opened == {"boundaries", "risk-check", "risk-event", "safety-plan", "suicide-enquiry"}
    assert opened <= set(installed().ids())
    at_hand = {form.id for form in FORMS if form.always_available}
    plans = {"if-things-slip", "maintenance"}
    assert at_hand == opened - {"risk-check"} | plans | {"coming-back"}


def test_an_alert_states_one_plain_fact() -> None:
    alerts = [alert for form in FORMS for each in form.questions for alert in each.alerts]

    assert all(alert.states.count(".") == 1 and alert.states.endswith(".") for alert in alerts)
    assert all(alert.opens for alert in alerts)


def test_what_is_asked_for_the_first_time_is_not_called_new() -> None:
    check = installed().latest("risk-check")
    asked = check.question("contact_with_children_changed")

    assert asked.prompt_first_use
    assert [each.states for each in asked.alerts] == [
        "Contact with children, or a change in it, was reported."
    ]


def test_a_first_meeting_asks_nothing_since_the_last() -> None:
    check = installed().latest("risk-check")
    first = start(check, Context(today=TODAY, first_use=True))
    later = start(check, Context(today=TODAY))

    asked = [each.prompt for each in first.question_states() if each.shown]
    assert not [each for each in asked if "last met" in each]
    assert first.time_frame == ""
    assert later.time_frame == "Since we last met"
    assert later.question_state("boundaries_kept").required


def test_ticks_that_are_needed_can_say_that_there_is_nothing() -> None:
    needed = [
        each
        for form in FORMS
        for each in form.questions
        if each.kind == "multi" and (each.required or each.min_choices)
    ]

    assert needed
    for each in needed:
        assert any(option.exclusive for option in each.options), each.id


def test_a_plan_that_was_not_enough_raises_an_alert_at_the_next_look() -> None:
    again = start(installed().latest("safety-plan"), Context(today=TODAY, earlier_version=True))

    alerts = {
        value: [
            (alert.stream, alert.level) for alert in answer(again, "used_since_last", value).alerts
        ]
        for value in ("not_needed", "used_helped", "used_not_enough", "needed_not_used")
    }

    assert alerts == {
        "not_needed": [],
        "used_helped": [],
        "used_not_enough": [(SUICIDE, "watch")],
        "needed_not_used": [(SUICIDE, "watch")],
    }


@pytest.mark.parametrize(("streams", "expected"), [((), []), ((SUICIDE,), [(SUICIDE, "act")])])
def test_means_left_within_reach_raise_an_alert_only_beside_an_open_one(
    streams: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    context = Context(today=TODAY, open_streams=frozenset(streams))
    state = answer(start(installed().latest("safety-plan"), context), "status", "in_progress")

    state = answer(state, "safer_environment_done", "not_agreed")

    assert [(alert.stream, alert.level) for alert in state.alerts] == expected


def test_routine_cannot_be_chosen_while_a_suicide_alert_is_open() -> None:
    calm = start(installed().latest("suicide-enquiry"), Context(today=TODAY))
    alarmed = answer(calm, "thoughts", value=True)

    offered = [
        [each.id for each in state.question_state("what_i_do_now").options]
        for state in (calm, alarmed)
    ]

    assert offered == [["routine", "watch", "act", "urgent"], ["watch", "act", "urgent"]]


@pytest.mark.parametrize("said", ["intent", "plan"])
def test_a_week_is_no_answer_to_an_intention_or_a_plan(said: str) -> None:
    state = start(installed().latest("suicide-enquiry"), Context(today=TODAY))
    watched = answer(state, "what_i_do_now", "watch")

    told = answer(watched, said, value=True)

    assert watched.problems == {}
    assert told.problems == {"what_i_do_now": NotAvailable()}
    assert [each.id for each in told.question_state("what_i_do_now").options] == ["act", "urgent"]


@pytest.mark.parametrize(
    ("step", "latest"),
    [("watch", date(2026, 12, 1)), ("act", date(2026, 11, 27)), ("urgent", TODAY)],
)
def test_the_next_contact_is_due_by_the_step_taken(step: str, latest: date) -> None:
    state = start(installed().latest("suicide-enquiry"), Context(today=TODAY))

    state = answer(state, "what_i_do_now", step)

    assert state.question_state("next_contact").latest == latest


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_what_an_alert_states_is_true_on_the_days_after_as_well(form):
    stated = [alert.states for question in form.questions for alert in question.alerts]

    assert [each for each in stated if "today" in each.lower()] == []


def test_each_level_has_its_reason_for_the_lead_who_signs() -> None:
    alerts = [alert for form in FORMS for each in form.questions for alert in each.alerts]

    assert len(alerts) >= 43
    assert [each.states for each in alerts if not each.because.endswith(".")] == []
    assert all(20 < len(each.because) <= 320 for each in alerts)
