"""The parts of a form: questions under one heading, with words of its own, maybe on a new page."""

from session_forms.files.frozen import Definition
from session_forms.files.spelling import Words


class Part(Definition):
    """A part of a form; its questions name it and stand together.

    Attributes:
        id: Its name in the questions' `part`.
        title: Its heading.
        introduction: Read below the heading.
        new_page: Whether it begins a page of its own, on screen.

    """

    id: int | Words
    title: Words
    introduction: str = ""
    new_page: bool = False
