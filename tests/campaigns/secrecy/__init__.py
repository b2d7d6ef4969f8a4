"""What was typed or unlocked is found in no file and in no memory afterwards."""
