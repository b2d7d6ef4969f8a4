"""Charts as display lists, the same in words, and the painter that puts them on paper."""
