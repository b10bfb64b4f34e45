from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# What decides on who sees a customer; written only through this service.
OWNERSHIP_FIELDS = frozenset(("user_id", "yishang_region_id", "yishang_is_customer"))


class CrmYishangOwnership(models.AbstractModel):
    """The one place through which customers change owner, region or flag."""

    _name = "crm.yishang.ownership"
    _description = "Ownership of Customers"

    @api.model
    def _split_vals(self, partners, vals):
        """Tell ownership from ordinary values of a write on ``partners``.

        :return: (ownership values, other values); all are ordinary in superuser
            mode, where visibility is not in force, and for partners that neither
            are nor become customers
        """
        names = OWNERSHIP_FIELDS & vals.keys()
        if (
            not names
            or self.env.su
            or not self.env["crm.yishang.policy"]._is_in_force()
        ):
            return {}, vals
        is_customer = any(
            partner.yishang_customer_id == partner for partner in partners.sudo()
        )
        if not is_customer and not vals.get("yishang_is_customer"):
            return {}, vals
        moved = {name: vals[name] for name in names}
        return moved, {name: vals[name] for name in vals if name not in names}

    @api.model
    def _move(self, customers, vals):
        """Change owner, region or customer flag of ``customers``.

        :param vals: values of ``OWNERSHIP_FIELDS``
        :raise AccessError: if the user may not change them now, or not in this way,
            or would lose sight of them; nothing is changed then
        :raise UserError: if nobody would stand above the new owner
        """
        customers.check_access("write")
        sight = self.env["crm.yishang.policy"]._get_sight()
        if not sight.is_open("write"):
            self._check_move(customers, vals)
        self._check_employed(vals)
        # sudo: the record rule asks for the right on the new state as well, which
        # the former owner no longer has; it is checked here instead.
        customers.sudo().write(vals)
        if lost := customers - customers._filter_visible("write"):
            raise AccessError(
                self.env._(
                    "You would lose sight of %(customers)s. Choose an owner of your "
                    "team or a region you are in charge of.",
                    customers=self._get_names(lost),
                )
            )

    @api.model
    def _check_move(self, customers, vals):
        if not vals.get("yishang_is_customer", True):
            raise AccessError(
                self.env._("Only a director can turn customers into plain contacts.")
            )
        changed = (
            customers.filtered(
                lambda customer: customer.user_id.id != (vals["user_id"] or False)
            )
            if "user_id" in vals
            else customers.browse()
        )
        taken = changed.filtered("user_id")
        if not changed or (not taken and vals["user_id"] == self.env.uid):
            return
        if not self.env.user.has_group("crm_yishang.crm_yishang_group_leader"):
            raise AccessError(
                self.env._(
                    "Only a team leader can change the salesperson of %(customers)s. "
                    "Ask your manager.",
                    customers=self._get_names(changed),
                )
            )
        # sudo: the region of a colleague is not readable for everybody.
        new_owner = self.env["res.users"].browse(vals["user_id"] or []).sudo()
        if new_owner - new_owner.filtered_domain(self._get_assignable_domain()):
            raise AccessError(
                self.env._(
                    "%(user)s does not belong to your team. Customers can be assigned "
                    "to you, your subordinates and people of your regions.",
                    user=new_owner.name,
                )
            )

    @api.model
    def _check_employed(self, vals):
        # sudo: whether a colleague is an employee is no secret, the employee is.
        owner = self.env["res.users"].browse(vals.get("user_id") or []).sudo()
        if owner and owner != self.env.user and not owner.employee_ids:
            raise UserError(
                self.env._(
                    "%(user)s has no employee record, so that no superior would see"
                    " the customer. Have an administrator save that person on the"
                    " screen of the operators, or choose somebody else.",
                    user=owner.name,
                )
            )

    @api.model
    def _get_assignable_domain(self):
        """Return the users to whom the current user may give customers.

        :return: a ``Domain`` over ``res.users``: oneself, subordinates and people
            whose own region is in charge; everybody for who sees everything
        """
        sight = self.env["crm.yishang.policy"]._get_sight()
        domain = Domain("share", "=", False)
        if sight.is_open("write"):
            return domain
        team = Domain("id", "in", sorted(sight.owners))
        if sight.regions:
            team |= Domain("yishang_region_id", "in", sorted(sight.regions))
        return domain & team

    @api.model
    def _get_names(self, customers):
        names = customers[:5].mapped("display_name")
        if len(customers) > 5:
            names.append(self.env._("%(count)s more", count=len(customers) - 5))
        return self.env._(", ").join(names)
