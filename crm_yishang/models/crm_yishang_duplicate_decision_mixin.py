from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .crm_yishang_approval_mixin import LEADER

DIRECTOR = "crm_yishang.crm_yishang_group_director"


class CrmYishangDuplicateDecisionMixin(models.AbstractModel):
    """The leader of the owner answers a request: share, hand over, or refuse."""

    _name = "crm.yishang.duplicate.decision.mixin"
    _description = "Decision on a Request for a Customer"
    _inherit = "crm.yishang.decision.mixin"

    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("shared", "Shared"),
            ("moved", "Passed On"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="requested",
    )
    date_decided = fields.Datetime(string="Decided On", readonly=True)
    answer = fields.Text(readonly=True)

    @api.depends("state", "customer_id", "requester_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        sight = self.env["crm.yishang.policy"]._get_sight()
        is_leader = sight.is_open("write") or self.env.user.has_group(LEADER)
        # A collaborator works on the customer, but does not open it to others.
        grants = self.env["crm.yishang.grant"]
        partners = self.env["res.partner"]
        domain = partners._get_sight_domain(
            sight._replace(writable=frozenset()), "write"
        )
        # sudo: who asks is ``env.uid``.
        customers = self.sudo().customer_id.with_context(active_test=False)
        held = customers.filtered_domain(domain)
        for request in self:
            request.can_decide = (
                is_leader
                and request.state == "requested"
                and request.requester_id != self.env.user
                and request.sudo().customer_id in held
                and grants.has_access("create")
            )

    def _get_deciders(self):
        """Return who is asked: the owner's superior; in the pool whoever covers it."""
        self.ensure_one()
        # sudo: who is above whom is no secret.
        customer = self.sudo().customer_id
        if owner := customer.user_id:
            # A leader who holds customers decides on them, too.
            leaders = owner.filtered(
                lambda user: user.active and user.has_group(LEADER)
            )
            found = leaders | owner._yishang_get_superior()
        else:
            region = customer.yishang_region_id
            while region and not region.manager_ids.filtered("active"):
                region = region.parent_id
            found = region.manager_ids.filtered("active")
        if not found:
            found = self.env.ref(DIRECTOR).sudo().all_user_ids.filtered("active")
        return found.filtered(lambda user: user != self.env.user)

    def _tell_deciders(self):
        for request in self:
            subject = self.env._(
                "%(name)s asks for a customer of yours or of your people",
                # sudo: the name of a colleague is no secret.
                name=request.requester_id.sudo().name,
            )
            request._tell(request._get_deciders(), subject, request.reason)

    def _decide(self, state, answer=False, right="read", date_end=False):
        """Answer an open request, and do what is decided.

        :param state: ``shared``, ``moved`` or ``refused``
        :param right: of the new collaborator, until ``date_end``
        :raise AccessError: if somebody else has to decide
        :raise UserError: if it was decided already, or something is missing
        """
        self.ensure_one()
        self._check_decide()
        answer = (answer or "").strip()
        if state == "refused" and not answer:
            raise UserError(self.env._("Say why, so that the requester can go on."))
        if state == "shared":
            self._share(right, date_end)
        elif state == "moved":
            self._move_to_requester(answer)
        # sudo: requests are written by this alone, and whoever gave the customer away
        # sees its request no more.
        request = self.sudo()
        request.write(
            {
                "state": state,
                "answer": answer,
                "approver_id": self.env.uid,
                "date_decided": fields.Datetime.now(),
            }
        )
        request._tell(
            request.requester_id,
            self.env._(
                "Your request of %(date)s: %(state)s",
                date=self.env.company._yishang_get_day(request.create_date),
                state=request._get_state_label(),
            ),
            answer,
        )

    def _get_state_label(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels[self.state]

    def _check_decide(self):
        if self.state != "requested":
            raise UserError(
                self.env._(
                    "%(request)s was decided already: %(state)s. Reload the page.",
                    request=self.display_name,
                    state=self._get_state_label(),
                )
            )
        if not self.can_decide:
            raise AccessError(
                self.env._(
                    "%(request)s is decided by the leader of the owner: %(names)s.",
                    request=self.display_name,
                    names=self.env._(", ").join(
                        # sudo: whom to ask is told to whoever may not decide.
                        self._get_deciders().sudo().mapped("name")
                    )
                    or self.env._("an administrator of the CRM"),
                )
            )

    def _share(self, right, date_end):
        """Make the requester a collaborator on the customer until a day."""
        if not date_end or date_end < self.env.company._yishang_get_day():
            raise UserError(
                self.env._("Say until when the customer is shared: today or later.")
            )
        vals = {"access_right": right, "date_end": date_end}
        grants = self.env["crm.yishang.grant"]
        known = grants.search(
            [
                ("customer_id", "=", self.customer_id.id),
                ("user_id", "=", self.requester_id.id),
                ("source", "=", "collaborator"),
            ]
        )
        if known:
            known.write(vals)
        else:
            grants.create(
                {
                    **vals,
                    "customer_id": self.customer_id.id,
                    "user_id": self.requester_id.id,
                }
            )

    def _move_to_requester(self, answer):
        """Give the customer to the requester, who may be of another team.

        The ownership service would let a leader assign inside the own team only: who
        gives a customer away on request widens nobody's reach but the requester's.
        """
        ownership = self.env["crm.yishang.ownership"]
        ownership._check_employed({"user_id": self.requester_id.id})
        ownership._transfer(
            self.customer_id,
            "assign",
            owners=self.requester_id.id,
            reason=answer or self.reason,
        )
