/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

GPtrArray *desk_entity_diff (DeskEntity *before, DeskEntity *after);
char *desk_value_dup_text (const DeskField *field, const DeskValue *value);

G_END_DECLS
