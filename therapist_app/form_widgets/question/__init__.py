"""What all questions on screen share.

The frame around one, its line of advice, its place in the tab order, and the bases of those
answered by choosing and by typing.
"""
