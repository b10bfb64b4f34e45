from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.protection import OWNERSHIP, Approval
from .crm_yishang_approval_mixin import LEADER
from .crm_yishang_revision_ask_mixin import OPEN_STATES
from .crm_yishang_revision_guard import KEY


class CrmYishangRevisionDecisionMixin(models.AbstractModel):
    """Whoever is above the owner of the customer approves or refuses a request."""

    _name = "crm.yishang.revision.decision.mixin"
    _description = "Decision on a Revision"

    can_decide = fields.Boolean(
        search="_search_can_decide", export_string_translation=False
    )

    @api.model
    def _search_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_decidable_domain()
        if True not in value:
            return ~domain if False in value else Domain.FALSE
        return Domain.TRUE if False in value else domain

    @api.model
    def _get_decidable_domain(self):
        """Return the requests on which the current user decides, in any state.

        The twin of `_may_decide`.
        """
        ids = self.env["crm.yishang.people"]._get_ids()
        others = Domain("requester_id", "!=", self.env.uid)
        if ids is None:
            return Domain.TRUE if self._is_top() else others
        if not self.env.user.has_group(LEADER):
            return Domain.FALSE
        below = Domain("customer_id.user_id", "in", sorted(ids - {self.env.uid}))
        pooled = Domain("customer_id.user_id", "=", False) & Domain(
            "customer_id.yishang_is_editable", "=", True
        )
        return others & (below | pooled)

    @api.model
    def _get_waiting_domain(self):
        """Return the requests that wait for the current user, as a ``Domain``."""
        return Domain("state", "=", "requested") & self._get_decidable_domain()

    def _may_decide(self):
        """Nobody decides on the own request, unless nobody is above."""
        if self.requester_id == self.env.user and not self._is_top():
            return False
        return self._may_decide_on(self.customer_id)

    @api.model
    def _may_decide_on(self, customer):
        """Return whether the current user decides on what a customer is like."""
        # sudo: who holds the customer decides on it, whoever may read that.
        owner = customer.sudo().user_id
        if owner or self.env["crm.yishang.people"]._get_ids() is None:
            return self._stands_above(owner)
        is_leader = self.env.user.has_group(LEADER)
        return is_leader and bool(customer._filter_visible("write"))

    @api.model
    def _is_top(self):
        """Return whether the current user sees everything and has no superior."""
        people = self.env["crm.yishang.people"]
        return people._get_ids() is None and not self.env.user._yishang_get_superior()

    def _get_judge(self):
        """Return the first leader above the owner who did not ask himself."""
        # sudo: the chain above the owner, whoever asks for it.
        user = seen = self.sudo().owner_id or self.requester_id
        while user := user._yishang_get_superior():
            # sudo: which role a superior has is no secret.
            if user != self.requester_id and user.sudo().has_group(LEADER):
                break
            if user in seen:
                return user.browse()
            seen |= user
        return user

    def action_approve(self, comment=False):
        """Write what was asked for, unless something else stands there by now.

        :return: what the client does next
        """
        self._check_decide()
        self._check_state("requested")
        self._lock()
        for revision in self.sorted("id"):
            # sudo: lines are compared with the values of the day, masked ones included.
            if revision.sudo().line_ids.filtered(lambda line: line._is_outdated()):
                revision._close_outdated(comment)
            else:
                revision._apply()
                revision._close("approved", comment)
                revision._tell_requester(self.env._("Approved"), comment)
        return self._show_outdated()

    def action_refuse(self, comment=False):
        """Leave everything as it is, and tell whoever asked why.

        :raise UserError: if there is no comment
        """
        self._check_decide()
        self._check_state("requested")
        if not (comment or "").strip():
            raise UserError(
                self.env._("Say why you refuse: whoever asked will read it.")
            )
        self._lock()
        for revision in self:
            revision._close("refused", comment.strip())
            revision._tell_requester(self.env._("Refused"), comment.strip())
        return True

    def _lock(self):
        """Make others wait who decide on the same customers, or move them."""
        # sudo: the lock is no reading.
        mover = self.env["crm.yishang.ownership.mover"].sudo()
        mover._lock(self.customer_id.ids)

    def _apply(self):
        """Write the values, in the name of whoever approves."""
        # sudo: what was asked for is kept in lines nobody reads directly.
        lines = self.sudo().line_ids
        values = {line.field_name: line._get_write_value() for line in lines}
        customer = self.customer_id.with_context(**{KEY: Approval(self)})
        moved = {name: values.pop(name) for name in OWNERSHIP & values.keys()}
        if values:
            # sudo: approved is approved, whatever the role that approves may write
            # otherwise. It is the ordinary write, so that checks and stored fields
            # follow, and it knows which request it comes from.
            customer.sudo().write(values)
        if moved:
            guard = customer.env["crm.yishang.revision.guard"]
            ownership = customer.env["crm.yishang.ownership"]
            with guard._watch(customer, moved):
                ownership._move(customer, moved, self.reason)

    def _close(self, state, comment=False):
        # sudo: the state moves by methods alone.
        revisions = self.sudo()
        vals = {"state": state, "comment": comment or False}
        if state != "withdrawn":
            vals["approver_id"] = self.env.uid
        revisions.write({**vals, "date_decided": fields.Datetime.now()})
        revisions.line_ids.write({"is_open": False})

    def _close_outdated(self, comment=False):
        """Say what stands there now, and leave it."""
        # sudo: see _close.
        self.sudo().line_ids.filtered(lambda line: line._is_outdated())._note_now()
        self._close("conflict", comment)
        self._tell_requester(self.env._("Changed meanwhile"), comment)

    @api.model
    def _close_merged(self, sources, target):
        """End what is asked for customers that are merged into another one."""
        revisions = self.search(
            [("customer_id", "in", sources.ids), ("state", "in", OPEN_STATES)]
        )
        comment = self.env._("Merged into %(customer)s", customer=target.display_name)
        revisions._close("conflict", comment)
        for revision in revisions:
            revision._tell_requester(self.env._("Changed meanwhile"), comment)

    def _tell_requester(self, decision, comment=False):
        user = self.requester_id
        subject = self.env._(
            "%(decision)s: %(customer)s, %(request)s",
            decision=decision,
            # sudo: whoever asked saw the customer, and is told which one it was.
            customer=self.with_user(user).sudo().customer_id.display_name,
            request=self.name,
        )
        self._tell(user - self.env.user, subject, self._get_told(user, comment))

    def _show_outdated(self):
        outdated = self.filtered(lambda revision: revision.state == "conflict")
        if not outdated:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": self.env._(
                    "Not approved, because something else stands there by now: "
                    "%(requests)s. Whoever asked has been told.",
                    requests=self.env._(", ").join(outdated.mapped("display_name")),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
