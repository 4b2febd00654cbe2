/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/desk-enum.h"

G_BEGIN_DECLS

/* What is known of a new query or ticket when its priority is asked for; what is not known stays zero. */
typedef struct
{
  DeskSubject subject;
  DeskQuerySource source;
  const char *category;
  const char *issue_type;
  const char *title; /* what was written, in two parts */
  const char *text;
  gboolean has_order;
  gint64 amount; /* the order's total, minor units */
} DeskPresetCase;

/* A preset's rules of priority, in the order in which they are asked. They never change once read. */
typedef struct _DeskPresetRules DeskPresetRules;

DeskPresetRules *desk_preset_rules_read (JsonArray *list,
                                         const char *path,
                                         const char *const *categories,
                                         const char *const *issue_types,
                                         GError **error);
void desk_preset_rules_free (DeskPresetRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskPresetRules, desk_preset_rules_free)

DeskPriority desk_preset_rules_find (DeskPresetRules *self, const DeskPresetCase *about);

G_END_DECLS
