"""A form on screen: one widget for each kind of question, and the panel that holds them."""
