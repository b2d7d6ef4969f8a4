"""What holds a page together.

Rows and columns, frames and cards, a place for messages, and the head and foot of a page.
"""
