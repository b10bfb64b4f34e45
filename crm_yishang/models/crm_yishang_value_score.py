from odoo import fields, models
from odoo.tools import SQL

from ..tools.value import CLASSES, GRADES


class CrmYishangValueScore(models.Model):
    """What a customer is worth to a company, as the last run found it.

    Written by runs alone, in SQL: a night has a million of them.
    """

    _name = "crm.yishang.value.score"
    _description = "Customer Value"
    _inherit = [
        "crm.yishang.value.group.mixin",
        "crm.yishang.value.explain.mixin",
        "crm.yishang.document.mixin",
    ]
    _order = "rank, id"
    _rec_name = "partner_id"
    _log_access = False

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
    currency_id = fields.Many2one("res.currency", readonly=True)
    run_id = fields.Many2one(
        "crm.yishang.value.run",
        string="Value Run",
        readonly=True,
        ondelete="cascade",
    )
    date = fields.Date(
        string="Figures Of", readonly=True, help="Day up to which figures count."
    )
    score = fields.Float(
        digits=(5, 2),
        readonly=True,
        aggregator="avg",
        help="0 to 100: the weighted average of the points of all indicators that "
        "could be measured.",
    )
    rank = fields.Integer(
        readonly=True,
        aggregator=None,
        help="1 is the best of the company; customers of equal score share a rank.",
    )
    grade = fields.Selection(GRADES, string="Value Grade", readonly=True)
    rfm_recency = fields.Integer(
        string="Recency",
        readonly=True,
        aggregator="avg",
        help="5: the last order is more recent than that of 80 % of the customers with "
        "orders; 1: of fewer than 20 %; 0: no order at all.",
    )
    rfm_frequency = fields.Integer(
        string="Frequency",
        readonly=True,
        aggregator="avg",
        help="5: more orders in twelve months than 80 % of the customers with orders; "
        "1: than fewer than 20 %; 0: no order at all.",
    )
    rfm_monetary = fields.Integer(
        string="Monetary",
        readonly=True,
        aggregator="avg",
        help="5: more revenue in twelve months than 80 % of the customers with orders; "
        "1: than fewer than 20 %; 0: no order at all.",
    )
    rfm_cell = fields.Char(string="RFM", size=3, readonly=True)
    revenue = fields.Monetary(
        readonly=True,
        help="Confirmed orders of the last twelve months, untaxed, in the currency of "
        "the company.",
    )
    share = fields.Float(
        string="Share of Revenue",
        readonly=True,
        digits=(16, 6),
        help="Part of the revenue of all customers; negative after returns.",
    )
    cumulative_share = fields.Float(
        readonly=True,
        digits=(16, 6),
        aggregator=None,
        help="Part of the revenue brought by this customer and all with more.",
    )
    abc = fields.Selection(
        CLASSES,
        string="ABC Class",
        readonly=True,
        help="By revenue: A up to the first limit of the cumulative share, B up to the "
        "second one, C the rest. Empty without orders in twelve months.",
    )
    is_vital = fields.Boolean(
        string="Vital Few",
        readonly=True,
        help="One of the fewest customers that together bring the vital share of the "
        "revenue, 80 % by default.",
    )
    score_before = fields.Float(
        digits=(5, 2), readonly=True, aggregator="avg", help="In the run before."
    )
    grade_before = fields.Selection(GRADES, readonly=True, help="In the run before.")
    score_noted = fields.Float(
        digits=(5, 2),
        readonly=True,
        export_string_translation=False,
        help="In the last line of the history.",
    )
    coverage = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Part of the weight of all indicators that could be measured. What is "
        "not known counts neither for nor against the customer.",
    )
    score_characteristics = fields.Float(
        string="Characteristics", digits=(5, 2), readonly=True, aggregator="avg"
    )
    score_transactions = fields.Float(
        string="Transactions", digits=(5, 2), readonly=True, aggregator="avg"
    )
    score_finance = fields.Float(
        string="Financial Contribution", digits=(5, 2), readonly=True, aggregator="avg"
    )
    score_contact = fields.Float(
        string="Keeping in Touch", digits=(5, 2), readonly=True, aggregator="avg"
    )
    score_service = fields.Float(
        string="Service", digits=(5, 2), readonly=True, aggregator="avg"
    )

    _partner_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "A customer has one value in each company."
    )
    _scope_idx = models.Index("(yishang_scope_key, company_id, rank, id)")
    _scope_region_idx = models.Index("(yishang_scope_region_id, company_id, rank, id)")
    _rank_idx = models.Index("(company_id, rank, id)")

    def init(self):
        result = super().init()
        # The points of all indicators, in the order of the run. The ORM has no arrays.
        self.env.cr.execute(
            SQL(
                "ALTER TABLE %s ADD COLUMN IF NOT EXISTS points smallint[]",
                SQL.identifier(self._table),
            )
        )
        return result
