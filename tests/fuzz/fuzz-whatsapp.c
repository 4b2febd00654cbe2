/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "server/intake/desk-intake-text.h"
#include "server/intake/desk-whatsapp-parse.h"

static void
check (const char *text, gsize max)
{
  g_assert_true (text == NULL || (g_utf8_validate (text, -1, NULL) && strlen (text) <= max));
}

/* Each event has a name, and is a message of somebody or a receipt. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GPtrArray) events = desk_whatsapp_parse (text, -1, NULL);

  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      const DeskWhatsappEvent *event = events->pdata[i];

      g_assert_nonnull (event->id);
      g_assert_true ((event->text != NULL) != (event->delivery != DESK_RECEIPT_UNKNOWN));
      g_assert_true (event->text == NULL || (event->name != NULL && (event->user != NULL || event->mobile != NULL)));
      check (event->id, 255);
      check (event->user, 254);
      check (event->mobile, 16);
      check (event->name, DESK_INTAKE_MAX_NAME);
      check (event->text, DESK_INTAKE_MAX_TEXT);
      check (event->answers, 255);
      check (event->reason, 500);
    }
  return 0;
}
