/* SPDX-License-Identifier: GPL-3.0-or-later */
enum
{
  PROP_0,
  N_PROPS
};

#include "app/desk-thing.h"

static void
change (DeskThing *self)
{
}

struct _DeskThing
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskThing, desk_thing, G_TYPE_OBJECT)

static guint signals[2];

static void
desk_thing_class_init (DeskThingClass *klass)
{
}

static void
on_changed_cb (DeskThing *self)
{
}

static void
desk_thing_init (DeskThing *self)
{
}

void
desk_thing_do (DeskThing *self)
{
}

static void
undo (DeskThing *self)
{
}
