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
SET body = '' || CASE WHEN EXISTS (SELECT 1 FROM messages m WHERE m.id = source_id) THEN 'message' ELSE kind END
           || coalesce (' ' || replace (CASE kind
                                          WHEN 'query' THEN (SELECT q.customer_id FROM queries q WHERE q.id = owner_id)
                                          WHEN 'ticket' THEN (SELECT t.customer_id FROM tickets t WHERE t.id = owner_id)
                                          WHEN 'chat' THEN (SELECT c.customer_id FROM chats c WHERE c.id = owner_id)
                                          WHEN 'faq' THEN NULL
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

-- Files go with their message when it is moved.
CREATE INDEX attachments_by_message ON attachments (message_id);

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

-- Counters, kept with every change: how many tickets and queries there are of what decides who may see them and how they
-- are counted. The rows of a counter are those that the predicate of visibility asks for, so that it holds for them as
-- it does for what they count. On PostgreSQL each of the transactions that run at once has a slot of its own, so that
-- none waits for another; the counter is the sum over all slots. Tickets that were merged into others are not counted.
CREATE TABLE ticket_counts (
  slot BIGINT NOT NULL,
  status TEXT,
  priority TEXT,
  resolution_type TEXT,
  department_id TEXT,
  assigned_to TEXT,
  escalated_to TEXT,
  escalated_by TEXT,
  n BIGINT NOT NULL,
  counted TEXT GENERATED ALWAYS AS (coalesce (status, '') || '/' || coalesce (priority, '') || '/'
                                    || coalesce (resolution_type, '') || '/' || coalesce (department_id, '') || '/'
                                    || coalesce (assigned_to, '') || '/' || coalesce (escalated_to, '') || '/'
                                    || coalesce (escalated_by, '')) STORED
);
CREATE UNIQUE INDEX ticket_counts_by_counted ON ticket_counts (counted, slot);

CREATE TABLE query_counts (
  slot BIGINT NOT NULL,
  status TEXT,
  priority TEXT,
  source TEXT,
  assigned_to TEXT,
  n BIGINT NOT NULL,
  counted TEXT GENERATED ALWAYS AS (coalesce (status, '') || '/' || coalesce (priority, '') || '/'
                                    || coalesce (source, '') || '/' || coalesce (assigned_to, '')) STORED
);
CREATE UNIQUE INDEX query_counts_by_counted ON query_counts (counted, slot);

INSERT INTO ticket_counts (slot, status, priority, resolution_type, department_id, assigned_to, escalated_to,
                           escalated_by, n)
SELECT 0, status, priority, resolution_type, department_id, assigned_to, escalated_to, escalated_by, count(*)
FROM tickets
WHERE merged_into_id IS NULL
GROUP BY status, priority, resolution_type, department_id, assigned_to, escalated_to, escalated_by;

INSERT INTO query_counts (slot, status, priority, source, assigned_to, n)
SELECT 0, status, priority, source, assigned_to, count(*)
FROM queries
GROUP BY status, priority, source, assigned_to;

CREATE INDEX queries_by_resolved_at ON queries (resolved_at, id);

-- sqlite
CREATE TRIGGER tickets_are_counted AFTER INSERT ON tickets WHEN NEW.merged_into_id IS NULL
BEGIN
  INSERT INTO ticket_counts (slot, status, priority, resolution_type, department_id, assigned_to, escalated_to,
                             escalated_by, n)
  VALUES (0, NEW.status, NEW.priority, NEW.resolution_type, NEW.department_id, NEW.assigned_to, NEW.escalated_to,
          NEW.escalated_by, 1)
  ON CONFLICT (counted, slot) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER tickets_are_counted_no_more AFTER DELETE ON tickets WHEN OLD.merged_into_id IS NULL
BEGIN
  INSERT INTO ticket_counts (slot, status, priority, resolution_type, department_id, assigned_to, escalated_to,
                             escalated_by, n)
  VALUES (0, OLD.status, OLD.priority, OLD.resolution_type, OLD.department_id, OLD.assigned_to, OLD.escalated_to,
          OLD.escalated_by, -1)
  ON CONFLICT (counted, slot) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER tickets_are_counted_anew
  AFTER UPDATE OF status, priority, resolution_type, department_id, assigned_to, escalated_to, escalated_by,
                  merged_into_id ON tickets
BEGIN
  INSERT INTO ticket_counts (slot, status, priority, resolution_type, department_id, assigned_to, escalated_to,
                             escalated_by, n)
  SELECT 0, OLD.status, OLD.priority, OLD.resolution_type, OLD.department_id, OLD.assigned_to, OLD.escalated_to,
         OLD.escalated_by, -1
  WHERE OLD.merged_into_id IS NULL
  UNION ALL
  SELECT 0, NEW.status, NEW.priority, NEW.resolution_type, NEW.department_id, NEW.assigned_to, NEW.escalated_to,
         NEW.escalated_by, 1
  WHERE NEW.merged_into_id IS NULL
  ON CONFLICT (counted, slot) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER queries_are_counted AFTER INSERT ON queries
BEGIN
  INSERT INTO query_counts (slot, status, priority, source, assigned_to, n)
  VALUES (0, NEW.status, NEW.priority, NEW.source, NEW.assigned_to, 1)
  ON CONFLICT (counted, slot) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER queries_are_counted_no_more AFTER DELETE ON queries
BEGIN
  INSERT INTO query_counts (slot, status, priority, source, assigned_to, n)
  VALUES (0, OLD.status, OLD.priority, OLD.source, OLD.assigned_to, -1)
  ON CONFLICT (counted, slot) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER queries_are_counted_anew AFTER UPDATE OF status, priority, source, assigned_to ON queries
BEGIN
  INSERT INTO query_counts (slot, status, priority, source, assigned_to, n)
  VALUES (0, OLD.status, OLD.priority, OLD.source, OLD.assigned_to, -1),
         (0, NEW.status, NEW.priority, NEW.source, NEW.assigned_to, 1)
  ON CONFLICT (counted, slot) DO UPDATE SET n = n + excluded.n;
END;
-- postgresql
-- The first slot that no other transaction holds; the same again for the rest of the transaction.
CREATE FUNCTION take_count_slot () RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  FOR slot IN 0..255 LOOP
    IF pg_try_advisory_xact_lock (723451, slot) THEN
      RETURN slot;
    END IF;
  END LOOP;
  PERFORM pg_advisory_xact_lock (723451, 256);
  RETURN 256;
END;
$$;

CREATE FUNCTION count_ticket (t tickets, change bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ticket_counts (slot, status, priority, resolution_type, department_id, assigned_to, escalated_to,
                             escalated_by, n)
  VALUES (take_count_slot (), t.status, t.priority, t.resolution_type, t.department_id, t.assigned_to, t.escalated_to,
          t.escalated_by, change)
  ON CONFLICT (counted, slot) DO UPDATE SET n = ticket_counts.n + excluded.n
$$;

CREATE FUNCTION count_query (q queries, change bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO query_counts (slot, status, priority, source, assigned_to, n)
  VALUES (take_count_slot (), q.status, q.priority, q.source, q.assigned_to, change)
  ON CONFLICT (counted, slot) DO UPDATE SET n = query_counts.n + excluded.n
$$;

CREATE FUNCTION count_tickets () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.merged_into_id IS NULL THEN
    PERFORM count_ticket (OLD, -1);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.merged_into_id IS NULL THEN
    PERFORM count_ticket (NEW, 1);
  END IF;
  RETURN NULL;
END;
$$;

CREATE FUNCTION count_queries () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM count_query (OLD, -1);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM count_query (NEW, 1);
  END IF;
  RETURN NULL;
END;
$$;

CREATE TRIGGER tickets_are_counted
  AFTER INSERT OR DELETE OR UPDATE OF status, priority, resolution_type, department_id, assigned_to, escalated_to,
                                      escalated_by, merged_into_id ON tickets
  FOR EACH ROW EXECUTE FUNCTION count_tickets ();

CREATE TRIGGER queries_are_counted
  AFTER INSERT OR DELETE OR UPDATE OF status, priority, source, assigned_to ON queries
  FOR EACH ROW EXECUTE FUNCTION count_queries ();
-- both
