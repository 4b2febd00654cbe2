/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-people.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-phone.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-references.h"
#include "server/store/desk-customers.h"
#include "server/store/desk-fetch.h"

/* Brings a value into the form in which the desk keeps it. An empty one is none. */
static void
normalize_field (DeskTransaction *transaction, DeskEntity *entity, guint field, DeskIdentityKind kind, GError **error)
{
  const char *name = desk_entity_get_kind (entity)->fields[field].name;
  const char *value = desk_entity_get_string (entity, field);
  g_autofree char *normal = NULL;

  if (value == NULL || *value == '\0')
    {
      desk_entity_unset (entity, field);
      return;
    }
  normal = kind == DESK_IDENTITY_KIND_EMAIL
               ? desk_email_normalize (value)
               : desk_phone_normalize (value, desk_preset_get_country_calling_code (transaction->preset));
  if (normal != NULL)
    desk_entity_set_string (entity, field, normal);
  else
    desk_error_add_field (error, name,
                          kind == DESK_IDENTITY_KIND_EMAIL ? "an e-mail address was expected"
                                                           : "a telephone number such as +919876543210 was expected");
}

static void
normalize_identities (DeskTransaction *transaction, DeskEntity *customer, GError **error)
{
  GPtrArray *identities = desk_entity_get_items (customer, DESK_CUSTOMER_IDENTITIES);

  for (guint i = 0; identities != NULL && i < identities->len; i++)
    {
      DeskIdentityKind kind = desk_entity_get_enum (identities->pdata[i], DESK_IDENTITY_KIND);

      if (kind == DESK_IDENTITY_KIND_EMAIL || kind == DESK_IDENTITY_KIND_PHONE)
        normalize_field (transaction, identities->pdata[i], DESK_IDENTITY_VALUE, kind, error);
    }
}

static void
normalize_customer (DeskTransaction *transaction, DeskEntity *customer, GError **error)
{
  normalize_field (transaction, customer, DESK_CUSTOMER_MOBILE, DESK_IDENTITY_KIND_PHONE, error);
  normalize_field (transaction, customer, DESK_CUSTOMER_EMAIL, DESK_IDENTITY_KIND_EMAIL, error);
  normalize_identities (transaction, customer, error);
}

/* A field that says how a customer is known, when it is somebody else's. */
static void
check_unclaimed (DeskTransaction *transaction,
                 DeskEntity *customer,
                 const char *field,
                 DeskIdentityKind kind,
                 const char *value,
                 GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *owner = value != NULL ? desk_customers_find (transaction->db, kind, value, &local_error) : NULL;

  if (local_error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  else if (owner != NULL && g_strcmp0 (owner, desk_entity_get_id (customer)) != 0)
    desk_error_add_field (error, field, "this belongs to another customer");
}

static void
check_identities (DeskTransaction *transaction, DeskEntity *customer, GError **error)
{
  GPtrArray *identities = desk_entity_get_items (customer, DESK_CUSTOMER_IDENTITIES);

  check_unclaimed (transaction, customer, "mobile", DESK_IDENTITY_KIND_PHONE,
                   desk_entity_get_string (customer, DESK_CUSTOMER_MOBILE), error);
  check_unclaimed (transaction, customer, "email", DESK_IDENTITY_KIND_EMAIL,
                   desk_entity_get_string (customer, DESK_CUSTOMER_EMAIL), error);
  for (guint i = 0; identities != NULL && i < identities->len; i++)
    {
      g_autofree char *field = g_strdup_printf ("identities[%u].value", i);

      check_unclaimed (transaction, customer, field, desk_entity_get_enum (identities->pdata[i], DESK_IDENTITY_KIND),
                       desk_entity_get_string (identities->pdata[i], DESK_IDENTITY_VALUE), error);
    }
}

static void
check_ref (DeskTransaction *transaction, DeskEntity *customer, GError **error)
{
  const char *ref = desk_entity_get_string (customer, DESK_CUSTOMER_EXTERNAL_REF);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) other = NULL;

  if (ref == NULL || *error != NULL)
    return;
  other = desk_people_find_customer_by_ref (transaction, ref, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (other != NULL && g_strcmp0 (desk_entity_get_id (other), desk_entity_get_id (customer)) != 0)
    desk_error_add_field (error, "external_ref", "this belongs to another customer");
}

static gboolean
store_customer (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  if (before != NULL ? !desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error)
                     : !desk_transaction_insert (transaction, after, DESK_ACTION_CREATED, error))
    return FALSE;
  return desk_customers_keep_identities (transaction->db, after, error);
}

static gboolean
check_and_store (DeskTransaction *transaction,
                 DeskEntity *before,
                 DeskEntity *after,
                 gboolean is_strict,
                 GError **error)
{
  g_autoptr (GError) local_error = error != NULL ? g_steal_pointer (error) : NULL;

  if (before == NULL)
    desk_references_check_id (after, &local_error);
  normalize_customer (transaction, after, &local_error);
  if (is_strict)
    check_identities (transaction, after, &local_error);
  check_ref (transaction, after, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!desk_entity_is_set (after, DESK_CUSTOMER_KIND))
    desk_entity_set_enum (after, DESK_CUSTOMER_KIND, DESK_CUSTOMER_KIND_CUSTOMER);
  return store_customer (transaction, before, after, error);
}

gboolean
desk_people_create_customer (DeskTransaction *transaction, DeskEntity *customer, GError **error)
{
  return check_and_store (transaction, NULL, customer, TRUE, error);
}

gboolean
desk_people_edit_customer (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  return check_and_store (transaction, before, after, TRUE, error);
}

gboolean
desk_people_put_customer (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  return check_and_store (transaction, before, after, FALSE, error);
}

DeskEntity *
desk_people_find_customer_by_ref (DeskTransaction *transaction, const char *external_ref, GError **error)
{
  return desk_fetch_by (transaction->db, &desk_customer_kind, "external_ref", external_ref, DESK_FETCH_LOCK, error);
}

DeskEntity *
desk_people_find_order (DeskTransaction *transaction, const char *number, GError **error)
{
  return desk_fetch_by (transaction->db, &desk_order_kind, "number", number, DESK_FETCH_LOCK, error);
}

/**
 * desk_people_put_order:
 * @transaction: a transaction that writes
 * @before: (nullable): the order as it was, locked
 * @after: as it is
 * @customer_ref: (nullable): the customer's external_ref, instead of a customer_id
 * @error: every field that does not hold, with those that it already holds
 *
 * An order stays with its customer: who has seen it must not lose it to somebody else.
 *
 * Returns: whether it is stored
 */
gboolean
desk_people_put_order (DeskTransaction *transaction,
                       DeskEntity *before,
                       DeskEntity *after,
                       const char *customer_ref,
                       GError **error)
{
  g_autoptr (GError) local_error = error != NULL ? g_steal_pointer (error) : NULL;

  if (customer_ref != NULL)
    {
      g_autoptr (DeskEntity) customer = desk_people_find_customer_by_ref (transaction, customer_ref, error);

      if (customer != NULL)
        desk_entity_set_string (after, DESK_ORDER_CUSTOMER_ID, desk_entity_get_id (customer));
      else if (error != NULL && *error != NULL)
        return FALSE;
      else
        desk_error_add_field (&local_error, "customer_ref", "there is no customer with this external_ref");
    }
  else if (!desk_entity_is_set (after, DESK_ORDER_CUSTOMER_ID))
    desk_error_add_field (&local_error, "customer_id", "this has to be given");
  desk_references_check (transaction, before, after, &local_error);
  if (before != NULL
      && g_strcmp0 (desk_entity_get_string (before, DESK_ORDER_CUSTOMER_ID),
                    desk_entity_get_string (after, DESK_ORDER_CUSTOMER_ID))
             != 0
      && desk_entity_is_set (before, DESK_ORDER_CUSTOMER_ID))
    desk_error_add_field (&local_error, "customer_id", "this order belongs to another customer");
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return before != NULL ? desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error)
                        : desk_transaction_insert (transaction, after, DESK_ACTION_CREATED, error);
}
