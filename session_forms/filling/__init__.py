"""Filling in a form.

The frozen state, how each question stands, what is taken over from earlier forms, pages,
numbers and answers in words.
"""
