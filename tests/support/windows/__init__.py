"""What a window shows and cuts off, forms on the screen, and a person at its keyboard."""
