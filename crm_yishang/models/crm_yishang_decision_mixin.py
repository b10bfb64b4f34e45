from odoo import fields, models


class CrmYishangDecisionMixin(models.AbstractModel):
    """Documents that somebody asks for and somebody else decides on.

    Who does is said by ``_compute_can_decide`` of each.
    """

    _name = "crm.yishang.decision.mixin"
    _description = "Asked For and Decided On"

    requester_id = fields.Many2one(
        "res.users",
        string="Requested By",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    approver_id = fields.Many2one(
        "res.users",
        string="Decided By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    can_decide = fields.Boolean(
        compute="_compute_can_decide", export_string_translation=False
    )

    def _tell(self, users, subject, body=False):
        """Send colleagues a message that leads to the document."""
        # sudo: whoever is told need not see the document itself.
        if partners := users.sudo().filtered("active").partner_id:
            self.env["mail.thread"].sudo().message_notify(
                author_id=self.env.user.partner_id.id,
                partner_ids=partners.ids,
                model=self._name,
                res_id=self.id,
                subject=subject,
                body=body or subject,
            )
