from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .crm_yishang_service_progress_mixin import DONE_KINDS
from .crm_yishang_service_stage import OPEN_KINDS

# Whoever gives no more than this is not helped yet.
LOW = 2
LONGEST_FEEDBACK = 2000


class CrmYishangServiceRatingMixin(models.AbstractModel):
    """What the customer thinks of a case that was closed, once for each closing."""

    _name = "crm.yishang.service.rating.mixin"
    _description = "Rating of Service Cases"

    is_rated = fields.Boolean(
        string="Rated",
        readonly=True,
        copy=False,
        help="Whether the customer has rated the case since it was closed.",
    )

    @api.model
    def _rating_get_parent_field_name(self):
        return "team_id"

    def _rating_get_partner(self):
        return self.contact_id or self.partner_id

    def _follow_stage(self, before):
        result = super()._follow_stage(before)
        if self.state == "closed":
            self._ask_rating()
        elif self.state in OPEN_KINDS and before in DONE_KINDS:
            self._drop_open_ratings()
        return result

    def _ask_rating(self):
        """Send the customer the question, where the team asks it.

        The link is in the mail alone: colleagues who read the case do not get it.
        """
        # sudo: whoever closes the case has the question sent.
        case = self.sudo()
        template = case.team_id.rating_template_id or self.env.ref(
            "crm_yishang.crm_yishang_service_rating_template",
            raise_if_not_found=False,
        )
        partner = case._rating_get_partner()
        if (
            not case.team_id.is_rating_asked
            or not template
            or not partner.email
            or not self.env.context.get("yishang_asks_rating", True)
        ):
            return
        token = case._rating_get_access_token()
        root = self.env.ref("base.partner_root")
        template.sudo().with_context(
            rating_link=f"{case.get_base_url()}/rate/{token}"
        ).send_mail(
            case.id,
            email_values={"model": False, "res_id": False, "author_id": root.id},
        )
        case._message_log(
            body=case.env._(
                "%(partner)s was asked for a rating.", partner=partner.display_name
            )
        )

    def _drop_open_ratings(self):
        """Forget questions nobody has answered: what they were about goes on."""
        # sudo: nobody deletes ratings by hand.
        ratings = self.sudo().rating_ids
        ratings.filtered(lambda rating: not rating.consumed).unlink()

    def _get_stage_vals(self, before):
        vals = super()._get_stage_vals(before)
        if self.state in OPEN_KINDS:
            vals["is_rated"] = False
        return vals

    def _get_rating_since_closing(self):
        """Return the rating of the last closing, empty as long as there is none."""
        # sudo: whether there is one is no secret of whoever may see the case.
        given = self.sudo().rating_ids.filtered("consumed").sorted("id")
        return given[-1:] if self.is_rated else given.browse()

    @property
    def _is_ratable(self):
        """Whether the customer may rate the case now."""
        return self.state == "closed" and not self.is_rated

    def rating_apply(self, rate, token=None, rating=None, feedback=None, **kwargs):
        """Note what the customer says; a dissatisfied one has the case reopened.

        :raise AccessError: unless a page for customers asks
        :raise UserError: if the case was rated, or goes on
        """
        if not self.env.su:
            raise AccessError(
                self.env._("Customers rate cases themselves, by their link or page.")
            )
        if token and not rating:
            rating = self.rating_ids.filtered(lambda one: one.access_token == token)
        if not rating or rating not in self.rating_ids:
            raise AccessError(self.env._("This link is not valid any more."))
        if rating.consumed or not self._is_ratable:
            raise UserError(
                self.env._(
                    "%(case)s was rated already, or is being worked on again.",
                    case=self.name,
                )
            )
        feedback = (feedback or "").strip()[:LONGEST_FEEDBACK]
        rating = super().rating_apply(rate, rating=rating, feedback=feedback, **kwargs)
        self.is_rated = True
        self._drop_open_ratings()
        if rating.rating <= LOW:
            self._follow_low_rating(rating)
        return rating

    def _rate_from_portal(self, rate, feedback):
        """Note the rating of the customer who is logged in."""
        if not self._is_ratable:
            raise UserError(
                self.env._(
                    "%(case)s was rated already, or is being worked on again.",
                    case=self.name,
                )
            )
        token = self._rating_get_access_token(self.env.user.partner_id)
        return self.rating_apply(rate, token=token, feedback=feedback)

    def _follow_low_rating(self, rating):
        """Go on with a case its customer is not content with, and tell a leader."""
        self.action_reopen()
        self.activity_schedule(
            "mail.mail_activity_data_call",
            summary=self.env._(
                "Rated %(rate)s of 5: talk to the customer", rate=int(rating.rating)
            ),
            note=rating.feedback,
            user_id=self._get_agents_leader().id,
        )

    def _get_agents_leader(self):
        """Return who leads the agent: of the team, or else in the company."""
        agent = self.user_id
        leaders = (self.team_id.leader_id, agent.employee_id.parent_id.user_id)
        for leader in leaders:
            if leader.active and leader != agent:
                return leader
        return agent or self.team_id.leader_id or self.env.ref("base.user_root")

    def action_view_ratings(self):
        """Open what the customer said about the case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ratings of %(case)s", case=self.name),
            "res_model": "rating.rating",
            "view_mode": "list,kanban,form",
            "domain": [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("consumed", "=", True),
            ],
            "context": {"create": False, "edit": False},
        }

    def _get_allowed_message_params(self):
        """Nobody rates by posting a message, as often as one likes."""
        return super()._get_allowed_message_params() - {"rating_value"}

    def message_post(self, **kwargs):
        kwargs.pop("rating_value", None)
        return super().message_post(**kwargs)
