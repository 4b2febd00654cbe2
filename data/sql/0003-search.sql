-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The index of words. A document is what can be found: the text of a query, a ticket, a customer or a message, as folded
-- words with blanks between. owner_id is what a list gives for it: the query, ticket or customer. Both engines are asked
-- in the same way: SELECT rowid FROM search ('"word"* AND "word"'), a table of FTS5 here and a function there.

CREATE TABLE documents (
  n BIGINT NOT NULL PRIMARY KEY,
  source_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  is_internal BOOLEAN NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX documents_by_source ON documents (source_id);
CREATE INDEX documents_by_owner ON documents (owner_id);

-- sqlite
CREATE VIRTUAL TABLE search USING fts5 (body, content='documents', content_rowid='n', prefix='2 3', detail='none',
                                        tokenize="unicode61 remove_diacritics 0");

CREATE TRIGGER documents_are_found AFTER INSERT ON documents
BEGIN
  INSERT INTO search (rowid, body) VALUES (NEW.n, NEW.body);
END;

CREATE TRIGGER documents_are_forgotten AFTER DELETE ON documents
BEGIN
  INSERT INTO search (search, rowid, body) VALUES ('delete', OLD.n, OLD.body);
END;

CREATE TRIGGER documents_are_found_anew AFTER UPDATE OF body ON documents
BEGIN
  INSERT INTO search (search, rowid, body) VALUES ('delete', OLD.n, OLD.body);
  INSERT INTO search (rowid, body) VALUES (NEW.n, NEW.body);
END;
-- postgresql
ALTER TABLE documents
  ADD COLUMN words tsvector GENERATED ALWAYS AS (array_to_tsvector (string_to_array (body, ' '))) STORED;
CREATE INDEX documents_by_words ON documents USING gin (words);

CREATE FUNCTION search (question text) RETURNS TABLE (rowid bigint) LANGUAGE sql STABLE AS $$
  SELECT n FROM documents
  WHERE words @@ CAST (replace (replace (replace (question, '"', ''''), '*', ':*'), ' AND ', ' & ') AS tsquery)
$$;
-- both
