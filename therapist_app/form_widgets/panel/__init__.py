"""The questions of a whole form, the keyboard's way through them, and what Finish found."""
