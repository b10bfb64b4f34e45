from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.value import ASPECT_NAMES


class CrmYishangCompanyValueMixin(models.AbstractModel):
    """How a company values its customers."""

    _name = "crm.yishang.company.value.mixin"
    _description = "Valuation of Customers of a Company"

    yishang_is_valued = fields.Boolean(
        string="Value Customers Every Night",
        default=True,
        help="Where grades were entered by hand, the first run is started by hand.",
    )
    yishang_value_characteristics = fields.Float(
        string="Weight of Characteristics", default=10
    )
    yishang_value_transactions = fields.Float(
        string="Weight of Transactions", default=30
    )
    yishang_value_finance = fields.Float(
        string="Weight of Financial Contribution", default=35
    )
    yishang_value_contact = fields.Float(
        string="Weight of Keeping in Touch", default=15
    )
    yishang_value_service = fields.Float(string="Weight of Service", default=10)
    yishang_value_limit_a = fields.Float(string="Grade A From", default=65)
    yishang_value_limit_b = fields.Float(string="Grade B From", default=50)
    yishang_value_limit_c = fields.Float(string="Grade C From", default=35)
    yishang_value_vital = fields.Float(
        string="Vital Share",
        default=0.8,
        help="The vital few are the fewest customers that together bring this part of "
        "the revenue.",
    )
    yishang_value_cut_a = fields.Float(string="Class A Up To", default=0.8)
    yishang_value_cut_b = fields.Float(string="Class B Up To", default=0.95)
    yishang_date_valued = fields.Date(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Day of the company of the last nightly run.",
    )

    @api.constrains(
        "yishang_value_limit_a", "yishang_value_limit_b", "yishang_value_limit_c"
    )
    def _check_yishang_limits(self):
        for company in self:
            limits = [company[f"yishang_value_limit_{name}"] for name in "abc"]
            if not 100 >= limits[0] > limits[1] > limits[2] > 0:
                raise ValidationError(
                    self.env._(
                        "%(company)s: grade A has to begin above B, and B above C, all "
                        "between 0 and 100 points.",
                        company=company.display_name,
                    )
                )

    @api.constrains("yishang_value_vital", "yishang_value_cut_a", "yishang_value_cut_b")
    def _check_yishang_cuts(self):
        for company in self:
            cuts = (company.yishang_value_cut_a, company.yishang_value_cut_b)
            if (
                not 0 < cuts[0] < cuts[1] <= 1
                or not 0 < company.yishang_value_vital <= 1
            ):
                raise ValidationError(
                    self.env._(
                        "%(company)s: shares are between 0 and 100 percent, and class "
                        "A ends before class B.",
                        company=company.display_name,
                    )
                )

    @api.constrains(*(f"yishang_value_{name}" for name in ASPECT_NAMES))
    def _check_yishang_weights(self):
        for company in self:
            weights = company._yishang_get_value_weights().values()
            if min(weights) < 0 or not sum(weights):
                raise ValidationError(
                    self.env._(
                        "%(company)s: weights of aspects cannot be negative, and one "
                        "of them has to count.",
                        company=company.display_name,
                    )
                )

    def _yishang_get_value_weights(self):
        """Return ``{aspect: how much it counts}``."""
        return {name: self[f"yishang_value_{name}"] for name in ASPECT_NAMES}
