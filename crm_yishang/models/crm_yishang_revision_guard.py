from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.protection import OWNERSHIP, PROTECTABLE, Approval, Change

ADMINISTRATORS = (
    "base.group_system",
    "crm_yishang.crm_yishang_group_administrator",
)
# In the context of a write that was approved, see ``Approval``.
KEY = "yishang_approval"
ACCOUNTS = "bank_ids"
# Whatever happens to bank accounts.
ANY = object()


class CrmYishangRevisionGuard(models.AbstractModel):
    """The one place that knows who may change key data of a customer, and how.

    Every road to a customer ends in a write of the ORM, which asks here. Code in
    superuser mode is not asked, but what it changes is remembered likewise.
    """

    _name = "crm.yishang.revision.guard"
    _description = "Guard of Key Data"

    @api.model
    @contextmanager
    def _watch(self, partners, vals):
        """Refuse a write of protected fields, or remember what it changed.

        :raise UserError: naming customers, fields and the way out
        """
        changes = self._find(partners, vals)
        self._check(changes)
        yield
        # Bank accounts remember themselves.
        self._record(changes, {change.name for change in changes} - {ACCOUNTS})

    @api.model
    @contextmanager
    def _watch_accounts(self, partners):
        """Do the same with bank accounts, which are records of their own.

        :raise UserError: naming customers and the way out
        """
        changes = self._find(partners, {ACCOUNTS: ANY})
        self._check(changes)
        yield
        self._record(changes, {ACCOUNTS})

    @api.model
    def _find(self, partners, vals):
        """Return the ``Change``s a write would make to protected fields.

        Nothing is read as long as no company protects one of the fields.
        """
        protections = self.env["res.company"]._yishang_get_protections()
        if not protections:
            return []
        known = frozenset().union(*(one.names for one in protections.values()))
        names = known & vals.keys()
        if not names:
            return []
        value = self.env["crm.yishang.revision.value"]
        changes = []
        # sudo: what is protected does not depend on who asks.
        customers = self.env["crm.yishang.ownership"]._get_customers(partners).sudo()
        for customer in customers:
            for name in sorted(names & self._get_protected(protections, customer)):
                old = value._get_raw(customer, name)
                new = vals[name]
                if new is not ANY:
                    new = value._get_wished(customer, name, new)
                if old != new:
                    changes.append(Change(customer, name, old, new, vals[name]))
        return changes

    @api.model
    def _get_protected(self, protections, customer):
        """Return the names of the protected fields of one customer.

        A customer of all companies is protected as each of them wishes.
        """
        company = customer.company_id
        found = [protections.get(company.id)] if company else protections.values()
        return frozenset().union(
            *(one.names for one in found if one and one.covers(customer))
        )

    @api.model
    def _get_names(self, customer):
        """Return what the current user cannot change of a customer without asking."""
        protections = self.env["res.company"]._yishang_get_protections()
        if not protections or self._is_free():
            return frozenset()
        # sudo: see _find.
        customer = self.env["crm.yishang.ownership"]._get_customers(customer).sudo()
        return self._get_protected(protections, customer) if customer else frozenset()

    @api.model
    def _is_free(self):
        """Return whether the current user changes protected fields at once."""
        return (
            self.env.su
            or self._get_approval() is not None
            or any(map(self.env.user.has_group, ADMINISTRATORS))
        )

    @api.model
    def _get_approval(self):
        approval = self.env.context.get(KEY)
        return approval if isinstance(approval, Approval) else None

    @api.model
    def _get_refused(self, changes):
        """Return those of ``changes`` the current user has to ask for."""
        if self._is_free():
            return []
        return [change for change in changes if not self._is_own_decision(change)]

    @api.model
    def _is_own_decision(self, change):
        """Return whether owner and region are the current user's to decide on.

        Claiming from the pool has its own limits; whoever is above the owner assigns.
        """
        if change.name not in OWNERSHIP:
            return False
        if change.name == "user_id" and not change.old and change.new == self.env.uid:
            return True
        return self.env["crm.yishang.revision"]._may_decide_on(change.customer)

    @api.model
    def _check_move(self, partners, vals):
        """Refuse owners and regions that are not the current user's to decide on.

        Moves are remembered by the ownership history.

        :raise UserError: naming customers, fields and the way out
        """
        self._check(self._find(partners, vals))

    @api.model
    def _check(self, changes):
        """Refuse what the current user has to ask for.

        :raise UserError: naming customers, fields and the way out
        """
        if refused := self._get_refused(changes):
            labels = self.env["crm.yishang.revision.value"]._get_field_labels()
            customers = self.env["res.partner"].union(
                *(one.customer for one in refused)
            )
            names = dict.fromkeys(labels[change.name] for change in refused)
            raise UserError(
                self.env._(
                    "%(customers)s: %(fields)s change only after a superior has "
                    "approved. Open the customer, change it there and save: that asks "
                    "for it. Nothing was changed.",
                    customers=self.env["crm.yishang.ownership"]._get_names(
                        customers.with_env(self.env)
                    ),
                    fields=self.env._(", ").join(names),
                )
            )

    @api.model
    def _check_merge(self, sources, target):
        """Refuse to merge customers if protected values would be lost.

        :raise UserError: naming customers, fields and the way out
        """
        value = self.env["crm.yishang.revision.value"]
        # sudo: protected values must not be lost because somebody may not read them.
        kept = {name: value._get_raw(target.sudo(), name) for name in PROTECTABLE}
        lost = [
            change
            for source in sources
            for change in self._find(source, {**kept, ACCOUNTS: ANY})
            if change.old and change.name in kept and kept[change.name]
        ]
        # sudo: accounts are kept from most users, and must not be lost for that.
        if sources.sudo().bank_ids:
            # They are moved in superuser mode.
            lost += self._find(target, {ACCOUNTS: ANY})
        self._check(lost)

    @api.model
    def _record(self, changes, names):
        """Write into the history what has really changed in these fields."""
        value = self.env["crm.yishang.revision.value"]
        done = [
            change._replace(new=now)
            for change in changes
            if change.name in names
            and (now := value._get_raw(change.customer, change.name)) != change.old
        ]
        if not done:
            return
        entries = self.env["crm.yishang.revision.entry"]
        entries._add(done, self._get_road(), self._get_approval())

    @api.model
    def _get_road(self):
        if self._get_approval():
            return "approved"
        return "system" if self.env.su else "administrator"
