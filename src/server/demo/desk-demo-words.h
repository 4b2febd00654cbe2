/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-preset.h"

G_BEGIN_DECLS

/* What a made-up desk is made of, read from data/demo. All of it is invented. */

typedef struct
{
  char *first;
  char *last;
  char *language;
} DeskDemoName;

typedef struct
{
  char *city;
  char *street;
  char *calling_code; /* of the country */
  char *mobile;       /* how its mobile numbers begin */
  int n_digits;       /* of such a number */
} DeskDemoPlace;

typedef struct
{
  char *sku;
  char *name;
  char *supplier;
  char *sort;
  gint64 price; /* minor units */
  gint64 most;  /* the highest price that it has; not above @price when it has only one */
} DeskDemoProduct;

/* One story of a customer who asks. "{product}", "{order}", "{name}" and "{city}" are filled in. */
typedef struct
{
  char *category;
  char *issue_type; /* or NULL */
  char *about;      /* of which sort of goods, "any", or NULL: of no order */
  char *subject;
  char *message;
  char *reply;
  char *note;
  char *follow_up; /* what the customer writes then */
  char *resolution;
  DeskResolutionType resolution_type;
  gboolean affects_item; /* whether something of the order is named in the ticket */
} DeskDemoStory;

/* An account that "deskbelld init --demo" prints. */
typedef struct
{
  char *name;
  char *department; /* or NULL */
  int tier;
} DeskDemoAccount;

typedef struct
{
  GPtrArray *names;      /* owned, of DeskDemoName; those who live where the desk is come first */
  GPtrArray *places;     /* owned, of DeskDemoPlace; so do theirs */
  guint n_home_names;    /* how many of them */
  guint n_home_places;   /* how many of them */
  char *staff_phone;     /* owned; how the numbers of the team begin, eight digits before their end */
  GPtrArray *goods[2];   /* owned, of DeskDemoProduct: what customers order, what providers do */
  GPtrArray *stories[2]; /* owned, of DeskDemoStory: what customers tell, what providers do */
  char **tags;           /* owned */
  char *cases;           /* owned; E: a query that is escalated, Q: one that is not, T: a ticket alone */
  char *no_order;        /* owned; what "{order}" is where there is none */
  char *no_product;      /* owned */
  DeskDemoAccount accounts[DESK_ROLE_ADMIN + 1];
  guint capacity;         /* of everybody in the team */
  guint chat_percent;     /* of the cases */
  guint recent_percent;   /* 100: as many cases in each week; the more, the more of them in the last ones */
  guint provider_every;   /* every how manieth customer is a provider; 0: none */
  guint first_order;      /* its number */
  guint most_items;       /* of an order */
  guint most_quantity;    /* of an item */
  guint returned_percent; /* of the orders that arrived */
  guint cancelled_percent;
  gint64 single_above; /* what costs more is ordered once, minor units */
  gint64 processing;   /* how old an order is until it leaves, microseconds */
  gint64 under_way;    /* and until it has arrived */
} DeskDemoWords;

DeskDemoWords *desk_demo_words_load (const char *directory, DeskPreset *preset, GError **error);
void desk_demo_words_free (DeskDemoWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskDemoWords, desk_demo_words_free)

G_END_DECLS
