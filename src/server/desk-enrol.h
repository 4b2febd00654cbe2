/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-service.h"

G_BEGIN_DECLS

/* Somebody who is to work at the desk. */
typedef struct
{
  const char *name;
  const char *email;
  const char *department; /* by name; NULL for none */
  DeskRole role;
  int tier;
  gboolean is_approved;
  const char *password_hash;
} DeskEnrol;

gboolean desk_enrol_agent (DeskTransaction *transaction, gpointer enrol, GError **error);
gboolean desk_enrol_departments (DeskTransaction *transaction, gpointer unused, GError **error);

G_END_DECLS
