from collections import defaultdict

from odoo import api, models, tools
from odoo.exceptions import AccessError

from ..tools.references import POLYMORPHIC, TO_MANY, get_line_vals, get_named_ids


class Base(models.AbstractModel):
    """Nobody names a record in a value who does not see it.

    The host computes stored fields in superuser mode: an opportunity on a hidden
    customer, named by a mere id, would show phone, e-mail and address at once.
    """

    _inherit = "base"

    # What goes along when a customer changes hands: a ``Moving`` (see tools/moving.py).
    _yishang_moving = None
    # Columns with users that stay, because they tell what was.
    _yishang_stays = ()

    @api.model_create_multi
    def create(self, vals_list):
        self._yishang_check_references(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._yishang_check_references([vals])
        return super().write(vals)

    @api.model
    def _add_missing_default_values(self, values):
        values = super()._add_missing_default_values(values)
        self._yishang_check_references([values])
        return values

    def onchange(self, values, field_names, fields_spec):
        self._yishang_check_references([values])
        if not field_names and self._yishang_is_narrowed():
            self._yishang_check_defaults(fields_spec)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _yishang_check_defaults(self, names):
        """Check the values a new form starts with, from the context above all."""
        self._yishang_check_references([self.default_get(list(names))])
        for name in names:
            field = self._fields[name]
            if field.type == "many2one" and self.env.context.get(f"default_{name}"):
                # The host shows the name of whatever id stands there.
                self.env[field.comodel_name].check_access("read")

    @api.model
    def _yishang_is_narrowed(self):
        policy = self.env["crm.yishang.policy"]
        return not self.env.su and not policy._get_sight().reads_all

    def _yishang_check_references(self, vals_list):
        """Check that the user sees every record ``vals_list`` names.

        What ``self`` refers to already may stay.

        :raise AccessError: naming the field, if one of them is hidden
        """
        if not self._yishang_is_narrowed():
            return
        given = set().union(*vals_list)
        for name in self._yishang_get_reference_names() & given:
            field = self._fields[name]
            if field.type in TO_MANY:
                lines = [
                    line
                    for vals in vals_list
                    if name in vals
                    for line in get_line_vals(vals[name])
                ]
                self.env[field.comodel_name]._yishang_check_references(lines)
            for model, ids in self._yishang_get_named(field, vals_list).items():
                records = self.env[model].browse(ids)
                if self.env["crm.yishang.policy"]._get_hidden(records):
                    raise self._yishang_make_reference_error(field)

    @api.model
    @tools.ormcache("self._name")
    def _yishang_get_reference_names(self):
        """Return the names of the fields that can lead to a visible model."""
        policy = self.env["crm.yishang.policy"]
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.type in POLYMORPHIC
            or field.type == "one2many"
            or (field.relational and policy._is_ruled(field.comodel_name))
        )

    def _yishang_get_named(self, field, vals_list):
        """Return what ``vals_list`` names in that field and ``self`` does not yet.

        :return: ``{model name: set of ids}``
        """
        named = defaultdict(set)
        for vals in vals_list:
            value = vals.get(field.name)
            model = field.comodel_name
            if field.type == "reference" and isinstance(value, str):
                model, value = value.split(",")
                value = int(value)
            elif field.type == "many2one_reference":
                model = self._yishang_get_referenced_model(field, vals)
            if model in self.env:
                named[model].update(get_named_ids(value))
        if self.ids and field.relational and field.comodel_name in named:
            # sudo: what stands there may be hidden, and need not be given again.
            named[field.comodel_name] -= set(self.sudo()[field.name].ids)
        return named

    def _yishang_get_referenced_model(self, field, vals):
        name = field.model_field
        if model_id := vals.get(f"{name}_id"):
            # sudo: only the name of the model is read.
            return self.env["ir.model"].sudo().browse(model_id).model
        return vals.get(name) or self[:1].sudo()[name]

    @api.model
    def _yishang_make_reference_error(self, field):
        return AccessError(
            self.env._(
                "%(field)s of %(document)s: what is entered there belongs to a "
                "customer you have no access to. Choose another one, or ask your "
                "manager for the customer.",
                field=field._description_string(self.env),
                document=self.env["ir.model"]._get(self._name).sudo().name,
            )
        )
