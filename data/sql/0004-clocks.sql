-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The clocks of tickets. clock_events is what they are made of, in the order in which it happened; clocks is what came
-- of it when the ticket was last written, and what has been told of it: warned_at and told_at are set once. alarm_at is
-- the next instant at which somebody has to be told something, if nothing happens before.

ALTER TABLE tickets ADD COLUMN next_response_due_at BIGINT;
ALTER TABLE tickets ADD COLUMN next_response_breached BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE clock_events (
  ticket_id TEXT NOT NULL REFERENCES tickets (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  event TEXT NOT NULL,
  status TEXT,
  first_response BIGINT,
  next_response BIGINT,
  resolution BIGINT,
  PRIMARY KEY (ticket_id, number)
);

CREATE TABLE clocks (
  ticket_id TEXT NOT NULL REFERENCES tickets (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,
  number BIGINT NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  target BIGINT NOT NULL,
  warning_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  is_breached BOOLEAN NOT NULL DEFAULT FALSE,
  warned_at BIGINT,
  told_at BIGINT,
  alarm_at BIGINT,
  PRIMARY KEY (ticket_id, kind, number)
);
CREATE INDEX clocks_by_alarm_at ON clocks (alarm_at) WHERE alarm_at IS NOT NULL;

-- Resolved tickets close by themselves, the oldest first.
CREATE INDEX tickets_to_close ON tickets (status, resolved_at) WHERE status = 'resolved';
