"""What one form must get right beyond each key: everything it names exists, and earlier."""

from collections import Counter
from collections.abc import Iterator

from session_forms.consistency.question_checks import part_findings, question_findings
from session_forms.consistency.reachability import unreachable
from session_forms.consistency.score_consistency import score_findings, unknown
from session_forms.files.explaining import Finding
from session_forms.files.toml_lines import Path
from session_forms.form.definition import FormDefinition
from session_forms.questions.kinds import Question


def findings(form: FormDefinition) -> Iterator[Finding]:
    """Yield what is wrong inside `form`; what can never happen is looked for in a sound one."""
    found = list(_named(form))
    yield from found
    if not found:
        yield from unreachable(form)


def _named(form: FormDefinition) -> Iterator[Finding]:
    yield from _repeated(("questions",), [question.id for question in form.questions], "question")
    yield from _repeated_source(form)
    yield from _repeated(("scores",), [score.id for score in form.scores], "score")
    yield from _repeated(("parts",), [str(part.id) for part in form.parts], "part")
    yield from part_findings(form)
    before: dict[str, Question] = {}
    for index, question in enumerate(form.questions):
        yield from question_findings(form, before, ("questions", index), question)
        before.setdefault(question.id, question)
    yield from score_findings(form, before)
    for index, left_out in enumerate(form.client_copy.leaves_out if form.client_copy else ()):
        if left_out not in before:
            yield unknown(("client_copy", "leaves_out", index))


def _repeated(path: Path, ids: list[str], noun: str) -> Iterator[Finding]:
    for index, each in enumerate(ids):
        if each in ids[:index]:
            what = f"the {noun} id {each} stands there twice"
            yield Finding((*path, index, "id"), what, "give each its own id")


def _repeated_source(form: FormDefinition) -> Iterator[Finding]:
    times = Counter(question.source_id or question.id for question in form.questions)
    for index, question in enumerate(form.questions):
        if question.source_id and times[question.source_id] > 1:
            what = "another question goes out under the same source_id"
            yield Finding(("questions", index, "source_id"), what, "give each its own")
