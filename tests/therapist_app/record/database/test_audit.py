"""The audit: nothing can be changed, left out or put in unnoticed."""

import json
from functools import partialmethod

import pytest

from tests.support.record.others_rows import close_unsigned
from tests.support.record.records import ServiceOnDisk
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.service import quarters, settings
from therapist_app.record.service.quarters import ClosedQuarter
from therapist_app.record.vault.vault import Vault


@pytest.fixture
def chain(caseload: Caseload) -> Caseload:
    for number in range(10):
        audit.note(caseload, "record_opened", f"client:{number}")
    return caseload


def test_a_chain_that_nobody_touched_is_whole(chain: Caseload) -> None:
    report = audit.verify(chain)

    assert report.is_whole
    assert report.entries == len(audit.entries(chain))


# Acceptance B34
@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("DELETE FROM audit WHERE n = 5", 5),
        ("UPDATE audit SET entry = replace(entry, 'opened', 'closed') WHERE n = 5", 5),
        ("UPDATE audit SET head = zeroblob(32) WHERE n = 5", 5),
        ("UPDATE audit SET n = n + 1 WHERE n = (SELECT max(n) FROM audit)", 13),
        ("UPDATE audit SET entry = (SELECT entry FROM audit WHERE n = 6) WHERE n = 5", 5),
        ("UPDATE audit SET entry = x'7b7d' WHERE n = 5", 5),
        ("INSERT INTO audit (n, entry, head) SELECT -4, entry, head FROM audit WHERE n = 5", 1),
        ("INSERT INTO audit (n, entry, head) SELECT 14, entry, head FROM audit WHERE n = 5", 14),
    ],
)
def test_what_a_key_holder_changes_by_hand_is_found(
    chain: Caseload, statement: str, broken_at: int
) -> None:
    statement = statement.replace("replace(entry", "CAST(replace(CAST(entry AS TEXT)").replace(
        "'closed')", "'closed') AS BLOB)"
    )
    chain.run(statement)

    report = audit.verify(chain)

    assert not report.is_whole
    assert report.broken_at == broken_at


def test_far_reaching_actions_are_signed_and_everyday_ones_are_not(vault: Vault) -> None:
    settings.save(vault.service, "export_places", 5)
    audit.note(vault.service, "list_opened", "list")

    signed = {entry.action: entry.is_signed for entry in audit.entries(vault.service)}

    assert signed["settings_changed"]
    assert not signed["list_opened"]
    assert audit.verify(vault.service).is_whole


@pytest.mark.parametrize("signature", ["NULL", "zeroblob(64)"])
def test_a_signed_entry_without_its_persons_signature_is_found(
    service: ServiceFile, signature: str
) -> None:
    settings.save(service, "export_places", 5)
    [entry] = audit.entries(service, newest=1)

    service.run(f"UPDATE audit SET signature = {signature} WHERE n = {entry.n}")

    report = audit.verify(service)
    assert report.forged == (entry.n,)
    assert not report.is_whole


def test_a_signature_by_somebody_unknown_is_found(service: ServiceFile) -> None:
    settings.save(service, "export_places", 5)

    service.verify_keys = {}

    assert audit.verify(service).forged


def test_the_newest_entries_come_in_order(chain: Caseload) -> None:
    newest = audit.entries(chain, newest=3)

    assert [entry.subject for entry in newest] == ["client:7", "client:8", "client:9"]


def test_the_chain_goes_on_after_reopening(on_disk: ServiceOnDisk) -> None:
    for _ in range(3):
        with on_disk.open() as vault:
            audit.note(vault.caseload, "record_opened", "client:1")

    with on_disk.open() as vault:
        assert audit.verify(vault.caseload).is_whole
        assert audit.verify(vault.service).is_whole
        by = {entry.by for entry in audit.entries(vault.caseload)}
    assert by == {on_disk.uid}


# Acceptance B34
def test_who_holds_the_key_and_chains_it_anew_is_betrayed_by_what_others_signed(
    service: ServiceFile,
) -> None:
    audit.note(service, "list_opened", "list")
    changed = service.audit.mark.n
    settings.save(service, "export_places", 5)
    [signed] = audit.entries(service, newest=1)
    service.run(
        "UPDATE audit SET entry = CAST(replace(CAST(entry AS TEXT), 'list', 'cake') AS BLOB)"
        " WHERE n = ?",
        (changed,),
    )
    mark = service.audit.beginning()
    for n, entry in service.rows("SELECT n, entry FROM audit ORDER BY n"):
        mark = service.audit.following(mark, entry)
        service.run("UPDATE audit SET head = ? WHERE n = ?", (mark.head, n))

    report = audit.verify(service)

    assert report.broken_at is None
    assert signed.n in report.forged
    assert not report.is_whole


# Acceptance B34
@pytest.mark.parametrize(
    "altered",
    [
        '{"action":"list_opened","by":"a","fields":[],"action":"settings_changed"}',
        '{ "action": "settings_changed", "by": "a" }',
        "no JSON",
        "[1]",
        "[" * 100_000,
    ],
)
def test_an_entry_in_another_spelling_hides_no_missing_signature(
    service: ServiceFile, altered: str
) -> None:
    audit.note(service, "list_opened", "list")
    n = service.audit.mark.n
    service.run("UPDATE audit SET entry = CAST(? AS BLOB) WHERE n = ?", (altered, n))

    assert n in audit.verify(service).forged


def test_an_entry_in_another_spelling_breaks_the_chain_and_is_nobodys(
    service: ServiceFile,
) -> None:
    audit.note(service, "list_opened", "list")
    n = service.audit.mark.n
    fields = {"action": "list_opened", "by": "a", "at": "2026-03-02T09:00:00+00:00"}
    entry = json.dumps({**fields, "subject": "list", "fields": []}).encode()
    service.run("UPDATE audit SET entry = ? WHERE n = ?", (entry, n))

    report = audit.verify(service)

    assert (report.broken_at, report.forged) == (n, (n,))


def test_a_check_goes_on_a_little_at_a_time_and_says_who_signed(vault: Vault) -> None:
    settings.save(vault.service, "export_places", 5)
    check = audit.AuditCheck(vault.service)

    turns = 1
    while check.go_on(1):
        turns += 1

    assert turns > 1
    assert check.report == audit.verify(vault.service)
    assert check.report.is_whole
    assert dict(check.report.signed_by)[vault.person.uid] >= 2


@pytest.mark.parametrize("signature", ["NULL", "zeroblob(64)"])
def test_lost_entries_count_as_told_of_only_by_an_entry_that_is_signed(
    chain: Caseload, signature: str
) -> None:
    [follows] = chain.rows("SELECT entry FROM audit WHERE n = 7")
    told = audit.stretch(5, 6, bytes(follows[0]))
    with chain.change("opened", "caseload", (audit.SALVAGED, told)):
        pass
    with chain.change(audit.SALVAGED, "caseload", (told,)):
        pass
    chain.run("DELETE FROM audit WHERE n IN (5, 6)")
    assert audit.verify(chain).is_whole

    chain.run(f"UPDATE audit SET signature = {signature} WHERE signature IS NOT NULL")

    report = audit.verify(chain)
    assert (report.broken_at, report.gaps) == (5, 0)


def test_since_when_something_is_there_is_its_first_entry(chain: Caseload) -> None:
    assert audit.since(chain, {"record_opened"}, "client:3") == chain.now()
    assert audit.since(chain, {"client_added"}, "client:3") is None
    assert audit.since(chain, {"record_opened"}, "client:99") is None


def test_since_when_is_not_known_where_the_moments_cannot_be_read(chain: Caseload) -> None:
    spoilt = """CAST(replace(CAST(entry AS TEXT), '"at":"2', '"at":"-') AS BLOB)"""
    chain.run(f"UPDATE audit SET entry = {spoilt} WHERE n > 8")

    assert audit.since(chain, {"record_opened"}, "client:3") is None


def test_who_signed_for_a_subject_is_told_and_nobody_who_did_not(caseload: Caseload) -> None:
    audit.note(caseload, "released", "release:1")
    audit.note(caseload, "released", "release:2")
    audit.note(caseload, "opened", "release:1")

    assert len(audit.signers_of(caseload, "released", "release:1")) == 1
    assert audit.signers_of(caseload, "opened", "release:1") == frozenset()
    assert audit.signers_of(caseload, "released", "release:3") == frozenset()


@pytest.mark.parametrize(
    "spoilt",
    [
        """replace(CAST(entry AS TEXT), '"at":"2', '"at":"-')""",
        """replace(CAST(entry AS TEXT), 'list_opened', 'list_closed')""",
    ],
)
def test_an_entry_that_is_no_longer_what_was_written_tells_nothing_about_a_subject(
    service: ServiceFile, spoilt: str
) -> None:
    for _ in range(3):
        audit.note(service, "list_opened", "list:1")
    first, second, third = (each.n for each in audit.entries(service, newest=3))

    service.run(f"UPDATE audit SET entry = CAST({spoilt} AS BLOB) WHERE n = ?", (second,))

    told = list(audit.signed_about(service, {"list_opened"}, "list:1"))
    assert [each.n for each in told] == [third, first]


def test_a_row_without_a_signature_counts_until_the_first_that_is_signed_in_truth(
    service: ServiceFile,
) -> None:
    def closed(quarter: str) -> ClosedQuarter:
        return ClosedQuarter(quarter, service.audit.author, service.now())

    close_unsigned(service, closed("2025-Q1"))
    forged = service.audit.mark.n
    service.run("UPDATE audit SET signature = zeroblob(64) WHERE n = ?", (forged,))
    close_unsigned(service, closed("2025-Q2"))
    quarters.close(service, closed("2025-Q3"))
    close_unsigned(service, closed("2025-Q4"))

    assert [each.quarter for each in quarters.closed(service)] == ["2025-Q3", "2025-Q2"]


@pytest.mark.parametrize("follows", [True, False])
def test_a_row_of_before_counts_only_while_the_chain_follows_from_first_to_last(
    service: ServiceFile, monkeypatch: pytest.MonkeyPatch, *, follows: bool
) -> None:
    monkeypatch.setattr(audit.AuditCheck, "go_on", partialmethod(audit.AuditCheck.go_on, 2))
    for number in range(6):
        audit.note(service, "list_opened", f"list:{number}")
    if not follows:
        service.run("UPDATE audit SET head = zeroblob(32) WHERE n = ?", (service.audit.mark.n - 1,))
    close_unsigned(service, ClosedQuarter("2025-Q1", service.audit.author, service.now()))
    quarters.close(service, ClosedQuarter("2025-Q2", service.audit.author, service.now()))

    found = [each.quarter for each in quarters.closed(service)]

    assert found == ["2025-Q2", "2025-Q1"][: 1 + follows]


@pytest.fixture
def noted(service: ServiceFile, monkeypatch: pytest.MonkeyPatch) -> int:
    """Some entries, of which two are read at a time; the number of the newest."""
    monkeypatch.setattr(audit, "AT_A_TIME", 2)
    for _each in range(6):
        audit.note(service, "released", "release:R-1")
    assert tuple(audit.spoilt_entries(service)) == ()
    return service.audit.mark.n


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        ("UPDATE audit SET entry = CAST('{{}}' AS BLOB) WHERE n = {0} - 2", (-2,)),
        ("UPDATE audit SET head = zeroblob(32) WHERE n = {0} - 2", (-2, -1)),
        ("UPDATE audit SET signature = NULL WHERE n IN ({0}, {0} - 3)", (-3, 0)),
        ("UPDATE audit SET signature = zeroblob(64) WHERE n = {0} - 1", (-1,)),
        ("DELETE FROM audit WHERE n IN ({0} - 3, {0} - 2)", (-1,)),
    ],
)
def test_entries_that_are_not_as_they_were_written_are_named(
    service: ServiceFile, noted: int, spoil: str, named: tuple[int, ...]
) -> None:
    service.run(spoil.format(noted)).fetchall()

    assert tuple(each - noted for each in audit.spoilt_entries(service)) == named


@pytest.mark.parametrize("action", ["caseload_closed", "figures_written"])
def test_of_what_each_session_signs_the_newest_about_each_thing_is_named(
    service: ServiceFile, noted: int, action: str
) -> None:
    for subject in ("caseload:a", "caseload:a", "caseload:b"):
        audit.note(service, action, subject, ("key=mark",))
    strip = "UPDATE audit SET signature = NULL WHERE n = ?"
    service.run(strip, (noted + 1,)).fetchall()
    assert tuple(audit.spoilt_entries(service)) == ()

    service.run(strip, (noted + 2,)).fetchall()
    service.run(strip, (noted + 3,)).fetchall()

    assert tuple(audit.spoilt_entries(service)) == (noted + 2, noted + 3)


def test_a_full_check_of_a_version_that_signed_none_is_not_named(
    service: ServiceFile, noted: int
) -> None:
    audit.note(service, "figures_written", "caseload:a", ("key=mark",))
    audit.note(service, "record_checked", "service")
    service.run("UPDATE audit SET signature = NULL WHERE n = ?", (noted + 2,)).fetchall()

    assert tuple(audit.spoilt_entries(service)) == ()


def test_entries_that_were_lost_and_are_told_of_are_not_named(
    service: ServiceFile, noted: int
) -> None:
    [[following]] = service.rows("SELECT entry FROM audit WHERE n = ?", (noted,))
    lost = audit.stretch(noted - 1, noted - 1, following)
    audit.note(service, audit.SALVAGED, "service", (lost,))
    service.run("DELETE FROM audit WHERE n = ?", (noted - 1,)).fetchall()

    assert tuple(audit.spoilt_entries(service)) == ()


def test_a_gap_is_told_where_somebody_signed_that_they_saved_what_was_left(
    service: ServiceFile,
) -> None:
    me = service.audit.author
    audit.note(service, audit.SALVAGED, "service", ("3 after 12", audit.stretch(5, 7, b"x")))

    assert [n for n in range(10) if audit.is_told_gap(service, n)] == [5, 6, 7]
    assert audit.is_told_gap(service, 6, {me})
    assert not audit.is_told_gap(service, 6, {"ab" * 16})


@pytest.mark.usefixtures("noted")
def test_entries_before_the_first_are_named_and_stop_nobody(service: ServiceFile) -> None:
    for n in (-3, 0):
        row = "SELECT ?, entry, head, signature FROM audit WHERE n = 1"
        service.run(f"INSERT INTO audit {row}", (n,)).fetchall()

    assert tuple(audit.spoilt_entries(service)) == (-3, 0, 1)


def test_what_a_version_that_signed_no_rows_wrote_is_not_named(service: ServiceFile) -> None:
    close_unsigned(service, ClosedQuarter("2025-Q1", service.audit.author, service.now()))

    assert tuple(audit.spoilt_entries(service)) == ()


@pytest.mark.parametrize("at", ["1969-12-31T23:59:59.999999", "3000-01-01T00:00:00.000000"])
def test_an_entry_of_a_moment_of_which_no_system_tells_the_day_cannot_be_read(at: str) -> None:
    """Windows knows no local day of it, and whoever reads an entry asks for its day."""
    fields = {"action": "x", "at": f"{at}+00:00", "by": "x", "fields": [], "subject": "x"}
    told = {"at": "2026-03-02T09:00:00.000000+00:00"}

    assert audit.entry_of((1, canonical(fields), None)) is None
    assert audit.entry_of((1, canonical(fields | told), None)) is not None


@pytest.mark.parametrize(
    ("here", "elsewhere"),
    [
        ('"fields":[]', '"fields": []'),
        ('"fields":[]', '"fields":[ ]'),
        ('"fields":[]', '"fields":["a", "b"]'),
        ('"by":"x"', '"by": "x"'),
        ('"by":"x"', '"by":"y","by":"x"'),
        ('"by":"x"', '"by":"\\u0078"'),
        ('"by":"x"', '"by":"\\ud800"'),
    ],
)
def test_an_entry_in_another_spelling_cannot_be_read(here: str, elsewhere: str) -> None:
    """Entries are looked for by how they are spelt."""
    at = "2026-03-02T09:00:00.000000+00:00"
    spelt = canonical({"action": "x", "at": at, "by": "x", "fields": [], "subject": 'of "them"'})

    assert audit.entry_of((1, spelt, None)) is not None
    assert audit.entry_of((1, spelt.replace(here.encode(), elsewhere.encode()), None)) is None
