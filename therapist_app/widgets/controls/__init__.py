"""What is clicked and what moves: buttons, options, the numbers of a rating, a progress bar."""
