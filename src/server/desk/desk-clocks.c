/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-clocks.h"

#include "core/desk-workflow.h"
#include "core/entities/desk-ticket.h"
#include "server/desk/desk-clock-past.h"
#include "server/store/desk-clock-rows.h"

/* What happened to one ticket, while something more happens. */
typedef struct
{
  GArray *events;   /* owned, of DeskClockEvent */
  guint n_kept;     /* so many of them are stored */
  gboolean is_past; /* nothing was kept of it while it happened: it was imported */
} Record;

static void
clear_record (Record *record)
{
  g_clear_pointer (&record->events, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, clear_record)

static gboolean
read_record (DeskTransaction *transaction, DeskEntity *ticket, Record *record, GError **error)
{
  DeskClockTargets targets = desk_clocks_get_targets (transaction, ticket);

  record->events = desk_clock_rows_list_events (transaction->db, desk_entity_get_id (ticket), error);
  if (record->events == NULL)
    return FALSE;
  record->n_kept = record->events->len;
  record->is_past = record->n_kept == 0;
  return !record->is_past || desk_clock_past_read (transaction, ticket, &targets, record->events, error);
}

static GPtrArray *
read_clocks (DeskTransaction *transaction, GArray *events, gboolean explain, GError **error)
{
  return desk_clock_read (desk_preset_get_calendar (transaction->preset), (const DeskClockEvent *) events->data,
                          events->len, transaction->now, explain, error);
}

/* A breach stays a breach. */
static void
set_breach (DeskEntity *ticket, guint field, const DeskClock *clock)
{
  if (clock->is_breached)
    desk_entity_set_flag (ticket, field, TRUE);
}

/* What ended keeps the deadline that it had, also when the calendar is another one since. */
static void
set_due (DeskEntity *ticket, guint field, const DeskClock *clock)
{
  if (desk_clock_is_open (clock) || !desk_entity_is_set (ticket, field))
    desk_entity_set_time (ticket, field, clock->due_at);
}

static void
set_fields (DeskEntity *ticket, GPtrArray *clocks)
{
  desk_entity_unset (ticket, DESK_TICKET_NEXT_RESPONSE_DUE_AT);
  for (guint i = 0; i < clocks->len; i++)
    {
      const DeskClock *clock = clocks->pdata[i];

      switch (clock->kind)
        {
        case DESK_CLOCK_KIND_FIRST_RESPONSE:
          set_due (ticket, DESK_TICKET_FIRST_RESPONSE_DUE_AT, clock);
          if (!desk_clock_is_open (clock))
            desk_entity_set_time (ticket, DESK_TICKET_FIRST_RESPONSE_AT, clock->ended_at);
          set_breach (ticket, DESK_TICKET_FIRST_RESPONSE_BREACHED, clock);
          break;
        case DESK_CLOCK_KIND_NEXT_RESPONSE:
          if (desk_clock_is_open (clock))
            desk_entity_set_time (ticket, DESK_TICKET_NEXT_RESPONSE_DUE_AT, clock->due_at);
          set_breach (ticket, DESK_TICKET_NEXT_RESPONSE_BREACHED, clock);
          break;
        case DESK_CLOCK_KIND_RESOLUTION:
          set_due (ticket, DESK_TICKET_RESOLUTION_DUE_AT, clock);
          desk_entity_set_time (ticket, DESK_TICKET_RESOLUTION_PAUSED_AT, clock->paused_at);
          set_breach (ticket, DESK_TICKET_RESOLUTION_BREACHED, clock);
          break;
        case DESK_CLOCK_KIND_UNKNOWN:
        default:
          break;
        }
    }
}

/* A clock that ended before has its last word already, unless nothing was kept yet. */
static gboolean
is_to_be_kept (DeskTransaction *transaction, const DeskClock *clock, gboolean is_first_time)
{
  return is_first_time || desk_clock_is_open (clock) || clock->ended_at >= transaction->now;
}

/* Of what was imported nobody is told what is over. */
static gboolean
keep (DeskTransaction *transaction, DeskEntity *ticket, Record *record, GPtrArray *clocks, GError **error)
{
  const char *id = desk_entity_get_id (ticket);
  gboolean is_first_time = record->n_kept == 0;
  gint64 told_at = record->is_past ? transaction->now : 0;

  for (guint i = record->n_kept; i < record->events->len; i++)
    if (!desk_clock_rows_add_event (transaction->db, id, i + 1, &g_array_index (record->events, DeskClockEvent, i),
                                    error))
      return FALSE;
  for (guint i = 0; i < clocks->len; i++)
    if (is_to_be_kept (transaction, clocks->pdata[i], is_first_time)
        && !desk_clock_rows_keep (transaction->db, id, clocks->pdata[i], told_at, error))
      return FALSE;
  desk_db_notify (transaction->db, DESK_CLOCKS_CHANNEL);
  return TRUE;
}

/* The ticket and its rows follow from what happened. */
static gboolean
update (DeskTransaction *transaction, DeskEntity *ticket, Record *record, GError **error)
{
  g_autoptr (GPtrArray) clocks = read_clocks (transaction, record->events, FALSE, error);

  if (clocks == NULL)
    return FALSE;
  set_fields (ticket, clocks);
  return keep (transaction, ticket, record, clocks, error);
}

static void
add_event (DeskTransaction *transaction, Record *record, DeskClockEventType type)
{
  DeskClockEvent event = { .type = type, .at = transaction->now };

  g_array_append_val (record->events, event);
}

static DeskClockEvent *
get_last (Record *record)
{
  return &g_array_index (record->events, DeskClockEvent, record->events->len - 1);
}

/* An agent who makes a ticket of their own accord begins the conversation; a query or a customer has begun it already.
 */
static DeskClockEvent
describe_start (DeskTransaction *transaction, DeskEntity *ticket)
{
  const DeskViewer *viewer = transaction->viewer;
  gboolean is_by_agent = !viewer->is_system && viewer->role != DESK_ROLE_CUSTOMER
                         && !desk_entity_is_set (ticket, DESK_TICKET_QUERY_ID)
                         && !desk_entity_is_set (ticket, DESK_TICKET_WAITING_SINCE);

  return (DeskClockEvent){
    .type = is_by_agent ? DESK_CLOCK_EVENT_OPENED : DESK_CLOCK_EVENT_CREATED,
    .at = desk_entity_is_set (ticket, DESK_ENTITY_CREATED_AT) ? desk_entity_get_time (ticket, DESK_ENTITY_CREATED_AT)
                                                              : transaction->now,
    .targets = desk_clocks_get_targets (transaction, ticket),
  };
}

static int
get_motion (DeskEntity *ticket)
{
  DeskTicketStatus status = desk_entity_get_enum (ticket, DESK_TICKET_STATUS);

  if (!desk_ticket_status_is_open (status))
    return 0;
  return status == DESK_TICKET_STATUS_PENDING_CUSTOMER ? 1 : 2;
}

/**
 * desk_clocks_start:
 * @transaction: a transaction
 * @ticket: a new ticket with its priority
 * @error: when a target lies beyond the calendar's horizon
 *
 * Sets when the first response and the resolution are due. A ticket without a created_at is created now.
 *
 * Returns: whether the targets lie within reach
 */
gboolean
desk_clocks_start (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (DeskClockEvent));
  DeskClockEvent start = describe_start (transaction, ticket);
  g_autoptr (GPtrArray) clocks = NULL;

  g_array_append_val (events, start);
  clocks = read_clocks (transaction, events, FALSE, error);
  if (clocks == NULL)
    return FALSE;
  set_fields (ticket, clocks);
  return TRUE;
}

/**
 * desk_clocks_keep_start:
 * @transaction: a transaction that writes
 * @ticket: a ticket that was started, and is stored now
 * @error: when it can't be stored
 *
 * Returns: whether it is kept
 */
gboolean
desk_clocks_keep_start (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_auto (Record) record = { .events = g_array_new (FALSE, FALSE, sizeof (DeskClockEvent)) };
  DeskClockEvent start = describe_start (transaction, ticket);

  g_array_append_val (record.events, start);
  return update (transaction, ticket, &record, error);
}

/**
 * desk_clocks_follow:
 * @transaction: a transaction that writes
 * @before: a ticket as it was
 * @after: the same as it is going to be; its due times follow its status and priority
 * @error: when a target lies beyond the calendar's horizon
 *
 * Returns: whether the targets lie within reach, and are kept
 */
gboolean
desk_clocks_follow (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  gboolean has_priority =
      desk_entity_get_enum (before, DESK_TICKET_PRIORITY) != desk_entity_get_enum (after, DESK_TICKET_PRIORITY);
  gboolean has_motion = get_motion (before) != get_motion (after);
  g_auto (Record) record = { 0 };

  if (!has_priority && !has_motion)
    return TRUE;
  if (!read_record (transaction, before, &record, error))
    return FALSE;
  if (has_priority)
    {
      add_event (transaction, &record, DESK_CLOCK_EVENT_PRIORITY_CHANGED);
      get_last (&record)->targets = desk_clocks_get_targets (transaction, after);
    }
  if (has_motion)
    {
      add_event (transaction, &record, DESK_CLOCK_EVENT_STATUS_CHANGED);
      get_last (&record)->status = desk_entity_get_enum (after, DESK_TICKET_STATUS);
    }
  return update (transaction, after, &record, error);
}

/**
 * desk_clocks_answered:
 * @transaction: a transaction that writes
 * @ticket: a ticket that a human agent has answered in public
 * @error: when it can't be stored
 *
 * Ends the clock of the first response, once, and that of the next.
 *
 * Returns: whether it is kept
 */
gboolean
desk_clocks_answered (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_auto (Record) record = { 0 };

  if (desk_entity_is_set (ticket, DESK_TICKET_FIRST_RESPONSE_AT)
      && !desk_entity_is_set (ticket, DESK_TICKET_NEXT_RESPONSE_DUE_AT))
    return TRUE;
  if (!read_record (transaction, ticket, &record, error))
    return FALSE;
  add_event (transaction, &record, DESK_CLOCK_EVENT_REPLIED);
  return update (transaction, ticket, &record, error);
}

/**
 * desk_clocks_customer_wrote:
 * @transaction: a transaction that writes
 * @ticket: a ticket whose customer waits from now on
 * @error: when it can't be stored
 *
 * Returns: whether it is kept
 */
gboolean
desk_clocks_customer_wrote (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_auto (Record) record = { 0 };

  if (!read_record (transaction, ticket, &record, error))
    return FALSE;
  add_event (transaction, &record, DESK_CLOCK_EVENT_CUSTOMER_WROTE);
  get_last (&record)->targets = desk_clocks_get_targets (transaction, ticket);
  return update (transaction, ticket, &record, error);
}

/**
 * desk_clocks_update:
 * @transaction: a transaction that writes
 * @ticket: a ticket, locked; its fields become what they have to be by now
 * @error: when it can't be stored
 *
 * Returns: whether it is kept
 */
gboolean
desk_clocks_update (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_auto (Record) record = { 0 };

  return read_record (transaction, ticket, &record, error) && update (transaction, ticket, &record, error);
}

DeskClockTargets
desk_clocks_get_targets (DeskTransaction *transaction, DeskEntity *ticket)
{
  const DeskPresetTarget *target =
      desk_preset_get_target (transaction->preset, desk_entity_get_enum (ticket, DESK_TICKET_PRIORITY));

  return (DeskClockTargets){ target->first_response, target->next_response, target->resolution };
}

/**
 * desk_clocks_look:
 * @transaction: a transaction
 * @ticket: a ticket
 * @explain: whether to list what was counted
 * @error: when the database fails
 *
 * Returns: (transfer full) (element-type DeskClock): its clocks as they stand now
 */
GPtrArray *
desk_clocks_look (DeskTransaction *transaction, DeskEntity *ticket, gboolean explain, GError **error)
{
  g_auto (Record) record = { 0 };

  return read_record (transaction, ticket, &record, error) ? read_clocks (transaction, record.events, explain, error)
                                                           : NULL;
}

gboolean
desk_clocks_set_past (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (DeskClockEvent));
  DeskClockTargets targets = desk_clocks_get_targets (transaction, ticket);
  g_autoptr (GPtrArray) clocks = NULL;

  if (!desk_clock_past_read (transaction, ticket, &targets, events, error))
    return FALSE;
  clocks = read_clocks (transaction, events, FALSE, error);
  if (clocks == NULL)
    return FALSE;
  set_fields (ticket, clocks);
  return TRUE;
}
