-- Who held a session: whoever stands in may sign its note. Of those begun before, nobody knows.
ALTER TABLE appointments ADD COLUMN held_by TEXT NOT NULL DEFAULT '';
