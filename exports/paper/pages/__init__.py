"""Pages and what is set on them: type, tables, long documents, and finished pages read back."""
