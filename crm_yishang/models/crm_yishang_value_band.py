from odoo import fields, models


class CrmYishangValueBand(models.Model):
    """From which value on an indicator gives how many points."""

    _name = "crm.yishang.value.band"
    _description = "Band of an Indicator"
    _order = "indicator_id, lower, id"
    _rec_name = "points"

    indicator_id = fields.Many2one(
        "crm.yishang.value.indicator", required=True, index=True, ondelete="cascade"
    )
    lower = fields.Float(
        string="From",
        digits=(16, 2),
        help="A value; for the place among customers the percentage of customers that "
        "have less. The first band also takes whatever is below it.",
    )
    points = fields.Integer(required=True, help="0 to 100.")

    _lower_uniq = models.UniqueIndex(
        "(indicator_id, lower)", "Two bands of an indicator begin at the same value."
    )
    _check_points = models.Constraint(
        "CHECK (points BETWEEN 0 AND 100)", "A band gives 0 to 100 points."
    )
