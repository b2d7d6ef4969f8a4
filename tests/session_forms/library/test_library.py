"""The forms that are installed, and libraries of other folders."""

import pytest

from session_forms.errors import DefinitionError, UnknownForm
from session_forms.library import library
from session_forms.library.library import FormLibrary, load_library
from tests.support.session_forms.forms import HEAD, SLEEP_QUESTIONS, phq_shaped, sleep_check


@pytest.fixture
def forms():
    newer = sleep_check().model_copy(update={"version": 10})
    middle = sleep_check().model_copy(update={"version": 2})
    return FormLibrary([newer, sleep_check(), phq_shaped(), middle])


def test_the_ids_are_sorted_and_stand_once(forms):
    assert forms.ids() == ("nine-items", "sleep-check")


def test_the_latest_version_is_the_highest_number(forms):
    assert forms.latest("sleep-check").version == 10


def test_every_version_can_be_had(forms):
    assert forms.get("sleep-check", 2).version == 2
    assert [(form.id, form.version) for form in forms.all()] == [
        ("nine-items", 1),
        ("sleep-check", 1),
        ("sleep-check", 2),
        ("sleep-check", 10),
    ]


def test_a_form_that_is_not_there_is_unknown_and_not_named(forms):
    with pytest.raises(UnknownForm) as no_form:
        forms.latest("canary")
    with pytest.raises(UnknownForm) as no_version:
        forms.get("sleep-check", 3)

    assert "canary" not in str(no_form.value)
    assert str(no_version.value) == "There is no form of this id in this version."


def test_a_folder_is_a_library_and_the_list_of_released_forms_is_no_form(tmp_path):
    text = HEAD + SLEEP_QUESTIONS
    (tmp_path / "sleep-check.v1.toml").write_text(text, encoding="utf-8")
    second = text.replace("version = 1", "version = 2")
    (tmp_path / "sleep-check.v2.toml").write_text(second, encoding="utf-8")
    (tmp_path / "released.toml").write_text("", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")

    forms = load_library(tmp_path)

    assert [form.version for form in forms.all()] == [1, 2]


def test_a_wrong_file_keeps_the_library_from_loading(tmp_path):
    (tmp_path / "sleep-check.v1.toml").write_text("id = 1", encoding="utf-8")

    with pytest.raises(DefinitionError):
        load_library(tmp_path)


def test_the_installed_forms_are_read_once():
    assert library.installed() is library.installed()
    assert {"phq-9", "gad-7", "risk-check", "safety-plan"} <= set(library.installed().ids())


def test_a_kept_form_is_there_for_its_answers_and_offered_to_nobody(forms):
    newest = sleep_check().model_copy(update={"version": 11})
    gone = sleep_check().model_copy(update={"id": "gone"})

    library = FormLibrary(forms.all(), kept=[newest, gone])

    assert library.ids() == forms.ids()
    assert library.latest("sleep-check").version == 10
    assert library.latest("gone") == gone
    assert ("sleep-check", 11) in library
    assert library.knows("gone")
    assert not library.knows("canary")


def test_a_form_that_is_offered_and_kept_is_offered(forms):
    library = FormLibrary(forms.all(), kept=forms.all())

    assert library.ids() == forms.ids()
    assert library.with_more([]).ids() == forms.ids()


def test_more_forms_can_be_offered_and_take_the_place_of_their_versions(forms):
    kept = sleep_check().model_copy(update={"id": "gone"})
    other = sleep_check().model_copy(update={"title": "Other"})

    library = FormLibrary(forms.all(), kept=[kept]).with_more([other], ("a problem",))

    assert library.get("sleep-check", 1) == other
    assert library.latest("sleep-check").version == 10
    assert library.ids() == forms.ids()
    assert library.knows("gone")
    assert library.problems == ("a problem",)
