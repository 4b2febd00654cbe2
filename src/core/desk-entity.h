/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/desk-field.h"

G_BEGIN_DECLS

#define DESK_TYPE_ENTITY (desk_entity_get_type ())
G_DECLARE_DERIVABLE_TYPE (DeskEntity, desk_entity, DESK, ENTITY, GObject)

/**
 * DeskKind:
 * @name: what it is called on the wire: "ticket"
 * @table: its SQL table, or %NULL for a part of another entity (an order's item)
 * @fields: the field table
 * @n_fields: its length
 * @get_type: the GType of its objects
 *
 * A kind of entity. See src/core/entities for all of them.
 */
struct _DeskKind
{
  const char *name;
  const char *table;
  const DeskField *fields;
  guint n_fields;
  GType (*get_type) (void);
};

struct _DeskEntityClass
{
  GObjectClass parent_class;
  const DeskKind *kind;
  GParamSpec **properties; /* one for each field, NULL where a field has none */
};

/* Every stored entity begins with these. */
#define DESK_ENTITY_FIELDS(FIELD)                                                                                      \
  FIELD (DESK_ENTITY_ID, "id", ID, NULL, 36, DESK_FIELD_CREATE)                                                        \
  FIELD (DESK_ENTITY_VERSION, "version", INTEGER, NULL, 0, DESK_FIELD_PLAIN)                                           \
  FIELD (DESK_ENTITY_SEQ, "seq", INTEGER, NULL, 0, DESK_FIELD_PLAIN)                                                   \
  FIELD (DESK_ENTITY_CREATED_AT, "created_at", TIME, NULL, 0, DESK_FIELD_SORT)                                         \
  FIELD (DESK_ENTITY_UPDATED_AT, "updated_at", TIME, NULL, 0, DESK_FIELD_SORT)

#define DESK_FIELD_INDEX(field_id, ...) field_id,
#define DESK_FIELD_ROW(field_id, wire, field_type, of_table, maximum, field_flags)                                     \
  { wire, DESK_FIELD_##field_type, of_table, maximum, field_flags },

enum
{
  DESK_ENTITY_FIELDS (DESK_FIELD_INDEX) DESK_ENTITY_N_FIELDS
};

/* In an entity's header: its type, and the places of its own fields behind the common ones. */
#define DESK_DECLARE_ENTITY(TypeName, type_name, OBJ_NAME, FIELDS)                                                     \
  G_DECLARE_FINAL_TYPE (TypeName, type_name, DESK, OBJ_NAME, DeskEntity)                                               \
  extern const DeskKind type_name##_kind;                                                                              \
  enum                                                                                                                 \
  {                                                                                                                    \
    DESK_##OBJ_NAME##_BEFORE_FIRST = DESK_ENTITY_N_FIELDS - 1,                                                         \
    FIELDS (DESK_FIELD_INDEX) DESK_##OBJ_NAME##_N_FIELDS                                                               \
  };

/* The same for a part of an entity, which has no common fields. */
#define DESK_DECLARE_PART(TypeName, type_name, OBJ_NAME, FIELDS)                                                       \
  G_DECLARE_FINAL_TYPE (TypeName, type_name, DESK, OBJ_NAME, DeskEntity)                                               \
  extern const DeskKind type_name##_kind;                                                                              \
  enum                                                                                                                 \
  {                                                                                                                    \
    FIELDS (DESK_FIELD_INDEX) DESK_##OBJ_NAME##_N_FIELDS                                                               \
  };

#define DESK_DEFINE_KIND_(TypeName, type_name, wire, table_name, ...)                                                  \
  struct _##TypeName                                                                                                   \
  {                                                                                                                    \
    DeskEntity parent_instance;                                                                                        \
  };                                                                                                                   \
  G_DEFINE_FINAL_TYPE (TypeName, type_name, DESK_TYPE_ENTITY)                                                          \
  static const DeskField type_name##_fields[] = { __VA_ARGS__ };                                                       \
  const DeskKind type_name##_kind = { wire, table_name, type_name##_fields, G_N_ELEMENTS (type_name##_fields),         \
                                      type_name##_get_type };                                                          \
  static void type_name##_class_init (TypeName##Class *klass)                                                          \
  {                                                                                                                    \
    desk_entity_class_set_kind (DESK_ENTITY_CLASS (klass), &type_name##_kind);                                         \
  }                                                                                                                    \
  static void type_name##_init (TypeName *self)                                                                        \
  {                                                                                                                    \
  }

#define DESK_DEFINE_ENTITY(TypeName, type_name, wire, table_name, FIELDS)                                              \
  DESK_DEFINE_KIND_ (TypeName, type_name, wire, table_name, DESK_ENTITY_FIELDS (DESK_FIELD_ROW) FIELDS (DESK_FIELD_ROW))

#define DESK_DEFINE_PART(TypeName, type_name, wire, FIELDS)                                                            \
  DESK_DEFINE_KIND_ (TypeName, type_name, wire, NULL, FIELDS (DESK_FIELD_ROW))

void desk_entity_class_set_kind (DeskEntityClass *klass, const DeskKind *kind);

/* One made from its kind: NULL-filled, of the kind's own GType. */
DeskEntity *desk_entity_new (const DeskKind *kind);
DeskEntity *desk_entity_copy (DeskEntity *self);

const DeskKind *desk_entity_get_kind (DeskEntity *self);
const DeskValue *desk_entity_get_value (DeskEntity *self, guint field);
void desk_entity_set_value (DeskEntity *self, guint field, const DeskValue *value);
void desk_entity_take_value (DeskEntity *self, guint field, DeskValue *value);

gboolean desk_entity_is_set (DeskEntity *self, guint field);
void desk_entity_unset (DeskEntity *self, guint field);

const char *desk_entity_get_id (DeskEntity *self);
gint64 desk_entity_get_seq (DeskEntity *self);
gint64 desk_entity_get_version (DeskEntity *self);

/* Getters give NULL, 0 or FALSE for what is not set. Strings and lists are borrowed until the field changes. */
const char *desk_entity_get_string (gpointer self, guint field);
gint64 desk_entity_get_integer (gpointer self, guint field);
gint64 desk_entity_get_time (gpointer self, guint field);
int desk_entity_get_enum (gpointer self, guint field);
gboolean desk_entity_get_flag (gpointer self, guint field);
gint64 desk_entity_get_money (gpointer self, guint field, const char **currency);
const char *const *desk_entity_get_tags (gpointer self, guint field);
GPtrArray *desk_entity_get_items (gpointer self, guint field);

void desk_entity_set_string (gpointer self, guint field, const char *text);
void desk_entity_set_integer (gpointer self, guint field, gint64 number);
void desk_entity_set_time (gpointer self, guint field, gint64 microseconds);
void desk_entity_set_enum (gpointer self, guint field, int value);
void desk_entity_set_flag (gpointer self, guint field, gboolean flag);
void desk_entity_set_money (gpointer self, guint field, gint64 minor_units, const char *currency);
void desk_entity_set_tags (gpointer self, guint field, const char *const *tags);
void desk_entity_set_items (gpointer self, guint field, GPtrArray *items);

gboolean desk_value_equal (const DeskField *field, const DeskValue *a, const DeskValue *b);
gboolean desk_entity_equal (DeskEntity *a, DeskEntity *b);
guint desk_entity_assign (DeskEntity *self, DeskEntity *from);

/* Kinds: the list of them stands in entities/desk-kinds.c */
int desk_kind_find_field (const DeskKind *kind, const char *name);

G_END_DECLS
