"""Forms, programmes, courses and scores by the thousand, each a command of its own."""
