-- Where a copy of a backup was written: beside the record, whose disk it would be lost with, or on another disk. Of those
-- made before, and of those in the service folder, nothing is said.
ALTER TABLE backups ADD COLUMN disk TEXT NOT NULL DEFAULT '' CHECK (disk IN ('', 'record', 'other'));
