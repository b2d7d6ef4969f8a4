"""A pack of vignettes: shown in full, installed, rated in the place of those of the programme."""

import pytest
from PySide6.QtWidgets import QLabel

from programme.errors import PackRefused
from tests.support.programme.packs import change, pack_file, vignettes_folder
from therapist_app.screens.library.contents_view import vignette_cards
from therapist_app.screens.training.viewmodel import TrainingViewModel
from therapist_app.workflows.content.pack_offers import look_at

FILE = "rating-vignettes.toml"


def test_it_is_shown_whole_and_rated_in_the_place_of_those_of_the_programme(clinic, tmp_path, qapp):
    assert qapp is not None
    folder = vignettes_folder(tmp_path / "v", "1.0")
    change(folder, FILE, 'title = "Practise rating sessions"', 'title = "Our own vignettes"')
    path = pack_file(folder)

    offer = look_at(clinic.workspace, path)
    cards = list(vignette_cards(offer.contents.vignettes))
    said = "\n".join(each.text() for card in cards for each in card.findChildren(QLabel))
    assert "Our own vignettes" in said
    assert "The limits, before the story" in said
    assert "He heard that he may stop." in said
    assert "no longer rates them blind" in said
    assert len(cards) == 1 + 8

    clinic.install(path)
    workspace = clinic.come_back()

    raters = TrainingViewModel(workspace).state.raters
    assert raters is not None
    assert raters.title == "Our own vignettes"
    assert workspace.packs.vignettes_of == "vignettes our-vignettes 1.0"


def test_one_that_fits_no_programme_here_is_refused(clinic, tmp_path):
    folder = vignettes_folder(tmp_path / "v", "1.0")
    path = pack_file(folder)
    change(folder, FILE, 'course = "pps-core"', 'course = "elsewhere"')
    wrong = pack_file(folder)
    assert path == wrong

    with pytest.raises(PackRefused, match="which is not here"):
        look_at(clinic.workspace, wrong)
