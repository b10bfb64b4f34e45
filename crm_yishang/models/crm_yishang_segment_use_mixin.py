import json

from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmYishangSegmentUseMixin(models.AbstractModel):
    """What a segment is good for: looking at it, writing and calling."""

    _name = "crm.yishang.segment.use.mixin"
    _description = "Use of a Segment"

    mailing_ids = fields.One2many("mailing.mailing", "yishang_segment_id")
    mailing_count = fields.Integer(compute="_compute_mailing_count")

    @api.depends("mailing_ids")
    def _compute_mailing_count(self):
        # sudo: mailings are no secret, and leaders need not be marketing people.
        groups = (
            self.env["mailing.mailing"]
            .sudo()
            ._read_group(
                [("yishang_segment_id", "in", self.ids)],
                ["yishang_segment_id"],
                ["__count"],
            )
        )
        counts = {segment.id: count for segment, count in groups}
        for segment in self:
            segment.mailing_count = counts.get(segment.id, 0)

    def action_open_customers(self):
        """Show the customers of the segment."""
        self.ensure_one()
        name = "crm_yishang.crm_yishang_customer_action_all"
        action = self.env["ir.actions.actions"]._for_xml_id(name)
        return {
            **action,
            "display_name": self.name,
            "domain": [
                ("yishang_is_customer", "=", True),
                ("yishang_segment_ids", "in", self.ids),
            ],
            "context": {"create": False},
        }

    def action_open_mailings(self):
        """Show what was sent to the segment."""
        self.ensure_one()
        return self._get_mailing_action(
            domain=[("yishang_segment_id", "=", self.id)],
            view_mode="list,kanban,form",
        )

    def action_mail(self):
        """Begin an e-mail to the segment."""
        return self._begin_mailing("mail")

    def action_sms(self):
        """Begin a text message to the segment."""
        return self._begin_mailing("sms")

    def _begin_mailing(self, kind):
        self.ensure_one()
        if not self.size:
            raise UserError(
                self.env._(
                    "%(name)s: you see no customer of this segment. Widen its "
                    "conditions, or ask for the regions you need.",
                    name=self.name,
                )
            )
        context = {
            "default_mailing_type": kind,
            "default_mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            "default_mailing_domain": json.dumps(self._get_mailing_domain()),
            "default_yishang_segment_id": self.id,
            "default_subject": self.name,
        }
        return self._get_mailing_action(kind, view_mode="form", context=context)

    def _get_mailing_domain(self):
        """Return the segment as conditions that are asked anew when sending."""
        return [("yishang_segment_ids", "in", self.ids)]

    def _get_mailing_action(self, kind="mail", **values):
        name = {
            "mail": "mass_mailing.mailing_mailing_action_mail",
            "sms": "mass_mailing_sms.mailing_mailing_action_sms",
        }[kind]
        action = self.env["ir.actions.actions"]._for_xml_id(name)
        action.pop("views", None)
        action.pop("view_ids", None)
        return {"context": {}, **action, **values}
