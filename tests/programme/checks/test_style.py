"""The writing guide, checked: lengths, words, and the page for the client."""

from pathlib import Path

import pytest

from programme.authoring.folder_checks import problems_in
from programme.checks.wording import HELP_LINES, addresses, words_in, words_to_avoid
from programme.loading.loading import load_programme
from tests.support.programme.programmes import HELP, SENTENCE, change, shelf, write_programme

GUIDE = "01-begin/s01-first/therapist.md"
PAGE = "01-begin/s01-first/handout.md"
SESSION = "01-begin/s01-first/session.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_programme(tmp_path)


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in problems_in(folder, shelf())]


def words(count: int) -> str:
    return " ".join(["go"] * count)


@pytest.mark.parametrize(
    ("point", "most"),
    [
        ("**Purpose.** Know how it is.", 20),
        ('- **Key.** "How are you?"', 26),
        ("- A sigh.", 14),
        ("- **Silence.** Wait.", 34),
        ("- Hurry.", 14),
        ("- `visual`: Draw it.", 24),
    ],
)
def test_a_point_may_have_so_many_words_and_no_more(folder: Path, point: str, most: int) -> None:
    label = point[: point.rindex("** ") + 3] if "** " in point else "- "
    label = "- `visual`: " if "`" in point else label
    change(folder, GUIDE, point, f"{label}{words(most)}")
    assert told(folder) == []

    change(folder, GUIDE, words(most), words(most + 1))

    assert f"this point has {most + 1} words; say it in {most} at most" in told(folder)[0]


def test_a_page_for_the_client_begins_with_its_title(folder: Path) -> None:
    change(folder, PAGE, "# Our plan\n", "")

    assert any("the page has no heading" in problem for problem in told(folder))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- Wait.\n", "", "the number of points under Say is 3; write 4 to 10"),
        (
            "- A sigh.\n",
            "- A sigh.\n" * 4,
            "the number of points under Listen for is 6; write 3 to 5",
        ),
        ("- Hurry.\n", "", "the number of points under Never is 1; write 2 to 4"),
        ("- `visual`: Draw it.\n", "", "the number of points under Adapt is 1; write 2 to 6"),
    ],
)
def test_a_part_has_neither_too_few_nor_too_many_points(
    folder: Path, old: str, new: str, said: str
) -> None:
    change(folder, GUIDE, old, new)

    assert all(said in problem for problem in told(folder))
    assert told(folder)


@pytest.mark.parametrize(
    ("path", "old", "new", "word"),
    [
        (GUIDE, "- A smile.", "- A relapse.", "relapse"),
        (GUIDE, "- Sit down.", "- Sit down, offender.", "offender"),
        (GUIDE, "- A smile.", "- A cure.", "cure"),
        (GUIDE, "- Hurry.", "- Say denial.", "denial"),
        (PAGE, "your week", "your homework", "homework"),
        (SESSION, 'aim = "Meet."', 'aim = "A high-risk group."', "high-risk"),
        ("programme.toml", 'population = "Adults"', 'population = "Victims"', "Victims"),
        ("01-begin/module.toml", "To begin.", "To be cured.", "cured"),
    ],
)
def test_a_word_to_avoid_is_told(folder: Path, path: str, old: str, new: str, word: str) -> None:
    change(folder, path, old, new)

    problems = told(folder)

    assert problems
    assert all(f'"{word}" is a word to avoid' in problem for problem in problems)
    assert all(problem.startswith(f"{path}, line ") for problem in problems)


@pytest.mark.parametrize("word", ["behavior", "Recognized", "program", "toward", "organizing"])
def test_a_spelling_that_is_not_british_is_told(folder: Path, word: str) -> None:
    change(folder, GUIDE, "- Sit down.", f"- Sit down and {word}.")

    assert any(f'"{word}" is not British spelling' in problem for problem in told(folder))


def test_what_a_publication_is_called_keeps_its_spelling(folder: Path) -> None:
    change(folder, SESSION, 'source = "A study"', 'source = "Behavioral Center Program"')

    assert told(folder) == []


@pytest.mark.parametrize("said", ["Promise a cure.", 'Ask "why did you".'])
def test_what_not_to_say_may_stand_under_never(folder: Path, said: str) -> None:
    change(folder, GUIDE, "- Hurry.", f"- {said}")

    assert told(folder) == []


@pytest.mark.parametrize("word", ["sexual", "abuse", "offend", "attracted", "urges", "police"])
def test_a_page_that_says_why_the_client_comes_is_refused(folder: Path, word: str) -> None:
    change(folder, PAGE, "# Our plan", f"# Our plan for {word}")

    assert any("tells a stranger why the client comes" in problem for problem in told(folder))


@pytest.mark.parametrize(
    "number", ["0800 111 0 111", "+49 30 450-529", "(01) 662 4070", "Call 113 tonight", "116 123"]
)
def test_a_number_to_call_that_is_typed_into_a_page_is_refused(folder: Path, number: str) -> None:
    change(folder, PAGE, "# Our plan", f"# Our plan\n\n{number}\n")

    assert any("is a number to call, which may change" in problem for problem in told(folder))


@pytest.mark.parametrize(
    "harmless", ["From 0 to 10.", "In 2026, at 19:30.", "3 or 4 times", "100 %"]
)
def test_other_numbers_may_stand_on_a_page(folder: Path, harmless: str) -> None:
    change(folder, PAGE, "# Our plan", f"# Our plan\n\n{harmless}\n")

    assert not any("number to call" in problem for problem in told(folder))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Samaritans", "Samaritans"),
        ("Kein Täter werden", "Kein Täter werden"),
        ("SOS Détresse", "SOS Détresse"),
        ("Stop it Now!", "Stop it Now!"),
        ("Stop It Now", "Stop it Now!"),
        ("stop-it-now", "Stop it Now!"),
        ("One in Four", "One in Four"),
    ],
)
def test_a_service_that_is_typed_into_a_page_is_refused(
    folder: Path, written: str, name: str
) -> None:
    change(folder, PAGE, "# Our plan", f"# Our plan\n\nAsk {written} about it.\n")

    assert any(f'"{name}" is a service of the directory' in problem for problem in told(folder))


@pytest.mark.parametrize("ordinary", ["Please stop it now.", "One in four people does."])
def test_the_words_of_a_name_may_stand_in_a_sentence(folder: Path, ordinary: str) -> None:
    change(folder, PAGE, "# Our plan", f"# Our plan\n\n{ordinary}\n")

    assert not any("is a service of the directory" in problem for problem in told(folder))


@pytest.mark.parametrize(
    "address",
    ["www.example.org", "https://example.org/help", "stop.example.brussels", "help@example.org"],
)
def test_an_address_that_is_typed_into_a_page_is_refused(folder: Path, address: str) -> None:
    change(folder, PAGE, "# Our plan", f"# Our plan\n\nLook at {address}.\n")

    assert any(f'"{address}" is an address' in problem for problem in told(folder))


@pytest.mark.parametrize("plain", ["At 7 p.m. you rest.", "Yes.No", "Sleep, food etc. count."])
def test_a_full_stop_alone_makes_no_address(folder: Path, plain: str) -> None:
    change(folder, PAGE, "# Our plan", f"# Our plan\n\n{plain}\n")

    assert not any("is an address" in problem for problem in told(folder))


def test_the_help_lines_stand_word_for_word(folder: Path) -> None:
    change(folder, PAGE, "by day or by night", "at any time")

    assert any("the four help lines are missing or changed" in problem for problem in told(folder))
    assert HELP == HELP_LINES


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SENTENCE * 5, "words; write 300 to 500"),
        (SENTENCE * 45, "words; write 300 to 500"),
        (SENTENCE * 22 + words(21) + ".\n", "the longest sentence has 21 words; stop at 20"),
        (
            "Organisational responsibilities necessitate consideration.\n" * 80,
            "the Flesch-Kincaid grade is",
        ),
        ("We remember yesterday because families matter.\n" * 50, "LIX is"),
        ("Strength brought through thoughts.\n" * 80, "the Automated Readability Index is"),
    ],
)
def test_a_page_out_of_bounds_is_told_what_was_measured(folder: Path, text: str, said: str) -> None:
    (folder / PAGE).write_text(f"# Our plan\n\n{text}{HELP}", encoding="utf-8")

    assert any(said in problem for problem in told(folder))


def test_a_programme_that_only_leaves_the_guide_can_still_be_used(folder: Path) -> None:
    change(folder, GUIDE, "- A smile.", "- A relapse.")

    assert load_programme(folder, shelf()).id == "tiny"


def test_a_label_does_not_count_as_words() -> None:
    assert words_in("**Long label here.** One two.") == 2
    assert words_in("`flag`: It's one-off.") == 2


def test_words_are_found_as_they_are_written() -> None:
    assert words_to_avoid("A Predator and a low risk") == ("Predator", "low risk")


@pytest.mark.parametrize("before", ["a", "a-", "aa.", "@", "a@", "www.", "https://("])
def test_an_address_is_found_behind_however_much_stands_before_it(before: str) -> None:
    assert addresses(f"{before * 100_000} me@here.example.org")[-1] == "me@here.example.org"
