"""Tiny programmes, content packs, lawful courses drawn by a seed, and the course as agreed."""
