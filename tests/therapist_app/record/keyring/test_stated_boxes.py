"""What a keeper with a program of their own states about keys: it lets nobody in.

A statement covers every box and every key pair, so a keeper can state any. What counts is what
each caseload remembers: whom its owner let in, and whose keys were whose.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.record.agreeing import agree
from tests.support.record.records import START
from tests.support.record.safekeeping import add_clients, back_up_quietly, newest_path
from tests.support.record.stating import (
    dee_states,
    header_of,
    lay_out_two_keepers,
    put_in_place,
    seed_of,
)
from tests.support.record.team import Team
from therapist_app.record.backup_format.backup_file import label_of
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import mark_of
from therapist_app.record.database.opening import borrow_database
from therapist_app.record.errors import NotAllowed, StatementRefused
from therapist_app.record.header.caseload_access import settled
from therapist_app.record.header.header import (
    CONTINUITY,
    HANDED_OVER,
    CaseloadGrant,
    Cover,
    Header,
    KeyBox,
    caseload_label,
)
from therapist_app.record.header.key_boxes import DataKey, open_box, seal_to
from therapist_app.record.header.person_keys import continuity_key, make_keys, new_data_key
from therapist_app.record.header.statements import given, with_amendments
from therapist_app.record.keyring import key_care, people
from therapist_app.record.keyring.covering import (
    end_cover,
    grant_cover,
    hand_over,
    seal_with_continuity,
)
from therapist_app.record.keyring.key_care import covers_waiting
from therapist_app.record.keyring.new_sheets import confirm_continuity, new_continuity
from therapist_app.record.vault.openings import Author, actor_for, back_up_older, opening_of
from therapist_app.record.vault.seen_statements import (
    KEY,
    REMEMBERED,
    seen_by_owner,
)
from therapist_app.record.vault.unnoted_changes import MEMORY_CHANGED
from therapist_app.workflows.safekeeping.loud_acts import (
    act_in_words,
    loud_acts,
    told_to_everybody,
)

SOON, LATE = date(2026, 3, 20), date(2027, 1, 1)
AFTER_SOON = ((SOON - START.date()).days + 1) * 24 * 3600


@pytest.fixture(scope="module")
def laid_out_once(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ana and Dee keep it, Dee with a program of her own; Cy and Ben see clients."""
    team = lay_out_two_keepers(tmp_path_factory.mktemp("team"))
    with team.open("Cy") as vault:
        add_clients(vault, "C-100")
    team.visit("Ben", "Cy", "Dee", "Ana")
    return team


@pytest.fixture
def team(laid_out_once: Team, tmp_path: Path) -> Team:
    return laid_out_once.apart(tmp_path)


def cys(team: Team) -> CaseloadGrant:
    grant = header_of(team).grant(team.uid("Cy"))
    assert grant is not None
    return grant


def leave_by_dee(team: Team, until: str) -> Cover:
    cover = Cover(team.uid("Cy"), team.uid("Ben"), until)
    return given(header_of(team), cover, team.uid("Dee"), seed_of(team, "Dee"))


def box_of(team: Team, to: str, key: Masked, generation: int, until: str = "") -> KeyBox:
    which = DataKey(caseload_label(team.uid("Cy")), generation, key)
    return seal_to(header_of(team), which, to, team.service.sources, until)


def with_planted_key(team: Team, planted: Masked) -> Header:
    """Return the header with a next key of Cy's clients that somebody chose for them."""
    grant = cys(team)
    following = max(each.generation for each in grant.boxes) + 1
    boxes = [box_of(team, to, planted, following) for to in (grant.owner, CONTINUITY)]
    return header_of(team).with_grant(replace(grant, boxes=(*grant.boxes, *boxes)))


def opened_by(team: Team, whose: str, private: Masked) -> list[Masked]:
    """Return what a private key opens of the boxes of Cy's clients that are somebody's."""
    header, label = header_of(team), caseload_label(team.uid("Cy"))
    return [open_box(header, label, each, private) for each in cys(team).boxes_for(whose)]


def key_in_force(team: Team) -> bytes:
    [key] = opened_by(team, team.uid("Cy"), team.members["Cy"].keys().opening)
    with key.revealed() as whole:
        return bytes(whole)


def by_a_statement(team: Team, header: Header) -> None:
    dee_states(team, header)


def by_who_waits_for_them(team: Team, header: Header) -> None:
    """Ben, to whom they go once Cy agrees, signs it as if they were his already."""
    amended = with_amendments(header_of(team), header, team.uid("Ben"), seed_of(team, "Ben"))
    put_in_place(team, amended)


@pytest.mark.parametrize("by", [by_a_statement, by_who_waits_for_them])
def test_no_session_takes_a_next_key_that_somebody_chose_for_it(
    team: Team, by: Callable[[Team, Header], None]
) -> None:
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Cy"), team.uid("Ben"))
    planted = new_data_key(team.service.sources)
    with planted.revealed() as whole:
        known = bytes(whole)

    by(team, with_planted_key(team, planted))
    team.open("Cy").close()

    assert key_in_force(team) != known
    assert len({each.generation for each in cys(team).boxes}) == 1
    with team.open("Cy") as vault:
        assert vault.caseload_id == team.uid("Cy")


@pytest.mark.parametrize("is_stale", [False, True])
def test_a_box_that_a_keeper_states_lets_nobody_in_and_the_owner_is_asked(
    team: Team,
    is_stale: bool,  # noqa: FBT001
) -> None:
    ben, grant = team.uid("Ben"), cys(team)
    bare = box_of(team, ben, new_data_key(team.service.sources), 1, LATE.isoformat())
    box = replace(bare, generation=max(each.generation for each in grant.boxes))
    changed = replace(grant, boxes=(*grant.boxes, box), is_stale=is_stale)
    header = replace(header_of(team), covers=(leave_by_dee(team, LATE.isoformat()),))

    dee_states(team, header.with_grant(changed))

    with team.open("Cy") as vault:
        assert [each.to for each in covers_waiting(vault)] == [ben]
        back_up_quietly(vault)
        assert ben not in {to for to, _box in label_of(newest_path(vault, vault.person.uid)).boxes}
    assert cys(team).boxes_for(ben) == ()
    team.visit("Cy")
    with team.open("Ben") as vault:
        assert vault.use_caseload(team.uid("Cy")) is vault.caseload


def test_a_later_day_that_a_keeper_writes_into_the_box_is_asked_about(team: Team) -> None:
    ben, later = team.uid("Ben"), LATE.isoformat()
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), ben, SOON)
    team.visit("Cy")
    grant = cys(team)
    boxes = tuple(replace(each, until=later if each.to == ben else "") for each in grant.boxes)
    header = replace(header_of(team), covers=(leave_by_dee(team, later),))

    dee_states(team, header.with_grant(replace(grant, boxes=boxes)))

    with team.open("Cy") as vault:
        assert [each.until for each in covers_waiting(vault)] == [later]
    with team.open("Ben") as vault, pytest.raises(NotAllowed, match="caseload"):
        vault.use_caseload(team.uid("Cy"))


@pytest.mark.parametrize("which", ["opens", "signs", "both"])
def test_other_keys_under_a_colleagues_name_are_refused_by_whoever_knew_theirs(
    team: Team, which: str
) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LATE)
    team.visit("Cy")
    header, other = header_of(team), make_keys(team.service.sources)
    ben = header.person(team.uid("Ben"))
    assert ben is not None
    public = ben.public if which == "signs" else other.public
    verify = ben.verify if which == "opens" else other.verify
    stated = header.with_person(replace(ben, public=public, verify=verify))

    dee_states(team, stated.with_grant(replace(cys(team), is_stale=True)))

    with pytest.raises(StatementRefused, match="pairs") as refused:
        team.open("Cy")
    assert refused.value.by == "Dee Example"


def test_what_an_earlier_version_remembered_of_keys_and_agreement_counts_on(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LATE)
    team.visit("Cy")
    with team.open("Cy") as vault:
        seen = seen_by_owner(vault.caseload)
        assert seen is not None
        assert seen.agreed == ((team.uid("Ben"), LATE.isoformat()),)
        kept = {each: getattr(seen, each) for each in seen.__slots__ if each != "agreed"}
        kept["pairs"] = [(uid, n, pair[:64]) for uid, n, pair in seen.pairs]
        spelt = json.dumps(kept)
        with vault.caseload.change(REMEMBERED, "header", ("1", mark_of(spelt))) as change:
            change.keep(KEY, spelt)

    with team.open("Cy") as vault:
        assert covers_waiting(vault) == ()
        assert seen_by_owner(vault.caseload) == seen
    with team.open("Ben") as vault:
        assert vault.use_caseload(team.uid("Cy")) is vault.caseload


def test_what_a_sheet_opened_while_they_were_away_is_asked_about_as_they_are_back(
    team: Team,
) -> None:
    ben = team.uid("Ben")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), ben, LATE)
        seal_with_continuity(vault, team.uid("Cy"), team.continuity)
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Cy"))

    with team.open("Cy") as vault:
        assert [each.to for each in covers_waiting(vault)] == [ben]
        assert cys(team).boxes_for(ben) == ()
        agree(vault)

    team.open("Cy").close()
    with team.open("Ben") as vault:
        assert vault.use_caseload(team.uid("Cy")) is vault.caseload


def test_clients_stay_with_whose_they_are_where_they_never_agreed_to_give_them(
    team: Team,
) -> None:
    ben = team.uid("Ben")
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Cy"), ben)
    grant = cys(team)
    newest = max(each.generation for each in grant.boxes)
    box = box_of(team, ben, new_data_key(team.service.sources), newest)
    waiting = header_of(team).with_grant(replace(grant, boxes=(*grant.boxes, box)))

    by_who_waits_for_them(team, waiting)

    with team.open("Cy") as vault:
        assert vault.caseload_id == team.uid("Cy")
        assert [each.until for each in covers_waiting(vault)] == [HANDED_OVER]
    assert max(each.generation for each in cys(team).boxes) > newest
    team.visit("Cy")
    with team.open("Ben") as vault:
        assert vault.use_caseload(team.uid("Cy")) is vault.caseload
    with team.open("Ana") as vault:
        assert loud_acts(vault) == ()


def a_cover_becomes_a_hand_over(team: Team) -> None:
    """Dee writes it into Ben's box, and Ben's session changes the key."""
    ben = team.uid("Ben")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), ben, SOON)
    team.visit("Cy")
    grant = cys(team)
    boxes = tuple(replace(each, until="") for each in grant.boxes)
    header = replace(header_of(team), covers=(leave_by_dee(team, HANDED_OVER),))
    dee_states(team, header.with_grant(replace(grant, boxes=boxes)))


def test_who_was_not_quick_enough_is_told_as_is_everybody_that_their_clients_are_gone(
    team: Team,
) -> None:
    a_cover_becomes_a_hand_over(team)
    team.open("Ben").close()

    for name in ("Cy", "Ana", "Ben"):
        with team.open(name) as vault:
            [told] = [act_in_words(each) for each in loud_acts(vault)]
            assert "all clients of Cy Example were somebody else's" in told
            assert told in told_to_everybody(vault)


def test_a_cover_that_a_keeper_makes_a_hand_over_is_asked_about(team: Team) -> None:
    a_cover_becomes_a_hand_over(team)

    with team.open("Cy") as vault:
        assert vault.caseload_id == team.uid("Cy")
        assert [each.until for each in covers_waiting(vault)] == [HANDED_OVER]
    with team.open("Ben") as vault, pytest.raises(NotAllowed, match="caseload"):
        vault.use_caseload(team.uid("Cy"))


@pytest.mark.parametrize("is_signing_too", [False, True])
def test_another_continuity_sheet_that_nobody_noted_is_told_to_everybody_once(
    team: Team,
    is_signing_too: bool,  # noqa: FBT001
) -> None:
    other, header = continuity_key(bytearray(range(20))), header_of(team)
    verify = other.verify if is_signing_too else header.continuity_verify
    dee_states(team, replace(header, continuity=other.public, continuity_verify=verify))

    team.visit("Cy", "Ben")

    for name in ("Cy", "Ben", "Ana"):
        with team.open(name) as vault:
            [told] = [act_in_words(each) for each in loud_acts(vault)]
        assert told.startswith("Another continuity sheet was in force on ")
        assert "than was known here" in told


def test_a_continuity_sheet_that_a_keeper_made_openly_is_told_as_theirs_alone(team: Team) -> None:
    with team.open("Ana") as vault:
        confirm_continuity(vault, new_continuity(vault, ""))

    team.visit("Cy")

    with team.open("Ben") as vault:
        assert [each.action for each in loud_acts(vault)] == ["continuity_renewed"]


def with_roles(team: Team, name: str, *roles: str) -> Header:
    header = header_of(team)
    person = header.person(team.uid(name))
    assert person is not None
    return header.with_person(replace(person, roles=roles))


def without_cy(team: Team) -> Header:
    header, cy = header_of(team), team.uid("Cy")
    return replace(
        header,
        people=tuple(each for each in header.people if each.uid != cy),
        service_boxes=tuple(each for each in header.service_boxes if each.to != cy),
        caseloads=tuple(each for each in header.caseloads if each.id != cy),
    )


@pytest.mark.parametrize(
    "change",
    [lambda team: with_roles(team, "Ben", "keeper", "therapist"), without_cy],
    ids=["a role", "gone"],
)
def test_people_whom_a_keeper_changed_without_a_note_are_told_of_to_everybody_once(
    team: Team, change: Callable[[Team], Header]
) -> None:
    dee_states(team, change(team))

    for name in ("Ana", "Ben", "Dee"):
        with team.open(name) as vault:
            assert [each.action for each in loud_acts(vault)] == ["people_changed"]
    with team.open("Ana") as vault:
        assert "had changed for " in act_in_words(loud_acts(vault)[0])


def test_a_change_of_people_that_was_noted_is_told_as_that_alone(team: Team) -> None:
    with team.open("Ana") as vault:
        people.change_roles(vault, team.uid("Ben"), ("keeper", "therapist"))
    team.add("Eve", "lead")

    with team.open("Cy") as vault:
        assert [each.action for each in loud_acts(vault)] == ["roles_changed"]


def test_a_flag_that_a_keeper_states_away_after_a_cover_ended_is_missed_by_nobody(
    team: Team,
) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LATE)
    team.visit("Cy")
    known = key_in_force(team)
    with team.open("Ana") as vault:
        end_cover(vault, team.uid("Cy"), team.uid("Ben"))
    dee_states(team, header_of(team).with_grant(replace(cys(team), is_stale=False)))

    team.open("Cy").close()

    assert key_in_force(team) != known


def test_clients_taken_over_are_looked_after_too_and_keep_nobody_out_where_they_are_damaged(
    team: Team,
) -> None:
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Cy"), team.uid("Ben"))
    team.visit("Cy", "Ben")
    newest, later = max(each.generation for each in cys(team).boxes), LATE.isoformat()
    box = box_of(team, team.uid("Dee"), new_data_key(team.service.sources), newest, later)
    cover = Cover(team.uid("Cy"), team.uid("Dee"), later)
    given_by_ana = given(header_of(team), cover, team.uid("Ana"), seed_of(team, "Ana"))
    header = replace(settled(header_of(team)), covers=(given_by_ana,))
    grant = header.grant(team.uid("Cy"))
    assert grant is not None
    dee_states(team, header.with_grant(replace(grant, boxes=(*grant.boxes, box))))
    damaged = team.apart(team.service.folder.parent / "damaged")
    damaged.service.place.caseload(team.uid("Cy")).write_bytes(b"no database")

    team.open("Ben").close()

    assert cys(team).boxes_for(team.uid("Dee")) == ()
    with damaged.open("Ben") as vault:
        assert vault.caseload_id == team.uid("Ben")


def planted_for_dee_while_ben_covers(team: Team) -> None:
    """Ben covers for Cy, who is away; leave for Dee is Ana's, the box is of Dee's own making."""
    for name in ("Ben", "Dee"):
        with team.open("Ana") as vault:
            grant_cover(vault, team.uid("Cy"), team.uid(name), LATE)
        if name == "Ben":
            team.visit("Cy")
    grant = cys(team)
    newest = max(each.generation for each in grant.boxes)
    rubbish = new_data_key(team.service.sources)
    box = box_of(team, team.uid("Dee"), rubbish, newest, LATE.isoformat())
    dee_states(team, header_of(team).with_grant(replace(grant, boxes=(*grant.boxes, box))))


def test_no_backup_by_who_covers_is_sealed_to_somebody_whom_a_box_alone_names(team: Team) -> None:
    planted_for_dee_while_ben_covers(team)

    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Cy"))
        back_up_quietly(vault)
        sealed_to = {to for to, _box in label_of(newest_path(vault, team.uid("Cy"))).boxes}

    assert sealed_to == {team.uid("Cy"), team.uid("Ben"), CONTINUITY}


def test_a_copy_before_a_record_is_brought_up_is_sealed_to_no_box_that_a_keeper_stated(
    team: Team,
) -> None:
    planted_for_dee_while_ben_covers(team)
    cy, header, place = team.members["Cy"], header_of(team), team.service.place
    keys = cy.keys()
    author = Author(actor_for(cy.uid, keys), team.service.sources)
    opening = opening_of(place, header, cy.uid, opened_by(team, cy.uid, keys.opening)[0], author)
    with borrow_database(opening) as database:
        database.live.execute("PRAGMA user_version = 1")

    assert back_up_older([opening], place, header)

    [made] = place.backups.glob("caseload-*")
    assert {to for to, _box in label_of(made).boxes} == {cy.uid, CONTINUITY}


def test_an_agreement_that_was_cut_off_before_its_entry_is_asked_for_again(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Cy"), team.uid("Ben"))
    with team.open("Cy") as vault, monkeypatch.context() as cut_off:
        cut_off.setattr(key_care, "note", lambda *_entry: None)
        agree(vault)

    with team.open("Cy") as vault:
        assert [each.until for each in covers_waiting(vault)] == [HANDED_OVER]
        agree(vault)

    with team.open("Cy") as vault:
        assert vault.caseload_id is None, "they agreed"
    with team.open("Ben") as vault:
        assert vault.use_caseload(team.uid("Cy")) is vault.caseload


def memory_that_says(team: Team, to: str, until: str) -> None:
    """Ben, who covers for Cy, writes into the memory of Cy's clients that Cy let somebody in."""
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Cy"))
        [(spelt,)] = vault.caseload.rows("SELECT value FROM about WHERE key = ?", (KEY,))
        remembered = json.loads(spelt)
        remembered["agreed"] = [*remembered["agreed"], [to, until]]
        with vault.caseload.change("statement_seen", "header") as change:
            change.keep(KEY, json.dumps(remembered))


@pytest.mark.parametrize("who", ["Ben", "Dee"])
def test_who_covers_and_a_keeper_together_let_nobody_in_for_longer(team: Team, who: str) -> None:
    to, later = team.uid(who), LATE.isoformat()
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), SOON)
    team.visit("Cy")
    memory_that_says(team, to, later)
    grant = cys(team)
    with team.open("Ben") as vault:
        [which] = vault.data_keys(grant.id)
        box = seal_to(vault.header, which, to, team.service.sources, later)
        which.key.forget()
    others = tuple(each for each in grant.boxes if each.to != to)
    cover = Cover(team.uid("Cy"), to, later)
    leave = given(header_of(team), cover, team.uid("Ana"), seed_of(team, "Ana"))
    kept = [each for each in header_of(team).covers if each.to != to]
    header = replace(header_of(team), covers=(*kept, leave))
    dee_states(team, header.with_grant(replace(grant, boxes=(*others, box))))
    team.service.clock.advance(AFTER_SOON)

    with team.open("Cy") as vault:
        asked = [each.to for each in covers_waiting(vault)]

    assert cys(team).boxes_for(to) == ()
    assert asked == [to]
    for each in ("Cy", "Ben", "Dee", "Ana"):
        with team.open(each) as vault:
            assert MEMORY_CHANGED in {act.action for act in loud_acts(vault)}
