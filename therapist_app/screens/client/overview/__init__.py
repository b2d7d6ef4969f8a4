"""The page of a client, part by part, from where we are to what asks for a look."""
