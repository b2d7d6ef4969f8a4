"""A list is shown as it would be written, and written as a whole or not at all."""

import random
from datetime import date
from pathlib import Path

import pytest

from tests.support.record.team import lay_out_team
from tests.support.workflows.client_lists import HEADS, TRACK, kept, plan_of, problems
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.clients import clients, identities
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed
from therapist_app.record.keyring import covering
from therapist_app.workflows.course.genders import GENDERS
from therapist_app.workflows.errors import ListRefused
from therapist_app.workflows.importing import importing_a_list
from therapist_app.workflows.importing.importing_a_list import (
    import_list,
    imported_lists,
    surroundings,
)
from therapist_app.workflows.importing.list_columns import FIELDS, recognised
from therapist_app.workflows.importing.list_template import example, save_template
from therapist_app.workflows.importing.planning_an_import import (
    ListReading,
    plan_import,
)
from therapist_app.workflows.importing.spreadsheet import read_file
from therapist_app.workflows.overviews.seeing_clients import (
    AGE_BANDS,
    NewClient,
    add_client,
)
from therapist_app.workflows.permissions import may


def test_each_row_becomes_a_client_with_all_that_its_cells_say(work):
    title = next(each.title for each in work.workspace.programme.tracks if each.id != TRACK)
    plan = plan_of(
        work, HEADS + f'Bo Ek,28.02.1990,0123,A sister,"{title}",35-44,Woman\n,,0456,,,,\n'
    )

    added = import_list(work.workspace, plan)

    assert [each.row for each in added] == [2, 3]
    whole, bare = (clients.load(work.workspace.caseload, each.client_id) for each in added)
    identity = identities.load(work.workspace.caseload, whole.id)
    assert (identity.anonymity, identity.name, identity.birth_date) == (
        "named",
        "Bo Ek",
        "1990-02-28",
    )
    assert (identity.contact, identity.emergency_contact) == ("0123", "A sister")
    assert (whole.age_band, whole.gender) == ("35-44", "woman")
    assert (whole.track != TRACK, bare.track) == (True, TRACK)
    assert identities.load(work.workspace.caseload, bare.id).anonymity == "code_only"
    assert {len(each.code) for each in added} == {6}
    assert len({each.code for each in added}) == 2


def test_a_row_with_a_problem_is_left_out_and_comes_first_with_its_column(work):
    plan = plan_of(
        work,
        HEADS
        + "Al,,,,,,\n"
        + "=1+1,31.02.1990,,,sideways,12,?\n"
        + ",1990-02-28,,,,,\n"
        + "Cy,2999-01-01,,,,,\n"
        + "Di,1.2.1990,,,,,\n"
        + "Ed,,,,,,,extra\n"
        + f"Fo,,{'x' * 301},,,,\n",
    )

    assert [each.row for each in plan.lines] == [3, 4, 5, 6, 7, 8, 2]
    assert problems(plan) == {
        3: [
            ("formula", "Name"),
            ("no_day", "Date of birth"),
            ("track", "Track"),
            ("age_band", "Age group"),
            ("gender", "Gender"),
        ],
        4: [("birth_without_name", "Date of birth")],
        5: [("day_to_come", "Date of birth")],
        6: [("two_days", "Date of birth")],
        7: [("more_cells", "")],
        8: [("too_long", "Telephone")],
    }


def test_who_is_there_already_or_twice_in_the_list_is_not_written_again(work):
    add_client(
        work.workspace,
        NewClient(anonymity="named", name="Édouard Morrow", birth_date="1980-01-01", track=TRACK),
    )
    plan = plan_of(
        work,
        HEADS
        + "edouard  morrow,1980-01-01,,,,,\n"
        + "Edouard Morrow,1981-01-01,,,,,\n"
        + "Édouard Morrow,,,,,,\n"
        + "Bo Ek,1990-02-28,,,,,\n"
        + "Bo Ek,1990-02-28,,,,,\n",
    )

    assert problems(plan) == {
        2: [("in_record", "")],
        4: [("in_record", "")],
        6: [("twice_here", "")],
    }
    assert {each.problems[0].other_row for each in plan.lines if each.row == 6} == {5}


def test_a_track_that_is_none_is_told_with_those_that_there_are(work):
    plan = plan_of(work, HEADS + "Al,,,,sideways,,\n")

    [problem] = plan.lines[0].problems
    assert problem.known == tuple(each.title for each in work.workspace.programme.tracks)


def test_where_a_track_is_not_said_it_must_be_chosen(work):
    plan = plan_of(work, HEADS + "Al,,,,,,\n", track="")

    assert plan.lacks_track
    with pytest.raises(ListRefused, match="settled"):
        import_list(work.workspace, plan)


def test_with_no_row_to_import_nothing_is(work):
    with pytest.raises(ListRefused, match="nothing"):
        import_list(work.workspace, plan_of(work, HEADS + "=x,,,,,,\n"))
    assert imported_lists(work.workspace) == ()


def test_an_error_half_way_leaves_nothing(work, monkeypatch):
    plan = plan_of(work, HEADS + "Al,,,,,,\nBo,,,,,,\n")
    real, calls = importing_a_list.add_client, []

    def fails_at_the_second(*args, **named):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **named)

    monkeypatch.setattr(importing_a_list, "add_client", fails_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        import_list(work.workspace, plan)

    assert kept(work) == []
    assert "clients_imported" not in {
        each.action for each in audit.entries(work.workspace.caseload)
    }


def test_who_covers_a_caseload_imports_no_list_into_it(tmp_path: Path):
    team = lay_out_team(tmp_path, Ben=("therapist",))
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ana"), team.uid("Ben"), date(2026, 12, 3))
    team.visit("Ana")
    with team.open("Ben") as vault:
        workspace = workspace_for(vault)
        assert may(vault, "import_list")

        vault.use_caseload(team.uid("Ana"))

        assert not may(vault, "import_list")
        with pytest.raises(NotAllowed, match="caseload"):
            surroundings(workspace)


@pytest.mark.parametrize("name", ["clients.csv", "clients.xlsx"])
def test_the_empty_list_is_read_back_with_every_column_recognised_and_its_example_alone_refused(
    work, tmp_path: Path, name
):
    path = tmp_path / name
    save_template(work.workspace, path)

    sheet = read_file(path)
    assert recognised(sheet.heads) == FIELDS
    plan = plan_import(sheet, ListReading(recognised(sheet.heads)), surroundings(work.workspace))
    assert problems(plan) == {2: [("example", "Name")]}
    assert sheet.rows[0].cells == tuple(example(work.workspace))


def test_what_is_written_equals_what_was_shown_in_two_hundred_random_lists(work):
    chance = random.Random(14)
    names = ["Al", "Bo Ek", "Čy", "=x", "", "", "Di\u200b", "Ed, Jr", 'Fo "F"', "x" * 301]
    days = ["1990-02-28", "28.2.1990", "1.2.1990", "31.2.1990", "", "", "2999-01-01", "soon"]
    tracks = [each.title for each in work.workspace.programme.tracks]
    shown: list[NewClient] = []
    for _number in range(200):
        lines = [HEADS.strip() + ",Sessions held,Last session\n"]
        for _row in range(chance.randrange(1, 4)):
            cells = [
                chance.choice(names) + chance.choice(["", str(chance.randrange(10**6))]),
                chance.choice(days),
                chance.choice(["", "0123", "a\nb"]),
                chance.choice(["", "A sister"]),
                chance.choice(["", *tracks, "sideways"]),
                chance.choice(["", *AGE_BANDS, "x"]),
                chance.choice(["", *GENDERS, "x"]),
                chance.choice(["", "0", "3", "s05", "99"]),
                chance.choice(["", "2026-02-03", "3.2.2026"]),
            ]
            quoted = ('"' + each.replace('"', '""') + '"' for each in cells)
            lines.append(",".join(quoted) + chance.choice(["\n", "\r\n"]))
        plan = plan_of(work, "".join(lines), order=chance.choice(["day_first", "month_first"]))
        if plan.ready:
            import_list(work.workspace, plan)
            shown += [each.new for each in plan.ready]

    assert len(shown) > 30
    assert sorted(map(repr, kept(work))) == sorted(map(repr, shown))
