/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/desk-looks.h"
#include "core/entities/desk-history.h"

G_BEGIN_DECLS

/**
 * DeskNameFunc:
 * @id: the id of an agent, department, customer, order, query or ticket
 *
 * Returns: (nullable): what it is called, borrowed until the next call
 */
typedef const char *(*DeskNameFunc) (const char *id, gpointer user_data);

char *desk_history_dup_words (DeskHistory *history, DeskNameFunc func, gpointer user_data);
DeskTone desk_history_get_tone (DeskHistory *history);

G_END_DECLS
