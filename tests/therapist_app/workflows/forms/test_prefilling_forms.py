"""What a form is told about the client's earlier forms."""

from dataclasses import replace

import pytest

from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from tests.support.session_forms.forms import make_form
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.model import Client
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import OpenForm, open_form, reopen_form

MENU = """
[[questions]]
id = "move"
kind = "list"
prompt = "Move?"

[[questions]]
id = "connect"
kind = "list"
prompt = "Connect?"

[[questions]]
id = "tested"
kind = "short_text"
prompt = "Tested?"
"""
PLAN = """
[[questions]]
id = "status"
kind = "choice"
prompt = "Where does it stand?"
options = [{ id = "in_progress", label = "Going on" }, { id = "complete", label = "Done" }]

[[questions]]
id = "skills"
kind = "from_form"
prompt = "Skills"
form = "coping-menu"
question = "move"

[[questions]]
id = "people"
kind = "from_form"
prompt = "People"
form = "coping-menu"
question = "connect"
editable = false

[[questions]]
id = "skill"
kind = "choice"
prompt = "Which one today?"
options_from = "own_menu"

[[questions]]
id = "low_mood"
kind = "short_text"
prompt = "What helps with low mood?"
shown_when = { band_of = { measure = "phq-9", score = "total", any_of = ["moderate"] } }

[[questions]]
id = "unknown"
kind = "short_text"
prompt = "Never shown, since there is no such score"
shown_when = { band_of = { measure = "phq-9", score = "elsewhere", any_of = ["moderate"] } }
"""


def plan_form() -> FormDefinition:
    return make_form(PLAN, form_id="plan", head="always_available = true\n")


@pytest.fixture
def place(work: Workplace) -> Workplace:
    """A workplace with a coping menu and a plan that takes over from it."""
    menu = make_form(MENU, form_id="coping-menu", head='short_title = "Menu"\n')
    forms = FormLibrary([*work.workspace.forms.all(), menu, plan_form()])
    return Workplace(replace(work.workspace, forms=forms), work.clock)


def fill_menu(place: Workplace, client: Client, *moves: str) -> None:
    lists = {"move": moves, "connect": ("a friend", "walk"), "tested": "yes"}
    opened = open_form(place.workspace, client.id, "coping-menu")
    finish_form(place.workspace, opened, answered(opened.state, lists))
    place.clock.advance(60)


def plan(place: Workplace, client: Client) -> OpenForm:
    return open_form(place.workspace, client.id, "plan")


def test_a_form_opens_with_the_lines_of_the_one_finished_before(place: Workplace) -> None:
    client = place.add_client()
    fill_menu(place, client, "run")
    fill_menu(place, client, "walk", "swim")

    state = plan(place, client).state

    assert state.answers["skills"] == ("walk", "swim")
    assert state.answers["people"] == ("a friend", "walk")
    earlier = state.question_state("skills").earlier
    assert earlier is not None
    assert (earlier.title, earlier.day) == ("Menu", place.workspace.today())


def test_without_an_earlier_form_there_is_nothing_to_take(place: Workplace) -> None:
    state = plan(place, place.add_client()).state

    assert "skills" not in state.answers
    assert state.question_state("skills").earlier is None
    assert state.question_state("skill").options == ()


def test_a_form_of_another_client_is_never_taken_from(place: Workplace) -> None:
    fill_menu(place, place.add_client(), "run")

    assert plan(place, place.add_client()).state.context.earlier == {}


def test_a_draft_keeps_its_copy_and_follows_what_is_only_read(place: Workplace) -> None:
    client = place.add_client()
    fill_menu(place, client, "run")
    opened = plan(place, client)
    keep_draft(place.workspace, opened, answered(opened.state, {"skills": ("run slowly",)}))
    fill_menu(place, client, "walk")

    again = plan(place, client).state

    assert again.answers["skills"] == ("run slowly",)
    assert again.answers["people"] == ("a friend", "walk")


def test_the_next_version_of_a_plan_goes_on_from_the_last(place: Workplace) -> None:
    client = place.add_client()
    fill_menu(place, client, "run")
    opened = plan(place, client)
    finish_form(place.workspace, opened, answered(opened.state, {"skills": ("run slowly",)}))

    assert plan(place, client).state.answers["skills"] == ("run slowly",)


def test_a_finished_form_knows_nothing_of_what_came_later(place: Workplace) -> None:
    client = place.add_client()
    fill_menu(place, client, "run")
    opened = plan(place, client)
    finish_form(place.workspace, opened, opened.state)
    place.clock.advance(60)
    fill_menu(place, client, "walk")

    read = reopen_form(place.workspace, opened.filled.id).state

    assert read.answers["skills"] == ("run",)
    assert read.context.earlier["coping-menu"].lines["move"] == ("run",)


def test_the_own_menu_offers_every_entry_once(place: Workplace) -> None:
    client = place.add_client()
    fill_menu(place, client, "walk", "swim")

    options = plan(place, client).state.question_state("skill").options

    assert [option.label for option in options] == ["walk", "swim", "a friend"]


@pytest.mark.parametrize("each", [0, 2])
def test_a_band_that_is_not_named_opens_nothing(place: Workplace, each: int) -> None:
    client = place.add_client()
    place.fill(client, "phq-9", {f"q{number}": each for number in range(1, 10)}, None)

    assert not plan(place, client).state.question_state("low_mood").shown


def test_a_measure_without_a_score_opens_nothing(place: Workplace) -> None:
    client = place.add_client()
    place.fill(client, "phq-9", {"q1": 3}, None)

    assert plan(place, client).state.context.bands == {}


def test_the_band_of_the_measure_finished_last_opens_a_question(place: Workplace) -> None:
    client = place.add_client()
    answers: dict[str, object] = {f"q{number}": 1 for number in range(1, 9)}
    place.fill(client, "phq-9", {**answers, "q1": 3, "q2": 2, "q9": 0}, None)

    state = plan(place, client).state

    assert state.context.bands == {("phq-9", "total"): "moderate"}
    assert state.question_state("low_mood").shown
    assert not state.question_state("unknown").shown
