/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-knowledge.h"

#include "core/desk-error.h"
#include "core/desk-time.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-password.h"
#include "server/desk/desk-references.h"
#include "server/desk/desk-version.h"
#include "server/store/desk-faqs.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-settings.h"

/* Of one entry, so many votes a day may come from one address: people behind one router, but no flood. */
#define MOST_OF_ADDRESS 20

/* The names under which a vote is kept. */
typedef struct
{
  char *voter;
  char *address;
} Names;

static void
clear_names (Names *names)
{
  g_free (names->voter);
  g_free (names->address);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Names, clear_names)

static void
check_category (DeskTransaction *transaction, DeskEntity *faq, GError **error)
{
  const GPtrArray *categories = desk_preset_get_categories (transaction->preset);
  const char *name = desk_entity_get_string (faq, DESK_FAQ_CATEGORY);

  if (name != NULL && categories->len > 0 && desk_preset_find_category (transaction->preset, name) == NULL)
    desk_error_add_field (error, "category", "one of the desk's categories was expected");
}

static gboolean
take_error (GError **error, GError **local_error)
{
  if (*local_error == NULL)
    return FALSE;
  g_propagate_error (error, g_steal_pointer (local_error));
  return TRUE;
}

/* What is kept tells nobody which address or account it was. */
static gboolean
make_names (DeskTransaction *transaction, const DeskVoter *voter, Names *names, GError **error)
{
  const char *account = transaction->viewer->id;
  g_autofree char *secret = NULL;
  g_autofree char *who = account != NULL      ? g_strconcat ("account\n", account, NULL)
                         : voter->key != NULL ? g_strconcat ("key\n", voter->key, NULL)
                                              : g_strconcat ("address\n", voter->address, NULL);

  if (!desk_settings_get (transaction->db, DESK_SETTING_TOKEN_KEY, &secret, error))
    return FALSE;
  names->voter = desk_secret_derive (secret != NULL ? secret : "", who);
  names->address = desk_secret_derive (secret != NULL ? secret : "", voter->address);
  return TRUE;
}

static gboolean
check_address (DeskTransaction *transaction, const char *faq_id, const Names *names, gint64 day, GError **error)
{
  gint64 count = 0;

  if (!desk_faqs_count_of_address (transaction->db, faq_id, names->address, day, &count, error))
    return FALSE;
  if (count < MOST_OF_ADDRESS)
    return TRUE;
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_RATE_LIMITED, "There were many votes from here today");
  return FALSE;
}

static void
add_to (DeskEntity *faq, gboolean is_helpful, int more)
{
  guint field = is_helpful ? DESK_FAQ_HELPFUL_COUNT : DESK_FAQ_UNHELPFUL_COUNT;

  desk_entity_set_integer (faq, field, MAX (desk_entity_get_integer (faq, field) + more, 0));
}

/**
 * desk_knowledge_create:
 * @transaction: a transaction that writes
 * @faq: what was given
 * @error: every field that does not hold, with those that it already holds
 *
 * Returns: whether it is stored
 */
gboolean
desk_knowledge_create (DeskTransaction *transaction, DeskEntity *faq, GError **error)
{
  g_autoptr (GError) local_error = error != NULL ? g_steal_pointer (error) : NULL;

  desk_references_check_id (faq, &local_error);
  check_category (transaction, faq, &local_error);
  if (take_error (error, &local_error))
    return FALSE;
  desk_entity_set_integer (faq, DESK_FAQ_HELPFUL_COUNT, 0);
  desk_entity_set_integer (faq, DESK_FAQ_UNHELPFUL_COUNT, 0);
  return desk_transaction_insert (transaction, faq, DESK_ACTION_CREATED, error);
}

gboolean
desk_knowledge_edit (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  g_autoptr (GError) local_error = error != NULL ? g_steal_pointer (error) : NULL;

  check_category (transaction, after, &local_error);
  if (take_error (error, &local_error))
    return FALSE;
  return desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error);
}

gboolean
desk_knowledge_remove (DeskTransaction *transaction, const char *key, gint64 version, GError **error)
{
  g_autoptr (DeskEntity) faq = version != 0 ? desk_version_lock (transaction, &desk_faq_kind, key, version, error)
                                            : desk_transaction_lock (transaction, &desk_faq_kind, key, error);

  return faq != NULL && desk_transaction_delete (transaction, faq, NULL, error);
}

/**
 * desk_knowledge_vote:
 * @transaction: a transaction that writes
 * @key: an entry's id
 * @voter: who votes
 * @is_helpful: what they say
 * @error: %DESK_ERROR_RATE_LIMITED where too many came from one address
 *
 * Each voter has one vote a day; the same again changes nothing, another one takes the first back.
 *
 * Returns: (transfer full): the entry with its counts
 */
DeskEntity *
desk_knowledge_vote (DeskTransaction *transaction,
                     const char *key,
                     const DeskVoter *voter,
                     gboolean is_helpful,
                     GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_faq_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;
  gint64 day = transaction->now / DESK_TIME_DAY;
  g_auto (Names) names = { NULL };
  int vote = -1;

  if (before == NULL || !make_names (transaction, voter, &names, error)
      || !desk_faqs_get_vote (transaction->db, key, names.voter, day, &vote, error))
    return NULL;
  if (vote == (is_helpful ? 1 : 0))
    return g_steal_pointer (&before);
  if ((vote < 0 && !check_address (transaction, key, &names, day, error))
      || !desk_faqs_put_vote (transaction->db, key, names.voter, day, names.address, is_helpful, error))
    return NULL;
  after = desk_entity_copy (before);
  add_to (after, is_helpful, 1);
  if (vote >= 0)
    add_to (after, !is_helpful, -1);
  if (!desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error))
    return NULL;
  return g_steal_pointer (&after);
}

gboolean
desk_knowledge_make_sample (DeskTransaction *transaction, gpointer unused, GError **error)
{
  const GPtrArray *sample = desk_preset_get_faq (transaction->preset);

  for (guint i = 0; i < sample->len; i++)
    {
      const DeskPresetFaq *given = g_ptr_array_index (sample, i);
      g_autoptr (DeskEntity) faq = desk_entity_new (&desk_faq_kind);

      desk_entity_set_string (faq, DESK_FAQ_QUESTION, given->question);
      desk_entity_set_string (faq, DESK_FAQ_ANSWER, given->answer);
      desk_entity_set_string (faq, DESK_FAQ_CATEGORY, given->category);
      desk_entity_set_string (faq, DESK_FAQ_LANGUAGE, given->language);
      desk_entity_set_flag (faq, DESK_FAQ_IS_ACTIVE, TRUE);
      if (!desk_knowledge_create (transaction, faq, error))
        return FALSE;
    }
  return TRUE;
}
