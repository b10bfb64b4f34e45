from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SALESPERSON = "crm_yishang.crm_yishang_group_salesperson"


class CrmYishangPool(models.AbstractModel):
    """Taking customers from the public pool, and giving them back."""

    _name = "crm.yishang.pool"
    _description = "Public Pool"

    @api.model
    def _claim(self, customers):
        """Make the current user the owner of customers of the pool.

        :raise AccessError: if the user claims no customers at all, or not these
        :raise UserError: if a limit is reached, or somebody else was faster
        """
        customers = customers.with_env(self.env)
        # sudo: the lock tells who was faster, whom the user need not see any more.
        mover = self.env["crm.yishang.ownership.mover"].sudo()
        rows = mover._lock(customers.ids)
        self._check_there(customers, rows)
        self._check_free(rows)
        customers.check_access("read")
        self._check_claim(customers)
        return self.env["crm.yishang.ownership"]._transfer(
            customers, "claim", owners=self.env.uid
        )

    @api.model
    def _check_there(self, customers, rows):
        if len(rows) < len(customers):
            raise UserError(
                self.env._(
                    "Just merged with another customer, or deleted. Reload the public"
                    " pool and choose another customer."
                )
            )

    @api.model
    def _check_free(self, rows):
        """Say who was faster, of customers the user found in the pool just now.

        :param rows: (customer id, owner id, region id)
        """
        sight = self.env["crm.yishang.policy"]._get_sight()
        near = sight.pool | sight.regions
        for _customer, owner_id, region_id in rows:
            if not owner_id or not (sight.reads_all or region_id in near):
                continue
            # sudo: the name of a colleague is no secret.
            owner = self.env["res.users"].sudo().browse(owner_id)
            raise UserError(
                self.env._("This customer is yours already.")
                if owner == self.env.user
                else self.env._(
                    "Just taken by %(owner)s. Reload the public pool and choose "
                    "another customer.",
                    owner=owner.name,
                )
            )

    @api.model
    def _check_claim(self, customers):
        """Check everything that limits who claims how much.

        :param customers: customers without owner
        """
        if not self.env.user.has_group(SALESPERSON):
            raise AccessError(
                self.env._("Only salespeople and their leaders claim customers.")
            )
        self._check_quota(len(customers))
        self._check_cap(len(customers))
        self._check_rest(customers)

    @api.model
    def _check_quota(self, count):
        company = self.env.company
        quota = company.yishang_claim_quota
        if not quota:
            return
        begin = company._yishang_get_moment(company._yishang_get_day())
        # sudo: claims count, also of customers one gave away since.
        done = (
            self.env["crm.yishang.ownership.change"]
            .sudo()
            .search_count(
                [
                    ("kind", "=", "claim"),
                    ("new_owner_id", "=", self.env.uid),
                    ("date", ">=", begin),
                ]
            )
        )
        if done + count > quota:
            raise UserError(
                self.env._(
                    "You may claim %(quota)s customers a day and have claimed %(done)s "
                    "today. Claim the others tomorrow, or ask your leader to assign "
                    "them to you.",
                    quota=quota,
                    done=done,
                )
            )

    @api.model
    def _check_cap(self, count):
        cap = self.env.company.yishang_claim_cap
        if not cap:
            return
        held = self.env["res.partner"].search_count(
            [("yishang_is_customer", "=", True), ("user_id", "=", self.env.uid)]
        )
        if held + count > cap:
            raise UserError(
                self.env._(
                    "You hold %(held)s customers and may hold %(cap)s. Return some you "
                    "do not work on before you claim others.",
                    held=held,
                    cap=cap,
                )
            )

    @api.model
    def _check_rest(self, customers):
        days = self.env.company.yishang_claim_rest_days
        if not days:
            return
        since = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        # sudo: see _check_quota.
        last = (
            self.env["crm.yishang.ownership.change"]
            .sudo()
            .search(
                [
                    ("customer_id", "in", customers.ids),
                    ("old_owner_id", "=", self.env.uid),
                    ("kind", "in", ("return", "reclaim")),
                    ("date", ">", since),
                ],
                limit=1,
            )
        )
        if last:
            free = fields.Datetime.add(last.date, days=days)
            raise UserError(
                self.env._(
                    "%(customer)s was yours until %(date)s. You may claim it again "
                    "from %(free)s on; until then leave it to others, or ask your "
                    "leader.",
                    customer=last.customer_id.display_name,
                    date=self.env.company._yishang_get_day(last.date),
                    free=self.env.company._yishang_get_day(free),
                )
            )

    @api.model
    def _return(self, customers, reason):
        """Give customers back into the pool.

        :param reason: why, in words
        :raise UserError: if there is no reason, or a customer has no owner
        """
        customers = customers.with_env(self.env)
        customers.check_access("write")
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why: whoever claims the customer next will read it.")
            )
        # sudo: whether somebody holds it is no secret to whoever may write it.
        if free := customers.filtered(lambda customer: not customer.sudo().user_id):
            raise UserError(
                self.env._(
                    "%(customers)s: in the public pool already.",
                    customers=self.env["crm.yishang.ownership"]._get_names(free),
                )
            )
        return self.env["crm.yishang.ownership"]._transfer(
            customers, "return", owners=False, reason=reason.strip()
        )
