"""The tools of the campaigns find what they look for; else finding nothing would say nothing."""

import os
from pathlib import Path
from random import Random
from types import BuiltinFunctionType

import pytest

from tests.campaigns.disks.disk import FATES, Disk, Event, read_events
from tests.campaigns.harness.running import Campaign, Trial, run_all, run_campaign
from tests.campaigns.harness.worker import Worker
from tests.campaigns.secrecy.memory import CANARY, STRETCH, canaries_in, keys_in, written
from tests.support.record.records import lay_out
from therapist_app.record.database import anchor

DICE = Random(1)


def event(operation: str, name: str, data: bytes = b"", offset: int = 0) -> Event:
    return Event(operation, name, offset, len(data), data)


def waiting(folder: Path) -> list[object]:
    """Return the level of a database, and whether a file and an anchor are flushed."""
    flushes = (os.fsync, anchor.flush_data)
    with lay_out(folder).open() as vault:
        return [
            *vault.caseload.row("PRAGMA synchronous"),
            *(isinstance(each, BuiltinFunctionType) for each in flushes),
        ]


def test_only_proofs_wait_for_the_disk(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for name in ("spared", "waiting"):
        (tmp_path / name).mkdir()
    assert waiting(tmp_path / "spared") == [0, False, False]

    request.getfixturevalue("waits_for_the_disk")

    assert waiting(tmp_path / "waiting") == [2, True, True]


def test_what_was_not_flushed_may_be_lost_and_what_was_flushed_stays() -> None:
    disk = Disk({"a": b"old"})
    disk.do(event("W", "a", b"new"))

    assert disk.after_a_cut("none", DICE) == {"a": b"old"}
    assert disk.after_a_cut("all", DICE) == {"a": b"new"}

    disk.do(event("S", "a"))

    assert disk.after_a_cut("none", DICE) == {"a": b"new"}


def test_a_file_put_in_the_place_of_another_is_the_old_one_until_its_folder_is_flushed() -> None:
    disk = Disk({"a": b"old"})
    for each in (
        event("C", "a.new"),
        event("W", "a.new", b"new"),
        event("S", "a.new"),
        event("R", "a.new\na"),
    ):
        disk.do(each)

    assert disk.after_a_cut("none", DICE) == {"a": b"old"}
    assert disk.names["a"].now() == b"new"

    disk.do(event("S", ""))

    assert disk.after_a_cut("none", DICE) == {"a": b"new"}


def test_a_write_may_be_torn_at_any_sector() -> None:
    disk = Disk({"a": bytes(1024)})
    disk.do(event("W", "a", b"x" * 1024))
    found = {disk.after_a_cut("torn", DICE)["a"] for _ in range(50)}

    assert found == {
        first * 512 + second * 512 for first in (b"\0", b"x") for second in (b"\0", b"x")
    }


def test_of_two_writes_to_one_sector_the_second_never_stands_without_the_first() -> None:
    disk = Disk({"a": b"aa"})
    disk.do(event("W", "a", b"b"))
    disk.do(event("W", "a", b"c", offset=1))
    found = {disk.after_a_cut(fate, DICE)["a"] for fate in FATES for _ in range(50)}

    assert found == {b"aa", b"ba", b"bc"}


def test_a_recording_tells_names_below_its_folder() -> None:
    log = b"W" + (9).to_bytes(4, "little") + (2).to_bytes(8, "little") + (3).to_bytes(8, "little")

    assert read_events(log + b"/folder/a" + b"xyz", "/folder") == [event("W", "a", b"xyz", 2)]


def test_what_of_a_region_is_searched_holds_whatever_stands_at_its_edges() -> None:
    whole = bytearray(6 * STRETCH)
    whole[STRETCH - 3 : STRETCH + 3] = b"middle"
    whole[3 * STRETCH - 4 : 3 * STRETCH] = b"late"  # and goes on with two zeros
    whole[-4:] = b"last"

    searched = list(written(bytes(whole), 6))

    assert sum(map(len, searched)) < len(whole)
    for each in (b"middle", b"late\0\0", b"\0\0last"):
        assert sum(stretch.count(each) for stretch in searched) == 1
    assert list(written(bytes(STRETCH + 1), 6)) == []


def test_a_secret_and_a_canary_in_the_memory_of_another_process_are_found() -> None:
    secret = os.urandom(32)
    reading, writing = os.pipe()

    def hold(say) -> None:
        held = [secret, CANARY.format(17), CANARY.format(18).encode("utf-16-le")]
        say("ready")
        os.read(reading, 1)
        assert held

    worker = Worker(hold)
    worker.listen(1)
    hits = keys_in(worker.process, {"secret": secret, "another": os.urandom(32)})
    canaries = canaries_in([worker.process])
    os.write(writing, b"x")
    worker.wait()

    assert hits["secret"] > 0
    assert hits["another"] == 0
    assert canaries >= {17, 18}


@pytest.mark.parametrize(
    "end", ["holds", "fails", "tries nothing", "breaks off", "plants nothing", "misses"]
)
def test_only_a_campaign_that_tried_and_held_counts_as_such(
    end: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(trial: Trial) -> str:
        if end == "breaks off":
            raise ValueError
        if end != "tries nothing":
            trial.held("lost" if end == "fails" else "")
        if end != "plants nothing":
            trial.control("a fault", is_found=end != "misses")
        return "done"

    campaign = Campaign("example", "It holds.", run, {"smoke": 1})

    assert run_campaign(campaign, "smoke", seed=1).holds is (end == "holds")
    assert run_all([campaign], "smoke", seed=1) is (end == "holds")
    assert ("ok" if end == "holds" else "FAILED") in capsys.readouterr().out


def test_both_places_of_a_campaign_are_gone_after_it() -> None:
    places: list[Path] = []

    def run(trial: Trial) -> str:
        places.extend([trial.folder, trial.memory])
        trial.held()
        return "done"

    run_campaign(Campaign("example", "It holds.", run, {"smoke": 1}), "smoke", seed=1)

    assert len(places) == 2
    assert not any(each.exists() for each in places)
