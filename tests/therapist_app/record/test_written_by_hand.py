"""What a colleague writes into the service file with a program of her own, and what comes of it.

Everybody in the service has its key. Nothing that stands there takes a client away, speaks for
somebody who did not sign it, or hides what was done.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tests.support.record.safekeeping import add_clients, codes_in
from tests.support.record.stating import (
    by_hand,
    dee_states,
    header_of,
    lay_out_two_keepers,
    seed_of,
    write_entry,
)
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.client_rights.erasing import DOUBTED, erase, hash_of
from therapist_app.record.crypto.signing import sign, verify_key_of
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit
from therapist_app.record.database.audit import AuditFilter, believed, note
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordBug
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.header.header import HANDED_OVER, Cover, caseload_label
from therapist_app.record.header.statements import given
from therapist_app.record.keyring.covering import grant_cover, hand_over
from therapist_app.record.keyring.moving_clients import arriving, offer, take_over
from therapist_app.record.keyring.people import change_roles, remove_person
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.repair.checking import value_findings
from therapist_app.record.service import local_texts, quarters, settings
from therapist_app.record.service.former_people import names_ever
from therapist_app.record.service.owners_in_turn import owners_ever
from therapist_app.record.service.service_keys import wrapped
from therapist_app.record.service_model import LocalText
from therapist_app.record.vault.openings import actor_for
from therapist_app.record.vault.told_notices import note_told
from therapist_app.record.vault.unnoted_changes import (
    CHANGED_HANDS,
    CLOSING_DOUBTED,
    OTHER_PEOPLE,
    OTHER_SETTING,
    UNSIGNED,
)
from therapist_app.workflows.content import pack_registry, signing_off
from therapist_app.workflows.entering.access_scope import first_places
from therapist_app.workflows.exporting.keeping_recipients import recipient_lines
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.people.standing_noes import said_no_at
from therapist_app.workflows.policies import (
    idle_limits,
)
from therapist_app.workflows.safekeeping.loud_acts import (
    act_in_words,
    figures_given,
    loud_acts,
    told_lately,
)
from therapist_app.workflows.safekeeping.setting_words import SETTINGS

LATE = date(2027, 1, 1)
FORMER = "SELECT value FROM about WHERE key = 'former_people'"
SETTLED_ELSEWHERE = [key for key, acts_before in settings.SETTLED.items() if acts_before]


@pytest.fixture(scope="module")
def laid_out_once(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ana and Dee keep it; Cy, Ben and Dee see clients."""
    team = lay_out_two_keepers(tmp_path_factory.mktemp("team"))
    with team.open("Cy") as vault:
        add_clients(vault, "C-100", "C-200")
    team.visit("Ben", "Cy", "Dee", "Ana")
    return team


@pytest.fixture
def team(laid_out_once: Team, tmp_path: Path) -> Team:
    return laid_out_once.apart(tmp_path)


def id_of(team: Team, code: str) -> str:
    with team.open("Cy") as vault:
        [(found,)] = vault.caseload.rows("SELECT id FROM clients WHERE code = ?", (code,))
    return str(found)


def list_as_erased(team: Team, client_id: str, *, signed: bool) -> None:
    """Ben lists a client of Cy's as erased, whose id he knows from a cover, or a place noted."""
    with by_hand(team, "Ben") as service:
        stands = hash_of(service, client_id)
        about = f"erasure:{stands.hex()[:8]}" if signed else "nothing"
        with service.change("erased" if signed else "opened", about, ("request",)) as change:
            change.execute(
                "INSERT INTO erasures VALUES (?, '2026-03-03T09:00:00.000000+00:00', 'request')",
                (stands,),
            )


def actions_told(team: Team, name: str) -> list[str]:
    with team.open(name) as vault:
        return [each.action for each in loud_acts(vault)]


@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed by Ben"])
def test_a_client_whom_a_colleague_lists_as_erased_stays_and_everybody_is_told(
    team: Team, *, signed: bool
) -> None:
    list_as_erased(team, id_of(team, "C-100"), signed=signed)

    for _each in range(2):
        with team.open("Cy") as vault:
            assert codes_in(vault) == ["C-100", "C-200"]

    assert actions_told(team, "Dee") == [DOUBTED]


@pytest.mark.parametrize("entered", ["nothing", "by Ben", "in Cy's name"])
def test_whoever_covers_has_nobody_erased_by_a_mark_that_they_leave_behind(
    team: Team, entered: str
) -> None:
    """Cy's session would erase the client at the next sign-in, and sign that Cy did."""
    client_id, cy = id_of(team, "C-100"), team.uid("Cy")
    with team.open("Ana") as vault:
        grant_cover(vault, cy, team.uid("Ben"), LATE)
    team.visit("Cy")
    with team.open("Ben") as vault:
        caseload = vault.open_caseload(cy)
        stands, moment = hash_of(vault.service, client_id), "2026-03-03T09:00:00.000000+00:00"
        caseload.run("INSERT INTO erasures VALUES (?, ?, 'request')", (stands, moment))
        chain, ben = caseload.audit, caseload.audit._actor
        if entered != "nothing":
            chain.sign_as(Actor(cy, ben.sign) if entered == "in Cy's name" else ben)
            note(caseload, "erased", f"client:{client_id}", ("request",))
            chain.sign_as(ben)

    for _each in range(2):
        with team.open("Cy") as vault:
            assert codes_in(vault) == ["C-100", "C-200"]
            assert not [e for e in believed(vault.service, ("erased",)) if e.by == cy]
    assert DOUBTED in actions_told(team, "Dee")


def put_other_words(team: Team, action: str, subject: str, *fields: str) -> None:
    """Ben puts other words into the newest entry that Cy signed, whose head and signature stay."""
    cy = team.uid("Cy")
    with by_hand(team, "Ben") as service:
        rows = service.rows("SELECT n, entry FROM audit WHERE signature IS NOT NULL ORDER BY n")
        n, entry = [(n, entry) for n, entry in rows if json.loads(entry)["by"] == cy][-1]
        words = json.loads(entry) | {"action": action, "subject": subject, "fields": list(fields)}
        service.run("UPDATE audit SET entry = ? WHERE n = ?", (canonical(words), n)).fetchall()


def test_no_client_is_erased_by_other_words_in_an_entry_that_their_therapist_signed(
    team: Team,
) -> None:
    client_id = id_of(team, "C-100")
    list_as_erased(team, client_id, signed=False)
    with by_hand(team, "Ben") as service:
        about = f"erasure:{hash_of(service, client_id).hex()[:8]}"
    put_other_words(team, "erased", about, "request")

    with team.open("Cy") as vault:
        assert codes_in(vault) == ["C-100", "C-200"]
    assert actions_told(team, "Dee") == [DOUBTED]


def test_an_older_caseload_is_told_where_the_signature_of_its_newest_closing_was_taken(
    team: Team,
) -> None:
    files = [*(team.service.folder / "caseloads").glob(f"{team.uid('Cy')}.*")]
    older = {each: each.read_bytes() for each in files}
    with team.open("Cy") as vault:
        add_clients(vault, "C-300")
    for path, data in older.items():
        path.write_bytes(data)
    with by_hand(team, "Ben") as service:
        service.run(
            "UPDATE audit SET signature = NULL WHERE n = (SELECT max(n) FROM audit"
            " WHERE instr(entry, CAST('caseload_closed' AS BLOB)))"
        ).fetchall()

    told = [actions_told(team, each) for each in ("Cy", "Dee", "Ben")]

    assert [each.count(CLOSING_DOUBTED) for each in told] == [1, 1, 1]
    with team.open("Cy") as vault:
        found = audit.entries(vault.service)
    assert len([each for each in found if each.action == CLOSING_DOUBTED]) == 1


def test_other_words_in_an_entry_that_somebody_signed_are_nobodys(team: Team) -> None:
    cy, ben = team.uid("Cy"), team.uid("Ben")
    about = f"{caseload_label(cy)} to {ben}"
    put_other_words(team, "cover_agreed", about, ben, HANDED_OVER)

    with team.open("Dee") as vault:
        found = [
            each.action for each in audit.page(vault.service, AuditFilter(), before=None, limit=-1)
        ]
        assert believed(vault.service, ("cover_agreed",)) == ()
        assert audit.signers_of(vault.service, "cover_agreed", about) == frozenset()
        assert audit.newest_telling(vault.service, "cover_agreed") == {}
        assert audit.newest_signed(vault.service, cy, "cover_agreed", about) == 0
    assert audit.FORGED in found
    assert "cover_agreed" not in found


def test_other_words_in_an_entry_that_somebody_signed_sign_no_row(team: Team) -> None:
    about = "quarter:2026-Q1"
    put_other_words(team, "quarter_closed", about, "quarters:0=1")

    with team.open("Dee") as vault:
        assert list(audit.signed_about(vault.service, ("quarter_closed",), about)) == []


def test_who_says_that_a_damaged_file_was_saved_is_named_to_everybody(team: Team) -> None:
    """It accounts for entries that are gone, whoever took them out."""
    with team.open("Ana") as vault:
        settings.save(vault.service, "staff_numbers", {"lead": "0800 2"})
        gone = vault.service.audit.mark.n
        note(vault.service, "opened", "nothing")
        note(vault.service, "opened", "nothing")
    with by_hand(team, "Ben") as service:
        [(entry,)] = service.rows("SELECT entry FROM audit WHERE n = ?", (gone + 1,))
        service.run("DELETE FROM audit WHERE n = ?", (gone,)).fetchall()
        service.run("DELETE FROM settings").fetchall()
        note(service, audit.SALVAGED, "service", (audit.stretch(gone, gone, entry),))

    with team.open("Cy") as vault:
        look_before_work(vault)
        [words] = [act_in_words(each) for each in loud_acts(vault)]
    assert words.startswith("Ben Example saved what could be read of a damaged service file")


def test_a_spoilt_entry_is_told_however_many_were_before_it(team: Team) -> None:
    """A hundred that nobody misses would hide what is spoilt once they were told."""
    with team.open("Ana") as vault:
        for _each in range(99):
            note(vault.service, "opened", "nothing")
        answered = vault.service.audit.mark.n
        note(vault.service, "cover_declined", "nothing")
    with by_hand(team, "Ben") as service:
        service.run("UPDATE audit SET head = zeroblob(32) WHERE n <= ?", (answered - 9,))
    team.visit("Ana")
    with team.open("Ana") as vault:
        look_before_work(vault)
        note_told(vault)
    with by_hand(team, "Ben") as service:
        service.run("UPDATE audit SET signature = NULL WHERE n = ?", (answered + 1,))

    with team.open("Ana") as vault:
        look_before_work(vault)
        told = [act_in_words(each) for each in loud_acts(vault)]
    assert [words for words in told if "an entry of the audit trail" in words]


def test_what_a_colleague_says_was_found_before_they_do_it_is_told_as_they_do(team: Team) -> None:
    """Else everybody finds nothing then, and is told nothing afterwards."""
    with team.open("Ana") as vault:
        note(vault.service, "unlocked_with_sheet", "nothing")
        spoilt = vault.service.audit.mark.n
    write_entry(team, "Ben", UNSIGNED, "table:audit", audit.mark_of(f"{spoilt}"))
    for name in ("Cy", "Dee"):
        with team.open(name) as vault:
            look_before_work(vault)
            assert [each.action for each in loud_acts(vault)] == [UNSIGNED]
            note_told(vault)
    with by_hand(team, "Ben") as service:
        service.run("UPDATE audit SET signature = NULL WHERE n = ?", (spoilt,))

    for name in ("Cy", "Dee", "Cy"):
        with team.open(name) as vault:
            look_before_work(vault)
            assert [each.action for each in loud_acts(vault)] == [UNSIGNED]
    for name in ("Cy", "Dee", "Cy"):
        with team.open(name) as vault:
            note_told(vault)
    for name in ("Cy", "Dee"):
        with team.open(name) as vault:
            look_before_work(vault)
            assert loud_acts(vault) == ()


def test_a_client_who_is_listed_as_erased_on_the_way_to_a_colleague_arrives(team: Team) -> None:
    client_id = id_of(team, "C-100")
    with team.open("Cy") as vault:
        offer(vault, client_id, team.uid("Dee"))
    list_as_erased(team, client_id, signed=True)

    with team.open("Dee") as vault:
        [coming] = arriving(vault)
        take_over(vault, coming.move.id)
        assert codes_in(vault) == ["C-100"]
    with team.open("Cy") as vault:
        assert codes_in(vault) == ["C-200"]


def test_nobody_erases_in_the_name_of_an_owner_who_left_by_a_key_of_their_own(team: Team) -> None:
    cy, ben, client_id = team.uid("Cy"), team.members["Ben"], id_of(team, "C-100")
    with team.open("Ana") as vault:
        hand_over(vault, cy, team.uid("Dee"))
    team.visit("Cy", "Dee")
    with team.open("Ana") as vault:
        remove_person(vault, cy)
    team.visit("Dee")
    with by_hand(team, "Ben", claiming="Cy") as service:
        theirs = header_of(team).person(ben.uid)
        assert theirs is not None
        left = json.dumps([[cy, "Cy Example", theirs.verify.hex()]])
        service.run("UPDATE about SET value = ? WHERE key = 'former_people'", (left,))
        stands = hash_of(service, client_id)
        with service.change("erased", f"erasure:{stands.hex()[:8]}", ("request",)) as change:
            change.execute(
                "INSERT INTO erasures VALUES (?, '2026-03-03T09:00:00.000000+00:00', 'request')",
                (stands,),
            )

    with team.open("Dee") as vault:
        vault.use_caseload(cy)
        assert codes_in(vault) == ["C-100", "C-200"]
    assert DOUBTED in actions_told(team, "Ana")


def test_what_the_owner_erased_is_erased_again_whoever_opens_an_older_caseload(team: Team) -> None:
    place, uid = team.service.place, team.uid("Cy")
    path = place.caseload(uid)
    before = {each: each.read_bytes() for each in (path, path.with_suffix(".anchor"))}
    with team.open("Cy") as vault:
        [(client,)] = vault.caseload.rows("SELECT id FROM clients WHERE code = 'C-100'")
        erase(vault.caseload, vault.service, client, "objection", path)
    for each, data in before.items():
        each.write_bytes(data)

    with team.open("Cy") as vault:
        assert codes_in(vault) == ["C-200"]
    assert DOUBTED not in actions_told(team, "Dee")


def test_an_erasure_that_the_service_file_forgot_is_signed_again_by_the_owner(team: Team) -> None:
    path = team.service.place.caseload(team.uid("Cy"))
    with team.open("Cy") as vault:
        [(client,)] = vault.caseload.rows("SELECT id FROM clients WHERE code = 'C-100'")
        erase(vault.caseload, vault.service, client, "objection", path)
    with by_hand(team, "Ben") as service:
        service.run("DELETE FROM audit WHERE instr(entry, CAST('erasure:' AS BLOB))")
        stands = hash_of(service, client)

    team.open("Cy").close()

    with by_hand(team, "Ben") as service:
        signers = audit.signers_of(service, "erased", f"erasure:{stands.hex()[:8]}")
    assert signers == {team.uid("Cy")}


def test_an_entry_in_a_colleagues_name_speaks_for_nobody(team: Team) -> None:
    cy, ben = team.uid("Cy"), team.uid("Ben")
    with team.open("Dee") as vault:
        before = told_lately(vault)
    write_entry(team, "Ben", "cover_declined", f"caseload:{cy}", ben, claiming="Cy")
    write_entry(team, "Ben", "roles_changed", f"person:{cy}", "keeper", claiming="Ana")

    with team.open("Dee") as vault:
        assert loud_acts(vault) == ()
        assert told_lately(vault) == before
        assert said_no_at(vault, cy, ben) is None
        shown = audit.page(vault.service, AuditFilter(), before=None, limit=200)
        forged = [each for each in shown if each.action == audit.FORGED]
        assert [(each.by, each.is_signed) for each in forged] == [("", False)] * 2


def test_a_no_that_its_owner_signed_counts_and_no_agreement_in_their_name_ends_it(
    team: Team,
) -> None:
    cy, ben = team.uid("Cy"), team.uid("Ben")
    write_entry(team, "Cy", "cover_declined", f"caseload:{cy}", ben)
    agreed = (ben, LATE.isoformat())
    about = f"{caseload_label(cy)} to {ben}"
    write_entry(team, "Ben", "cover_agreed", about, *agreed, claiming="Cy")

    with team.open("Dee") as vault:
        assert said_no_at(vault, cy, ben) is not None


def test_hundreds_of_entries_of_no_weight_hide_none_that_everybody_is_told(team: Team) -> None:
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Dee"), LATE)
    ben = team.uid("Ben")
    with by_hand(team, "Ben") as service, service.together() as change:
        for _each in range(300):
            change.audit("cover_granted", f"caseload:{ben}", (team.uid("Cy"), ben))

    with team.open("Cy") as vault:
        assert [each.action for each in loud_acts(vault)] == ["cover_granted"]


def test_a_thousand_entries_about_people_hide_nobody_who_joined(team: Team) -> None:
    with by_hand(team, "Dee") as service, service.together() as change:
        for _each in range(1_001):
            change.audit("person_added", f"person:{team.uid('Ben')}", ("therapist",))
    header = header_of(team)
    ben = header.person(team.uid("Ben"))
    assert ben is not None
    dee_states(team, header.with_person(replace(ben, roles=("lead", "therapist"))))

    assert OTHER_PEOPLE in actions_told(team, "Ana")


@pytest.mark.parametrize("by", ["Dee", "Ben"])
def test_nobody_but_whose_clients_they_were_agrees_that_they_are_somebody_elses(
    team: Team, by: str
) -> None:
    cy, ben = team.uid("Cy"), team.uid("Ben")
    header = header_of(team)
    cover = given(header, Cover(cy, ben, HANDED_OVER), team.uid("Dee"), seed_of(team, "Dee"))
    grant = header.grant(cy)
    assert grant is not None
    own = next(box for box in grant.boxes if box.to == cy)
    theirs = replace(own, to=ben, until=HANDED_OVER)
    stated = header.with_grant(replace(grant, boxes=(*grant.boxes, theirs)))
    dee_states(team, replace(stated, covers=(*header.covers, cover)))
    about = f"{caseload_label(cy)} to {ben}"
    write_entry(team, by, "cover_agreed", about, ben, HANDED_OVER)

    assert CHANGED_HANDS in actions_told(team, "Ana")
    with team.open("Cy") as vault:
        assert codes_in(vault) == ["C-100", "C-200"]


def test_whoever_puts_an_older_service_file_back_is_named_to_everybody(team: Team) -> None:
    place = team.service.place
    path = place.service
    before = {each: each.read_bytes() for each in (path, path.with_suffix(".anchor"))}
    team.visit("Cy", "Ana")
    for each, data in before.items():
        each.write_bytes(data)

    write_entry(team, "Ben", "restored", "backup:none", f"{99_999}:{bytes(32).hex()}")

    with team.open("Cy") as vault:
        assert "service-older" not in vault.warnings
        told = [(each.action, each.by) for each in loud_acts(vault)]
    assert told == [("restored", "Ben Example")]


@pytest.mark.parametrize("how", ["changed", "put back", "taken away"])
def test_what_is_settled_otherwise_than_somebody_signed_is_told_to_everybody_once(
    team: Team, how: str
) -> None:
    with team.open("Ana") as vault:
        settings.save(vault.service, "take_home_numbers", {"crisis": "0800 1"})
        settings.save(vault.service, "take_home_numbers", {"crisis": "0800 2"})
    assert OTHER_SETTING not in actions_told(team, "Dee")
    with by_hand(team, "Ben") as service:
        if how == "taken away":
            service.run("DELETE FROM settings")
        else:
            number = "0900 666" if how == "changed" else "0800 1"
            service.run("UPDATE settings SET value = ?", (json.dumps({"crisis": number}),))

    team.open("Cy").close()
    with team.open("Dee") as vault:
        told = [act_in_words(each) for each in loud_acts(vault) if each.action == OTHER_SETTING]
    assert len(told) == 1
    assert "the telephone numbers on pages for clients had been changed" in told[0]


@pytest.mark.parametrize("key", SETTLED_ELSEWHERE)
def test_what_was_settled_by_an_act_of_its_own_is_told_where_it_was_written_by_hand(
    team: Team, key: str
) -> None:
    [action, *_others] = settings.SETTLED[key]
    with team.open("Ana") as vault, vault.service.change(action, "setting:x") as change:
        settings.save_within(change, key, {"is": "as it was settled"})
    assert OTHER_SETTING not in actions_told(team, "Dee")

    with by_hand(team, "Ben") as service:
        service.run("UPDATE settings SET value = ? WHERE key = ?", ('{"is":"another"}', key))

    with team.open("Dee") as vault:
        told = [act_in_words(each) for each in loud_acts(vault) if each.action == OTHER_SETTING]
    assert len(told) == 1
    assert SETTINGS[key].what in told[0]


@pytest.mark.parametrize("key", SETTLED_ELSEWHERE)
def test_what_an_earlier_version_settled_by_such_an_act_counts_as_it_did(
    team: Team, key: str
) -> None:
    [action, *_others] = settings.SETTLED[key]
    about = "setting:known_signers" if action == settings.CHANGED else "anything"
    with by_hand(team, "Ana") as service, service.change(action, about) as change:
        change.execute("INSERT INTO settings (key, value) VALUES (?, '{}')", (key,))

    assert OTHER_SETTING not in actions_told(team, "Dee")


def test_what_holds_for_everybody_is_settled_by_no_act_that_tells_nothing_of_it(
    team: Team,
) -> None:
    with (
        team.open("Ana") as vault,
        pytest.raises(RecordBug, match="not-told"),
        vault.service.together() as change,
    ):
        settings.save_within(change, "packs", [])


def text_of(team: Team, name: str) -> LocalText:
    now = team.service.clock()
    return LocalText(
        "gb",
        1,
        "{}",
        f"{name} Example",
        now.date(),
        now,
        approved_by=f"{name} Example",
        approved_at=now,
    )


@pytest.mark.parametrize("how", ["changed", "approved", "taken away"])
def test_a_text_on_confidentiality_that_nobody_approved_as_it_stands_is_told(
    team: Team, how: str
) -> None:
    text = text_of(team, "Ana")
    is_approved = how != "approved"
    with team.open("Ana") as vault:
        local_texts.save(
            vault.service, text if is_approved else replace(text, approved_at=None, approved_by="")
        )
    assert OTHER_SETTING not in actions_told(team, "Dee")
    by_how = {
        "changed": "UPDATE local_texts SET text = '[]'",
        "approved": "UPDATE local_texts SET approved_at = changed_at, approved_by = 'Ana Example'",
        "taken away": "DELETE FROM local_texts",
    }
    with by_hand(team, "Ben") as service:
        service.run(by_how[how])

    with team.open("Dee") as vault:
        told = [act_in_words(each) for each in loud_acts(vault) if each.action == OTHER_SETTING]
    assert len(told) == 1
    assert "a text on confidentiality had been changed" in told[0]


@pytest.mark.parametrize("signature", [None, bytes(64)])
def test_a_setting_of_before_that_is_put_back_over_one_whose_signature_is_gone_is_told(
    team: Team, signature: bytes | None
) -> None:
    """Numbers on pages for clients, which whoever settled them changed since."""
    before, since = ({"crisis": f"0800 {each}"} for each in (1, 2))
    for each in (before, since):
        with team.open("Ana") as vault:
            settings.save(vault.service, "take_home_numbers", each)
    with by_hand(team, "Ben") as service:
        about = b'"subject":"setting:take_home_numbers"'
        [(n,)] = service.rows("SELECT max(n) FROM audit WHERE instr(entry, ?)", (about,))
        service.run("UPDATE audit SET signature = ? WHERE n = ?", (signature, n))
        for key in ("take_home_numbers", "kept:take_home_numbers"):
            put = (json.dumps(before), key)
            service.run("UPDATE settings SET value = ? WHERE key = ?", put)

    with team.open("Cy") as vault:
        look_before_work(vault)
    assert UNSIGNED in actions_told(team, "Dee")


def test_a_text_stays_approved_whatever_a_colleague_signs_of_it(team: Team) -> None:
    """Else no client could be told the limits before a first session."""
    text = text_of(team, "Ana")
    with team.open("Ana") as vault:
        local_texts.save(vault.service, text)
    write_entry(team, "Ben", local_texts.APPROVED, "local_text:gb@1", "f" * 32)

    with team.open("Dee") as vault:
        told = [act_in_words(each) for each in loud_acts(vault)]
        approval = local_texts.approval_of(
            vault.service, text, names_ever(vault.service, vault.header)
        )
    assert approval is not None
    assert approval.by == team.uid("Ana")
    assert [each for each in told if "Ben Example changed a text on confidentiality" in each]
    assert not [each for each in told if "nobody who may had signed it" in each]


def test_whoever_settles_or_approves_without_a_role_for_it_is_named_to_everybody(
    team: Team,
) -> None:
    with by_hand(team, "Ben") as service:
        settings.save(service, "take_home_numbers", {"crisis": "0900 666"})
        settings.save(service, "known_signers", [])
        with service.change("programme_signed_off", "programme:x/1", ("content",)) as change:
            settings.save_within(change, "sign_offs", [])
        local_texts.save(service, text_of(team, "Ben"))

    for name in ("Cy", "Dee"):
        with team.open(name) as vault:
            told = [act_in_words(each) for each in loud_acts(vault)]
        assert len(told) == 3
        assert "Ben Example changed a text on confidentiality" in told[0]
        assert "Ben Example changed who signed the programme off" in told[1]
        assert "Ben Example changed the telephone numbers on pages for clients" in told[2]
        with team.open(name) as vault:
            assert told_lately(vault)[0] == told[0]


@pytest.mark.parametrize("named", ["Cy Example", "Dee Example"])
def test_a_sign_off_counts_where_whoever_it_names_signed_it(team: Team, named: str) -> None:
    with team.open("Dee") as vault:
        workspace = workspace_for(vault)
        programme = workspace.programme
        signing_off.sign_off(workspace, programme, "lead")
        [own] = settings.load(vault.service, signing_off.KEY, tuple[signing_off.SignOff, ...]) or ()
        subject = f"programme:{programme.id}/{programme.version}"
        with vault.service.change(signing_off.SIGNED, subject, (own.content,)) as change:
            told = asdict(replace(own, by=named, name=named))
            settings.save_within(change, signing_off.KEY, [told])

        state = signing_off.standing_of(workspace, programme).state
    assert state == ("signed" if named == "Dee Example" else "unsigned")


def test_whoever_had_the_role_when_they_settled_is_not_told_of_later(team: Team) -> None:
    cy = team.uid("Cy")
    with team.open("Ana") as vault:
        change_roles(vault, cy, ("lead", "therapist"))
    with team.open("Cy") as vault:
        settings.save(vault.service, "take_home_numbers", {"crisis": "0800 1"})
        local_texts.save(vault.service, text_of(team, "Cy"))
    with team.open("Ana") as vault:
        change_roles(vault, cy, ("therapist",))
    write_entry(team, "Ben", "roles_changed", f"person:{team.uid('Ben')}", "lead", claiming="Ana")
    with by_hand(team, "Ben") as service:
        settings.save(service, "staff_numbers", {})

    with team.open("Dee") as vault:
        told = [act_in_words(each) for each in loud_acts(vault)]
    assert not [each for each in told if "Cy Example changed" in each]
    assert [each for each in told if "Ben Example changed the telephone numbers of" in each]


def test_an_entry_in_somebody_elses_name_vouches_for_no_setting(team: Team) -> None:
    with team.open("Ana") as vault:
        settings.save(vault.service, "take_home_numbers", {"crisis": "0800 1"})
    with by_hand(team, "Ben", "Ana") as service:
        settings.save(service, "take_home_numbers", {"crisis": "0900 666"})

    with team.open("Dee") as vault:
        told = [each.action for each in loud_acts(vault)]
    assert OTHER_SETTING in told


def test_a_caseload_that_is_not_there_was_never_anybodys(team: Team) -> None:
    with team.open("Ana") as vault:
        assert owners_ever(vault.service, vault.header, "none") == frozenset()


SPOILT = {
    "no JSON": b'{"action":"roles_changed","at":"2026',
    "no texts": (
        b'{"action":"roles_changed","at":"2026-03-03T09:00:00.000000+00:00","by":7,'
        b'"fields":5,"subject":["x"]}'
    ),
    "year 1": (
        b'{"action":"roles_changed","at":"0001-01-01T00:00:00.000000+00:00","by":"x",'
        b'"fields":[],"subject":"x"}'
    ),
    "before 1970": (
        b'{"action":"roles_changed","at":"1969-12-31T23:59:59.999999+00:00","by":"x",'
        b'"fields":[],"subject":"x"}'
    ),
    "after 2999": (
        b'{"action":"roles_changed","at":"3000-01-01T00:00:00.000000+00:00","by":"x",'
        b'"fields":[],"subject":"x"}'
    ),
    "no fields": (
        b'{"action":"cover_agreed","at":"2026-03-03T09:00:00.000000+00:00","by":"x",'
        b'"fields":[],"subject":"x"}'
    ),
}


@pytest.mark.parametrize("spelt", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_no_entry_that_makes_no_sense_keeps_anybody_out(
    team: Team, spelt: bytes, *, signed: bool
) -> None:
    with by_hand(team, "Ben") as service:
        mark = service.audit.following(service.audit.mark, spelt)
        ben = team.members["Ben"]
        signature = service.audit._actor.sign(mark.head) if signed else None
        service.run("INSERT INTO audit VALUES (?, ?, ?, ?)", (mark.n, spelt, mark.head, signature))
        assert ben.uid == service.audit.author

    with team.open("Cy") as vault:
        loud_acts(vault)
        told_lately(vault)
        audit.page(vault.service, AuditFilter(), before=None, limit=200)
        believed(vault.service, ("roles_changed", "cover_agreed"))


WITH_NOBODY = '{"action":"ACTION","subject":"caseload:CY"}'
OF_BEN = (
    '{"action":"ACTION","at":"2026-03-03T09:00:00.000000+00:00","by":"BEN","fields":["x:y"],'
    '"subject":"caseload:CY"}'
)


@pytest.mark.parametrize("spelt", [WITH_NOBODY, OF_BEN], ids=["with-nobody", "with-no-mark"])
@pytest.mark.parametrize("action", ["caseload_closed", "caseload_marked", "restored"])
def test_no_entry_of_how_far_a_file_went_that_makes_no_sense_keeps_anybody_out(
    team: Team, action: str, spelt: str
) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), vault.day_of_covers())
    team.visit("Cy", "Cy", "Ben")
    with by_hand(team, "Ben") as service:
        said = spelt.replace("ACTION", action)
        said = said.replace("BEN", team.uid("Ben")).replace("CY", team.uid("Cy"))
        mark = service.audit.following(service.audit.mark, said.encode())
        row = (mark.n, said.encode(), mark.head, service.audit._actor.sign(mark.head))
        service.run("INSERT INTO audit VALUES (?, ?, ?, ?)", row)
        if action == "restored":  # it is looked for where a file is another than it was seen
            service.run("UPDATE audit SET head = zeroblob(32) WHERE n < ? - 1", (mark.n,))

    with team.open("Cy") as vault:
        assert vault.caseload_id == team.uid("Cy")


MAKE_NO_SENSE = ("3", '"x"', "[3]", '[{"a":3}]', '{"a":3}', '{"at":"ErasePage","ids":[{}]}')


@pytest.mark.parametrize("spelt", MAKE_NO_SENSE)
def test_no_setting_that_makes_no_sense_keeps_anybody_out(team: Team, spelt: str) -> None:
    uid = team.uid("Cy")
    of_people = [f"came_from:{uid}", f"begun_words:{uid}", "declined_covers", "packs_waiting"]
    with by_hand(team, "Ben") as service, service.change("opened", "nothing") as change:
        for key in (*settings.SETTLED, *of_people):
            change.execute("INSERT INTO settings (key, value) VALUES (?, ?)", (key, spelt))

    with team.open("Cy") as vault:
        workspace = workspace_for(vault)
        assert first_places(vault)
        assert idle_limits.idle_limits(vault.service).usual >= idle_limits.SHORTEST
        pack_registry.packs_said(vault, None)
        today_page_data(workspace)
        service_needs(workspace)
        recipient_lines(workspace)
        assert OTHER_SETTING in {each.action for each in loud_acts(vault)}


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO settings (key, value) VALUES (CAST(x'ff' AS TEXT), '3')",
        "INSERT INTO about (key, value) VALUES ('signed_in:x', CAST(x'ff' AS TEXT))",
        "UPDATE about SET value = CAST(value || x'ff' AS TEXT) WHERE key LIKE 'last_session:%'",
    ],
)
def test_no_bytes_that_are_no_text_keep_anybody_out(team: Team, statement: str) -> None:
    """They stand in the place of text, and the library makes no text of them."""
    with by_hand(team, "Ben") as service, service.change("opened", "nothing") as change:
        change.execute(statement)

    for name in ("Cy", "Ana"):
        with team.open(name) as vault:
            assert first_places(vault)
            today_page_data(workspace_for(vault))
            assert vault.service.rows("SELECT value FROM about")
            assert {each.kind for each in value_findings(vault.service)} <= {"unreadable-values"}
            assert settings.load(vault.service, "retention", int) is None


def test_a_quarter_that_nobody_closed_keeps_nobody_out(team: Team) -> None:
    [action, *_others] = quarters.GIVEN.values()
    write_entry(team, "Ben", action, "quarter:2099-1", claiming="Cy")

    with team.open("Cy") as vault:
        assert figures_given(vault) == ()


@pytest.mark.parametrize("key", ["a colleague's", "their own"])
def test_nothing_is_told_in_the_name_of_who_left(tmp_path: Path, key: str) -> None:
    """Their keys stand where everybody can write, and they have their own with them."""
    team = lay_out_team(tmp_path, Bo=("therapist",), Cy=("therapist",), Zoe=("lead",))
    team.visit("Bo", "Cy", "Zoe")
    with team.open("Zoe") as vault:
        note(vault.service, "access_bundle_made", "client:x")
    with team.open("Ana") as vault:
        remove_person(vault, team.uid("Zoe"))
    with team.open("Bo") as vault:
        service, bo = vault.service, vault.service.audit._actor
        signs = bo.sign
        if key == "their own":
            signs = actor_for(team.uid("Zoe"), team.members["Zoe"].keys()).sign
        else:
            [former] = json.loads(service.rows(FORMER)[0][0])
            verify = former[2] + header_of(team).person(team.uid("Bo")).verify.hex()
            told = json.dumps([[*former[:2], verify]])
            service.run("UPDATE about SET value = ? WHERE key = 'former_people'", (told,))
        service.audit.sign_as(Actor(team.uid("Zoe"), signs))
        note(service, "erased_alone", "erasure:abcd")
        service.audit.sign_as(bo)

    with team.open("Cy") as vault:
        look_before_work(vault)
        told_to_cy = [act_in_words(each) for each in loud_acts(vault)]
    assert not [each for each in told_to_cy if each.startswith("Zoe Example erased")]
    assert [each for each in told_to_cy if each.startswith("Zoe Example saved a copy")]
    assert [each for each in told_to_cy if "an entry of the audit trail" in each]


@pytest.mark.parametrize("removed_by", ["nobody", "Ben", "the invented one"])
def test_nothing_is_told_in_a_colleagues_name_by_somebody_who_never_was(
    team: Team, removed_by: str
) -> None:
    """Ben puts another "Cy Example" among those who left, whose key is his."""
    invented = "f" * 32
    with by_hand(team, "Ben") as service:
        ben = service.audit._actor
        seed = bytearray(b"b" * 32)
        own = json.dumps([[invented, "Cy Example", verify_key_of(bytearray(seed)).hex()]])
        service.run("INSERT INTO about VALUES ('former_people', ?)", (own,)).fetchall()
        service.audit.sign_as(Actor(invented, partial(sign, Masked(seed))))
        note(service, "erased_alone", "erasure:abcd")
        if removed_by == "Ben":
            service.audit.sign_as(ben)
        if removed_by != "nobody":
            note(service, "person_added", f"person:{invented}", ("therapist",))
            note(service, "person_removed", f"person:{invented}")

    with team.open("Dee") as vault:
        look_before_work(vault)
        told = [act_in_words(each) for each in loud_acts(vault)]
    assert not [each for each in told if each.startswith("Cy Example")]
    assert [each for each in told if "an entry of the audit trail" in each]


def a_closed_quarter_is_taken_out(service: ServiceFile) -> None:
    service.run("DELETE FROM quarters").fetchall()


def another_key_signs_exports(service: ServiceFile) -> None:
    other = wrapped(service, "export_key", bytearray(b"k" * 32)).hex()
    service.run("UPDATE about SET value = ? WHERE key = 'export_key'", (other,)).fetchall()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (a_closed_quarter_is_taken_out, "a closed quarter was gone"),
        (another_key_signs_exports, "exports were signed with another key"),
    ],
)
def test_what_is_done_once_more_after_it_was_put_back_is_told_once_more(
    team: Team, spoil: Callable[[ServiceFile], None], said: str
) -> None:
    with team.open("Cy") as vault:
        closed = quarters.ClosedQuarter("2025-Q4", vault.person.uid, vault.service.now())
        quarters.close(vault.service, closed)

    assert [_is_told_to_dee(team, said) for _time in "ab"] == [False, False]
    for _time in range(3):
        with by_hand(team, "Ben") as service:
            [[key]] = service.rows("SELECT value FROM about WHERE key = 'export_key'")
            rows = service.rows("SELECT * FROM quarters")
            spoil(service)
        assert [_is_told_to_dee(team, said) for _again in "ab"] == [True, False]
        with by_hand(team, "Ben") as service:
            service.run("UPDATE about SET value = ? WHERE key = 'export_key'", (key,)).fetchall()
            put_back = "INSERT OR IGNORE INTO quarters VALUES (?, ?, ?)"
            for each in rows:
                service.run(put_back, tuple(each)).fetchall()
        _is_told_to_dee(team, said)


def _is_told_to_dee(team: Team, said: str) -> bool:
    """Return whether it is told to Dee, who is shown it."""
    with team.open("Dee") as vault:
        look_before_work(vault)
        found = any(said in act_in_words(each) for each in loud_acts(vault))
        note_told(vault)
    return found
