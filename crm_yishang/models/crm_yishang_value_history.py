from odoo import api, fields, models

from ..tools.ledger_table import LedgerTable
from ..tools.value import GRADES


class CrmYishangValueHistory(models.Model):
    """What a customer was worth when it changed; nobody changes it afterwards."""

    _name = "crm.yishang.value.history"
    _description = "History of Customer Value"
    _inherit = [
        "crm.yishang.immutable.mixin",
        "crm.yishang.visible.mixin",
        "crm.yishang.ledger.mixin",
    ]
    _order = "date DESC, id DESC"
    _rec_name = "partner_id"
    _log_access = False
    _visible_through = ("partner_id",)

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(
        "res.currency", related="company_id.currency_id", string="Currency"
    )
    run_id = fields.Many2one(
        "crm.yishang.value.run",
        string="Value Run",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    date = fields.Date(string="Figures Of", required=True, readonly=True)
    score = fields.Float(digits=(5, 2), readonly=True, aggregator="avg")
    grade = fields.Selection(GRADES, string="Value Grade", readonly=True)
    rank = fields.Integer(readonly=True, aggregator=None)
    revenue = fields.Monetary(readonly=True)

    _partner_idx = models.Index("(partner_id, company_id, date DESC, id DESC)")

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="value",
            title=self.env._("Customer Value"),
            sequence=125,
            order="date DESC, id DESC",
            columns=("date", "score", "grade", "rank", "revenue"),
            customer="partner_id",
        )
        return [*super()._get_ledger_tables(), table]
