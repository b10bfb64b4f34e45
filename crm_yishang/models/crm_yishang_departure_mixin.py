from odoo import api, models
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.fields import Command

# In the context of what closes a login at once. An object, because a browser could
# send anything else.
FROZEN = object()


class CrmYishangDepartureMixin(models.AbstractModel):
    """Nobody leaves with customers: they are handed over, or parked, before."""

    _name = "crm.yishang.departure.mixin"
    _description = "Leaving the Company"

    def _yishang_get_superior(self):
        """Return the first active user above this one, in the tree of employees."""
        if not self:
            return self
        self.ensure_one()
        # sudo: who is above whom is no secret, the employee is.
        user = self.sudo().with_context(active_test=False)
        employee = (
            user.employee_ids.filtered(
                lambda employee: employee.company_id == self.env.company
            )[:1]
            or user.employee_ids[:1]
        )
        passed = employee
        while employee := employee.parent_id - passed:
            passed |= employee
            if employee.user_id.active and employee.user_id != self:
                return self.browse(employee.user_id.id)
        return self.browse()

    def _yishang_check_handed_over(self):
        """Check that the users hold no customers and no open work on any.

        :raise RedirectWarning: saying how much, with a button to the handover
        """
        if self.env.context.get("yishang_frozen") is FROZEN:
            return
        lines = {user: user._yishang_get_held() for user in self}
        holders = [user for user in self if lines[user]]
        if not holders:
            return
        message = self.env._(
            "Whoever still holds customers or open work cannot be deactivated.\n"
            "%(people)s\n"
            "Hand over first: one page shows what goes to whom.",
            people="\n".join(
                self.env._(
                    "%(name)s: %(held)s",
                    # sudo: the name of a colleague is no secret.
                    name=user.sudo().name,
                    held=self.env._(", ").join(lines[user]),
                )
                for user in holders
            ),
        )
        raise RedirectWarning(
            message,
            self.env.ref("crm_yishang.crm_yishang_handover_action_new").id,
            self.env._("Open the Handover"),
            {"default_user_id": holders[0].id},
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_holding(self):
        self._yishang_check_handed_over()

    def _yishang_get_held(self):
        """Return what a user holds, as texts; empty if the user may go."""
        self.ensure_one()
        handovers = self.env["crm.yishang.handover"]
        # sudo: counted in all companies, whoever may see it.
        counts = self.env["crm.yishang.ownership.work"].sudo()._count(self)
        customers = handovers.sudo().new({"user_id": self.id})._find_customers()
        held = []
        if customers:
            held.append(self.env._("%(count)s customers", count=len(customers)))
        labels = handovers._get_model_labels()
        # What is done with the user, or ends with the user, holds nobody back.
        for name in (
            "crm.lead",
            "crm.yishang.service.case",
            "crm.yishang.visit",
            "sale.order",
        ):
            if counts.get(name):
                held.append(f"{labels[name]}: {counts[name]}")
        return held

    def action_yishang_hand_over(self):
        """Open a new handover of this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_handover_action_new"
        )
        return {**action, "context": {"default_user_id": self.id}}

    def action_yishang_freeze(self):
        """Close the login at once and park everything with the superior.

        :raise AccessError: unless the current user is above this one
        :raise UserError: if nobody is there to park it with
        """
        self.ensure_one()
        handovers = self.env["crm.yishang.handover"]
        people = self.env["crm.yishang.people"]
        sees_all = people._get_ids() is None
        is_leader = self.env.user.has_group("crm_yishang.crm_yishang_group_leader")
        if self == self.env.user or not (
            sees_all or (is_leader and people._is_superior_of(self))
        ):
            raise AccessError(
                self.env._(
                    "Only leaders above %(name)s and administrators freeze the "
                    "account.",
                    # sudo: the name of a colleague is no secret.
                    name=self.sudo().name,
                )
            )
        self._yishang_check_freezable()
        superior = self._yishang_get_superior()
        handover = handovers.create(
            {
                "user_id": self.id,
                "kind": "freeze",
                "note": self.env._("Account frozen"),
                "line_ids": [Command.create({"target": "superior"})],
                "work_user_id": superior.id,
                "staff_user_id": False,
            }
        )
        # sudo: a leader manages no users. `active` is written: the host's button
        # would delete the activities. A session holds as long as the user is active.
        self.sudo().with_context(yishang_frozen=FROZEN).write({"active": False})
        handover.action_start()
        return handover._get_records_action()

    def _yishang_check_freezable(self):
        if not self._yishang_get_superior():
            raise UserError(
                self.env._(
                    "%(name)s has no superior with whom the customers could be parked."
                    " Give that operator a manager, or hand over instead.",
                    # sudo: the name of a colleague is no secret.
                    name=self.sudo().name,
                )
            )
        # sudo: what the administrators of Odoo are is asked, nothing is shown.
        if self.sudo()._is_system():
            raise AccessError(
                self.env._(
                    "%(name)s is a system administrator of Odoo, whom the CRM does not "
                    "lock out.",
                    name=self.sudo().name,
                )
            )
