from odoo import api, fields, models


class ResPartnerIndustry(models.Model):
    _name = "res.partner.industry"
    _inherit = [
        "res.partner.industry",
        "crm.yishang.code.mixin",
        "crm.yishang.referenced.mixin",
    ]

    _code_field = "yishang_code"
    _rec_names_search = ["yishang_code", "name"]

    yishang_code = fields.Char(
        string="Code",
        help="Unique whatever its case, archived industries included. Industries"
        " with a code make the list of the CRM.",
    )

    _yishang_code_uniq = models.UniqueIndex(
        "(lower(yishang_code))",
        "This code is taken, perhaps by an archived industry. Choose another code.",
    )

    @api.model
    def _find_by_names(self, names):
        """Prefer the CRM's own list: the host's industries have similar names."""
        found = super()._find_by_names(names)
        return {
            name: industries.filtered("yishang_code") or industries
            for name, industries in found.items()
        }
