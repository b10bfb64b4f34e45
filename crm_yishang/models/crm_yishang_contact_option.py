from odoo import fields, models


class CrmYishangContactOption(models.Model):
    """One of the answers to choose from."""

    _name = "crm.yishang.contact.option"
    _description = "Choice of a Question"
    _order = "question_id, sequence, id"

    question_id = fields.Many2one(
        "crm.yishang.contact.question", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Choice", required=True, translate=True)
