"""Names that every system takes for a file, and places that Windows finds however long they are."""

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from session_forms.file_names import (
    ROOM,
    fault_in_name,
    fault_in_place,
    reachable,
    usable_name,
)

DEEP = "\\".join(["a folder"] * 20)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Confidentiality text: Wales", "Confidentiality text Wales"),
        ("../a/b\\c?", "a b c"),
        ("GAD-7", "GAD-7"),
        ("CON", "_CON"),
        ("aux.pdf", "_aux.pdf"),
        ("COM1", "_COM1"),
        ("Contact", "Contact"),
        ("ends with a dot. ", "ends with a dot"),
        ("word " * 40, ("word " * 16).strip()),
    ],
)
def test_what_is_offered_is_a_name_that_every_system_takes(words, name):
    assert usable_name(words) == name
    assert fault_in_name(name) == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *((each, "device") for each in ("CON", "nul.pdf", "Aux .txt", "com1", "LPT9.csv")),
        ("com\u00b2", "device"),
        ("CONIN$", "device"),
        *((each, "with \\ /") for each in ("a:b", "a\\b", "why?", "a*", "<a", "a|b", "a\tb")),
        *((each, "at the end") for each in ("note.", "note ", "note. ")),
    ],
)
def test_a_name_that_windows_does_not_take_is_told_with_its_reason(name, said):
    assert said in fault_in_name(name)


@pytest.mark.parametrize(
    "name", ["console.pdf", "a.con", "com.pdf", "com10", ".hidden", "Lodz \u0142.pdf", "a.b c.d"]
)
def test_names_that_only_look_like_it_are_taken(name):
    assert fault_in_name(name) == ""


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (PureWindowsPath("a:b.pdf"), "with \\ /"),
        (PureWindowsPath("S: notes.pdf"), "with \\ /"),
        (PureWindowsPath("C:\\a folder\\a:b.pdf"), "with \\ /"),
        (PureWindowsPath("C:\\a folder\\nul.pdf"), "device"),
        (PurePosixPath("/stick/a:b.pdf"), "with \\ /"),
        (PurePosixPath("a:b.pdf"), "with \\ /"),
    ],
)
def test_a_place_is_told_by_its_name_also_where_windows_takes_it_for_one_on_another_disk(
    place: PurePath, said: str
):
    assert said in fault_in_place(place)


@pytest.mark.parametrize(
    "place",
    [
        PureWindowsPath("C:\\a folder\\b.pdf"),
        PureWindowsPath("C:/"),
        PureWindowsPath("\\\\server\\share\\b.pdf"),
        PureWindowsPath("b.pdf"),
        PurePosixPath("/a:b/c.pdf"),
        PurePosixPath(),
    ],
)
def test_a_place_whose_name_is_taken_everywhere_has_no_fault(place: PurePath):
    assert fault_in_place(place) == ""


@pytest.mark.parametrize(
    ("place", "spelt"),
    [
        (f"C:\\{DEEP}", f"\\\\?\\C:\\{DEEP}"),
        (f"C:/{DEEP}".replace("\\", "/"), f"\\\\?\\C:\\{DEEP}"),
        (f"\\\\server\\share\\{DEEP}", f"\\\\?\\UNC\\server\\share\\{DEEP}"),
    ],
)
def test_a_long_place_is_spelt_as_windows_spells_it_itself(place, spelt):
    found = reachable(Path(place), "win32")

    assert str(found) == spelt
    assert reachable(found, "win32") == found


@pytest.mark.parametrize("place", ["C:\\short", "C:\\" + "x" * (ROOM - 3), DEEP])
def test_a_place_with_room_and_one_that_begins_nowhere_stay_as_they_are(place):
    assert reachable(Path(place), "win32") == Path(place)


def test_elsewhere_every_place_stays_as_it_is():
    assert reachable(Path(f"C:\\{DEEP}"), "linux") == Path(f"C:\\{DEEP}")
