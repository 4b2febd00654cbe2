/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "server/desk/desk-receive.h"
#include "server/desk/desk-reply-token.h"
#include "server/http/desk-door.h"
#include "server/intake/desk-intake-tables.h"
#include "server/intake/desk-intake-text.h"
#include "server/intake/desk-mail-parse.h"
#include "server/intake/desk-mail-quote.h"

#define MOST_NUMBERS 8
#define LONGEST_NUMBER 40

/* A mail on its way into a transaction. */
typedef struct
{
  const DeskMail *mail; /* borrowed */
  DeskArrival arrival;
  DeskReceived outcome;
} Letter;

/* Words of a subject that may be the number of a query or a ticket: "Re: [TKT-2026-00001] Late". */
static char **
find_numbers (const char *subject)
{
  GPtrArray *numbers = g_ptr_array_new ();

  for (const char *p = subject != NULL ? subject : ""; *p != '\0' && numbers->len < MOST_NUMBERS;)
    {
      gsize length = strspn (p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

      if (length > 1 && length <= LONGEST_NUMBER)
        {
          g_autofree char *word = g_ascii_strup (p, (gssize) length);

          if (strpbrk (word, "0123456789") != NULL)
            g_ptr_array_add (numbers, g_steal_pointer (&word));
        }
      p += MAX (length, 1);
    }
  g_ptr_array_add (numbers, NULL);
  return (char **) g_ptr_array_free (numbers, FALSE);
}

static char *
join (const char *first, const char *second, const char *third)
{
  g_autoptr (GString) text = g_string_new (first);

  if (second != NULL && second[0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", second);
  if (third != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", third);
  return g_strdup (text->len > 0 ? text->str : _ ("[The message is empty]"));
}

/* What begins something new has its subject, and all that stands in it: what was forwarded is what it is about. */
static char *
compose_beginning (const DeskMail *mail)
{
  return desk_intake_text_cut (join (mail->subject, mail->text, mail->attachments), DESK_INTAKE_MAX_TEXT);
}

/* What goes on with something leaves out what stands there already. */
static char *
compose_reply (const DeskMail *mail)
{
  g_autofree char *own = desk_mail_quote_cut (g_strdup (mail->text));

  return desk_intake_text_cut (join (NULL, own, mail->attachments), DESK_INTAKE_MAX_TEXT);
}

static char *
find_signed (DeskCall *call, const DeskMail *mail, DeskSubject *kind)
{
  const char *key = desk_service_get_token_key (call->door->service);
  char *id = NULL;

  for (guint i = 0; mail->tokens[i] != NULL && id == NULL; i++)
    id = desk_reply_token_read (key, mail->tokens[i], kind);
  return id;
}

static gboolean
receive (DeskTransaction *transaction, gpointer data, GError **error)
{
  Letter *letter = data;

  return desk_receive (transaction, &letter->arrival, &letter->outcome, error);
}

static void
answer (DeskCall *call, const Letter *letter)
{
  static const char *const words[] = {
    [DESK_RECEIVED_QUERY] = "made",
    [DESK_RECEIVED_REPLY] = "added",
    [DESK_RECEIVED_REPEATED] = "repeated",
    [DESK_RECEIVED_NOTHING] = "ignored",
  };
  GString *json = g_string_new ("{");

  desk_json_append_name (json, "outcome");
  desk_json_append_string (json, words[letter->outcome]);
  if (letter->outcome == DESK_RECEIVED_NOTHING)
    {
      desk_json_append_name (json, "reason");
      desk_json_append_string (json, letter->mail->origin);
    }
  g_string_append_c (json, '}');
  desk_call_answer_json (call, json);
}

/* One mail as it came, from a mail server that has the token. It is taken apart before the transaction begins. */
static gboolean
post_mail (DeskCall *call, GError **error)
{
  gsize length;
  const char *bytes = desk_call_get_raw (call, &length);
  g_autoptr (DeskMail) mail = desk_mail_parse (bytes, length, error);
  g_autofree char *beginning = mail != NULL ? compose_beginning (mail) : NULL;
  g_autofree char *reply = mail != NULL ? compose_reply (mail) : NULL;
  g_autofree char *own = mail != NULL && mail->attachments == NULL ? desk_mail_quote_dup_own (mail->text) : NULL;
  g_auto (GStrv) numbers = mail != NULL ? find_numbers (mail->subject) : NULL;
  g_autofree char *signed_id = NULL;
  Letter letter = { .mail = mail };

  if (mail == NULL)
    return FALSE;
  letter.arrival = (DeskArrival){
    .writer = { .channel = DESK_QUERY_SOURCE_EMAIL, .name = mail->name, .email = mail->email },
    .external_id = mail->id,
    .body = beginning,
    .reply = reply,
    .own = own,
    .makes_nothing = mail->origin != NULL,
    .references = (const char *const *) mail->references,
    .numbers = (const char *const *) numbers,
  };
  signed_id = find_signed (call, mail, &letter.arrival.signed_kind);
  letter.arrival.signed_id = signed_id;
  if (!desk_service_run (call->door->service, DESK_DB_WRITE, receive, &letter, error))
    return FALSE;
  answer (call, &letter);
  return TRUE;
}

const DeskRoute desk_mail_routes[] = {
  { "POST", "/intake/email", DESK_PERMISSION_PUBLIC, DESK_DB_WRITE, post_mail, DESK_ROUTE_RAW | DESK_ROUTE_MAIL, NULL },
  { NULL },
};
