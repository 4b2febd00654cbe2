-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The desk: one table a kind, with the columns of its field table in src/core/entities, and what is kept beside them.
-- Times are microseconds since 1970 UTC, money is minor units and a currency, lists are JSON arrays, words are those of
-- src/core/desk-enum.c. Every table has its place in the change feed: seq.

CREATE TABLE departments (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  tier BIGINT,
  agent_count BIGINT,
  manager_id TEXT
);
CREATE UNIQUE INDEX departments_by_name ON departments (name);
CREATE INDEX departments_by_seq ON departments (seq);

CREATE TABLE agents (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT,
  role TEXT,
  department_id TEXT REFERENCES departments (id) DEFERRABLE INITIALLY DEFERRED,
  tier BIGINT,
  availability TEXT,
  capacity BIGINT,
  active_tickets BIGINT,
  is_approved BOOLEAN NOT NULL DEFAULT FALSE,
  last_assigned_at BIGINT
);
CREATE UNIQUE INDEX agents_by_email ON agents (email);
CREATE INDEX agents_by_seq ON agents (seq);
CREATE INDEX agents_by_name ON agents (name, id);
CREATE INDEX agents_by_created_at ON agents (created_at, id);
CREATE INDEX agents_by_updated_at ON agents (updated_at, id);
CREATE INDEX agents_by_department ON agents (department_id, role);
CREATE INDEX agents_by_role ON agents (role, availability);

CREATE TABLE customers (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  kind TEXT,
  name TEXT NOT NULL,
  mobile TEXT,
  email TEXT,
  address TEXT,
  language TEXT,
  external_ref TEXT,
  notes TEXT,
  identities TEXT
);
CREATE INDEX customers_by_seq ON customers (seq);
CREATE INDEX customers_by_name ON customers (name, id);
CREATE INDEX customers_by_created_at ON customers (created_at, id);
CREATE INDEX customers_by_updated_at ON customers (updated_at, id);
CREATE INDEX customers_by_mobile ON customers (mobile);
CREATE INDEX customers_by_email ON customers (email);
CREATE UNIQUE INDEX customers_by_external_ref ON customers (external_ref);

-- Each way in which somebody is known belongs to one customer: e-mail addresses case-folded, numbers as E.164.
CREATE TABLE customer_identities (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  channel TEXT,
  customer_id TEXT NOT NULL REFERENCES customers (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (kind, value)
);
CREATE INDEX customer_identities_by_customer ON customer_identities (customer_id);

CREATE TABLE orders (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  number TEXT NOT NULL,
  customer_id TEXT REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
  placed_at BIGINT,
  status TEXT,
  total_amount BIGINT,
  total_currency TEXT,
  items TEXT
);
CREATE UNIQUE INDEX orders_by_number ON orders (number);
CREATE INDEX orders_by_seq ON orders (seq);
CREATE INDEX orders_by_customer ON orders (customer_id, placed_at, id);
CREATE INDEX orders_by_placed_at ON orders (placed_at, id);
CREATE INDEX orders_by_created_at ON orders (created_at, id);
CREATE INDEX orders_by_updated_at ON orders (updated_at, id);

CREATE TABLE queries (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  number TEXT NOT NULL,
  customer_id TEXT REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  mobile TEXT,
  email TEXT,
  message TEXT NOT NULL,
  source TEXT,
  status TEXT NOT NULL,
  priority TEXT,
  order_id TEXT REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
  assigned_to TEXT REFERENCES agents (id) DEFERRABLE INITIALLY DEFERRED,
  remarks TEXT,
  is_escalated BOOLEAN NOT NULL DEFAULT FALSE,
  escalated_ticket_id TEXT,
  first_response_at BIGINT,
  resolved_at BIGINT,
  closed_at BIGINT,
  waiting_since BIGINT,
  last_message_at BIGINT,
  message_count BIGINT
);
CREATE UNIQUE INDEX queries_by_number ON queries (number);
CREATE INDEX queries_by_seq ON queries (seq);
CREATE INDEX queries_by_created_at ON queries (created_at, id);
CREATE INDEX queries_by_updated_at ON queries (updated_at, id);
CREATE INDEX queries_by_last_message_at ON queries (last_message_at, id);
CREATE INDEX queries_by_waiting_since ON queries (waiting_since, id);
CREATE INDEX queries_by_status ON queries (status, created_at, id);
CREATE INDEX queries_by_source ON queries (source, created_at, id);
CREATE INDEX queries_by_customer ON queries (customer_id, created_at, id);
-- Sorting by a word means sorting by its place in its enum.
CREATE INDEX queries_in_order_of_priority ON queries ((CASE priority WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 WHEN 'critical' THEN 4 ELSE 0 END), id);
CREATE INDEX queries_in_order_of_status ON queries ((CASE status WHEN 'open' THEN 1 WHEN 'in_progress' THEN 2 WHEN 'resolved' THEN 3 WHEN 'closed' THEN 4 WHEN 'escalated' THEN 5 ELSE 0 END), id);
CREATE INDEX queries_by_order ON queries (order_id);
CREATE INDEX queries_by_assigned_to ON queries (assigned_to, created_at, id);

CREATE TABLE tickets (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  number TEXT NOT NULL,
  query_id TEXT REFERENCES queries (id) DEFERRABLE INITIALLY DEFERRED,
  customer_id TEXT REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
  order_id TEXT REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
  delivery_id TEXT,
  subject TEXT NOT NULL,
  description TEXT,
  category TEXT,
  issue_type TEXT,
  priority TEXT,
  status TEXT NOT NULL,
  department_id TEXT REFERENCES departments (id) DEFERRABLE INITIALLY DEFERRED,
  tier BIGINT,
  assigned_to TEXT REFERENCES agents (id) DEFERRABLE INITIALLY DEFERRED,
  escalated_to TEXT REFERENCES agents (id) DEFERRABLE INITIALLY DEFERRED,
  escalated_by TEXT REFERENCES agents (id) DEFERRABLE INITIALLY DEFERRED,
  tags TEXT,
  affected_items TEXT,
  resolution_type TEXT,
  resolution TEXT,
  refund_amount BIGINT,
  refund_currency TEXT,
  resolved_by TEXT REFERENCES agents (id) DEFERRABLE INITIALLY DEFERRED,
  resolved_at BIGINT,
  closed_at BIGINT,
  reopened_count BIGINT,
  first_response_at BIGINT,
  last_message_at BIGINT,
  message_count BIGINT,
  waiting_since BIGINT,
  first_response_due_at BIGINT,
  resolution_due_at BIGINT,
  resolution_paused_at BIGINT,
  first_response_breached BOOLEAN NOT NULL DEFAULT FALSE,
  resolution_breached BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX tickets_by_number ON tickets (number);
CREATE INDEX tickets_by_seq ON tickets (seq);
CREATE INDEX tickets_by_created_at ON tickets (created_at, id);
CREATE INDEX tickets_by_updated_at ON tickets (updated_at, id);
CREATE INDEX tickets_by_last_message_at ON tickets (last_message_at, id);
CREATE INDEX tickets_by_waiting_since ON tickets (waiting_since, id);
CREATE INDEX tickets_by_resolution_due_at ON tickets (resolution_due_at, id);
CREATE INDEX tickets_by_resolved_at ON tickets (resolved_at, id);
CREATE INDEX tickets_by_status ON tickets (status, updated_at, id);
CREATE INDEX tickets_by_priority ON tickets (priority, updated_at, id);
-- Sorting by a word means sorting by its place in its enum.
CREATE INDEX tickets_in_order_of_priority ON tickets ((CASE priority WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 WHEN 'critical' THEN 4 ELSE 0 END), id);
CREATE INDEX tickets_in_order_of_status
  ON tickets ((CASE status WHEN 'new' THEN 1 WHEN 'assigned' THEN 2 WHEN 'in_progress' THEN 3 WHEN 'pending_customer' THEN 4 WHEN 'pending_internal' THEN 5 WHEN 'escalated' THEN 6 WHEN 'resolved' THEN 7 WHEN 'closed' THEN 8 ELSE 0 END),
              id);
CREATE INDEX tickets_by_department ON tickets (department_id, status, updated_at);
CREATE INDEX tickets_by_assigned_to ON tickets (assigned_to, status, updated_at);
CREATE INDEX tickets_by_escalated_to ON tickets (escalated_to);
CREATE INDEX tickets_by_escalated_by ON tickets (escalated_by, created_at, id);
CREATE INDEX tickets_by_escalated_by_updated_at ON tickets (escalated_by, updated_at, id);
CREATE INDEX tickets_by_customer ON tickets (customer_id, created_at, id);
CREATE INDEX tickets_by_query ON tickets (query_id);
CREATE INDEX tickets_by_order ON tickets (order_id);
CREATE INDEX tickets_by_category ON tickets (category, created_at);

-- first_seq: its place in the feed when it was written; seq moves on when it is read, or when others may see it.
CREATE TABLE messages (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  thread_kind TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  sender_id TEXT,
  sender_name TEXT,
  sender_type TEXT,
  body TEXT NOT NULL,
  is_internal BOOLEAN NOT NULL DEFAULT FALSE,
  channel TEXT,
  read_by_customer_at BIGINT,
  read_by_agent_at BIGINT,
  first_seq BIGINT
);
CREATE INDEX messages_by_seq ON messages (seq);
-- Lists of messages and of history are those of one thread, of one entity.
CREATE INDEX messages_by_thread ON messages (thread_id, created_at, id);

CREATE TABLE history (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  entity_kind TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  action TEXT NOT NULL,
  performed_by TEXT,
  performed_by_name TEXT,
  details TEXT,
  at BIGINT NOT NULL,
  prev_hash TEXT,
  hash TEXT NOT NULL
);
CREATE INDEX history_by_seq ON history (seq);
CREATE INDEX history_by_entity ON history (entity_id, at);

-- The last link of each entity's chain. Whoever adds to the chain holds this row until the commit.
CREATE TABLE history_heads (
  entity_id TEXT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  hash TEXT NOT NULL
);

CREATE TABLE notifications (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  recipient_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT,
  about_kind TEXT,
  about_id TEXT,
  read_at BIGINT
);
CREATE INDEX notifications_by_seq ON notifications (seq);
CREATE INDEX notifications_by_recipient_seq ON notifications (recipient_id, seq);
CREATE INDEX notifications_by_recipient ON notifications (recipient_id, created_at, id);

-- What is gone, so that copies let go of it. customer_id is the customer who could see it.
CREATE TABLE tombstones (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  seq BIGINT NOT NULL,
  customer_id TEXT
);
CREATE INDEX tombstones_by_seq ON tombstones (seq);

-- Counts behind the numbers of queries and tickets. The row is held until the commit, so that no number is lost.
CREATE TABLE numbers (
  name TEXT NOT NULL,
  year BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (name, year)
);

-- Rows of the history are only ever added. Only their place in the feed moves, when others may see them.
-- sqlite
INSERT INTO settings (name, value) VALUES ('epoch', lower(hex(randomblob(8)))) ON CONFLICT (name) DO NOTHING;

CREATE TRIGGER history_is_never_changed
  BEFORE UPDATE OF id, created_at, updated_at, entity_kind, entity_id, action, performed_by, performed_by_name, details,
                   at, prev_hash, hash ON history
BEGIN
  SELECT RAISE (ABORT, 'history is never changed');
END;

CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
BEGIN
  SELECT RAISE (ABORT, 'history is never deleted');
END;

-- INSERT OR REPLACE would take a row away without the trigger above.
CREATE TRIGGER history_is_never_replaced BEFORE INSERT ON history WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)
BEGIN
  SELECT RAISE (ABORT, 'history is never changed');
END;
-- postgresql
INSERT INTO settings (name, value) VALUES ('epoch', substr(md5(random()::text || clock_timestamp()::text), 1, 16)) ON CONFLICT (name) DO NOTHING;

CREATE FUNCTION refuse_history_change () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history is never changed';
END;
$$;

CREATE TRIGGER history_is_never_changed
  BEFORE UPDATE OF id, created_at, updated_at, entity_kind, entity_id, action, performed_by, performed_by_name, details,
                   at, prev_hash, hash ON history
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change ();

CREATE TRIGGER history_is_never_deleted BEFORE DELETE OR TRUNCATE ON history
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change ();
-- both
