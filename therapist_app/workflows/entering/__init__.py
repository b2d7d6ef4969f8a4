"""What comes before the first screen.

Whether this laptop is fit, making the first record, whose clients are open, and where the
person was.
"""
