from odoo import api, models
from odoo.exceptions import ValidationError


class CalendarAttendee(models.Model):
    _name = "calendar.attendee"
    _inherit = ["crm.yishang.visible.mixin", "calendar.attendee"]

    _visible_through = ("partner_id", "event_id")

    # What one has before oneself, see the schedule.
    _yishang_partner_idx = models.Index("(partner_id)")

    @api.constrains("partner_id", "event_id")
    def _check_yishang_sight(self):
        """Refuse to invite colleagues who would not see the meeting.

        :raise ValidationError: naming them
        """
        if self.env.su or not self.env["crm.yishang.policy"]._is_in_force():
            return
        for event, attendees in self.grouped("event_id").items():
            # sudo: whether a colleague may see a customer is no secret to its owner.
            users = attendees.partner_id.sudo().user_ids.filtered("active")
            blind = users.filtered(
                lambda user, event=event: not user.share
                and not event.with_user(user)._filter_visible("read")
            )
            if blind:
                raise ValidationError(
                    self.env._(
                        "%(users)s cannot be invited to %(meeting)s: they do not see "
                        "the customer %(customer)s. Make them collaborators of the "
                        "customer first.",
                        users=", ".join(blind.mapped("name")),
                        meeting=event.name,
                        customer=event.yishang_customer_id.display_name,
                    )
                )
