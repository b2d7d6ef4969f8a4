"""Rating vignettes by keyboard: the reference stays hidden until the last item is rated."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from programme.definition.training import TrainingFiles
from programme.loading.library import installed
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import open_workplace
from therapist_app.practice.rating_rounds import KEY, RatingRound, keep_round, kept_round
from therapist_app.record.service import settings
from therapist_app.screens.training.rating_view import AgreementView, RatingView
from therapist_app.screens.training.view import TrainingView
from therapist_app.screens.training.viewmodel import TrainingViewModel

pytestmark = pytest.mark.usefixtures("wear")
LOOKS = [("light", 1.0), ("dark", 1.0), ("light", 2.0), ("dark", 2.0), ("contrast-high", 1.0)]
VIGNETTES = installed().training.read_vignettes()
KEYS = {"0": Qt.Key.Key_0, "1": Qt.Key.Key_1, "2": Qt.Key.Key_2, "na": Qt.Key.Key_N}
TITLE = "Practise rating sessions"


class Screen:
    """The training screen, opened on the vignettes."""

    def __init__(self, qtbot, workspace):
        self.qtbot = qtbot
        self.viewmodel = TrainingViewModel(workspace)
        self.view = TrainingView(self.viewmodel)
        qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        self.view.show()
        settle()

    @property
    def words(self) -> str:
        shown = [each for each in self.view.findChildren(QWidget) if each.isVisible()]
        labels = [each.text() for each in shown if isinstance(each, QLabel)]
        told = [f"{each.accessibleName()} {each.accessibleDescription()}" for each in shown]
        return "\n".join((*labels, *told))

    def press(self, name: str) -> None:
        buttons = [each for each in self.view.findChildren(QPushButton) if each.isVisible()]
        found = next(each for each in buttons if name in (each.accessibleName(), each.text()))
        self.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
        settle()

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.view.focusWidget(), key)
        settle()

    def rate_all(self, change=lambda rating: rating) -> None:
        for vignette in VIGNETTES.vignettes:
            for rating in vignette.reference.values():
                self.key(KEYS[change(rating)])
            self.key(Qt.Key.Key_Space)


@pytest.fixture
def practice(work):
    return work.workspace


@pytest.fixture
def show(qtbot, practice):
    return lambda: Screen(qtbot, practice)


def reasons():
    return [each.because for vignette in VIGNETTES.vignettes for each in vignette.items]


def test_no_reason_and_no_reference_is_on_any_page_before_the_last_item_is_rated(show):
    screen = show()
    screen.press(f"Begin: {TITLE}")

    for vignette in VIGNETTES.vignettes:
        assert vignette.title in screen.words
        assert not any(each in screen.words for each in reasons())
        assert "Reference" not in screen.words
        for rating in vignette.reference.values():
            screen.key(KEYS[rating])
        assert not any(each in screen.words for each in reasons())
        screen.key(Qt.Key.Key_Space)

    assert isinstance(screen.view.page, AgreementView)


def test_a_rater_who_sees_all_as_the_reference_does_reads_that_they_are_ready(show, practice):
    screen = show()
    screen.press(f"Begin: {TITLE}")

    screen.rate_all()

    assert "Ready to rate as a second person" in screen.words
    assert "Both rated 36 items, 36 of them the same: 100 %." in screen.words
    assert "95 % interval of kappa" in screen.words
    assert "Nothing: every rating is the same." in screen.words
    assert kept_round(practice).is_blind


def test_who_sees_it_otherwise_is_not_ready_and_reads_why(show):
    screen = show()
    screen.press(f"Begin: {TITLE}")

    screen.rate_all(lambda rating: {"1": "2"}.get(rating, rating))

    assert "Not ready yet" in screen.words
    assert "13 items were rated otherwise." in screen.words
    assert "You: Done. Reference: Partly." in screen.words
    first = next(each for each in VIGNETTES.vignettes[0].items if each.rating == "1")
    assert first.because in screen.words


def test_a_vignette_is_left_only_with_every_item_rated_and_gone_on_with_later(show, practice):
    screen = show()
    screen.press(f"Begin: {TITLE}")
    assert not screen.view.page.go.isEnabled()
    screen.key(Qt.Key.Key_2)
    screen.viewmodel.next_vignette()
    assert screen.viewmodel.state.rating.at == 0
    assert screen.view.page.rows[1].options[0].hasFocus()
    screen.key(Qt.Key.Key_Up)
    assert any(each.hasFocus() for each in screen.view.page.rows[0].options)

    screen.press("Back to training")
    assert "1 of 38 rated" in screen.words
    screen.press(f"Continue: {TITLE}")

    assert isinstance(screen.view.page, RatingView)
    assert screen.view.page.rows[0].options[0].isChecked()
    assert kept_round(practice).given == {"limits-first": {"S01-1": "2"}}


def test_a_second_round_is_not_called_blind_and_another_rater_begins_blind(show, practice):
    given = {each.id: dict(each.reference) for each in VIGNETTES.vignettes}
    keep_round(practice, RatingRound(given))
    screen = show()
    screen.press(f"See the result: {TITLE}")

    screen.press("Rate them again")
    assert kept_round(practice) == RatingRound({}, is_blind=False)
    screen.rate_all()
    assert "Not a blind round" in screen.words
    assert "Ready to rate" not in screen.words

    screen.press("Begin for another rater")
    assert kept_round(practice) == RatingRound({})
    assert isinstance(screen.view.page, RatingView)


def test_in_a_real_record_no_rating_is_kept(qtbot, tmp_path):
    with open_workplace(tmp_path / "real", practice=False) as real:
        screen = Screen(qtbot, real.workspace)
        assert "Your ratings are not saved." in screen.words
        screen.press(f"Begin: {TITLE}")
        screen.key(Qt.Key.Key_2)

        assert screen.viewmodel.state.rating.rated == 1
        assert settings.load(real.workspace.service, KEY, object) is None
        assert kept_round(real.workspace) == RatingRound({})


@pytest.mark.parametrize("text", ["", "title ="])
def test_without_vignettes_that_can_be_read_there_is_no_card_for_raters(qtbot, practice, text):
    files = TrainingFiles(vignettes=text)
    programme = practice.programme.model_copy(update={"training": files})

    screen = Screen(qtbot, replace(practice, programme=programme))
    screen.viewmodel.open_rating()
    screen.viewmodel.rate("S01-1", "2")

    assert "of 38 rated" not in screen.words
    assert screen.viewmodel.state.page == "overview"


@pytest.mark.parametrize(("scheme", "scale"), sampled(LOOKS, every=5, first=1))
def test_nothing_of_rating_is_cut_in_any_look(show, practice, wear, scheme, scale):
    wear(scheme, scale)
    screen = show()
    screen.press(f"Begin: {TITLE}")
    assert clipped(screen.view) == []
    given = {each.id: dict.fromkeys(each.reference, "1") for each in VIGNETTES.vignettes}
    keep_round(practice, RatingRound(given))
    again = show()
    again.press(f"See the result: {TITLE}")

    assert clipped(again.view) == []
