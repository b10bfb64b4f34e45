from odoo import api, models


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    @api.depends_context("uid")
    def _compute_display_name(self):
        super()._compute_display_name()
        # sudo: the host reads the name of the partner in superuser mode as well.
        partners = self.sudo().partner_id.sudo(False)
        hidden = partners._get_hidden_partners()._ids
        for member in self.sudo().filtered(
            lambda member: member.partner_id.id in hidden
        ):
            member.display_name = self.env._("No access")
