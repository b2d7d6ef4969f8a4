"""What a programme is once it is read.

Frozen parts, requirements of gates, on-track rules, training and placeholders.
"""
