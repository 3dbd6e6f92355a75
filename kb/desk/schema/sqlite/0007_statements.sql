-- What these did is done by statements of kb.desk.accounts, the same for every database.
DROP TRIGGER owner_leaves;
DROP TRIGGER account_added;
