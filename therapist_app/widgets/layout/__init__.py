"""What holds a page together: rows, columns, cards, a place for messages, head and foot."""
