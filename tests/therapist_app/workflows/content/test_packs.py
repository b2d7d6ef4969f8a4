"""Installing packs, using them, and going back."""

import pytest

from programme.errors import PackRefused
from programme.loading.earlier_versions import earlier_versions
from programme.packs.folders import shipped_hash
from session_forms.library.library import installed
from tests.support.programme.packs import (
    LEAD,
    SLEEP,
    STRANGER,
    change,
    forms_folder,
    head,
    local_texts,
    pack_file,
    programme_folder,
    services_folder,
    write_folder,
)
from tests.support.workflows.clinics import actions, everything, open_clinic
from tests.support.workflows.local_texts import bring_into_force
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed
from therapist_app.workflows.content import packs
from therapist_app.workflows.content.content_in_use import content_in_use
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.content.pack_registry import list_of, packs_said, registry_of
from therapist_app.workflows.forms.reference import reference_names, texts_to_read
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

CAME_EARLIER = tuple(each.programme for each in earlier_versions())


def test_without_packs_everything_is_what_comes_with_the_program(clinic):
    assert clinic.workspace.packs.listed == ()
    assert clinic.workspace.earlier_programmes == CAME_EARLIER
    assert clinic.files() == {}


def test_looking_at_a_pack_changes_nothing(clinic, first):
    offer = look_at(clinic.workspace, first)

    assert (offer.standing, offer.in_use, offer.signer) == ("first", "", None)
    assert clinic.files() == {}
    assert registry_of(clinic.workspace.service) == ()


def test_an_installed_form_is_used_from_the_next_unlock_on(clinic, first):
    clinic.install(first)

    assert "sleep-own" not in clinic.workspace.forms.ids()
    assert packs.waits_for_use(clinic.workspace)
    workspace = clinic.come_back()
    assert "sleep-own" in workspace.forms.ids()
    assert workspace.forms.latest("phq-9") == installed().latest("phq-9")
    assert not packs.waits_for_use(workspace)


def test_what_was_installed_when_and_by_whom_stands_in_the_record(clinic, first):
    clinic.install(first, "Mara Lind")

    [pack] = registry_of(clinic.workspace.service)
    signer = packs.signer_of(clinic.workspace, pack)
    assert (pack.by, pack.title) == ("Ana Example", "Our forms")
    assert (signer.name, signer.confirmed_by) == ("Mara Lind", "Ana Example")
    assert packs.installed_on(pack).isoformat() == "2026-03-02"
    told = actions(clinic.workspace, "pack_installed", "pack_used", "signer_confirmed")
    assert sorted(told) == ["pack_installed", "pack_used", "signer_confirmed"]
    assert audit.verify(clinic.workspace.service).is_whole


def test_the_file_is_kept_as_it_was_signed_for_its_owner_only(clinic, first):
    clinic.install(first)

    place = clinic.packs / "forms" / "our-forms" / "1.0.pack"
    assert place.read_bytes() == first.read_bytes()
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0


def test_a_signer_nobody_knows_is_told_and_refused_without_a_name(clinic, first):
    offer = look_at(clinic.workspace, first)

    for name in ("", "  "):
        with pytest.raises(PackRefused, match="not trusted here"):
            packs.install(clinic.workspace, offer, signer_name=name)

    assert clinic.files() == {}
    assert registry_of(clinic.workspace.service) == ()


def test_a_confirmed_signer_is_known_the_next_time_and_another_is_not(clinic, first, tmp_path):
    clinic.install(first)
    mine = pack_file(forms_folder(tmp_path / "mine", "1.2", SLEEP), LEAD)
    other = pack_file(forms_folder(tmp_path / "other", "1.3", SLEEP), STRANGER)

    packs.install(clinic.workspace, look_at(clinic.workspace, mine))

    assert look_at(clinic.workspace, mine).signer.name == "Mara Lind"
    assert look_at(clinic.workspace, other).signer is None


@pytest.mark.parametrize("deed", ["install", "use", "set_aside"])
def test_a_therapist_alone_changes_nothing(tmp_path, first, deed):
    clinic = open_clinic(tmp_path, roles=("therapist",))
    offer = look_at(clinic.workspace, first)
    deeds = {
        "install": lambda: packs.install(clinic.workspace, offer, signer_name="Mara Lind"),
        "use": lambda: packs.use(clinic.workspace, "forms", "our-forms", "1.0"),
        "set_aside": lambda: packs.set_aside(clinic.workspace, "forms", "our-forms"),
    }

    with pytest.raises(NotAllowed):
        deeds[deed]()

    assert clinic.files() == {}
    clinic.lock()


@pytest.mark.parametrize("roles", [("lead",), ("keeper",), ("keeper", "lead")])
def test_a_lead_without_a_caseload_installs(tmp_path, first, roles):
    clinic = open_clinic(tmp_path, roles=roles)

    clinic.install(first)

    assert "sleep-own" in clinic.come_back().forms.ids()
    clinic.lock()


def test_an_update_keeps_the_earlier_form_for_its_answers(clinic, first, second):
    clinic.install(first)
    clinic.come_back()
    offer = look_at(clinic.workspace, second)

    clinic.install(second)
    workspace = clinic.come_back()

    assert (offer.standing, offer.in_use) == ("newer", "forms our-forms 1.0")
    assert workspace.forms.latest("sleep-own").version == 2
    assert ("sleep-own", 1) in workspace.forms


def test_going_back_gives_exactly_the_earlier_content(clinic, first, second):
    clinic.install(first)
    before = everything(clinic.come_back())
    clinic.install(second)
    between = everything(clinic.come_back())

    packs.use(clinic.workspace, "forms", "our-forms", "1.0")
    after = everything(clinic.come_back())

    assert between[:4] != before[:4]
    assert after[:4] == before[:4]
    assert {key: form for key, form in after[4].items() if key != ("sleep-own", 2)} == before[4]
    assert actions(clinic.workspace, "pack_used") == ["pack_used"] * 3


def test_a_form_that_is_used_no_longer_is_not_offered_but_stays_readable(clinic, first):
    clinic.install(first)
    clinic.come_back()

    packs.set_aside(clinic.workspace, "forms", "our-forms")
    workspace = clinic.come_back()

    assert "sleep-own" not in workspace.forms.ids()
    assert workspace.forms.get("sleep-own", 1).questions[0].prompt == "Did you sleep?"
    assert workspace.forms.latest("sleep-own").version == 1
    assert actions(workspace, "pack_set_aside") == ["pack_set_aside"]


def test_a_new_programme_is_for_new_clients_and_the_others_keep_theirs(clinic, course):
    old = clinic.workspace.programme
    earlier = add_client(clinic.workspace, NewClient("code_only"))

    clinic.install(course)
    workspace = clinic.come_back()
    later = add_client(workspace, NewClient("code_only"))

    assert (workspace.programme.title, workspace.programme.version) == ("Our programme", "0.9.0")
    assert workspace.earlier_programmes == (old, *CAME_EARLIER)
    assert workspace.programme_of(earlier) == old
    assert workspace.programme_of(later) == workspace.programme


def test_back_to_the_programme_that_ships_and_forth_again(clinic, course):
    before = everything(clinic.workspace)
    clinic.install(course)
    changed = everything(clinic.come_back())
    follower = add_client(clinic.workspace, NewClient("code_only"))

    packs.set_aside(clinic.workspace, "programme", "")
    back = clinic.come_back()
    assert everything(back) == before
    assert back.programme_of(follower).title == "Our programme"

    packs.use(back, "programme", "pps-core", "0.9.0")
    assert everything(clinic.come_back()) == changed


def test_one_programme_is_in_use_at_a_time(clinic, course, tmp_path):
    folder = programme_folder(tmp_path / "other", "0.9.0")
    change(folder, "programme.toml", 'id = "pps-core"', 'id = "another"')
    clinic.install(course)

    clinic.install(pack_file(folder))

    in_use = [
        each.listed.id for each in registry_of(clinic.workspace.service) if each.listed.in_use
    ]
    assert in_use == ["another"]
    assert {each.id for each in clinic.come_back().earlier_programmes} == {"pps-core"}


def test_an_older_version_can_be_installed_and_says_so(clinic, first, second):
    clinic.install(second)

    assert look_at(clinic.workspace, first).standing == "older"


def test_practice_uses_the_packs_of_the_clinic_until_it_has_its_own(
    clinic, tmp_path, first, second
):
    clinic.install(first)
    practice = open_clinic(tmp_path / "practice", practice=True)
    lent = content_in_use(clinic.folder)

    assert packs_said(practice.workspace.vault, lent.packs) is None
    practice.install(second)
    said = packs_said(practice.workspace.vault, lent.packs)

    assert said.folder == practice.packs
    assert not said.differed
    assert content_in_use(clinic.folder, said).forms.latest("sleep-own").version == 2
    assert [each.version for each in list_of(registry_of(clinic.workspace.service))] == ["1.0"]
    practice.lock()


def test_the_hash_of_what_ships_is_not_that_of_a_changed_copy(clinic, course):
    clinic.install(course)

    [pack] = registry_of(clinic.workspace.service)
    assert pack.content != shipped_hash()


def test_what_is_put_aside_can_still_be_read_where_it_was_answered(clinic, tmp_path):
    folder = local_texts(tmp_path / "t", "sample")
    write_folder(folder, {"pack.toml": head("jurisdictions", "our-law", "1")})
    write_folder(folder, {"sample.v2.toml": (folder / "sample.v1.toml").read_text("utf-8")})
    change(folder, "sample.v2.toml", "version = 1", "version = 2")
    clinic.install(pack_file(folder))
    services = services_folder(tmp_path / "s", "1")
    first = clinic.workspace.directory[0]
    change(services, "directory.toml", f'"{first.id}"', '"our-own-line"')
    clinic.install(pack_file(services))
    clinic.come_back()
    packs.set_aside(clinic.workspace, "jurisdictions", "our-law")

    workspace = clinic.come_back()

    assert "sample@2" not in {each.ref for each in workspace.jurisdictions}
    assert texts_to_read(workspace)["sample@2"].version == 2
    assert first.id not in {each.id for each in workspace.directory}
    assert {first.id, "our-own-line", "sample@2"} <= reference_names(workspace).keys()
    packs.set_aside(workspace, "directory", "our-services")
    assert "our-own-line" in reference_names(clinic.come_back())


def test_a_pack_does_not_replace_a_text_that_the_service_approved_itself(clinic, tmp_path):
    bring_into_force(clinic.workspace, "de")
    folder = local_texts(tmp_path / "t", "de")
    write_folder(folder, {"pack.toml": head("jurisdictions", "our-law", "1")})
    write_folder(folder, {"de.v2.toml": (folder / "de.v1.toml").read_text("utf-8")})
    change(folder, "de.v2.toml", "version = 1", "version = 2")

    with pytest.raises(PackRefused, match="de@2"):
        look_at(clinic.workspace, pack_file(folder))
