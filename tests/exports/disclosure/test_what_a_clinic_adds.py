"""What follows from the plan of a course for measures that a clinic may add."""

from exports.disclosure.constraints import within
from exports.disclosure.course_constraints import course_constraints
from programme.definition.definition import Programme
from programme.loading.library import installed

PROGRAMME = installed()
HELD = {plan: f"fidelity.{plan}.held" for plan in PROGRAMME.session_plans}


def adding(*form_ids: str) -> Programme:
    """Return the programme with other measures that a clinic may add to S03, and to no other."""
    plans = {
        plan_id: plan.model_copy(update={"optional_measures": form_ids if plan_id == "S03" else ()})
        for plan_id, plan in PROGRAMME.session_plans.items()
    }
    return PROGRAMME.model_copy(update={"session_plans": plans})


def test_scores_of_an_added_measure_come_from_sessions_that_were_held() -> None:
    keys = {"ders-16.scored", "ders-16.paired", *HELD.values()}

    found = course_constraints(PROGRAMME, keys)

    asked = [HELD[each] for each in ("S03", "S20", "FU12")]
    assert within("ders-16.scored", asked) in found
    assert within("ders-16.paired", asked[1:]) in found


def test_a_measure_of_one_session_has_no_pair() -> None:
    keys = {"sapas.scored", "sapas.paired", *HELD.values()}

    found = course_constraints(adding("sapas"), keys)

    assert within("sapas.scored", [HELD["S03"]]) in found
    assert not any(set(each.terms) == {"sapas.paired", HELD["S03"]} for each in found)


def test_of_a_measure_that_is_due_anyway_nothing_more_is_said() -> None:
    keys = {"phq-9.scored", "phq-9.paired", "due.phq-9", *HELD.values()}

    assert course_constraints(adding("phq-9"), keys) == course_constraints(adding(), keys)
