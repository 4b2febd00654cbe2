/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-clock-review.h"

#include <glib/gi18n-lib.h>

#include "core/entities/desk-kinds.h"
#include "server/desk/desk-clocks.h"
#include "server/store/desk-clock-rows.h"
#include "server/store/desk-settings.h"

/* So many tickets in one transaction. */
#define PAGE 100

static gboolean
is_up_to_date (DeskTransaction *transaction, const char *calendar, gboolean *is_same, GError **error)
{
  g_autofree char *counted_in = NULL;

  if (!desk_settings_get (transaction->db, DESK_SETTING_CALENDAR, &counted_in, error))
    return FALSE;
  *is_same = counted_in == NULL || g_str_equal (counted_in, calendar);
  return counted_in != NULL || desk_settings_set (transaction->db, DESK_SETTING_CALENDAR, calendar, error);
}

/* Says so in the history, where it makes a difference. */
static gboolean
count_anew (DeskTransaction *transaction, const char *ticket_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) before = desk_transaction_lock_any (transaction, &desk_ticket_kind, ticket_id, &local_error);
  g_autoptr (DeskEntity) after = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (before == NULL)
    return TRUE;
  after = desk_entity_copy (before);
  if (!desk_clocks_update (transaction, after, error))
    return FALSE;
  return desk_entity_equal (before, after)
         || desk_transaction_update_because (transaction, before, after, DESK_ACTION_UPDATED,
                                             _ ("The desk's calendar was changed"), error);
}

DeskClockReview *
desk_clock_review_new (void)
{
  return g_new0 (DeskClockReview, 1);
}

void
desk_clock_review_free (DeskClockReview *self)
{
  g_free (self->last_id);
  g_free (self->next_id);
  g_free (self);
}

/**
 * desk_clock_review_go_on:
 * @transaction: a transaction that writes, as the desk itself
 * @review: a #DeskClockReview; go on and turn until is_done
 * @error: when it can't be stored
 *
 * Returns: whether the next few tickets are counted in the calendar of today
 */
gboolean
desk_clock_review_go_on (DeskTransaction *transaction, gpointer review, GError **error)
{
  DeskClockReview *self = review;
  g_autofree char *calendar = desk_preset_dup_calendar_text (transaction->preset);
  g_autoptr (GPtrArray) ids = NULL;

  if (!is_up_to_date (transaction, calendar, &self->is_done, error))
    return FALSE;
  if (self->is_done)
    return TRUE;
  ids = desk_clock_rows_list_open (transaction->db, self->last_id, PAGE, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!count_anew (transaction, ids->pdata[i], error))
      return FALSE;
  if (ids == NULL)
    return FALSE;
  if (ids->len == 0)
    {
      self->is_done = TRUE;
      return desk_settings_set (transaction->db, DESK_SETTING_CALENDAR, calendar, error);
    }
  g_free (self->next_id);
  self->next_id = g_strdup (ids->pdata[ids->len - 1]);
  return TRUE;
}

void
desk_clock_review_turn (DeskClockReview *self)
{
  g_free (self->last_id);
  self->last_id = g_steal_pointer (&self->next_id);
}
