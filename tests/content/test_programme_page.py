"""docs/programme.md says the frame of the default programme as it is."""

import re
from pathlib import Path

from programme.definition.requirements import AnswerRequirement
from programme.loading.library import installed
from session_forms.library.library import installed as installed_forms
from tests.support.pages import table_under
from tests.support.programme.sheet_minutes import sheet_minutes

PAGE = (Path(__file__).parents[2] / "docs/programme.md").read_text("utf-8")
PROGRAMME = installed()


def test_the_page_lists_every_gate_with_its_kind_and_what_it_stands_before() -> None:
    rows = list(table_under(PAGE, "## Gates"))[2:]
    before = [row[2].removeprefix("phase ").replace("signing a note", "sign_note") for row in rows]
    advice = {row[0] for row in rows if row[4] == "it only advises"}
    fixed = {row[0] for row in rows if row[4].startswith("none")}

    assert [(row[0], row[1], at) for row, at in zip(rows, before, strict=True)] == [
        (gate.id, gate.kind, gate.before) for gate in PROGRAMME.gates
    ]
    assert advice == {gate.id for gate in PROGRAMME.gates if gate.kind == "soft"}
    assert fixed == {gate.id for gate in PROGRAMME.gates if not gate.overridable}


def test_the_page_names_the_gates_that_ask_for_once() -> None:
    [named] = re.findall(r"^(G.+) ask that it was complete once", PAGE, re.MULTILINE)

    once = {
        gate.id
        for gate in PROGRAMME.gates
        for each in gate.requires
        if isinstance(each, AnswerRequirement) and each.filled_at_least == 1
    }

    assert set(re.findall(r"G\d+", named)) == once


def test_the_page_says_what_a_track_brings_forward_and_pairs() -> None:
    forward = {
        (each.module, each.after) for track in PROGRAMME.tracks for each in track.bring_forward
    }
    pairs = {tuple(pair) for track in PROGRAMME.tracks for pair in track.may_merge}

    assert set(re.findall(r"(M\d+) after (S\d+)", PAGE)) == forward
    assert set(re.findall(r"\((S\d+) with (S\d+)\)", PAGE)) == pairs


def test_the_page_says_how_many_minutes_the_sheets_of_a_session_take_and_get() -> None:
    rows = list(table_under(PAGE, "| session | sheets, in minutes"))[1:]
    said = {
        plan: (int(re.findall(r"\d+", row[1])[0]), sum(map(int, re.findall(r"\d+", row[2]))))
        for row in rows
        for plan in re.findall(r"\b(?:S|FU)\d+\b", row[0])
    }

    found = {
        each: sheet_minutes(PROGRAMME, PROGRAMME.session_plans[each], installed_forms())
        for each in said
    }
    assert said == {each: (minutes.whole, minutes.given) for each, minutes in found.items()}
    assert {"S01", "S03", "S10", "S20", "FU12"} <= said.keys()
