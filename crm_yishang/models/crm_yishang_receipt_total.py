from odoo import api, fields, models


class CrmYishangReceiptTotal(models.Model):
    """What confirmed receipts less refunds come to, by handler, region and month.

    In the currency of the company. By who collected it where, whoever holds the
    customer now: visible to whoever is above them or in charge of the region.
    """

    _name = "crm.yishang.receipt.total"
    _inherit = "crm.yishang.kept.total.mixin"
    _description = "Receipts by Month"
    _auto = False
    _log_access = False
    _rec_name = "date"

    _visible_key = "user_id"
    _visible_region = "region_id"
    # It is summed up, not assigned.
    _yishang_stays = ("user_id",)
    _kept_table = "crm_yishang_receipt"
    _kept_condition = "state = 'confirmed'"
    _kept_function = "crm_yishang_add_up_receipts"
    _kept_columns = {
        "company_id": "company_id",
        "user_id": "user_id",
        "region_id": "region_id",
        "date": "date_trunc('month', date::timestamp)::date",
    }
    # A month, or a year, of all people, no row read.
    _kept_indexes = {"date": "(date) INCLUDE (company_id, user_id, region_id, amount)"}
    _kept_types = {"date": "date"}
    _kept_sums = {"amount": ("numeric", "COALESCE(amount_company, 0)")}

    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Handler", readonly=True)
    region_id = fields.Many2one(
        "crm.yishang.region",
        readonly=True,
        help="Of the customer on the day of the receipt.",
    )
    date = fields.Date(string="Month", readonly=True, help="Its first day.")
    amount = fields.Float(
        readonly=True, digits=0, help="In the currency of the company."
    )

    @api.model
    def _get_visible_domain(self, mode):
        people = self.env["crm.yishang.people"]
        return people._get_earned_domain(self._visible_key, self._visible_region)

    @api.model
    def _flush_kept(self):
        self.env["crm.yishang.receipt"].flush_model()
