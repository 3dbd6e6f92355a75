-- Searches that found nothing. No person, no time of day; `asked` is a keyed digest, so a line without
-- its words cannot be read back from a copy of this table alone.
CREATE TABLE unanswered (
  asked TEXT PRIMARY KEY,
  known TEXT NOT NULL,                        -- its ordinary words; whatever might be a name is masked
  text TEXT NOT NULL DEFAULT '',              -- all of it but names and numbers, once it came on enough days
  similar INTEGER NOT NULL,                   -- 1: only similar words were found
  times INTEGER NOT NULL,
  days INTEGER NOT NULL,                      -- on so many different days
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  set_aside INTEGER NOT NULL DEFAULT 0        -- 1: somebody has dealt with it
);
CREATE TABLE unanswered_key (key BLOB NOT NULL);
-- Addresses, numbers and opening hours in publications that somebody has checked.
CREATE TABLE contact_check (
  publication TEXT NOT NULL,
  contact TEXT NOT NULL,                      -- as kb.currency.contacts normalises it
  day TEXT NOT NULL,
  account INTEGER REFERENCES account ON DELETE SET NULL,
  PRIMARY KEY (publication, contact)
);
-- The association's glossary before each change in the app, so that changes can be undone one by one.
CREATE TABLE glossary_change (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  account INTEGER REFERENCES account ON DELETE SET NULL,
  term TEXT NOT NULL,
  before BLOB,                                -- the whole file; NULL: there was none
  after TEXT NOT NULL,                        -- SHA-256 of the file that the change left
  undone INTEGER NOT NULL DEFAULT 0
);
