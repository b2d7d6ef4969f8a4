"""One section of a local text: what the law says, what the client hears, source, who is told."""

from collections.abc import Collection, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from programme.local_text_sections import Field, Section
from session_forms.reference.jurisdictions import spoken_words
from session_forms.words.texts import N_, NN_, _, counted, pgettext
from therapist_app.accessibility.hushing import describe_quietly
from therapist_app.accessibility.roles import tell_role
from therapist_app.screens.local_text.viewmodel import LocalTextState, LocalTextViewModel
from therapist_app.widgets.controls.options import ChoosingOption, one_of, option_for, show_checked
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.parts import (
    Columns,
    LabelledField,
    Part,
    TextArea,
    TextLine,
    card,
    reading,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines

WORDS_A_SECOND = 2.3
"""How fast somebody reads aloud who wants to be understood."""
LENGTH = NN_("{count} word", "{count} words")
SECONDS = NN_("about {count} second", "about {count} seconds")
ALOUD = N_("Two or three short sentences.")


class ChoiceField(QWidget):
    """A choice of one; nothing is chosen beforehand.

    Signals:
        chosen: The field and the choice.

    """

    chosen = Signal(str, str)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field
        self.options = [ChoosingOption(_(words), value) for value, words in field.options]
        self._group = one_of(self, self.options)
        title = _(field.title)
        self.setAccessibleName(title)
        tell_role(self, "list")
        for option in self.options:
            option.setObjectName(f"{field.key}.{option.choice}")
            option.chosen.connect(partial(self.chosen.emit, self._field.key))
        self.setLayout(
            stack(text(title, "strong", wrap=True), Columns(*self.options, gap="s"), gap="xs")
        )
        self.setFocusProxy(self.options[0])

    def show_words(self, words: str) -> None:
        """Show which one is chosen."""
        show_checked(self._group, option_for(self.options, words))


class WrittenField(QWidget):
    """Words to be read aloud, or a line.

    Signals:
        edited: The field and its words after each change.

    """

    edited = Signal(str, str)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field
        is_spoken = field.kind == "words"
        self.line: TextArea | TextLine = TextArea(lines=5) if is_spoken else TextLine()
        self.line.setObjectName(field.key)
        self.labelled = LabelledField(_(field.title), self.line, hint=_(ALOUD) if is_spoken else "")
        self.setLayout(stack(self.labelled))
        self.setFocusProxy(self.line)
        self.line.edited.connect(partial(self.edited.emit, self._field.key))

    def show_words(self, words: str) -> None:
        """Show what is written, and how long reading it aloud takes."""
        self.line.show_words(words)
        if self._field.kind == "words" and words.strip():
            count = len(spoken_words(words).split())
            length = counted(LENGTH, count)
            seconds = counted(SECONDS, max(1, round(count / WORDS_A_SECOND)))
            said = _("{advice} {words}, {seconds}.")
            advice = _(ALOUD)
            self.labelled.hint.setText(said.format(advice=advice, words=length, seconds=seconds))


class SectionView(QWidget):
    """The fields of one section, under what the template says about it."""

    def __init__(self, section: Section, viewmodel: LocalTextViewModel) -> None:
        super().__init__()
        self.fields: Mapping[str, ChoiceField | WrittenField] = {
            each.key: ChoiceField(each) if each.options else WrittenField(each)
            for each in section.fields
        }
        self.asked: ReadByLines | None = None
        parts: list[Part] = []
        if viewmodel.hint:
            parts.append(sign_line("info", viewmodel.hint, "small"))
            self.setAccessibleName(pgettext("name of a part", "What to write"))
            describe_quietly(self, viewmodel.hint)  # said once, on coming into its fields
        parts += self.fields.values()
        asked = viewmodel.questions
        if asked:
            self.asked = ReadByLines(pgettext("name of a part", "Questions"))
            self.asked.hold_lines(asked, stack(*(reading(each) for each in asked), gap="s"))
            parts.append(card(_("For your lawyer"), self.asked, gap="s"))
        self.setLayout(stack(*parts, gap="m"))
        for shown in self.fields.values():
            if isinstance(shown, ChoiceField):
                shown.chosen.connect(viewmodel.choose)
            else:
                shown.edited.connect(viewmodel.type_in)

    def show_state(self, state: LocalTextState) -> None:
        """Show what stands in each field, kept or only typed."""
        for key, shown in self.fields.items():
            shown.show_words(state.words_of(key))

    def focus_first(self) -> None:
        """Put the keyboard on the first field."""
        next(iter(self.fields.values())).setFocus()

    def focus_lacking(self, keys: Collection[str]) -> None:
        """Put the keyboard on the first field of which something is missing."""
        for key, shown in self.fields.items():
            if key in keys:
                shown.setFocus()
                return
