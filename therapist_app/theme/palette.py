"""The tokens as Qt's palette."""

from PySide6.QtGui import QPalette

from therapist_app.theme.look import Look

ROLES = {
    QPalette.ColorRole.Window: "surface",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface-raised",
    QPalette.ColorRole.AlternateBase: "surface-sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface-raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on-accent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on-accent",
    QPalette.ColorRole.PlaceholderText: "text-muted",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "surface-raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Mid: "line-control",
    QPalette.ColorRole.Accent: "accent",
}
WRITTEN = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def palette(look: Look) -> QPalette:
    """Return the palette of a look."""
    result = QPalette()
    for role, name in ROLES.items():
        result.setColor(role, look.qcolor(name))
    for role in WRITTEN:
        result.setColor(QPalette.ColorGroup.Disabled, role, look.qcolor("disabled"))
    return result
