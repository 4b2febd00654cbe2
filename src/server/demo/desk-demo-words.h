/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/desk-enum.h"

G_BEGIN_DECLS

/* What a made-up desk is made of. All of it is invented. */

typedef struct
{
  const char *first;
  const char *last;
  const char *language;
} DeskDemoName;

typedef struct
{
  const char *city;
  const char *street;
  const char *calling_code; /* of the country */
  int n_digits;             /* behind it */
} DeskDemoPlace;

typedef struct
{
  const char *sku;
  const char *name;
  const char *supplier;
  gint64 price; /* minor units */
} DeskDemoProduct;

/* What a story is told of. */
typedef enum
{
  DESK_DEMO_GOODS_NONE, /* of no order */
  DESK_DEMO_GOODS_ANY,
  DESK_DEMO_GOODS_FOOD,
  DESK_DEMO_GOODS_THING,
} DeskDemoGoods;

/* One story of a customer who asks. "{product}", "{order}", "{name}" and "{city}" are filled in. */
typedef struct
{
  const char *category;
  const char *subject;
  const char *message;
  const char *reply;
  const char *note;
  const char *follow_up; /* what the customer writes then */
  const char *resolution;
  DeskResolutionType resolution_type;
  DeskDemoGoods goods;
} DeskDemoStory;

extern const DeskDemoName desk_demo_names[];
extern const guint desk_demo_n_names;
extern const guint desk_demo_n_indian_names; /* they come first */
extern const DeskDemoPlace desk_demo_places[];
extern const guint desk_demo_n_places;
extern const DeskDemoProduct desk_demo_products[];
extern const guint desk_demo_n_products;
extern const DeskDemoStory desk_demo_stories[];
extern const guint desk_demo_n_stories;

gboolean desk_demo_is_food (const char *sku);

G_END_DECLS
