"""What every command ends with."""

DONE, FAILED, MISUSED = 0, 1, 2
