from odoo import fields, models

KINDS = [
    ("new", "New"),
    ("accepted", "Accepted"),
    ("in_progress", "In Progress"),
    ("waiting", "Waiting for the Customer"),
    ("solved", "Solved"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
PRIORITIES = [
    ("0", "Normal"),
    ("1", "Important"),
    ("2", "Urgent"),
    ("3", "Very Urgent"),
]
# What is still worked on; in between the clock may stand still.
OPEN_KINDS = ("new", "accepted", "in_progress", "waiting")


class CrmYishangServiceStage(models.Model):
    """A step on the way of a service case; its kind says what that means."""

    _name = "crm.yishang.service.stage"
    _description = "Service Stage"
    _inherit = "crm.yishang.referenced.mixin"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        KINDS,
        required=True,
        default="in_progress",
        help="Open kinds let the clock run, except Waiting for the Customer; a case "
        "is solved with its result, and nothing happens any more once it is closed.",
    )
    fold = fields.Boolean(string="Folded in Kanban")

    @property
    def is_open(self):
        """Whether cases in this stage are still worked on."""
        return self.kind in OPEN_KINDS

    def _get_first(self, kind):
        """Return the first stage of that kind."""
        return self.search([("kind", "=", kind)], limit=1)
