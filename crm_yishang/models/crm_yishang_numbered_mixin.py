from odoo import api, fields, models


class CrmYishangNumberedMixin(models.AbstractModel):
    """Documents of a company, numbered by its rule when they are made.

    To be named first, so that whatever else happens on creating knows the number.
    """

    _name = "crm.yishang.numbered.mixin"
    _description = "Numbered Document"

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for company, batch in self._group_by_company(vals_list).items():
            # sudo: whoever makes a document may number it, also through the portal.
            numbers = self.env["ir.sequence"].sudo()
            names = numbers._yishang_next_many(self._name, len(batch), company)
            for vals, name in zip(batch, names, strict=True):
                vals["name"] = name
        return super().create(vals_list)

    @api.model
    def _group_by_company(self, vals_list):
        """Return ``{company: its values}``; each company draws its numbers once."""
        batches = {}
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id"))
            batches.setdefault(company or self.env.company, []).append(vals)
        return batches
