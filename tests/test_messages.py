"""Texts are collected from the source and merged into the catalogue of each language."""

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel import UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.support.catalogues import every_message, messages

KEPT_WITH_ANSWERS = {"session_forms/filling/answer_text.py"}
"""Says an answer as its form does, in the words and signs that are kept with it."""
SAYS = {"button": 1, "_button": 1, "ChoosingButton": 1, "chip": 1, "Column": 1}
"""What says a short text, and how many of its arguments may hold it."""
CALLED = re.compile(rf"\b(?:{'|'.join(SAYS)})\(")
FEW = 2
WORD = re.compile(r"[^\W\d_]+")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
SOURCE = """
_("Save")
N_("Saved")
ngettext("{count} alert", "{count} alerts", count)
NN_("{count} form", "{count} forms")
# Translators: said of a door
pgettext("door", "Close")
NP_("state", "Open")
npgettext("door", "one", "several", count)
PageHelp("What it is for", keys=((NP_("keys", "Tab"), N_("On")),), read_on="docs/on.md")
wording("It failed", N_("Its disk is full"), "Make " "room", "")
column("late", "Late", "count", words)
"not marked"
"""


@pytest.fixture
def polish(tmp_path):
    messages.begin("pl", tmp_path)
    return tmp_path / "pl" / "LC_MESSAGES" / "sessions.po"


def template(*texts) -> Catalog:
    catalog = Catalog()
    for text in texts:
        catalog.add(text)
    return catalog


def translate(path: Path, original: str, *forms: str) -> None:
    """Give a translation as a translator does, in the file."""
    lines = path.read_text("utf-8").split("\n")
    at = lines.index(f'msgid "{original}"')
    while not lines[at].startswith("msgstr"):
        at += 1
    end = at
    while lines[end].startswith("msgstr"):
        end += 1
    several = len(forms) > 1
    lines[at:end] = [
        f'msgstr[{number}] "{form}"' if several else f'msgstr "{form}"'
        for number, form in enumerate(forms)
    ]
    path.write_text("\n".join(lines), "utf-8")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def test_texts_are_collected_from_every_name_that_holds_them(tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "words.py").write_text(SOURCE, "utf-8")

    found = messages.extracted(tmp_path, ["shop"])

    assert [(message.id, message.context) for message in found if message.id] == [
        ("Save", None),
        ("Saved", None),
        (("{count} alert", "{count} alerts"), None),
        (("{count} form", "{count} forms"), None),
        ("Close", "door"),
        ("Open", "state"),
        (("one", "several"), "door"),
        ("Tab", "keys"),
        ("On", None),
        ("Its disk is full", None),
        ("What it is for", None),
        ("It failed", None),
        ("Make room", None),
        ("Late", "column"),
    ]
    assert found.get("Close", "door").auto_comments == ["said of a door"]


def test_a_text_that_counts_things_has_a_form_for_one():
    several = re.compile(
        r"\{(count|n|of|all|whole|left|limit|held|days|hours|items|minutes|months|rows|weeks"
        r"|change|usual|tries|wrong|years|pages|files|people|entries|clients|sessions)\} "
        r"(?!is\b)(\w+ )?[a-z]+s\b"
    )
    by_hand = [
        message.id
        for message in every_message()
        if isinstance(message.id, str) and several.search(message.id)
    ]

    assert by_hand == []


def test_a_text_of_one_or_two_words_has_a_context_wherever_it_stands():
    """A name in braces, and a count, tell what is meant; nothing else is spared."""
    without = [
        f"{message.locations[0][0]}: {message.id}"
        for message in every_message()
        if isinstance(message.id, str) and not message.context
        if "{" not in message.id and len(WORD.findall(message.id)) <= FEW
    ]

    assert without == []


@pytest.mark.parametrize("package", ["therapist_app", "exports", "programme", "session_forms"])
def test_a_short_word_on_a_button_over_a_column_or_in_a_chip_says_where_it_stands(package):
    without = [
        f"{path}:{text.lineno}: {text.args[0].value}"
        for path in Path(package).rglob("*.py")
        for source in [path.read_text("utf-8")]
        if CALLED.search(source)  # parsing a module takes a hundred times as long
        for text in short_texts_without_context(ast.parse(source))
    ]

    assert without == []


def short_texts_without_context(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield each `_("one or two words")` that is what such a part of a screen or a table says."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        for argument in call.args[: SAYS.get(name, 0)]:
            choices = [argument]
            while choices:
                match choices.pop():
                    case ast.IfExp(body=body, orelse=other):
                        choices += [body, other]
                    case ast.Call(func=ast.Name("_"), args=[ast.Constant(words)]) as text:
                        if len(WORD.findall(PLACEHOLDER.sub("", words))) <= FEW:
                            yield text


def test_facts_of_one_line_are_joined_by_the_one_pattern_for_it():
    joined = [
        f"{path}:{number}"
        for package in ("therapist_app", "exports", "programme", "session_forms")
        for path in Path(package).rglob("*.py")
        if path.as_posix() not in KEPT_WITH_ANSWERS
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if re.search(r"""f".*\} · |" · "\.join""", line)
    ]

    assert joined == []


def test_every_catalogue_in_the_repository_compiles():
    assert [
        line for path in messages.catalogues() for line in messages.compile_catalogue(path)
    ] == []


def test_a_catalogue_that_is_begun_twice_is_kept(polish, tmp_path):
    messages.merge(polish, template("Save"))
    translate(polish, "Save", "Zapisz")
    messages.begin("pl", tmp_path)

    assert read(polish).get("Save").string == "Zapisz"


def test_what_babel_knows_no_language_for_is_refused(tmp_path):
    with pytest.raises(UnknownLocaleError):
        messages.begin("qq", tmp_path)


def test_merging_keeps_what_is_translated_and_lets_a_changed_text_be_looked_at_again(polish):
    messages.merge(polish, template("Save the form", "Close"))
    translate(polish, "Save the form", "Zapisz formularz")
    translate(polish, "Close", "Zamknij")

    messages.merge(polish, template("Save this form", "Close"))

    assert read(polish).get("Close").string == "Zamknij"
    assert read(polish).get("Save this form").fuzzy


def test_merging_the_same_texts_again_leaves_the_file_as_it_is(polish):
    messages.merge(polish, template("Save"))
    before = polish.read_bytes()
    later = template("Save")
    messages.merge(polish, later)

    assert polish.read_bytes() == before


def test_what_is_compiled_is_what_gettext_reads_without_what_is_to_be_looked_at(polish):
    messages.merge(polish, template("Save", ("{count} alert", "{count} alerts")))
    translate(polish, "Save", "Zapisz")
    translate(polish, "{count} alert", "{count} alarm", "{count} alarmy", "{count} alarmów")

    assert list(messages.compile_catalogue(polish)) == []

    with polish.with_suffix(".mo").open("rb") as file:
        found = GNUTranslations(file)
    assert found.gettext("Save") == "Zapisz"
    assert found.ngettext("{count} alert", "{count} alerts", 5) == "{count} alarmów"


@pytest.mark.parametrize(
    ("original", "translated"),
    [
        ("for {days} days", "przez dni"),
        ("for {days} days", "przez {dni} dni"),
        ("for {days} days", "przez {days dni"),
    ],
)
def test_a_translation_that_loses_a_placeholder_is_not_compiled(polish, original, translated):
    messages.merge(polish, template(original))
    translate(polish, original, translated)

    assert list(messages.compile_catalogue(polish)) == [
        "pl: other placeholders than in 'for {days} days'"
    ]
    assert not polish.with_suffix(".mo").exists()


def test_a_form_for_one_may_say_its_count_in_words_where_the_original_does(polish):
    messages.merge(polish, template(("One alert", "{count} alerts")))
    translate(polish, "One alert", "Jeden alarm", "{count} alarmy", "{count} alarmów")

    assert list(messages.compile_catalogue(polish)) == []
