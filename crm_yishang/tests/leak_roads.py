"""The roads by which screens, exports and RPC bring records to a user.

Each is a generator of (name of the road, what it brought back).
"""

from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import split_every

TEXTS = ("char", "html", "text")
NUMBERS = ("float", "integer", "monetary")
RELATIONS = ("many2many", "many2one", "one2many")
POLYMORPHIC = ("many2one_reference", "reference")
OTHERS = ("boolean", "date", "datetime", "selection")
READABLE = (*TEXTS, *NUMBERS, *RELATIONS, *POLYMORPHIC, *OTHERS)
# PostgreSQL takes fewer than 32 columns.
GROUPING_SETS = 20
# What the web client asks of the records behind a field, beyond their name.
DETAILS = ("display_name", "name", "email", "phone", "vat")


def get_fields(model, *types):
    """Return the names of the fields of ``model`` the user may read."""
    return [
        name
        for name, field in model._fields.items()
        if field.type in types and model._has_field_access(field, "read")
    ]


def get_details(model, name):
    """Return those of ``DETAILS`` that the records behind a field have."""
    comodel = model.env[model._fields[name].comodel_name]
    return [detail for detail in DETAILS if detail in get_fields(comodel, *TEXTS)]


def get_specification(model):
    """Return what the web client asks of a form with every field on it."""
    specification = {name: {} for name in get_fields(model, *TEXTS)}
    for name in get_fields(model, *RELATIONS):
        details = get_details(model, name)
        specification[name] = {"fields": dict.fromkeys(details, {})}
    for name in get_fields(model, *POLYMORPHIC):
        specification[name] = {"fields": {"display_name": {}}}
    return specification


def attempt(road, *args, **kwargs):
    """Return what a road brings back; a refusal brings nothing but its message."""
    road.__self__.env.invalidate_all()
    try:
        return road(*args, **kwargs)
    # Some fields cannot be grouped or computed for anybody.
    except (AccessError, UserError, ValueError) as refusal:
        return str(refusal)


def walk_lists(model):
    """Lists, drop-downs and x2many tables."""
    yield "search_read", attempt(model.search_read, [], get_fields(model, *READABLE))
    specification = get_specification(model)
    yield "web_search_read", attempt(model.web_search_read, [], specification)
    yield "name_search", attempt(model.name_search, limit=None)


def walk_records(model, ids):
    """Forms, by id: opened from an old link or by counting up."""
    names = get_fields(model, *READABLE)
    specification = get_specification(model)
    for record in map(model.browse, ids):
        yield "read", attempt(record.read, names)
        yield "web_read", attempt(record.web_read, specification)
        yield "copy_data", attempt(record.copy_data)


def walk_groups(model):
    """Grouped lists, kanban columns, pivots, graphs and their totals."""
    sums = [
        f"{name}:sum"
        for name in get_fields(model, *NUMBERS)
        if model._fields[name].store and name != "id"
    ]
    aggregates = ["__count", *sums]
    yield "total", attempt(model.formatted_read_group, [], [], aggregates)
    groupable = [
        name
        for name in get_fields(model, *TEXTS, *RELATIONS, *POLYMORPHIC, "date")
        if model._fields[name]._description_groupable(model.env)
    ]
    relations = [name for name in groupable if model._fields[name].relational]
    for name in relations:
        groups = attempt(model.formatted_read_group, [], [name], aggregates)
        yield f"groups by {name}", groups
    specs = [
        f"{name}:month" if model._fields[name].type == "date" else name
        for name in groupable
        if name not in relations
    ]
    for names in split_every(GROUPING_SETS, specs):
        sets = [[name] for name in names]
        pivot = attempt(model.formatted_read_grouping_sets, [], sets, aggregates)
        yield "pivot", pivot
        # One field that cannot be grouped by stops all of them.
        for name in names if isinstance(pivot, str) else ():
            groups = attempt(model.formatted_read_group, [], [name], aggregates)
            yield f"groups by {name}", groups


def walk_export(model):
    """Exports, with paths into the records a record leads to."""
    paths = get_fields(model, *READABLE)
    for name in get_fields(model, *RELATIONS):
        paths += [f"{name}/{detail}" for detail in get_details(model, name)]
    records = model.search([])
    exported = attempt(records.export_data, paths)
    yield "export", exported
    # One path that cannot be exported stops all of them.
    for path in paths if isinstance(exported, str) else ():
        yield f"export of {path}", attempt(records.export_data, [path])


def walk_guesses(model, tokens):
    """Searches for what only the hidden customer has: a hit is an answer, too."""
    names = [name for name in get_fields(model, *TEXTS) if model._fields[name].store]
    for name in get_fields(model, "many2one"):
        comodel = model.env[model._fields[name].comodel_name]
        if model._fields[name].store:
            names += [
                f"{name}.{detail}"
                for detail in get_details(model, name)
                if detail == "display_name" or comodel._fields[detail].store
            ]
    domains = {
        name: Domain.OR([(name, "ilike", token)] for token in tokens) for name in names
    }
    with suppress(AccessError, UserError, ValueError):
        if not model.search_count(Domain.OR(domains.values())):
            return
    for name, domain in domains.items():
        nonsense = Domain(name, "ilike", "no such text")
        with suppress(AccessError, UserError, ValueError):
            # Some names are not searched at all: everything is found.
            if model.search_count(domain) and not model.search_count(nonsense):
                yield f"search by {name}", " ".join(tokens)
