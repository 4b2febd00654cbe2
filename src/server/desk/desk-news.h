/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-service.h"

G_BEGIN_DECLS

/**
 * DeskNews:
 *
 * One change of the desk as it is told to those who are connected.
 */
typedef struct
{
  const char *event;      /* "new_ticket", "ticket_assigned", ..., "entity_changed"; static */
  const char *assigned;   /* the event for the agent who was given it just now, or NULL */
  char *assignee;         /* their id */
  gint64 seq;             /* its place in the feed */
  char *id;               /* of what changed */
  char *for_staff;        /* the line that the feed would give: {"seq":..,"kind":..,"op":..,"data":{..}} */
  char *for_customers;    /* the same without what customers are never told */
  GHashTable *may_see;    /* ids of those connected who may see it */
  char *for_losers;       /* the line for those of staff who see it no longer, or NULL */
  GHashTable *losers;     /* their ids, or NULL */
  DeskSubject about_kind; /* the thread that a message belongs to, else unknown */
  char *about_id;
} DeskNews;

/* Somebody who is connected. */
typedef struct
{
  DeskViewer *viewer;
  char *session_id;
} DeskListener;

/**
 * DeskNewsRequest:
 * @since: the place up to which everything was told
 * @listeners: (element-type DeskListener): who is connected
 *
 * What desk_news_read() is asked, and what it found.
 */
typedef struct
{
  gint64 since;
  GPtrArray *listeners;

  GPtrArray *news; /* of DeskNews, in the order of seq */
  gint64 next;
  gboolean more;
} DeskNewsRequest;

DeskListener *desk_listener_new (const DeskViewer *viewer, const char *session_id);

DeskNewsRequest *desk_news_request_new (gint64 since);
void desk_news_request_free (DeskNewsRequest *self);

/* DeskServiceWork over a DeskNewsRequest. */
gboolean desk_news_read (DeskTransaction *transaction, gpointer request, GError **error);
gboolean desk_news_find_end (DeskTransaction *transaction, gint64 *seq, GError **error);

/* Finds a conversation by its id, if they may see it. */
char *desk_news_find_thread (DeskTransaction *transaction,
                             const DeskViewer *viewer,
                             DeskSubject subject,
                             const char *id,
                             GError **error);

G_END_DECLS
