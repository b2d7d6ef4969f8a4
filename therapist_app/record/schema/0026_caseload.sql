-- Where an appointment is held, as somebody typed it: a room, a branch.
ALTER TABLE appointments ADD COLUMN place TEXT NOT NULL DEFAULT '';
