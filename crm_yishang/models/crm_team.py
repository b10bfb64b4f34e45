from odoo import api, fields, models
from odoo.fields import Domain


class CrmTeam(models.Model):
    _inherit = "crm.team"

    @api.depends_context("uid")
    def _compute_invoiced(self):
        """The host adds up the invoices of all customers."""
        if not self._yishang_is_narrowed():
            return super()._compute_invoiced()
        today = fields.Date.today()
        moves = self.env["account.move"]
        domain = Domain(
            [
                ("move_type", "in", moves.get_sale_types(True)),
                ("payment_state", "in", ("in_payment", "paid", "reversed")),
                ("state", "=", "posted"),
                ("team_id", "in", self.ids),
                ("date", ">=", today.replace(day=1)),
                ("date", "<=", today),
            ]
        )
        # sudo: members of the team need no right on invoices to see its figures; the
        # policy narrows them.
        totals = moves.sudo()._read_group(
            domain & moves._get_visible_domain("read"),
            ["team_id"],
            ["amount_untaxed_signed:sum"],
        )
        totals = {team.id: total for team, total in totals}
        for team in self:
            team.invoiced = totals.get(team._origin.id, 0.0)
        return None
