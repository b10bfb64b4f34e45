"""Databases of the benchmark: copies, and notes of what they were made from."""

import hashlib
import json
import os
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import sql

ROOT = Path(__file__).parents[2]
ADDON = "crm_yishang"


def connect(name):
    """Return a connection to a database, as ``PGHOST`` and its like say."""
    return closing(psycopg2.connect(dbname=name))


def query(name, statement, *values):
    """Run one statement in its own transaction and return its rows."""
    with connect(name) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def clone(template, name):
    """Replace the database ``name`` by a copy of ``template``."""
    _execute(sql.SQL("DROP DATABASE IF EXISTS {}"), name)
    _execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, sql.Identifier(template))


def vacuum(name, *tables, full=False):
    """Clean up and analyse some tables, or all of the database.

    :param full: rewrite the tables as well, without what dropped columns left behind
    """
    command = "VACUUM (FULL, ANALYZE) {}" if full else "VACUUM (ANALYZE) {}"
    with connect(name) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for table in tables:
            cursor.execute(sql.SQL(command).format(sql.Identifier(table)))
        if not tables:
            cursor.execute("VACUUM (ANALYZE)")


def exists(name):
    """Tell whether there is a database of that name."""
    found = query("postgres", "SELECT 1 FROM pg_database WHERE datname = %s", name)
    return bool(found)


def read_note(name):
    """Return what :func:`write_note` left in the comment of the database."""
    found = query(
        "postgres",
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = %s",
        name,
    )
    try:
        note = json.loads(found[0][0] or "{}") if found else {}
    except ValueError:
        note = {}
    return note if isinstance(note, dict) else {}


def write_note(name, note):
    """Keep ``note``, a dict, in the comment of the database."""
    _execute(
        sql.SQL("COMMENT ON DATABASE {} IS {}"), name, sql.Literal(json.dumps(note))
    )


def addon_state():
    """Return a text that changes whenever the addon has to be updated."""
    return digest(
        path
        for path in sorted((ROOT / ADDON).rglob("*"))
        if path.suffix in (".py", ".xml", ".csv") and "tests" not in path.parts
    )


def digest(paths):
    """Return a checksum of files, by name and content."""
    result = hashlib.sha256()
    for path in paths:
        result.update(path.name.encode() + path.read_bytes())
    return result.hexdigest()[:16]


def describe_server():
    """Return version and settings of the server that matter here."""
    with connect("postgres") as connection, connection.cursor() as cursor:
        settings = ["server_version", "shared_buffers", "work_mem", "jit"]
        values = {}
        for setting in settings:
            cursor.execute(f"SHOW {setting}")
            (values[setting],) = cursor.fetchone()
    return {**values, "cores": os.cpu_count()}


def _execute(statement, name, *parts):
    """Run a statement about a database, outside of a transaction."""
    with connect("postgres") as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement.format(sql.Identifier(name), *parts))
