from odoo import fields, models


class CrmYishangValueRun(models.Model):
    """One computation of the value of all customers of a company."""

    _name = "crm.yishang.value.run"
    _description = "Value Run"
    _inherit = ["crm.yishang.value.summary.mixin"]
    _order = "id DESC"
    _rec_name = "date"

    state = fields.Selection(
        [
            ("draft", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        required=True,
        default="draft",
        readonly=True,
    )
    date = fields.Date(
        string="Figures Of",
        required=True,
        readonly=True,
        default=lambda self: self.env.company._yishang_get_day(),
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id", string="Currency")
    customer_count = fields.Integer(string="Customers", readonly=True)
    done_count = fields.Integer(string="Customers Measured", readonly=True)
    buyer_count = fields.Integer(
        string="Customers With Revenue",
        readonly=True,
        help="With a confirmed order in the last twelve months.",
    )
    changed_count = fields.Integer(string="Changed", readonly=True)
    vital_count = fields.Integer(
        string="Vital Few",
        readonly=True,
        help="The fewest customers that together bring the vital share.",
    )
    revenue = fields.Monetary(readonly=True)
    vital_share = fields.Float(default=0.8, readonly=True)
    limit_a = fields.Float(string="Grade A From", default=70, readonly=True)
    limit_b = fields.Float(string="Grade B From", default=50, readonly=True)
    limit_c = fields.Float(string="Grade C From", default=30, readonly=True)
    cut_a = fields.Float(string="Class A Up To", default=0.8, readonly=True)
    cut_b = fields.Float(string="Class B Up To", default=0.95, readonly=True)
    parameters = fields.Json(
        readonly=True, help="Indicators, weights and bands as they were used."
    )
