"""What keepers do with people and their keys, and what people do with their own."""
