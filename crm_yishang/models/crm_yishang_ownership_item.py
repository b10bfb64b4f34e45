from odoo import fields, models


class CrmYishangOwnershipItem(models.Model):
    """One record that went along with a customer; what an undo gives back."""

    _name = "crm.yishang.ownership.item"
    _description = "Moved Record"
    _inherit = ["crm.yishang.immutable.mixin"]
    _order = "id"
    _rec_name = "res_model"

    move_id = fields.Many2one(
        "crm.yishang.ownership.move",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    res_model = fields.Char(string="Kind of Document", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    old_user_id = fields.Many2one("res.users", string="From", readonly=True)
    new_user_id = fields.Many2one("res.users", string="To", readonly=True)
