-- Who corrected a finished form, beside when and why; empty for what was corrected before this was kept.
ALTER TABLE filled_forms ADD COLUMN amended_by TEXT NOT NULL DEFAULT '';
