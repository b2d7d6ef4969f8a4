"""Vignettes for raters as a pack of their own: sound, and held to the items of their course."""

from datetime import date

import pytest

from programme.errors import ContentError, PackRefused
from programme.fidelity.rater_training import unfitting_vignettes
from programme.loading.library import installed
from programme.packs.contents import read_contents
from programme.packs.packing import pack_folder
from session_forms.library.library import FormLibrary
from tests.support.programme.packs import change, vignettes_folder

FILE = "rating-vignettes.toml"
NONE = FormLibrary(())
DAY = date(2026, 3, 2)


def test_a_folder_of_vignettes_is_packed_with_what_it_says(tmp_path) -> None:
    made = pack_folder(vignettes_folder(tmp_path / "v", "1.0"), None, NONE, DAY)

    assert made.problems == ()
    assert made.pack is not None
    assert (made.pack.manifest.kind, list(made.pack.files)) == ("vignettes", [FILE])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('course = "pps-core"', 'course = "elsewhere"', "the course elsewhere, which is not here"),
        ('item = "S01-1"', 'item = "S01-99"', "rates S01-99, which session S01 does not have"),
        ('session = "S01"', 'session = "S99"', "which session S99 does not have"),
    ],
)
def test_what_fits_no_course_is_named(tmp_path, old: str, new: str, told: str) -> None:
    folder = vignettes_folder(tmp_path / "v", "1.0")
    change(folder, FILE, old, new)

    made = pack_folder(folder, None, NONE, DAY)

    assert made.pack is None
    assert told in str(made.problems[0])


def test_one_version_of_the_course_that_has_every_item_will_do(tmp_path) -> None:
    folder = vignettes_folder(tmp_path / "v", "1.0")
    whole = installed()
    bare = whole.model_copy(update={"session_plans": {}})
    text = (folder / FILE).read_text("utf-8")

    assert unfitting_vignettes(text, (bare, whole)) == ()
    assert unfitting_vignettes(text, (bare,))


def test_another_file_and_an_empty_one_are_refused(tmp_path) -> None:
    folder = vignettes_folder(tmp_path / "v", "1.0")
    (folder / FILE).write_text("", "utf-8")
    with pytest.raises(ContentError, match="the file is empty"):
        pack_folder(folder, None, NONE, DAY)

    other = vignettes_folder(tmp_path / "w", "1.0")
    (other / FILE).rename(other / "others.toml")
    (other / "pack.toml").unlink()
    with pytest.raises(PackRefused, match="is no file of vignettes"):
        read_contents("vignettes", other, NONE)
