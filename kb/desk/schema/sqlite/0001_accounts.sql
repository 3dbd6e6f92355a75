-- Who may sign in, and who is signed in. Times are UTC, ISO 8601 to the second.
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,   -- what people type to sign in
  role TEXT NOT NULL CHECK (role IN ('trainer', 'staff')),
  password TEXT,                              -- scrypt with its parameters; NULL: signs in elsewhere
  created TEXT NOT NULL
);
CREATE TABLE session (
  digest TEXT PRIMARY KEY,                    -- SHA-256 of the cookie's token: a copy of this file opens nothing
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  created TEXT NOT NULL,
  expires TEXT NOT NULL
);
CREATE INDEX session_account ON session (account);
