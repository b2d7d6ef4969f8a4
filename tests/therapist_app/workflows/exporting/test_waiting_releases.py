"""Figures for publication: two people approve them, in two sessions on one laptop."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from exports.errors import FilesNotWritten, NotForExport, PackageRefused
from exports.package.sealing import new_age_key
from exports.package.verification import verify_package
from exports.quarters import quarter_named
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.database import audit
from therapist_app.record.errors import NoCaseload
from therapist_app.record.keyring import second_approval
from therapist_app.record.service import releases
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.workflows.exporting import (
    exporting,
    readable_copies,
    settling_releases,
    waiting_releases,
)
from therapist_app.workflows.exporting.exporting import Prepared, ReleaseRequest, approve, prepare
from therapist_app.workflows.exporting.keeping_recipients import (
    OWN_LEAD,
    enter_recipient,
    note_compared,
)
from therapist_app.workflows.exporting.waiting_releases import (
    approve_as_second,
    ask_for_second,
    look_at_waiting,
    refuse_waiting,
    waiting_lines,
)
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.people.signed_names import unsigned, who_approved
from therapist_app.workflows.sessions.holding_a_session import end_session

DAY = 24 * 3600


@dataclass(frozen=True)
class Waiting:
    """A service in which a release waits; what was approved first, and what opens it."""

    team: Team
    first: Prepared
    opens: str


def prepared(work: Workplace) -> tuple[Prepared, str]:
    """Return a release of the kind that two people approve, and what opens it.

    It is small: the summary of an invented client stands in the place of a quarter of ten.
    """
    workspace = work.workspace
    public, opens = new_age_key()
    note_compared(workspace, enter_recipient(workspace, "University", public))
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, appointment)
    end_session(workspace, appointment, "finished")
    request = ReleaseRequest("client_summary", "University", "research", client.id)
    found = prepare(workspace, request)
    release = replace(found.release, profile="external")
    asked = replace(request, kind="published_report", quarter="2026-Q1", replaces="R-0")
    return Prepared(asked, found.occasion, release), opens


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Waiting:
    """The service as Ana left it: she approved, and Lea has not come yet."""
    team = lay_out_team(tmp_path_factory.mktemp("second"), practice=True, Lea=("lead",))
    team.add("Ben", "therapist")
    with team.open("Ana") as vault:
        work = Workplace(workspace_for(vault), team.service.clock)
        first, opens = prepared(work)
        ask_for_second(work.workspace, first)
        [own] = waiting_lines(work.workspace)
        assert (own.is_own, own.quarter, own.replaces) == (True, None, "")
    return Waiting(team, first, opens)


@pytest.fixture
def waiting(laid_out: Waiting, tmp_path: Path) -> Iterator[Waiting]:
    """The same in a folder of its own, at the same moment."""
    moment = laid_out.team.service.clock()
    yield replace(laid_out, team=laid_out.team.copied(tmp_path))
    laid_out.team.service.clock.move_to(moment)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the second person wants it."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_nothing_is_written_until_a_second_person_has_seen_the_same_and_approved_it(
    waiting: Waiting, out: Path
) -> None:
    team = waiting.team

    with team.open("Lea") as vault:
        workspace = workspace_for(vault)
        [line] = waiting_lines(workspace)
        assert (line.asked_by, line.is_own) == ("Ana Example", False)
        assert (line.quarter, line.replaces) == (quarter_named("2026-Q1"), "R-0")
        seen = look_at_waiting(workspace, line.id)
        assert seen.preview == waiting.first.release.preview
        written = approve_as_second(workspace, line.id, out)
        [entry] = releases.all_releases(vault.service)
        assert (entry.approved_by, entry.second_by) == ("Ana Example", "Lea Example")
        assert (entry.standing, waiting_lines(workspace)) == ("released", ())
        told = [each for each in audit.entries(vault.service) if "release" in each.action]

    assert verify_package(written.place, identity=waiting.opens).release_id == line.id
    assert [(each.action, each.by) for each in told] == [
        ("release_asked", team.uid("Ana")),
        ("release_begun", team.uid("Lea")),
        ("released", team.uid("Lea")),
        ("release_seconded", team.uid("Lea")),
    ]
    assert all(each.is_signed for each in told)


def test_who_approved_first_is_not_named_for_anything_else_than_they_approved(
    waiting: Waiting, out: Path
) -> None:
    with waiting.team.open("Lea") as vault:
        workspace = workspace_for(vault)
        [line] = waiting_lines(workspace)
        approve_as_second(workspace, line.id, out)
        [entry] = releases.all_releases(vault.service)
        assert who_approved(vault, entry) == "Ana Example and Lea Example"

        vault.service.run("DELETE FROM releases")
        for other in (
            replace(entry, manifest="{}"),
            replace(entry, recipient="Somebody else"),
            replace(entry, unprotected="{}"),
        ):
            releases.add(vault.service, other)
            assert who_approved(vault, other) == f"{unsigned()} and Lea Example"
            releases.take_back(vault.service, other)


def test_what_shows_fewer_caseloads_than_a_report_since_then_is_not_approved(
    waiting: Waiting, out: Path
) -> None:
    with waiting.team.open("Lea") as vault:
        workspace = workspace_for(vault)
        [line] = waiting_lines(workspace)
        facts = json.loads(exporting.facts_for_ledger(workspace, waiting.first))
        entry = exporting._entry(workspace, waiting.first, out)
        shown = json.dumps(facts | {"caseloads": ["of somebody who came late"]})
        releases.add(vault.service, replace(entry, id="R-2", unprotected=shown))

        with pytest.raises(NotForExport, match="difference would be their figures alone"):
            approve_as_second(workspace, line.id, out)

        assert [each.id for each in waiting_lines(workspace)] == [line.id]
        assert list(out.iterdir()) == []


def test_the_first_person_alone_writes_nothing(waiting: Waiting, out: Path) -> None:
    with waiting.team.open("Ana") as vault:
        workspace = workspace_for(vault)
        with pytest.raises(NotForExport, match="second person"):
            approve(workspace, waiting.first, out)
        [line] = waiting_lines(workspace)
        assert line.is_own
        with pytest.raises(NotForExport):
            look_at_waiting(workspace, line.id)
        with pytest.raises(NotForExport):
            approve_as_second(workspace, line.id, out)
        assert (list(out.iterdir()), releases.all_releases(vault.service)) == ([], ())


def test_with_one_person_in_the_service_it_is_refused_with_the_reason(work: Workplace) -> None:
    for request in (
        ReleaseRequest("published_report", OWN_LEAD, "service_quality", quarter="2026-Q1"),
        ReleaseRequest("service_report", "University", "service_quality", quarter="2026-Q1"),
        ReleaseRequest("service_report", OWN_LEAD, "funder", quarter="2026-Q1"),
    ):
        with pytest.raises(NotForExport, match=r"leave the service .* nobody else in this service"):
            prepare(work.workspace, request)


def undecided(found: Prepared) -> Prepared:
    """Return a release for a lead of which it is not decided whether a figure is certain."""
    release = replace(found.release, profile="internal-review", is_decided=False)
    request = replace(
        found.request, kind="service_report", recipient=OWN_LEAD, purpose="clinical_lead"
    )
    return replace(found, release=release, request=request)


def test_a_lead_without_clients_approves_a_report_and_no_summary(
    waiting: Waiting, out: Path
) -> None:
    found = undecided(waiting.first)
    alone = replace(found, release=replace(found.release, is_decided=True))
    report = replace(alone, request=replace(alone.request, client_id=None))
    with waiting.team.open("Lea") as vault:
        workspace = workspace_for(vault)
        with pytest.raises(NoCaseload):
            approve(workspace, alone, out)
        with pytest.raises(NoCaseload):
            ask_for_second(workspace, alone)

        written = approve(workspace, report, out)

        [entry] = releases.all_releases(vault.service)
        assert (written.container.is_file(), entry.approved_by) == (True, "Lea Example")


def as_before(found: Prepared) -> Prepared:
    """Return a report for somebody outside as it was made once: for readers within the service."""
    release = replace(found.release, profile="internal-review")
    return replace(found, release=release, request=replace(found.request, kind="service_report"))


def test_what_was_made_for_readers_within_the_service_goes_to_nobody_else(
    waiting: Waiting, out: Path
) -> None:
    first = as_before(waiting.first)
    with waiting.team.open("Ana") as vault:
        workspace = workspace_for(vault)
        assert first.needs_second
        with pytest.raises(NotForExport, match="second person"):
            approve(workspace, first, out)
        with pytest.raises(NotForExport, match="a figure needs 8 clients"):
            ask_for_second(workspace, first)
        entry = exporting._entry(workspace, first, out)
        for second in ("", "Lea Example"):
            with pytest.raises(NotForExport, match="a figure needs 8 clients"):
                exporting.write_approved(
                    workspace, first.release, replace(entry, second_by=second), out
                )
        assert (list(out.iterdir()), releases.all_releases(vault.service)) == ([], ())


def test_what_waits_since_an_earlier_version_for_readers_within_is_not_approved(
    waiting: Waiting, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = as_before(waiting.first)
    with waiting.team.open("Ana") as vault:
        workspace = workspace_for(vault)
        refuse_waiting(workspace, first.release.id)
        with monkeypatch.context() as before:
            before.setattr(waiting_releases, "check_readers", lambda *_given: None)
            ask_for_second(workspace, first)

    with waiting.team.open("Lea") as vault:
        workspace = workspace_for(vault)
        for act in (
            lambda: look_at_waiting(workspace, first.release.id),
            lambda: approve_as_second(workspace, first.release.id, out),
        ):
            with pytest.raises(NotForExport, match="Have it prepared again"):
                act()
        assert (list(out.iterdir()), releases.all_releases(vault.service)) == ([], ())


def test_figures_for_outside_are_written_by_no_one_alone_in_whatever_way(
    waiting: Waiting, out: Path
) -> None:
    with waiting.team.open("Ana") as vault:
        workspace = workspace_for(vault)
        entry = exporting._entry(workspace, waiting.first, out)
        with pytest.raises(NotForExport, match="second person"):
            exporting.write_approved(workspace, waiting.first.release, entry, out)
        with pytest.raises(NotForExport, match="second person"):
            readable_copies.save_readable_copy(workspace, waiting.first, out, "The printer broke")
        assert (list(out.iterdir()), releases.all_releases(vault.service)) == ([], ())


def test_what_is_not_decided_is_written_by_two_people_and_the_ledger_says_so(
    waiting: Waiting, out: Path
) -> None:
    first = undecided(waiting.first)
    team = waiting.team
    with team.open("Ana") as vault:
        workspace = workspace_for(vault)
        refuse_waiting(workspace, first.release.id)
        with pytest.raises(NotForExport, match="second person"):
            approve(workspace, first, out)
        ask_for_second(workspace, first)
        assert list(out.iterdir()) == []

    with team.open("Lea") as vault:
        workspace = workspace_for(vault)
        assert not look_at_waiting(workspace, first.release.id).is_decided
        approve_as_second(workspace, first.release.id, out)
        [entry] = releases.all_releases(vault.service)

    assert (entry.profile, entry.second_by) == ("internal-review", "Lea Example")
    assert json.loads(entry.unprotected)["audit"] == "not decided"


def test_what_is_proved_says_so_in_the_ledger(waiting: Waiting) -> None:
    with waiting.team.open("Ana") as vault:
        facts = json.loads(exporting.facts_for_ledger(workspace_for(vault), waiting.first))

    assert facts["audit"] == "proved"


def test_alone_in_a_service_what_is_not_decided_is_not_released(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = exporting.prepare_client_summary
    monkeypatch.setattr(
        exporting,
        "prepare_client_summary",
        lambda *given: replace(made(*given), is_decided=False),
    )

    with pytest.raises(NotForExport, match="not decided whether a figure"):
        prepared(work)


@pytest.mark.parametrize(
    ("name", "action"), [("Lea", "release_refused"), ("Ana", "release_called_back")]
)
def test_what_is_refused_or_called_back_is_deleted_and_noted(
    waiting: Waiting, name: str, action: str
) -> None:

    with waiting.team.open(name) as vault:
        workspace = workspace_for(vault)
        [line] = waiting_lines(workspace)
        [kept] = vault.service.rows("SELECT * FROM waiting_releases")
        refuse_waiting(workspace, line.id)

        assert waiting_lines(workspace) == ()
        entry = audit.entries(vault.service)[-1]
        assert (entry.action, entry.is_signed) == (action, True)
        put_back = f"INSERT INTO waiting_releases VALUES ({', '.join('?' * len(kept))})"
        vault.service.run(put_back, kept)
    with waiting.team.open("Ben") as vault:
        assert waiting_lines(workspace_for(vault)) == ()
        assert second_approval.count_for(vault) == 0
        with pytest.raises(NotForExport, match="waits no longer"):
            look_at_waiting(workspace_for(vault), line.id)


def test_after_fourteen_days_it_is_deleted(waiting: Waiting) -> None:
    waiting.team.service.clock.advance(14 * DAY - 60)
    with waiting.team.open("Lea") as vault:
        [line] = waiting_lines(workspace_for(vault))
        assert second_approval.count_for(vault) == 1
    waiting.team.service.clock.advance(60)

    with waiting.team.open("Lea") as vault:
        workspace = workspace_for(vault)
        assert second_approval.count_for(vault) == 0
        with pytest.raises(NotForExport):
            look_at_waiting(workspace, line.id)
        assert waiting_lines(workspace) == ()
        assert audit.entries(vault.service)[-1].action == "release_expired"


def test_a_place_that_cannot_be_written_to_leaves_it_waiting(
    waiting: Waiting, tmp_path: Path
) -> None:

    with waiting.team.open("Lea") as vault:
        workspace = workspace_for(vault)
        [line] = waiting_lines(workspace)
        with pytest.raises(FilesNotWritten):
            approve_as_second(workspace, line.id, tmp_path / "nowhere")

        assert releases.all_releases(vault.service) == ()
        assert [each.id for each in waiting_lines(workspace)] == [line.id]


SPOILT: dict[str, Callable[[Team], str]] = {
    "another recipient": lambda _team: "UPDATE waiting_releases SET recipient = 'Board'",
    "another purpose": lambda _team: "UPDATE waiting_releases SET purpose = 'funder'",
    "another first person": lambda team: (
        f"UPDATE waiting_releases SET asked_by = '{team.uid('Ben')}'"
    ),
    "a later day": lambda _team: (
        "UPDATE waiting_releases SET asked_at = '2026-03-03T00:00:00.0+00:00'"
    ),
    "other bytes": lambda _team: "UPDATE waiting_releases SET sealed = zeroblob(length(sealed))",
    "no signature": lambda _team: "UPDATE waiting_releases SET signature = zeroblob(64)",
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_is_not_what_the_first_person_signed_is_not_shown(
    waiting: Waiting, out: Path, spoilt: str
) -> None:

    with waiting.team.open("Lea") as vault:
        workspace = workspace_for(vault)
        with vault.service.change("test", "test") as change:
            change.execute(SPOILT[spoilt](waiting.team))
        [line] = waiting_lines(workspace)
        with pytest.raises(PackageRefused, match="not what your colleague approved"):
            approve_as_second(workspace, line.id, out)
        refuse_waiting(workspace, line.id)

        assert waiting_lines(workspace) == ()


def test_who_came_later_does_not_look_at_it(waiting: Waiting) -> None:
    waiting.team.add("Cem", "therapist")

    with waiting.team.open("Cem") as vault:
        workspace = workspace_for(vault)
        [line] = waiting_lines(workspace)
        with pytest.raises(NotForExport, match="Somebody else"):
            look_at_waiting(workspace, line.id)


@pytest.mark.parametrize("kind", ["practice", "real"])
def test_it_stands_on_the_first_page_of_the_second_person(waiting: Waiting, kind: str) -> None:
    with waiting.team.open("Lea") as vault:
        vault.practice = kind == "practice"
        [need] = [
            each for each in service_needs(workspace_for(vault)).needs if "release" in each.kind
        ]
        assert (need.is_mine, need.of) == (True, 1)
        assert OutcomesViewModel(workspace_for(vault)).state.for_second == 1
    with waiting.team.open("Ana") as vault:
        vault.practice = kind == "practice"
        kinds = [each.kind for each in service_needs(workspace_for(vault)).needs]
        assert "release_waits" not in kinds
        assert OutcomesViewModel(workspace_for(vault)).state.for_second == 0


def test_what_waits_cannot_be_read_in_the_service_file(waiting: Waiting) -> None:
    with waiting.team.open("Lea") as vault:
        [row] = vault.service.rows("SELECT * FROM waiting_releases")

    kept = b"".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
    assert waiting.first.release.title.encode() not in kept
    assert b"README" not in kept


def test_a_release_that_was_killed_while_the_second_saved_it_waits_no_longer(
    waiting: Waiting, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def killed(*_given: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with waiting.team.open("Lea") as vault:
        workspace = workspace_for(vault)
        [line] = waiting_lines(workspace)
        monkeypatch.setattr(exporting, "write_release", killed)
        with pytest.raises(KeyboardInterrupt):
            waiting_releases.approve_as_second(workspace, line.id, out)
    with waiting.team.open("Lea") as vault:
        workspace = workspace_for(vault)
        settling_releases.settle_releases(workspace)

        assert [each.standing for each in releases.all_releases(vault.service)] == ["interrupted"]
        assert waiting_lines(workspace) == ()
