"""Lays a clinic's own words over the skeleton they are for."""

from collections.abc import Iterator, Mapping
from functools import partial

from session_forms.clinic.site_texts import ItemWords, SiteText, words_findings
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import TomlFile, checked_model, problems_in_file
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import RatingQuestion, ScaleAnchor
from session_forms.questions.tables import TableQuestion
from session_forms.scores.item_rules import ItemRules


def form_with_words(file: TomlFile, library: FormLibrary) -> FormDefinition:
    """Return the skeleton that `file` names, with the words of the file.

    Raises:
        DefinitionError: The words do not fit the skeleton; the first thing that is wrong.

    """
    text = checked_model(file, SiteText, partial(_errors, library))
    return _merged(library.get(text.form, text.version), text)


def words_problems(file: TomlFile, library: FormLibrary) -> list[DefinitionError]:
    """Return everything that is wrong with a file of words."""
    return problems_in_file(file, SiteText, partial(_errors, library))


def _errors(library: FormLibrary, file: TomlFile, text: SiteText) -> Iterator[DefinitionError]:
    return map(file.error, words_findings(file.name, text, library))


def _merged(form: FormDefinition, text: SiteText) -> FormDefinition:
    about_paper = _about_paper(form)
    words = {item.id: item for item in text.items}
    items = [
        _worded(question, words, text)
        for question in form.questions
        if question.id not in about_paper
    ]
    last = [
        question.model_copy(update={"required": False})
        for question in form.questions
        if question.id in about_paper
    ]
    return form.model_copy(
        update={
            "questions": (*items, *last),
            "licence": form.licence.model_copy(update={"permission": text.permission}),
            "language": text.language,
            "filled_by": text.filled_by,
            "introduction": text.introduction,
            "item_rules": _rules(form.item_rules, text.edition),
        }
    )


def _about_paper(form: FormDefinition) -> set[str]:
    """Return the questions that only numbers from paper need; they go last, and may stay open."""
    rules = (form.item_rules.printed, form.item_rules.editions)
    return {each.question for each in rules if each is not None}


def _rules(rules: ItemRules, edition: str | None) -> ItemRules:
    if rules.editions is None:
        return rules
    editions = rules.editions.model_copy(update={"unless_said": edition})
    return rules.model_copy(update={"editions": editions})


def _worded(question: Question, words: Mapping[str, ItemWords], text: SiteText) -> Question:
    if isinstance(question, TableQuestion):
        labels = {row.id: row.label for row in text.rows if row.table == question.id}
        rows = [row.model_copy(update={"label": labels[row.id]}) for row in question.rows]
        return question.model_copy(update={"rows": tuple(rows)})
    item = words.get(question.id)
    if item is None:
        return question
    labels_of_item = item.options or text.options
    update: dict[str, object] = {"prompt": item.prompt}
    if labels_of_item is not None and isinstance(question, RatingQuestion):
        points = tuple(
            ScaleAnchor(value=point.value, label=label)
            for point, label in zip(question.points, labels_of_item, strict=True)
        )
        update |= {"options": points, "low": points[0], "high": points[-1]}
    return question.model_copy(update=update)
