"""What one form must get right beyond each key.

Everything it names exists, and everything in it can happen.
"""
