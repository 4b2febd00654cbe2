/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* What an entity refers to has to be there, and words of the preset have to be the preset's: every field that does not
 * hold is added to @error. @before: as it was, or NULL for a new one. */
void desk_references_check_ticket (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);
void desk_references_check_query (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);
void desk_references_check (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);

/* An id that the maker of an entity gave has to be one. */
void desk_references_check_id (DeskEntity *entity, GError **error);

G_END_DECLS
