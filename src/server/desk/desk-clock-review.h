/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/**
 * DeskClockReview:
 *
 * Counts the clocks that are open anew where the desk has another calendar than they were counted in. Runs in several
 * transactions, until it is done.
 */
typedef struct
{
  char *last_id; /* owned; the last ticket that was counted anew */
  char *next_id; /* owned; what it is after the transaction */
  gboolean is_done;
} DeskClockReview;

DeskClockReview *desk_clock_review_new (void);
void desk_clock_review_free (DeskClockReview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskClockReview, desk_clock_review_free)

/* Does a piece; once it is committed, turn to the next. */
gboolean desk_clock_review_go_on (DeskTransaction *transaction, gpointer review, GError **error);
void desk_clock_review_turn (DeskClockReview *self);

G_END_DECLS
