/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-search.h"

#include "core/entities/desk-kinds.h"
#include "server/store/desk-scope.h"
#include "server/store/desk-search-index.h"

/* Of very many hits a list has the newest. */
#define MAX_LISTED 5000

static gboolean
is_customer (const DeskViewer *viewer)
{
  return !viewer->is_system && viewer->role == DESK_ROLE_CUSTOMER && viewer->id != NULL;
}

/* What a customer may see has a word of theirs, so that the engine does not even look at what others have. Only what is
 * asked often is nobody's. */
static void
add_question (DeskSql *sql,
              const DeskKind *kind,
              const char *kind_word,
              const DeskViewer *viewer,
              const DeskQuestion *question)
{
  g_autofree char *customer_word =
      is_customer (viewer) && kind != &desk_faq_kind ? desk_search_dup_customer_word (viewer->id) : NULL;
  const char *only[3] = { NULL };
  g_autofree char *match = NULL;
  guint n = 0;

  if (kind_word != NULL)
    only[n++] = kind_word;
  if (customer_word != NULL)
    only[n++] = customer_word;
  match = desk_question_dup_match (question, only);
  desk_sql_add (sql, "search (");
  desk_sql_add_text (sql, match);
  desk_sql_add (sql, ") s");
}

/* What has the words comes first, newest first: the order of a CROSS JOIN is the order in which SQLite goes. The other
 * way round, with what is in sight first, FTS5 would begin its search anew for each row. */
static void
add_from (DeskSql *sql,
          const DeskKind *kind,
          const char *owner,
          const char *kind_word,
          const DeskViewer *viewer,
          const DeskQuestion *question)
{
  desk_sql_add (sql, " FROM ");
  add_question (sql, kind, kind_word, viewer, question);
  desk_sql_add (sql, " CROSS JOIN documents d CROSS JOIN %s %s WHERE d.n = s.rowid AND ", kind->table, owner);
}

/* For each row what was said about it, which is little; all that has the words is found once, by its places alone. */
static void
add_filter_of_few (DeskSql *sql, const DeskKind *kind, const DeskViewer *viewer, const DeskQuestion *question)
{
  desk_sql_add (sql,
                " AND EXISTS (SELECT 1 FROM documents d WHERE d.owner_id = t.id AND d.kind = '%s' "
                "AND d.n IN (SELECT s.rowid FROM ",
                kind->name);
  add_question (sql, kind, NULL, viewer, question);
  desk_sql_add (sql, "))");
}

/**
 * desk_search_add_hits:
 * @sql: a statement
 * @kind: a kind that is searched
 * @viewer: who looks
 * @question: for what
 *
 * Adds "FROM ... WHERE ..." over the documents "d" of rows "t" of @kind that the viewer may see.
 */
void
desk_search_add_hits (DeskSql *sql, const DeskKind *kind, const DeskViewer *viewer, const DeskQuestion *question)
{
  g_autofree char *kind_word = desk_search_dup_kind_word (kind);

  add_from (sql, kind, "t", kind_word, viewer, question);
  desk_sql_add (sql, "d.source_id = t.id AND ");
  desk_scope_add (sql, kind, "t", viewer);
}

/**
 * desk_search_add_filter:
 * @sql: a statement over rows "t" of @kind
 * @kind: what is listed
 * @viewer: who asks
 * @question: what is looked for
 * @of_few: whether the statement looks at few rows, and only at those that somebody of staff may see
 *
 * Adds the condition that the question is answered in the row or in what was said about it, as far as the viewer may
 * see that. Where there are very many hits, only the newest count, unless it is asked @of_few.
 */
void
desk_search_add_filter (DeskSql *sql,
                        const DeskKind *kind,
                        const DeskViewer *viewer,
                        const DeskQuestion *question,
                        gboolean of_few)
{
  g_assert (!of_few || !is_customer (viewer));

  if (of_few)
    {
      add_filter_of_few (sql, kind, viewer, question);
      return;
    }
  desk_sql_add (sql, " AND t.id IN (SELECT d.owner_id");
  add_from (sql, kind, "o", NULL, viewer, question);
  desk_sql_add (sql, "d.owner_id = o.id AND d.kind = '%s' AND ", kind->name);
  desk_scope_add (sql, kind, "o", viewer);
  /* What stands in a note must not tell a customer that it is there. */
  if (is_customer (viewer))
    desk_sql_add (sql, " AND NOT d.is_internal");
  desk_sql_add (sql, " ORDER BY s.rowid DESC LIMIT %d)", MAX_LISTED);
}
