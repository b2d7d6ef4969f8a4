"""docs/exchange.md says what is there, and its commands print what it shows."""

import io
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import get_args

from session_forms.__main__ import main
from session_forms.exchange.fhir_terms.extensions import OURS
from session_forms.questions.kinds import Question
from tests.support.session_forms.exchange_forms import SAMPLES

PAGE = (Path(__file__).parents[3] / "docs/exchange.md").read_text("utf-8")
COMMAND = re.compile(
    r"    \$ (?:echo '(?P<input>.*)' \| )?\S+ -m session_forms (?P<words>.*)\n"
    r"(?P<shown>(?:    (?!\$).*\n)*)"
)


def test_each_kind_of_question_has_its_line():
    kinds = [get_args(each.model_fields["kind"].annotation)[0] for each in get_args(Question)]

    assert [kind for kind in kinds if f"`{kind}`" not in PAGE.split("## Conditions")[0]] == []


def test_our_base_is_the_one_that_is_named():
    assert f"`{OURS}`" in PAGE


def test_every_command_prints_what_the_page_shows(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLES / "sleep-diary.xlsx", tmp_path)
    (tmp_path / "imported").mkdir()
    commands = list(COMMAND.finditer(PAGE))

    for command in commands:
        given = (command["input"] or "").encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        assert main(shlex.split(command["words"])) == 0
        shown = [line.strip() for line in command["shown"].splitlines()]
        told = capsys.readouterr().out.replace(str(Path("imported", "_"))[:-1], "imported/")
        assert told.splitlines() == shown

    assert len(commands) == 6
