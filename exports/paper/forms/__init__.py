"""A form on paper, blank or with its answers.

What can be had, the layout of each kind of answer, marks for a pen and fields to type in.
"""
