from odoo.fields import Command
from odoo.models import BaseModel

TO_MANY = frozenset(("one2many", "many2many"))
POLYMORPHIC = frozenset(("many2one_reference", "reference"))


def get_named_ids(value):
    """Return the ids a relational value names, in any form ``write`` takes.

    :param value: an id, (id, name), {"id": id}, records, or commands of an x2many
    """
    if isinstance(value, BaseModel):
        return value.ids
    if isinstance(value, dict):
        value = value.get("id")
    if not isinstance(value, (list, tuple)):
        return [value] if isinstance(value, int) and value else []
    if len(value) == 2 and isinstance(value[1], str):
        return get_named_ids(value[0])
    ids = []
    for item in value:
        if isinstance(item, int):
            ids.append(item)
        elif item and item[0] in (Command.LINK, Command.UPDATE):
            ids.append(item[1])
        elif item and item[0] == Command.SET:
            ids.extend(item[2])
    return [id_ for id_ in ids if isinstance(id_, int)]


def get_line_vals(value):
    """Return the values of the lines that commands of an x2many create or change."""
    if isinstance(value, BaseModel) or not isinstance(value, (list, tuple)):
        return []
    return [
        item[2]
        for item in value
        if isinstance(item, (list, tuple))
        and item
        and item[0] in (Command.CREATE, Command.UPDATE)
        and isinstance(item[2], dict)
    ]
