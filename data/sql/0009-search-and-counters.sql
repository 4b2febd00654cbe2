-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The index of words, with their places, so that phrases are found. A document begins with what it is and whose it is,
-- as words that nobody can write: they begin with U+E000, which both engines take for a letter and which never stands in
-- the folded words of a text. By itself it keeps the texts of a document apart.

-- sqlite
DROP TRIGGER documents_are_found;
DROP TRIGGER documents_are_forgotten;
DROP TRIGGER documents_are_found_anew;
DROP TABLE search;
-- postgresql
DROP FUNCTION search (text);
DROP INDEX documents_by_words;
ALTER TABLE documents DROP COLUMN words;
-- both

UPDATE documents
SET body = '' || CASE WHEN source_id = owner_id THEN kind ELSE 'message' END
           || coalesce (' ' || replace (CASE kind
                                          WHEN 'query' THEN (SELECT q.customer_id FROM queries q WHERE q.id = owner_id)
                                          WHEN 'ticket' THEN (SELECT t.customer_id FROM tickets t WHERE t.id = owner_id)
                                          ELSE owner_id
                                        END, '-', ''), '')
           || '  ' || body;

-- sqlite
CREATE VIRTUAL TABLE search USING fts5 (body, content='documents', content_rowid='n', prefix='2 3',
                                        tokenize="unicode61 remove_diacritics 0");

CREATE TRIGGER documents_are_found AFTER INSERT ON documents
BEGIN
  INSERT INTO search (rowid, body) VALUES (NEW.n, NEW.body);
END;

CREATE TRIGGER documents_are_forgotten AFTER DELETE ON documents
BEGIN
  INSERT INTO search (search, rowid, body) VALUES ('delete', OLD.n, OLD.body);
END;

CREATE TRIGGER documents_are_found_anew AFTER UPDATE OF body ON documents WHEN NEW.body <> OLD.body
BEGIN
  INSERT INTO search (search, rowid, body) VALUES ('delete', OLD.n, OLD.body);
  INSERT INTO search (rowid, body) VALUES (NEW.n, NEW.body);
END;

INSERT INTO search (search) VALUES ('rebuild');
-- postgresql
CREATE FUNCTION document_words (body text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
  SELECT CAST (coalesce (string_agg ('''' || w || ''':' || least (i, 16383), ' '), '') AS tsvector)
  FROM unnest (string_to_array (body, ' ')) WITH ORDINALITY AS u (w, i)
  WHERE w <> ''
$$;

ALTER TABLE documents ADD COLUMN words tsvector GENERATED ALWAYS AS (document_words (body)) STORED;
CREATE INDEX documents_by_words ON documents USING gin (words);

-- A question is a text for FTS5: "two words"* AND "word" OR "word".
CREATE FUNCTION search (question text) RETURNS TABLE (rowid bigint) LANGUAGE sql STABLE AS $$
  SELECT n FROM documents
  WHERE words @@ CAST (replace (replace (replace (replace (replace (question, ' AND ', '&'), ' OR ', '|'), ' ', '''<->'''),
                                         '"', ''''), '*', ':*') AS tsquery)
$$;
-- both

-- Lists. What one side wrote and the other has not read is little of all that was said.
CREATE INDEX messages_not_read_by_agents ON messages (thread_id) WHERE read_by_agent_at IS NULL AND sender_type = 'customer';
CREATE INDEX messages_not_read_by_customers ON messages (thread_id) WHERE read_by_customer_at IS NULL AND sender_type <> 'customer';
-- The newest of one status, priority, team or person, without sorting all of them.
CREATE INDEX tickets_by_status_created_at ON tickets (status, created_at, id);
CREATE INDEX tickets_by_priority_created_at ON tickets (priority, created_at, id);
CREATE INDEX tickets_by_department_created_at ON tickets (department_id, created_at, id);
CREATE INDEX tickets_by_assigned_to_created_at ON tickets (assigned_to, created_at, id);
DROP INDEX tickets_by_category;
CREATE INDEX tickets_by_category ON tickets (category, created_at, id);
CREATE INDEX queries_by_priority ON queries (priority, created_at, id);
