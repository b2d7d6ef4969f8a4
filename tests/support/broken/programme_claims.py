"""What has to hold of any folder of a programme, however broken it is."""

import json
from collections.abc import Mapping

from programme.__main__ import session_lines
from programme.authoring.folder_checks import problems_in
from programme.comparing.differences import differences, paragraphs
from programme.course.gates import GateFacts, closed_gates
from programme.course.on_track import CourseFacts, findings
from programme.course.order import course_order
from programme.course.progress import next_plan, step_is_open, step_may_be_skipped
from programme.course.slots import MeasureSlot
from programme.definition.definition import Programme
from programme.definition.requirements import SIGN_NOTE
from programme.errors import ContentError, MissingForm
from programme.fhir import plan_definition
from programme.loading.checked_list import find_checked, listed_text
from programme.loading.loading import load_content, load_programme
from programme.source_files.content import ContentFolder
from session_forms.exchange.plain_data.json_files import json_text
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.library.library import FormLibrary
from tests.support.broken.held_folders import HeldFolder

LONGEST_SENTENCE = 3_000


def check_folder(
    files: Mapping[str, bytes], forms: FormLibrary, before: Programme | None = None
) -> Programme | None:
    """Check that the files are a sound programme or one error; return the programme if so.

    What differs from the programme that they were `before` has to be told.
    """
    folder = HeldFolder(files)
    content = ContentFolder(folder)
    told = problems_in(folder, forms)
    for each in told:
        check_sentence(each, files)
    try:
        programme = load_content(content, forms)
    except ContentError as error:
        first = error
    else:
        check_programme(programme)
        check_list(programme, content, forms)
        check_export(programme, forms)
        assert differences(programme, programme, forms) == ()
        if before is not None:
            told_of = differences(before, programme, forms)
            differs = as_read(programme) != as_read(before)
            assert bool(told_of) == differs, "a difference goes unsaid"
        return programme
    assert str(first) == str(told[0]), "checking begins with something else"
    return None


def as_read(programme: Programme) -> Programme:
    """Return a programme without the space between the paragraphs of its pages."""
    plans = {
        plan.id: plan.model_copy(update={"handout": "\n\n".join(paragraphs(plan.handout))})
        for plan in programme.session_plans.values()
    }
    return programme.model_copy(update={"session_plans": plans})


def check_sentence(error: ContentError, files: Mapping[str, bytes]) -> None:
    """Check that an error names a file, a line that it has, and what to do, in one sentence."""
    said = str(error)
    assert type(error) in (ContentError, MissingForm)
    assert said.startswith(error.file)
    assert error.line is None or error.file in files
    assert error.line is None or 1 <= error.line <= lines_in(files[error.file])
    assert error.what
    assert error.to_do
    assert said.isprintable(), "the sentence holds what no line can show"
    assert len(said) < LONGEST_SENTENCE, "the sentence does not end"


def lines_in(data: bytes) -> int:
    """Return how many lines a file has for whoever counts them in one way or the other."""
    return max(data.count(b"\n") + 1, len(data.decode(errors="replace").splitlines()))


def check_programme(programme: Programme) -> None:
    """Check that a programme can be delivered from its first session to its last."""
    assert len(set(programme.planned_sessions)) == len(programme.planned_sessions)
    assert len(list(session_lines(programme))) == len(programme.planned_sessions)
    facts = GateFacts()
    for session_id in programme.planned_sessions:
        closed_gates(programme, session_id, facts)
        assert programme.phase_of(session_id)
    closed_gates(programme, SIGN_NOTE, facts)
    assert findings(programme, programme.on_track, CourseFacts()) == ()
    for track_id in ("", *(track.id for track in programme.tracks)):
        assert set(course_order(programme, track_id)) == set(course_order(programme))
        assert next_plan(programme, (), track_id) in (None, *programme.session_plans.values())
    for plan in programme.session_plans.values():
        assert plan.id in programme.planned_sessions
        assert sum(step.minutes for step in plan.steps) == plan.minutes
        parts = (*plan.split.part_1, *plan.split.part_2)
        assert sorted(parts) == sorted(step.id for step in plan.steps)
        assert len({MeasureSlot(each, plan.id).name for each in plan.measures}) == len(
            plan.measures
        )
        for step in plan.steps:
            assert plan.step(step.id) == step
            assert step_may_be_skipped(step, frozenset()) in (True, False)
            assert step_is_open(step, {}) in (True, False)


def check_export(programme: Programme, forms: FormLibrary) -> None:
    """Check that the programme can be written in the words of FHIR."""
    report = CarryReport()
    resource = json.loads(json_text(plan_definition(programme, forms, report), report))
    assert resource["resourceType"] == "PlanDefinition"
    assert len(resource["action"]) == len(programme.phases)


def check_list(programme: Programme, content: ContentFolder, forms: FormLibrary) -> None:
    """Check that the programme comes back from its list, and only from its own."""
    known = FormLibrary(forms.all(), digest="these")
    held = content.held
    files = {path: data for path, data in held.items() if data is not None}
    files[""] = listed_text(programme, held, known).encode()
    folder = HeldFolder(files)
    assert find_checked(folder, folder, known) == programme
    files["programme.toml"] += b"#"
    assert find_checked(folder, folder, known) is None
    assert load_programme(folder, forms) == programme
