"""The look: tokens, palette, style sheet, icons and fonts."""
