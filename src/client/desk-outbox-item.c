/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-outbox-item.h"

#include "client/desk-outbox-item-private.h"

struct _DeskOutboxItem
{
  GObject parent_instance;

  DeskPending *pending; /* owned */
  DeskOutboxState state;
  char *problem; /* owned, or NULL */
};

G_DEFINE_FINAL_TYPE (DeskOutboxItem, desk_outbox_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_KIND,
  PROP_TARGET_ID,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_CREATED_AT,
  PROP_STATE,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
desk_outbox_item_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskOutboxItem *self = DESK_OUTBOX_ITEM (object);

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->pending->id);
      break;
    case PROP_KIND:
      g_value_set_int (value, self->pending->kind);
      break;
    case PROP_TARGET_ID:
      g_value_set_string (value, self->pending->target_id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->pending->title);
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, self->pending->subtitle);
      break;
    case PROP_CREATED_AT:
      g_value_set_int64 (value, self->pending->created_at);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_outbox_item_finalize (GObject *object)
{
  DeskOutboxItem *self = DESK_OUTBOX_ITEM (object);

  g_clear_pointer (&self->pending, desk_pending_unref);
  g_free (self->problem);
  G_OBJECT_CLASS (desk_outbox_item_parent_class)->finalize (object);
}

static void
desk_outbox_item_class_init (DeskOutboxItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = desk_outbox_item_finalize;
  object_class->get_property = desk_outbox_item_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, DESK_N_COMMANDS, 0, flags);
  properties[PROP_TARGET_ID] = g_param_spec_string ("target-id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_CREATED_AT] = g_param_spec_int64 ("created-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, DESK_OUTBOX_WAITING, DESK_OUTBOX_REFUSED, DESK_OUTBOX_WAITING, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_outbox_item_init (DeskOutboxItem *self)
{
}

DeskOutboxItem *
desk_outbox_item_new (DeskPending *pending)
{
  DeskOutboxItem *self = g_object_new (DESK_TYPE_OUTBOX_ITEM, NULL);

  self->pending = desk_pending_ref (pending);
  return self;
}

void
desk_outbox_item_set_state (DeskOutboxItem *self, DeskOutboxState state, const char *problem)
{
  if (self->state == state && g_strcmp0 (self->problem, problem) == 0)
    return;
  self->state = state;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

const char *
desk_outbox_item_get_id (DeskOutboxItem *self)
{
  g_return_val_if_fail (DESK_IS_OUTBOX_ITEM (self), NULL);

  return self->pending->id;
}

DeskCommandKind
desk_outbox_item_get_kind (DeskOutboxItem *self)
{
  g_return_val_if_fail (DESK_IS_OUTBOX_ITEM (self), DESK_COMMAND_NONE);

  return self->pending->kind;
}

const char *
desk_outbox_item_get_target_id (DeskOutboxItem *self)
{
  g_return_val_if_fail (DESK_IS_OUTBOX_ITEM (self), NULL);

  return self->pending->target_id;
}

const char *
desk_outbox_item_get_title (DeskOutboxItem *self)
{
  g_return_val_if_fail (DESK_IS_OUTBOX_ITEM (self), NULL);

  return self->pending->title;
}

const char *
desk_outbox_item_get_subtitle (DeskOutboxItem *self)
{
  g_return_val_if_fail (DESK_IS_OUTBOX_ITEM (self), NULL);

  return self->pending->subtitle;
}

gint64
desk_outbox_item_get_created_at (DeskOutboxItem *self)
{
  g_return_val_if_fail (DESK_IS_OUTBOX_ITEM (self), 0);

  return self->pending->created_at;
}

DeskOutboxState
desk_outbox_item_get_state (DeskOutboxItem *self)
{
  g_return_val_if_fail (DESK_IS_OUTBOX_ITEM (self), DESK_OUTBOX_WAITING);

  return self->state;
}

const char *
desk_outbox_item_get_problem (DeskOutboxItem *self)
{
  g_return_val_if_fail (DESK_IS_OUTBOX_ITEM (self), NULL);

  return self->problem;
}
