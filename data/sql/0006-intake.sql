-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the doors through which customers write need to know: what a channel calls the messages that came in and went
-- out. A repeat is known by that name and does nothing; answers and receipts find by it what they are about.

ALTER TABLE messages ADD COLUMN delivery TEXT;
ALTER TABLE messages ADD COLUMN delivery_reason TEXT;

-- thread_id is null for what was taken without making anything: a bounce, an automatic answer. message_id is the
-- message of ours; neither is a reference, since what was taken stays taken when its thread is deleted.
CREATE TABLE channel_messages (
  channel TEXT NOT NULL,
  external_id TEXT NOT NULL,
  is_outgoing BOOLEAN NOT NULL,
  thread_kind TEXT,
  thread_id TEXT,
  message_id TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (channel, external_id)
);
CREATE INDEX channel_messages_by_message ON channel_messages (message_id);

-- The conversation of one customer on one channel that is still going on.
CREATE INDEX queries_by_customer_source ON queries (customer_id, source, last_message_at);
