/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-list-model.h"

#include "client/desk-cache-query.h"
#include "client/desk-list-diff.h"

/* Small steps keep what is on the screen, but each one moves the tail of the list: so many entries in all. */
#define MOST_MOVES 4000000
#define MOST_SPLICES 256

/* A list that takes long is not asked all the time: it rests for so many times as long as it took. */
#define REST_FACTOR 4
#define LONGEST_REST (1000 * 1000)

struct _DeskListModel
{
  GObject parent_instance;

  /* owned */
  DeskCache *cache;
  DeskListSpec *spec;
  GArray *rows; /* of gint64: row numbers. Not changed while an answer is on its way, which compares with it */
  GCancellable *cancellable; /* of the question that is on its way, or NULL */

  gboolean loading;
  gboolean is_dirty; /* something changed since the last question */
  gint64 asked_at;   /* monotonic */
  guint rest;        /* a source */
};

/* A question on its way. */
typedef struct
{
  DeskListSpec *spec;
  GArray *before;
  GArray *after;
  GArray *splices;
} Question;

static void desk_list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DeskListModel,
                               desk_list_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, desk_list_model_iface_init))

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void ask (DeskListModel *self);

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->spec);
  g_array_unref (question->before);
  g_array_unref (question->after);
  g_clear_pointer (&question->splices, g_array_unref);
  g_free (question);
}

static void
set_loading (DeskListModel *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static gboolean
answer_in_thread (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Question *question = data;
  guint n;

  g_array_set_size (question->after, 0);
  g_clear_pointer (&question->splices, g_array_unref);
  if (!desk_cache_query_run (transaction, question->spec, question->after, error))
    return FALSE;
  n = question->after->len;
  question->splices =
      desk_list_diff ((const gint64 *) question->before->data, question->before->len,
                      (const gint64 *) question->after->data, n, CLAMP (MOST_MOVES / (n + 1), 8, MOST_SPLICES));
  return TRUE;
}

/* From the end on, so that the places of those that are still to come stay what they are. */
static void
apply (DeskListModel *self, Question *question)
{
  gboolean is_other_length = question->before->len != question->after->len;

  for (guint i = question->splices->len; i-- > 0;)
    {
      const DeskListSplice *splice = &g_array_index (question->splices, DeskListSplice, i);

      if (splice->removed > 0)
        g_array_remove_range (self->rows, splice->before, splice->removed);
      if (splice->added > 0)
        g_array_insert_vals (self->rows, splice->before, &g_array_index (question->after, gint64, splice->after),
                             splice->added);
      g_list_model_items_changed (G_LIST_MODEL (self), splice->before, splice->removed, splice->added);
    }
  if (is_other_length)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static gboolean
on_rested_cb (gpointer user_data)
{
  DeskListModel *self = user_data;

  self->rest = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
ask_again_after_rest (DeskListModel *self)
{
  gint64 took = g_get_monotonic_time () - self->asked_at;

  if (self->rest == 0)
    self->rest = g_timeout_add (MIN (took * REST_FACTOR, LONGEST_REST) / 1000, on_rested_cb, self);
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskListModel *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean is_answered = desk_db_run_finish (DESK_DB (source), result, &error);

  /* Another question was asked meanwhile, or the cache is another one. */
  if (g_task_get_cancellable (task) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (is_answered)
    {
      apply (self, question);
      set_loading (self, FALSE);
    }
  else
    {
      g_message ("A list could not be read: %s", error->message);
      desk_cache_note_failure (self->cache, error);
    }
  if (self->is_dirty)
    ask_again_after_rest (self);
}

static void
ask (DeskListModel *self)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  if (self->cancellable != NULL)
    {
      self->is_dirty = TRUE;
      return;
    }
  g_clear_handle_id (&self->rest, g_source_remove);
  self->is_dirty = FALSE;
  if (!desk_cache_is_open (self->cache))
    return;
  self->cancellable = g_cancellable_new ();
  self->asked_at = g_get_monotonic_time ();
  question = g_new0 (Question, 1);
  question->spec = desk_list_spec_copy (self->spec);
  question->before = g_array_ref (self->rows);
  question->after = g_array_new (FALSE, FALSE, sizeof (gint64));
  task = g_task_new (self, self->cancellable, NULL, NULL);
  g_task_set_task_data (task, question, free_question);
  desk_db_run_async (desk_cache_get_db (self->cache), DESK_DB_READ, answer_in_thread, question, NULL, self->cancellable,
                     on_answered_cb, g_steal_pointer (&task));
}

/* The question that is given up may be being worked on: what it compares with is left to it. */
static void
stop_asking (DeskListModel *self)
{
  GArray *rows = self->rows;

  if (self->cancellable == NULL)
    return;
  self->rows = g_array_copy (rows);
  g_array_unref (rows);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
on_changed_cb (DeskCache *cache, DeskCacheChanges *changes, DeskListModel *self)
{
  GHashTableIter iter;
  gpointer kind;
  gboolean matters = changes->is_everything;

  g_hash_table_iter_init (&iter, changes->ids);
  while (!matters && g_hash_table_iter_next (&iter, &kind, NULL))
    matters = desk_cache_query_depends_on (self->spec, kind);
  if (matters && self->rest == 0)
    ask (self);
}

static void
on_opened_cb (DeskCache *cache, DeskListModel *self)
{
  ask (self);
}

static void
on_closed_cb (DeskCache *cache, DeskListModel *self)
{
  guint n = self->rows->len;

  stop_asking (self);
  g_clear_handle_id (&self->rest, g_source_remove);
  g_array_unref (self->rows);
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  set_loading (self, TRUE);
  if (n == 0)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static GType
desk_list_model_get_item_type (GListModel *model)
{
  return DESK_TYPE_ENTITY;
}

static guint
desk_list_model_get_n_items (GListModel *model)
{
  return DESK_LIST_MODEL (model)->rows->len;
}

static gpointer
desk_list_model_get_item (GListModel *model, guint position)
{
  DeskListModel *self = DESK_LIST_MODEL (model);
  const DeskKind *kind = desk_list_spec_get_kind (self->spec);
  DeskEntity *entity;

  if (position >= self->rows->len)
    return NULL;
  entity = desk_cache_dup_by_row (self->cache, kind, g_array_index (self->rows, gint64, position));
  /* A row that has just been deleted: it leaves the list with the next answer, and is empty until then. */
  return entity != NULL ? entity : desk_entity_new (kind);
}

static void
desk_list_model_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskListModel *self = DESK_LIST_MODEL (object);

  switch (property_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->rows->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_list_model_dispose (GObject *object)
{
  DeskListModel *self = DESK_LIST_MODEL (object);

  stop_asking (self);
  g_clear_handle_id (&self->rest, g_source_remove);
  if (self->cache != NULL)
    g_signal_handlers_disconnect_by_data (self->cache, self);
  G_OBJECT_CLASS (desk_list_model_parent_class)->dispose (object);
}

static void
desk_list_model_finalize (GObject *object)
{
  DeskListModel *self = DESK_LIST_MODEL (object);

  g_clear_object (&self->cache);
  g_clear_object (&self->spec);
  g_array_unref (self->rows);
  G_OBJECT_CLASS (desk_list_model_parent_class)->finalize (object);
}

static void
desk_list_model_class_init (DeskListModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_list_model_dispose;
  object_class->finalize = desk_list_model_finalize;
  object_class->get_property = desk_list_model_get_property;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, TRUE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = desk_list_model_get_item_type;
  iface->get_n_items = desk_list_model_get_n_items;
  iface->get_item = desk_list_model_get_item;
}

static void
desk_list_model_init (DeskListModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->loading = TRUE;
}

/**
 * desk_list_model_new:
 * @cache: where it looks; may be closed yet
 * @spec: what it shows; copied
 *
 * Returns: (transfer full): a list that is empty until its first answer
 */
DeskListModel *
desk_list_model_new (DeskCache *cache, DeskListSpec *spec)
{
  DeskListModel *self;

  g_return_val_if_fail (DESK_IS_CACHE (cache) && DESK_IS_LIST_SPEC (spec), NULL);

  self = g_object_new (DESK_TYPE_LIST_MODEL, NULL);
  self->cache = g_object_ref (cache);
  self->spec = desk_list_spec_copy (spec);
  g_signal_connect (cache, "changed", G_CALLBACK (on_changed_cb), self);
  g_signal_connect (cache, "opened", G_CALLBACK (on_opened_cb), self);
  g_signal_connect (cache, "closed", G_CALLBACK (on_closed_cb), self);
  ask (self);
  return self;
}

/**
 * desk_list_model_set_spec:
 * @self: a list
 * @spec: what it shows from now on, of the same kind; copied
 *
 * What is shown stays until the answer is there, and is then changed where it differs.
 */
void
desk_list_model_set_spec (DeskListModel *self, DeskListSpec *spec)
{
  g_return_if_fail (DESK_IS_LIST_MODEL (self) && DESK_IS_LIST_SPEC (spec));
  g_return_if_fail (desk_list_spec_get_kind (spec) == desk_list_spec_get_kind (self->spec));

  if (desk_list_spec_equal (spec, self->spec))
    return;
  g_object_unref (self->spec);
  self->spec = desk_list_spec_copy (spec);
  stop_asking (self);
  ask (self);
}

/**
 * desk_list_model_get_spec:
 * @self: a list
 *
 * Returns: (transfer none): what it shows: to be copied and changed, then set
 */
DeskListSpec *
desk_list_model_get_spec (DeskListModel *self)
{
  g_return_val_if_fail (DESK_IS_LIST_MODEL (self), NULL);

  return self->spec;
}

gboolean
desk_list_model_get_loading (DeskListModel *self)
{
  g_return_val_if_fail (DESK_IS_LIST_MODEL (self), FALSE);

  return self->loading;
}

/**
 * desk_list_model_find:
 * @self: a list
 * @id: (nullable): an id
 *
 * Returns: its position, or -1 when the list does not show it
 */
int
desk_list_model_find (DeskListModel *self, const char *id)
{
  DeskCacheReader *reader;
  gint64 row;

  g_return_val_if_fail (DESK_IS_LIST_MODEL (self), -1);

  reader = desk_cache_get_reader (self->cache);
  row =
      id != NULL && reader != NULL ? desk_cache_reader_find_row (reader, desk_list_spec_get_kind (self->spec), id) : 0;
  for (guint i = 0; row != 0 && i < self->rows->len; i++)
    if (g_array_index (self->rows, gint64, i) == row)
      return i;
  return -1;
}
