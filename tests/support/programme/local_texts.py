"""A local text that is written whole, as a service would write it."""

from programme.local_text_sections import FIELDS, HOME, Draft, written

WORDS = {
    HOME: "What you say here is private. Ask us for the full rules at any time.",
    "danger.told": "The youth office, 555 0100",
}


def whole_answers() -> dict[str, str]:
    """Return something for every field."""
    given: dict[str, str] = {}
    for field in FIELDS.values():
        said = f"This is said about {field.key.replace('.', ', ')}."
        line = "The law of the place, article 1"
        given[field.key] = said if field.kind == "words" else line
        if field.options:
            given[field.key] = field.options[0][0]
    return given | WORDS


def written_whole(draft: Draft, by: str = "Ana") -> Draft:
    """Return a draft with every field written."""
    for key, words in whole_answers().items():
        draft = written(draft, key, words, by)
    return draft
