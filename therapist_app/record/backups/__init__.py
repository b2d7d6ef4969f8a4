"""The life of backups: made, listed, read back, thinned out, compared, restored, rebuilt from."""
