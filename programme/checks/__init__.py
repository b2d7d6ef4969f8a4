"""What a programme's files must get right: structure, course, references, training, wording."""
