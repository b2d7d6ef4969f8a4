"""A folder becomes a pack, and a pack is opened again."""

import pytest

from programme.errors import ContentError, PackRefused
from programme.packs.archive import write_tar
from programme.packs.building import open_pack, read_head
from programme.packs.contents import read_contents, refuse_another_language
from programme.packs.folders import content_files, shipped_hash
from programme.packs.manifest import NeededForm
from programme.packs.memory import MemoryFolder
from programme.packs.naming import MANIFEST
from programme.packs.packing import folder_problems
from session_forms.errors import DefinitionError
from session_forms.library.library import definitions, installed
from session_forms.reference.directory import directory_file
from session_forms.reference.jurisdictions import installed_jurisdictions
from tests.support.programme.packs import (
    DAY,
    change,
    form_text,
    forms_folder,
    head,
    local_texts,
    opening,
    packed,
    programme_folder,
    words_folder,
    write_folder,
)
from tests.support.programme.programmes import shelf, write_programme
from tests.support.programme.translations import (
    form_file,
    programme_file,
    translations_folder,
)


def contents(folder, kind):
    return read_contents(kind, MemoryFolder(content_files(folder)), installed())


def problems(folder, kind, library=None):
    found = folder_problems(kind, MemoryFolder(content_files(folder)), library or installed())
    return [str(each) for each in found]


def test_the_same_folder_and_day_give_the_same_bytes(tmp_path):
    one = packed(forms_folder(tmp_path / "one", "1.0", ("a", 1, "Well?"), ("b", 2, "Better?")))
    other = packed(forms_folder(tmp_path / "other", "1.0", ("b", 2, "Better?"), ("a", 1, "Well?")))

    assert one.data == other.data
    assert one.manifest.made_on == DAY


def test_an_opened_pack_is_the_one_that_was_made(tmp_path):
    made = packed(forms_folder(tmp_path / "one", "1.0", ("a", 1, "Well?")))

    assert open_pack(made.data) == made


def test_an_unpacked_pack_can_be_packed_again(tmp_path):
    made = packed(forms_folder(tmp_path / "one", "1.0", ("a", 1, "Well?")))
    texts = {name: data.decode() for name, data in made.files.items()}

    again = packed(
        write_folder(tmp_path / "two", {**texts, MANIFEST: made.manifest_bytes.decode()})
    )

    assert again.data == made.data


def test_a_pack_without_a_list_is_none():
    with pytest.raises(PackRefused, match=r"no pack\.toml"):
        open_pack(write_tar({"a.toml": b""}))


def test_a_programme_says_itself_what_it_is(tmp_path):
    said = read_head(write_programme(tmp_path), None)

    assert (said.kind, said.id, said.version) == ("programme", "tiny", "1.0.0")
    assert said.title == "Tiny programme"


def test_a_programme_needs_the_forms_it_pins(tmp_path):
    made = packed(write_programme(tmp_path), shelf())

    assert NeededForm(form="week", version=2) in made.manifest.needs


def test_a_day_in_the_folder_counts(tmp_path):
    write_folder(write_programme(tmp_path), {"pack.toml": "made_on = 2025-12-01\n"})

    assert packed(tmp_path, shelf()).manifest.made_on.isoformat() == "2025-12-01"


@pytest.mark.parametrize(
    ("said", "kind", "match"),
    [
        ('version = "2.0.0"\n', None, "differ in version"),
        ('kind = "forms"\n', "programme", "another kind"),
        ("colour = 1\n", None, "colour"),
        ("colour", None, "TOML"),
    ],
)
def test_what_is_said_in_two_ways_or_wrongly_is_refused(tmp_path, said, kind, match):
    write_folder(write_programme(tmp_path), {"pack.toml": said})

    with pytest.raises(PackRefused, match=match):
        read_head(tmp_path, kind)


def test_a_folder_that_does_not_say_its_kind_is_asked_for_it(tmp_path):
    with pytest.raises(PackRefused, match="there that says"):
        read_head(write_folder(tmp_path, {"a.v1.toml": form_text("a")}), None)


def test_a_folder_that_does_not_say_its_name_is_shown_how(tmp_path):
    with pytest.raises(PackRefused, match="our-forms"):
        read_head(write_folder(tmp_path, {"a.v1.toml": form_text("a")}), "forms")


def test_a_programme_that_cannot_be_read_says_where(tmp_path):
    change(write_programme(tmp_path), "programme.toml", 'title = "Tiny programme"', "title = 4")

    with pytest.raises(ContentError, match=r"programme\.toml, line 4"):
        read_head(tmp_path, None)


def test_forms_need_the_forms_they_name_outside_the_pack(tmp_path):
    texts = {"a.v1.toml": opening("a", "b", "suicide-enquiry"), "b.v1.toml": form_text("b")}
    folder = write_folder(tmp_path, {"pack.toml": head("forms", "our-forms", "1"), **texts})

    assert packed(folder).manifest.needs == (NeededForm(form="suicide-enquiry"),)


def test_a_measure_among_forms_is_sent_to_its_own_pack(tmp_path):
    text = (definitions() / "phq-9.v1.toml").read_text("utf-8")
    folder = write_folder(tmp_path, {"phq-9.v1.toml": text})

    assert [form.id for form in contents(folder, "measures").forms] == ["phq-9"]
    with pytest.raises(PackRefused, match="pack of measures"):
        contents(folder, "forms")


def test_a_form_among_measures_is_sent_to_its_own_pack(tmp_path):
    with pytest.raises(PackRefused, match="pack of forms"):
        contents(write_folder(tmp_path, {"a.v1.toml": form_text("a")}), "measures")


def test_words_of_a_clinic_are_measures_and_need_their_skeleton(tmp_path):
    folder = words_folder(tmp_path, "1.0")

    [worded] = contents(folder, "measures").worded(installed())

    assert packed(folder).manifest.needs == (NeededForm(form="core-10", version=2),)
    assert worded.licence.permission == "Letter of March 2026."
    with pytest.raises(PackRefused, match="pack of measures"):
        contents(folder, "forms")


def test_translations_are_read_and_need_the_forms_that_they_are_for(tmp_path):
    files = programme_file("S01", {"session_plans.S01.title": "Bonvenon"}), form_file({})
    folder = translations_folder(tmp_path, "1.0", *files)

    assert len(contents(folder, "translations").translations) == 2
    assert packed(folder).manifest.needs == (NeededForm(form="safety-plan", version=1),)
    assert packed(folder).manifest.language == "eo"
    for kind in ("forms", "measures"):
        with pytest.raises(PackRefused, match="put it into a pack of translations"):
            contents(folder, kind)


def test_another_file_among_translations_is_refused(tmp_path):
    folder = write_folder(tmp_path, {"a.v1.toml": form_text("a")})

    with pytest.raises(PackRefused, match=r"a\.v1\.toml holds no texts .*take it out"):
        contents(folder, "translations")


def test_a_pack_of_translations_is_in_the_language_that_it_says(tmp_path):
    folder = translations_folder(tmp_path, "1.0", form_file({}), language="fr")

    with pytest.raises(PackRefused, match=r'in "eo", and the pack in "fr": write language = "eo"'):
        refuse_another_language("fr", contents(folder, "translations"))


def test_local_texts_and_services_are_read(tmp_path):
    local = contents(local_texts(tmp_path / "a"), "jurisdictions")
    one = {"directory.toml": directory_file().read_text("utf-8")}
    services = contents(write_folder(tmp_path / "b", one), "directory")

    assert local.jurisdictions == installed_jurisdictions()
    assert len(services.directory) > 5


@pytest.mark.parametrize("kind", ["forms", "jurisdictions"])
def test_an_empty_folder_is_refused(tmp_path, kind):
    with pytest.raises(PackRefused, match="nothing to pack"):
        contents(tmp_path, kind)


def test_a_folder_inside_one_that_has_none_is_refused(tmp_path):
    with pytest.raises(PackRefused, match="deep is a folder"):
        contents(write_folder(tmp_path, {"deep/a.v1.toml": form_text("a")}), "forms")


def test_every_mistake_in_a_folder_is_found(tmp_path):
    wrong = {"a.v1.toml": "version = 1\n", "b.v1.toml": opening("b", "nothing")}
    texts = {"x.v1.toml": "id = 4\n", "y.v1.toml": "id = 5\n"}
    tiny = write_programme(tmp_path / "tiny")
    change(tiny, "programme.toml", "mood = 1", "mood = 9")

    in_forms = problems(write_folder(tmp_path / "forms", wrong), "forms")
    in_texts = problems(write_folder(tmp_path / "texts", texts), "jurisdictions")
    services = write_folder(tmp_path / "services", {"directory.toml": "entries = 4\n"})

    assert {each.split(",")[0] for each in in_forms} == {"a.v1.toml", "b.v1.toml"}
    assert {each.split(",")[0] for each in in_texts} == {"x.v1.toml", "y.v1.toml"}
    assert len(problems(services, "directory")) == 1
    course = programme_file("S01", {"session_plans.S01.titel": "x", "session_plans.S01.aims": "x"})
    said = translations_folder(tmp_path / "said", "1", course, form_file({"titel": "x"}))
    assert len(problems(said, "translations")) == 3
    assert len(problems(tiny, "programme", shelf())) == 1


def test_a_sound_folder_has_no_problems(tmp_path):
    assert problems(forms_folder(tmp_path, "1.0", ("a", 1, "Well?")), "forms") == []
    assert problems(local_texts(tmp_path / "texts"), "jurisdictions") == []


def test_a_missing_list_of_services_is_said(tmp_path):
    with pytest.raises(DefinitionError):
        contents(write_folder(tmp_path, {"README.md": ""}), "directory")


def test_a_copy_of_the_shipped_programme_has_its_hash_until_it_is_changed(tmp_path):
    folder = programme_folder(tmp_path / "copy", "0.9.0")
    other = packed(folder)

    change(folder, "programme.toml", 'version = "0.9.0"  # 0.', 'version = "0.')

    assert packed(folder).manifest.content == shipped_hash()
    assert other.manifest.content != shipped_hash()
