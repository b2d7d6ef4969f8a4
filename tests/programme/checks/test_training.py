"""What an author is told about the training files, and what becomes of a fault in them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from programme.authoring.folder_checks import problems_in
from programme.definition.training import FIRST_SESSION, KNOWLEDGE_CHECKS, VIGNETTES
from programme.errors import ContentError
from programme.loading.loading import load_programme
from tests.support.programme.programmes import shelf, write_programme

CHECKS = """\
title = "Questions"
introduction = "Short."
groups = [{ id = "first", title = "First things" }]

[[questions]]
id = "when"
group = "first"
asks = "When?"
rests_on = [
    { session = "S01", step = "story" },
    { session = "S02" },
    { form = "consent" },
    { gate = "G1" },
    { document = "docs/page.md" },
]
options = [
    { text = "Now", why = "It cannot wait.", right = true },
    { text = "Later", why = "Then it is too late." },
]
"""
HINTS = """\
session = "S01"
track = "T1"
title = "A first one"
introduction = "You play both."
closing = "That was it."

[[tasks]]
id = "welcome"
title = "Greet"
hint = "Read it aloud."
done = { step = "welcome" }

[[tasks]]
id = "form"
title = "Fill it in"
hint = "Use the keys."
done = { form = "consent" }

[[tasks]]
id = "sign"
title = "Sign"
hint = "Read it first."
done = { note = "signed" }
"""
RATED = """\
title = "Rate"
introduction = "Read and rate."
ready = { kappa_from = 0.6, icc_from = 0.6 }

[[vignettes]]
id = "one"
session = "S01"
title = "One"
happened = "The limits were read."
items = [{ item = "S01-1", rating = "2", because = "They were." }]

[[vignettes]]
id = "two"
session = "S01"
title = "Two"
happened = "Nothing was read."
items = [{ item = "S01-1", rating = "0", because = "They were not." }]
"""
FILES: Mapping[str, str] = {KNOWLEDGE_CHECKS: CHECKS, FIRST_SESSION: HINTS, VIGNETTES: RATED}


def written(tmp_path: Path, changed: Mapping[str, str]) -> Path:
    folder = write_programme(tmp_path)
    (folder / "training").mkdir()
    for path, text in {**FILES, **changed}.items():
        (folder / path).write_text(text)
    return folder


def told(tmp_path: Path, path: str, slip: tuple[str, str]) -> list[str]:
    old, new = slip
    assert old in FILES[path]
    folder = written(tmp_path, {path: FILES[path].replace(old, new, 1)})
    return [str(problem) for problem in problems_in(folder, shelf())]


def test_a_programme_may_do_without_training(tmp_path: Path) -> None:
    programme = load_programme(write_programme(tmp_path), shelf())

    assert programme.training.read_knowledge_checks() is None
    assert programme.training.read_first_session() is None
    assert problems_in(tmp_path, shelf()) == ()


def test_training_that_names_what_is_there_is_in_order_and_read(tmp_path: Path) -> None:
    folder = written(tmp_path, {})
    training = load_programme(folder, shelf()).training

    checks, first = training.read_knowledge_checks(), training.read_first_session()

    assert problems_in(folder, shelf()) == ()
    assert checks is not None
    assert checks.questions[0].options[0].right
    assert first is not None
    assert [task.id for task in first.tasks] == ["welcome", "form", "sign"]
    vignettes = training.read_vignettes()
    assert vignettes is not None
    assert [each.reference for each in vignettes.vignettes] == [{"S01-1": "2"}, {"S01-1": "0"}]


@pytest.mark.parametrize(
    ("path", "slip", "key", "words"),
    [
        (KNOWLEDGE_CHECKS, ('group = "first"', 'group = "frst"'), "[0].group", "no group"),
        (KNOWLEDGE_CHECKS, ('"S02" }', '"S20" }'), "rests_on[1].session", 'no session "S20"'),
        (KNOWLEDGE_CHECKS, ('"story"', '"stori"'), "rests_on[0].step", 'S01 has no step "stori"'),
        (KNOWLEDGE_CHECKS, ('"consent"', '"consnt"'), "rests_on[2].form", 'no form "consnt"'),
        (KNOWLEDGE_CHECKS, ('"G1"', '"G9"'), "rests_on[3].gate", 'no gate "G9"'),
        (KNOWLEDGE_CHECKS, ('gate = "G1"', 'course = "x"'), "[3].course", 'no course "x"'),
        (KNOWLEDGE_CHECKS, (", right = true", ""), "questions[0]", "exactly one option"),
        (KNOWLEDGE_CHECKS, ('"Later"', '"Now"'), "questions[0]", "has an option twice"),
        (KNOWLEDGE_CHECKS, ('why = "Then', 'whi = "Then'), "options[1]", ""),
        (KNOWLEDGE_CHECKS, ('{ gate = "G1" }', "{}"), "rests_on[3]", "exactly one of session"),
        (KNOWLEDGE_CHECKS, ('gate = "G1"', 'gate = "G1", step = "x"'), "[3]", "its session"),
        (KNOWLEDGE_CHECKS, ('"When?"', '"Why did you?"'), "", "is a word to avoid"),
        (FIRST_SESSION, ('session = "S01"', 'session = "S1"'), "session", 'no session "S1"'),
        (FIRST_SESSION, ('track = "T1"', 'track = "T9"'), "track", 'no track "T9"'),
        (FIRST_SESSION, ('{ step = "welcome" }', '{ step = "end" }'), "done.step", "S01 has no"),
        (FIRST_SESSION, ('{ form = "consent" }', '{ form = "cnsent" }'), "done.form", "no form"),
        (FIRST_SESSION, ('{ note = "signed" }', "{}"), "tasks[2].done", "exactly one fact"),
        (FIRST_SESSION, ('{ note = "signed" }', '{ note = "sent" }'), "tasks[2].done.note", ""),
        (FIRST_SESSION, ('title = "Greet"', 'titel = "Greet"'), "tasks[0]", ""),
        (VIGNETTES, ('session = "S01"', 'session = "S1"'), "vignettes[0].session", "no session"),
        (VIGNETTES, ('"S01-1"', '"S01-9"'), "items[0].item", 'S01 has no item "S01-9"'),
        (VIGNETTES, ('rating = "2"', 'rating = "3"'), "items[0].rating", ""),
        (VIGNETTES, ('"They were."', '"Why did you?"'), "", "is a word to avoid"),
    ],
)
def test_a_slip_is_told_with_file_line_and_key(
    tmp_path: Path, path: str, slip: tuple[str, str], key: str, words: str
) -> None:
    problems = told(tmp_path, path, slip)

    assert problems
    for problem in problems:
        assert problem.startswith(f"{path}, line ")
    assert any(key in problem and words in problem for problem in problems)


@pytest.mark.parametrize(
    ("path", "opening", "words"),
    [
        (KNOWLEDGE_CHECKS, "[[questions]]", 'the id "when" is there already'),
        (FIRST_SESSION, "[[tasks]]", 'the id "welcome" is there already'),
    ],
)
def test_an_id_stands_once(tmp_path: Path, path: str, opening: str, words: str) -> None:
    twice = FILES[path] + "\n" + FILES[path][FILES[path].index(opening) :]

    problems = [str(each) for each in problems_in(written(tmp_path, {path: twice}), shelf())]

    assert any(words in problem for problem in problems)


def test_a_group_without_a_question_is_told(tmp_path: Path) -> None:
    old = '[{ id = "first", title = "First things" }]'
    new = '[{ id = "first", title = "First things" }, { id = "last", title = "Last things" }]'

    [problem] = told(tmp_path, KNOWLEDGE_CHECKS, (old, new))

    assert "groups[1]" in problem
    assert "no question is in this group" in problem


def test_a_fault_in_training_keeps_no_programme_from_being_used(tmp_path: Path) -> None:
    folder = written(tmp_path, {KNOWLEDGE_CHECKS: "title ="})
    (folder / FIRST_SESSION).write_bytes(b'title = "\xff"')

    training = load_programme(folder, shelf()).training

    with pytest.raises(ContentError, match=r"knowledge-checks\.toml, line 1"):
        training.read_knowledge_checks()
    with pytest.raises(ContentError, match=r"first-session\.toml"):
        training.read_first_session()
    assert [each.file for each in problems_in(folder, shelf())] == [KNOWLEDGE_CHECKS, FIRST_SESSION]
