"""What a condition must get right: what it names stands earlier, and its test fits the answer."""

from collections.abc import Iterator, Mapping

from session_forms.conditions.conditions import AnswerTest, BandTest, Condition
from session_forms.files.explaining import Finding
from session_forms.files.toml_lines import Path
from session_forms.questions.choices import MultiQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.question import QuestionBase
from session_forms.scores.scores import Score

Known = Mapping[str, Question]


def condition_findings(
    before: Known, scores: Mapping[str, Score], path: Path, condition: Condition
) -> Iterator[Finding]:
    """Yield what is wrong with a condition at `path`; `before` are the earlier questions."""
    for place, part in condition.parts():
        here = (*path, *place)
        if part.question is not None:
            yield from _question_findings(before, here, part)
        elif part.band_of is not None:
            yield from _band_findings(before, scores, (*here, "band_of"), part.band_of)


def answer_test_findings(question: QuestionBase, path: Path, test: AnswerTest) -> Iterator[Finding]:
    """Yield what is wrong with a test of the answers to `question`."""
    if not all(question.possible(value) for value in test.values_named):
        what = f"the test compares with something that {question.id} cannot be answered with"
        yield Finding(path, what, "use the options or the range of that question")
    elif test.values_named and isinstance(question, MultiQuestion) != bool(test.includes_any):
        what = f"the test does not fit the way {question.id} is answered"
        yield Finding(
            path, what, "use includes_any where several options can be chosen, else any_of"
        )
    for mark, allowed in (
        ("cannot_tell", question.cannot_tell),
        ("declined", question.can_decline),
    ):
        if getattr(test, mark) and not allowed:
            what = f"the test asks for an answer that {question.id} does not allow"
            key = "cannot_tell" if mark == "cannot_tell" else "can_decline"
            yield Finding((*path, mark), what, f"set {key} there or drop the test")


def band_label_findings(score: Score, path: Path, test: BandTest) -> Iterator[Finding]:
    """Yield the labels of `test` that `score` has no band for."""
    labels = {band.label for band in score.bands}
    for index, label in enumerate(test.any_of):
        if label not in labels:
            what = "the score has no band of this label"
            to_do = f"write one of {', '.join(sorted(labels))}" if labels else "give it bands"
            yield Finding((*path, "any_of", index), what, to_do)


def _question_findings(before: Known, path: Path, part: Condition) -> Iterator[Finding]:
    asked = before.get(part.question or "")
    if asked is None:
        what = "the condition names a question that does not stand before this one"
        yield Finding((*path, "question"), what, "name an earlier question of this form")
    else:
        yield from answer_test_findings(asked, path, part)


def _band_findings(
    before: Known, scores: Mapping[str, Score], path: Path, test: BandTest
) -> Iterator[Finding]:
    if test.measure is not None:
        return  # another form's score: judged where all forms are known
    score = scores.get(test.score)
    if score is None:
        yield Finding((*path, "score"), "this form has no such score", "name a score of this form")
    elif not before.keys() >= set(score.items):
        what = "the score has items that do not stand before this question"
        yield Finding((*path, "score"), what, "move the question below the items")
    else:
        yield from band_label_findings(score, path, test)
