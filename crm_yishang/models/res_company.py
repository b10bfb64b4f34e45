from odoo import api, fields, models, tools


class ResCompany(models.Model):
    _inherit = "res.company"

    yishang_visibility_in_force = fields.Boolean(
        string="Visibility in Force",
        help="Customers and their documents are narrowed to what each role may see. "
        "Until then the other apps decide alone.",
    )
    yishang_scope_version = fields.Integer(
        default=0,
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Counts the rebuilds of the scope table, so that two of them at the same "
        "time conflict in the database.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.partner_id._yishang_recompute_scope()
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self.partner_id._yishang_recompute_scope()
        if "yishang_visibility_in_force" in vals:
            self.env.registry.clear_cache()
            self.env["crm.yishang.policy"]._forget()
        return result

    @api.model
    @tools.ormcache()
    def _yishang_get_companies_in_force(self):
        """Return the ids of the companies that narrow their customers."""
        # sudo: the question is asked for every user, also one without that company.
        companies = self.sudo().search([("yishang_visibility_in_force", "=", True)])
        return frozenset(companies.ids)
