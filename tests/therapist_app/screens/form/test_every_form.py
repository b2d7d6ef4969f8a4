"""Every form that ships: completed by keys alone, and none of its text cut."""

from datetime import date

import pytest

from session_forms.filling.states import Context
from session_forms.library.library import installed
from session_forms.reference.directory import installed_directory, offered
from session_forms.reference.jurisdictions import installed_jurisdictions
from tests.support.sampling import chosen, sampled
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.kinds import open_panel
from tests.support.windows.open_forms import FakeStore
from tests.support.windows.settling import settle
from tests.support.windows.typist import Typist
from therapist_app.screens.form.view import FormView
from therapist_app.screens.form.viewmodel import FormViewModel

DIRECTORY = installed_directory()
CONTEXT = Context(
    today=date(2026, 3, 2),
    own_menu=("Walk", "Ring a friend"),
    directory=tuple(entry.id for entry in offered(DIRECTORY)),
    directory_kinds={entry.id: entry.kind for entry in DIRECTORY},
    services={entry.id: entry for entry in DIRECTORY},
    jurisdictions=("sample@1",),
    local_texts={each.ref: each for each in installed_jurisdictions()},
)
FORMS = installed().ids()
KEYED = frozenset({*FORMS[10::16], "thought-record"})
"""They ask questions of nearly every kind; that one has scales."""


@pytest.fixture
def show(qtbot, wear):
    """Return the screen of a form with the keyboard in it, and the store it is kept in."""
    wear()
    shown = []

    def open_one(form_id):
        store = FakeStore({form_id: installed().latest(form_id)}, context=CONTEXT)
        view = FormView(FormViewModel.of_client(None, "client", form_id, "held", store=store))
        qtbot.addWidget(view)
        view.resize(1302, 768)
        with qtbot.waitActive(view):
            view.show()
            view.activateWindow()
        view.focus_first()
        settle()
        shown.append(view)
        return view, store

    yield open_one
    for view in shown:
        view.flush()


@pytest.mark.parametrize("form_id", chosen(FORMS, KEYED.__contains__))
def test_a_form_is_completed_by_keys_alone(show, form_id):
    view, store = show(form_id)
    typist = Typist(view)

    typist.fill_in()
    typist.finish()

    [state] = store.finished
    assert {key: state.answers_to_keep[key] for key in typist.meant} == typist.meant
    assert state.unanswered == ()


@pytest.mark.parametrize("form_id", sampled(FORMS, every=16, first=12))
def test_nothing_is_cut_in_large_print(qtbot, wear, form_id):
    wear("light", 2.0)
    opened = open_panel(qtbot, {}, form_id=form_id, width=1180)

    assert clipped(opened.panel) == []
    assert outside(opened.panel) == []
