"""What all questions on screen share: frame, advice, place in the tab order, and their bases."""
