"""What a programme's files must get right.

Structure, course, references to forms, training, and the words and lengths of the writing
guide.
"""
