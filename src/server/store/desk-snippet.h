/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "server/store/desk-question.h"

G_BEGIN_DECLS

/* Writes {"field", "parts": [{"text", "is_match"}, ...]}, or null. */
void desk_snippet_append (DeskEntity *entity, const DeskQuestion *question, GString *json);

G_END_DECLS
