/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-match.h"

#include <glib/gi18n-lib.h>

#include "core/desk-id.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-customers.h"
#include "server/store/desk-fetch.h"

#define MOST_IDENTITIES 20

/* One way in which somebody is known. */
typedef struct
{
  DeskIdentityKind kind;
  const char *value; /* NULL where it was not given */
  DeskQuerySource channel;
} Way;

/* Who writes is known by their address, who calls by their number. */
static void
list_ways (DeskEntity *query, Way ways[2])
{
  gboolean is_mail = desk_entity_get_enum (query, DESK_QUERY_SOURCE) == DESK_QUERY_SOURCE_EMAIL;

  ways[is_mail ? 1 : 0] =
      (Way){ DESK_IDENTITY_KIND_PHONE, desk_entity_get_string (query, DESK_QUERY_MOBILE), DESK_QUERY_SOURCE_PHONE };
  ways[is_mail ? 0 : 1] =
      (Way){ DESK_IDENTITY_KIND_EMAIL, desk_entity_get_string (query, DESK_QUERY_EMAIL), DESK_QUERY_SOURCE_EMAIL };
}

/* Claims each way for @id. @owner: somebody else to whom one of them belongs, the first way counting most. */
static gboolean
claim_ways (DeskTransaction *transaction, const char *id, const Way *ways, char **owner, GError **error)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *holder = NULL;

      if (ways[i].value == NULL)
        continue;
      if (!desk_customers_claim (transaction->db, id, ways[i].kind, ways[i].value, ways[i].channel, &holder, error))
        return FALSE;
      if (*owner == NULL && g_strcmp0 (holder, id) != 0)
        *owner = g_steal_pointer (&holder);
    }
  return TRUE;
}

/* What the customer did not say before. What differs is not touched: nobody is merged without being asked. */
static gboolean
complete_customer (DeskTransaction *transaction, DeskEntity *query, const char *customer_id, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock_any (transaction, &desk_customer_kind, customer_id, error);
  g_autoptr (DeskEntity) after = NULL;
  static const guint pairs[][2] = { { DESK_CUSTOMER_MOBILE, DESK_QUERY_MOBILE },
                                    { DESK_CUSTOMER_EMAIL, DESK_QUERY_EMAIL } };

  if (before == NULL)
    return FALSE;
  after = desk_entity_copy (before);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      DeskIdentityKind kind = i == 0 ? DESK_IDENTITY_KIND_PHONE : DESK_IDENTITY_KIND_EMAIL;
      const char *value = desk_entity_get_string (query, pairs[i][1]);
      g_autofree char *owner = NULL;

      if (value == NULL || desk_entity_is_set (after, pairs[i][0]))
        continue;
      if (!desk_customers_claim (transaction->db, customer_id, kind, value,
                                 i == 0 ? DESK_QUERY_SOURCE_PHONE : DESK_QUERY_SOURCE_EMAIL, &owner, error))
        return FALSE;
      if (g_strcmp0 (owner, customer_id) == 0)
        desk_entity_set_string (after, pairs[i][0], value);
    }
  return desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error);
}

static gboolean
create_customer (DeskTransaction *transaction, DeskEntity *query, const char *id, GError **error)
{
  g_autoptr (DeskEntity) customer = desk_entity_new (&desk_customer_kind);

  desk_entity_set_string (customer, DESK_ENTITY_ID, id);
  desk_entity_set_enum (customer, DESK_CUSTOMER_KIND, DESK_CUSTOMER_KIND_CUSTOMER);
  desk_entity_set_string (customer, DESK_CUSTOMER_NAME, desk_entity_get_string (query, DESK_QUERY_NAME));
  desk_entity_set_string (customer, DESK_CUSTOMER_MOBILE, desk_entity_get_string (query, DESK_QUERY_MOBILE));
  desk_entity_set_string (customer, DESK_CUSTOMER_EMAIL, desk_entity_get_string (query, DESK_QUERY_EMAIL));
  return desk_transaction_insert (transaction, customer, DESK_ACTION_CREATED, error);
}

/* The ways of somebody who writes, the one that counts first: what the channel itself knows them by. */
static guint
list_writer_ways (const DeskWriter *writer, Way ways[3])
{
  const Way user = { DESK_IDENTITY_KIND_WHATSAPP_USER, writer->user, DESK_QUERY_SOURCE_WHATSAPP };
  const Way email = { DESK_IDENTITY_KIND_EMAIL, writer->email, DESK_QUERY_SOURCE_EMAIL };
  const Way mobile = { DESK_IDENTITY_KIND_PHONE, writer->mobile,
                       writer->channel == DESK_QUERY_SOURCE_WHATSAPP ? DESK_QUERY_SOURCE_WHATSAPP
                                                                     : DESK_QUERY_SOURCE_PHONE };
  const Way all[] = { user, email, mobile };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].value != NULL)
      ways[n++] = all[i];
  return n;
}

/* Whose ways they are so far, beside @ways. */
static gboolean
find_owners (DeskTransaction *transaction, const Way *ways, guint n, char **owners, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  for (guint i = 0; i < n; i++)
    {
      owners[i] = desk_customers_find (transaction->db, ways[i].kind, ways[i].value, &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  return TRUE;
}

/* The one to whom the first way belongs; else one to whom another does, and who is not known by another first way:
 * whose identities differ are two until somebody says otherwise. */
static gboolean
choose_owner (DeskTransaction *transaction, const Way *ways, guint n, char **owners, char **chosen, GError **error)
{
  *chosen = g_strdup (owners[0]);
  for (guint i = 1; *chosen == NULL && i < n; i++)
    {
      gboolean has_other = FALSE;

      if (owners[i] == NULL)
        continue;
      if (!desk_customers_has_kind (transaction->db, owners[i], ways[0].kind, &has_other, error))
        return FALSE;
      if (!has_other)
        *chosen = g_strdup (owners[i]);
    }
  return TRUE;
}

static void
add_remark (GString *remarks, const char *text)
{
  if (remarks->len > 0)
    g_string_append_c (remarks, '\n');
  g_string_append (remarks, text);
}

static gboolean
suggest (DeskTransaction *transaction, const Way *way, const char *owner, GString *remarks, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) other =
      owner != NULL ? desk_fetch_by (transaction->db, &desk_customer_kind, "id", owner, DESK_FETCH_READ, &local_error)
                    : NULL;
  g_autofree char *text = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (other != NULL)
    text = g_strdup_printf (_ ("%s, which was given too, belongs to another customer, %s. Perhaps they are the same "
                               "person: nothing was put together."),
                            way->value, desk_entity_get_string (other, DESK_CUSTOMER_NAME));
  else
    text = g_strdup_printf (_ ("%s, which was given too, is not known as this customer's."), way->value);
  add_remark (remarks, text);
  return TRUE;
}

static void
add_identity (DeskEntity *customer, const Way *way)
{
  GPtrArray *before = desk_entity_get_items (customer, DESK_CUSTOMER_IDENTITIES);
  g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func (g_object_unref);
  DeskEntity *identity = desk_entity_new (&desk_identity_kind);

  for (guint i = 0; before != NULL && i < before->len && i + 1 < MOST_IDENTITIES; i++)
    g_ptr_array_add (after, g_object_ref (before->pdata[i]));
  desk_entity_set_enum (identity, DESK_IDENTITY_CHANNEL, way->channel);
  desk_entity_set_enum (identity, DESK_IDENTITY_KIND, way->kind);
  desk_entity_set_string (identity, DESK_IDENTITY_VALUE, way->value);
  g_ptr_array_add (after, identity);
  desk_entity_set_items (customer, DESK_CUSTOMER_IDENTITIES, after);
}

/* What a customer is known by stands in their entity too. */
static void
show_way (DeskEntity *customer, const Way *way)
{
  if (way->kind == DESK_IDENTITY_KIND_PHONE)
    desk_entity_set_string (customer, DESK_CUSTOMER_MOBILE, way->value);
  else if (way->kind == DESK_IDENTITY_KIND_EMAIL)
    desk_entity_set_string (customer, DESK_CUSTOMER_EMAIL, way->value);
  else
    add_identity (customer, way);
}

/* A way that was nobody's becomes the customer's, where the channel vouches for it and they have no other of the kind;
 * else it stays a suggestion. Whoever may type what they like takes over nobody. */
static gboolean
adopt_way (DeskTransaction *transaction,
           DeskEntity *customer,
           const Way *way,
           gboolean is_vouched,
           GString *remarks,
           GError **error)
{
  const char *id = desk_entity_get_id (customer);
  gboolean has_other = FALSE;
  g_autofree char *owner = NULL;

  if (!desk_customers_has_kind (transaction->db, id, way->kind, &has_other, error))
    return FALSE;
  if (is_vouched && !has_other)
    {
      if (!desk_customers_claim (transaction->db, id, way->kind, way->value, way->channel, &owner, error))
        return FALSE;
      if (g_strcmp0 (owner, id) == 0)
        {
          show_way (customer, way);
          return TRUE;
        }
    }
  return suggest (transaction, way, owner, remarks, error);
}

static gboolean
complete_writer (DeskTransaction *transaction,
                 const char *id,
                 const Way *ways,
                 guint n,
                 gboolean is_vouched,
                 GString *remarks,
                 GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock_any (transaction, &desk_customer_kind, id, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return FALSE;
  after = desk_entity_copy (before);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *owner = NULL;

      if (!find_owners (transaction, &ways[i], 1, &owner, error))
        return FALSE;
      if (owner == NULL ? !adopt_way (transaction, after, &ways[i], is_vouched, remarks, error)
                        : g_strcmp0 (owner, id) != 0 && !suggest (transaction, &ways[i], owner, remarks, error))
        return FALSE;
    }
  return desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error);
}

/* Somebody new, with every way that is nobody's yet. @owner: who was faster with the first way, instead. */
static gboolean
create_writer (DeskTransaction *transaction,
               const DeskWriter *writer,
               const char *id,
               const Way *ways,
               guint n,
               GString *remarks,
               char **owner,
               GError **error)
{
  g_autoptr (DeskEntity) customer = desk_entity_new (&desk_customer_kind);

  desk_entity_set_string (customer, DESK_ENTITY_ID, id);
  desk_entity_set_enum (customer, DESK_CUSTOMER_KIND, DESK_CUSTOMER_KIND_CUSTOMER);
  desk_entity_set_string (customer, DESK_CUSTOMER_NAME, writer->name);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *holder = NULL;

      if (!desk_customers_claim (transaction->db, id, ways[i].kind, ways[i].value, ways[i].channel, &holder, error))
        return FALSE;
      if (g_strcmp0 (holder, id) == 0)
        show_way (customer, &ways[i]);
      else if (i == 0)
        {
          *owner = g_steal_pointer (&holder);
          return TRUE;
        }
      else if (!suggest (transaction, &ways[i], holder, remarks, error))
        return FALSE;
    }
  return desk_transaction_insert (transaction, customer, DESK_ACTION_CREATED, error);
}

/* The customer, unless it is known whose it is: by the ways in which they are known, else a new one. Of two calls at
 * once from somebody new, the second finds what the first has claimed. */
gboolean
desk_match_query (DeskTransaction *transaction, DeskEntity *query, GError **error)
{
  g_autofree char *id = desk_id_new ();
  g_autofree char *owner = NULL;
  Way ways[2];

  if (desk_entity_is_set (query, DESK_QUERY_CUSTOMER_ID))
    return TRUE;
  list_ways (query, ways);
  if (!claim_ways (transaction, id, ways, &owner, error))
    return FALSE;
  if (owner == NULL)
    {
      desk_entity_set_string (query, DESK_QUERY_CUSTOMER_ID, id);
      return create_customer (transaction, query, id, error);
    }
  desk_entity_set_string (query, DESK_QUERY_CUSTOMER_ID, owner);
  return desk_customers_release (transaction->db, id, error) && complete_customer (transaction, query, owner, error);
}

/**
 * desk_match_writer:
 * @transaction: a transaction that writes
 * @writer: who writes, with one way at least in which they are known
 * @remarks: gets a line for each way that is another customer's, or that nobody vouches for
 * @error: when it can't be stored
 *
 * Customers whose identities differ are never put together here: the channel's own decides, and what was given besides
 * stays what it is, something that was given.
 *
 * Returns: (transfer full): the customer's id
 */
char *
desk_match_writer (DeskTransaction *transaction, const DeskWriter *writer, GString *remarks, GError **error)
{
  Way ways[3];
  guint n = list_writer_ways (writer, ways);
  char *owners[G_N_ELEMENTS (ways)] = { NULL };
  g_autofree char *chosen = NULL;
  char *created = NULL;
  gboolean is_done;

  g_return_val_if_fail (n > 0, NULL);
  is_done =
      find_owners (transaction, ways, n, owners, error) && choose_owner (transaction, ways, n, owners, &chosen, error);
  if (is_done && chosen == NULL)
    {
      g_autofree char *id = desk_id_new ();

      if (!create_writer (transaction, writer, id, ways, n, remarks, &chosen, error))
        is_done = FALSE;
      else if (chosen == NULL)
        created = g_steal_pointer (&id);
    }
  for (guint i = 0; i < n; i++)
    g_free (owners[i]);
  if (created != NULL)
    return created;
  if (!is_done || !complete_writer (transaction, chosen, ways, n, writer->is_vouched, remarks, error))
    return NULL;
  return g_steal_pointer (&chosen);
}
