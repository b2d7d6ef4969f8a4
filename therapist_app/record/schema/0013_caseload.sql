-- For when an appointment that was moved was agreed at first; NULL for one that stands where it did.
ALTER TABLE appointments ADD COLUMN first_planned_for TEXT;
-- How long it is meant to last; NULL where it is as long as its session plan says.
ALTER TABLE appointments ADD COLUMN minutes INTEGER CHECK (minutes > 0);
CREATE INDEX appointments_moved ON appointments (first_planned_for) WHERE first_planned_for IS NOT NULL;
