from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# What decides on who sees a customer; written only through this service.
OWNERSHIP_FIELDS = frozenset(("user_id", "yishang_region_id", "yishang_is_customer"))


def get_target(targets, customer_id, current):
    """Return what ``targets`` gives a customer: for all, by customer, or as it is."""
    if targets is None:
        return current
    if isinstance(targets, dict):
        return targets.get(customer_id, current) or None
    return targets or None


class CrmYishangOwnership(models.AbstractModel):
    """The one place through which customers change owner, region or flag."""

    _name = "crm.yishang.ownership"
    _description = "Ownership of Customers"

    @api.model
    def _split_vals(self, partners, vals):
        """Tell ownership from ordinary values of a write on ``partners``.

        :return: (ownership values, other values); all are ordinary for partners that
            neither are nor become customers
        """
        names = OWNERSHIP_FIELDS & vals.keys()
        if not names:
            return {}, vals
        becomes = vals.get("yishang_is_customer")
        if not becomes and not self._get_customers(partners):
            return {}, vals
        if "yishang_is_customer" in vals and self._is_free():
            return {}, vals
        moved = {name: vals[name] for name in names}
        return moved, {name: vals[name] for name in vals if name not in names}

    @api.model
    def _is_free(self):
        """Return whether nobody's right to move customers is asked for."""
        return self.env.su or not self.env["crm.yishang.policy"]._is_in_force()

    @api.model
    def _get_customers(self, partners):
        # sudo: what a partner is does not depend on who asks.
        return partners.browse(
            partner.id
            for partner in partners.sudo()
            if partner.yishang_customer_id == partner
        )

    @api.model
    def _move(self, partners, vals, reason=False):
        """Change owner, region or customer flag of ``partners``, as a user asks for it.

        :param vals: values of ``OWNERSHIP_FIELDS``
        :raise AccessError: if the user may not change them now, or not in this way,
            or would lose sight of them; nothing is changed then
        :raise UserError: if nobody would stand above the new owner, or if owner or
            region are protected and the user does not decide on them
        """
        partners.check_access("write")
        self.env["crm.yishang.revision.guard"]._check_move(partners, vals)
        free = self._is_free()
        if not free:
            if not self.env["crm.yishang.policy"]._get_sight().is_open("write"):
                self._check_move(partners, vals)
            self._check_employed(vals)
        customers = self._get_customers(partners)
        # sudo: the record rule asks for the right on the new state as well, which
        # the former owner no longer has; it is checked here instead.
        others = partners.sudo()
        if "yishang_is_customer" not in vals:
            kind = self._get_kind(customers, vals)
            if kind == "claim" and not free:
                self.env["crm.yishang.pool"]._check_claim(customers)
            self._transfer(
                customers,
                kind,
                owners=vals.get("user_id"),
                regions=vals.get("yishang_region_id"),
                reason=reason,
            )
            others -= customers
        others._yishang_write_plain(vals)
        if not free:
            self._check_kept(partners)

    @api.model
    def _check_kept(self, partners):
        if lost := partners - partners._filter_visible("write"):
            raise AccessError(
                self.env._(
                    "You would lose sight of %(customers)s. Choose an owner of your "
                    "team or a region you are in charge of.",
                    customers=self._get_names(lost),
                )
            )

    @api.model
    def _get_kind(self, customers, vals):
        """Return what an ordinary write of owner or region is called in the history."""
        if "user_id" not in vals:
            return "region"
        if self.env.su:
            return "system"
        if not vals["user_id"]:
            return "return"
        # sudo: only whether there is an owner is asked.
        is_claim = vals["user_id"] == self.env.uid and not customers.sudo().user_id
        return "claim" if is_claim else "assign"

    @api.model
    def _transfer(self, customers, kind, owners=None, regions=None, reason=False):
        """Move customers with everything that hangs on them, and remember it.

        Who may do so is not asked here. Set-based: the number of statements does not
        depend on the number of customers.

        :param kind: of ``crm.yishang.ownership.move``
        :param owners: user id of the new owner, False for the pool, ``{customer id:
            user id}`` for several; None: they stay
        :param regions: region id likewise
        :return: the ``crm.yishang.ownership.move``, empty if nothing was to change
        """
        # sudo: everything that hangs on a customer moves, whoever may see it.
        mover = self.env["crm.yishang.ownership.mover"].sudo()
        rows = [
            row
            for row in (
                (id_, owner, get_target(owners, id_, owner))
                + (region, get_target(regions, id_, region))
                for id_, owner, region in mover._lock(customers.ids)
            )
            if row[1] != row[2] or row[3] != row[4]
        ]
        if not rows:
            return mover.env["crm.yishang.ownership.move"]
        return self._carry_out(kind, rows, reason)

    @api.model
    def _carry_out(self, kind, rows, reason=False):
        """Move locked customers as planned, and remember each of ``rows``.

        :param rows: see ``crm.yishang.ownership.mover``
        :return: the ``crm.yishang.ownership.move``
        """
        # sudo: see _transfer.
        mover = self.env["crm.yishang.ownership.mover"].sudo()
        move = mover.env["crm.yishang.ownership.move"]._begin(kind, reason)
        mover._plan(rows)
        mover._move_documents(move)
        mover._move_customers(move)
        self._settle(move, rows)
        return move

    @api.model
    def _settle(self, move, rows):
        """Bring sight in step with customers that moved, and tell whom it concerns.

        :param rows: what was planned, see ``crm.yishang.ownership.mover``
        """
        # sudo: see _transfer.
        env = move.sudo().env
        env["mail.followers"]._yishang_drop_past()
        env["crm.yishang.grant"]._settle_moved()
        env["crm.yishang.pool.clock"]._refresh([row[0] for row in rows])
        self.env.invalidate_all(flush=False)
        self.env["crm.yishang.policy"]._forget()
        self.env["crm.yishang.ownership.digest"]._send(move, rows)

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
