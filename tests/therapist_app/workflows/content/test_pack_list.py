"""What an interrupted install leaves, and what counts where files and record differ."""

import json
from contextlib import contextmanager
from dataclasses import asdict

import pytest

from programme.errors import PackRefused
from programme.packs.contents import Contents
from session_forms.errors import DefinitionError
from tests.support.programme.packs import STRANGER, forms_folder, pack_file, signed, words_folder
from tests.support.workflows.clinics import everything
from therapist_app.record.errors import CannotWrite, DiskFull
from therapist_app.record.service import settings
from therapist_app.workflows.content import keeping_content, pack_content, packs
from therapist_app.workflows.content.content_in_use import content_in_use
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.content.pack_registry import KEY, read_list, registry_of
from therapist_app.workflows.packs_in_use import trouble_words

STEPS = ("put_file", "keep_registry", "write_list", "confirm_signer")
ENTRY = {"kind": "forms", "id": "x", "version": "1", "sha256": "0" * 64, "in_use": True}


@contextmanager
def cut_off(step, moment):
    """Interrupt the install before or after one of its steps."""
    real = getattr(packs, step)

    def cut(*given):
        if moment == "after":
            real(*given)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packs, step, cut)
        yield


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_install_that_is_cut_off_leaves_what_was_there(clinic, second, step, moment):
    before = everything(clinic.workspace)
    registry, listed = registry_of(clinic.workspace.service), read_list(clinic.packs)

    with cut_off(step, moment), pytest.raises(KeyboardInterrupt):
        clinic.install(second)

    assert registry_of(clinic.workspace.service) == registry
    assert everything(clinic.come_back()) == before
    assert read_list(clinic.packs) == listed
    clinic.install(second)
    assert clinic.come_back().forms.latest("sleep-own").version == 2


@pytest.mark.parametrize("step", ["keep_registry", "write_list"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_update_that_is_cut_off_leaves_the_earlier_version(clinic, first, second, step, moment):
    clinic.install(first)
    before = everything(clinic.come_back())

    with cut_off(step, moment), pytest.raises(KeyboardInterrupt):
        clinic.install(second)

    assert everything(clinic.come_back()) == before
    assert [each.ref for each in registry_of(clinic.workspace.service)] == ["forms our-forms 1.0"]


@pytest.mark.parametrize("error", [DiskFull, CannotWrite])
def test_a_disk_that_refuses_leaves_what_was_there(clinic, first, monkeypatch, error):
    def refuse(*_given):
        raise error

    monkeypatch.setattr(keeping_content, "replace_file", refuse)
    with pytest.raises(error):
        clinic.install(first)
    monkeypatch.undo()

    assert registry_of(clinic.workspace.service) == ()
    assert clinic.come_back().packs.listed == ()


def test_a_list_that_was_changed_from_outside_does_not_count(clinic, first, second):
    clinic.install(first)
    clinic.install(second)
    before = everything(clinic.come_back())
    place = clinic.packs / "installed.json"
    listed = json.loads(place.read_text("utf-8"))
    turned = [each | {"in_use": not each["in_use"]} for each in listed]
    place.write_text(json.dumps(turned), "utf-8")

    workspace = clinic.come_back()

    assert everything(workspace) == before
    assert workspace.packs.differed
    assert "did not match the record" in trouble_words(workspace.packs)
    assert not clinic.come_back().packs.differed


@pytest.mark.parametrize(
    "written",
    [
        *["", "[", "{}", "4", '["x"]', "[" * 50_000, '[{"kind": "forms"}]'],
        json.dumps([ENTRY | {"id": "../../x"}]),
        json.dumps([ENTRY | {"id": 4}]),
        json.dumps([ENTRY | {"id": "x" * 101}]),
        json.dumps([ENTRY | {"kind": "games"}]),
        json.dumps([ENTRY | {"version": "../1"}]),
        json.dumps([ENTRY | {"sha256": "0"}]),
        json.dumps([ENTRY | {"in_use": 1}]),
        json.dumps([ENTRY | {"more": 1}]),
    ],
)
def test_a_list_that_nobody_of_us_wrote_is_no_list(tmp_path, written):
    (tmp_path / "installed.json").write_text(written, "utf-8")

    assert read_list(tmp_path) == ()


def test_a_pack_that_was_put_there_from_outside_is_never_used(clinic, tmp_path):
    evil = signed(forms_folder(tmp_path / "f", "1.0", ("evil", 1, "Well?")), STRANGER)
    place = clinic.packs / "forms" / "our-forms" / "1.0.pack"
    place.parent.mkdir(parents=True)
    place.write_bytes(evil.data)
    entry = ENTRY | {"id": "our-forms", "version": "1.0", "sha256": evil.sha256}
    (clinic.packs / "installed.json").write_text(json.dumps([entry]), "utf-8")
    assert content_in_use(clinic.folder).packs.listed

    workspace = clinic.come_back()

    assert "evil" not in workspace.forms.ids()
    assert workspace.packs.differed


@pytest.mark.parametrize("why", ["missing", "changed"])
def test_a_pack_whose_file_is_not_right_is_named_and_what_ships_stands_in(clinic, course, why):
    before = clinic.workspace.programme
    clinic.install(course)
    clinic.come_back()
    place = clinic.packs / "programme" / "pps-core" / "0.9.0.pack"
    place.unlink() if why == "missing" else place.write_bytes(place.read_bytes()[:-512])
    clinic.workspace.service.run("DELETE FROM pack_files")

    workspace = clinic.come_back()

    assert workspace.programme == before
    assert [(each.ref, each.why) for each in workspace.packs.problems] == [
        ("programme pps-core 0.9.0", why)
    ]
    assert "is used instead. Install the pack again." in trouble_words(workspace.packs)
    with pytest.raises(PackRefused, match="install it again"):
        packs.use(workspace, "programme", "pps-core", "0.9.0")
    assert look_at(workspace, course).standing == "installed"
    clinic.install(course)
    assert clinic.come_back().programme.version == "0.9.0"


def test_a_pack_that_no_longer_makes_sense_is_named(clinic, first, monkeypatch):
    clinic.install(first)

    def refuse(*_given):
        raise PackRefused("no longer")

    monkeypatch.setattr(pack_content, "read_contents", refuse)

    workspace = clinic.come_back()
    assert [each.why for each in workspace.packs.problems] == ["unusable"]
    assert "no longer fits" in trouble_words(workspace.packs)


def test_words_that_no_longer_fit_are_named(clinic, tmp_path, monkeypatch):
    clinic.install(pack_file(words_folder(tmp_path / "w", "1.0")))

    def refuse(*_given):
        raise DefinitionError("x", None, "", "what", "to do")

    monkeypatch.setattr(Contents, "worded", refuse)

    assert [each.why for each in clinic.come_back().packs.problems] == ["unusable"]


@pytest.mark.parametrize(
    ("name", "spelt"), [("id", "../../../x"), ("version", "../../../../x"), ("kind", "../..")]
)
def test_no_file_of_a_pack_is_made_elsewhere_whatever_is_settled(clinic, first, name, spelt):
    clinic.install(first)
    service = clinic.workspace.service
    [pack] = [asdict(each) for each in registry_of(service)]
    pack["listed"][name] = spelt
    settings.save(service, KEY, [pack])

    assert registry_of(service) == ()

    before = {*clinic.packs.parent.parent.rglob("*")}
    keeping_content.packs_to_load(clinic.workspace.vault, None)

    assert {*clinic.packs.parent.parent.rglob("*")} == before
