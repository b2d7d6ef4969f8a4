"""A disk that loses power, fails, fills up or changes bytes, and what a record does then."""
