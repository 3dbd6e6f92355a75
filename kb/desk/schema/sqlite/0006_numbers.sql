-- No account gets the number of one that was removed: jobs, which are kept elsewhere, name their sender by it.
CREATE TABLE account_number (last INTEGER NOT NULL);
INSERT INTO account_number SELECT coalesce(max(id), 0) FROM account;
CREATE TRIGGER account_added AFTER INSERT ON account BEGIN
  UPDATE account_number SET last = max(last, NEW.id);
END;
