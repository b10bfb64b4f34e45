from odoo import fields, models


class CrmYishangCompanyDiscountMixin(models.AbstractModel):
    """How far below the reference price salespeople of a company may go alone."""

    _name = "crm.yishang.company.discount.mixin"
    _description = "Discount Limit of a Company"

    yishang_is_discount_limited = fields.Boolean(
        string="Discounts Are Approved",
        help="Orders beyond the limit are confirmed once a superior approves.",
    )
    yishang_discount_limit = fields.Float(
        string="Discount Without Approval",
        default=5,
        help="In percent below the reference price, of each line and of the whole "
        "order.",
    )
    yishang_discount_limit_leader = fields.Float(
        string="Discount Leaders Give",
        default=10,
        help="What team leaders and those above them give without approval, in "
        "percent; where it is lower, the limit of everybody counts.",
    )
    yishang_discount_basis = fields.Selection(
        [
            ("list", "List Price of the Product"),
            ("pricelist", "Price List of the Customer"),
        ],
        string="Prices Are Compared With",
        required=True,
        default="pricelist",
    )

    _check_yishang_discount = models.Constraint(
        "CHECK (yishang_discount_limit >= 0 AND yishang_discount_limit <= 100"
        " AND yishang_discount_limit_leader >= 0"
        " AND yishang_discount_limit_leader <= 100)",
        "Discounts are entered in percent, between 0 and 100.",
    )
