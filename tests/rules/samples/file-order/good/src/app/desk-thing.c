/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desk-thing.h"

#include <glib-object.h>

struct _DeskThing
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskThing, desk_thing, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
change (DeskThing *self)
{
}

static void
on_changed_cb (DeskThing *self)
{
  change (self);
}

static void
desk_thing_class_init (DeskThingClass *klass)
{
  properties[PROP_NAME] = NULL;
}

static void
desk_thing_init (DeskThing *self)
{
  on_changed_cb (self);
}

void
desk_thing_do (DeskThing *self)
{
}
