"""What the rules about items must get right: every item they name is there, and can be tested."""

from collections.abc import Iterator, Mapping

from session_forms.files.explaining import Finding
from session_forms.files.toml_lines import Path
from session_forms.form.definition import FormDefinition
from session_forms.questions.choices import ChoiceQuestion
from session_forms.questions.kinds import Question, ScoredQuestion


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
