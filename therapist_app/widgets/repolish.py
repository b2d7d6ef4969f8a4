"""Changing a state that the style sheet looks at."""

from PySide6.QtWidgets import QWidget


def set_state(widget: QWidget, name: str, *, value: object) -> None:
    """Set a dynamic property and have the style sheet look at the widget again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
