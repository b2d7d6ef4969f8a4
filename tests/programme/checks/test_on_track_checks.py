"""What an author is told when on-track.toml names something in vain."""

from pathlib import Path

import pytest

from programme.authoring.folder_checks import problems_in
from programme.loading.loading import load_programme
from tests.support.programme.programmes import shelf, write_programme

RULES = """\
watch_from = "S02"
review_at = ["S03"]
review_form = "week"

[[rules]]
id = "A1"
title = "Something holds"
asks = "at_once"
any_of = [
    { kind = "sessions_missed", in_a_row = 2 },
    { kind = "rating_fell", form = "consent", questions = ["sure"], by = 2 },
    { kind = "rating_at_most", form = "consent", at_most = 3 },
    { kind = "answered_in_a_row", times = 2, equals = "some", form = "consent", question = "level"},
]
source = "Ours"
"""


def told(tmp_path: Path, old: str = "", new: str = "") -> list[str]:
    folder = write_programme(tmp_path)
    assert old in RULES
    (folder / "on-track.toml").write_text(RULES.replace(old, new) if old else RULES)
    return [str(problem) for problem in problems_in(folder, shelf())]


def test_a_programme_may_do_without_rules(tmp_path: Path) -> None:
    programme = load_programme(write_programme(tmp_path), shelf())

    assert programme.on_track.rules == ()


def test_rules_that_name_what_is_there_are_in_order(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('"S02"', '"S20"', "watch_from", 'the course has no session "S20"'),
        ('["S03"]', '["S03", "S3"]', "review_at[1]", 'the course has no session "S3"'),
        ('"week"', '"weak"', "review_form", 'the form "weak" has no version'),
        ('"consent", at', '"consnt", at', "rules[0].any_of[2].form", 'the form "consnt" has no'),
        ('"sure"', '"sur"', "rules[0].any_of[1].questions[0]", 'consent has no rating "sur"'),
        ('"sure"', '"teach_back"', "rules[0].any_of[1].questions[0]", 'has no rating "teach_back"'),
        ('"level"', '"levl"', "rules[0].any_of[3].question", 'consent has no question "levl"'),
        ('"some"', '"nothing"', "rules[0].any_of[3].equals", "no answer to level can be"),
        ('"sessions_missed"', '"session_missed"', "rules[0].any_of[0]", ""),
    ],
)
def test_a_slip_is_told_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    line = RULES.count("\n", 0, RULES.index(old)) + 1

    [problem] = told(tmp_path, old, new)

    assert problem.startswith("on-track.toml, line ")
    assert key in problem
    assert words in problem
    assert key.startswith("rules") or f"line {line}," in problem


def test_a_rule_has_an_id_of_its_own(tmp_path: Path) -> None:
    folder = write_programme(tmp_path)
    twice = RULES + RULES[RULES.index("[[rules]]") :]
    (folder / "on-track.toml").write_text(twice)

    [problem] = [str(each) for each in problems_in(folder, shelf())]

    assert 'the id "A1" is there already' in problem


def test_rules_need_a_form_to_open(tmp_path: Path) -> None:
    [problem] = told(tmp_path, 'review_form = "week"\n', "")

    assert "rules need a review_form" in problem
