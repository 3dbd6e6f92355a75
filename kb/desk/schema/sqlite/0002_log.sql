-- Who did what when to which publication; an account that leaves stays as its name only until it is removed.
CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  account INTEGER REFERENCES account ON DELETE SET NULL,
  deed TEXT NOT NULL,                         -- a name of ours, such as 'added'; see kb.desk.log
  subject TEXT NOT NULL,                      -- a publication, an edition, a glossary term
  detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX change_at ON change (at);
