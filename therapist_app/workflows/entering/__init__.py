"""What comes before the first screen: the laptop, the first record, whose clients, last place."""
