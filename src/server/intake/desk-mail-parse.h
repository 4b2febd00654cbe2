/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the desk wants to know of a mail. What it did not say is NULL; lists are never NULL, and end with NULL. */
typedef struct
{
  char *id;           /* its Message-ID; made of its bytes where it has none */
  char *email;        /* who wrote it, normalized */
  char *name;         /* as they call themselves; the address without a name */
  char *subject;      /* in one line */
  char *text;         /* what it says; no longer than the desk reads */
  char *attachments;  /* a line for each, or NULL */
  char **references;  /* the Message-IDs that it answers, the nearest first */
  char **tokens;      /* what stands behind "reply+" in the addresses that it went to */
  const char *origin; /* why no person wrote it to be answered; NULL where one did */
} DeskMail;

void desk_mail_free (DeskMail *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskMail, desk_mail_free)

DeskMail *desk_mail_parse (const char *bytes, gsize length, GError **error);

G_END_DECLS
