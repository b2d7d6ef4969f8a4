"""What a campaign is, the day's work that it disturbs, and how the record is looked at after."""
