"""A signer who is trusted no longer is told by name and day, and the number is asked for anew."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from session_forms.words.day_words import written_day
from tests.support.programme.packs import SLEEP, SLEEP_NOW, forms_folder, pack_file
from tests.support.record.records import newcomer
from tests.support.windows.clipping import clipped, outside
from tests.support.workflows.clinics import open_clinic
from therapist_app.record.keyring.people import remove_person, take_in
from therapist_app.screens.library.offer_view import OfferView
from therapist_app.screens.library.signer_words import TITLES, ended_sentence, ended_title
from therapist_app.screens.library.version_list_view import VersionListView
from therapist_app.screens.library.versions import VersionsViewModel
from therapist_app.workflows.content.trusted_signers import Ended

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
def left(tmp_path):
    """A clinic that installed a pack by Lea, who left since, and her next pack."""
    clinic = open_clinic(tmp_path / "ours")
    vault = clinic.workspace.vault
    lea = newcomer(vault.sources, bytes(32), bytes(20), name="Lea Example", roles=("lead",))
    take_in(vault, lea)
    clinic.install(pack_file(forms_folder(tmp_path / "f", "1.0", SLEEP)), "Lea Example")
    remove_person(vault, lea.uid)
    yield clinic, pack_file(forms_folder(tmp_path / "g", "1.1", SLEEP, SLEEP_NOW))
    clinic.lock()


def shown(qtbot, page, width=1170):
    qtbot.addWidget(page)
    page.resize(width, 768)
    page.show()
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


@pytest.mark.parametrize("text_size", [1, 2])
def test_a_pack_by_somebody_who_left_says_so_and_asks_for_the_number_anew(
    qtbot, left, wear, text_size
):
    clinic, newer = left
    wear("light", text_size)
    viewmodel = VersionsViewModel(clinic.workspace)
    viewmodel.look_at(newer)
    page = OfferView(viewmodel.state.offer, viewmodel)

    words = shown(qtbot, page)

    day = written_day(clinic.workspace.today())
    assert "The signer left the service" in words
    assert f"Lea Example left the service on {day}." in words
    assert "This signer is not known here yet" not in words
    assert not page.install.isEnabled()
    assert page.first is page.name
    page.name.setText("Lea Example")
    page.compared.click()
    assert page.install.isEnabled()
    assert clipped(page) == []
    assert outside(page) == []


def test_the_list_says_who_left_and_offers_to_end_no_trust_that_has_ended(qtbot, left):
    clinic, _newer = left
    viewmodel = VersionsViewModel(clinic.workspace)
    page = VersionListView(viewmodel)

    words = shown(qtbot, page)

    day = written_day(clinic.workspace.today())
    assert f"Lea Example left the service on {day}.\nThe next pack is compared again." in words
    [row] = page.signers
    assert not row.distrust.isVisible()


@pytest.mark.parametrize("reason", TITLES)
def test_each_reason_has_a_heading_and_says_whom_it_is_about(wear, reason):
    wear("light", 1)
    without = ended_sentence(Ended(reason, "Lea Example"))

    assert ended_title(Ended(reason, "Lea Example"))
    assert without.startswith("Lea Example")
    if reason != "role":
        day = date(2026, 3, 2)
        assert written_day(day) in ended_sentence(Ended(reason, "Lea Example", day))
