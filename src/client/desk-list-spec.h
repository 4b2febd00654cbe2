/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/**
 * DeskListSpec:
 *
 * Which entities a list shows, and in which order. Conditions on one field are joined by "or", fields by "and".
 */
#define DESK_TYPE_LIST_SPEC (desk_list_spec_get_type ())
G_DECLARE_FINAL_TYPE (DeskListSpec, desk_list_spec, DESK, LIST_SPEC, GObject)

typedef enum
{
  DESK_LIST_IS_TEXT, /* also enums, by their wire word; NULL: is not set */
  DESK_LIST_IS_NOT_TEXT,
  DESK_LIST_IS_FLAG,
  DESK_LIST_IN_RANGE,
} DeskListTest;

/* One condition on one field. */
typedef struct
{
  guint field;
  DeskListTest test;
  char *text; /* owned */
  gint64 from;
  gint64 to;
} DeskListCondition;

DeskListSpec *desk_list_spec_new (const DeskKind *kind);
DeskListSpec *desk_list_spec_copy (DeskListSpec *self);
const DeskKind *desk_list_spec_get_kind (DeskListSpec *self);
gboolean desk_list_spec_equal (DeskListSpec *a, DeskListSpec *b);

/* Fields are places in the kind's table, such as DESK_TICKET_STATUS. */
void desk_list_spec_add_enum (DeskListSpec *self, guint field, int value);
void desk_list_spec_add_text (DeskListSpec *self, guint field, const char *text);  /* NULL: is not set */
void desk_list_spec_add_other (DeskListSpec *self, guint field, const char *text); /* anything else, or not set */
void desk_list_spec_add_flag (DeskListSpec *self, guint field, gboolean flag);
/* Times or numbers from @from on and before @to; 0 for an open end. */
void desk_list_spec_set_range (DeskListSpec *self, guint field, gint64 from, gint64 to);
void desk_list_spec_set_search (DeskListSpec *self, const char *words); /* what the list's own filter entry says */
void desk_list_spec_set_sort (DeskListSpec *self, guint field, gboolean descending);
void desk_list_spec_clear_field (DeskListSpec *self, guint field);

/* What was asked for, for the cache. Without a sort of its own a list shows the newest first. */
const GPtrArray *desk_list_spec_get_conditions (DeskListSpec *self); /* of DeskListCondition, in order of field */
const char *desk_list_spec_get_search (DeskListSpec *self);
guint desk_list_spec_get_sort (DeskListSpec *self, gboolean *descending);

G_END_DECLS
