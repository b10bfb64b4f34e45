from odoo import Command, api, models
from odoo.tools import SQL, split_every

# In the context of values that hold all defaults. An object, because a browser could
# send anything else.
COMPLETE = object()
NO_LINKS = [Command.set([])]


class CrmYishangBulkMixin(models.AbstractModel):
    """Records made thousands at a time: what is the same for all is done once."""

    _name = "crm.yishang.bulk.mixin"
    _description = "Records Made Thousands at a Time"

    @api.model
    def _yishang_create_many(self, vals_list, common):
        """Create records, asking the host for defaults once.

        :param common: values of all records that do not say otherwise
        """
        common = self._add_missing_default_values(common)
        # New records have no links yet; to set none costs as much as to set some.
        common = {name: value for name, value in common.items() if value != NO_LINKS}
        model = self.with_context(yishang_complete=COMPLETE)
        records = model.create([{**common, **vals} for vals in vals_list])
        return records.with_env(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self.env.context.get("yishang_complete") is COMPLETE:
            records._yishang_forget_images(vals_list)
        return records

    def _yishang_forget_images(self, vals_list):
        """Do not compute the smaller sizes of images that nobody has given.

        Right after the host has created the records: whatever reads them next would
        have them computed one by one.
        """
        given = {name for vals in vals_list for name, value in vals.items() if value}
        for field in self._fields.values():
            if field.type == "binary" and field.store and field.related:
                if field.related.split(".")[0] not in given:
                    self.env.remove_to_compute(field, self)

    @api.model
    def _yishang_iter_customer_ids(self, size):
        """Yield the ids of all customers, in lists."""
        rows = self.env.execute_query(
            SQL("SELECT id FROM res_partner WHERE yishang_is_customer ORDER BY id")
        )
        yield from split_every(size, (id_ for (id_,) in rows), list)

    @api.model
    def _add_missing_default_values(self, values):
        if self.env.context.get("yishang_complete") is COMPLETE:
            return values
        return super()._add_missing_default_values(values)

    def _check_company(self, fnames=None):
        """Check one record of those that name the same records of other companies."""
        of_all = fnames is None or {"company_id", "company_ids"} & set(fnames)
        if len(self) < 2 or not of_all:
            return super()._check_company(fnames)
        names = [
            name
            for name, field in self._fields.items()
            if field.relational and field.check_company
        ]
        alike = {}
        # sudo: as the host reads them for this check.
        for record, known in zip(self, self.sudo(), strict=True):
            key = (known.company_id.id, *(known[name]._ids for name in names))
            alike.setdefault(key, record.id)
        return super(CrmYishangBulkMixin, self.browse(alike.values()))._check_company()
