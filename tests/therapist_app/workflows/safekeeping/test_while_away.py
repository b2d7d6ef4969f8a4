"""Whoever comes back reads who was here, whom they saw, what they wrote, and which alerts."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.records import a_client, a_filled_form, an_alert
from tests.support.record.stating import by_hand, header_of
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.client_rights.client_rows import columns_of, ways_to_clients
from therapist_app.record.clients import (
    alerts,
    begun_words,
    clients,
    filled_forms,
    promises,
)
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.opening import open_database
from therapist_app.record.header.key_boxes import data_keys
from therapist_app.record.keyring.covering import end_cover, grant_cover, hand_over, seal_with_sheet
from therapist_app.record.model import Promise
from therapist_app.record.vault.as_left import (
    ACCOUNTING,
    NO_PART,
    OF_ROWS_GONE,
    TAKING_OUT,
    TELLING,
)
from therapist_app.record.vault.openings import Author, actor_for, opening_of
from therapist_app.record.vault.unnoted_changes import CLOSING_DOUBTED
from therapist_app.workflows.safekeeping import while_away as module
from therapist_app.workflows.safekeeping.loud_acts import loud_acts
from therapist_app.workflows.safekeeping.while_away import (
    WhileAway,
    have_read,
    stay_in_words,
    while_away,
)

DAY = 86400


def _ids(caseload: Caseload) -> list[str]:
    return [each for (each,) in caseload.rows("SELECT id FROM clients")]


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana has worked with a client, and Bo covers for her now."""
    team = lay_out_team(tmp_path, Bo=("therapist",))
    team.visit("Bo")
    with team.open("Ana") as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="A-100"))
        assert while_away(vault) is None
        grant_cover(vault, vault.person.uid, team.uid("Bo"), vault.day_of_covers().replace(day=9))
    team.visit("Ana")
    return team


def cover(team: Team) -> None:
    """Let Bo look at the client, write, and answer no alert."""
    team.service.clock.advance(DAY)
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        [client] = clients.with_ids(caseload, _ids(caseload)).values()
        audit.note(caseload, "client_opened", f"client:{client.id}")
        for _each in range(2):
            filled = a_filled_form(caseload, client)
            filled_forms.add(caseload, filled)
        alerts.open_alert(caseload, an_alert(caseload, filled))


def test_who_was_here_whom_they_saw_what_they_wrote_and_which_alerts(team: Team) -> None:
    cover(team)
    team.service.clock.advance(DAY)

    with team.open("Ana") as vault:
        told = while_away(vault)

        assert told is not None
        [bo] = told.people
        assert (bo.name, bo.signed_in) == ("Bo Example", 1)
        assert stay_in_words(bo).startswith("Bo Example had your clients open once, on ")
        [seen] = bo.clients
        assert seen.code == "A-100"
        assert "An answer opened an alert, once" in seen.alerts
        assert "Opened a client's record, once" in seen.sentences
        assert "Began a form, 2 times" in seen.sentences
        have_read(vault, told)
        assert while_away(vault) is None
    with team.open("Ana") as vault:
        assert while_away(vault) is None


def test_it_is_told_until_it_was_read_and_nobody_elses_sign_in_changes_that(team: Team) -> None:
    cover(team)
    with team.open("Ana") as vault:
        assert while_away(vault) is not None
    with team.open("Bo") as vault:
        vault.use_caseload(team.uid("Ana"))
        assert while_away(vault) is None  # it is not theirs
    with team.open("Ana") as vault:
        told = while_away(vault)
        assert told is not None
        assert told.people[0].signed_in == 2
        assert "open 2 times" in stay_in_words(told.people[0])


def test_one_who_only_opened_it_is_told_too(team: Team) -> None:
    with team.open("Bo") as vault:
        vault.use_caseload(team.uid("Ana"))
    with team.open("Ana") as vault:
        told = while_away(vault)

    assert told is not None
    assert told.people[0].clients == ()


def test_what_is_more_than_a_page_can_hold_comes_next(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    cover(team)
    monkeypatch.setattr(module, "MOST", 3)
    with team.open("Ana") as vault:
        told = while_away(vault)
        assert told is not None
        assert not told.is_all
        have_read(vault, told)
        assert while_away(vault) is not None


def test_where_nobody_else_was_the_beginning_moves_on_by_itself(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FAR", 0)
    with team.open("Ana") as vault:
        before = vault.caseload.row("SELECT value FROM about WHERE key LIKE 'read_of_others:%'")
        audit.note(vault.caseload, "audit_read", "caseload")
        assert while_away(vault) is None
        after = vault.caseload.row("SELECT value FROM about WHERE key LIKE 'read_of_others:%'")

    assert before is not None
    assert after is not None
    assert int(after[0]) > int(before[0])


def test_whoever_takes_clients_over_is_not_told_of_all_that_was_before(team: Team) -> None:
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Ana"), team.uid("Bo"))
    team.visit("Ana")
    with team.open("Bo") as vault:
        vault.use_caseload(team.uid("Ana"))
        assert while_away(vault) is None
    with team.open("Ana") as vault:
        assert while_away(vault) is None


def test_an_alert_answered_and_a_promise_made_are_told_once_and_of_whom(team: Team) -> None:
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        [client] = clients.with_ids(caseload, _ids(caseload)).values()
        for _saving in range(2):
            audit.note(caseload, "alert_acknowledged", "alert:" + "a" * 32)
        now = caseload.now()
        made = (None, None, now.date(), "", now, "Bo")
        promises.add(caseload, Promise(caseload.new_id(), client.id, "next_contact", *made))
        audit.note(caseload, "note_signed", "b" * 32)
        audit.note(caseload, "note_signed", "form:" + "c" * 32)

    with team.open("Ana") as vault:
        told = while_away(vault)

    assert told is not None
    [seen, of_nobody] = told.people[0].clients
    assert seen.code == "A-100"
    assert seen.alerts == ("Made a promise to a client, or about one, once",)
    assert of_nobody.alerts == ("Answered an alert, once",)
    assert of_nobody.sentences == ("Signed a note, once",)


@contextmanager
def with_another_program(team: Team) -> Generator[Caseload]:
    """Yield Ana's clients as Bo opens them with a program that enters nothing."""
    bo, header, owner = team.members["Bo"], header_of(team), team.uid("Ana")
    [which, *_older] = data_keys(header, owner, bo.uid, bo.keys().opening)
    author = Author(actor_for(bo.uid, bo.keys()), team.service.sources)
    caseload = open_database(
        Caseload, opening_of(team.service.place, header, owner, which.key, author)
    )
    try:
        yield caseload
    finally:
        caseload.close()


def told_to_ana(team: Team) -> WhileAway | None:
    with team.open("Ana") as vault:
        return while_away(vault)


@pytest.mark.parametrize(
    ("done", "told"),
    [
        ("UPDATE clients SET age_band = '65+'", ("A-100: 1 change of details",)),
        ("UPDATE filled_forms SET answers = '[1]'", ("A-100: 2 forms",)),
        ("DELETE FROM alerts", ("A-100: 1 alert",)),
        ("DELETE FROM clients", ("A client who is not in the record any more: 1 alert and ",)),
        ("UPDATE clients SET code = code", ()),
    ],
)
def test_what_whoever_covers_changes_with_another_program_is_told_though_no_entry_says_so(
    team: Team, done: str, told: tuple[str, ...]
) -> None:
    cover(team)
    with team.open("Ana") as vault:
        found = while_away(vault)
        assert found is not None
        assert (found.unaccounted, found.is_compared) == ((), True)
        have_read(vault, found)
    with with_another_program(team) as caseload:
        caseload.run(done).fetchall()

    found = told_to_ana(team)
    again = told_to_ana(team)

    lines = found.unaccounted if found else ()
    assert len(lines) == len(told)
    assert all(line.startswith(words) for line, words in zip(lines, told, strict=True))
    assert (again.unaccounted if again else ()) == lines  # until it was read


@pytest.mark.parametrize(
    ("done", "told"),
    [
        ("UPDATE begun_words SET words = '\"theirs\"'", ("Of no client: 1 text that you had ",)),
        ("UPDATE begun_words SET person = 'somebody'", ()),
        ("DELETE FROM begun_words", ()),
    ],
)
def test_words_that_are_laid_before_an_owner_as_begun_are_their_own_or_told(
    team: Team, done: str, told: tuple[str, ...]
) -> None:
    with team.open("Ana") as vault:
        me, caseload = vault.person.uid, vault.caseload
        begun_words.keep(caseload, [begun_words.begun(caseload, me, "Today", None, "hers")])
    with with_another_program(team) as caseload:
        of_bo = begun_words.begun(caseload, team.uid("Bo"), "Today", None, "his")
        begun_words.keep(caseload, [of_bo])
        caseload.run(done).fetchall()

    found = told_to_ana(team)

    lines = found.unaccounted if found else ()
    assert len(lines) == len(told)
    assert all(line.startswith(words) for line, words in zip(lines, told, strict=True))


@pytest.mark.parametrize("is_hidden", [False, True])
def test_what_was_changed_under_a_cover_that_somebody_ended_since_is_told(
    team: Team, *, is_hidden: bool
) -> None:
    """Also where a dishonest keeper states that nobody else ever had the key."""
    team.add("Dee", "keeper")
    assert told_to_ana(team) is None
    with with_another_program(team) as caseload:
        caseload.run("UPDATE clients SET age_band = '65+'").fetchall()
    with team.open("Dee") as vault:
        end_cover(vault, team.uid("Ana"), team.uid("Bo"))
        grant = vault.header.grant(team.uid("Ana"))
        assert grant is not None
        if is_hidden:
            vault.write_statement(vault.header.with_grant(replace(grant, is_stale=False)))

    found = told_to_ana(team)

    assert found is not None
    assert found.unaccounted == ("A-100: 1 change of details",)


@pytest.mark.parametrize(
    "claim",
    ["about-another", "as-the-owner", "as-read-by-the-owner", "as-read-by-the-owner-before"],
)
def test_an_entry_accounts_for_a_change_where_it_is_told_and_of_that_row(
    team: Team, claim: str
) -> None:
    cover(team)
    with team.open("Ana") as vault:
        found = while_away(vault)
        assert found is not None
        have_read(vault, found)
    with with_another_program(team) as caseload:
        first, second = (each for (each,) in caseload.rows("SELECT id FROM filled_forms"))
        caseload.run("UPDATE filled_forms SET answers = '[1]' WHERE id = ?", (first,)).fetchall()
        if claim != "about-another":
            caseload.audit._actor = replace(caseload.audit._actor, uid=team.uid("Ana"))
        about = second if claim == "about-another" else first
        audit.note(caseload, "form_changed", f"form:{about}", ("answers",))
        if claim.startswith("as-read-by-the-owner"):
            caseload.run("UPDATE about SET value = '9999' WHERE key LIKE 'read_of%'").fetchall()
            audit.note(caseload, "others_read", f"person:{team.uid('Ana')}", ("9999",))
        if claim == "as-read-by-the-owner-before":  # as an earlier version, which signed none
            last = "(SELECT max(n) FROM audit)"
            caseload.run(f"UPDATE audit SET signature = NULL WHERE n = {last}").fetchall()

    found = told_to_ana(team)

    assert found is not None
    assert found.unaccounted == ("A-100: 1 form",)
    assert [each.name for each in found.people] == ["Bo Example"][: claim == "about-another"]


@pytest.mark.parametrize(
    "spoilt",
    [
        "DELETE FROM about WHERE key = 'rows_as_left'",
        "UPDATE about SET value = substr(value, 2) WHERE key = 'rows_as_left'",
        "UPDATE audit SET signature = NULL WHERE instr(entry, CAST('rows_as_left' AS BLOB))",
        "UPDATE audit SET entry = CAST(replace(CAST(entry AS TEXT), 'as_left', '') AS BLOB)",
    ],
)
def test_where_how_it_was_left_is_not_known_that_is_told(team: Team, spoilt: str) -> None:
    assert told_to_ana(team) is None
    with with_another_program(team) as caseload:
        caseload.run("UPDATE clients SET age_band = '65+'").fetchall()
        caseload.run(spoilt).fetchall()

    found = told_to_ana(team)

    assert found is not None
    assert (found.unaccounted, found.is_compared) == ((), False)


@pytest.mark.parametrize("signature", [None, bytes(64)])
def test_where_how_far_its_owner_left_it_is_unsigned_that_is_told(
    team: Team, signature: bytes | None
) -> None:
    """Whoever covers closes it in their own name since, so that the newest mark is a true one."""
    cover(team)
    ana = team.uid("Ana")
    with team.open("Ana") as vault:
        found = while_away(vault)
        assert found is not None
        have_read(vault, found)
    with with_another_program(team) as caseload:
        caseload.run("UPDATE clients SET age_band = '65+'").fetchall()
    with by_hand(team, "Bo") as service:
        closings = "instr(entry, CAST('caseload_closed' AS BLOB)) AND instr(entry, ?)"
        hers = f'"by":"{ana}"'.encode()
        service.run(f"UPDATE audit SET signature = ? WHERE {closings}", (signature, hers))
    with team.open("Bo") as vault:
        vault.open_caseload(ana)

    found = told_to_ana(team)

    assert found is not None
    assert not found.is_compared
    with team.open("Bo") as vault:
        assert CLOSING_DOUBTED in {each.action for each in loud_acts(vault)}


def test_after_a_session_of_the_owners_that_was_cut_off_it_is_told_that_it_is_not_known(
    team: Team,
) -> None:
    team.open("Ana").abandon()
    found = told_to_ana(team)
    assert found is not None
    assert not found.is_compared
    with team.open("Ana") as vault:
        have_read(vault, found)
    assert told_to_ana(team) is None


@pytest.mark.parametrize("action", ["client_arrived", "erased"])
def test_no_entry_that_a_client_came_or_went_accounts_for_another_answer(
    team: Team, action: str
) -> None:
    cover(team)
    with team.open("Ana"):
        pass
    with with_another_program(team) as caseload:
        caseload.run("UPDATE filled_forms SET answers = '[1]'").fetchall()
        [(client,)] = caseload.rows("SELECT id FROM clients")
        audit.note(caseload, action, f"client:{client}", ("a" * 32, "turn=1"))

    found = told_to_ana(team)

    assert found is not None
    assert found.unaccounted == ("A-100: 2 forms",)


def test_how_it_was_left_is_kept_only_while_it_is_closed_and_somebody_else_can_open_it(
    team: Team,
) -> None:
    kept = "SELECT count(*) FROM about WHERE key = 'rows_as_left'"
    with with_another_program(team) as caseload:
        assert caseload.rows(kept) == [(1,)]
    with team.open("Ana") as vault:
        assert vault.caseload.rows(kept) == [(0,)]
        end_cover(vault, team.uid("Ana"), team.uid("Bo"))
    team.visit("Ana")
    with team.open("Ana") as vault:
        assert vault.caseload.rows(kept) == [(0,)]
        assert "rows_as_left" not in {
            each.action for each in audit.entries(vault.caseload, newest=9)
        }


def test_every_table_of_a_client_is_compared_and_what_accounts_for_a_row_is_told(
    team: Team,
) -> None:
    with team.open("Ana") as vault:
        tables = set(ways_to_clients(vault.caseload)) - NO_PART
        reached = {
            table
            for table in tables
            if {"client_id", "appointment_id"} & {*columns_of(vault.caseload, table)}
        }
    assert tables == reached | {"clients"} == set(module.KINDS)
    assert tables == set(TELLING)
    assert module.TOLD > ACCOUNTING | OF_ROWS_GONE
    assert TAKING_OUT < ACCOUNTING


@pytest.mark.parametrize("is_over", [False, True])
def test_where_a_sheet_let_somebody_in_meanwhile_it_is_told_that_it_is_not_known(
    tmp_path: Path, *, is_over: bool
) -> None:
    team = lay_out_team(tmp_path, Bo=("therapist",), Cy=("therapist",))
    team.visit("Bo", "Cy")
    bo = team.uid("Bo")
    with team.open("Bo") as vault:
        assert while_away(vault) is None
    with team.open("Ana") as vault:
        grant_cover(vault, bo, team.uid("Cy"), vault.day_of_covers().replace(day=9))
        seal_with_sheet(vault, bo, team.members["Bo"].sheet)
        if is_over:
            end_cover(vault, bo, team.uid("Cy"))

    with team.open("Bo") as vault:
        told = while_away(vault)

    assert told is not None
    assert not told.is_compared
