/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-merge.h"

#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-json.h"
#include "core/desk-tags.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-load.h"
#include "server/desk/desk-merge-fields.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-ticket-changes.h"
#include "server/desk/desk-ticket-messages.h"
#include "server/store/desk-messages.h"
#include "server/store/desk-search-index.h"

/* How far a chain of merged tickets is followed. */
#define MAX_STEPS 50

/* A merge that is going to be done: both tickets as they are, locked, and as they have to be. */
typedef struct
{
  DeskEntity *source, *source_after; /* owned */
  DeskEntity *target, *target_after; /* owned */
  GPtrArray *ids;                    /* owned: the messages that move */
} Plan;

static void
clear_plan (Plan *self)
{
  g_clear_object (&self->source);
  g_clear_object (&self->source_after);
  g_clear_object (&self->target);
  g_clear_object (&self->target_after);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, clear_plan)

static const char *
get_number (DeskEntity *ticket)
{
  return desk_entity_get_string (ticket, DESK_TICKET_NUMBER);
}

static gboolean
is_open (DeskEntity *ticket)
{
  return desk_ticket_status_is_open (desk_entity_get_enum (ticket, DESK_TICKET_STATUS));
}

static gboolean
is_of_one_customer (const Plan *plan)
{
  return g_strcmp0 (desk_entity_get_string (plan->source, DESK_TICKET_CUSTOMER_ID),
                    desk_entity_get_string (plan->target, DESK_TICKET_CUSTOMER_ID))
         == 0;
}

static gboolean
find_both (DeskTransaction *transaction, const char *key, const char *into, Plan *plan, GError **error)
{
  g_autoptr (DeskEntity) source = desk_transaction_get (transaction, &desk_ticket_kind, key, error);
  g_autoptr (DeskEntity) target = NULL;
  g_autoptr (GError) local_error = NULL;

  if (source == NULL)
    return FALSE;
  target = desk_transaction_get (transaction, &desk_ticket_kind, into, &local_error);
  if (target == NULL && g_error_matches (local_error, DESK_ERROR, DESK_ERROR_NOT_FOUND))
    {
      desk_error_add_field (error, "into", "there is no such ticket");
      return FALSE;
    }
  if (target == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (g_str_equal (desk_entity_get_id (source), desk_entity_get_id (target)))
    {
      desk_error_add_field (error, "into", "another ticket was expected");
      return FALSE;
    }
  return desk_ticket_messages_lock_both (transaction, desk_entity_get_id (source), desk_entity_get_id (target),
                                         &plan->source, &plan->target, error);
}

static gboolean
check_plan (DeskTransaction *transaction, const Plan *plan, gboolean force, GError **error)
{
  if (!desk_rights_check (transaction, DESK_PERMISSION_TICKETS_STATUS, plan->source, error)
      || !desk_rights_check (transaction, DESK_PERMISSION_TICKETS_STATUS, plan->target, error)
      || !desk_ticket_changes_check_not_merged (transaction, plan->source, error)
      || !desk_ticket_changes_check_not_merged (transaction, plan->target, error))
    return FALSE;
  if (is_open (plan->source) && !is_open (plan->target))
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT,
                   "Ticket %s is settled and %s is not: it has to be reopened before that is merged into it",
                   get_number (plan->target), get_number (plan->source));
      return FALSE;
    }
  if (force || is_of_one_customer (plan))
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT,
               "Tickets %s and %s are of different customers; give \"force\" to let the second one read all of it",
               get_number (plan->source), get_number (plan->target));
  return FALSE;
}

static void
retire (DeskTransaction *transaction, Plan *plan)
{
  DeskEntity *source = plan->source_after;

  desk_entity_set_string (source, DESK_TICKET_MERGED_INTO_ID, desk_entity_get_id (plan->target));
  desk_entity_set_enum (source, DESK_TICKET_STATUS, DESK_TICKET_STATUS_CLOSED);
  desk_entity_set_time (source, DESK_TICKET_CLOSED_AT, transaction->now);
  desk_entity_set_integer (source, DESK_TICKET_MESSAGE_COUNT, 0);
  desk_entity_unset (source, DESK_TICKET_LAST_MESSAGE_AT);
  desk_entity_unset (source, DESK_TICKET_WAITING_SINCE);
}

static gboolean
make_plan (DeskTransaction *transaction, const char *key, const char *into, gboolean force, Plan *plan, GError **error)
{
  DeskEntity *target;

  if (!find_both (transaction, key, into, plan, error) || !check_plan (transaction, plan, force, error))
    return FALSE;
  plan->ids = desk_messages_list_ids (transaction->db, desk_entity_get_id (plan->source), error);
  if (plan->ids == NULL)
    return FALSE;
  plan->source_after = desk_entity_copy (plan->source);
  plan->target_after = target = desk_entity_copy (plan->target);
  retire (transaction, plan);
  if (!desk_merge_fields_unite (transaction, target, plan->source, transaction->now, error))
    return FALSE;
  desk_entity_set_integer (target, DESK_TICKET_MESSAGE_COUNT,
                           desk_entity_get_integer (target, DESK_TICKET_MESSAGE_COUNT)
                               + desk_entity_get_integer (plan->source, DESK_TICKET_MESSAGE_COUNT));
  if (desk_entity_get_time (plan->source, DESK_TICKET_LAST_MESSAGE_AT)
      > desk_entity_get_time (target, DESK_TICKET_LAST_MESSAGE_AT))
    desk_entity_set_time (target, DESK_TICKET_LAST_MESSAGE_AT,
                          desk_entity_get_time (plan->source, DESK_TICKET_LAST_MESSAGE_AT));
  return TRUE;
}

static gboolean
keep_merge (DeskTransaction *transaction, const Plan *plan, GError **error)
{
  g_autoptr (DeskMerge) merge = desk_merge_new ();

  merge->id = desk_id_new ();
  merge->source_id = g_strdup (desk_entity_get_id (plan->source));
  merge->target_id = g_strdup (desk_entity_get_id (plan->target));
  merge->merged_at = transaction->now;
  merge->source_before = g_object_ref (plan->source);
  merge->target_before = g_object_ref (plan->target);
  merge->target_after = g_object_ref (plan->target_after);
  return desk_merges_insert (transaction->db, merge, plan->ids, error);
}

/* The agent of a ticket that is gone from their desk has room for another one. */
static gboolean
fill_room (DeskTransaction *transaction, DeskEntity *before, GError **error)
{
  const char *agent_id = desk_entity_get_string (before, DESK_TICKET_ASSIGNED_TO);

  return agent_id == NULL || !is_open (before) || desk_assign_waiting (transaction, agent_id, error);
}

static gboolean
carry_out (DeskTransaction *transaction, const Plan *plan, GError **error)
{
  return desk_ticket_messages_move (transaction, plan->ids, plan->source, plan->target, error)
         && desk_search_lead (transaction->db, desk_entity_get_id (plan->source), desk_entity_get_id (plan->target),
                              FALSE, error)
         && keep_merge (transaction, plan, error)
         && desk_load_follow (transaction, plan->source, plan->source_after, error)
         && desk_transaction_update (transaction, plan->source, plan->source_after, DESK_ACTION_MERGED, error)
         && desk_transaction_update_noting (transaction, plan->target, plan->target_after, DESK_ACTION_MERGED,
                                            "merged_from", get_number (plan->source), error)
         && desk_notify_ticket_merged (transaction, plan->source_after, plan->target_after, error)
         && fill_room (transaction, plan->source, error);
}

static void
append_ticket (GString *json, const char *name, DeskEntity *ticket)
{
  desk_json_append_name (json, name);
  desk_entity_append_json (ticket, json, DESK_AUDIENCE_STAFF);
}

/**
 * desk_merge_tickets:
 * @transaction: a transaction that writes
 * @key: a ticket's id or number
 * @into: the one that stays
 * @force: also where they are of different customers
 * @error: %DESK_ERROR_CONFLICT where one of them is merged already, or the second one is settled
 *
 * Returns: (transfer full): the ticket that stays
 */
DeskEntity *
desk_merge_tickets (DeskTransaction *transaction, const char *key, const char *into, gboolean force, GError **error)
{
  g_auto (Plan) plan = { NULL };

  if (!make_plan (transaction, key, into, force, &plan, error) || !carry_out (transaction, &plan, error))
    return NULL;
  return g_steal_pointer (&plan.target_after);
}

/**
 * desk_merge_preview:
 * @transaction: a transaction
 * @key: a ticket's id or number
 * @into: the one that stays
 * @force: see desk_merge_tickets()
 * @json: gets both as they would be, what would move, and which tags would be new
 * @error: why it would be refused
 *
 * Returns: whether it would be done
 */
gboolean
desk_merge_preview (DeskTransaction *transaction,
                    const char *key,
                    const char *into,
                    gboolean force,
                    GString *json,
                    GError **error)
{
  g_auto (Plan) plan = { NULL };
  gint64 n_public;
  g_auto (GStrv) tags = NULL;

  if (!make_plan (transaction, key, into, force, &plan, error))
    return FALSE;
  n_public = desk_entity_get_integer (plan.source, DESK_TICKET_MESSAGE_COUNT);
  tags = desk_tags_remove (desk_entity_get_tags (plan.target_after, DESK_TICKET_TAGS),
                           desk_entity_get_tags (plan.target, DESK_TICKET_TAGS));
  g_string_append_c (json, '{');
  desk_json_append_name (json, "messages");
  desk_json_append_integer (json, n_public);
  desk_json_append_name (json, "notes");
  desk_json_append_integer (json, plan.ids->len - n_public);
  desk_json_append_name (json, "new_tags");
  g_string_append_c (json, '[');
  for (guint i = 0; tags[i] != NULL; i++)
    {
      g_string_append (json, i > 0 ? "," : "");
      desk_json_append_string (json, tags[i]);
    }
  g_string_append_c (json, ']');
  desk_json_append_name (json, "different_customers");
  g_string_append (json, is_of_one_customer (&plan) ? "false" : "true");
  append_ticket (json, "ticket", plan.source_after);
  append_ticket (json, "into", plan.target_after);
  g_string_append_c (json, '}');
  return TRUE;
}

gboolean
desk_merge_is_merged (DeskTransaction *transaction, const char *key, gboolean *is_merged, GError **error)
{
  return desk_merges_is_merged (transaction->db, key, is_merged, error);
}

/**
 * desk_merge_follow:
 * @transaction: a transaction
 * @ticket: a ticket that the viewer sees
 * @error: when the database fails
 *
 * Returns: (transfer full): the ticket that it leads to, as far as the viewer may see it; @ticket where it leads
 * nowhere
 */
DeskEntity *
desk_merge_follow (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_autoptr (DeskEntity) at = g_object_ref (ticket);

  for (guint i = 0; i < MAX_STEPS && desk_entity_is_set (at, DESK_TICKET_MERGED_INTO_ID); i++)
    {
      g_autoptr (GError) local_error = NULL;
      DeskEntity *next = desk_transaction_get (transaction, &desk_ticket_kind,
                                               desk_entity_get_string (at, DESK_TICKET_MERGED_INTO_ID), &local_error);

      if (next == NULL && !g_error_matches (local_error, DESK_ERROR, DESK_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (next == NULL)
        break;
      g_object_unref (at);
      at = next;
    }
  return g_steal_pointer (&at);
}
