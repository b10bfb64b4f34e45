from odoo import fields, models


class CrmYishangContactQuestion(models.Model):
    """What the record of a contact of that category has to tell."""

    _name = "crm.yishang.contact.question"
    _description = "Question of a Contact Category"
    _order = "category_id, sequence, id"

    category_id = fields.Many2one(
        "crm.yishang.contact.category", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Question", required=True, translate=True)
    kind = fields.Selection(
        [("text", "Free Text"), ("number", "Figure"), ("choice", "Choice")],
        string="Kind of Answer",
        required=True,
        default="text",
    )
    option_ids = fields.One2many(
        "crm.yishang.contact.option", "question_id", string="Choices"
    )
    is_required = fields.Boolean(string="Required", default=True)
    active = fields.Boolean(default=True)
