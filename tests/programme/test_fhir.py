"""A programme goes out as a FHIR R4 PlanDefinition, and nothing of it is lost on the way."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from programme import __main__ as command
from programme.definition.definition import Programme
from programme.fhir import ActionIds, plan_definition
from programme.loading.library import installed
from programme.loading.loading import load_programme
from session_forms.exchange.fhir_terms.extensions import keys_of_ours
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.to_fhir.questionnaire_out import questionnaire
from session_forms.library import library
from session_forms.library.library import FormLibrary
from tests.support.programme.programmes import (
    ON_TRACK,
    SAFE_BESIDES,
    change,
    plan,
    programme_of,
    shelf,
    write_programme,
)

Tree = dict[str, Any]
TOP = "programme.toml"


def exported(programme: Programme, forms: FormLibrary) -> tuple[Tree, CarryReport]:
    report = CarryReport()
    return json.loads(json.dumps(plan_definition(programme, forms, report))), report


def tiny(folder: Path, *edits: tuple[str, str, str]) -> Programme:
    write_programme(folder)
    (folder / "on-track.toml").write_text(ON_TRACK, "utf-8")
    for path, old, new in edits:
        change(folder, path, old, new)
    return load_programme(folder, shelf())


@pytest.fixture(scope="module")
def whole() -> tuple[Tree, CarryReport]:
    return exported(installed(), library.installed())


def actions(node: Tree) -> Iterator[Tree]:
    for each in node.get("action", ()):
        yield each
        yield from actions(each)


def action(node: Tree, action_id: str) -> Tree:
    return next(each for each in actions(node) if each["id"] == action_id)


def test_the_head_says_what_it_is_and_how_it_stands(whole: tuple[Tree, CarryReport]) -> None:
    resource, _report = whole

    assert resource["resourceType"] == "PlanDefinition"
    assert resource["url"] == "https://session-forms.invalid/fhir/PlanDefinition/pps-core"
    assert (resource["name"], resource["version"]) == ("PpsCore", installed().version)
    assert (resource["status"], resource["title"]) == ("draft", "Prevention programme")
    assert resource["purpose"] == installed().intended_purpose
    assert "approvalDate" not in resource


def test_an_approved_programme_is_active_and_says_by_whom_and_when(tmp_path: Path) -> None:
    approved = 'status = "approved"\napproved_by = "A lead"\napproved_on = 2026-05-01'

    resource, _report = exported(tiny(tmp_path, (TOP, 'status = "draft"', approved)), shelf())

    assert resource["status"] == "active"
    assert resource["approvalDate"] == "2026-05-01"
    assert resource["endorser"] == [{"name": "A lead"}]


def test_phases_hold_modules_modules_hold_sessions_and_sessions_hold_steps(
    whole: tuple[Tree, CarryReport],
) -> None:
    resource, _report = whole
    programme = installed()

    assert [each["prefix"] for each in resource["action"]] == [
        phase.id for phase in programme.phases
    ]
    for phase, outer in zip(programme.phases, resource["action"], strict=True):
        assert [each["prefix"] for each in outer["action"]] == list(phase.modules)
        below = [session for module in outer["action"] for session in module["action"]]
        assert {each["prefix"] for each in below} == {session.id for session in phase.sessions}
    for session in programme.session_plans.values():
        steps = [
            each for each in action(resource, session.id)["action"] if "timingDuration" in each
        ]
        assert [each["title"] for each in steps] == [step.title for step in session.steps]


def test_minutes_are_durations_that_add_up(whole: tuple[Tree, CarryReport]) -> None:
    resource, _report = whole

    for session in installed().session_plans.values():
        outer = action(resource, session.id)
        inner = [each["timingDuration"] for each in outer["action"] if "timingDuration" in each]
        assert outer["timingDuration"] == {
            "value": session.minutes,
            "unit": "min",
            "system": "http://unitsofmeasure.org",
            "code": "min",
        }
        assert sum(each["value"] for each in inner) == session.minutes


def test_every_form_is_the_questionnaire_that_the_forms_go_out_as(
    whole: tuple[Tree, CarryReport],
) -> None:
    resource, _report = whole
    forms = library.installed()
    addresses = set()
    for form_id, version in installed().forms.items():
        sent = questionnaire(forms.get(form_id, version), CarryReport())
        addresses.add(f"{sent['url']}|{sent['version']}")

    pinned = [each for each in resource["relatedArtifact"] if each["type"] == "depends-on"]
    assert {each["resource"] for each in pinned} == addresses
    asked = {
        each["definitionCanonical"] for each in actions(resource) if "definitionCanonical" in each
    }
    assert len(asked) > 30
    assert asked <= addresses


def test_each_step_and_each_measure_of_a_session_names_its_form(
    whole: tuple[Tree, CarryReport],
) -> None:
    resource, _report = whole

    for session in installed().session_plans.values():
        below = list(actions(action(resource, session.id)))
        named = [
            each["definitionCanonical"].split("/")[-1].split("|")[0]
            for each in below
            if "definitionCanonical" in each
        ]
        wanted = [step.form_id for step in session.steps if step.form_id] + [*session.measures]
        assert sorted(named) == sorted(wanted)


def test_measures_stand_where_they_are_handed_over(whole: tuple[Tree, CarryReport]) -> None:
    resource, _report = whole

    first = [each["title"] for each in action(resource, "S01")["action"]]
    second = [each["title"] for each in action(resource, "S02")["action"]]

    at = installed().session_plan("S01").step("safety-check").title
    assert first[first.index("Measures") + 1] == at
    assert second[:2] == ["Before the session", "Measures"]


def test_a_gate_is_a_condition_in_words_on_what_it_stands_before(tmp_path: Path) -> None:
    resource, report = exported(tiny(tmp_path), shelf())

    [gate] = action(resource, "S02")["condition"]
    assert gate["kind"] == "applicability"
    assert gate["expression"] == {
        "name": "G1",
        "description": "A recorded agreement.",
        "language": "text/plain",
        "expression": (
            "consent, “Agreed?”: yes; consent, “How far?”: “some” or “full”; "
            "consent, “Aims?”: at least 2 entries"
        ),
    }
    assert keys_of_ours(gate, "gate")["kind"] == "hard"
    assert "gates.G1: what it asks for stands in words alone" in "\n".join(report.lines())


def test_every_gate_is_carried_once(whole: tuple[Tree, CarryReport]) -> None:
    resource, report = whole
    conditions = [each for one in actions(resource) for each in one.get("condition", ())]
    names = [each["expression"]["name"] for each in conditions if "name" in each["expression"]]
    ours = [each["id"] for each in keys_of_ours(resource, "programme")["gates_before_signing"]]

    assert sorted([*names, *ours]) == sorted(gate.id for gate in installed().gates)
    assert any(line.startswith("programme.gates_before_signing: ") for line in report.lines())


def test_a_gate_stands_before_phases_and_modules_as_well(tmp_path: Path) -> None:
    resource, _report = exported(
        tiny(
            tmp_path,
            (TOP, "\n[measures]\n", SAFE_BESIDES),
            (TOP, 'before = "P2"', 'before = "M02"'),
            (TOP, 'before = "S02"', 'before = "P2"'),
        ),
        shelf(),
    )

    assert [each["expression"]["name"] for each in action(resource, "M02")["condition"]] == ["G2"]
    assert [each["expression"]["name"] for each in action(resource, "P2")["condition"]] == ["G1"]


def test_what_may_not_be_left_out_must_be_done(whole: tuple[Tree, CarryReport]) -> None:
    resource, _report = whole

    assert action(resource, "S02.safety-plan")["requiredBehavior"] == "must"
    assert action(resource, "S02.scores")["requiredBehavior"] == "must-unless-documented"
    enquiry = action(resource, "S02.suicide-enquiry")
    assert keys_of_ours(enquiry, "step") == {"not_skippable_when": {"open_alert": "suicide"}}


def test_a_step_that_opens_later_says_when_in_words(tmp_path: Path) -> None:
    resource, _report = exported(tiny(tmp_path), shelf())

    story = action(resource, "S01.story")
    assert story["condition"][0]["expression"]["expression"] == "consent, “Agreed?”: yes"
    assert "name" not in story["condition"][0]["expression"]


def test_the_guidance_is_text_part_by_part(tmp_path: Path) -> None:
    resource, _report = exported(tiny(tmp_path), shelf())

    welcome = action(resource, "S01.welcome")
    assert welcome["description"] == "Know how it is."
    assert welcome["textEquivalent"] == (
        'Say\n- Key: "How are you?"\n- "What helped?"\n- Wait.\n- "Thank you."\n\n'
        "Listen for\n- A sigh.\n- A smile.\n- A pause.\n\n"
        'If stuck\n- "I do not know." "That is fine."\n- Silence. Wait.\n'
        "- In danger. Follow the pathway.\n\n"
        "Never\n- Hurry.\n- Promise a cure.\n\n"
        "Adapt\n- easy_read: Short words.\n- visual: Draw it."
    )


def test_sessions_follow_each_other_and_those_after_the_end_say_how_long_after(
    whole: tuple[Tree, CarryReport],
) -> None:
    resource, _report = whole

    assert "relatedAction" not in action(resource, "S01")
    assert action(resource, "S02")["relatedAction"] == [
        {"actionId": "S01", "relationship": "after-end"}
    ]
    assert action(resource, "B1")["relatedAction"][0]["offsetDuration"]["code"] == "wk"
    [last] = action(resource, "FU12")["relatedAction"]
    assert (last["actionId"], last["offsetDuration"]["value"]) == ("S20", 12)
    assert last["offsetDuration"]["code"] == "mo"


def test_evidence_and_the_page_for_the_client_are_documents(tmp_path: Path) -> None:
    resource, _report = exported(tiny(tmp_path), shelf())

    evidence, page = action(resource, "S01")["documentation"]
    assert (evidence["display"], evidence["citation"]) == ("Meeting helps.", "A study")
    assert keys_of_ours(evidence, "evidence") == {"grade": "survey", "checked": "verify"}
    text = base64.b64decode(page["document"]["data"]).decode()
    assert text == load_programme(tmp_path, shelf()).session_plan("S01").handout
    cited = [each for each in resource["relatedArtifact"] if each["type"] == "citation"]
    assert cited == [{"type": "citation", "citation": "A study"}]


def test_a_session_without_a_plan_says_so_and_is_listed(tmp_path: Path) -> None:
    resource, report = exported(tiny(tmp_path), shelf())

    third = action(resource, "S03")
    assert third["textEquivalent"] == "Planned; its plan is not in this version."
    assert "action" not in third
    assert action(resource, "M02")["title"] == "M02"
    assert "sessions.S03: a session without a plan; only its title is." in report.lines()


def test_names_of_actions_are_unique_and_those_named_exist(whole: tuple[Tree, CarryReport]) -> None:
    resource, _report = whole
    names = [each["id"] for each in actions(resource)]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9.-]{1,64}", name) for name in names)
    related = {
        each["actionId"] for one in actions(resource) for each in one.get("relatedAction", ())
    }
    assert related <= set(names)


def test_names_that_fhir_does_not_take_are_spelt_so_that_it_does() -> None:
    ids = ActionIds()

    assert ids.of("phase", "P 1/ü") == "P-1"
    assert ids.of("module", "P-1") == "P-1-2"
    assert ids.of("phase", "P 1/ü") == "P-1"
    assert ids.of("step", "ü") == "step"
    assert len(ids.of("step", "S" * 80, "x")) == 60


def leaves(node: object) -> Iterator[object]:
    if isinstance(node, dict):
        for each in node.values():
            yield from leaves(each)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from leaves(each)
    else:
        yield node


def nodes(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, dict | list):
        for each in node.values() if isinstance(node, dict) else node:
            yield from nodes(each)


def corpus(resource: Tree) -> str:
    """Everything that is said in a resource, pages among it."""
    pages = [
        base64.b64decode(each["document"]["data"]).decode()
        for one in actions(resource)
        for each in one.get("documentation", ())
        if "document" in each
    ]
    return "\n".join([*(str(each) for each in leaves(resource)), *pages])


@pytest.mark.parametrize("which", ["installed", "tiny"])
def test_every_word_of_a_programme_is_in_what_goes_out(which: str, tmp_path: Path) -> None:
    programme, forms = (
        (installed(), library.installed()) if which == "installed" else (tiny(tmp_path), shelf())
    )
    resource, _report = exported(programme, forms)
    said = corpus(resource)

    plan = programme.model_dump(exclude={"training"})
    words = {each for each in leaves(plan) if isinstance(each, str) and each}
    words |= {key for table in (programme.adaptations, programme.placeholders) for key in table}
    spoken_otherwise = {"never", "with_reason", "draft", "approved"}
    missing = {
        each
        for each in words - spoken_otherwise
        if each not in said and json.dumps(each, ensure_ascii=False)[1:-1] not in said
    }
    assert missing == set()


def test_nothing_in_it_is_empty(whole: tuple[Tree, CarryReport], tmp_path: Path) -> None:
    for resource in (whole[0], exported(tiny(tmp_path), shelf())[0]):
        empty = [each for each in nodes(resource) if each in ("", [], {}, None)]
        assert empty == []


def test_what_only_we_can_read_is_listed_once(whole: tuple[Tree, CarryReport]) -> None:
    resource, report = whole
    kept = {
        f"{name}.{key}"
        for each in (resource, *actions(resource))
        for name in ("programme", "module", "session", "step")
        for key in keys_of_ours(each, name)
    }

    listed = [line.split(":")[0] for line in report.lines()]
    assert kept == {each for each in listed if not each.startswith(("gates.", "training"))}
    assert len(listed) == len(set(listed))


def test_a_programme_made_by_hand_goes_out_even_with_forms_that_are_not_there() -> None:
    bare = plan("S01").model_copy(update={"id": "S01", "practice": (), "measures": ("gone",)})
    programme = programme_of(bare).model_copy(update={"id": "Größe 1", "version": "2"})

    resource, _report = exported(programme, shelf())

    assert (resource["id"], resource["name"]) == ("groe-1", "Groe1")
    assert keys_of_ours(resource, "programme")["id"] == "Größe 1"
    [measure] = action(resource, "S01.measures")["action"]
    assert measure["definitionCanonical"] == "https://session-forms.invalid/fhir/Questionnaire/gone"


def test_the_command_writes_a_new_file_and_lists_beside_it_what_only_we_can_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.json"

    assert command.main(["export", "--fhir", str(path)]) == 0
    first = capsys.readouterr()
    assert command.main(["export", "--fhir", str(path)]) == 1
    again = capsys.readouterr()

    assert json.loads(path.read_text("utf-8"))["id"] == "pps-core"
    assert first.out == ""
    assert "session.fidelity: FHIR has no word for it; kept in an extension" in first.err
    assert again.err.startswith("plan.json: there is such a file already; choose another place")


def test_the_command_prints_a_folder_in_letters_that_any_terminal_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("programme.commands.export_command.library.installed", shelf)
    write_programme(tmp_path)

    assert command.main(["export", str(tmp_path)]) == 0

    out = capsys.readouterr().out
    assert out.isascii()
    assert json.loads(out)["title"] == "Tiny programme"


def test_training_is_no_part_of_a_plan_and_the_report_says_so() -> None:
    _resource, report = exported(installed(), library.installed())

    assert any(each.path == "training" for each in report.entries)
