/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/desk-enum.h"
#include "core/desk-preset-rules.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *description;
  int tier;
} DeskPresetDepartment;

/* What the categories of a preset say: where a ticket of that category goes. */
typedef struct
{
  char *name;
  char *department;
  int tier;
} DeskPresetCategory;

/* What went wrong, more closely than a category says it. It may go elsewhere than its category. */
typedef struct
{
  char *name;
  char *label;      /* as people read it */
  char *category;   /* or NULL */
  char *department; /* or NULL: the category's */
  int tier;         /* or 0: the category's */
} DeskPresetIssueType;

/* A question that is asked often, with which a new desk begins. */
typedef struct
{
  char *question;
  char *answer;
  char *category; /* or NULL */
  char *language; /* "en" where none is given */
} DeskPresetFaq;

/* How fast a priority has to be served, in open time. */
typedef struct
{
  gint64 first_response; /* microseconds */
  gint64 next_response;  /* microseconds; as the first where the preset has none */
  gint64 resolution;     /* microseconds */
  char *hint;            /* "4–8 hours", as dialogs say it */
} DeskPresetTarget;

/* What stands in lists and tables in a preset's document. */
typedef struct
{
  GPtrArray *departments; /* owned, of DeskPresetDepartment */
  GPtrArray *categories;  /* owned, of DeskPresetCategory */
  GPtrArray *issue_types; /* owned, of DeskPresetIssueType */
  GPtrArray *faq;         /* owned, of DeskPresetFaq */
  char **category_names;  /* owned */
  char **issue_names;     /* owned */
  char **modules;         /* owned */
  GHashTable *labels;     /* owned: const DeskEnumValue to char */
  DeskPresetRules *rules; /* owned */
  DeskPresetTarget targets[DESK_PRIORITY_CRITICAL + 1];
} DeskPresetParts;

void desk_preset_parts_init (DeskPresetParts *self);
void desk_preset_parts_read (DeskPresetParts *self, JsonObject *document, GError **error);
void desk_preset_parts_clear (DeskPresetParts *self);

G_END_DECLS
