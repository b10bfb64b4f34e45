from odoo import api, models
from odoo.fields import Domain

# Values of one condition that are named, and letters of the whole text.
NAMED = 10
LENGTH = 2000


class CrmYishangExportText(models.AbstractModel):
    """Filters and fields of an export in words for people."""

    _name = "crm.yishang.export.text"
    _description = "Filters in Words"

    @api.model
    def _describe_fields(self, model, paths):
        """Return the labels of fields, as they stand in the window of the export."""
        if model not in self.env:
            return ", ".join(paths)
        return ", ".join(self._get_label(model, path.split("/")) for path in paths)

    @api.model
    def _describe_domain(self, model, domain):
        """Return what a domain filters, or an empty text for everything.

        What cannot be read is returned as it is: it may come from a browser.
        """
        try:
            domain = Domain(domain)
            if domain.is_true() or model not in self.env:
                return ""
            words = [self._describe(model, one) for one in domain.iter_conditions()]
        except (TypeError, ValueError, KeyError):
            return str(domain)[:LENGTH]
        joint = self.env._(" or ") if "|" in list(domain) else ", "
        return joint.join(words)[:LENGTH]

    @api.model
    def _describe(self, model, condition):
        label = self._get_label(model, condition.field_expr.split("."))
        value = condition.value
        if condition.field_expr == "id" and not isinstance(value, str | int):
            return self.env._("%(count)s chosen records", count=len(list(value)))
        if isinstance(value, Domain):
            return f"{label} {condition.operator} ({value})"
        field = self._get_field(model, condition.field_expr.split("."))
        return f"{label} {condition.operator} {self._describe_value(field, value)}"

    @api.model
    def _describe_value(self, field, value):
        values = [value] if isinstance(value, str) or not _is_many(value) else value
        values = list(values)[:NAMED]
        ids = [one for one in values if _is_id(one)]
        if field is not None and field.relational and ids:
            records = self.env[field.comodel_name].browse(ids)
            # sudo: names of hidden records are masked by ``env.uid``.
            return ", ".join(records.sudo().exists().mapped("display_name"))
        if field is not None and field.type == "selection":
            labels = dict(field._description_selection(self.env))
            values = [labels.get(one, one) for one in values]
        return ", ".join(self._describe_one(one) for one in values)

    @api.model
    def _describe_one(self, value):
        if value is True:
            return self.env._("yes")
        return self.env._("empty") if value in (False, None) else str(value)

    @api.model
    def _get_field(self, model, names):
        field = self.env[model]._fields.get(names[0])
        if field is not None and len(names) > 1 and field.relational:
            return self._get_field(field.comodel_name, names[1:])
        return field

    @api.model
    def _get_label(self, model, names):
        """Return the labels along a path, joined by slashes."""
        field = self.env[model]._fields.get(names[0].lstrip("."))
        if field is None:
            return "/".join(names)
        label = field._description_string(self.env)
        if len(names) > 1 and field.relational:
            return f"{label}/{self._get_label(field.comodel_name, names[1:])}"
        return label


def _is_many(value):
    return hasattr(value, "__iter__")


def _is_id(value):
    return isinstance(value, int) and 1 <= value < 2**31 and value is not True
