"""What shows a secret: assistive technology learns that it is there, and nothing of its words.

Qt's own interface of a line sends the true words with each change of them, also while dots stand
there, to every program of the desktop that listens. One without a text has no words to send, to
give when asked, or to take from others: what is set over the bus could be read there. What speaks
for such a widget stands in `speaking.py`.
"""


class Unspoken:
    """Mixed into a widget of which nothing that it shows may be told.

    A class and no property: Qt may ask what a widget is before its first property is set.
    """
