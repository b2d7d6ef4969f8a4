"""Invented case files for what may leave, and a printed book read back."""
