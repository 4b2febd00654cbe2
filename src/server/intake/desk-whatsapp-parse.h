/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/desk-enum.h"

G_BEGIN_DECLS

/* One thing that WhatsApp tells: a customer wrote, or how far a message of ours came. What was not said is NULL. */
typedef struct
{
  char *id;

  /* of what a customer wrote */
  char *user;   /* WhatsApp's own name for them */
  char *mobile; /* E.164 */
  char *name;
  char *text;    /* NULL where it is a receipt */
  char *answers; /* the message that they answered */

  /* of a receipt */
  DeskReceipt delivery;
  char *reason;
} DeskWhatsappEvent;

void desk_whatsapp_event_free (DeskWhatsappEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskWhatsappEvent, desk_whatsapp_event_free)

/* (element-type DeskWhatsappEvent): all that a webhook's body tells, in its order; NULL where it is not JSON. What it
 * has of things that are not known, or that lack a name, is passed over. */
GPtrArray *desk_whatsapp_parse (const char *data, gssize length, GError **error);

G_END_DECLS
