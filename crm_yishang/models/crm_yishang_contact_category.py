from odoo import fields, models


class CrmYishangContactCategory(models.Model):
    """How somebody was in contact with a customer: visit, phone, WeChat."""

    _name = "crm.yishang.contact.category"
    _description = "Contact Category"
    _inherit = "crm.yishang.dictionary.mixin"

    kind = fields.Selection(
        [
            ("visit", "Visit at the Customer"),
            ("reception", "Customer Comes to Us"),
            ("call", "Phone Call"),
            ("message", "Message"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
        help="What it counts as in reports. Visits at the customer ask for a check-in.",
    )
    question_ids = fields.One2many(
        "crm.yishang.contact.question",
        "category_id",
        string="Questions",
        help="What a record of this category has to answer.",
    )
