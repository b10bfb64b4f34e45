from odoo import fields, models


class CrmYishangCompanyPoolMixin(models.AbstractModel):
    """What a company allows in its public pool."""

    _name = "crm.yishang.company.pool.mixin"
    _description = "Public Pool of a Company"

    yishang_is_reclaimed = fields.Boolean(
        string="Reclaim Customers",
        help="Every night, customers whose reclaim date has come go into the public "
        "pool, as the pool rules say.",
    )
    yishang_claim_quota = fields.Integer(
        string="Claims a Day",
        default=10,
        help="Customers a person may claim in a day; 0: no limit.",
    )
    yishang_claim_cap = fields.Integer(
        string="Customers a Person May Hold",
        default=0,
        help="Whoever holds as many claims no more; 0: no limit.",
    )
    yishang_claim_rest_days = fields.Integer(
        string="Days Until the Past Owner May Claim",
        default=30,
        help="Whoever gave a customer up, or lost it, may not claim it back for so "
        "many days; 0: at once.",
    )
    yishang_reclaim_warning_days = fields.Integer(
        string="Warn Before Reclaiming",
        default=7,
        help="Days before the reclaim date in which the owner is warned: first then, "
        "again three days and one day before.",
    )
    yishang_date_reclaimed = fields.Date(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Day of the company on which customers were last reclaimed.",
    )

    _check_yishang_pool = models.Constraint(
        "CHECK (yishang_claim_quota >= 0 AND yishang_claim_cap >= 0"
        " AND yishang_claim_rest_days >= 0 AND yishang_reclaim_warning_days >= 0)",
        "The limits of the public pool cannot be negative. 0 means no limit.",
    )
