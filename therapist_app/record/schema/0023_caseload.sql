-- For when an appointment was planned that was begun on an earlier day: a start by mistake is undone.
ALTER TABLE appointments ADD COLUMN planned_before_start TEXT;
