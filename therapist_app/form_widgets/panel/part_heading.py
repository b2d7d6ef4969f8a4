"""The heading of a part of a form, with the words below it."""

from PySide6.QtWidgets import QWidget

from session_forms.form.definition import FormDefinition
from session_forms.words.texts import translate as _
from therapist_app.widgets.layout.layouts import stack
from therapist_app.widgets.words import text


class PartHeading(QWidget):
    """What a part is called, and what is read before its questions."""

    def __init__(self, form: FormDefinition, part: int | str) -> None:
        super().__init__()
        title, introduction = _words(form, part)
        self.title = text(title, "lead", wrap=True)
        lines = [self.title]
        if introduction:
            lines.append(text(introduction, "reading", wrap=True))
        self.setLayout(stack(*lines, gap="hair", margins=(0, "l", 0, 0)))


def _words(form: FormDefinition, part: int | str) -> tuple[str, str]:
    for each in form.parts:
        if each.id == part:
            return each.title, each.introduction
    return (_("Part {number}").format(number=part) if isinstance(part, int) else part), ""
