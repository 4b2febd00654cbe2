/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-match.h"

G_BEGIN_DECLS

/* On WhatsApp there is one conversation: what a customer writes goes into their query that is not closed, as long as
 * something was said there within this time; later it is about something new. */
#define DESK_RECEIVE_WINDOW (G_GINT64_CONSTANT (30) * 24 * 3600 * G_USEC_PER_SEC)

/**
 * DeskArrival:
 *
 * Something that a customer wrote, as a door has read it. Everything is borrowed; what was not given is %NULL.
 */
typedef struct
{
  DeskWriter writer;
  const char *external_id; /* what the channel calls it, so that a repeat is known */
  const char *body;        /* where it begins something new */
  const char *reply;       /* where it goes on with something: without what was said before; NULL for the same */
  const char *own;         /* the writer's own words of that, where it has more than them; NULL for the same */
  const char *order_number;
  gboolean makes_nothing; /* a bounce, an automatic answer: it is taken, and that is all */

  /* What it may go on with, the surest first. */
  DeskSubject signed_kind; /* the thread that a reply token named */
  const char *signed_id;
  const char *const *references; /* what the channel calls the messages that it answers, the nearest first */
  const char *const *numbers;    /* of queries or tickets, believed from a participant alone */
  gboolean joins_open;           /* the customer's open query of the channel */
} DeskArrival;

typedef enum
{
  DESK_RECEIVED_QUERY,    /* a new query was made of it */
  DESK_RECEIVED_REPLY,    /* it went into a thread */
  DESK_RECEIVED_REPEATED, /* it had come before */
  DESK_RECEIVED_NOTHING,  /* it makes nothing */
} DeskReceived;

/* Takes what came in, once. @outcome: what became of it. */
gboolean desk_receive (DeskTransaction *transaction, const DeskArrival *arrival, DeskReceived *outcome, GError **error);

G_END_DECLS
