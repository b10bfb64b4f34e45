"""Databases: templates with the host's modules, and copies of them with the addon.

Installing the host's modules takes a minute, copying a database a second. So they are
installed once into a template, named after everything it depends on.
"""

import ast
import hashlib
import json
import os
import shutil
from contextlib import closing, contextmanager

import psycopg2
from psycopg2 import sql

from . import instance, odoo, paths
from .console import fail, locked, say

TEMPLATE_PREFIX = "yishang_template_"
# The companies a database may belong to: one in China, with its chart of accounts, in
# Chinese; Odoo's default, with the Chinese translations loaded; Odoo's default in
# English alone, for Odoo's own tests, which count on one active language.
CHINESE, PLAIN, ENGLISH = "cn", "plain", "english"
# The end of Odoo's loading: a process that was killed sooner may end with 0, too.
LOADED = "Modules loaded."
# What a company in China answers before anything else is installed: accounting takes
# its chart of accounts, and the country's modules come, by the country.
CHINESE_COMPANY = """
country = env.ref("base.cn")
currency = env.ref("base.CNY")
currency.active = True
env.company.partner_id.write({"country_id": country.id, "lang": "zh_CN"})
env.company.write({"country_id": country.id, "currency_id": currency.id})
env["ir.default"].set("res.partner", "lang", "zh_CN")
env["ir.default"].set("res.partner", "tz", "Asia/Shanghai")
for user in env["res.users"].with_context(active_test=False).search([]):
    user.partner_id.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
env.cr.commit()
"""


def create(name, flavour=CHINESE, demo=False):
    """Create a database with the addon, replacing one of that name.

    :param flavour: ``CHINESE``, ``PLAIN`` or ``ENGLISH``
    :param bool demo: with the demo data of the addon (and none of Odoo's)
    """
    create_from(ensure_template(flavour), name, demo)


def create_from(template, name, demo=False, with_addon=True):
    """Replace a database by a copy of the template, with the addon or without it."""
    with _draft_of(name) as draft:
        _clone(template, draft)
        if with_addon:
            install_addon(draft, demo)


def ensure_template(flavour, modules=()):
    """Return the name of a database with the host's modules, creating it if needed.

    :param flavour: ``CHINESE``, ``PLAIN`` or ``ENGLISH``
    :param modules: names of modules besides those that the addon depends on
    """
    modules = sorted({*manifest()["depends"], *modules})
    key = json.dumps([odoo.version_key(), modules, CHINESE_COMPANY])
    digest = hashlib.sha256(key.encode()).hexdigest()[:10]
    name = f"{TEMPLATE_PREFIX}{flavour}_{digest}"
    with locked(name, "Waiting for another command that builds the same template"):
        if not exists(name):
            say(f"Installing Odoo's modules into {name} (a minute or two, once)")
            with _draft_of(name) as draft:
                _execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"),
                    draft,
                )
                _install_host(draft, modules, flavour)
    return name


def install_addon(name, demo):
    """Install the addon into a database that has the host's modules."""
    say(f"Installing {paths.ADDON} into {name}{' with demo data' if demo else ''}")
    if demo:
        # Odoo loads demo data only where all dependencies have theirs. Theirs are
        # furniture shops in the USA, so they are merely said to have them.
        _query(name, "UPDATE ir_module_module SET demo = TRUE")
    options = ["--with-demo"] if demo else []
    log = _load(name, [paths.ADDON], *options, log_name=f"install-{name}.log")
    if demo:
        loaded = _query(
            name, "SELECT demo FROM ir_module_module WHERE name = %s", paths.ADDON
        )
        if not loaded[0][0]:
            fail(f"the demo data could not be loaded, see {log}")
        _query(
            name,
            "UPDATE ir_module_module SET demo = FALSE WHERE name <> %s",
            paths.ADDON,
        )
    write_state(name)


def update_addon(name):
    """Update the addon in a database whose copy of it is older than the files."""
    say(f"Updating {paths.ADDON} in {name}")
    _load(name, [paths.ADDON], option="-u", log_name=f"update-{name}.log")
    write_state(name)


def read_state(name):
    """Return what :func:`write_state` noted in the database, or an empty text."""
    found = _query(
        "postgres",
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = %s",
        name,
    )
    return (found[0][0] or "") if found else ""


def write_state(name):
    """Note in the database which state of the files it was made from."""
    _execute(sql.SQL("COMMENT ON DATABASE {} IS {}"), name, sql.Literal(addon_state()))


def logins(name):
    """Return the names with which people log in to the database."""
    return {login for (login,) in _query(name, "SELECT login FROM res_users")}


def record_id(name, xml_id):
    """Return the id of the record with this external id."""
    found = _query(
        name,
        "SELECT res_id FROM ir_model_data WHERE module || '.' || name = %s",
        xml_id,
    )
    return found[0][0] if found else fail(f"{name} has no record {xml_id}")


def addon_state():
    """Return a text that changes whenever the addon has to be updated."""
    digest = hashlib.sha256(odoo.version_key().encode())
    for path in sorted(paths.ADDON_DIR.rglob("*")):
        inside = path.relative_to(paths.ADDON_DIR)
        if path.is_file() and inside.parts[0] not in ("tests", "readme"):
            if path.suffix != ".pyc":
                digest.update(str(inside).encode() + path.read_bytes())
    return digest.hexdigest()


def manifest():
    """Return the addon's manifest."""
    return ast.literal_eval((paths.ADDON_DIR / "__manifest__.py").read_text())


def exists(name):
    """Tell whether there is a database of that name."""
    return bool(
        _query("postgres", "SELECT 1 FROM pg_database WHERE datname = %s", name)
    )


def drop(name, force=False):
    """Delete a database with its files, if there is one.

    :param bool force: end the connections to it first
    """
    statement = "DROP DATABASE IF EXISTS {}" + (" WITH (FORCE)" if force else "")
    try:
        _execute(sql.SQL(statement), name)
    except psycopg2.errors.ObjectInUse:
        fail(f"database {name} is in use, stop the server that uses it first")
    shutil.rmtree(_filestore(name), ignore_errors=True)


@contextmanager
def reserved(name):
    """Keep other commands of this checkout from replacing a database meanwhile."""
    with locked(f"database-{name}", f"Waiting for another command that uses {name}"):
        yield


@contextmanager
def _draft_of(name):
    """Give the name of a database to build, which replaces ``name`` once it is done.

    What was begun and not finished is dropped: nobody shall take it for the whole.
    """
    draft = f"{name}_new"
    drop(draft, force=True)
    try:
        yield draft
    except BaseException:
        drop(draft, force=True)
        raise
    drop(name)
    _rename(draft, name)


def _install_host(name, modules, flavour):
    languages = [] if flavour == ENGLISH else ["--load-language=zh_CN"]
    if flavour == CHINESE:
        _load(name, ["base"], *languages, log_name=f"base-{name}.log")
        instance.run_script(name, CHINESE_COMPANY, f"company-{name}.log")
        languages = []
    _load(name, modules, *languages, log_name=f"{name}.log")


def _load(name, modules, *options, log_name, option="-i"):
    """Have Odoo install or update modules, and look whether it did.

    :param option: ``-i`` to install, ``-u`` to update
    :return: path of the log file
    """
    log = instance.run_to_end(
        name, option, ",".join(modules), *options, log_name=log_name
    )
    pending = _get_pending(name, modules)
    if pending:
        found = ", ".join(f"{module} is {state}" for module, state in pending.items())
        fail(f"Odoo left modules of {name} behind: {found}; its log: {log}")
    if LOADED not in log.read_text(errors="replace"):
        fail(
            f"Odoo ended before the modules of {name} were loaded"
            f" ({', '.join(modules)}); its log: {log}"
        )
    return log


def _get_pending(name, modules):
    """Return ``{module: state}`` of what is not installed and should be."""
    if _query(name, "SELECT to_regclass('ir_module_module')") == [(None,)]:
        return dict.fromkeys(modules, "missing")
    states = dict(_query(name, "SELECT name, state FROM ir_module_module"))
    wanted = {module: states.get(module, "missing") for module in modules}
    waiting = {name: state for name, state in states.items() if state[:3] == "to "}
    return {
        module: state
        for module, state in {**waiting, **wanted}.items()
        if state != "installed"
    }


def _clone(template, name):
    _execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, sql.Identifier(template))
    # Files in Odoo's store are named after their content and never change.
    if _filestore(template).exists():
        shutil.copytree(_filestore(template), _filestore(name), copy_function=os.link)


def _rename(old, new):
    _execute(sql.SQL("ALTER DATABASE {} RENAME TO {}"), old, sql.Identifier(new))
    shutil.rmtree(_filestore(new), ignore_errors=True)
    if _filestore(old).exists():
        _filestore(old).rename(_filestore(new))


def _filestore(name):
    return instance.data_dir() / "filestore" / name


def _connect(name):
    return closing(
        psycopg2.connect(
            dbname=name,
            host=os.environ.get("PGHOST"),
            port=os.environ.get("PGPORT"),
            user=os.environ.get("PGUSER"),
        )
    )


def _execute(statement, name, *parts):
    """Run a statement about a database, outside of a transaction."""
    with _connect("postgres") as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement.format(sql.Identifier(name), *parts))


def _query(name, statement, *values):
    with _connect(name) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
