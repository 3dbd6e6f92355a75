-- What trainers keep and order for a handout. A piece holds its own copy of text and source.
CREATE TABLE collection (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  title TEXT NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  changed TEXT NOT NULL                       -- UTC, ISO 8601
);
CREATE INDEX collection_owner ON collection (owner);
CREATE TABLE piece (
  id INTEGER PRIMARY KEY AUTOINCREMENT,       -- never used twice: an undo may bring one back
  collection INTEGER NOT NULL REFERENCES collection ON DELETE CASCADE,
  position INTEGER NOT NULL,                  -- 0, 1, 2 … within the collection
  kind TEXT NOT NULL,                         -- kb.desk.collections.PieceKind
  text TEXT NOT NULL,
  source TEXT,                                -- kb.model.Source as JSON
  picture INTEGER NOT NULL DEFAULT 0,         -- pages: shown as pictures
  version INTEGER NOT NULL DEFAULT 1          -- counts what was written into it
);
CREATE INDEX piece_collection ON piece (collection, position);
CREATE TABLE share (
  collection INTEGER NOT NULL REFERENCES collection ON DELETE CASCADE,
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  may_edit INTEGER NOT NULL,
  PRIMARY KEY (collection, account)
);
CREATE TABLE step (
  id INTEGER PRIMARY KEY,
  collection INTEGER NOT NULL REFERENCES collection ON DELETE CASCADE,
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  before TEXT NOT NULL                        -- JSON: how the pieces it touched were before
);
CREATE INDEX step_collection ON step (collection, account);
-- A collection that colleagues work on stays with one of them when its owner leaves.
CREATE TRIGGER owner_leaves BEFORE DELETE ON account BEGIN
  UPDATE collection SET owner = (
    SELECT account FROM share WHERE share.collection = collection.id AND account <> OLD.id
    ORDER BY may_edit DESC, account LIMIT 1
  ) WHERE owner = OLD.id AND EXISTS (
    SELECT 1 FROM share WHERE share.collection = collection.id AND account <> OLD.id
  );
END;
