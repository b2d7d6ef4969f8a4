"""Beside a session of a worked case: what to notice, and what was written at this step."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.practice.worked_cases import Teaching
from therapist_app.screens.session.viewmodel import SessionState
from therapist_app.widgets.layout.frames import quiet_card
from therapist_app.widgets.parts import Part, card, text


def teaching_parts(state: SessionState) -> list[Part]:
    """Return the teaching comment; nothing beside any other session."""
    if state.teaching is None:
        return []
    title = _("Worked case: what to notice")
    return [quiet_card(title, [state.teaching.comment], symbol_name="library")]


def written_parts(state: SessionState) -> list[Part]:
    """Return what was written in the form of this step, once it is only read."""
    form = state.page.current_form
    if state.teaching is None or form is None or not state.teaching.written:
        return []
    return [_written(form.title, state.teaching)]


def _written(title: str, teaching: Teaching) -> QWidget:
    lines: list[Part] = []
    for each in teaching.written:
        lines.append(text(each.label, "small", tone="muted", wrap=True))
        lines.append(text(each.words, wrap=True))
    return card(_("{form}, as it was written").format(form=title), *lines, gap="xs")
