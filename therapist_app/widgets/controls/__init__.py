"""What is clicked, and what moves.

Buttons, radio buttons and check boxes, the numbers of a rating, and a bar of progress.
"""
