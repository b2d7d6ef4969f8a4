"""What the scores of one form and the rules about its items must get right.

Items exist and can be tested, and limits can be reached.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from session_forms.files.explaining import Finding
from session_forms.files.toml_lines import Path
from session_forms.form.definition import FormDefinition
from session_forms.questions.choices import ChoiceQuestion
from session_forms.questions.columns import NumberColumn, ScaleColumn
from session_forms.questions.kinds import Question, ScoredQuestion
from session_forms.questions.ratings import NumberQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.scores.score_rules import RowRule, RowTest, exact
from session_forms.scores.scores import Score


def score_findings(form: FormDefinition, questions: Mapping[str, Question]) -> Iterator[Finding]:
    """Yield what is wrong with the scores of `form`, and with all that belongs to them."""
    for index, score in enumerate(form.scores):
        yield from _score(questions, ("scores", index), score)
    yield from item_rule_findings(form, questions)
    for index, prompt in enumerate(form.prompts):
        here: Path = ("prompts", index)
        asked = questions.get(prompt.question)
        if asked is None:
            yield unknown((*here, "question"))
        elif prompt.where is not None:
            yield from _row_tests((*here, "where"), asked, prompt.where)
        elif not isinstance(asked, ScoredQuestion):
            yield _no_number((*here, "question"))
    yield from _continued(form)


def unknown(path: Path) -> Finding:
    """Return the finding that there is no such question."""
    return Finding(path, "there is no such question in this form", "name a question of this form")


def _score(questions: Mapping[str, Question], path: Path, score: Score) -> Iterator[Finding]:
    items = [questions.get(item) for item in score.items]
    if score.rows is not None and items[0] is not None:
        yield from _rows(items[0], (*path, "rows"), score, score.rows)
        return
    for index, item in enumerate(items):
        if item is None:
            yield unknown((*path, "items", index))
        elif not isinstance(item, ScoredQuestion):
            yield _no_number((*path, "items", index))
        elif isinstance(item, NumberQuestion) and item.decimals:
            what = "the item may be answered with decimals"
            yield Finding((*path, "items", index), what, "score whole numbers only")
    scored = [item for item in items if isinstance(item, ScoredQuestion)]
    if len(scored) == len(items):
        yield from _limits_of(path, score, scored)


def _no_number(path: Path) -> Finding:
    what = "the item is not answered by a number"
    return Finding(path, what, "score rating, scale and number questions")


def _limits_of(path: Path, score: Score, items: list[ScoredQuestion]) -> Iterator[Finding]:
    weights = [exact(score.weight_of(item.id)) for item in items]
    share = sum(weights) if score.aggregate == "mean" else 1
    times = exact(score.multiply) / share
    low = sum((w * item.lowest for w, item in zip(weights, items, strict=True)), Fraction(0))
    high = sum((w * item.highest for w, item in zip(weights, items, strict=True)), Fraction(0))
    yield from _lines(path, score, low * times, high * times)


def _lines(path: Path, score: Score, low: Fraction, high: Fraction) -> Iterator[Finding]:
    if score.range is not None and (exact(score.range.low), exact(score.range.high)) != (low, high):
        what = f"the items give {float(low):g} to {float(high):g}"
        yield Finding((*path, "range"), what, "correct the range or the items")
    for here, line in _figures(score):
        if not low <= exact(line) <= high:
            what = "the value lies outside what the items can give"
            yield Finding((*path, *here), what, "correct the value")
    for here, start in _starts(score):
        if exact(start) != low:
            what = "the lowest band does not begin at the lowest value"
            yield Finding((*path, *here), what, f"begin it at {float(low):g}")


def _starts(score: Score) -> Iterator[tuple[Path, int | float]]:
    """Yield where each set of bands begins, with the key it stands under."""
    for band in score.bands[:1]:
        yield ("bands", 0), band.starts_at
    for at, other in enumerate(score.other_bands):
        yield ("other_bands", at, "bands", 0), other.bands[0].starts_at


def _figures(score: Score) -> Iterator[tuple[Path, int | float]]:
    """Yield every figure on the scale of the score, with the key it stands under."""
    for index, band in enumerate(score.bands):
        yield ("bands", index), band.starts_at
    for at, other in enumerate(score.other_bands):
        for index, band in enumerate(other.bands):
            yield ("other_bands", at, "bands", index), band.starts_at
    for index, cutoff in enumerate(score.cutoffs):
        for line in (cutoff.at, cutoff.at_most):
            if line is not None:
                yield ("cutoffs", index), line


def _rows(item: Question, path: Path, score: Score, rule: RowRule) -> Iterator[Finding]:
    wrong = list(_row_tests((*path, "where"), item, rule.where))
    if not wrong and rule.column is not None:
        wrong += _added_column(path, item, rule.column)
    yield from wrong or _lines(path[:-1], score, Fraction(0), _most(item, score, rule))


def _row_tests(path: Path, item: Question, tests: tuple[RowTest, ...]) -> Iterator[Finding]:
    if not isinstance(item, TableQuestion):
        yield Finding(path, "the question is no table", "name a table of this form")
        return
    columns = {column.id for column in item.columns}
    for index, test in enumerate(tests):
        if test.column not in columns:
            yield _no_column((*path, index, "column"))


def _added_column(path: Path, item: Question, name: str) -> Iterator[Finding]:
    assert isinstance(item, TableQuestion)
    column = next((column for column in item.columns if column.id == name), None)
    if column is None:
        yield _no_column((*path, "column"))
    elif not isinstance(column, NumberColumn | ScaleColumn):
        what = "the column does not hold numbers"
        yield Finding((*path, "column"), what, "name a number or a scale column")


def _no_column(path: Path) -> Finding:
    return Finding(path, "the table has no such column", "name a column of the table")


def _most(table: Question, score: Score, rule: RowRule) -> Fraction:
    assert isinstance(table, TableQuestion)
    rows = len(table.rows) or table.max_rows
    highest = Fraction(1)
    for column in table.columns:
        if column.id == rule.column and isinstance(column, NumberColumn | ScaleColumn):
            high = column.maximum if isinstance(column, NumberColumn) else column.high.value
            highest = Fraction(high)
    times = 1 if score.aggregate == "mean" else rows
    return highest * times * exact(score.multiply)


def _continued(form: FormDefinition) -> Iterator[Finding]:
    scores = {score.id for score in form.scores}
    for index, declared in enumerate(form.continues):
        here: Path = ("continues", index)
        if declared.version >= form.version:
            what = "the form cannot go on from this version"
            yield Finding((*here, "version"), what, "name an earlier version")
        for at, each in enumerate(declared.scores):
            if each.new not in scores:
                what = "there is no such score in this form"
                yield Finding((*here, "scores", at, "new"), what, "name a score of this form")


def item_rule_findings(
    form: FormDefinition, questions: Mapping[str, Question]
) -> Iterator[Finding]:
    """Yield what is wrong with the rules about items of `form`."""
    for path, item in _items_named(form):
        if not isinstance(questions.get(item), ScoredQuestion):
            what = "there is no such item in this form"
            yield Finding(("item_rules", *path), what, "name a question answered by a number")
    for path, question, option in _options_named(form):
        asked = questions.get(question)
        if not isinstance(asked, ChoiceQuestion) or not asked.possible(option):
            what = "no choice question of this form offers that"
            yield Finding(("item_rules", *path), what, "name a choice question and its option")
    for at, omit in enumerate(form.item_rules.omits):
        for question, test in omit.when.tests_of_questions():
            asked = questions.get(question)
            if asked is None or not all(asked.possible(each) for each in test.values_named):
                what = "the condition tests something that cannot be answered"
                path = ("item_rules", "omits", at, "when")
                yield Finding(path, what, "name a question of this form and one of its answers")


def _items_named(form: FormDefinition) -> Iterator[tuple[Path, str]]:
    rules = form.item_rules
    for at, skip in enumerate(rules.skips):
        yield from _each(("skips", at, "items"), skip.items)
        yield from _each(("skips", at, "count_as_zero"), skip.count_as_zero)
    for at, substitute in enumerate(rules.substitutes):
        yield ("substitutes", at, "item"), substitute.item
        yield ("substitutes", at, "by"), substitute.by
    for at, omit in enumerate(rules.omits):
        yield from _each(("omits", at, "items"), omit.items)
    for at, edition in enumerate(rules.editions.reversed_by if rules.editions else ()):
        here = ("editions", "reversed_by", at, "reversed_items")
        yield from _each(here, edition.reversed_items)


def _each(path: Path, items: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    for index, item in enumerate(items):
        yield (*path, index), item


def _options_named(form: FormDefinition) -> Iterator[tuple[Path, str, str]]:
    rules = form.item_rules
    if rules.printed is not None:
        yield ("printed",), rules.printed.question, rules.printed.scored
    for at, edition in enumerate(rules.editions.reversed_by if rules.editions else ()):
        assert rules.editions is not None
        yield ("editions", "reversed_by", at), rules.editions.question, edition.edition
