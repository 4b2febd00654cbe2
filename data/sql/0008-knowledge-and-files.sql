-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the desk knows by heart, what customers think of it, and the files that come with what they write.

CREATE TABLE faqs (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  category TEXT,
  language TEXT,
  is_active BOOLEAN NOT NULL DEFAULT TRUE,
  helpful_count BIGINT,
  unhelpful_count BIGINT
);
CREATE INDEX faqs_by_seq ON faqs (seq);
CREATE INDEX faqs_by_question ON faqs (question, id);
CREATE INDEX faqs_by_category ON faqs (category, question);

-- One for each voter and day. Both names are hashes with the desk's own secret: an account, a key that the caller made,
-- or an address; and the address that it came from, which has only so many votes.
CREATE TABLE faq_votes (
  faq_id TEXT NOT NULL REFERENCES faqs (id) ON DELETE CASCADE,
  voter TEXT NOT NULL,
  day BIGINT NOT NULL,
  address TEXT NOT NULL,
  is_helpful BOOLEAN NOT NULL,
  PRIMARY KEY (faq_id, voter, day)
);
CREATE INDEX faq_votes_by_address ON faq_votes (faq_id, address, day);

CREATE TABLE feedback (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  ticket_id TEXT NOT NULL REFERENCES tickets (id) DEFERRABLE INITIALLY DEFERRED,
  customer_id TEXT REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
  agent_id TEXT REFERENCES agents (id) DEFERRABLE INITIALLY DEFERRED,
  rating BIGINT NOT NULL,
  comment TEXT
);
CREATE UNIQUE INDEX feedback_by_ticket ON feedback (ticket_id);
CREATE INDEX feedback_by_seq ON feedback (seq);
CREATE INDEX feedback_by_customer ON feedback (customer_id);
CREATE INDEX feedback_by_agent ON feedback (agent_id, created_at);

-- What is uploaded. The content itself stands in the folder of files under its SHA-256, for as long as a row names it.
CREATE TABLE attachments (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  thread_kind TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  message_id TEXT,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  uploaded_by TEXT,
  is_internal BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX attachments_by_seq ON attachments (seq);
CREATE INDEX attachments_by_thread ON attachments (thread_id, created_at, id);
CREATE INDEX attachments_by_uploader ON attachments (uploaded_by, created_at);
CREATE INDEX attachments_by_sha256 ON attachments (sha256);

ALTER TABLE messages ADD COLUMN attachments TEXT;
