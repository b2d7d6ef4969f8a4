"""The words of the window keep the rules of `docs/ui-writing.md` that a machine can hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.catalogues import Said, every_text

PAGE = Path("docs/ui-writing.md")
BESIDE_THE_WINDOW = (
    "CHANGELOG.md",
    "docs/guides/*.md",
    "docs/assurance/*.md",
    "session_forms/definitions/*.toml",
    "session_forms/reference/*.toml",
    "therapist_app/practice/cases/*.toml",
)
"""What somebody reads who looks at the window as well; in a session words have other meanings."""
BUTTONS = {"button", "_button", "MainButton", "LeavingButton", "ChoosingButton"}
"""What makes a button; its first argument is what it says."""
VERBS = re.compile(
    r"(add|agree|amend|answer|approve|ask|back|begin|cancel|change|choose|close|confirm|continue|correct"
    r"|decide|delete|do|end|enter|erase|explain|finish|give|go|hand|hide|hold|import|install|keep"
    r"|leave|lift|lock|log|look|make|mark|move|open|override|pause|plan|practise|print|put|rate|read|record"
    r"|remove|renew|reset|restore|restrict|resume|review|save|search|see|set|show|sign|skip|start|stay"
    r"|stop|suggest|switch|take|tell|test|try|undo|use|verify|withdraw|write)\b",
    re.IGNORECASE,
)
"""How a button may begin: with what happens when it is pressed."""
WORKING = re.compile(r"\w+ing\b.* …$")
"""What a button says while that is going on."""
NAMES_OF_PLACES = frozenset(
    {
        "Boundaries plan",
        "Copy for the client",
        "Figures",
        "Forgotten? Use the recovery sheet",
        "Forms",
        "Hint",
        "Its note",
        "New client",
        "New here? Join this service",
        "Note",
        "Oversight",
        "Page to take home",
        "Pathway",
        "Retention rule of this service",
        "Safety plan",
        "Second rating",
        "Supervision pack",
        "Training",
    }
)
"""Buttons that bear the name of what they open."""
TURNS = frozenset(
    {
        "Day",
        "Earlier",
        "Later",
        "Next month",
        "Previous month",
        "Newer",
        "Next",
        "Next page",
        "Next question",
        "Next section",
        "Not now",
        "Older",
        "Previous page",
        "Step done",
        "This week",
        "Today",
        "Week",
    }
)
"""Buttons that turn a page, choose a time, or answer what the button beside them asks."""
NAMES = re.compile(
    r"Alt|BitLocker|Backspace|Caps|Ctrl|Down|Dropbox|English|Enter|Escape|FileVault|Friday|Lock"
    r"|OneDrive|Parquet|Python|Space|Student|Tab|Up"
)
"""Keys, products, formats, a language, a day, and the t of Student."""
LEGAL = "therapist_app/screens/about/"
"""Names licences and their holders, as these write themselves."""
INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]\w*")


def old_and_new() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| (.+) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [(old, new) for old, new in rows if old != "not"]


def riddles(texts: list[Said]) -> list[str]:
    """Return the texts that say a word of before, with the word."""
    old = [(each, re.compile(rf"(?<!\w){re.escape(each)}(?!\w)")) for each, _new in old_and_new()]
    return [
        text.words
        for text in texts
        if any(each in text.words and whole.search(text.words) for each, whole in old)
    ]


def badly_dotted(texts: list[Said]) -> list[str]:
    """Return the texts with three dots, or with an ellipsis elsewhere than after a last space."""
    return [
        text.words
        for text in texts
        if "..." in text.words or re.search(r"\S…|…(?!$)", text.words.replace("A, B, C …", ""))
    ]


def oddly_capital(texts: list[Said]) -> list[str]:
    """Return the texts with a capital inside that begins no name of a key or a product.

    A sentence may also name a page or a button: that is what another text begins with.
    """
    named = {text.words.split()[0] for text in texts if text.words[:1].isupper()}
    return [
        text.words
        for text in texts
        if text.context not in {"country", "language", "keys"} and not text.place.startswith(LEGAL)
        for word in INSIDE.findall(text.words)
        if not NAMES.fullmatch(word) and not (word in named and is_sentence(text.words))
    ]


def is_sentence(words: str) -> bool:
    return words.endswith(".") or bool(re.search(r"[.,;:] ", words))


def not_acts(labels: list[str]) -> list[str]:
    """Return what is on a button and neither begins with a verb nor is known as a name."""
    return [
        label
        for label in labels
        if not (VERBS.match(label) or WORKING.match(label))
        if label not in NAMES_OF_PLACES | TURNS
    ]


def on_buttons(tree: ast.AST) -> Iterator[str]:
    """Yield what each button says that a module makes."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name), args=[first, *_]):
                if name in BUTTONS:
                    yield from _texts(first)


def _texts(said: ast.expr) -> Iterator[str]:
    match said:
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body)
            yield from _texts(other)
        case ast.Call(func=ast.Attribute(value=inner, attr="format")):
            yield from _texts(inner)
        case ast.Call(func=ast.Name("_" | "N_"), args=[ast.Constant(words)]):
            yield str(words)
        case ast.Call(func=ast.Name("pgettext" | "NP_"), args=[_, ast.Constant(words)]):
            yield str(words)


def test_no_text_says_a_word_of_before():
    assert riddles(list(every_text())) == []


@pytest.mark.parametrize("pages", BESIDE_THE_WINDOW)
def test_what_is_read_beside_the_window_says_no_word_of_before(pages):
    lines = [line for each in Path().glob(pages) for line in each.read_text("utf-8").splitlines()]

    assert lines
    assert riddles([Said("", line, pages) for line in lines]) == []


def test_every_new_word_of_the_table_is_said():
    said = "\n".join(text.words for text in every_text()).lower()

    assert [new for _old, new in old_and_new() if new.lower() not in said] == []


def test_a_capital_stands_at_the_beginning_or_in_a_name():
    assert oddly_capital(list(every_text())) == []


def test_dots_are_one_sign_after_a_space_at_the_end():
    assert badly_dotted(list(every_text())) == []


def test_a_button_begins_with_a_verb_or_is_known_as_a_name():
    sources = (path.read_text("utf-8") for path in Path("therapist_app").rglob("*.py"))
    makers = (source for source in sources if "utton(" in source)
    made = {label for source in makers for label in on_buttons(ast.parse(source))}
    marked = {text.words for text in every_text() if text.context == "button"}

    assert not_acts(sorted(made | marked)) == []


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (riddles, "Take somebody in"),
        (riddles, "Under People: Nothing moves."),
        (oddly_capital, "Save the Roles"),
        (oddly_capital, "Look under Settings, Wonders."),
        (badly_dotted, "Print..."),
        (badly_dotted, "Print…"),
        (badly_dotted, "Print … now"),
    ],
)
def test_what_breaks_a_rule_is_found(check, text):
    texts = [Said("", text, "a.py"), Said("page", "Settings", "a.py"), Said("", "Print …", "a.py")]

    assert check(texts) == [text]


def test_a_button_that_states_something_is_found():
    made = 'button(_("They are right") if ready else pgettext("button", "Save"), "primary")'

    assert not_acts(list(on_buttons(ast.parse(made)))) == ["They are right"]
