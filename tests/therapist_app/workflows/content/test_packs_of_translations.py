"""Packs with texts in another language: what they must fit, and what is shown of them."""

from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest

from exports.package.packs import sign_pack
from programme.errors import PackRefused
from programme.loading.loading import load_programme
from programme.packs.building import make_pack, read_head
from programme.packs.contents import read_contents
from programme.packs.folders import content_files
from programme.packs.memory import MemoryFolder
from session_forms.clinic.site_folder import FOLDER
from session_forms.library.library import installed
from session_forms.words.texts import install
from tests.support.programme.packs import (
    DAY,
    LEAD,
    SLEEP,
    SLEEP_NOW,
    forms_folder,
    head,
    pack_file,
    programme_folder,
    write_folder,
)
from tests.support.programme.translations import (
    LANGUAGE,
    form_file,
    programme_file,
    translations_folder,
)
from tests.support.workflows.clinics import Clinic
from therapist_app.record.database import audit
from therapist_app.workflows.content import packs
from therapist_app.workflows.content.content_in_use import content_in_use
from therapist_app.workflows.content.pack_offers import look_at

TITLE = {"session_plans.S01.title": "Bonvenon"}


@pytest.fixture
def speaking() -> Iterator[None]:
    """A window that speaks the language of the texts."""
    install(NullTranslations(), LANGUAGE)
    yield
    install(NullTranslations())


def made(folder: Path, *files: tuple[str, str], version: str = "1.0", pack_id: str = "") -> Path:
    """Return the signed pack of files of texts."""
    translations_folder(folder, version, *files)
    if pack_id:
        said = head("translations", pack_id, version) + f'language = "{LANGUAGE}"\n'
        write_folder(folder, {"pack.toml": said})
    return pack_file(folder)


def test_a_pack_is_looked_at_with_each_text_beside_the_one_it_is_for(clinic, tmp_path):
    plan = form_file({"title": "Plano"})

    offer = look_at(clinic.workspace, made(tmp_path / "t", programme_file("S01", TITLE), plan))

    shown = {each.title: dict(each.said) for each in offer.texts}
    assert shown == {
        "Prevention programme": TITLE,
        installed().get("safety-plan", 1).title: {"title": "Plano"},
    }
    assert offer.texts[0].written["session_plans.S01.title"].startswith("Welcome")


def test_it_is_shown_from_the_next_unlock_on_where_its_language_is_spoken(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.install(
        made(tmp_path / "t", programme_file("S01", TITLE), form_file({"title": "Plano"}))
    )
    english = clinic.come_back()
    assert english.programme.session_plan("S01").title != "Bonvenon"
    install(NullTranslations(), LANGUAGE)

    workspace = clinic.come_back()

    install(NullTranslations())
    assert workspace.programme.session_plan("S01").title == "Bonvenon"
    assert "not translated" in workspace.programme.session_plan("S01").aim
    assert workspace.forms.latest("safety-plan").title == "Plano"
    assert "not translated" in workspace.forms.latest("safety-plan").introduction
    assert workspace.packs.problems == ()
    assert audit.verify(clinic.workspace.service).is_whole


@pytest.mark.usefixtures("speaking")
def test_a_pack_can_be_used_no_longer_and_a_newer_one_takes_its_place(clinic, tmp_path):
    later = programme_file("S01", {"session_plans.S01.title": "Bonvenon al vi"})
    clinic.install(made(tmp_path / "a", programme_file("S01", TITLE)))
    clinic.come_back()
    clinic.install(made(tmp_path / "b", later, version="1.1"))
    assert clinic.come_back().programme.session_plan("S01").title == "Bonvenon al vi"

    packs.set_aside(clinic.workspace, "translations", "our-words")

    assert clinic.come_back().programme.session_plan("S01").title.startswith("Welcome")


@pytest.mark.usefixtures("speaking")
def test_the_folder_of_the_clinic_goes_before_a_pack_and_a_later_pack_before_an_earlier(
    clinic, tmp_path
):
    more = {"session_plans.S02.title": "Unua", "session_plans.S03.title": "Unua"}
    clinic.install(made(tmp_path / "a", programme_file("S01", TITLE | more), pack_id="a-words"))
    other = {"session_plans.S02.title": "Dua", "session_plans.S03.title": "Dua"}
    clinic.install(made(tmp_path / "b", programme_file("S02", other), pack_id="b-words"))
    own = programme_file("S03", {"session_plans.S03.title": "Nia"})
    write_folder(clinic.folder / FOLDER, dict([own]))

    plans = clinic.come_back().programme.session_plans

    assert [plans[each].title for each in ("S01", "S02", "S03")] == ["Bonvenon", "Dua", "Nia"]


@pytest.mark.usefixtures("speaking")
def test_an_earlier_programme_that_clients_follow_is_said_in_its_own_texts(clinic, tmp_path):
    folder = programme_folder(tmp_path / "course", "0.9.0")
    clinic.install(pack_file(folder))
    clinic.come_back()
    clinic.install(made(tmp_path / "t", programme_file("S01", TITLE)))

    workspace = clinic.come_back()

    assert workspace.programme.version == "0.9.0"
    assert workspace.programme.session_plan("S01").title.startswith("Welcome")
    earlier = workspace.earlier_programmes[0]
    assert earlier.session_plan("S01").title == "Bonvenon"


@pytest.mark.parametrize(
    ("file", "match"),
    [
        (programme_file("S01", TITLE, version="9.9.9"), "no such programme .*; name pps-core 0"),
        (form_file({"title": "x"}, "no-such-form"), "not here: no-such-form 1. Install the pack"),
        (form_file({"title": "x"}, version=9), "not here: safety-plan 9. Install the pack"),
        (programme_file("S01", {"session_plans.S01.titel": "x"}), "write session_plans.S01.title"),
        (
            programme_file("S01", {"session_plans.S01.handout": "x"}),
            r"S01.texts.toml, line 5.*names in braces .*here {clinic_hours}, {clinic_phone}",
        ),
        (form_file({"title": "x"}, "phq-9"), "not our own; say what permission"),
    ],
)
def test_what_does_not_fit_is_refused_with_where_what_and_what_to_do(clinic, tmp_path, file, match):
    path = made(tmp_path / "t", file)

    with pytest.raises(PackRefused, match=match):
        look_at(clinic.workspace, path)


def test_a_language_that_nobody_knows_is_refused(clinic, tmp_path):
    folder = translations_folder(
        tmp_path / "t", "1", programme_file("S01", TITLE, language="qx"), language="qx"
    )
    path = pack_file(folder)

    with pytest.raises(PackRefused, match="language: there is no such language; write its short"):
        look_at(clinic.workspace, path)


def test_a_pack_that_says_another_language_than_its_files_is_refused(clinic, tmp_path):
    folder = translations_folder(tmp_path / "t", "1", form_file({}), language="fr")
    found = content_files(folder)
    said = read_head(folder, None)
    pack = make_pack(said, found, read_contents(said.kind, MemoryFolder(found), installed()), DAY)
    path = tmp_path / "x.pack"
    path.write_bytes(sign_pack(pack.data, LEAD).data)

    with pytest.raises(PackRefused, match='in "eo", and the pack in "fr"'):
        look_at(clinic.workspace, path)


@pytest.mark.parametrize("language", ["en", LANGUAGE])
def test_texts_whose_form_is_gone_are_left_out_and_the_pack_is_named(clinic, tmp_path, language):
    forms = forms_folder(tmp_path / "f", "1.0", SLEEP)
    clinic.install(pack_file(forms))
    clinic.come_back()
    clinic.install(
        made(
            tmp_path / "t",
            programme_file("S01", TITLE),
            form_file({"title": "Dormo"}, "sleep-own"),
        )
    )
    (clinic.packs / "forms" / "our-forms" / "1.0.pack").unlink()
    clinic.lock()
    install(NullTranslations(), language)

    found = content_in_use(clinic.folder)

    install(NullTranslations())
    clinic.unlock()
    assert [(each.ref, each.why) for each in found.packs.problems] == [
        ("forms our-forms 1.0", "missing"),
        ("translations our-words 1.0", "unusable"),
    ]
    assert found.programme.session_plan("S01").title.startswith("Welcome")


@pytest.mark.usefixtures("speaking")
def test_in_another_language_content_is_compared_as_it_is_written(clinic, tmp_path):
    clinic.install(pack_file(forms_folder(tmp_path / "f", "1.0", SLEEP)))
    workspace = clinic.come_back()
    assert "not translated" in workspace.forms.latest("sleep-own").introduction

    same = look_at(workspace, pack_file(forms_folder(tmp_path / "g", "1.1", SLEEP, SLEEP_NOW)))

    assert [each.version for each in same.contents.forms] == [1, 2]
    written = workspace.as_written
    folder = programme_folder(tmp_path / "c", workspace.programme.version)
    assert written.programmes[0] == load_programme(folder, installed())
    assert "not translated" not in written.forms.latest("sleep-own").introduction
