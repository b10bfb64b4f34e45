"""Set-based inserts of rows that the ORM made once as an example."""

import itertools
from contextlib import contextmanager
from io import StringIO

from psycopg2 import sql

# How many rows are handed to the database at a time.
CHUNK = 50_000


def read_prototype(record):
    """Return the row of a record as JSON, all its columns included."""
    record.env.flush_all()
    query = sql.SQL("SELECT row_to_json(t)::text FROM {} t WHERE id = %s")
    record.env.cr.execute(query.format(sql.Identifier(record._table)), [record.id])
    return record.env.cr.fetchone()[0]


def next_id(cr, table):
    """Return the first unused id of a table."""
    query = sql.SQL("SELECT coalesce(max(id), 0) + 1 FROM {}")
    cr.execute(query.format(sql.Identifier(table)))
    return cr.fetchone()[0]


def insert(cr, table, prototype, columns, source, values=()):
    """Insert a copy of the prototype for each row of a source.

    :param dict columns: expressions of the columns that differ
    :param source: what stands in FROM
    """
    cr.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
        " AND attnum > 0 AND NOT attisdropped",
        [table],
    )
    names = [name for (name,) in cr.fetchall()]
    if unknown := columns.keys() - set(names):
        raise ValueError(f"{table} has no {', '.join(sorted(unknown))}")
    expressions = [
        sql.SQL(columns[name]) if name in columns else sql.Identifier("prototype", name)
        for name in names
    ]
    query = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {expressions}"
        " FROM json_populate_record(NULL::{table}, %s) prototype, {source}"
    ).format(
        table=sql.Identifier(table),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        expressions=sql.SQL(", ").join(expressions),
        source=sql.SQL(source),
    )
    cr.execute(query, [prototype, *values])


def copy(cr, table, names, rows):
    """Insert rows into a table by COPY, from tuples of texts and numbers."""
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    command = command.as_string(cr._cnx)
    rows = iter(rows)
    while chunk := list(itertools.islice(rows, CHUNK)):
        text = "".join("\t".join(map(_to_copy, row)) + "\n" for row in chunk)
        cr.copy_expert(command, StringIO(text))


@contextmanager
def unhindered(cr, *tables):
    """Load tables without indexes and checks; the indexes are built again after."""
    # An index that serves a constraint stays: it cannot be dropped alone.
    cr.execute(
        "SELECT indexname FROM pg_indexes"
        " WHERE schemaname = 'public' AND tablename = ANY(%s) AND NOT EXISTS ("
        "SELECT FROM pg_constraint WHERE conname = indexname)",
        [list(tables)],
    )
    names = [name for (name,) in cr.fetchall()]
    cr.execute("SET LOCAL session_replication_role = replica")
    cr.execute("SET LOCAL work_mem = '256MB'")
    with without_indexes(cr, names):
        yield
        for table in tables:
            query = sql.SQL("SELECT setval({}, (SELECT max(id) FROM {}))")
            sequence = sql.Literal(f"{table}_id_seq")
            cr.execute(query.format(sequence, sql.Identifier(table)))
    cr.execute("SET LOCAL session_replication_role = DEFAULT")


@contextmanager
def without_indexes(cr, names):
    """Drop indexes and build them again after."""
    cr.execute(
        "SELECT indexname, indexdef, obj_description(indexname::regclass, 'pg_class')"
        " FROM pg_indexes WHERE indexname = ANY(%s)",
        [names],
    )
    indexes = cr.fetchall()
    for name in names:
        cr.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for name, definition, comment in indexes:
        cr.execute(definition)
        # Odoo knows by the comment whether the definition is still the addon's.
        query = sql.SQL("COMMENT ON INDEX {} IS {}")
        cr.execute(query.format(sql.Identifier(name), sql.Literal(comment)))


def _to_copy(value):
    return r"\N" if value is None or value is False else str(value)
