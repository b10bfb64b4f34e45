from collections import defaultdict

from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools.export_act import ExportAct
from ..tools.references import POLYMORPHIC, TO_MANY, get_line_vals, get_named_ids


class Base(models.AbstractModel):
    """Nobody names a record in a value who does not see it.

    The host computes stored fields in superuser mode: an opportunity on a hidden
    customer, named by a mere id, would show phone, e-mail and address at once.

    What leaves the server in bulk passes here, too: see the export guard.
    """

    _inherit = "base"

    # What goes along when a customer changes hands: a ``Moving`` (see tools/moving.py).
    _yishang_moving = None
    # Columns with users that stay, because they tell what was.
    _yishang_stays = ()

    @api.model_create_multi
    def create(self, vals_list):
        clean = self.env["crm.yishang.mask"]._clean
        vals_list = [clean(self, vals) for vals in vals_list]
        self._yishang_check_references(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        vals = self.env["crm.yishang.mask"]._clean(self, vals)
        self._yishang_check_references([vals])
        return super().write(vals)

    @api.model
    def _add_missing_default_values(self, values):
        given = set(values)
        values = super()._add_missing_default_values(values)
        # What was given is checked where it came in.
        added = {name: values[name] for name in values.keys() - given}
        self._yishang_check_references([added])
        return values

    def onchange(self, values, field_names, fields_spec):
        self._yishang_check_references([values])
        if not field_names and self._yishang_is_narrowed():
            self._yishang_check_defaults(fields_spec)
        result = super().onchange(values, field_names, fields_spec)
        road = self.env["crm.yishang.mask.road"]
        road._mask_snapshot(self, result.get("value"), values)
        return result

    def export_data(self, fields_to_export):
        act = ExportAct("list", self._name, (), tuple(fields_to_export), len(self))
        guard = self.env["crm.yishang.export.guard"]
        with guard._watch(act):
            result = self._yishang_export(super().export_data, fields_to_export)
        guard._log(act)
        return result

    def _yishang_export(self, export, fields_to_export):
        """Return what ``export`` brings, with masks for those who see them."""
        if not self.env["crm.yishang.mask"]._is_masked():
            return export(fields_to_export)
        # The id tells which row begins a record.
        names = [".id", *fields_to_export]
        rows = export(names)["datas"]
        paths = [name.replace(".id", "id").split("/") for name in names]
        self.env["crm.yishang.mask.road"]._mask_export(self, paths, rows)
        return {"datas": [row[1:] for row in rows]}

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        program = self.env["crm.yishang.program"]
        limit, is_called = program._start_search(self._name, domain, limit)
        records = super().search_fetch(domain, field_names, offset, limit, order)
        if is_called:
            program._count(records, field_names)
        return records

    def _read_format(self, fnames, load="_classic_read"):
        self.env["crm.yishang.program"]._count(self, fnames)
        rows = super()._read_format(fnames, load)
        self.env["crm.yishang.mask.road"]._mask_rows(self, rows, fnames)
        return rows

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if not self.env.su:
            self.env["crm.yishang.mask.road"]._drop_copied(self, vals_list)
        return vals_list

    @api.model
    def _yishang_is_asked_by_masked(self):
        """Return whether a search is asked by a user who sees masks."""
        return not self.env.su and self.env["crm.yishang.mask"]._is_masked()

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        if self._yishang_is_asked_by_masked() and not kwargs.get("bypass_access"):
            domain = self.env["crm.yishang.mask.search"]._guard(self, domain)
        return super()._search(domain, offset, limit, order, **kwargs)

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if self._yishang_is_asked_by_masked():
            domain = self.env["crm.yishang.mask.search"]._guard(self, domain)
        return domain

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """The order of numbers tells them, too: it is left out."""
        if self._yishang_is_asked_by_masked():
            secrets = self.env["crm.yishang.mask"]._get_secrets(self._name)
            if field_name in secrets:
                return SQL()
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    @api.model
    def _read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        if self._yishang_is_asked_by_masked():
            terms = [term.split()[0] for term in (order or "").split(",") if term]
            terms += [one[0] for one in having if not isinstance(one, str)]
            search = self.env["crm.yishang.mask.search"]
            domain = search._narrow(self, domain, [*groupby, *aggregates, *terms])
        return super()._read_group(
            domain, groupby, aggregates, having, offset, limit, order
        )

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        if self._yishang_is_asked_by_masked():
            specs = [spec for specs in grouping_sets for spec in specs]
            search = self.env["crm.yishang.mask.search"]
            domain = search._narrow(self, domain, [*specs, *aggregates])
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    def _message_get_suggested_recipients_batch(self, *args, **kwargs):
        """Name whom to write to; the address is looked up when it is used."""
        suggested = super()._message_get_suggested_recipients_batch(*args, **kwargs)
        if self.env["crm.yishang.mask"]._is_masked():
            road = self.env["crm.yishang.mask.road"]
            suggested = road._mask_recipients(self, suggested)
        return suggested

    @api.model
    @api.readonly
    def formatted_read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        groups = super().formatted_read_group(
            domain, groupby, aggregates, *args, **kwargs
        )
        program = self.env["crm.yishang.program"]
        program._count_groups(self._name, groups, aggregates)
        return groups

    @api.model
    @api.readonly
    def formatted_read_grouping_sets(
        self, domain, grouping_sets, aggregates=(), **kwargs
    ):
        sets = super().formatted_read_grouping_sets(
            domain, grouping_sets, aggregates, **kwargs
        )
        groups = [group for groups in sets for group in groups]
        program = self.env["crm.yishang.program"]
        program._count_groups(self._name, groups, aggregates)
        return sets

    @api.model
    @api.readonly
    def read_group(self, domain, fields, groupby, *args, **kwargs):
        groups = super().read_group(domain, fields, groupby, *args, **kwargs)
        self.env["crm.yishang.program"]._count_groups(self._name, groups)
        return groups

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
                # sudo: the name of a model is shown to whoever is refused.
                document=self.env["ir.model"]._get(self._name).sudo().name,
            )
        )
