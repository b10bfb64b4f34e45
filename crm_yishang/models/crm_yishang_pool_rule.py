from odoo import api, fields, models, tools


class CrmYishangPoolRule(models.Model):
    """After how long without work a customer goes back into the public pool.

    Of the rules that fit a customer the first one counts. One without any days keeps
    its customers for good.
    """

    _name = "crm.yishang.pool.rule"
    _inherit = ["crm.yishang.remembered.mixin"]
    _description = "Rule of the Public Pool"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    type_ids = fields.Many2many(
        "crm.yishang.customer.type",
        relation="crm_yishang_pool_rule_type_rel",
        string="Customer Types",
        help="Empty: all.",
    )
    region_ids = fields.Many2many(
        "crm.yishang.region",
        relation="crm_yishang_pool_rule_region_rel",
        string="Regions",
        help="With everything below them. Empty: all.",
    )
    grade = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D"), ("none", "Without Grade")],
        string="Value Grade",
        help="Empty: all.",
    )
    lifecycle = fields.Selection(
        lambda self: self.env["res.partner"]._fields["yishang_lifecycle"].selection,
        string="Lifecycle Stage",
        help="Empty: all.",
    )
    days_contact = fields.Integer(
        string="Days Without Contact",
        help="Since the last contact record, or since the owner took the customer. 0: "
        "not asked.",
    )
    days_opportunity = fields.Integer(
        string="Days Without Opportunity",
        help="Since the last opportunity was found; an open one protects the customer. "
        "0: not asked.",
    )
    days_order = fields.Integer(
        string="Days Without Order",
        help="Since the last confirmed order. 0: not asked.",
    )
    date_start = fields.Date(
        string="In Force From",
        required=True,
        default=lambda self: self.env.company._yishang_get_day(),
        help="Nobody loses a customer by this rule before this day and the days of the "
        "first warning.",
    )

    _check_days = models.Constraint(
        "CHECK (days_contact >= 0 AND days_opportunity >= 0 AND days_order >= 0)",
        "The days of a rule cannot be negative. 0 means that it is not asked.",
    )

    def action_refresh(self):
        """Work out all reclaim dates now instead of within a minute."""
        self.check_access("write")
        self.env["crm.yishang.pool.clock"]._refresh_all()

    @api.model
    def _yishang_forget(self):
        # All customers: not while somebody waits.
        self.env.ref("crm_yishang.crm_yishang_pool_clock_cron")._trigger()
        return super()._yishang_forget()

    @api.model
    @tools.ormcache()
    def _has_rules(self):
        """Return whether any company has rules at all."""
        # sudo: the question is asked for every customer that is touched.
        return bool(self.sudo().search_count([], limit=1))
