"""What differs between two versions is told in words, once, and what touches safety first."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from programme.comparing.comparing import Difference
from programme.comparing.differences import differences
from programme.definition.definition import Programme
from programme.definition.training import TrainingFiles
from programme.loading.library import installed
from programme.loading.loading import load_programme
from session_forms.library import library
from session_forms.library.library import FormLibrary
from tests.support.programme.programmes import (
    ON_TRACK,
    change,
    form,
    guidance,
    keep_safe,
    section,
    shelf,
    write_programme,
)
from tests.support.sampling import sampled

TOP = "programme.toml"
FIRST = "01-begin/s01-first/session.toml"
SECOND = "01-begin/s02-second/session.toml"
GUIDE = "01-begin/s01-first/therapist.md"
PAGE = "01-begin/s01-first/handout.md"
FRAME = "frame/frame.toml"
FRAME_GUIDE = "frame/therapist.md"
S01 = "S01 First"
HEIGHT = {"kind": "number", "prompt": "How low?", "minimum": 0, "maximum": 3}
ALERT = {"stream": "suicide", "level": "act", "when": {"at_least": 2}, "states": "Low."}


def alerting_shelf() -> FormLibrary:
    """The forms of the tiny programme; answers to `mood` can raise an alert."""
    mood = [
        form("mood", {"id": "low", "alerts": (ALERT,), **HEIGHT}, version=each) for each in (1, 2)
    ]
    others = (each for each in shelf().all() if each.id != "mood")
    return FormLibrary((*others, *mood, form("calm", version=2)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keep_safe(write_programme(tmp_path))
    return tmp_path


Edit = tuple[str, str, str]


def told(folder: Path, *edits: Edit, backwards: bool = False) -> tuple[Difference, ...]:
    """What differs once the edits were made, or undone."""
    forms = alerting_shelf()
    old = load_programme(folder, forms)
    for path, before, after in edits:
        change(folder, path, before, after)
    new = load_programme(folder, forms)
    return differences(new, old, forms) if backwards else differences(old, new, forms)


def test_a_programme_does_not_differ_from_itself() -> None:
    assert differences(installed(), installed(), library.installed()) == ()


PLAIN: tuple[tuple[str, Edit, Difference], ...] = (
    (
        "the version",
        (TOP, 'version = "1.0.0"', 'version = "1.1.0"'),
        Difference(("Programme", "version"), "changed", "1.0.0", "1.1.0"),
    ),
    (
        "a title",
        (TOP, 'title = "Tiny programme"', 'title = "Small programme"'),
        Difference(("Programme",), "retitled", "Tiny programme", "Small programme"),
    ),
    (
        "a session that is planned",
        (
            TOP,
            '    { id = "S03",',
            '    { id = "S02b", module = "M01", title = "Between" },\n    { id = "S03",',
        ),
        Difference(("S02b Between",), "added", "", "in M01"),
    ),
    (
        "a session that was called another name",
        (TOP, 'title = "Third"', 'title = "Last"'),
        Difference(("S03 Last",), "retitled", "Third", "Last"),
    ),
    (
        "when a session is due",
        (TOP, 'title = "Third"', 'title = "Third", after_end = { months = 3 }'),
        Difference(("S03 Third", "when after the end"), "added", "", "3 months"),
    ),
    (
        "a track",
        (TOP, 'title = "Another way"', 'title = "A third way"'),
        Difference(
            ("Programme", "tracks", "T1 A third way"), "retitled", "Another way", "A third way"
        ),
    ),
    (
        "a flag",
        (TOP, 'visual = "Pictures"', 'visual = "Pictures and cards"'),
        Difference(
            ("Programme", "adaptations", "visual"), "changed", "Pictures", "Pictures and cards"
        ),
    ),
    (
        "a band",
        (TOP, "at_least = 80", "at_least = 70"),
        Difference(
            ("Programme", "fidelity bands"), "changed", "from 80 %: high", "from 70 %: high"
        ),
    ),
    (
        "a placeholder",
        (TOP, 'next_date = "Calendar"', 'next_date = "Diary"'),
        Difference(("Placeholders", "next_date"), "changed", "Calendar", "Diary"),
    ),
    (
        "a form's version",
        (TOP, "calm = 1", "calm = 2"),
        Difference(("Forms", "calm"), "changed", "version 1", "version 2"),
    ),
    (
        "a module",
        ("01-begin/module.toml", 'aim = "To begin."', 'aim = "To begin well."'),
        Difference(("Modules", "M01 Beginning", "aim"), "changed", "To begin.", "To begin well."),
    ),
    (
        "an aim",
        (FIRST, 'aim = "Meet."', 'aim = "Meet well."'),
        Difference((S01, "aim"), "changed", "Meet.", "Meet well."),
    ),
    (
        "evidence",
        (FIRST, 'checked = "verify"', 'checked = "found"'),
        Difference(
            (S01, "evidence"),
            "changed",
            "Meeting helps. (A study; survey; verify)",
            "Meeting helps. (A study; survey; found)",
        ),
    ),
    (
        "what to have ready",
        (FIRST, '["A room"]', '["A room", "Tea"]'),
        Difference((S01, "prepares"), "added", "", "Tea"),
    ),
    (
        "a link",
        (
            FIRST,
            'text = "The plan made here is read again there."',
            'text = "The plan goes there."',
        ),
        Difference(
            (S01, "links"),
            "changed",
            "S02: The plan made here is read again there.",
            "S02: The plan goes there.",
        ),
    ),
    (
        "a measure",
        (FIRST, '"m_wellbeing_brief", "calm"', '"m_wellbeing_brief"'),
        Difference((S01, "measures"), "removed", "calm", ""),
    ),
    (
        "when measures are given",
        (FIRST, 'given_at = "welcome"', 'given_at = "arrival"'),
        Difference((S01, "when measures are given"), "changed", "welcome", "arrival"),
    ),
    (
        "a practice",
        (FIRST, 'text = "Rest once."', 'text = "Rest twice."'),
        Difference(
            (S01, "practice"),
            "changed",
            "Rest once. (once) Leaves no trace.",
            "Rest twice. (once) Leaves no trace.",
        ),
    ),
    (
        "a fidelity item",
        (FIRST, 'done_when = "The client sat down."', 'done_when = "The client sat."'),
        Difference(
            (S01, "fidelity", "S01-1 Welcomed", "done when"),
            "changed",
            "The client sat down.",
            "The client sat.",
        ),
    ),
    (
        "the words of a split",
        (FIRST, "Ask how it is.", "Ask how it was."),
        Difference(
            (S01, "split", "done in both meetings"), "changed", "Ask how it is.", "Ask how it was."
        ),
    ),
    (
        "a line before the session",
        (GUIDE, "- Sit down.", "- Sit down.\n- Breathe."),
        Difference((S01, "before"), "added", "", "Breathe."),
    ),
    (
        "a paragraph of the page",
        (PAGE, "# Our plan\n", "# Our plan\n\nIt is a short plan.\n"),
        Difference((S01, "handout"), "added", "", "It is a short plan."),
    ),
    (
        "a step of the shared frame",
        (FRAME, 'title = "Leave"', 'title = "Go"'),
        Difference(("Shared frame", "Go"), "retitled", "Leave", "Go"),
    ),
    (
        "a printed code",
        (FRAME, 'code = "FR2"', 'code = "FR3"'),
        Difference(("Shared frame", "Leave", "code"), "changed", "FR2", "FR3"),
    ),
)


@pytest.mark.parametrize(
    ("edit", "wanted"), [row[1:] for row in PLAIN], ids=[row[0] for row in PLAIN]
)
def test_one_change_is_told_once_with_its_place(
    folder: Path, edit: Edit, wanted: Difference
) -> None:
    assert told(folder, edit) == (wanted,)


WELCOME = (S01, "Welcome")
STORY = (S01, "Story")
TALK = ("S02 Second", "Talk")


def in_section(path: str, step_id: str, old: str, new: str) -> Edit:
    """An edit of the guidance of one step alone."""
    whole = section(step_id)
    assert whole.count(old) == 1
    return (path, whole, whole.replace(old, new))


SAFETY: tuple[tuple[str, Edit, Difference], ...] = (
    (
        "the words of a gate",
        (TOP, 'text = "A recorded agreement."', 'text = "An agreement."'),
        Difference(("Gates", "G1", "text"), "changed", "A recorded agreement.", "An agreement."),
    ),
    (
        "what a gate asks for",
        (TOP, "rows_at_least = 2", "rows_at_least = 3"),
        Difference(
            ("Gates", "G1", "asks for"),
            "changed",
            "consent, “Aims?”: at least 2 entries",
            "consent, “Aims?”: at least 3 entries",
        ),
    ),
    (
        "which answers open a gate",
        (TOP, '"some", "full"', '"full"'),
        Difference(
            ("Gates", "G1", "asks for"),
            "changed",
            "consent, “How far?”: “some” or “full”",
            "consent, “How far?”: “full”",
        ),
    ),
    (
        "a gate that becomes soft",
        (TOP, 'kind = "hard"\nbefore = "S02"', 'kind = "soft"\nbefore = "S02"'),
        Difference(("Gates", "G1", "kind"), "changed", "hard", "soft"),
    ),
    (
        "where a gate stands",
        (TOP, 'before = "sign_note"', 'before = "S03"'),
        Difference(("Gates", "G3", "before"), "changed", "signing a note", "S03"),
    ),
    (
        "whether a gate may be overridden",
        (TOP, "}]\noverridable = false", "}]\noverridable = true"),
        Difference(("Gates", "G3", "may be overridden"), "changed", "no", "yes"),
    ),
    (
        "when the programme is not the right help",
        (TOP, 'action = "Refer."', 'action = "Wait."'),
        Difference(("Programme", "exclusions", "X1", "action"), "changed", "Refer.", "Wait."),
    ),
    (
        "a module that a track brings forward",
        (TOP, 'after = "S01"', 'after = "S02"'),
        Difference(
            ("Programme", "tracks", "T1 Another way", "bring forward"),
            "changed",
            "module: M02; after: S01",
            "module: M02; after: S02",
        ),
    ),
    (
        "what a number to call is filled with",
        (TOP, 'crisis_line = "Directory"', 'crisis_line = "Settings"'),
        Difference(("Placeholders", "crisis_line"), "changed", "Directory", "Settings"),
    ),
    (
        "a step that may not be left out any more",
        (SECOND, 'skippable = "with_reason"', 'skippable = "never"'),
        Difference((*TALK, "may be left out"), "changed", "with a reason", "never"),
    ),
    (
        "a step that stays while an alert is open",
        (FIRST, 'not_skippable_when = { open_alert = "suicide" }\n', ""),
        Difference((*STORY, "not left out while"), "removed", "an alert about suicide is open", ""),
    ),
    (
        "when a step opens",
        (FIRST, "}\nopens_after = ", "}\n# "),
        Difference((*STORY, "opens when"), "removed", "consent, “Agreed?”: yes", ""),
    ),
    (
        "a form that can raise an alert",
        (SECOND, "minutes = 40\n", 'minutes = 40\nform = "mood"\n'),
        Difference((*TALK, "form"), "added", "", "mood"),
    ),
    (
        "a line about a child",
        in_section(FRAME_GUIDE, "arrive", "- A sigh.\n", "- A sigh.\n- A child is near.\n"),
        Difference(("Shared frame", "Arrive", "Listen for"), "added", "", "A child is near."),
    ),
    (
        "a key line about dying",
        in_section(
            FRAME_GUIDE,
            "leave",
            '- "What helped?"\n',
            '- "What helped?"\n- **Key.** "Are you thinking of ending your life?"\n',
        ),
        Difference(
            ("Shared frame", "Leave", "Say"),
            "added",
            "",
            'Key: "Are you thinking of ending your life?"',
        ),
    ),
    (
        "a line of a step that stays while an alert is open",
        in_section(GUIDE, "story", "- Hurry.", "- Hurry on."),
        Difference((*STORY, "Never"), "changed", "Hurry.", "Hurry on."),
    ),
    (
        "the version of a form that can raise an alert",
        (TOP, "mood = 1\n", "mood = 2\n"),
        Difference(("Forms", "mood"), "changed", "version 1", "version 2"),
    ),
    (
        "a measure that can raise an alert",
        (TOP, '["m_wellbeing_brief", "weekly"]', '["weekly"]'),
        Difference(("S02 Second", "measures"), "removed", "mood", ""),
    ),
)


@pytest.mark.parametrize(
    ("edit", "wanted"), [row[1:] for row in SAFETY], ids=[row[0] for row in SAFETY]
)
def test_what_touches_safety_is_marked(folder: Path, edit: Edit, wanted: Difference) -> None:
    assert told(folder, edit) == (replace(wanted, is_safety=True),)


@pytest.mark.parametrize(
    ("edit", "kind"),
    sampled([(row[1], row[2].kind) for row in (*PLAIN, *SAFETY)], every=6),
    ids=[row[0] for row in (*PLAIN, *SAFETY)],
)
def test_a_change_read_backwards_is_the_same_change_undone(
    tmp_path: Path, edit: Edit, kind: str
) -> None:
    folders = [write_programme(tmp_path / name) for name in ("a", "b")]
    for each in folders:
        keep_safe(each)
    forwards = told(folders[0], edit)
    backwards = told(folders[1], edit, backwards=True)

    undone = {"added": "removed", "removed": "added"}.get(kind, kind)
    assert [each.kind for each in backwards] == [undone]
    assert [(each.before, each.after) for each in backwards] == [
        (each.after, each.before) for each in forwards
    ]
    assert [each.is_safety for each in backwards] == [each.is_safety for each in forwards]


def test_what_touches_safety_stands_first(folder: Path) -> None:
    found = told(
        folder,
        (TOP, 'version = "1.0.0"', 'version = "1.1.0"'),
        (TOP, 'text = "Alerts are acknowledged."', 'text = "Every alert has an action."'),
        (SECOND, 'aim = "Talk."', 'aim = "Listen."'),
    )

    assert [each.is_safety for each in found] == [True, False, False]
    assert [each.place[0] for each in found] == ["Gates", "S02 Second", "Programme"]


def test_a_line_that_only_moved_is_not_new(folder: Path) -> None:
    lines = "- A sigh.\n- A smile.\n- A pause.\n"
    edit = in_section(GUIDE, "story", lines, "- A pause.\n- A sigh.\n- A smile.\n")

    [difference] = told(folder, edit)

    assert (difference.kind, difference.before, difference.after) == (
        *("moved", "A pause.", "A pause."),
    )


def test_measures_that_changed_places_have_moved(folder: Path) -> None:
    change(folder, TOP, "S01 = [", 'S01 = ["m_wellbeing_brief", ')
    change(folder, FIRST, '["m_wellbeing_brief", "calm"]', '["mood", "calm"]')

    found = told(folder, (FIRST, '["mood", "calm"]', '["calm", "mood"]'))

    assert found == (Difference((S01, "measures"), "moved", "mood", "mood"),)


def test_a_session_that_goes_to_another_module_has_moved(folder: Path) -> None:
    more = '    { id = "S04", module = "M02", title = "Fourth" },\n]\nmodules'
    change(folder, TOP, "]\nmodules", more)

    found = told(
        folder, (TOP, 'module = "M02", title = "Third"', 'module = "M01", title = "Third"')
    )

    assert found == (Difference(("S03 Third",), "moved", "in M02", "in M01"),)


def test_the_form_of_a_step_that_is_never_left_out_touches_safety(folder: Path) -> None:
    old = load_programme(folder, alerting_shelf())
    plan = old.session_plan("S01")
    steps = (plan.steps[0].model_copy(update={"form_id": "calm"}), *plan.steps[1:])
    plans = {**old.session_plans, "S01": plan.model_copy(update={"steps": steps})}

    found = differences(old, old.model_copy(update={"session_plans": plans}), alerting_shelf())

    assert found == (Difference((*WELCOME, "form"), "changed", "consent", "calm", True),)


def test_sessions_that_changed_places_are_told_by_what_stands_before(folder: Path) -> None:
    old = load_programme(folder, alerting_shelf())
    begin = old.phases[0]
    swapped = begin.model_copy(update={"sessions": begin.sessions[::-1]})

    found = differences(
        old, old.model_copy(update={"phases": (swapped, *old.phases[1:])}), alerting_shelf()
    )

    assert found == (Difference(("S01 First",), "moved", "first", "after S02 Second"),)


def test_a_session_that_leaves_the_shared_frame_touches_safety(folder: Path) -> None:
    found = told(
        folder,
        (SECOND, "frame = true", "frame = false"),
        (SECOND, "minutes = 60", "minutes = 40"),
        (SECOND, 'skippable = "with_reason"', 'form = "week"\nskippable = "never"'),
        (SECOND, '["arrive", "talk"]', '["talk"]'),
        (SECOND, '["leave"]', "[]"),
    )

    frame = Difference(
        ("S02 Second", "shared frame"), "removed", "the steps of the shared frame", "", True
    )
    assert found[0] == frame
    assert ("S02 Second", "minutes") in [each.place for each in found]


def test_a_page_is_told_paragraph_by_paragraph_and_its_numbers_touch_safety(folder: Path) -> None:
    [difference] = told(folder, (PAGE, "by day or by night", "by day"))

    assert (difference.place, difference.kind) == ((S01, "handout"), "changed")
    assert difference.is_safety
    assert "by day or by night." in difference.before
    assert "by day." in difference.after


def test_the_plan_of_a_planned_session_is_told_by_its_steps(folder: Path) -> None:
    [difference] = told(folder, ("01-begin/module.toml", ', "s02-second"', ""))

    assert difference.place == ("S02 Second", "plan")
    assert (difference.kind, difference.before) == ("removed", "60 minutes: Talk")
    assert not difference.is_safety


def test_a_session_that_is_gone_with_steps_that_are_never_left_out_touches_safety(
    folder: Path,
) -> None:
    change(folder, SECOND, 'skippable = "with_reason"', 'skippable = "never"')
    second = '    { id = "S02", module = "M01", title = "Second" },\n'
    found = told(
        folder,
        (TOP, second, ""),
        (TOP, 'before = "S02"', 'before = "S03"'),
        (TOP, "before = 'S02'", "before = 'S03'"),
        (FIRST, 'session = "S02"', 'session = "S03"'),
        ("01-begin/module.toml", ', "s02-second"', ""),
    )

    gone = Difference(("S02 Second",), "removed", "in M01, 60 minutes: Talk", "", True)
    assert gone in found


def test_steps_that_came_and_went_are_told_and_not_line_by_line(folder: Path) -> None:
    found = told(
        folder,
        (FIRST, 'id = "story"\ntitle = "Story"', 'id = "tale"\ntitle = "Tale"'),
        (FIRST, '["story"]', '["tale"]'),
        (GUIDE, "{#story}", "{#tale}"),
    )

    assert [(each.place[1:], each.kind, each.before, each.after) for each in found] == [
        (("Tale",), "added", "", "Tale, 10 minutes"),
        (("Story",), "removed", "Story, 10 minutes", ""),
        (("split", "second meeting"), "added", "", "tale"),
        (("split", "second meeting"), "removed", "story", ""),
    ]


def test_steps_that_changed_places_are_told_by_what_stands_before(folder: Path) -> None:
    guide = (folder / GUIDE).read_text("utf-8")
    toml = (folder / FIRST).read_text("utf-8")
    steps = toml[toml.index("[[steps]]") : toml.index("[split]")]
    one, check, other = steps.split("[[steps]]\n")[1:]

    found = told(
        folder,
        (FIRST, steps, f"[[steps]]\n{other}[[steps]]\n{one}[[steps]]\n{check}"),
        (GUIDE, guide, guidance("story", "welcome", "check")),
    )

    assert found == (Difference((S01, "Story"), "moved", "after Check", "first", True),)


def test_a_session_with_a_frame_of_its_own_is_told_apart() -> None:
    programme = installed()
    plan = programme.session_plan("S09")
    steps = tuple(
        step.model_copy(update={"minutes": 4}) if step.id == "scores" else step
        for step in plan.steps
    )
    plans = {**programme.session_plans, "S09": plan.model_copy(update={"steps": steps})}

    found = differences(
        programme, programme.model_copy(update={"session_plans": plans}), library.installed()
    )

    assert [(each.place, each.before, each.after) for each in found] == [
        (
            (f"S09 {plan.title}", "Look at today's scores together", "minutes"),
            "3",
            "4",
        )
    ]


def leaves(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node)  # type: ignore[arg-type]
    for key, each in items:
        if isinstance(each, dict | list | tuple):
            yield from leaves(each, (*path, key))
        else:
            yield (*path, key)


def with_leaf(node: object, path: tuple[str | int, ...]) -> object:
    """A copy of plain data with one value changed to another of its kind."""
    if not path:
        match node:
            case bool():
                return not node
            case int():
                return node + 1
            case str():
                return f"{node} and more" if " " in node else f"{node}x"
            case _:
                return node
    key, *rest = path
    if isinstance(node, dict):
        return {k: with_leaf(v, tuple(rest)) if k == key else v for k, v in node.items()}
    assert isinstance(node, tuple)
    return tuple(with_leaf(v, tuple(rest)) if k == key else v for k, v in enumerate(node))


def held_to_another_place(path: tuple[str | int, ...]) -> bool:
    """Whether loading holds a value to one that is told: the id, title and module of a plan."""
    return path[0] == "session_plans" and path[2:] in {("id",), ("title",), ("module_id",)}


def test_a_question_of_the_training_is_told_by_itself(folder: Path) -> None:
    programme = load_programme(folder, shelf())
    before, after = (
        programme.model_copy(update={"training": TrainingFiles(knowledge_checks=each)})
        for each in ("One.\n\nAsk the client.", "One.\n\nAsk the client now.")
    )

    assert differences(before, after, shelf()) == (
        Difference(
            ("Training", "knowledge checks"), "changed", "Ask the client.", "Ask the client now."
        ),
    )


def test_no_single_change_goes_unsaid(folder: Path) -> None:
    (folder / "on-track.toml").write_text(ON_TRACK, "utf-8")
    forms = alerting_shelf()
    programme = load_programme(folder, forms)
    plain = programme.model_dump()
    changed = 0
    for path in leaves(plain):
        try:
            other = Programme.model_validate(with_leaf(plain, path))
        except ValidationError:
            continue
        if other != programme and not held_to_another_place(path):
            changed += 1
            assert differences(programme, other, forms), path

    assert changed > 250


def test_a_programme_made_without_a_frame_of_its_own_is_compared_all_the_same() -> None:
    programme = installed()
    bare = programme.model_copy(update={"frame": None})

    assert differences(bare, programme, library.installed()) == ()
