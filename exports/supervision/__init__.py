"""The supervision pack, which stays in the clinic: its facts, its pages, its printing."""
