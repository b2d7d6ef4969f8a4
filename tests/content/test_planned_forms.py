"""Every field of the planned forms can be said in the words that forms have.

Small definitions, for their shape alone: the wording is written when a form is. A field
that the application keeps itself, such as who signed, is asked by no form.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from session_forms.commands.checks import check_folder
from session_forms.filling.filling import answer, start
from session_forms.filling.prefill import as_earlier, initial
from session_forms.filling.states import Context
from session_forms.library.library import installed, load_library

IDS = (Path(__file__).parents[2] / "docs/ids.md").read_text("utf-8")
TODAY = date(2026, 3, 2)

KINDS = {
    "text": 'kind = "short_text"',
    "long": 'kind = "long_text"',
    "list": 'kind = "list"',
    "yes": 'kind = "yes_no"',
    "date": 'kind = "date"',
    "number": 'kind = "number"\nmaximum = 1440',
    "hours": 'kind = "number"\nmaximum = 24\ndecimals = 1',
    "ten": 'kind = "scale"\nlow = { value = 0 }\nhigh = { value = 10 }',
    "hundred": 'kind = "scale"\nline = true\nlow = { value = 0 }\nhigh = { value = 100 }',
    "services": 'kind = "directory_list"',
    "menu": 'kind = "choice"\noptions_from = "own_menu"',
    "needs": (
        'kind = "multi"\n'
        'options = [{ id = "calm", label = "Calm" }, { id = "love", label = "Love" }]'
    ),
}
CELLS = {
    "text": 'kind = "short_text"',
    "yes": 'kind = "yes_no"',
    "date": 'kind = "date"',
    "number": 'kind = "number"\nmaximum = 999',
    "three": 'kind = "scale"\nlow = { value = 1 }\nhigh = { value = 3 }',
    "ten": 'kind = "scale"\nlow = { value = 0 }\nhigh = { value = 10 }',
}
STATUS = "status=complete|in_progress"

PLANNED = {
    "key-messages": "chosen=agree|unsure|disagree consent=agree|unsure|disagree my_question:text",
    "shame": "situation:text urge=hide|attack_self|numb|other fair_voice:text",
    "change-balance": "good_of_change:list importance:ten confidence:ten my_reason:text",
    "good-life": (
        "areas[health|learning|work|play](importance:ten,now:ten,how:text,more:text)"
        " first_area=health|learning|work|play step:text"
    ),
    "daily-log": (
        "day:date mood:ten screen_minutes:number sleep:hours skill:menu kept_boundaries:yes"
    ),
    "chain": (
        "start_point:text vulnerabilities+tired|alone|other links(order:number,thought:text)"
        " turning_points:list need_behind_it:needs complete:yes"
    ),
    "warning-sign-ladder": "green:list amber:list red:list amber_actions:list share_with:list",
    "emotion-log": (
        "event:text emotion=sad|angry|other strength_before:ten skill:menu strength_after:ten"
        " eased~difference(strength_before,strength_after)"
    ),
    "coping-menu": "calm_body:list move:list tested(skill:text,tries:number,helped:ten)",
    "digital-plan": (
        f"{STATUS} devices(device_type:text,room:text,hours:text) risk_hours:list"
        " legal_advice:yes review_date:date"
    ),
    "thought-record": (
        "situation:text belief_before:hundred pattern+entitlement|hopeless facts_for:list"
        " belief_after:hundred change~difference(belief_before,belief_after)"
    ),
    "perspective": "who_is_affected:list immediate:text what_i_stand_for:text",
    "urge-plan": (
        "early_signs:list delay_minutes:number tries(day:date,peak:ten,skill:text,after:ten)"
        " tried~count(tries)"
    ),
    "sexual-wellbeing": "healthy:text times+stress|habit limits:list review=offered|declined",
    "circle-of-support": "people(role:text,closeness:three,what_for:text,knows:text) gaps:list",
    "telling-someone": "who:text benefits:list words:long decision=now|later|not",
    "connection": (
        "prediction:text plan:text outcome:text before:ten after:ten less~difference(before,after)"
    ),
    "problem-solving": (
        "problem:text options(option:text,benefit:text,safe_for_children:yes) choice:text"
        " steps(step:text,due:text,done:yes)"
    ),
    "maintenance": (
        f"{STATUS} warning_signs<warning-sign-ladder.amber people<circle-of-support.people"
        " boundaries<boundaries.situations services:services review_dates(day:date)"
    ),
    "if-things-slip": f"{STATUS} stop_step:text tell_step:text",
    "ending": (
        "reason=completed|moved|other goals_met<goals.goals! what_helped:list onward:services"
        " began:date ended:date weeks~weeks_between(began,ended)"
    ),
    "follow-up": "contact=yes|no_reply plan_used:ten concerns:text extra:number onward:services",
    "supervision": "day:date cases:list wellbeing:ten actions(action:text,who:text,due:date)",
}
HELD_ELSEWHERE = {
    "boundaries": "situations(situation:text,boundary:text)",
    "goals": "goals(goal:text,level:number)",
}
FIELD = re.compile(r"(\w+)(?:\[(.*?)\])?(.)(.*)")


def options(names):
    listed = ", ".join(f'{{ id = "{each}", label = "{each}" }}' for each in names.split("|"))
    return f"options = [{listed}]"


def body(sign, rest, rows):
    """Return the keys of a field, as its sign says: `:` a kind, `=` a choice, `+` several ..."""
    match sign:
        case ":":
            return KINDS[rest]
        case "=":
            return f'kind = "choice"\n{options(rest)}'
        case "+":
            return f'kind = "multi"\n{options(rest)}'
        case "<":
            form, question = rest.rstrip("!").split(".")
            more = "\neditable = false" if rest.endswith("!") else ""
            return f'kind = "from_form"\nform = "{form}"\nquestion = "{question}"{more}'
        case "~":
            compute, names = rest.rstrip(")").split("(")
            of = ", ".join(f'"{each}"' for each in names.split(","))
            return f'kind = "computed"\ncompute = "{compute}"\nof = [{of}]'
    columns = "".join(
        f'[[questions.columns]]\nid = "{name}"\nlabel = "{name}"\n{CELLS[kind]}\n'
        for name, kind in (each.split(":") for each in rest.rstrip(")").split(","))
    )
    fixed = ", ".join(f'{{ id = "{each}", label = "{each}" }}' for each in (rows or "").split("|"))
    return 'kind = "table"\n' + (f"rows = [{fixed}]\n" if rows else "") + columns


def definition(form_id, fields):
    text = f'id = "{form_id}"\nversion = 1\ntitle = "{form_id}"\nlicence = "own wording"\n'
    for field in fields.split():
        name, rows, sign, rest = FIELD.fullmatch(field).groups()
        text += f'\n[[questions]]\nid = "{name}"\nprompt = "{name}?"\n{body(sign, rest, rows)}\n'
    return text


@pytest.fixture
def folder(tmp_path):
    for form_id, fields in {**PLANNED, **HELD_ELSEWHERE}.items():
        path = tmp_path / f"{form_id}.v1.toml"
        path.write_text(definition(form_id, fields), encoding="utf-8")
    return tmp_path


def test_every_planned_form_is_tried_here():
    forms = IDS.split("## Measures")[0]
    planned = re.findall(r"\| `([a-z-]+)` \| planned \|", forms)

    assert set(planned) <= set(PLANNED)


def test_the_planned_forms_are_sound_and_know_each_other(folder):
    assert [str(each) for each in check_folder(folder).problems] == []


VALUES = {
    "short_text": "words",
    "long_text": "words",
    "list": ["one", "two"],
    "yes_no": True,
    "date": "2026-03-02",
    "number": 7,
    "scale": 3,
    "directory_list": ["gb-samaritans"],
    "from_form": ["a line"],
}
CELL_VALUES = {"short_text": "words", "yes_no": True, "date": "2026-03-02", "number": 3, "scale": 2}


def value_for(question):
    match question.kind:
        case "choice":
            return question.options[0].id if question.options else "walk"
        case "multi":
            return [question.options[0].id]
        case "table":
            row = {column.id: CELL_VALUES[column.kind] for column in question.columns}
            return [row, *({} for _row in question.rows[1:])]
    return VALUES[question.kind]


@pytest.mark.parametrize("form_id", PLANNED)
def test_a_planned_form_can_be_filled_in_whole(folder, form_id):
    forms = load_library(folder)
    context = Context(
        today=TODAY,
        own_menu=("walk",),
        directory=("gb-samaritans",),
        earlier={
            source: as_earlier(forms.latest(source), TODAY, filled(forms.latest(source)))
            for source in forms.latest(form_id).dependencies.sources
        },
    )
    form = forms.latest(form_id)
    state = start(form, context, initial(form, context))
    for question in form.questions:
        if question.is_asked:
            state = answer(state, question.id, value_for(question))

    assert state.blocking == state.unanswered == ()
    figures = [each for each in state.question_states() if each.question.kind == "computed"]
    assert all(each.figure is not None for each in figures)
    lines = [each for each in state.question_states() if each.question.kind == "from_form"]
    assert all(each.answer and each.earlier for each in lines)


def filled(form):
    state = start(form, Context(today=TODAY))
    for question in form.questions:
        if question.kind in {"list", "table"}:
            state = answer(state, question.id, value_for(question))
    return state.answers


def test_every_form_of_our_own_stands_on_the_page_of_ids():
    forms = [installed().latest(each) for each in installed().ids()]

    assert [e.id for e in forms if e.measure is None and f"| `{e.id}` |" not in IDS] == []
