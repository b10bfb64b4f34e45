from odoo import fields, models

STATES = [
    ("draft", "Draft"),
    ("planned", "Planned"),
    ("running", "Running"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]


class UtmStage(models.Model):
    """The columns of campaigns belong to the host; some say how far a campaign is."""

    _inherit = "utm.stage"

    yishang_state = fields.Selection(
        STATES,
        string="State of Campaigns",
        required=True,
        default="draft",
        help="What a campaign in this stage is: the buttons move it to the first stage "
        "of a state.",
    )
