"""What a pack may not do to what is there."""

from dataclasses import replace
from random import Random

import pytest

from exports.package.packs import sign_pack
from programme.errors import PackRefused
from programme.packs.manifest import listed, manifest_bytes
from session_forms.library.library import definitions
from session_forms.reference.directory import directory_file
from tests.support.broken.mutating import mutated_bytes
from tests.support.programme.packs import (
    LEAD,
    SLEEP,
    change,
    form_text,
    forms_folder,
    head,
    local_texts,
    opening,
    pack_file,
    packed,
    programme_folder,
    services_folder,
    words_folder,
    write_folder,
)
from therapist_app.workflows.content import packs
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client


def refused(clinic, path, match):
    before = clinic.files()
    with pytest.raises(PackRefused, match=match):
        look_at(clinic.workspace, path)
    assert clinic.files() == before


def test_a_programme_finds_the_forms_of_another_pack(clinic, first, tmp_path):
    folder = programme_folder(tmp_path / "course", "0.9.0")
    change(folder, "programme.toml", "\n[forms]\n", "\n[forms]\nsleep-own = 1\n")
    forms = clinic.workspace.forms.with_more([look_at(clinic.workspace, first).contents.forms[0]])
    path = pack_file(folder, forms=forms)

    refused(clinic, path, "not here: sleep-own 1. Install the pack that holds them first")
    clinic.install(first)
    clinic.install(path)

    assert clinic.come_back().programme.forms["sleep-own"] == 1


def test_a_version_that_ships_is_not_replaced(clinic, tmp_path):
    version = clinic.workspace.programme.version
    refused(clinic, pack_file(programme_folder(tmp_path / "c", version)), "comes with the program")


def test_a_version_that_is_installed_is_not_replaced(clinic, first, tmp_path):
    clinic.install(first)
    other = pack_file(forms_folder(tmp_path / "x", "1.0", ("other", 1, "Well?")))

    refused(clinic, other, "installed with other content")


@pytest.mark.parametrize("pack_id", ["our-forms", "more-forms"])
def test_a_form_never_changes_under_its_version(clinic, first, tmp_path, pack_id):
    clinic.install(first)
    clinic.come_back()
    texts = {"pack.toml": head("forms", pack_id, "2.0")}
    texts["sleep-own.v1.toml"] = form_text("sleep-own", 1, "Did you dream?")

    refused(clinic, pack_file(write_folder(tmp_path / "x", texts)), "versions that are here: sleep")


def test_a_form_that_ships_never_changes_and_its_next_version_may_come(clinic, tmp_path):
    own = form_text("goals", 1, "Well?"), form_text("goals", 99, "Well?")
    same = write_folder(
        tmp_path / "a", {"pack.toml": head("forms", "x", "1"), "goals.v1.toml": own[0]}
    )
    later = write_folder(tmp_path / "b", {"pack.toml": head("forms", "x", "1")})
    write_folder(later, {"goals.v99.toml": own[1]})

    refused(clinic, pack_file(same), "versions that are here: goals 1")
    clinic.install(pack_file(later))

    workspace = clinic.come_back()
    assert workspace.forms.latest("goals").version == 99
    client = add_client(workspace, NewClient("code_only"))
    assert workspace.form_for(client, "goals").version == workspace.programme.forms["goals"]


def test_a_form_of_the_clinics_own_folder_never_changes(clinic, first):
    text = form_text("sleep-own", 1, "Did you dream?")
    write_folder(clinic.folder, {"forms/sleep-own.v1.toml": text})
    clinic.come_back()

    refused(clinic, first, "versions that are here: sleep-own 1")


def test_a_form_that_opens_what_is_not_there_is_refused(clinic, tmp_path):
    texts = {"pack.toml": head("forms", "x", "1"), "a.v1.toml": opening("a", "nowhere")}
    refused(
        clinic, pack_file(write_folder(tmp_path / "a", texts)), "forms that are not here: nowhere"
    )


def test_words_of_the_clinic_are_laid_over_a_measure_and_taken_off_again(clinic, tmp_path):
    bare = clinic.workspace.forms.get("core-10", 2)
    clinic.install(pack_file(words_folder(tmp_path / "w", "1.0")))

    assert clinic.come_back().forms.get("core-10", 2).licence.permission.startswith("Letter")
    packs.set_aside(clinic.workspace, "measures", "our-words")
    assert clinic.come_back().forms.get("core-10", 2) == bare


def test_a_list_of_services_takes_the_place_of_the_one_that_ships(clinic, tmp_path):
    text = directory_file().read_text("utf-8")
    texts = {"pack.toml": head("directory", "our-services", "1"), "directory.toml": text}
    folder = write_folder(tmp_path / "d", texts)
    first = clinic.workspace.directory[0]
    change(folder, "directory.toml", first.name, "Our own line")

    clinic.install(pack_file(folder))
    changed = clinic.come_back().directory

    assert changed[0].name == "Our own line"
    packs.set_aside(clinic.workspace, "directory", "our-services")
    assert clinic.come_back().directory[0] == first


def test_a_list_without_what_a_plan_must_name_is_refused(clinic, tmp_path):
    folder = services_folder(tmp_path / "d", "1")
    begin, *entries = (folder / "directory.toml").read_text("utf-8").split("[[entries]]")
    left = [each for each in entries if 'kind = "crisis_line"' not in each]
    assert len(left) < len(entries)
    write_folder(folder, {"directory.toml": "[[entries]]".join([begin, *left])})

    refused(clinic, pack_file(folder), "lists no crisis_line")


def test_local_texts_join_those_that_ship(clinic, tmp_path):
    folder = local_texts(tmp_path / "t")
    write_folder(folder, {"pack.toml": head("jurisdictions", "our-law", "1")})
    place = folder / "sample.v1.toml"
    write_folder(folder, {"sample.v2.toml": place.read_text("utf-8").replace(" = 1", " = 2", 1)})
    place.unlink()
    shipped = clinic.workspace.jurisdictions

    clinic.install(pack_file(folder))

    refs = [each.ref for each in clinic.come_back().jurisdictions]
    assert refs == [*[each.ref for each in shipped], "sample@2"]


def test_a_local_text_never_changes_under_its_version(clinic, tmp_path):
    folder = local_texts(tmp_path / "t")
    write_folder(folder, {"pack.toml": head("jurisdictions", "our-law", "1")})
    name = next(each.name for each in clinic.workspace.jurisdictions if each.id == "sample")
    change(folder, "sample.v1.toml", name, "Elsewhere")

    refused(clinic, pack_file(folder), "versions that are here: sample@1")


def test_a_programme_that_is_not_what_its_pack_says_is_refused(clinic, tmp_path):
    made = packed(programme_folder(tmp_path / "c", "0.9.0"))
    lying = made.manifest.model_copy(update={"version": "0.9.1"})
    path = tmp_path / "lie.pack"
    path.write_bytes(sign_pack(replace(made, manifest_bytes=manifest_bytes(lying)).data, LEAD).data)

    refused(clinic, path, "two versions")


def test_content_that_cannot_be_used_here_says_where(clinic, tmp_path):
    made = packed(forms_folder(tmp_path / "f", "1.0", SLEEP))
    files = {"sleep-own.v1.toml": b"id = 4\n"}
    manifest = made.manifest.model_copy(update={"files": listed(files)})
    pack = replace(made, manifest_bytes=manifest_bytes(manifest), files=files)
    path = tmp_path / "bad.pack"
    path.write_bytes(sign_pack(pack.data, LEAD).data)

    refused(clinic, path, r"cannot be used here: sleep-own\.v1\.toml, ")


@pytest.mark.parametrize("what", ["nothing", "folder", "link", "empty"])
def test_what_is_no_file_is_refused(clinic, tmp_path, first, what):
    path = tmp_path / "x.pack"
    match what:
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(first)
        case "empty":
            path.write_bytes(b"")

    refused(clinic, path, ".")


def test_a_form_that_asks_another_for_what_it_does_not_have_is_refused(clinic, tmp_path):
    text = form_text("a") + '\n[[questions]]\nid = "b"\nkind = "from_form"\nprompt = "Then?"\n'
    text += 'form = "goals"\nquestion = "nothing"\n'
    texts = {"pack.toml": head("forms", "x", "1"), "a.v1.toml": text}

    refused(clinic, pack_file(write_folder(tmp_path / "a", texts)), "a: .* has no such question")


def test_a_measure_that_somebody_put_into_a_pack_of_forms_is_refused(clinic, tmp_path):
    text = (definitions() / "phq-9.v1.toml").read_bytes()
    made = packed(forms_folder(tmp_path / "f", "1.0", SLEEP))
    files = {"phq-9.v1.toml": text}
    manifest = made.manifest.model_copy(update={"files": listed(files)})
    path = tmp_path / "x.pack"
    pack = replace(made, manifest_bytes=manifest_bytes(manifest), files=files)
    path.write_bytes(sign_pack(pack.data, LEAD).data)

    refused(clinic, path, "put it into a pack of measures")


def test_many_missing_forms_are_counted(clinic, tmp_path):
    opened = [f"nowhere-{number}" for number in range(14)]
    texts = {"pack.toml": head("forms", "x", "1"), "a.v1.toml": opening("a", *opened)}

    refused(clinic, pack_file(write_folder(tmp_path / "a", texts)), "nowhere-7 and 2 more")


def test_broken_content_under_a_good_signature_is_refused_or_fits_and_nothing_is_written(
    clinic, tmp_path
):
    dice = Random(25)
    made = packed(forms_folder(tmp_path / "f", "1.0", SLEEP, ("other", 1, "Well?")))
    path = tmp_path / "x.pack"
    before = sorted(clinic.folder.rglob("*"))
    refused_ones = 0

    for _round in range(200):
        files = dict(made.files)
        name = dice.choice(sorted(files))
        files[name] = mutated_bytes(files[name], dice)
        manifest = made.manifest.model_copy(update={"files": listed(files)})
        pack = replace(made, manifest_bytes=manifest_bytes(manifest), files=files)
        path.write_bytes(sign_pack(pack.data, LEAD).data)
        try:
            look_at(clinic.workspace, path)
        except PackRefused:
            refused_ones += 1

    assert refused_ones > 100
    assert sorted(clinic.folder.rglob("*")) == before
