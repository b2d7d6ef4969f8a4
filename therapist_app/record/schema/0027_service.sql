-- Whoever reads a local text a second time may disagree, and says why to who wrote it.
ALTER TABLE local_texts ADD COLUMN objection TEXT NOT NULL DEFAULT '';
ALTER TABLE local_texts ADD COLUMN objected_by TEXT NOT NULL DEFAULT '';
ALTER TABLE local_texts ADD COLUMN objected_on TEXT;
