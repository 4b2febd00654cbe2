/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pages/desk-table.h"

G_BEGIN_DECLS

/* Makes a table one of tickets, the most urgent due time first. */
void desk_ticket_columns_install (DeskTable *table);

G_END_DECLS
