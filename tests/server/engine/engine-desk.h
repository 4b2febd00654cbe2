/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/**
 * EngineDesk:
 *
 * A small desk for tests, in a database of its own: the shop's departments, somebody of every role, two customers and
 * an order.
 */
typedef struct
{
  DeskDb *db;
  DeskPreset *preset;
  gint64 now; /* what the clock on the wall says, or 0 for the real one */

  char *logistics; /* departments, by the preset's names */
  char *technical;

  DeskViewer *system;
  DeskViewer *admin;
  DeskViewer *manager;      /* of Logistics */
  DeskViewer *manager_tech; /* of Technical */
  DeskViewer *agent;        /* of Logistics, tier 1, available, room for 3 */
  DeskViewer *agent_two;    /* of Logistics, tier 1, away */
  DeskViewer *tech;         /* of Technical, tier 2, available, room for 3 */
  DeskViewer *executive;    /* available */
  DeskViewer *newcomer;     /* not approved */
  DeskViewer *customer;     /* Priya Sharma, +919876543210 */
  DeskViewer *customer_two;
  char *order; /* ORD-001 of the customer, 3,500.00 INR */
} EngineDesk;

typedef gboolean (*EngineWork) (DeskTransaction *transaction, gpointer data, GError **error);
typedef void (*EngineCase) (EngineDesk *desk);

/* Adds a case under "/engine/ENGINE/NAME", with a new desk; counters are recounted and the history is verified behind
 * it. */
void engine_add (const char *name, EngineCase test);
void engine_set_engine (const char *name, char *(*dup_url) (void) );
gboolean engine_is_postgres (void);

/* Runs a piece of work as somebody. */
gboolean
engine_run (EngineDesk *desk, DeskViewer *viewer, DeskDbMode mode, EngineWork work, gpointer data, GError **error);
/* Keeps open, behind its work, the first transaction that writes and that this thread begins from now on: @wait is
 * called in it before it is committed, each time where it has to be begun again. NULL: no more. */
typedef void (*EngineWait) (DeskTransaction *transaction, gpointer data);
void engine_hold (EngineWait wait, gpointer data);
/* Whatever counts something is held against a recount, and the history against its chain. */
void engine_recount (EngineDesk *desk);
gint64 engine_count (EngineDesk *desk, const char *sql);

/* Verbs as somebody; they fail the test unless @error is given. */
DeskEntity *
engine_add_query (EngineDesk *desk, DeskViewer *viewer, const char *mobile, const char *order, GError **error);
DeskEntity *engine_add_ticket (EngineDesk *desk, DeskViewer *viewer, const char *category, GError **error);
DeskEntity *
engine_escalate (EngineDesk *desk, DeskViewer *viewer, const char *query, const char *agent, GError **error);
DeskEntity *engine_say (EngineDesk *desk,
                        DeskViewer *viewer,
                        const DeskKind *kind,
                        const char *key,
                        const char *body,
                        gboolean is_internal,
                        gint64 base_seq,
                        GError **error);
DeskEntity *
engine_move (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *key, int status, GError **error);
DeskEntity *engine_assign (EngineDesk *desk, DeskViewer *viewer, const char *key, const char *agent, GError **error);
DeskEntity *engine_take (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error);
DeskEntity *engine_hand_up (EngineDesk *desk,
                            DeskViewer *viewer,
                            const char *key,
                            const char *agent,
                            const char *department,
                            GError **error);
DeskEntity *engine_resolve (EngineDesk *desk,
                            DeskViewer *viewer,
                            const char *key,
                            DeskResolutionType type,
                            gint64 refund,
                            GError **error);
DeskEntity *engine_reopen (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error);
DeskEntity *engine_close (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error);
DeskEntity *
engine_merge (EngineDesk *desk, DeskViewer *viewer, const char *key, const char *into, gboolean force, GError **error);
DeskEntity *engine_unmerge (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error);
DeskEntity *
engine_split (EngineDesk *desk, DeskViewer *viewer, const char *key, const char *const *messages, GError **error);
gboolean engine_delete (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *key, GError **error);
DeskEntity *
engine_start_chat (EngineDesk *desk, DeskViewer *viewer, DeskViewer *customer, const char *body, GError **error);
DeskEntity *engine_accept_chat (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error);
DeskEntity *engine_end_chat (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error);
DeskEntity *engine_convert_chat (EngineDesk *desk, DeskViewer *viewer, const char *key, DeskSubject to, GError **error);
gboolean engine_read_chat (EngineDesk *desk, DeskViewer *viewer, const char *key, const char *up_to, GError **error);
/* What the clock does with chats, so much later. */
void engine_return_chats (EngineDesk *desk, gint64 later);
/* An agent is connected now; NULL: nobody has been seen. */
void engine_see (EngineDesk *desk, DeskViewer *agent);
void engine_set_availability (EngineDesk *desk, DeskViewer *agent, DeskAvailability availability);
DeskEntity *engine_rate (EngineDesk *desk, DeskViewer *viewer, const char *key, gint64 rating, GError **error);
DeskEntity *engine_get (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *key, GError **error);

/* All pages of a list, id to JSON; of tickets, also those that were merged into others. @only: a column that has to
 * have the value @only_value, or NULL. */
GHashTable *
engine_list (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *only, const char *only_value);

void engine_assert_error (GError *error, DeskErrorCode code);
void engine_assert_field (GError *error, const char *field);

G_END_DECLS
