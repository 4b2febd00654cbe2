/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-desk.h"

#include "server/desk/desk-assign.h"
#include "server/desk/desk-converse.h"
#include "server/desk/desk-escalate.h"
#include "server/desk/desk-feedback.h"
#include "server/desk/desk-intake.h"
#include "server/desk/desk-merge.h"
#include "server/desk/desk-remove.h"
#include "server/desk/desk-resolve.h"
#include "server/desk/desk-split.h"
#include "server/desk/desk-staff.h"
#include "server/desk/desk-status.h"
#include "server/desk/desk-tickets.h"

/* What a verb is given, and what it gives. */
typedef struct
{
  EngineDesk *desk;
  const DeskKind *kind;
  const char *key;
  const char *text;
  const char *other;
  const char *const *texts;
  gboolean flag;
  gint64 number;
  int value;
  DeskEntity *result;
} Verb;

static DeskEntity *
run_verb (EngineDesk *desk, DeskViewer *viewer, EngineWork work, Verb *verb, GError **error)
{
  verb->desk = desk;
  if (engine_run (desk, viewer, DESK_DB_WRITE, work, verb, error))
    return verb->result;
  g_clear_object (&verb->result);
  return NULL;
}

static gboolean
give (Verb *verb, DeskEntity *entity)
{
  g_clear_object (&verb->result); /* work may be run once more */
  verb->result = entity;
  return entity != NULL;
}

static gboolean
add_query (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;
  DeskEntity *query = desk_entity_new (&desk_query_kind);

  give (verb, query);
  desk_entity_set_string (query, DESK_QUERY_NAME, "Caller");
  desk_entity_set_string (query, DESK_QUERY_MOBILE, verb->text);
  desk_entity_set_string (query, DESK_QUERY_MESSAGE, "My order hasn't arrived");
  desk_entity_set_enum (query, DESK_QUERY_SOURCE, DESK_QUERY_SOURCE_PHONE);
  desk_entity_set_string (query, DESK_QUERY_REMARKS, "Customer called helpline");
  return desk_intake_query (transaction, query, verb->other, error);
}

static gboolean
add_ticket (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;
  DeskEntity *ticket = desk_entity_new (&desk_ticket_kind);

  give (verb, ticket);
  desk_entity_set_string (ticket, DESK_TICKET_CUSTOMER_ID, verb->desk->customer->id);
  desk_entity_set_string (ticket, DESK_TICKET_SUBJECT, "Parcel is lost");
  desk_entity_set_string (ticket, DESK_TICKET_CATEGORY, verb->text);
  return desk_tickets_create (transaction, ticket, error);
}

static gboolean
escalate (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;
  DeskEntity *ticket = desk_entity_new (&desk_ticket_kind);

  give (verb, ticket);
  desk_entity_set_string (ticket, DESK_TICKET_SUBJECT, "Missing order - urgent");
  desk_entity_set_string (ticket, DESK_TICKET_CATEGORY, "Delivery Problem");
  desk_entity_set_enum (ticket, DESK_TICKET_PRIORITY, DESK_PRIORITY_HIGH);
  desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, verb->text);
  return desk_escalate_query (transaction, verb->key, ticket, error);
}

static gboolean
say (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;
  DeskEntity *message = desk_entity_new (&desk_message_kind);

  give (verb, message);
  desk_entity_set_string (message, DESK_MESSAGE_BODY, verb->text);
  desk_entity_set_flag (message, DESK_MESSAGE_IS_INTERNAL, verb->flag);
  return desk_converse_write (transaction, verb->kind, verb->key, message, verb->number, FALSE, error);
}

static gboolean
move (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, verb->kind, verb->key, error);

  if (before == NULL)
    return FALSE;
  give (verb, desk_entity_copy (before));
  if (verb->kind == &desk_ticket_kind)
    {
      desk_entity_set_enum (verb->result, DESK_TICKET_STATUS, verb->value);
      return desk_status_edit_ticket (transaction, before, verb->result, error);
    }
  desk_entity_set_enum (verb->result, DESK_QUERY_STATUS, verb->value);
  return desk_status_edit_query (transaction, before, verb->result, error);
}

static gboolean
assign (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;

  return give (verb, desk_assign_ticket (transaction, verb->key, verb->text, error));
}

static gboolean
take (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;

  return give (verb, desk_assign_take (transaction, verb->key, error));
}

static gboolean
hand_up (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;

  return give (verb, desk_escalate_ticket (transaction, verb->key, verb->text, verb->other, "Needs more hands", error));
}

static gboolean
resolve (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;
  g_autoptr (DeskEntity) given = desk_entity_new (&desk_ticket_kind);

  desk_entity_set_enum (given, DESK_TICKET_RESOLUTION_TYPE, verb->value);
  desk_entity_set_string (given, DESK_TICKET_RESOLUTION, "Found the parcel, will deliver tomorrow");
  if (verb->number >= 0)
    desk_entity_set_money (given, DESK_TICKET_REFUND, verb->number, "INR");
  return give (verb, desk_resolve_ticket (transaction, verb->key, given, error));
}

static gboolean
reopen (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;

  return give (verb, desk_status_reopen_ticket (transaction, verb->key, error));
}

static gboolean
close_ticket (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;

  return give (verb, desk_status_close_ticket (transaction, verb->key, error));
}

static gboolean
merge (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;

  return give (verb, desk_merge_tickets (transaction, verb->key, verb->text, verb->flag, error));
}

static gboolean
unmerge (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;

  return give (verb, desk_merge_undo (transaction, verb->key, error));
}

static gboolean
split (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  DeskEntity *ticket = desk_entity_new (&desk_ticket_kind);

  give (verb, ticket);
  for (guint i = 0; verb->texts[i] != NULL; i++)
    g_ptr_array_add (ids, (gpointer) verb->texts[i]);
  desk_entity_set_string (ticket, DESK_TICKET_SUBJECT, "Another matter");
  return desk_split_ticket (transaction, verb->key, ticket, ids, error);
}

static gboolean
rate (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;
  DeskEntity *feedback = desk_entity_new (&desk_feedback_kind);

  give (verb, feedback);
  desk_entity_set_integer (feedback, DESK_FEEDBACK_RATING, verb->number);
  desk_entity_set_string (feedback, DESK_FEEDBACK_COMMENT, "Well done");
  return desk_feedback_give (transaction, verb->key, feedback, error);
}

static gboolean
take_away (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;

  return verb->kind == &desk_ticket_kind ? desk_remove_ticket (transaction, verb->key, 0, error)
                                         : desk_remove_query (transaction, verb->key, 0, error);
}

static gboolean
set_availability (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;

  return give (verb, desk_staff_set_availability (transaction, verb->key, verb->value, error));
}

static gboolean
get (DeskTransaction *transaction, gpointer data, GError **error)
{
  Verb *verb = data;

  return give (verb, desk_transaction_get (transaction, verb->kind, verb->key, error));
}

DeskEntity *
engine_add_query (EngineDesk *desk, DeskViewer *viewer, const char *mobile, const char *order, GError **error)
{
  Verb verb = { .text = mobile, .other = order };

  return run_verb (desk, viewer, add_query, &verb, error);
}

DeskEntity *
engine_add_ticket (EngineDesk *desk, DeskViewer *viewer, const char *category, GError **error)
{
  Verb verb = { .text = category };

  return run_verb (desk, viewer, add_ticket, &verb, error);
}

DeskEntity *
engine_escalate (EngineDesk *desk, DeskViewer *viewer, const char *query, const char *agent, GError **error)
{
  Verb verb = { .key = query, .text = agent };

  return run_verb (desk, viewer, escalate, &verb, error);
}

DeskEntity *
engine_say (EngineDesk *desk,
            DeskViewer *viewer,
            const DeskKind *kind,
            const char *key,
            const char *body,
            gboolean is_internal,
            gint64 base_seq,
            GError **error)
{
  Verb verb = { .kind = kind, .key = key, .text = body, .flag = is_internal, .number = base_seq };

  return run_verb (desk, viewer, say, &verb, error);
}

DeskEntity *
engine_move (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *key, int status, GError **error)
{
  Verb verb = { .kind = kind, .key = key, .value = status };

  return run_verb (desk, viewer, move, &verb, error);
}

DeskEntity *
engine_assign (EngineDesk *desk, DeskViewer *viewer, const char *key, const char *agent, GError **error)
{
  Verb verb = { .key = key, .text = agent };

  return run_verb (desk, viewer, assign, &verb, error);
}

DeskEntity *
engine_take (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error)
{
  Verb verb = { .key = key };

  return run_verb (desk, viewer, take, &verb, error);
}

DeskEntity *
engine_hand_up (EngineDesk *desk,
                DeskViewer *viewer,
                const char *key,
                const char *agent,
                const char *department,
                GError **error)
{
  Verb verb = { .key = key, .text = agent, .other = department };

  return run_verb (desk, viewer, hand_up, &verb, error);
}

DeskEntity *
engine_resolve (EngineDesk *desk,
                DeskViewer *viewer,
                const char *key,
                DeskResolutionType type,
                gint64 refund,
                GError **error)
{
  Verb verb = { .key = key, .value = type, .number = refund };

  return run_verb (desk, viewer, resolve, &verb, error);
}

DeskEntity *
engine_rate (EngineDesk *desk, DeskViewer *viewer, const char *key, gint64 rating, GError **error)
{
  Verb verb = { .key = key, .number = rating };

  return run_verb (desk, viewer, rate, &verb, error);
}

DeskEntity *
engine_reopen (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error)
{
  Verb verb = { .key = key };

  return run_verb (desk, viewer, reopen, &verb, error);
}

DeskEntity *
engine_close (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error)
{
  Verb verb = { .key = key };

  return run_verb (desk, viewer, close_ticket, &verb, error);
}

DeskEntity *
engine_merge (EngineDesk *desk, DeskViewer *viewer, const char *key, const char *into, gboolean force, GError **error)
{
  Verb verb = { .key = key, .text = into, .flag = force };

  return run_verb (desk, viewer, merge, &verb, error);
}

DeskEntity *
engine_unmerge (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error)
{
  Verb verb = { .key = key };

  return run_verb (desk, viewer, unmerge, &verb, error);
}

DeskEntity *
engine_split (EngineDesk *desk, DeskViewer *viewer, const char *key, const char *const *messages, GError **error)
{
  Verb verb = { .key = key, .texts = messages };

  return run_verb (desk, viewer, split, &verb, error);
}

gboolean
engine_delete (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *key, GError **error)
{
  Verb verb = { .desk = desk, .kind = kind, .key = key };

  return engine_run (desk, viewer, DESK_DB_WRITE, take_away, &verb, error);
}

void
engine_set_availability (EngineDesk *desk, DeskViewer *agent, DeskAvailability availability)
{
  Verb verb = { .key = agent->id, .value = availability };
  g_autoptr (DeskEntity) changed = run_verb (desk, agent, set_availability, &verb, NULL);

  g_assert_nonnull (changed);
}

DeskEntity *
engine_get (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *key, GError **error)
{
  Verb verb = { .desk = desk, .kind = kind, .key = key };

  return engine_run (desk, viewer, DESK_DB_READ, get, &verb, error) ? verb.result : NULL;
}
