/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-merge-fields.h"

#include "core/desk-calendar.h"
#include "core/desk-tags.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-ticket.h"

/* What the ticket that stays may have from others, beside its tags. */
static const guint clocks[] = { DESK_TICKET_WAITING_SINCE,           DESK_TICKET_FIRST_RESPONSE_DUE_AT,
                                DESK_TICKET_RESOLUTION_DUE_AT,       DESK_TICKET_RESOLUTION_PAUSED_AT,
                                DESK_TICKET_FIRST_RESPONSE_BREACHED, DESK_TICKET_RESOLUTION_BREACHED };

static gboolean
is_open (DeskEntity *ticket)
{
  return desk_ticket_status_is_open (desk_entity_get_enum (ticket, DESK_TICKET_STATUS));
}

static gboolean
is_same (DeskEntity *a, DeskEntity *b, guint field)
{
  return desk_value_equal (&desk_ticket_kind.fields[field], desk_entity_get_value (a, field),
                           desk_entity_get_value (b, field));
}

/* Returns: whether @target has it from @source now */
static gboolean
take_earlier (DeskEntity *target, DeskEntity *source, guint field)
{
  gint64 theirs = desk_entity_get_time (source, field);

  if (!desk_entity_is_set (source, field)
      || (desk_entity_is_set (target, field) && desk_entity_get_time (target, field) <= theirs))
    return FALSE;
  desk_entity_set_time (target, field, theirs);
  return TRUE;
}

/* A clock that stands still is due as much later as it has stood. */
static gboolean
find_due (DeskTransaction *transaction, DeskEntity *ticket, gint64 at, gint64 *due_at, GError **error)
{
  DeskCalendar *calendar = desk_preset_get_calendar (transaction->preset);
  gint64 paused_at = desk_entity_get_time (ticket, DESK_TICKET_RESOLUTION_PAUSED_AT);
  gint64 pause = paused_at != 0 ? desk_calendar_elapsed (calendar, paused_at, at) : 0;

  *due_at = desk_entity_get_time (ticket, DESK_TICKET_RESOLUTION_DUE_AT);
  return *due_at == 0 || pause <= 0 || desk_calendar_add (calendar, *due_at, pause, due_at, error);
}

static gboolean
unite_resolution (DeskTransaction *transaction, DeskEntity *target, DeskEntity *source, gint64 at, GError **error)
{
  gint64 own, theirs;

  if (!find_due (transaction, target, at, &own, error) || !find_due (transaction, source, at, &theirs, error))
    return FALSE;
  if (theirs == 0 || (own != 0 && own <= theirs))
    return TRUE;
  desk_entity_set_time (target, DESK_TICKET_RESOLUTION_DUE_AT, theirs);
  if (desk_entity_is_set (target, DESK_TICKET_RESOLUTION_PAUSED_AT))
    desk_entity_set_time (target, DESK_TICKET_RESOLUTION_PAUSED_AT, at);
  if (desk_entity_get_flag (source, DESK_TICKET_RESOLUTION_BREACHED))
    desk_entity_set_flag (target, DESK_TICKET_RESOLUTION_BREACHED, TRUE);
  return TRUE;
}

static void
unite_first_response (DeskEntity *target, DeskEntity *source)
{
  if (!desk_entity_is_set (target, DESK_TICKET_FIRST_RESPONSE_AT)
      && !desk_entity_is_set (source, DESK_TICKET_FIRST_RESPONSE_AT)
      && take_earlier (target, source, DESK_TICKET_FIRST_RESPONSE_DUE_AT)
      && desk_entity_get_flag (source, DESK_TICKET_FIRST_RESPONSE_BREACHED))
    desk_entity_set_flag (target, DESK_TICKET_FIRST_RESPONSE_BREACHED, TRUE);
}

static void
unite_tags (DeskEntity *target, DeskEntity *source)
{
  g_auto (GStrv) tags =
      desk_tags_add (desk_entity_get_tags (target, DESK_TICKET_TAGS), desk_entity_get_tags (source, DESK_TICKET_TAGS));

  if (tags[0] == NULL)
    return;
  for (guint i = g_strv_length (tags); i > DESK_TAGS_MAX; i--)
    g_clear_pointer (&tags[i - 1], g_free);
  desk_entity_set_tags (target, DESK_TICKET_TAGS, (const char *const *) tags);
}

static void
copy_clocks (DeskEntity *from, DeskEntity *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    desk_entity_set_value (to, clocks[i], desk_entity_get_value (from, clocks[i]));
  desk_entity_set_value (to, DESK_TICKET_TAGS, desk_entity_get_value (from, DESK_TICKET_TAGS));
}

/* What others changed between two merges is where the second one began. */
static void
begin_at (DeskEntity *target, const DeskMerge *merge, const DeskMerge *before)
{
  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    if (!is_same (merge->target_before, before->target_after, clocks[i]))
      desk_entity_set_value (target, clocks[i], desk_entity_get_value (merge->target_before, clocks[i]));
}

static void
put_back (DeskEntity *target, DeskEntity *was, DeskEntity *is_now)
{
  const char *const *was_tags = desk_entity_get_tags (was, DESK_TICKET_TAGS);
  const char *const *now_tags = desk_entity_get_tags (is_now, DESK_TICKET_TAGS);
  g_auto (GStrv) gone = desk_tags_remove (was_tags, now_tags);
  g_auto (GStrv) tags = desk_tags_remove (desk_entity_get_tags (target, DESK_TICKET_TAGS), (const char *const *) gone);

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    if (is_same (target, was, clocks[i]))
      desk_entity_set_value (target, clocks[i], desk_entity_get_value (is_now, clocks[i]));
  if (gone[0] != NULL && tags[0] != NULL)
    desk_entity_set_tags (target, DESK_TICKET_TAGS, (const char *const *) tags);
  else if (gone[0] != NULL)
    desk_entity_unset (target, DESK_TICKET_TAGS);
}

/**
 * desk_merge_fields_unite:
 * @transaction: a transaction
 * @target: the ticket that stays; gets what it has from the other one
 * @source: what is merged into it, as it was
 * @at: when
 * @error: when a deadline lies beyond the calendar's horizon
 *
 * See SLA-AND-METRICS: "Clocks". A settled ticket has no clock that runs on.
 *
 * Returns: whether the deadlines lie within reach
 */
gboolean
desk_merge_fields_unite (DeskTransaction *transaction,
                         DeskEntity *target,
                         DeskEntity *source,
                         gint64 at,
                         GError **error)
{
  unite_tags (target, source);
  if (!is_open (source) || !is_open (target))
    return TRUE;
  take_earlier (target, source, DESK_TICKET_WAITING_SINCE);
  unite_first_response (target, source);
  return unite_resolution (transaction, target, source, at, error);
}

/**
 * desk_merge_fields_part:
 * @transaction: a transaction that writes
 * @target: the ticket that stays, as it is
 * @merges: (element-type DeskMerge): all that were merged into it, the first one first
 * @undone: the one of them that is undone
 * @error: when it can't be stored
 *
 * Goes the way from before the first merge once more, without the one that is undone.
 *
 * Returns: whether @target has what it would have without it
 */
gboolean
desk_merge_fields_part (DeskTransaction *transaction,
                        DeskEntity *target,
                        GPtrArray *merges,
                        const DeskMerge *undone,
                        GError **error)
{
  DeskMerge *first = merges->pdata[0], *last = merges->pdata[merges->len - 1];
  g_autoptr (DeskEntity) is_now = desk_entity_copy (first->target_before);
  g_autoptr (DeskEntity) was = desk_entity_copy (last->target_after);
  g_autoptr (DeskMerge) before = NULL;

  for (guint i = 0; i < merges->len; i++)
    {
      DeskMerge *merge = merges->pdata[i];
      g_autoptr (DeskMerge) as_it_was = desk_merge_new ();

      as_it_was->target_after = desk_entity_copy (merge->target_after);
      if (before != NULL)
        begin_at (is_now, merge, before);
      if (merge != undone)
        {
          copy_clocks (is_now, merge->target_before);
          if (!desk_merge_fields_unite (transaction, is_now, merge->source_before, merge->merged_at, error))
            return FALSE;
          copy_clocks (is_now, merge->target_after);
          if (!desk_merges_update (transaction->db, merge, error))
            return FALSE;
        }
      desk_merge_free (before);
      before = g_steal_pointer (&as_it_was);
    }
  put_back (target, was, is_now);
  return TRUE;
}
