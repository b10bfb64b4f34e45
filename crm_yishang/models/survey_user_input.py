from odoo import models


class SurveyUserInput(models.Model):
    """What somebody answered, visible as the customer who did."""

    _name = "survey.user_input"
    _inherit = [
        "crm.yishang.in.sight.mixin",
        "crm.yishang.document.mixin",
        "survey.user_input",
    ]
