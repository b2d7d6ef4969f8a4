"""What may leave the laptop: for whom, exactly what, what was checked."""
