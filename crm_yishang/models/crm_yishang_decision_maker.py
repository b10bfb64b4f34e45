from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmYishangDecisionMaker(models.Model):
    """A person at the customer who has a say in an opportunity."""

    _name = "crm.yishang.decision.maker"
    _description = "Key Decision Maker"
    _inherit = "crm.yishang.visible.mixin"
    _order = "role, id"
    _rec_name = "contact_id"

    _visible_through = ("lead_id",)

    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        required=True,
        index=True,
        ondelete="cascade",
    )
    contact_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    function = fields.Char(related="contact_id.function")
    role = fields.Selection(
        [
            ("1_decide", "Decides"),
            ("2_budget", "Has the Budget"),
            ("3_advise", "Advises"),
            ("4_use", "Uses It"),
            ("5_buy", "Purchases"),
        ],
        required=True,
        default="1_decide",
    )
    attitude = fields.Selection(
        [
            ("support", "For Us"),
            ("neutral", "Undecided"),
            ("against", "Against Us"),
        ],
        help="How the person stands to our offer.",
    )
    remark = fields.Char()

    _contact_uniq = models.UniqueIndex(
        "(lead_id, contact_id)",
        "This person is among the decision makers of the opportunity already.",
    )

    @api.constrains("lead_id", "contact_id")
    def _check_contact(self):
        """A person of another customer would show that one to whoever sees this."""
        for maker in self:
            customer = maker.lead_id.partner_id.commercial_partner_id
            if maker.contact_id.commercial_partner_id != customer:
                raise ValidationError(
                    self.env._(
                        "%(opportunity)s: decision makers are people of its customer. "
                        "Choose one of them, or enter the customer first.",
                        opportunity=maker.lead_id.display_name,
                    )
                )
