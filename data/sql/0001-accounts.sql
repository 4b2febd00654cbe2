-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who may come in: accounts, their sessions and tokens, and the answers that a repeated request gets again.
-- Times are microseconds since 1970 UTC. Secrets stand here only as hashes.

-- What the desk knows about itself: the preset's JSON, the feed's epoch, the key that signs access tokens.
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- One for each person who may sign in: an agent or a customer. The e-mail is kept case-folded.
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  agent_id TEXT UNIQUE,
  customer_id TEXT UNIQUE,
  email TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  CHECK ((agent_id IS NULL) <> (customer_id IS NULL))
);

-- A sign-in and all refresh tokens that came of it: a family, which ends as a whole.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE refresh_tokens (
  hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  spent_at BIGINT,
  successor_hash TEXT
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

-- One-use tokens that open a live connection where no header can be sent.
CREATE TABLE live_tickets (
  hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);
CREATE INDEX live_tickets_by_end ON live_tickets (expires_at);

-- The first answer to a request that may be sent again, stored with what the request wrote.
CREATE TABLE idempotency_keys (
  account_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  status BIGINT,
  content_type TEXT,
  etag TEXT,
  location TEXT,
  body TEXT,
  PRIMARY KEY (account_id, idempotency_key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
