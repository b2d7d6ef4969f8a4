"""The audit trail in words: who may read it, names, codes, kinds; every action has a sentence."""

import ast
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import therapist_app
from tests.support.record.colleagues import Colleague
from tests.support.record.records import laid_out
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.database import audit
from therapist_app.record.database.audit_chain import SIGNED_ACTIONS, SIGNED_ROWS
from therapist_app.record.errors import NotAllowed
from therapist_app.record.keyring import people
from therapist_app.record.service import settings
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client, identity_of
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.safekeeping import loud_acts
from therapist_app.workflows.safekeeping.audit_trail import (
    AT_A_TIME,
    TrailLine,
    TrailQuery,
    files_readable,
    note_reading,
    trail_check,
    trail_page,
)
from therapist_app.workflows.safekeeping.audit_words import (
    ACTIONS,
    KINDS,
    TOLD,
    sentence_of,
)
from therapist_app.workflows.safekeeping.setting_words import SETTINGS

SOURCE = Path(therapist_app.__file__).parent
WITH_WORDS = {action for sentences in ACTIONS.values() for action in sentences}
# What stands for an action where it is put together: all that it can become.
PUT_TOGETHER = {
    "f'{opening.kind.name}_created'": ("service_created", "caseload_created"),
    "f'step_{mark}'": ("step_done", "step_skipped"),
    "_SIGNED": ("note_signed",),
    "ASKED": ("release_asked",),
    "RENEWED": ("export_key_renewed",),
    "SALVAGED": ("salvaged",),
    "OTHER_STRUCTURE": ("structure_put_right",),
}
PASSED_ON = {"action"}
"""A name that a function hands on: its callers spell the action."""
TELLING = {"change": 0, "tell": 0, "note": 1, "_tell": 1, "_relock": 3, "_give_leave": 2}
TELLING |= {"note_settled": 2}
"""What tells the audit something, and which of its arguments is the action."""
METHODS = {"change", "tell"}


def trees(*calls: str) -> Iterator[ast.Module]:
    """Yield each module in which something of one of these names may be called."""
    for path in SOURCE.rglob("*.py"):
        if SOURCE / "hygiene" not in path.parents:  # there it is the system that is told
            source = path.read_text("utf-8")
            if any(f"{name}(" in source for name in calls):
                yield ast.parse(source)


def constants_in(tree: ast.Module) -> dict[str, str]:
    return {
        ast.unparse(each.targets[0]): str(each.value.value)
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
    }


def keys_put_together(tree: ast.Module) -> dict[str, str]:
    """Return the functions that put a key together for each person, and what it begins with."""
    constants, found = constants_in(tree), {}
    for each in tree.body:
        if isinstance(each, ast.FunctionDef) and isinstance(each.body[-1], ast.Return):
            value = each.body[-1].value
            if isinstance(value, ast.JoinedStr):
                first = value.values[0]
                begins = (
                    constants.get(ast.unparse(first.value))
                    if isinstance(first, ast.FormattedValue)
                    else str(ast.literal_eval(first))
                )
                if begins:
                    found[each.name] = begins.partition(":")[0]
    return found


def actions_told(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what stands for the action, wherever the audit is told something."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            is_free = isinstance(call.func, ast.Name)
            if name in TELLING and not (is_free and name in METHODS):
                yield from call.args[TELLING[name] : TELLING[name] + 1]


@cache
def actions_written() -> frozenset[str]:
    return frozenset(_actions_written())


def _actions_written() -> Iterator[str]:
    for tree in trees(*TELLING):
        constants = constants_in(tree)
        for told in actions_told(tree):
            words = ast.unparse(told)
            if isinstance(told, ast.Constant):
                yield str(told.value)
            elif words in constants:
                yield constants[words]
            elif isinstance(told, ast.JoinedStr | ast.Name) and words not in PASSED_ON:
                yield from PUT_TOGETHER[words]


def test_every_action_that_code_writes_has_a_sentence() -> None:
    written = actions_written()

    assert len(written) > 60
    assert written - WITH_WORDS == set()


def test_every_action_that_is_signed_has_a_sentence() -> None:
    assert set(SIGNED_ACTIONS) - WITH_WORDS == set()


def settings_kept() -> Iterator[str]:
    """Yield the key of each setting, wherever it is saved."""
    saves = {"settings.save", "settings.save_within"}
    for tree in trees(*saves):
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in saves:
                yield key_of(tree, call.args[1])


def key_of(tree: ast.Module, key: ast.expr) -> str:
    if isinstance(key, ast.Call):
        return keys_put_together(tree)[ast.unparse(key.func)]
    written, name = constants_in(tree), ast.unparse(key)
    assert name in written, f"{name} is to be written where it is saved: it is read there"
    return written[name]


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ('KEY = "a"\nsave(KEY)', "a"),
        ('def _key(v):\n    return f"b:{v.uid}"\nsave(_key(vault))', "b"),
        ('KEY = "c"\ndef _of(v):\n    return f"{KEY}:{v.uid}"\nsave(_of(vault))', "c"),
    ],
)
def test_the_key_of_a_setting_is_read_also_where_it_is_put_together(source: str, key: str) -> None:
    tree = ast.parse(source)
    saved = tree.body[-1]
    assert isinstance(saved, ast.Expr)
    assert isinstance(saved.value, ast.Call)

    assert key_of(tree, saved.value.args[0]) == key


OF_BEFORE = {"recipient_comparers", "told_up_to"}
"""What entries of earlier versions tell of, and nothing keeps any more."""


def test_of_every_setting_that_code_keeps_it_is_decided_whether_it_is_signed() -> None:
    assert set(settings_kept()) == settings.SETTLED.keys() | settings.UNSIGNED
    assert {key for key, words in SETTINGS.items() if words.what} == settings.SETTLED.keys()
    assert {key for key, words in SETTINGS.items() if words.may} == settings.SETTLED.keys()
    assert SETTINGS.keys() - OF_BEFORE == settings.SETTLED.keys() | settings.UNSIGNED


UNSIGNED = """
action_refused alert_acknowledged alert_added_to alert_continued alert_opened alert_opened_again
appointment_added appointment_changed appointment_deleted appointment_missed
appointment_missed_undone appointment_moved appointment_planned appointment_removed audit_key_kept
audit_read backup_removed begun_words_forgotten
begun_words_kept begun_words_taken_up calendar_on_paper calendar_saved calendar_sent carried_over
caseload_created caseload_restored caseloads_arrived client_changed
client_opened client_programme client_status client_track
clients_imported closed code_given consent_recorded contact_noted cost_asked_for cost_raised
course_event course_event_taken_back course_move_undone course_moved device_noted drill_page_saved
environment_accepted erasures_settled fidelity_amended fidelity_rated forged
form_added form_changed form_corrected form_printed form_saved form_sent_to_printer forms_left_out
header_written
identity_changed identity_read import_undone kept_copies_thrown_away key_changed key_sealed
names_searched new_sheet_given_up note_amended opened pack_kept
passphrase_refused practice_course promise_closed promise_made
promise_opened_again
replaced_file_removed rest_settled restore_rehearsed
second_location_chosen second_location_stopped second_rated session_ended session_held_over
session_start_undone session_started sheet_confirmed sheet_shown site_files_kept statement_seen
step_done step_marked step_opened step_skipped steps_unmarked supervision_pack_made
supervision_pack_saved supervision_pack_sent unlocked unreadable
"""
"""What is done many times a day, or leaves nothing that somebody could deny or make up: an entry
of these bears no signature. All else is in `SIGNED_ACTIONS` of `record/database/audit_chain.py`."""


def test_of_every_action_that_code_writes_it_is_decided_whether_it_is_signed() -> None:
    unsigned = set(UNSIGNED.split())

    assert unsigned & (SIGNED_ACTIONS | SIGNED_ROWS) == set()
    assert actions_written() <= unsigned | SIGNED_ACTIONS | SIGNED_ROWS


def test_what_somebody_is_told_first_is_what_was_decided_of_each_action() -> None:
    in_words = {*loud_acts._WORDS, *loud_acts._SETTLING, *loud_acts._GIVEN_WORDS}

    assert in_words == TOLD
    assert set(ACTIONS["settled"]) | set(ACTIONS["upkeep"]) > loud_acts._SETTLING
    everybody = {
        name for acts in ACTIONS.values() for name, act in acts.items() if act.told == "everybody"
    }
    assert everybody.isdisjoint(
        loud_acts._SETTLING | loud_acts._LEAVE | loud_acts._GIVEN_WORDS.keys()
    )


def test_every_kind_has_actions_and_every_action_one_kind() -> None:
    assert set(ACTIONS) == set(KINDS)
    assert all(ACTIONS.values())
    assert sum(map(len, ACTIONS.values())) == len(WITH_WORDS)


def test_an_action_of_another_version_is_said_by_its_name() -> None:
    assert sentence_of("note_signed", "form:a") == "Signed a note"
    assert sentence_of("note_signed", "a") == "Closed a session with its signed note"
    assert "rocket_launched" in sentence_of("rocket_launched", "")
    assert sentence_of("settings_changed", "setting:of_tomorrow") == "Changed a setting"
    assert sentence_of("settings_changed", "setting:came_from:ab") == SETTINGS["came_from"].changed


def lines(work: Workplace, **wanted: object) -> list[TrailLine]:
    return list(trail_page(work.workspace, TrailQuery("caseload", **wanted)).lines)


def about(work: Workplace, what: str, file: str = "caseload") -> str:
    found = trail_page(work.workspace, TrailQuery(file)).lines  # type: ignore[arg-type]
    return next(each.about for each in found if each.what == what)


def test_a_clients_code_is_looked_up_and_no_name_is_shown(work: Workplace) -> None:
    client = add_client(work.workspace, NewClient(anonymity="named", name="Kim Example"))
    work.fill(client, "gad-7", {"q1": 0}, None)
    identity_of(work.workspace, client.id)

    assert about(work, "Looked up a client's identity") == client.code
    assert about(work, "Began a form") == f"{client.code} · GAD-7"
    assert not any("Kim" in f"{each.what}{each.about}" for each in lines(work))


def test_somebody_who_was_erased_is_not_found(work: Workplace) -> None:
    audit.note(work.workspace.caseload, "identity_read", "client:" + "ab" * 16)

    assert about(work, "Looked up a client's identity") == "a client who was erased or moved"


def test_entries_of_one_kind_and_of_one_person_are_shown(work: Workplace) -> None:
    client = work.add_client()
    work.start(client, "S01")

    assert {each.what for each in lines(work, kind="clients")} == {
        "Added a client",
        "Entered a client's identity",
    }
    assert lines(work, by="ab" * 16) == []
    assert {each.who for each in lines(work, by=work.workspace.vault.person.uid)} == {"Ana Example"}


def test_a_page_ends_and_the_next_one_goes_on(work: Workplace) -> None:
    for _each in range(AT_A_TIME):
        audit.note(work.workspace.caseload, "opened", "list")

    first = trail_page(work.workspace, TrailQuery("caseload"))
    second = trail_page(work.workspace, TrailQuery("caseload", before=first.lines[-1].n))

    assert (len(first.lines), first.has_older, second.has_older) == (AT_A_TIME, True, False)
    assert second.lines[-1].what == "Set up the caseload"
    assert first.entries == AT_A_TIME + len(second.lines)


def test_who_tried_a_wrong_passphrase_is_not_known(work: Workplace) -> None:
    audit.note(
        work.workspace.service, "passphrase_refused", f"person:{work.workspace.vault.person.uid}"
    )

    line = trail_page(work.workspace, TrailQuery("service")).lines[0]

    assert (line.who, line.about) == ("", "Ana Example")


def test_a_spoilt_entry_is_shown_without_time_or_person(work: Workplace) -> None:
    work.workspace.caseload.run("UPDATE audit SET entry = x'7b7d' WHERE n = 1")

    line = lines(work)[-1]

    assert (line.at, line.who) == (None, "")
    assert "cannot be read" in line.what


# Acceptance G100
def test_each_reads_the_trails_of_their_role_and_no_other(tmp_path: Path) -> None:
    disk = laid_out(tmp_path)
    who = {
        "therapist": Colleague(disk, ("therapist",), "Bo"),
        "lead": Colleague(disk, ("lead",), "Lena"),
        "keeper": Colleague(disk, ("keeper",), "Kai"),
        "both": disk,
    }
    readable = {}
    for role, person in who.items():
        with person.open() as vault:
            workspace = workspace_for(vault)
            readable[role] = files_readable(workspace)
            for file in ("service", "caseload"):
                if file not in readable[role]:
                    for refused in (
                        lambda workspace=workspace, file=file: trail_page(
                            workspace, TrailQuery(file)
                        ),
                        lambda workspace=workspace, file=file: trail_check(workspace, file),
                        lambda workspace=workspace, file=file: note_reading(workspace, file),
                    ):
                        with pytest.raises(NotAllowed):
                            refused()

    assert readable == {
        "therapist": ("caseload",),
        "lead": ("service",),
        "keeper": ("service",),
        "both": ("caseload", "service"),
    }


def test_who_left_keeps_their_name_in_the_trail(tmp_path: Path) -> None:
    disk = laid_out(tmp_path, roles=("keeper", "therapist"))
    lena = Colleague(disk, ("lead",), "Lena Sommer")
    lena.open().close()
    with disk.open() as vault:
        people.remove_person(vault, lena.uid)
        workspace = workspace_for(vault)

        found = trail_page(workspace, TrailQuery("service", by=lena.uid)).lines
        taken_out = trail_page(workspace, TrailQuery("service", kind="people")).lines

        assert {each.who for each in found} == {"Lena Sommer"}
        assert names_of(workspace.vault)[lena.uid] == "Lena Sommer"
    assert "Lena Sommer" in {each.about for each in taken_out}


def test_colleagues_caseloads_and_strangers_are_named_as_far_as_they_are_known(
    work: Workplace,
) -> None:
    vault = work.workspace.vault
    me, nobody = vault.person.uid, "ab" * 16
    for subject, fields in (
        (f"caseload:{me}", (nobody,)),
        (f"caseload:{nobody}", ()),
        (f"person:{nobody}", ()),
        ("header", ()),
    ):
        with vault.service.change("cover_granted", subject, fields):
            pass

    found = [each.about for each in trail_page(work.workspace, TrailQuery("service")).lines[:4]]

    stranger = "somebody who is not in the list of people"
    assert found == ["", stranger, stranger, "Ana Example"]


def test_reading_a_trail_is_itself_in_it(work: Workplace) -> None:
    note_reading(work.workspace, "caseload")

    assert lines(work)[0].what == "Read the audit trail"


def test_what_is_settled_is_said_in_its_own_words_and_signed(work: Workplace) -> None:
    settings.save(work.workspace.service, "idle_seconds", 120.0)

    line = trail_page(work.workspace, TrailQuery("service", kind="settled")).lines[0]

    assert (line.what, line.is_signed) == ("Changed the time until it locks", True)
    assert isinstance(line.at and line.at.date(), date)
