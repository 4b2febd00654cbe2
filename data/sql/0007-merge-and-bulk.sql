-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Tickets that lead to others, deliveries, and what is done to many tickets at once.

-- What a carrier brings. customer_id is that of the order.
CREATE TABLE deliveries (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  reference TEXT NOT NULL,
  order_id TEXT REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
  customer_id TEXT REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
  carrier TEXT,
  status TEXT,
  expected_at BIGINT,
  delivered_at BIGINT
);
CREATE UNIQUE INDEX deliveries_by_reference ON deliveries (reference);
CREATE INDEX deliveries_by_seq ON deliveries (seq);
CREATE INDEX deliveries_by_order ON deliveries (order_id);
CREATE INDEX deliveries_by_customer ON deliveries (customer_id, created_at, id);

ALTER TABLE tickets ADD COLUMN merged_into_id TEXT;
ALTER TABLE tickets ADD COLUMN split_from_id TEXT;
CREATE INDEX tickets_by_delivery ON tickets (delivery_id);
CREATE INDEX tickets_by_merged_into ON tickets (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX tickets_by_split_from ON tickets (split_from_id) WHERE split_from_id IS NOT NULL;

-- What a merge did, so that it can be undone: the fields of both as they were (JSON), what it made of the one that
-- stays, and which messages it moved.
CREATE TABLE merges (
  id TEXT NOT NULL PRIMARY KEY,
  source_id TEXT NOT NULL,
  target_id TEXT NOT NULL,
  merged_at BIGINT NOT NULL,
  source_before TEXT NOT NULL,
  target_before TEXT NOT NULL,
  target_after TEXT NOT NULL
);
CREATE UNIQUE INDEX merges_by_source ON merges (source_id);
CREATE INDEX merges_by_target ON merges (target_id);

CREATE TABLE merged_messages (
  merge_id TEXT NOT NULL REFERENCES merges (id) ON DELETE CASCADE,
  message_id TEXT NOT NULL,
  PRIMARY KEY (merge_id, message_id)
);

-- What went out of a customer's sight without being gone has a tombstone for that customer: one of each for a row.
ALTER TABLE tombstones RENAME TO tombstones_before;
CREATE TABLE tombstones (
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  seq BIGINT NOT NULL,
  customer_id TEXT
);
INSERT INTO tombstones (id, kind, seq, customer_id) SELECT id, kind, seq, customer_id FROM tombstones_before;
DROP TABLE tombstones_before;
CREATE UNIQUE INDEX tombstones_by_id ON tombstones (id, (coalesce(customer_id, '')));
CREATE INDEX tombstones_by_seq ON tombstones (seq);

-- Something that is done to many tickets: what is asked (JSON), and how far it is. undoes: the one that it puts back.
CREATE TABLE bulks (
  id TEXT NOT NULL PRIMARY KEY,
  action TEXT NOT NULL,
  status TEXT NOT NULL,
  performed_by TEXT NOT NULL,
  ask TEXT NOT NULL,
  undoes TEXT,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE UNIQUE INDEX bulks_by_undoes ON bulks (undoes);
CREATE INDEX bulks_by_status ON bulks (status, created_at, id);

-- Each ticket of it. is_done and, where it did not work, why; what was changed, as it was and as it became (JSON).
CREATE TABLE bulk_items (
  bulk_id TEXT NOT NULL REFERENCES bulks (id) ON DELETE CASCADE,
  n BIGINT NOT NULL,
  ticket_id TEXT NOT NULL,
  is_done BOOLEAN NOT NULL DEFAULT FALSE,
  error_code BIGINT,
  error TEXT,
  before TEXT,
  after TEXT,
  PRIMARY KEY (bulk_id, n)
);
CREATE INDEX bulk_items_waiting ON bulk_items (bulk_id, n) WHERE NOT is_done;
