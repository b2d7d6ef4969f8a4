"""The lead's desk on a real display: a pack signed, put forward and installed, without a file with
a key and without a terminal.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from exports.package.packs import verify_pack
from tests.journeys.first_month.settling_in import open_versions, take_in
from tests.support.display.application import Application
from tests.support.display.first_steps import lock, pick_file, set_up, sign_in, unlock
from tests.support.display.person import By, Person, named, says
from tests.support.programme.packs import SLEEP, SLEEP_NOW, forms_folder, pack_file
from tests.support.sampling import beyond
from tests.support.windows.place_keys import place_keys_seen
from therapist_app.commands import Oversight

ANA, BEN, LEA = "Ana Keeper", "Ben Therapist", "Lea Lead"
BENS, LEAS = "copper lantern slowly drifting north", "seven quiet bridges under thunder"


@beyond("test_from_an_empty_folder_to_a_client_who_is_there_after_locking")
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_lead_signs_a_pack_and_answers_what_a_therapist_put_forward(
    laptop: Callable[..., Application], tmp_path: Path, by: By
) -> None:
    application = laptop("laptop")
    person = Person(application, by)
    ours = forms_folder(tmp_path / "ours", "1.0", SLEEP)
    theirs = pack_file(forms_folder(tmp_path / "theirs", "1.1", SLEEP, SLEEP_NOW))
    set_up(person, ANA, tmp_path)
    unlock(person)
    take_in(person, BEN, BENS, tmp_path / "ben.pdf")
    take_in(person, LEA, LEAS, tmp_path / "lea.pdf", leads=True)
    lock(person)

    sign_in(person, LEA, LEAS)
    open_versions(person)
    person.press(says("Make a pack from a folder …", "button"))
    pick_file(person, ours)
    person.press(says("I have read what changes, and take responsibility for it", "option"))
    person.press(says("Sign and save …", "button"))
    saved = tmp_path / "signed.pack"
    pick_file(person, saved)
    person.see(says("Signed and saved: {what}", "words", what=saved.name))
    assert verify_pack(saved.read_bytes()).pack.manifest.version == "1.0"
    person.press(says("Install and use", "button"))
    person.see(says("Installed: {what}", "words", what="forms our-forms 1.0"))
    lock(person)

    sign_in(person, BEN, BENS)
    open_versions(person)
    person.press(says("Suggest a pack …", "button"))
    pick_file(person, theirs)
    person.press(named("put_forward"))
    person.see(says("Suggested: {what}", "words", what="forms our-forms 1.1"))
    lock(person)

    sign_in(person, LEA, LEAS)
    person.key(place_keys_seen(person, Oversight))
    person.arrive("oversight")
    person.press(named("need_signer_waits"))
    person.write(says("Who signed it", "field"), "Mara Lind")
    person.press(says("I compared every group of this number with that person", "option"))
    person.press(says("Install and use", "button"))
    person.see(says("Installed: {what}", "words", what="forms our-forms 1.1"))
    person.press(says("Stop trusting", "button"))
    person.see(says("No longer trusted: {what}", "words", what="Mara Lind"))

    assert application.trouble == []
    assert application.told == ""
