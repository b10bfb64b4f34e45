"""What the web client asks for: read from the views, as the web client does."""

from lxml import etree

from odoo.tools.safe_eval import safe_eval

PAGE = 80
# Lists count no further than this and say "10000+".
COUNT_LIMIT = 10_001
# Rows of a table inside a form.
SUBPAGE = 40


class Screen:
    """The views of an action, or the default views of a model.

    :param action: external id of an action, or nothing
    """

    def __init__(self, env, action=None, model="res.partner"):
        self.model = model
        views = [(False, "list"), (False, "form"), (False, "search")]
        self.domain, self.context = [], {}
        if action:
            record = env.ref(action).sudo()
            self.domain = safe_eval(record.domain or "[]", {"uid": env.uid})
            self.context = safe_eval(record.context or "{}", {"uid": env.uid})
            views = [*record.views, (record.search_view_id.id, "search")]
        views = [view for view in views if view[1] in ("list", "form", "search")]
        found = env[self.model].get_views(views)
        self.fields = {name: info["fields"] for name, info in found["models"].items()}
        self.arches = {
            name: etree.fromstring(view["arch"])
            for name, view in found["views"].items()
        }

    def get_specification(self, view):
        """Return the fields that the view of that type reads."""
        return _specify(self.arches[view], self.model, self.fields)

    def get_filter(self, name, uid):
        """Return the domain of one of the filters."""
        (node,) = self.arches["search"].xpath(f"//filter[@name='{name}']")
        return safe_eval(node.get("domain"), {"uid": uid})

    def get_search(self, text):
        """Return the domain of a text typed into the search box."""
        node = self.arches["search"].find(".//field")
        if node.get("filter_domain"):
            return safe_eval(node.get("filter_domain"), {"self": text})
        return [(node.get("name"), node.get("operator", "ilike"), text)]


def _specify(arch, model, fields):
    """Return ``{field: what to read of it}`` for the fields that are shown."""
    nodes = [
        node
        for node in arch.iter("field")
        if next(node.iterancestors("field"), None) is _owner(arch)
        and node.get("column_invisible") not in ("1", "True")
    ]
    return {node.get("name"): _specify_field(node, model, fields) for node in nodes}


def _owner(arch):
    """Return the field in which a view is embedded, or nothing."""
    return next(arch.iterancestors("field"), None)


def _specify_field(node, model, fields):
    info = fields[model].get(node.get("name"), {})
    if info.get("type") in ("many2one", "reference"):
        return {"fields": {"display_name": {}}}
    if info.get("type") not in ("one2many", "many2many"):
        return {}
    if node.get("widget", "").startswith("many2many_tags"):
        return {"fields": {"display_name": {}, "color": {}}}
    # Where a form shows a table, the first of list and kanban.
    for view in node:
        if view.tag in ("list", "kanban"):
            inner = _specify(view, info["relation"], fields)
            return {"fields": inner, "limit": SUBPAGE}
    return {"fields": {}}
