"""Whether words say why: a reason that is kept beside what it is for is read long afterwards."""

import unicodedata

LEAST_LETTERS = 2
WORD_IN_A_SIGN = "Lo"
"""Letters of scripts without capitals, among them those that write a word in one sign."""


def says_why(words: str) -> bool:
    """Return whether words can be a reason: two letters, or one sign that may be a whole word.

    Whether they are a good one only a person knows; a figure or a single letter is a slip.
    """
    letters = [each for each in words if each.isalpha()]
    is_a_word = any(unicodedata.category(each) == WORD_IN_A_SIGN for each in letters)
    return is_a_word or len(letters) >= LEAST_LETTERS
