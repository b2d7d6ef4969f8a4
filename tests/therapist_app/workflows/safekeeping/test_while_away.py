"""Whoever comes back reads who was here, whom they saw, what they wrote, and which alerts."""

from pathlib import Path

import pytest

from tests.support.record.records import a_client, a_filled_form, an_alert
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.clients import alerts, clients, filled_forms, promises
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.keyring.covering import grant_cover, hand_over
from therapist_app.record.model import Promise
from therapist_app.workflows.safekeeping import while_away as module
from therapist_app.workflows.safekeeping.while_away import have_read, stay_in_words, while_away

DAY = 86400


def _ids(caseload: Caseload) -> list[str]:
    return [each for (each,) in caseload.rows("SELECT id FROM clients")]


@pytest.fixture
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
