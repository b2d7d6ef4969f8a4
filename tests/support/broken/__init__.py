"""Files and answers broken at random from a seed, and what has to hold of them all the same."""
