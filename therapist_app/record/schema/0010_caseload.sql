-- One matter, one alert: the alert with which another one, or a fact told since, is answered. Empty where it stands for itself.
ALTER TABLE alerts ADD COLUMN answered_with TEXT REFERENCES alerts (id) ON DELETE CASCADE;
DROP INDEX alerts_open;
CREATE INDEX alerts_open ON alerts (client_id) WHERE acknowledged_at IS NULL AND answered_with IS NULL;
CREATE INDEX alerts_answered_with ON alerts (answered_with) WHERE answered_with IS NOT NULL;
