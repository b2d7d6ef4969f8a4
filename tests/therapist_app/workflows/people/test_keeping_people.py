"""What a keeper does with people, and what is said to come next."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.support.record.records import a_client
from tests.support.record.safekeeping import back_up_quietly
from tests.support.record.team import Team, lay_out_team, made_once
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.backups.awaiting import note_awaited
from therapist_app.record.clients import clients
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed, NotPossibleYet, PassphraseTooWeak, WrongSheet
from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.record.header.header_file import load_header
from therapist_app.screens.people.people_words import told
from therapist_app.shell.window.frame import clients_in_words
from therapist_app.workflows.entering.access_scope import choice_in_words
from therapist_app.workflows.people.keeping_people import (
    BeginAnew,
    ChangeRoles,
    EndCover,
    HandOverClients,
    LetCover,
    Outcome,
    Request,
    SheetKind,
    TakeOut,
    UseSheet,
    carry_out,
    confirm_continuity,
    keep_old_continuity,
    renew_continuity,
    take_in,
)
from therapist_app.workflows.people.seeing_people import (
    CaseloadLine,
    PeoplePageData,
    people_page_data,
)
from therapist_app.workflows.permissions import may
from therapist_app.workflows.safekeeping.backed_up_files import files_of_service
from therapist_app.workflows.safekeeping.check_words import file_name
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts
from therapist_app.workflows.supervision.oversight import oversight

LATER = date(2026, 12, 3)


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    team = lay_out_team(tmp_path, Ben=("therapist",), Cy=("therapist", "lead"))
    team.visit("Ben", "Cy")
    return team


def ask(team: Team, *requests: Request, who: str = "Ana") -> Outcome:
    with team.open(who) as vault:
        for request in requests:
            outcome = carry_out(vault, request)
    return outcome


def view(team: Team, who: str = "Ana") -> PeoplePageData:
    with team.open(who) as vault:
        return people_page_data(vault)


def clients_of(team: Team, name: str) -> CaseloadLine:
    return next(each for each in view(team).caseloads if each.id == team.uid(name))


def test_everybody_is_listed_with_what_keeps_them_here(team: Team) -> None:
    seen = view(team)

    assert [each.name for each in seen.people] == ["Ana Example", "Ben Example", "Cy Example"]
    assert seen.person(team.uid("Ana")).obstacles == ("yourself", "caseloads", "last-keeper")
    assert seen.person(team.uid("Ben")).obstacles == ("caseloads",)
    assert seen.person(team.uid("Ana")).is_you
    assert [each.key_waits for each in seen.caseloads] == [False, False, False]
    assert [each.on_continuity for each in seen.caseloads] == [True, True, True]


def test_a_newcomers_clients_have_a_key_that_is_changed_when_they_first_sign_in(
    tmp_path: Path,
) -> None:
    team = lay_out_team(tmp_path, Ben=("therapist",))
    assert clients_of(team, "Ben").key_waits
    assert clients_of(team, "Ben").awaits_owner

    team.visit("Ben")

    assert not clients_of(team, "Ben").key_waits
    assert not clients_of(team, "Ben").awaits_owner


def test_cover_of_ones_own_clients_begins_at_once(team: Team) -> None:
    outcome = ask(team, LetCover(team.uid("Ana"), team.uid("Ben"), LATER))

    assert outcome == Outcome("cover_begun", "Ben Example", "Ana Example", LATER)
    [leave] = clients_of(team, "Ana").leaves
    assert (leave.name, leave.until, leave.standing) == ("Ben Example", LATER, "begun")


def test_cover_of_somebody_elses_waits_until_they_sign_in(team: Team) -> None:
    outcome = ask(team, LetCover(team.uid("Ben"), team.uid("Cy"), LATER))
    assert outcome.next == "cover_waits"
    assert clients_of(team, "Ben").leave_waits

    team.visit("Ben")

    assert clients_of(team, "Ben").leaves[0].standing == "begun"


@pytest.mark.parametrize("kind", ["owner", "continuity"])
def test_a_sheet_lets_the_key_reach_them_and_is_told_signed(team: Team, kind: str) -> None:
    sheet = team.members["Ben"].sheet if kind == "owner" else team.continuity

    outcome = ask(
        team,
        LetCover(team.uid("Ben"), team.uid("Cy"), LATER),
        UseSheet(team.uid("Ben"), kind, sheet),  # type: ignore[arg-type]
    )

    assert outcome == Outcome(f"{kind}_sheet_used", "Cy Example", "Ben Example")  # type: ignore[arg-type]
    assert clients_of(team, "Ben").leaves[0].standing == "begun"
    assert view(team).continuity_used == (kind == "continuity")
    with team.open("Ana") as vault:
        signed = {each.action for each in audit.entries(vault.service) if each.is_signed}
        assert signed & {"sheet_used_for_another", "continuity_used"}


def test_a_continuity_sheet_renewed_after_its_use_opens_all_at_once(team: Team) -> None:
    ask(
        team,
        LetCover(team.uid("Ben"), team.uid("Cy"), LATER),
        UseSheet(team.uid("Ben"), "continuity", team.continuity),
    )

    with team.open("Ana") as vault:
        new = renew_continuity(vault, team.continuity)
        shown = people_page_data(vault)
        assert shown.unconfirmed_at == vault.service.now()
        assert shown.continuity_used
        confirm_continuity(vault, new)
        seen = people_page_data(vault)

    assert not seen.continuity_used
    assert seen.unconfirmed_at is None
    assert [each.on_continuity for each in seen.caseloads] == [True, True, True]
    assert not any(each.on_older_continuity for each in seen.caseloads)


def test_renewed_without_the_one_before_it_is_said_whose_clients_that_one_still_opens(
    team: Team,
) -> None:
    with team.open("Ana") as vault:
        confirm_continuity(vault, renew_continuity(vault, ""))
        seen = people_page_data(vault)

    assert [each.on_continuity for each in seen.caseloads] == [True, False, False]
    assert [each.on_older_continuity for each in seen.caseloads] == [False, True, True]
    team.visit("Ben", "Cy")
    assert all(each.on_continuity for each in view(team).caseloads)


def test_a_continuity_sheet_that_is_not_typed_back_can_be_given_up(team: Team) -> None:
    with team.open("Ana") as vault:
        renew_continuity(vault, team.continuity)
        keep_old_continuity(vault)

        assert people_page_data(vault).unconfirmed_at is None


@pytest.mark.parametrize("kind", ["owner", "continuity"])
@pytest.mark.parametrize("has_backup", [True, False])
def test_after_a_move_a_sheet_brings_the_clients_or_it_is_said_who_alone_can(
    team: Team, kind: SheetKind, *, has_backup: bool
) -> None:
    ben = team.uid("Ben")
    with team.open("Ben") as vault:
        back_up_quietly(vault)
    with team.open("Ana") as vault:
        note_awaited(vault.service, [ben])
        caseload = vault.place.caseload(ben)
        for each in caseload.parent.glob(f"{caseload.stem}*"):
            each.unlink()
        for each in vault.place.backups.glob("caseload-*") if not has_backup else ():
            each.unlink()
    sheet = team.members["Ben"].sheet if kind == "owner" else team.continuity

    until = LetCover(ben, team.uid("Ana"), LATER)
    outcome = ask(team, until, UseSheet(ben, kind, sheet))

    assert outcome.next == f"{kind}_sheet_used" + ("" if has_backup else "_in_vain")
    assert caseload.exists() == has_backup


def test_a_sheet_of_somebody_else_is_refused(team: Team) -> None:
    with pytest.raises(WrongSheet):
        ask(team, UseSheet(team.uid("Ben"), "owner", team.members["Cy"].sheet))


def test_what_was_typed_from_a_sheet_stays_out_of_sight() -> None:
    assert repr(UseSheet("c", "owner", "AAAAA-BBBBB")) == "UseSheet()"


def test_ending_a_cover_says_what_becomes_of_the_key(team: Team) -> None:
    own = (team.uid("Ana"), team.uid("Ben"))
    other = (team.uid("Ben"), team.uid("Cy"))
    assert ask(team, LetCover(*own, LATER), EndCover(*own)).next == "key_changed"
    assert ask(team, LetCover(*other, LATER), EndCover(*other)).next == "no_key_to_change"
    ask(team, LetCover(*other, LATER))
    team.visit("Ben")

    outcome = ask(team, EndCover(*other))

    assert outcome == Outcome("key_waits", "Cy Example", "Ben Example")
    assert clients_of(team, "Ben").key_waits


def test_a_cover_whose_day_has_passed_is_said_to_be_over(team: Team) -> None:
    ask(team, LetCover(team.uid("Ben"), team.uid("Cy"), LATER))
    team.visit("Ben")

    team.service.clock.advance(400 * 24 * 3600)

    line = clients_of(team, "Ben")
    assert line.leaves[0].standing == "over"
    assert line.key_waits


def test_clients_are_handed_over_and_said_to_be_whose_they_are(team: Team) -> None:
    outcome = ask(team, HandOverClients(team.uid("Ben"), team.uid("Cy")))
    assert outcome == Outcome("hand_over_waits", "Cy Example", "Ben Example")
    assert clients_of(team, "Ben").leaves[0].standing == "hand_over_waits"

    team.visit("Ben")

    line = clients_of(team, "Ben")
    assert (line.owner_name, line.first_owner) == ("Cy Example", "Ben Example")
    assert line.leaves[0].standing == "handed_over"
    seen = view(team)
    assert [each.id for each in seen.caseloads_of(team.uid("Cy"))] == [
        team.uid("Ben"),
        team.uid("Cy"),
    ]
    assert [each.name for each in seen.may_take_over(line)] == ["Ana Example", "Ben Example"]


def test_clients_that_are_handed_on_again_are_told_apart_from_ones_own(team: Team) -> None:
    of_ben = team.uid("Ben")
    ask(team, HandOverClients(of_ben, team.uid("Ana")))
    team.visit("Ben", "Ana")

    outcome = ask(team, HandOverClients(of_ben, team.uid("Cy")))

    assert (outcome.owner, outcome.first_owner) == ("Ana Example", "Ben Example")
    assert told(outcome)[1].endswith(
        "These are the clients whom Ben Example had before; Ana Example keeps all others."
    )


def test_ones_own_clients_are_handed_over_at_once(team: Team) -> None:
    outcome = ask(team, HandOverClients(team.uid("Ana"), team.uid("Cy")))

    assert outcome == Outcome("handed_over", "Cy Example", "Ana Example")


def test_somebody_without_clients_is_taken_out_and_their_name_is_kept_with_what_was_theirs(
    team: Team,
) -> None:
    ask(team, HandOverClients(team.uid("Ben"), team.uid("Cy")))
    team.visit("Ben", "Cy")
    assert view(team).person(team.uid("Ben")).obstacles == ()

    outcome = ask(team, TakeOut(team.uid("Ben")))

    assert outcome == Outcome("removed", "Ben Example")
    assert clients_of(team, "Ben").first_owner == "Ben Example"


def test_somebody_with_clients_is_not_taken_out(team: Team) -> None:
    with pytest.raises(NotPossibleYet, match="caseloads"):
        ask(team, TakeOut(team.uid("Ben")))


def test_who_is_a_therapist_no_more_covers_for_nobody(team: Team) -> None:
    ask(team, HandOverClients(team.uid("Cy"), team.uid("Ben")))
    team.visit("Cy", "Ben")
    ask(team, LetCover(team.uid("Ana"), team.uid("Cy"), LATER))

    outcome = ask(team, ChangeRoles(team.uid("Cy"), ("lead",)))

    assert outcome == Outcome("roles_changed", "Cy Example")
    assert clients_of(team, "Ana").leaves == ()
    with team.open("Cy") as vault:
        assert vault.caseload_choices() == ()


def test_who_handed_over_is_given_a_new_list_by_a_keeper(team: Team) -> None:
    ask(team, HandOverClients(team.uid("Ben"), team.uid("Cy")))
    team.visit("Ben", "Cy")
    seen = view(team)
    assert seen.lacks_clients(seen.person(team.uid("Ben")))
    with pytest.raises(NotAllowed):
        ask(team, BeginAnew(team.uid("Ben")), who="Ben")

    outcome = ask(team, BeginAnew(team.uid("Ben")))

    assert outcome == Outcome("begun_anew", "Ben Example")
    seen = view(team)
    assert not seen.lacks_clients(seen.person(team.uid("Ben")))
    with team.open("Ben") as vault:
        assert (may(vault, "work_with_clients"), clients.count(vault.caseload)) == (True, 0)


@pytest.mark.parametrize("signs_in_anew", [False, True])
def test_a_keeper_who_handed_over_begins_anew_at_once(team: Team, *, signs_in_anew: bool) -> None:
    with team.open("Ana") as vault:
        carry_out(vault, HandOverClients(team.uid("Ana"), team.uid("Ben")))
        assert not may(vault, "work_with_clients")
        if not signs_in_anew:
            assert carry_out(vault, BeginAnew(team.uid("Ana"))) == Outcome("begun_anew_yourself")
            assert may(vault, "work_with_clients")
    with team.open("Ana") as vault:
        if signs_in_anew:
            assert carry_out(vault, BeginAnew(team.uid("Ana"))) == Outcome("begun_anew_yourself")
        assert may(vault, "work_with_clients")
        assert clients.count(vault.caseload) == 0
        assert audit.verify(vault.service).is_whole


def test_somebody_is_taken_in_with_their_roles_in_order(team: Team) -> None:
    words = bytearray(b"plain lantern walks along slowly")

    with team.open("Ana") as vault:
        joined = take_in(vault, "Dee", ("lead", "therapist"), words)
        person = people_page_data(vault).person(joined.uid)

    assert person.roles == ("therapist", "lead")
    assert not any(words)


def test_a_passphrase_that_will_not_do_takes_nobody_in(team: Team) -> None:
    with team.open("Ana") as vault:
        with pytest.raises(PassphraseTooWeak):
            take_in(vault, "Dee", ("lead",), bytearray(b"too short"))

        assert len(people_page_data(vault).people) == 3


def test_somebody_who_keeps_no_list_takes_nobody_in_and_the_passphrase_is_wiped(team: Team) -> None:
    words = bytearray(b"plain lantern walks along slowly")

    with team.open("Ben") as vault, pytest.raises(NotAllowed):
        take_in(vault, "Dee", ("lead",), words)

    assert not any(words)


@pytest.mark.parametrize("request_for", [lambda uid: ChangeRoles(uid, ("lead",)), TakeOut])
def test_another_administrator_has_notice_before_the_role_is_taken(
    tmp_path: Path, request_for: Callable[[str], Request]
) -> None:
    team = lay_out_team(tmp_path, Kay=("keeper", "lead"))
    kay = team.uid("Kay")

    first, again = (ask(team, request_for(kay)) for _time in range(2))
    team.service.clock.advance(14 * 86400)
    done = ask(team, request_for(kay))

    assert (first.next, again.next) == ("notice_given", "notice_runs")
    assert first.until == again.until == date(2026, 3, 16)
    assert done.next in {"roles_changed", "removed"}


def test_who_has_notice_gives_the_role_up_themselves_and_is_told(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, Kay=("keeper", "lead"))
    kay = team.uid("Kay")
    team.visit("Kay")
    team.service.clock.advance(60)
    ask(team, ChangeRoles(kay, ("lead",)))

    with team.open("Kay") as vault:
        [told] = [act_in_words(each) for each in loud_acts(vault)]
        outcome = carry_out(vault, ChangeRoles(kay, ("lead",)))

    assert "that Kay Example stop being an administrator" in told
    assert outcome.next == "roles_changed"


def test_whoever_has_neither_passphrase_nor_sheet_gets_their_clients_under_a_new_entry(
    team: Team,
) -> None:
    with team.open("Ben") as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="B4-100"))
    team.add("New", "therapist")
    of_ben, anew = team.uid("Ben"), team.uid("New")

    outcome = ask(
        team,
        HandOverClients(of_ben, anew),
        UseSheet(of_ben, "continuity", team.continuity),
        TakeOut(of_ben),
    )

    assert outcome.next == "removed"
    with team.open("New") as vault:
        [own, given] = vault.caseload_choices()
        assert (own.access, given.access) == ("own", "handed_over")
        found = clients.all_codes(vault.use_caseload(given.id))
        assert [code for _id, code, _is_restricted in found] == ["B4-100"]


def test_clients_of_somebody_who_came_back_are_their_own_of_before() -> None:
    choice = CaseloadChoice("c", "u", "Ben Example", "handed_over", came_from="Ben Example")

    assert choice_in_words(choice)[0] == "Your clients from before"


def test_two_caseloads_of_one_person_are_named_apart_everywhere(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, Ben=("therapist",), Dora=("therapist", "lead"))
    team.visit("Ben", "Dora")
    of_ben = team.uid("Ben")
    ask(team, HandOverClients(of_ben, team.uid("Dora")))
    team.visit("Ben", "Dora")
    ask(team, TakeOut(of_ben))

    with team.open("Dora") as vault:
        _own, given = vault.caseload_choices()
        assert choice_in_words(given)[0] == "Clients whom Ben Example handed over to you"
        assert clients_in_words(given) == "Clients whom Ben Example handed over to you"
        named = [each.name for each in files_of_service(vault)]
        came = sorted(each.came_from for each in oversight(workspace_for(vault)).lines)
    assert named[1:] == [
        "Caseload of Ana Example",
        "Caseload of Dora Example, handed over by Ben Example",
        "Caseload of Dora Example",
    ]
    assert came == ["", "", "Ben Example"]
    of_dora = [each for each in view(team).caseloads if each.owner == team.uid("Dora")]
    assert sorted(each.first_owner for each in of_dora) == ["", "Ben Example"]
    header = load_header(team.service.place.header)
    assert file_name(of_ben, header) == "Caseload of Dora Example, handed over"
