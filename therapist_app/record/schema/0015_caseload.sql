-- The sessions of the programme that were held before this record: their plans as a JSON list, and the day of the last.
ALTER TABLE clients ADD COLUMN held_before TEXT NOT NULL DEFAULT '[]';
ALTER TABLE clients ADD COLUMN held_before_on TEXT;
