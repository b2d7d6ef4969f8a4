"""What a service needs has its words and its way, whoever settles it."""

from typing import get_args

import pytest

from therapist_app.commands import Destination
from therapist_app.form_widgets import needs_card
from therapist_app.workflows.overviews.service_needs import Kind, Need, Whose


@pytest.mark.parametrize("kind", get_args(Kind))
def test_everything_that_a_service_needs_has_its_words_and_leads_somewhere(kind: Kind) -> None:
    need = Need(kind, is_mine=True, whose="lead", subject="x", done=1, of=2, what="w", by="b")

    assert len(needs_card.WORDS[kind]) == len(("title", "what it means", "button"))
    assert needs_card.title_of(need)
    assert isinstance(needs_card._way(need), Destination)


def test_whoever_settles_it_is_named_to_the_others() -> None:
    assert set(needs_card.OTHERS) == set(get_args(Whose))


def test_no_button_may_become_narrower_than_its_words(wear, qtbot) -> None:
    wear()
    for kind in get_args(Kind):
        line = needs_card.NeedLine(Need(kind, is_mine=True, whose="lead", what="w", by="b"))
        qtbot.addWidget(line)
        line.show()

        assert line.open.minimumWidth() >= line.open.minimumSizeHint().width(), kind
