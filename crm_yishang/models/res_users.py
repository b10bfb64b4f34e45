from odoo import api, fields, models

# What the sight of a user is made of, beside the scope table and the grants.
SIGHT_FIELDS = frozenset(
    (
        "active",
        "company_ids",
        "group_ids",
        "yishang_managed_region_ids",
        "yishang_region_id",
    )
)


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["crm.yishang.operator.mixin", "crm.yishang.apart.mixin", "res.users"]
    # What the sight of a user begins with.
    _yishang_prefetched = frozenset(("yishang_region_id",))

    yishang_region_id = fields.Many2one("crm.yishang.region", string="Region")
    yishang_managed_region_ids = fields.Many2many(
        "crm.yishang.region",
        relation="crm_yishang_region_manager_rel",
        column1="user_id",
        column2="region_id",
        string="Regions in Charge",
    )

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Mask portal users of hidden customers, whom the host names under sudo."""
        # sudo: as the host reads the name; here with it what the policy asks for,
        # instead of all columns of the partner.
        partners = self.sudo().partner_id
        partners.fetch(["name", *partners._get_visible_columns()])
        super()._compute_display_name()
        hidden = self.env["crm.yishang.policy"]._get_hidden(self.filtered("id"))
        if hidden:
            hidden.display_name = self.env._("No access")

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["crm.yishang.policy"]._forget()
        return users

    def write(self, vals):
        result = super().write(vals)
        if SIGHT_FIELDS & vals.keys():
            self.env["crm.yishang.policy"]._forget()
        return result
