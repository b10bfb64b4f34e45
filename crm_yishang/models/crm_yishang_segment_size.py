from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangSegmentSize(models.Model):
    """How many customers a segment had on a day, as its owner saw it.

    For the owner, and for whoever sees every customer: others would learn how many
    customers there are that they do not see.
    """

    _name = "crm.yishang.segment.size"
    _description = "Size of a Segment"
    _inherit = "crm.yishang.people.mixin"
    _order = "day DESC, id DESC"
    _rec_name = "day"

    _yishang_stays = ("user_id",)

    segment_id = fields.Many2one(
        "crm.yishang.segment", required=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", string="Responsible", required=True, ondelete="cascade"
    )
    day = fields.Date(required=True)
    size = fields.Integer(string="Customers", aggregator="max")

    _day_uniq = models.UniqueIndex("(segment_id, day)")

    @api.model
    def _get_visible_domain(self, mode):
        if self.env["crm.yishang.policy"]._get_sight().reads_all:
            return Domain.TRUE
        return Domain("user_id", "=", self.env.uid)
