/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "server/intake/desk-intake-text.h"
#include "server/intake/desk-mail-html.h"
#include "server/intake/desk-mail-parse.h"
#include "server/intake/desk-mail-quote.h"

static void
check (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

/* Everything of a mail is text that can be kept, and what is cut is short enough. */
static void
check_mail (const DeskMail *mail)
{
  char *reply = desk_intake_text_cut (desk_mail_quote_cut (g_strdup (mail->text)), DESK_INTAKE_MAX_TEXT);

  char *own = desk_mail_quote_dup_own (mail->text);

  g_assert_nonnull (mail->id);
  g_assert_nonnull (mail->text);
  g_assert_true (mail->email != NULL || mail->origin != NULL);
  check (mail->id);
  check (mail->email);
  check (mail->name);
  check (mail->subject);
  check (mail->text);
  check (mail->attachments);
  for (guint i = 0; mail->references[i] != NULL; i++)
    check (mail->references[i]);
  check (reply);
  check (own);
  g_free (own);
  g_assert_cmpuint (strlen (reply), <=, DESK_INTAKE_MAX_TEXT);
  g_free (reply);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (DeskMail) mail = desk_mail_parse ((const char *) data, size, NULL);
  g_autofree char *page = desk_intake_text_clean ((const char *) data, (gssize) size);
  g_autofree char *said = desk_mail_html_to_text (page);

  check (page);
  check (said);
  if (mail != NULL)
    check_mail (mail);
  return 0;
}
