"""Tiny programmes: a folder written in a moment, models made by hand, forms to go with them."""

from collections.abc import Mapping
from pathlib import Path

from programme.definition.definition import Phase, Programme, SessionPlan, Step
from programme.definition.parts import Guidance, PlannedSession, Split
from programme.definition.requirements import Gate
from programme.fidelity.fidelity import DEFAULT_BANDS
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary

HELP = """\
- If you or someone else is in danger now, call {emergency_number}.
- If you have thoughts of ending your life, call {crisis_line}, by day or by night.
- If your worry gets stronger, call {prevention_line}. You do not have to give your name.
- If you want to reach us, call {clinic_phone}. We are here {clinic_hours}.
"""
SENTENCE = "We look at your week, and you tell us what went well.\n\n"
HANDOUT = f"# Our plan\n\n{SENTENCE * 22}{HELP}\n**Next time:** {{next_date}}\n"

PROGRAMME = """\
id = "tiny"
version = "1.0.0"
language = "en"
title = "Tiny programme"
status = "draft"
population = "Adults"
intended_purpose = "Tests"
source = "Own words"
fidelity_bands = [
    { at_least = 80, label = "high" },
    { at_least = 0, label = "talk about it" },
]
phases = [
    { id = "P1", title = "Begin", modules = ["M01"] },
    { id = "P2", title = "Go on", modules = ["M02"] },
]
planned_sessions = [
    { id = "S01", module = "M01", title = "First" },
    { id = "S02", module = "M01", title = "Second" },
    { id = "S03", module = "M02", title = "Third" },
]
modules = [
    { id = "M01", folder = "01-begin" },
]
exclusions = [
    { id = "X1", rule = "Under 18", action = "Refer." },
]

[[tracks]]
id = "T1"
title = "Another way"
emphasis = ["M02"]
bring_forward = [{ module = "M02", after = "S01" }]

[[gates]]
id = "G1"
kind = "hard"
before = "S02"
text = "A recorded agreement."
overridable = false
requires = [
    { form = "consent", question = "teach_back", equals = true },
    { form = "consent", question = "level", any_of = ["some", "full"] },
    { form = "consent", question = "aims", rows_at_least = 2 },
]

[[gates]]
id = "G2"
kind = "soft"
before = "P2"
text = "The beginning is complete."
requires = [{ module = "M01", state = "complete" }]

[[gates]]
id = "G3"
kind = "hard"
before = "sign_note"
text = "Alerts are acknowledged."
requires = [{ alerts = "acknowledged_with_action" }]
overridable = false

[measures]
clinic_choice = "one"
every_session = ["m_wellbeing_brief", "weekly"]
not_due = { S01 = ["weekly"] }
wellbeing_brief = { one = ["mood"], two = ["mood", "calm"] }
aliases = { weekly = ["week"] }

[forms]
consent = 1
mood = 1
calm = 1
week = 2

[adaptations]
easy_read = "Short words"
visual = "Pictures"

[placeholders]
emergency_number = "Directory"
crisis_line = "Directory"
prevention_line = "Directory"
clinic_phone = "Settings"
clinic_hours = "Settings"
next_date = "Calendar"
"""

FRAME = """\
id = "frame"
version = 1
title = "Frame"
aim = "Begin and end well."
minutes = 60
core_minutes = 40
core_after = "arrive"
status = "draft"
evidence = []

[[steps]]
id = "arrive"
code = "FR1"
title = "Arrive"
minutes = 10
form = "week"
skippable = "never"

[[steps]]
id = "leave"
code = "FR2"
title = "Leave"
minutes = 10
skippable = "with_reason"

[[fidelity]]
id = "FI1"
text = "Arrived"
done_when = "The client was greeted."
"""

MODULE = """\
id = "M01"
version = 1
title = "Beginning"
aim = "To begin."
rationale = "Every work has a beginning."
completion = "fidelity"
sessions = ["s01-first", "s02-second"]
"""

FIRST = """\
id = "S01"
version = 1
module = "M01"
title = "First"
aim = "Meet."
rationale = "People meet first."
minutes = 30
frame = false
status = "draft"
prepares = ["A room"]
links = [{ session = "S02", text = "The plan made here is read again there." }]

[[evidence]]
claim = "Meeting helps."
source = "A study"
grade = "survey"
checked = "verify"

[[steps]]
id = "welcome"
title = "Welcome"
minutes = 15
form = "consent"
skippable = "never"

[[steps]]
id = "check"
title = "Check"
minutes = 5
form = "week"
skippable = "never"
opens_after = { form = "consent", question = "teach_back", equals = true }

[[steps]]
id = "story"
title = "Story"
minutes = 10
skippable = "with_reason"
not_skippable_when = { open_alert = "suicide" }
opens_after = { form = "consent", question = "teach_back", equals = true }

[split]
part_1 = ["welcome", "check"]
part_2 = ["story"]
repeat_in_both = "Ask how it is."

[measures]
due = ["m_wellbeing_brief", "calm"]
given_at = "welcome"

[[practice]]
text = "Rest once."
size = "once"
private = "Leaves no trace."

[[fidelity]]
id = "S01-1"
text = "Welcomed"
done_when = "The client sat down."
"""

SECOND = """\
id = "S02"
version = 1
module = "M01"
title = "Second"
aim = "Talk."
rationale = "People talk next."
minutes = 60
frame = true
status = "draft"
prepares = []
evidence = []
practice = []
fidelity = []

[[steps]]
id = "talk"
title = "Talk"
minutes = 40
skippable = "with_reason"

[split]
part_1 = ["arrive", "talk"]
part_2 = ["leave"]
repeat_in_both = "Ask how it is."

[measures]
due = []
given_at = "arrival"
"""

ON_TRACK = """\
watch_from = "S01"
review_at = ["S02", "S03"]
review_form = "calm"

[[rules]]
id = "R1"
title = "Missed, or the same again"
asks = "at_once"
any_of = [
    { kind = "sessions_missed", in_a_row = 2 },
    { kind = "rating_fell", form = "mood", by = 2 },
]
source = "Own"
"""


def guidance(*step_ids: str) -> str:
    """Return a therapist.md with a whole section for each step."""
    sections = "".join(section(step_id) for step_id in step_ids)
    before = "# Guide\n\n## Before {#before}\n\n- Sit down.\n\n"
    return f"{before}{sections}## After {{#after}}\n\n- Rest.\n"


def section(step_id: str) -> str:
    return f"""\
## A step {{#{step_id}}}

**Purpose.** Know how it is.

### Say

- **Key.** "How are you?"
- "What helped?"
- Wait.
- "Thank you."

### Listen for

- A sigh.
- A smile.
- A pause.

### If stuck

- **"I do not know."** "That is fine."
- **Silence.** Wait.
- **In danger.** Follow the pathway.

### Never

- Hurry.
- Promise a cure.

### Adapt

- `easy_read`: Short words.
- `visual`: Draw it.

"""


FILES: Mapping[str, str] = {
    "programme.toml": PROGRAMME,
    "frame/frame.toml": FRAME,
    "frame/therapist.md": guidance("arrive", "leave"),
    "frame/handout.md": HANDOUT,
    "01-begin/module.toml": MODULE,
    "01-begin/s01-first/session.toml": FIRST,
    "01-begin/s01-first/therapist.md": guidance("welcome", "check", "story"),
    "01-begin/s01-first/handout.md": HANDOUT,
    "01-begin/s02-second/session.toml": SECOND,
    "01-begin/s02-second/therapist.md": guidance("talk"),
    "01-begin/s02-second/handout.md": HANDOUT,
}


def write_programme(folder: Path) -> Path:
    """Write the tiny programme into a folder and return the folder."""
    for path, text in FILES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


SAFE_BESIDES = """
[[gates]]
id = "G8"
kind = 'hard'
before = 'S02'
text = "The limits, once more."
requires = [{ form = "consent", question = "teach_back", equals = true }]
overridable=false

[[gates]]
id = "G9"
kind = 'hard'
before = 'sign_note'
text = "Alerts, once more."
requires = [{ alerts = "acknowledged_with_action" }]
overridable=false

[measures]
"""


def keep_safe(folder: Path) -> None:
    """Give the tiny programme its gates twice, spelt otherwise, so that one can be changed."""
    change(folder, "programme.toml", "\n[measures]\n", SAFE_BESIDES)


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Replace a text that stands in a file of the tiny programme; it must stand there."""
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{path} does not hold {old!r}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def form(form_id: str, *questions: Mapping[str, object], version: int = 1) -> FormDefinition:
    """Return a form of our own with these questions, or one small question."""
    asked = questions or ({"id": "note", "kind": "yes_no", "prompt": "Well?"},)
    return FormDefinition.model_validate(
        {
            "id": form_id,
            "version": version,
            "title": form_id,
            "status": "draft",
            "filled_by": "therapist",
            "minutes": 2,
            "licence": {"status": "own"},
            "validated": False,
            "questions": asked,
        }
    )


ASKED_OF_BOTH: Mapping[str, object] = {
    "id": "note",
    "kind": "yes_no",
    "prompt": "Well?",
    "required": True,
    "alerts": tuple(
        {"stream": stream, "level": "urgent", "when": {"equals": False}, "states": "Said no."}
        for stream in ("suicide", "child_safety")
    ),
}
"""What makes a form a safety check: it raises alerts about the client and about children."""


def shelf() -> FormLibrary:
    """Return the forms that the tiny programme uses."""
    options = tuple({"id": each, "label": each} for each in ("none", "some", "full"))
    consent = form(
        "consent",
        {"id": "teach_back", "kind": "yes_no", "prompt": "Agreed?"},
        {"id": "told", "kind": "yes_no", "prompt": "Told?"},
        {"id": "level", "kind": "choice", "prompt": "How far?", "options": options},
        {"id": "aims", "kind": "list", "prompt": "Aims?"},
        {"id": "sure", "kind": "number", "prompt": "How sure?", "minimum": 0, "maximum": 10},
    )
    limits = consent.model_copy(update={"needs_local_text": True})
    return FormLibrary((limits, form("mood"), form("calm"), form("week", ASKED_OF_BOTH, version=2)))


def plan(session_id: str, module_id: str = "M01") -> SessionPlan:
    """Return the smallest session plan."""
    step = Step(
        id="talk",
        title="Talk",
        minutes=10,
        skippable="with_reason",
        guidance=Guidance(purpose="Talk.", say=(), listen_for=(), if_stuck=(), never=(), adapt={}),
    )
    return SessionPlan(
        id=session_id,
        version=1,
        module_id=module_id,
        title=session_id,
        aim="Talk.",
        rationale="Talking helps.",
        minutes=10,
        status="draft",
        evidence=(),
        prepares=(),
        steps=(step,),
        practice=(),
        fidelity=(),
        measures=("mood", "week"),
        measures_given_at="arrival",
        split=Split(part_1=("talk",), part_2=(), repeat_in_both="Ask."),
        before=(),
        after=(),
        handout="Page",
    )


def programme_of(*plans: SessionPlan, gates: tuple[Gate, ...] = ()) -> Programme:
    """Return a programme of session plans, four sessions to a module and a phase.

    Sessions S01 to S08 are planned whether or not there are plans for them.
    """
    phases = tuple(
        Phase(
            id=f"P{number}",
            title=f"Phase {number}",
            modules=(f"M0{number}",),
            sessions=tuple(
                PlannedSession(id=f"S0{each}", module=f"M0{number}", title=f"Session {each}")
                for each in range(4 * number - 3, 4 * number + 1)
            ),
        )
        for number in (1, 2)
    )
    return Programme(
        id="tiny",
        version="1.0.0",
        language="en",
        title="Tiny",
        status="draft",
        population="Adults",
        intended_purpose="Tests",
        source="Own words",
        phases=phases,
        modules={},
        session_plans={each.id: each for each in plans},
        gates=gates,
        tracks=(),
        exclusions=(),
        adaptations={},
        fidelity_bands=DEFAULT_BANDS,
        placeholders={},
        forms={},
        clinic_choice="one",
    )
