"""A programme's files as their authors wrote them: with their lines and all that is wrong."""
