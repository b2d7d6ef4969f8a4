"""The parts that screens are built from, under one name."""

from therapist_app.widgets.controls.buttons import LeavingButton, MainButton, button
from therapist_app.widgets.controls.options import Option, Tick, one_of
from therapist_app.widgets.controls.progress import progress_bar
from therapist_app.widgets.fields.fields import TextArea, TextLine
from therapist_app.widgets.fields.labelled_field import LabelledField
from therapist_app.widgets.layout.frames import (
    banner,
    box,
    card,
    chip,
    empty_state,
    rule,
    ruled,
    score_tile,
)
from therapist_app.widgets.layout.layouts import (
    STRETCH,
    Columns,
    Flow,
    Part,
    TwoColumns,
    choices,
    empty,
    hold,
    keep_aside,
    lay_in,
    read_in_order,
    row,
    scroll,
    scroll_cards,
    stack,
)
from therapist_app.widgets.layout.page_view import foot_bar, page_head
from therapist_app.widgets.words import name_of, reading, symbol, text
