"""Where a window stands: as it was kept, on a screen that is there."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from therapist_app.settings import DEFAULTS, LookSettings
from therapist_app.shell.window.appearance import FRAME, AppearanceController, placed
from therapist_app.theme.look import look

LAPTOP = QRect(0, 0, 1366, 738)
BESIDE = QRect(1366, -200, 3840, 2130)
SMALL = QRect(0, 0, 1024, 700)


def kept(left: int, top: int, width: int, height: int) -> LookSettings:
    return replace(DEFAULTS, left=left, top=top, width=width, height=height)


def test_a_window_comes_back_to_where_it_stood() -> None:
    assert placed(kept(100, 40, 1000, 600), [LAPTOP]) == QRect(100, 40, 1000, 600)
    assert placed(kept(1500, -150, 3000, 1800), [LAPTOP, BESIDE]) == QRect(1500, -150, 3000, 1800)


def test_the_first_window_stands_in_the_middle_and_fits() -> None:
    assert placed(DEFAULTS, [QRect(0, 0, 1920, 1040)]) == QRect(277, 148, 1366, 768)


@pytest.mark.parametrize("screen", [LAPTOP, SMALL, QRect(0, 0, 1366, 768)])
def test_the_first_window_is_whole_with_its_frame_on_a_small_screen(screen: QRect) -> None:
    found = placed(DEFAULTS, [screen])

    assert screen.contains(found.marginsAdded(FRAME))
    assert found.width() >= screen.width() - 16


@pytest.mark.parametrize(
    ("screen", "size"),
    [
        (QRect(0, 0, 3840, 2130), (1920, 1200)),
        (QRect(0, 0, 2560, 1400), (1792, 980)),
    ],
)
def test_the_first_window_is_no_stamp_on_a_large_screen(
    screen: QRect, size: tuple[int, int]
) -> None:
    found = placed(DEFAULTS, [screen])

    assert found.size().toTuple() == size
    assert abs(found.center().x() - screen.center().x()) <= 1


@pytest.mark.parametrize(
    ("look", "screens"),
    [
        (kept(1500, -150, 3000, 1800), [LAPTOP]),  # its screen was taken away
        (kept(-20_000, 50, 800, 600), [LAPTOP, BESIDE]),
        (kept(900, 500, 1000, 600), [LAPTOP]),  # partly out of sight
        (kept(0, 0, 3840, 2130), [SMALL]),
    ],
)
def test_a_window_is_wholly_on_a_screen_that_is_there(
    look: LookSettings, screens: list[QRect]
) -> None:
    found = placed(look, screens)

    assert any(each.contains(found) for each in screens)


def test_a_window_is_built_anew_for_colours_and_sizes_and_not_for_what_moves(qapp, wear) -> None:
    class Window(QWidget):
        built = 0

        def rebuild(self) -> None:
            self.built += 1

    wear("light", 1.0)
    window = Window()
    controller = AppearanceController(qapp, None)
    controller.attach(window)
    light = replace(DEFAULTS, scheme="light")
    controller.apply(light)

    controller.apply(replace(light, reduced_motion=True, one_by_one=True))
    assert (look().reduced_motion, look().one_by_one, window.built) == (True, True, 0)
    controller.apply(replace(light, scheme="dark"))
    assert (look().scheme, window.built) == ("dark", 1)
    controller.apply(replace(light, text_scale=1.5))
    assert (look().text_scale, window.built) == (1.5, 2)
