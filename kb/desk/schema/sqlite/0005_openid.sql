-- People who sign in at the association's own server: its address and its number for them.
ALTER TABLE account ADD COLUMN elsewhere TEXT;
CREATE UNIQUE INDEX account_elsewhere ON account (elsewhere);
