from odoo import fields, models


class CrmYishangInstalmentDivideLine(models.TransientModel):
    """An instalment as it will be, shown before it is made."""

    _name = "crm.yishang.instalment.divide.line"
    _description = "Instalment to Be Made"

    divide_id = fields.Many2one("crm.yishang.instalment.divide", ondelete="cascade")
    sequence = fields.Integer(string="Instalment No.")
    date_due = fields.Date(string="Due Date")
    amount = fields.Monetary()
    currency_id = fields.Many2one(related="divide_id.currency_id")
