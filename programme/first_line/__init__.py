"""Courses for those who meet people before therapy does: their files, checks, what ships."""
