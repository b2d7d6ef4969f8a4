"""Charts on screen, painted from the shapes that paper prints, and said in words."""
