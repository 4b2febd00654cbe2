-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Live chat. What is said stands in messages. agent_seen_at is no field of a chat: when whoever has it was last seen
-- connected, NULL for never since they have it.

CREATE TABLE chats (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  customer_id TEXT NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
  assigned_to TEXT REFERENCES agents (id) DEFERRABLE INITIALLY DEFERRED,
  status TEXT NOT NULL,
  last_message TEXT,
  last_message_at BIGINT,
  message_count BIGINT,
  unread_by_customer BIGINT,
  unread_by_agent BIGINT,
  waiting_since BIGINT,
  first_response_at BIGINT,
  accepted_at BIGINT,
  answer_due_at BIGINT,
  ended_at BIGINT,
  query_id TEXT,
  ticket_id TEXT,
  agent_seen_at BIGINT
);
CREATE INDEX chats_by_seq ON chats (seq);
CREATE INDEX chats_by_created_at ON chats (created_at, id);
CREATE INDEX chats_by_updated_at ON chats (updated_at, id);
CREATE INDEX chats_by_last_message_at ON chats (last_message_at, id);
CREATE INDEX chats_by_waiting_since ON chats (waiting_since, id);
CREATE INDEX chats_by_status ON chats (status, last_message_at, id);
CREATE INDEX chats_by_customer ON chats (customer_id, last_message_at, id);
CREATE INDEX chats_by_assigned_to ON chats (assigned_to, status, last_message_at);
CREATE INDEX chats_by_query ON chats (query_id);
CREATE INDEX chats_by_ticket ON chats (ticket_id);
CREATE INDEX chats_by_answer_due_at ON chats (answer_due_at);
-- Sorting by a word means sorting by its place in its enum.
CREATE INDEX chats_in_order_of_status ON chats ((CASE status WHEN 'waiting' THEN 1 WHEN 'active' THEN 2 WHEN 'ended' THEN 3 ELSE 0 END), id);
-- A customer has one conversation at a time.
CREATE UNIQUE INDEX chats_open_by_customer ON chats (customer_id) WHERE status <> 'ended';

-- What told of a waiting chat is taken back when somebody has it.
CREATE INDEX notifications_unread_by_about ON notifications (about_id) WHERE read_at IS NULL;
