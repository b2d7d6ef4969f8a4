"""The worked example of docs/adding-a-form.md loads, scores and fails as its page says."""

import io
import re
import sys
from pathlib import Path

import pytest

from session_forms import __main__ as forms_command
from session_forms.answers import QuestionId
from session_forms.filling import filling
from session_forms.filling.prefill import initial
from session_forms.library.library import FormLibrary, problems_in, read_form
from session_forms.questions.from_form import EarlierForm
from tests.support.session_forms.forms import TODAY

GUIDE = (Path(__file__).parent.parent / "docs/adding-a-form.md").read_text("utf-8")
EXAMPLE = "sleep-week.v1.toml"


def example(at: int = 0) -> str:
    found = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(found) == 2
    return str(found[at])


def scored_lines() -> list[tuple[str, str]]:
    return re.findall(r"\$ echo '(.*)' \| \S+ -m session_forms score sleep-week\n    (.*)", GUIDE)


@pytest.mark.parametrize(("answers", "shown"), scored_lines())
def test_the_example_scores_as_its_page_says(
    answers: str, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    library = FormLibrary([read_form(EXAMPLE, example())])
    monkeypatch.setattr(forms_command, "installed", lambda: library)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{answers}\n".encode())))

    forms_command.main(["score", "sleep-week"])

    written = capsys.readouterr()
    assert (written.out + written.err).strip() == shown


def test_the_page_scores_answers_in_each_of_the_five_ways() -> None:
    assert len(scored_lines()) == 5


SLIPS = (
    ("shown_when =", "show_when ="),
    ('kind = "number"', 'kind = "nummer"'),
    ('question = "waking"', 'question = "wakin"'),
    ("from = 2", "from = 7"),
    ("range = [0, 12]", "range = [0, 15]"),
    ('kind = "short_text"', 'kind = "short_text"\nexport = "keep"'),
)


@pytest.mark.parametrize(("right", "wrong"), SLIPS)
def test_a_slip_in_the_example_is_told_as_its_page_says(
    tmp_path: Path, right: str, wrong: str
) -> None:
    path = tmp_path / EXAMPLE
    path.write_text(example().replace(right, wrong), "utf-8")

    [problem] = problems_in(path)

    assert f"    {problem}\n" in GUIDE


def test_the_wrong_name_of_the_example_is_told_as_its_page_says(tmp_path: Path) -> None:
    path = tmp_path / "sleep.toml"
    path.write_text(example(), "utf-8")

    [problem] = problems_in(path)

    assert f"    {problem}\n" in GUIDE
    assert (
        len(re.findall(r"^    sleep\S*\.toml(?:, line|:)", GUIDE, re.MULTILINE)) == len(SLIPS) + 1
    )


def test_the_follow_up_of_the_example_opens_at_two_and_is_not_kept_when_hidden() -> None:
    state = filling.start(read_form(EXAMPLE, example()), filling.Context(today=TODAY))

    opened = filling.answer(filling.answer(state, "waking", 2), "what_woke_you", "Noise")
    hidden = filling.answer(opened, "waking", 1)

    assert not filling.answer(state, "waking", 1).question_state("what_woke_you").shown
    assert opened.answers_to_keep == {"waking": 2, "what_woke_you": "Noise"}
    assert hidden.answers_to_keep == {"waking": 1}


MORE = "evening.v1.toml"


def test_the_second_example_is_sound_and_does_what_its_page_says() -> None:
    form = read_form(MORE, example(1))
    context = filling.Context(
        today=TODAY, earlier={"evening": EarlierForm("The evening", TODAY, {"steps": ("walk",)})}
    )
    state = filling.start(form, context, initial(form, context))
    for question_id, value in (("before", 7), ("after", 7), ("sleep", 6.5)):
        state = filling.answer(state, QuestionId(question_id), value)

    assert state.question_state("eased").figure == 0
    assert state.question_state("what_would_help").shown
    assert state.answers["steps"] == ("walk",)
    assert "eased" not in state.answers_to_keep


def test_what_can_never_happen_is_told_as_the_page_says(tmp_path: Path) -> None:
    wrong = example(1).replace("some_of", "all_of")
    wrong = wrong.replace(
        '{ question = "sleep", at_most = 5 }', '{ question = "eased", at_least = 1 }'
    )
    path = tmp_path / MORE
    path.write_text(wrong, encoding="utf-8")

    [problem] = problems_in(path)

    assert f"    {problem}\n" in GUIDE
