"""What has to hold of any definition file and any answers, however broken they are."""

import io
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import date
from random import Random

from session_forms.__main__ import main
from session_forms.answers import answers_from_json, answers_to_json
from session_forms.errors import DefinitionError, FormError, InvalidAnswers
from session_forms.filling.evaluation import Given, evaluate
from session_forms.filling.filling import FormState, answer, start
from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from session_forms.library.library import installed, load_form, problems_in
from session_forms.scoring.scoring import ScoreResult, score_form
from tests.support.broken.broken_answers import (
    NEEDLES,
    broken_answers,
    broken_text,
    something_given,
)
from tests.support.broken.mutating import CANARY

LONGEST_SENTENCE = 2_000
TODAY = date(2026, 3, 2)


@dataclass(frozen=True)
class HeldFile:
    """A file in memory, as far as loading needs it."""

    name: str
    data: bytes

    def is_file(self) -> bool:
        return True

    def open(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self.data)


def check_definition(name: str, data: bytes, dice: Random) -> bool:
    """Check that the file becomes a form that works, or one error; return whether a form."""
    file = HeldFile(name, data)
    try:
        form = load_form(file)
    except DefinitionError as error:
        check_sentence(error, file)
        if dice.random() < 0.1:
            found = list(problems_in(file))
            assert found, "loading refuses what checking takes"
            for each in found:
                check_sentence(each, file)
        return False
    assert not list(problems_in(file)), "checking refuses what loading takes"
    check_filling(form, dice)
    with suppress(InvalidAnswers):
        score_form(form, broken_answers(form, dice))
    return True


def check_sentence(error: DefinitionError, file: HeldFile) -> None:
    """Check that the error names the file and a line that it has, in one sentence."""
    said = str(error)
    assert type(error) is DefinitionError
    assert error.file == file.name
    assert error.line is None or 1 <= error.line <= file.data.count(b"\n") + 1
    assert error.what
    assert error.to_do
    assert said.isprintable(), "the sentence holds what no line can show"
    assert len(said) < LONGEST_SENTENCE, "the sentence does not end"


def check_answers(form: FormDefinition, dice: Random) -> bool:
    """Check one set of answers along every way in; return whether it was taken."""
    answers = broken_answers(form, dice)
    text = broken_text(answers, dice).decode(errors=dice.choice(("replace", "surrogateescape")))
    taken = True
    try:
        read = answers_from_json(form, text)
    except InvalidAnswers as error:
        check_silence(error, form)
        taken = False
    else:
        assert answers_from_json(form, answers_to_json(read)) == read
        check_scores(form, score_form(form, read))
    for way_in in (score_form, lambda *given: start(given[0], context(dice), given[1])):
        try:
            way_in(form, answers)
        except InvalidAnswers as error:
            check_silence(error, form)
    check_filling(form, dice)
    return taken


def check_command(form: FormDefinition, dice: Random) -> None:
    """Check `score` on a few lines: a line for each, or a word about the first that is wrong."""
    lines = [broken_text(broken_answers(form, dice), dice) for _ in range(3)]
    data = b"\n".join(line.replace(b"\n", b" ") for line in lines)
    out, err = io.StringIO(), io.StringIO()
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(data))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main(["score", form.id])
    finally:
        sys.stdin = before
    assert code == (1 if err.getvalue() else 0)
    assert err.getvalue().count("\n") == code, "more than one line was said"
    read = sum(1 for _line in io.BytesIO(data))  # nothing after the last line end is no line
    assert code or out.getvalue().count("\n") == read
    check_text(out.getvalue() + err.getvalue())


def check_filling(form: FormDefinition, dice: Random) -> None:
    """Check a form that is filled in step by step with whatever comes."""
    state = start(form, context(dice))
    for _ in range(dice.randint(1, 12)):
        question = dice.choice(form.questions)
        state = answer(state, question.id, something_given(question, dice))
    check_text(repr(dict(state.rejected)) + repr(dict(state.problems)))
    check_text(repr(state.alerts))
    check_state(state)


def check_state(state: FormState) -> None:
    """Check that a state is that of its answers, and that finishing drops what is hidden."""
    form = state.form
    hidden = {each.question.id for each in state.question_states() if not each.shown}
    kept, dropped = set(state.answers_to_keep), {each.id for each in state.dropped}
    assert state.evaluation == evaluate(form, state.context, Given(state.answers, state.rejected))
    assert kept == set(state.answers) - hidden
    assert dropped == set(state.answers) & hidden
    assert answers_from_json(form, answers_to_json(state.answers_to_keep)) == state.answers_to_keep
    again = start(form, state.context, state.answers_to_keep)
    assert again.answers_to_keep == state.answers_to_keep
    assert again.dropped == ()
    results = score_form(form, state.answers_to_keep)
    if form in installed().all():
        check_scores(form, results)


def check_scores(form: FormDefinition, results: dict[str, ScoreResult]) -> None:
    """Check that each score lies in its range and in the band and beyond the lines that it says."""
    for score in form.scores:
        result = results[score.id]
        value = result.value
        assert (value is None) == (result.reason is not None)
        if value is None:
            assert result.band is None
            assert not result.above_cutoff
            continue
        assert score.range is None or score.range.low <= value <= score.range.high
        named = score.bands if score.bands_status in {None, "verified"} else ()
        begun = [band.label for band in named if band.starts_at <= value]
        wanted = begun[-1] if begun and not result.omitted else None
        assert result.band == wanted
        for line in score.cutoffs:
            beyond = value <= line.at_most if line.at is None else value >= line.at
            assert result.above_cutoff[line.label] == beyond


def check_silence(error: FormError, form: FormDefinition) -> None:
    """Check that nothing an error carries repeats an answer, nor another error behind it."""
    assert type(error) is InvalidAnswers
    assert error.form_id == form.id
    check_text(f"{error} {error!r} {error.args} {vars(error)}")
    check_text("".join(traceback.format_exception(error)))
    assert error.__context__ is None
    assert error.__cause__ is None


def check_text(text: str) -> None:
    assert not any(each in text for each in NEEDLES), "an answer is repeated"


def context(dice: Random) -> Context:
    """Return a moment at random."""
    return Context(
        today=TODAY,
        first_use=dice.random() < 0.5,
        earlier_version=dice.random() < 0.5,
        open_streams=frozenset(dice.sample(("suicide", "child_safety"), dice.randint(0, 2))),
        own_menu=dice.choice(((), ("walk", " ", CANARY))),
        directory=("emergency-1", "gb-samaritans", "own"),
        jurisdictions=("sample@1",),
        directory_kinds=dice.choice(({}, {"own": "own_clinic"})),
    )
