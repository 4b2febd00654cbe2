/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/desk-enum.h"

G_BEGIN_DECLS

typedef struct _DeskKind DeskKind;

typedef enum
{
  DESK_FIELD_STRING,  /* one line of text */
  DESK_FIELD_TEXT,    /* text of several lines */
  DESK_FIELD_INTEGER, /* not negative */
  DESK_FIELD_FLAG,
  DESK_FIELD_TIME,  /* microseconds since 1970 UTC; RFC 3339 with milliseconds and Z in JSON */
  DESK_FIELD_ENUM,  /* a value of the enum in "of"; its wire word in JSON and SQL */
  DESK_FIELD_ID,    /* the id of another entity */
  DESK_FIELD_MONEY, /* minor units and ISO 4217 currency; columns NAME_amount and NAME_currency */
  DESK_FIELD_TAGS,  /* a list of words; a JSON array in SQL */
  DESK_FIELD_ITEMS, /* a list of parts of the kind in "of"; a JSON array in SQL */
} DeskFieldType;

typedef enum
{
  DESK_FIELD_PLAIN = 0,
  DESK_FIELD_CREATE = 1 << 0,   /* whoever creates the entity may give it */
  DESK_FIELD_UPDATE = 1 << 1,   /* an edit may change it */
  DESK_FIELD_REQUIRED = 1 << 2, /* has to have a value */
  DESK_FIELD_STAFF = 1 << 3,    /* never told to a customer */
  DESK_FIELD_HISTORY = 1 << 4,  /* a change is written into the history */
  DESK_FIELD_SEARCH = 1 << 5,   /* full text search looks into it */
  DESK_FIELD_SORT = 1 << 6,     /* lists can be sorted by it */
  DESK_FIELD_FILTER = 1 << 7,   /* lists can be filtered by it */
} DeskFieldFlags;

#define DESK_FIELD_EDIT (DESK_FIELD_CREATE | DESK_FIELD_UPDATE)

/**
 * DeskField:
 * @name: the name in JSON and SQL, lower snake case
 * @type: what it holds
 * @of: the #DeskEnum of an enum, the #DeskKind of items, else %NULL
 * @max: longest text in bytes, biggest number, or most entries of a list; 0 for the type's own limit
 * @flags: what may be done with it
 *
 * One field of an entity, said once. Everything that is the same for all entities is done over tables of these.
 */
typedef struct
{
  const char *name;
  DeskFieldType type;
  gconstpointer of;
  gint64 max;
  DeskFieldFlags flags;
} DeskField;

/**
 * DeskValue:
 *
 * What a field holds. @is_set is %FALSE for null; a flag is never null.
 */
typedef struct
{
  union
  {
    char *text;    /* string, text, id */
    gint64 number; /* integer, flag, time, enum, money's minor units */
    char **tags;
    GPtrArray *items; /* of DeskEntity */
  };
  const char *currency; /* interned, for money */
  gboolean is_set;
} DeskValue;

gboolean desk_field_is_text (const DeskField *field);
gint64 desk_field_get_max (const DeskField *field);
void desk_value_clear (const DeskField *field, DeskValue *value);
void desk_value_copy (const DeskField *field, const DeskValue *from, DeskValue *to);

G_END_DECLS
