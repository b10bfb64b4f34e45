from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangDueTotal(models.Model):
    """What open instalments come to, by owner, region and the month they are due in.

    In the currency of the order, with the rate of its day beside it.
    """

    _name = "crm.yishang.due.total"
    _inherit = "crm.yishang.kept.total.mixin"
    _description = "Open Instalments by Month"
    _auto = False
    _log_access = False
    _rec_name = "month"

    _kept_table = "crm_yishang_instalment"
    _kept_condition = "is_owed AND state != 'paid'"
    _kept_function = "crm_yishang_add_up_instalments"
    _kept_columns = {
        "company_id": "company_id",
        "scope_key": "yishang_scope_key",
        "scope_region_id": "yishang_scope_region_id",
        "month": "date_trunc('month', date_due::timestamp)::date",
        "currency_rate": "currency_rate",
    }
    _kept_types = {"month": "date", "currency_rate": "numeric"}
    _kept_sums = {"amount": ("numeric", "amount_open")}

    company_id = fields.Many2one("res.company", readonly=True)
    scope_key = fields.Integer(readonly=True, export_string_translation=False)
    scope_region_id = fields.Many2one(
        "crm.yishang.region", string="Region of the Customer", readonly=True
    )
    month = fields.Date(readonly=True, help="The first day of the month they are due.")
    currency_rate = fields.Float(
        readonly=True,
        digits=0,
        help="Of the order, by which amounts of the order are divided.",
    )
    amount = fields.Float(
        readonly=True, digits=0, help="In the currency of the orders."
    )

    @api.model
    def _flush_kept(self):
        self.env["crm.yishang.instalment"].flush_model()

    @api.model
    def _sql_before(self, month, owners):
        """Return key, region, rate, company and amount of what was due before a month.

        As far as the user sees it.

        :param owners: ids of users, None for all in sight
        """
        domain = [("company_id", "in", self.env.companies.ids), ("month", "<", month)]
        if owners is not None:
            domain.append(("scope_key", "in", owners))
        query = self._search(domain)
        names = ("scope_key", "scope_region_id", "currency_rate", "company_id")
        return query.select(
            *(SQL.identifier(self._table, name) for name in (*names, "amount"))
        )
