from odoo import api, fields, models, tools
from odoo.fields import Domain


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.yishang.remembered.mixin", "crm.team"]

    def _get_default_team_id(self, user_id=False, domain=False):
        """Every opportunity and order asks for the team of its salesperson."""
        # sudo: to which companies somebody belongs, as the host asks.
        user = self.env["res.users"].sudo().browse(user_id or self.env.uid)
        key = (
            self.env.uid,
            self.env.su,
            tuple(self.env.companies.ids),
            tuple(user._get_company_ids()),
            self.env.context.get("default_team_id"),
            str(domain),
        )
        return self.browse(self._yishang_find_default_team(key, user.id, domain))

    @api.model
    @tools.ormcache("key", "user_id")
    def _yishang_find_default_team(self, key, user_id, domain):
        """Return the id of the team that the host finds, if any, as a tuple.

        :param key: what else the answer depends on
        """
        # Another name for what is below this class's own.
        # pylint: disable=super-method-mismatch
        return super()._get_default_team_id(user_id, domain)._ids

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
