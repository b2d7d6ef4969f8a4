-- A client who is to go over to a colleague, or went. Who it is stands nowhere here: a keyed hash, and rows sealed to the colleague.
CREATE TABLE client_moves (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client BLOB NOT NULL CHECK (length(client) = 32),
    turn INTEGER NOT NULL CHECK (turn >= 1), -- which move of this client, whatever the clock says
    from_caseload TEXT NOT NULL,
    to_person TEXT NOT NULL,
    offered_at TEXT NOT NULL,
    offered_by TEXT NOT NULL,
    offered_sign BLOB NOT NULL,
    parcel BLOB, -- absent while somebody has the caseload open, and once no backup is older than the move
    ended_at TEXT, -- when it was taken over, or taken back
    to_caseload TEXT NOT NULL DEFAULT '', -- empty until it was taken over
    parcel_hash BLOB, -- of the parcel that was taken, whether it is there still or not
    taken_sign BLOB
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_move_of_a_client ON client_moves (client) WHERE ended_at IS NULL;
