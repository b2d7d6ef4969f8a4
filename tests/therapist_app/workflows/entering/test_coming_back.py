"""Coming back after a lock, and after how long it locks."""

import pytest

from tests.support.record.records import laid_out, lay_out, open_vault
from therapist_app import commands
from therapist_app.record.service import settings
from therapist_app.workflows.entering.access_scope import first_places, remember_place
from therapist_app.workflows.policies.idle_limits import IdleLimits, idle_limits

PLACES = (
    commands.Clients(),
    commands.ClientPage("c"),
    commands.SessionPage("a"),
    commands.FormPage("c", "phq-9", None),
)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: type(place).__name__)
def test_one_comes_back_to_the_same_place_once(tmp_path, place):
    service = laid_out(tmp_path)
    with service.open() as vault:
        remember_place(vault, place)

    with service.open() as vault:
        assert first_places(vault)[-1] == place
        assert first_places(vault)[-1] == commands.Today()


@pytest.mark.parametrize(
    ("appointment", "place"), [("a", commands.SessionPage("a")), (None, commands.ClientPage("c"))]
)
def test_a_hand_over_is_not_come_back_to(tmp_path, appointment, place):
    with open_vault(tmp_path) as vault:
        remember_place(vault, commands.HandOver("c", ("phq-9",), appointment))

        assert first_places(vault)[-1] == place


def test_a_place_that_is_none_is_forgotten(tmp_path):
    with open_vault(tmp_path) as vault:
        at = {"at": "COMMANDS", "ids": [], "caseload": vault.caseload_id}
        settings.save(vault.service, f"came_from:{vault.person.uid}", at)

        assert first_places(vault)[-1] == commands.Today()


@pytest.mark.parametrize(
    ("roles", "place"),
    [(("keeper", "lead"), commands.Review()), (("keeper",), commands.People())],
)
def test_a_lead_where_nobody_has_clients_begins_with_review_and_a_keeper_with_people(
    tmp_path, roles, place
):
    with lay_out(tmp_path, roles=roles).open() as vault:
        assert first_places(vault)[-1] == place


def test_without_a_word_from_the_clinic_it_is_five_and_fifteen_minutes(tmp_path):
    with open_vault(tmp_path) as vault:
        assert idle_limits(vault.service) == IdleLimits(300, 900)


@pytest.mark.parametrize(
    ("settled", "holds"), [((120, 600), (120, 600)), ((9999, 9999), (300, 900)), ((0, 0), (60, 60))]
)
def test_a_clinic_may_shorten_but_neither_lengthen_nor_turn_off(tmp_path, settled, holds):
    with open_vault(tmp_path) as vault:
        settings.save(vault.service, "idle_seconds", settled[0])
        settings.save(vault.service, "idle_seconds_in_session", settled[1])

        assert idle_limits(vault.service) == IdleLimits(*holds)


def test_one_comes_back_along_the_same_way(tmp_path):
    way = (commands.Today(), commands.ClientPage("c"), commands.SessionPage("a", "q2"))
    with open_vault(tmp_path) as vault:
        remember_place(vault, commands.FormPage("c", "safety-plan", "a"), way)

        assert first_places(vault) == (*way, commands.FormPage("c", "safety-plan", "a"))


def test_a_hand_over_out_of_a_session_is_come_back_to_as_that_session_alone(tmp_path):
    way = (commands.ClientPage("c"), commands.SessionPage("a"))
    with open_vault(tmp_path) as vault:
        remember_place(vault, commands.HandOver("c", ("phq-9",), "a"), way)

        assert first_places(vault) == way


def test_nothing_that_the_client_looked_at_stands_on_the_way_back(tmp_path):
    way = (commands.FilledFormPage("f"), commands.ShownScore("f"))
    with open_vault(tmp_path) as vault:
        remember_place(vault, commands.ClientPage("c"), way)

        assert first_places(vault) == (way[0], commands.ClientPage("c"))


def test_a_place_of_before_by_an_earlier_version_has_no_way(tmp_path):
    with open_vault(tmp_path) as vault:
        on = vault.service.now().astimezone().date().isoformat()
        at = {"at": "Library", "ids": ["sessions", "", ""], "caseload": vault.caseload_id, "on": on}
        settings.save(vault.service, f"came_from:{vault.person.uid}", at)

        assert first_places(vault) == (commands.Library(),)
