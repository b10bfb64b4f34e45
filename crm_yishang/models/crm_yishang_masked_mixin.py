from itertools import chain

from odoo import api, models
from odoo.fields import Domain


class CrmYishangMaskedMixin(models.AbstractModel):
    """Records that stay in sight, with texts that may betray a hidden customer.

    Such a text reads as empty, and neither search nor groups tell it. To be named
    before the model it extends.
    """

    _name = "crm.yishang.masked.mixin"
    _description = "Masked Texts"

    # {name of the text: many2one to the partner it is about}
    _masked_texts = {}

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load)
        for name, hidden in self._get_masked_ids(fnames).items():
            for row in rows:
                if row["id"] in hidden:
                    row[name] = False
        return rows

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for name, hidden in self._get_masked_ids(self._masked_texts).items():
            for record, vals in zip(self, vals_list, strict=True):
                if record.id in hidden:
                    vals[name] = False
        return vals_list

    def _export_rows(self, fields, **kwargs):
        hidden = self._get_masked_ids(path[0] for path in fields if path)
        if not any(hidden.values()):
            return super()._export_rows(fields, **kwargs)
        lines = []
        for record in self:
            rows = super(CrmYishangMaskedMixin, record)._export_rows(fields, **kwargs)
            for index, path in enumerate(fields):
                if path and record.id in hidden.get(path[0], ()):
                    rows[0][index] = ""
            lines += rows
        return lines

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        if not (self.env.su or kwargs.get("bypass_access")):
            domain = Domain(domain)
            domain &= self._get_told_domain(
                condition.field_expr for condition in domain.iter_conditions()
            )
        return super()._search(domain, offset, limit, order, **kwargs)

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        domain = Domain(domain) & self._get_told_domain(chain(groupby, aggregates))
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        specs = chain(*grouping_sets, aggregates)
        domain = Domain(domain) & self._get_told_domain(specs)
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    @api.model
    def _get_told_domain(self, specs):
        """Return the records whose texts the user may be told by search or group.

        :param specs: what is searched or grouped by, as field names or group specs
        """
        domain = Domain.TRUE
        names = {spec.split(":")[0] for spec in specs} & self._masked_texts.keys()
        if self.env.su or not names:
            return domain
        for source in {self._masked_texts[name] for name in names}:
            partners = self.env["res.partner"]._get_visible_domain("read")
            if not partners.is_true():
                domain &= Domain(source, "=", False) | Domain(source, "any!", partners)
        return domain

    def _get_masked_ids(self, names):
        """Return which records have which of the texts ``names`` masked.

        :return: ``{name of the text: set of ids}``
        """
        if self.env["crm.yishang.policy"]._get_sight().reads_all:
            return {}
        return {
            name: self._get_ids_of_hidden(self._masked_texts[name])
            for name in self._masked_texts.keys() & set(names)
        }

    def _get_ids_of_hidden(self, source):
        """Return the ids of the records whose ``source`` is hidden from the user."""
        # sudo: who asks is ``env.uid``; the partners are only compared.
        partners = {record.id: record[source] for record in self.sudo()}
        hidden = self.env["res.partner"].union(*partners.values())
        hidden = set(hidden._get_hidden_partners()._ids)
        return {id_ for id_, partner in partners.items() if partner.id in hidden}
