"""A header that is not as it was written is refused, soon, with little memory, and in words."""

import os
import resource
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from tests.campaigns.harness.running import EVERY, Campaign, Trial
from tests.campaigns.harness.telling import Say
from tests.campaigns.harness.worker import Worker
from tests.support.record.records import ServiceOnDisk, lay_out, rewrite_header
from therapist_app.messages.errors import is_known
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.header.header_file import load_header, put_back_header

LONGEST = 1.0
"""Seconds for one header; most take a thousandth."""
MOST_MEMORY = 64
"""Further MiB for one header."""
PATIENCE = 10
GIB = 1 << 30
DEEP = 200_000
EDITS_PER_BYTE = 8
"""One header with a sound checksum and one field changed, for so many bytes cut or changed."""


def run(trial: Trial) -> str:
    """Cut and change bytes, change fields under a sound checksum, put other things in its place."""
    dice = trial.dice
    service = lay_out(trial.memory)
    sound = service.place.header.read_bytes()
    taken = problem_with("sound", partial(load_header, service.place.header))
    trial.control("a sound header, which is not refused", is_found=bool(taken))
    changed = [*broken_bytes(sound, dice)]
    chosen = dice.sample(changed, min(trial.count, len(changed)))
    for words, data in chosen:
        service.place.header.write_bytes(data)
        trial.held(problem_with(words, partial(load_header, service.place.header)))
    edits = max(1, len(chosen) // EDITS_PER_BYTE)
    for _ in range(edits):
        service.place.header.write_bytes(sound)
        words = edit(service.place.header, dice)
        trial.held(problem_with(words, service.open))
    others = monsters(sound)
    for words, make in others.items():
        trial.held(problem_of_monster(service, words, make))
    clear(service.place.header)
    check_copy(trial, service)
    return f"{len(chosen)} broken, {edits} edited under a sound checksum, {len(others)} monsters"


def broken_bytes(sound: bytes, dice: Random) -> Iterator[tuple[str, bytes]]:
    """Yield the header cut off at every byte, and with every byte changed, left out, doubled."""
    for place, byte in enumerate(sound):
        before, after = sound[:place], sound[place + 1 :]
        yield f"cut at {place}", before
        yield f"changed at {place}", before + bytes([byte ^ dice.randint(1, 255)]) + after
        if byte != (after or b"\0")[0]:
            yield f"left out at {place}", before + after
        yield f"doubled at {place}", before + bytes([byte, byte]) + after


def edit(path: Path, dice: Random) -> str:
    """Change one value somewhere in a header, with a checksum that fits; return where."""
    changed = ""

    def change(fields: dict[str, Any]) -> None:
        nonlocal changed
        holder, key = dice.choice([*leaves(fields, "digest")])
        holder[key] = other_than(holder[key], dice)
        changed = f"edited {key}"

    rewrite_header(path, change)
    return changed


def leaves(value: Any, left_out: str = "") -> Iterator[tuple[Any, Any]]:
    """Yield every place in nested lists and objects that holds a text, a number or a truth."""
    places = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in places:
        if isinstance(each, dict | list):
            yield from leaves(each)
        elif key != left_out:
            yield value, key


def other_than(value: Any, dice: Random) -> Any:
    """Return another value of the same kind, or one of another kind."""
    if dice.random() < 0.2:
        others = (None, 1.5, -1, [], {}, "", 10**30, True)
        return dice.choice([each for each in others if repr(each) != repr(value)])
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + dice.choice((-1, 1, 1000))
    text = value or "0"
    place = dice.randrange(len(text))
    return text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]


def monsters(sound: bytes) -> Mapping[str, Callable[[Path], object]]:
    """Return what else might stand in a header's place, by its name."""

    def sparse(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(GIB)

    def link(path: Path) -> None:
        aside = path.with_name("aside")
        aside.write_bytes(sound)
        path.symlink_to(aside)

    texts = {
        "nothing at all": b"",
        "deep nesting": b"[" * DEEP,
        "deep objects": b'{"a":' * DEEP,
        "keys twice": sound.replace(b'{"', b'{"format":"therapist record","', 1),
        "not a number": sound.replace(b'"generation":1', b'"generation":NaN'),
        "a byte order mark": b"\xef\xbb\xbf" + sound,
        "other letters": sound.decode().encode("utf-16"),
        "no text": b"\xff\xfe\x00" * 1000,
        "a long number": b'{"format":' + b"9" * 5000 + b"}",
        "spaces": sound.replace(b":", b": ", 1),
    }
    made: dict[str, Callable[[Path], object]] = {
        words: partial(Path.write_bytes, data=data) for words, data in texts.items()
    }
    return {
        **made,
        "a GiB of nothing": sparse,
        "a link to a sound one": link,
        "a link to a device": lambda path: path.symlink_to("/dev/zero"),
        "a link to itself": lambda path: path.symlink_to(path),
        "a folder": Path.mkdir,
        "a pipe": os.mkfifo,
    }


def problem_with(words: str, read: Callable[[], object]) -> str:
    """Return what is wrong with how a header is refused, or ""."""
    begun = time.monotonic()
    try:
        read()
    except Exception as error:
        if not (isinstance(error, KnownRecordError) and is_known(error)):
            return f"{words}: {type(error).__name__}"
    else:
        return f"{words}: it opens"
    seconds = time.monotonic() - begun
    return f"{words}: {seconds:.1f} s" if seconds > LONGEST else ""


def problem_of_monster(service: ServiceOnDisk, words: str, make: Callable[[Path], object]) -> str:
    """Return what is wrong with how a monster is refused, by a process that may hang or burst."""
    clear(service.place.header)
    make(service.place.header)
    heard: list[str] = []
    Worker(partial(_refuse, service, words), overhear=heard.append).wait()
    if len(heard) != 1:
        return f"{words}: no answer within {PATIENCE} s"
    memory, _, problem = heard[0].partition(" ")
    return problem or (f"{words}: {memory} MiB" if int(memory) > MOST_MEMORY else "")


def _refuse(service: ServiceOnDisk, words: str, say: Say) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(PATIENCE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    problem = problem_with(words, service.open)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    say(f"{memory} {problem}")


def clear(path: Path) -> None:
    """Take away whatever stands there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def check_copy(trial: Trial, service: ServiceOnDisk) -> None:
    """Check that the copy of the header brings the service back."""
    service.place.header.write_bytes(b"{")
    is_back = put_back_header(service.folder)
    service.open().close()
    trial.held("" if is_back else "the copy was not put back")


HEADERS = Campaign(
    name="header",
    claim="A header that was cut, changed or exchanged is refused in words, and soon.",
    run=run,
    counts={"smoke": 400, "small": 4000, "full": EVERY},
)
