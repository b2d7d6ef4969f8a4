"""What all questions on screen share: frame, advice, and their bases."""
