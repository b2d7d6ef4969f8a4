"""The forms that ship: their words, their safety rules, and what may leave the record."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from session_forms.answers import DECLINED, QuestionId
from session_forms.errors import NotAvailable
from session_forms.filling.filling import FormState, answer, start
from session_forms.form.definition import FormDefinition
from session_forms.library.library import installed
from tests.support.session_forms.forms import context

DEFINITIONS = Path(__file__).parents[2] / "session_forms/definitions"

OWN = {
    "agreement", "boundaries", "chain", "change-balance", "circle-of-support", "coming-back",
    "connection", "coping-menu", "daily-log", "digital-plan", "eligibility", "emotion-log",
    "ending",
    "experience", "first-contact", "follow-up", "formulation", "goals", "good-life", "history",
    "if-things-slip", "key-messages", "limits", "maintenance", "maintenance-check", "needs",
    "on-track-review",
    "perspective", "practice-plan", "practice-review", "problem-solving", "risk-check",
    "risk-event", "safety-plan", "session-feedback", "session-note", "sexual-wellbeing",
    "shame", "suicide-enquiry", "supervision", "target-complaint", "telling-someone",
    "thought-record", "unwanted-thoughts", "urge-plan", "urge-week", "warning-sign-ladder",
}  # fmt: skip
MEASURES = {
    "acute-2007", "audit", "audit-c", "bscs", "c-ssrs-screener", "ceq", "core-10", "core-om",
    "csbd-19", "csbd-7", "csq-8", "ders-16", "ders-18", "dudit", "eq-5d-5l", "gad-7", "gbo",
    "hbi-19", "isi", "k10", "k6", "neq", "ors", "phq-4", "phq-9", "psychlops", "reqol-10", "rses",
    "sapas", "schimra-plus", "scs-sf", "srs", "ssps", "stable-2007", "swls", "ucla-3", "wai-sr",
    "who-5", "whodas-12", "wsas",
}  # fmt: skip

# A word that labels a person, estimates somebody's danger, or blames.
AVOID = (
    r"paedophile|pedophile|offender|perpetrator|predator|pervert|victims?\b|child porn|pornograph"
    r"|\bresist(ant|ance)\b|non-?complian|\bdenial\b|manipulat|\bhigh[- ]risk\b|\blow[- ]risk\b"
    r"|\bcured?\b|\bcommit(ted)? suicide|failed attempt|relapse|\bdirty\b|\bdeviant|\babnormal"
    r"|\bfantas(y|ies)\b|\burges? control"
)
# What two instruments call a subscale and a band of their own.
INSTRUMENTS_OWN_WORDS = {
    'id = "relapse"',
    'title = "CSBD-19: relapse"',
    '{ from = 0, label = "low-risk drinking" },',
}
# A sheet may be found by somebody else: it must not say why the client comes.
TELLS_WHY = r"sexual|abus|offen[dcs]|attract|\burges?\b|porn|police|prison|illegal|crime|child"
AMERICAN = (
    r"\b(behavior|color|favorite|center|program\b|counsel(ed|ing|or)|organiz|recogniz|practicing)"
)

EXPERIENCE = (
    "listened_to",
    "explained_well",
    "involved_in_decisions",
    "felt_safe_to_be_honest",
    "got_help_that_mattered",
    "would_come_back",
)
MAINTENANCE = (
    "plan_to_hand",
    "routine_kept",
    "supporter_in_contact",
    "signs_noticed_early",
    "skills_used",
    "boundaries_kept",
)
LEAVES = {
    *(("experience", each) for each in EXPERIENCE),
    *(("maintenance-check", each) for each in MAINTENANCE),
    ("digital-plan", "status"),
    ("maintenance", "status"),
    ("if-things-slip", "status"),
    ("eligibility", "decision"),
    ("ending", "reason"),
    ("ending", "consent_follow_up"),
    ("first-contact", "source"),
    ("follow-up", "contact_made"),
    ("follow-up", "boundaries_kept"),
    ("agreement", "pseudonymised_use"),
    ("boundaries", "status"),
    ("practice-review", "done"),
    ("practice-review", "helped"),
    ("risk-check", "boundaries_kept"),
    ("risk-event", "closed"),
    ("safety-plan", "status"),
    ("session-feedback", "felt_respected"),
    ("session-feedback", "useful_today"),
    ("session-feedback", "way_of_working_fits"),
    ("session-feedback", "worked_on_what_matters"),
    ("session-note", "attendance"),
    ("session-note", "duration_min"),
    ("session-note", "mode"),
}

# A score turned the wrong way round is worse than none: which numbers or which edition.
ALWAYS_REQUIRED = {
    "boundaries": {"status", "children_in_household_or_role", "review_date"},
    "core-10": {"numbers", "q6"},
    "core-om": {"numbers"},
    "eligibility": {"first"},
    "first-contact": {"life_in_danger", "child_in_danger", "contact_by"},
    "history": {"behaviour_of_concern"},
    "limits": {"jurisdiction_text_version"},
    "risk-check": {
        "action_kinds", "boundaries_kept", "concern_for_identifiable_child", "contact_plan",
        "contact_with_children_changed", "events_since", "mood", "next_contact",
        "self_harm_thoughts", "substance_use_change", "worry_about_acting",
    },
    "risk-event": {
        "client_informed", "decision", "facts", "not_informed_reason", "recipient_and_time",
        "review_due", "type",
    },
    "rses": {"edition"},
    "safety-plan": {
        "not_needed_reason", "review_date", "safer_environment_by", "status", "used_since_last",
    },
    "telling-someone": {"next_contact"},
    "suicide-enquiry": {
        "intent", "means_within_reach", "method_thought", "next_contact", "past_behaviour", "plan",
        "thoughts", "what_i_do_now", "wish_to_be_dead",
    },
}  # fmt: skip

FORMS = installed().all()


def words_of(form: FormDefinition) -> str:
    """Everything of the file that a person reads; the licence names other people's titles."""
    kept = form.model_dump(exclude={"id", "licence"})
    return "\n".join(_texts(kept))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in ("id", "kind", "opens", "stream", "items"):
                yield from _texts(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _texts(each)


def test_every_form_is_in_the_lists() -> None:
    assert set(installed().ids()) == OWN | MEASURES


def test_a_file_is_named_by_id_and_version() -> None:
    names = {path.name for path in DEFINITIONS.glob("*.v*.toml")}

    assert names == {f"{form.id}.v{form.version}.toml" for form in FORMS}


@pytest.mark.parametrize("path", sorted(DEFINITIONS.glob("*.v*.toml")), ids=lambda path: path.stem)
def test_no_word_labels_estimates_or_blames(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line.strip() not in INSTRUMENTS_OWN_WORDS]

    assert [line for line in lines if re.search(AVOID, line, flags=re.IGNORECASE)] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_form_says_who_fills_it_in_and_how_long_it_takes(form: FormDefinition) -> None:
    assert form.minutes is not None
    assert form.minutes <= 28
    assert form.language == "en"
    replaced = form.version < installed().latest(form.id).version
    assert form.status == ("retired" if replaced else "draft")
    assert form.introduction
    assert 0 < len(form.short_title) <= 22


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_title_on_the_screen_does_not_say_why_the_client_comes(form: FormDefinition) -> None:
    assert not re.search(TELLS_WHY, f"{form.title} {form.short_title}", flags=re.IGNORECASE)


@pytest.mark.parametrize("form_id", sorted(OWN))
def test_our_own_words_are_british_and_whole(form_id: str) -> None:
    form = installed().latest(form_id)

    assert not re.search(AMERICAN, words_of(form), flags=re.IGNORECASE)
    assert form.licence.status == "own"
    assert not form.validated
    assert all(
        question.prompt.endswith((".", "?"))
        for question in form.questions
        if form_id != "needs" and question.id not in ("problem", "one_sentence")
    )


@pytest.mark.parametrize("form_id", sorted(OWN))
def test_a_prompt_can_be_said_in_one_breath(form_id: str) -> None:
    longest = max(installed().latest(form_id).questions, key=lambda each: len(each.prompt.split()))

    assert len(longest.prompt.split()) <= 24


def test_only_what_the_outcome_report_needs_may_leave() -> None:
    kept = {
        (form.id, question.id)
        for form in FORMS
        for question in form.questions
        if question.export == "keep"
    }

    assert kept == LEAVES


def test_words_tables_and_days_never_leave() -> None:
    coded = {"rating", "choice", "multi", "yes_no", "number", "scale"}

    leaving = {
        question.kind for form in FORMS for question in form.questions if question.export == "keep"
    }

    assert leaving <= coded


def test_only_safety_is_compulsory() -> None:
    required = {
        form.id: {question.id for question in form.questions if question.required} for form in FORMS
    }

    assert {form_id: ids for form_id, ids in required.items() if ids} == ALWAYS_REQUIRED


def test_a_client_may_always_say_that_they_cannot_tell() -> None:
    asked_of_the_client = [
        question
        for form_id in ("risk-check", "suicide-enquiry", "history")
        for question in installed().latest(form_id).questions
        if question.required and question.alerts
    ]

    assert asked_of_the_client
    assert all(question.cannot_tell for question in asked_of_the_client)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_free_text_carries_the_standing_note_and_warns(form: FormDefinition) -> None:
    texts = [each for each in form.questions if each.kind in ("short_text", "long_text")]

    assert all(each.show_standing_note for each in texts)
    assert all(each.warn_on == ("url", "email", "phone_number") for each in texts)
    if any(each.kind in ("short_text", "long_text", "list", "table") for each in form.questions):
        child = (
            "Who a child is stands here only where the local text says that it must."
            if form.id == "risk-event"
            else "Nothing that identifies a child."
        )
        assert form.standing_note == (
            f"Brief and factual. No explicit description. {child} "
            "No site names, links, file names or search terms."
        )


def test_nothing_of_our_own_has_a_total() -> None:
    assert [form.id for form in FORMS if form.id in OWN and form.scores] == []


@pytest.mark.parametrize(
    ("form_id", "question_id", "kind"),
    [
        ("agreement", "signed", "yes_no"),
        ("limits", "teach_back", "yes_no"),
        ("safety-plan", "status", "choice"),
        ("boundaries", "status", "choice"),
        ("formulation", "shared_with_client", "yes_no"),
        ("goals", "goals", "table"),
    ],
)
def test_the_gates_find_what_they_ask_for(form_id: str, question_id: str, kind: str) -> None:
    assert installed().latest(form_id).question(question_id).kind == kind


def test_the_gates_find_their_options() -> None:
    plan = {each.id for each in installed().latest("safety-plan").question("status").options}
    rules = {each.id for each in installed().latest("boundaries").question("status").options}

    assert plan == {"in_progress", "complete", "not_needed_with_reason"}
    assert rules == {"in_progress", "complete"}


def test_goals_are_one_to_five_with_five_levels_each() -> None:
    goals = installed().latest("goals").question("goals")

    assert (goals.min_rows, goals.max_rows) == (1, 5)
    assert [column.id for column in goals.columns] == [
        "goal_text", "module_link", "weight_1_4", "baseline_level", "minus2", "minus1",
        "zero_expected", "plus1", "plus2", "rating_date", "rating",
    ]  # fmt: skip


def test_the_needs_profile_has_twelve_ratings_from_strength_to_clear_need() -> None:
    needs = installed().latest("needs")

    assert [each.id for each in needs.questions] == [f"n{number}" for number in range(1, 13)]
    assert {
        tuple((point.value, point.label) for point in each.options) for each in needs.questions
    } == {((0, "Strength"), (1, "No current need"), (2, "Some need"), (3, "Clear need"))}


@pytest.mark.parametrize(
    "form", [each for each in FORMS if each.client_copy], ids=lambda form: form.id
)
def test_a_copy_in_the_clients_hands_does_not_say_why_they_come(form: FormDefinition) -> None:
    copy = form.client_copy
    shown = [each for each in form.questions if each.id not in copy.leaves_out]

    # Help stays on the screen; prompts, options and columns are printed.
    printed = [copy.title]
    for question in shown:
        printed += [question.prompt, *(each.label for each in getattr(question, "options", ()))]
        for column in getattr(question, "columns", ()):
            printed += [column.label, *(each.label for each in getattr(column, "options", ()))]

    assert [line for line in printed if re.search(TELLS_WHY, line, flags=re.IGNORECASE)] == []


def test_yes_stands_before_no_in_every_form_of_our_own():
    """Or the key that says no in one form would open an alert in another."""
    turned = [
        (form.id, question.id)
        for form in FORMS
        if form.id in OWN
        for question in form.questions
        if question.kind == "choice"
        for said in [[each.label.lower() for each in question.options]]
        if {"yes", "no"} <= set(said) and said.index("yes") > said.index("no")
    ]

    assert turned == []


@pytest.mark.parametrize(
    ("form_id", "question_id"),
    [("risk-check", "self_harm_thoughts"), ("first-contact", "life_in_danger")],
)
def test_no_stands_first_wherever_it_is_asked_whether_life_is_in_danger(form_id, question_id):
    """Or the key that says no in the safety check would record a plan at the first contact."""
    question = installed().latest(form_id).question(question_id)

    assert question.options[0].label == "No"


@pytest.mark.parametrize(
    ("form_id", "question_id", "option_id"),
    [
        ("first-contact", "life_in_danger", "plan"),
        ("first-contact", "child_in_danger", "yes"),
        ("eligibility", "first", "suicide"),
        ("eligibility", "first", "child_now"),
    ],
)
def test_danger_that_is_told_before_the_first_meeting_has_words_to_answer_it_with(
    form_id: str, question_id: str, option_id: str
) -> None:
    question = installed().latest(form_id).question(question_id)
    [told] = [each for each in question.options if each.id == option_id]

    assert 'say: "' in f"{question.help} {told.help}".lower()


PLANS = [
    each
    for each in installed().all()
    if any(q.id == "status" and q.possible("in_progress") for q in each.questions)
]


@pytest.mark.parametrize("form", PLANS, ids=lambda form: form.id)
def test_a_plan_shows_all_its_parts_before_anybody_says_where_it_stands(
    form: FormDefinition,
) -> None:
    begun = start(form, context())
    said = answer(begun, "status", "in_progress")

    assert _shown(begun) == _shown(said)


def _shown(state: FormState) -> list[str]:
    return [each.question.id for each in state.question_states() if each.shown]


def test_a_safety_plan_that_is_not_needed_asks_only_for_the_reason_and_the_day() -> None:
    not_needed = answer(
        start(installed().latest("safety-plan"), context()), "status", "not_needed_with_reason"
    )

    assert _shown(not_needed) == ["status", "not_needed_reason", "review_date"]


def _decided(first: str, decision: str = "this_programme", reason: str = "") -> FormState:
    said = {"first": (first,), "decision": decision, **({"reason": reason} if reason else {})}
    return start(installed().latest("eligibility"), context(), said)


@pytest.mark.parametrize("first", ["suicide", "child_now", "minor"])
def test_this_programme_is_not_decided_on_for_a_minor_or_in_danger(first: str) -> None:
    assert _decided(first).problems == {"decision": NotAvailable()}
    assert _decided(first, "else_first", "Seen by the crisis team today").blocking == ()


@pytest.mark.parametrize("first", ["psychosis", "substances", "language", "unwanted", "ordered"])
def test_this_programme_needs_a_reason_beside_what_may_come_first(first: str) -> None:
    assert [each.id for each in _decided(first).blocking] == ["reason"]
    assert _decided(first, reason="Agreed with the lead today").blocking == ()


def test_this_programme_needs_no_reason_where_nothing_comes_first() -> None:
    assert _decided("none").blocking == ()


PLAIN: dict[str, str | tuple[str, ...]] = {
    "feeling": "liking",
    "doubt": "knows",
    "doing": ("avoids",),
}
THREE_MORE = ["arrival", "other_themes", "attraction"]


def _asked_of_thoughts(said: dict[str, str | tuple[str, ...]]) -> list[str]:
    state = start(installed().latest("unwanted-thoughts"), context(), said)
    return [each.question.id for each in state.question_states() if each.shown]


def test_a_plain_answer_on_the_thoughts_asks_three_things_and_what_is_decided() -> None:
    assert _asked_of_thoughts(PLAIN) == [*PLAIN, "decision"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("feeling", "fear_only"),
        ("feeling", "both"),
        ("doubt", "doubt"),
        ("doubt", "both"),
        ("doing", ("tests",)),
        ("doing", ("repeats",)),
        ("doing", ("asks", "avoids")),
    ],
)
def test_what_speaks_for_unwanted_thoughts_asks_three_things_more(
    question: str, said: str | tuple[str, ...]
) -> None:
    asked = _asked_of_thoughts({**PLAIN, question: said})

    assert asked == [*PLAIN, *THREE_MORE, "decision"]


@pytest.mark.parametrize("question", PLAIN)
def test_an_answer_on_the_thoughts_that_was_declined_asks_three_things_more(question: str) -> None:
    begun = start(installed().latest("unwanted-thoughts"), context(), PLAIN)
    state = answer(begun, QuestionId(question), DECLINED)

    shown = [each.question.id for each in state.question_states() if each.shown]
    assert shown == [*PLAIN, *THREE_MORE, "decision"]


def test_a_time_that_is_counted_bears_a_sign_that_is_the_same_for_one_and_for_many():
    counted = [
        (form.id, question.id, unit)
        for form in FORMS
        for question in form.questions
        for unit in _units(question)
    ]

    assert [each for each in counted if each[2] in {"minutes", "hours"}] == []
    assert ("session-note", "duration_min", "min") in counted


def _units(question) -> Iterator[str]:
    """Yield the units of a question and of the columns of its rows."""
    yield getattr(question, "unit", "")
    for column in getattr(question, "columns", ()):
        yield getattr(column, "unit", "")
