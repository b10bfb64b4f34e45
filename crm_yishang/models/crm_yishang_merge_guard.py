from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools.text import squeeze
from .crm_yishang_approval_mixin import LEADER
from .crm_yishang_tax_id_mixin import NO_TAX_ID

ADMINISTRATOR = "crm_yishang.crm_yishang_group_administrator"
SYSTEM = "base.group_system"
# Customers that others than administrators merge at a time, as in the host.
MAX_MERGED = 3


class CrmYishangMergeGuard(models.AbstractModel):
    """Who may merge which customers, and what cannot be one at all."""

    _name = "crm.yishang.merge.guard"
    _description = "Who Merges Customers"

    @api.model
    def _check(self, partners, kept):
        """Check that the user may merge ``partners`` into ``kept``, one of them.

        :raise AccessError: if the user does not work on all of them
        :raise UserError: if they cannot be the same
        """
        free = self.env["crm.yishang.ownership"]._is_free()
        if not free:
            self._check_sight(partners)
        customers = self.env["crm.yishang.ownership"]._get_customers(partners)
        if customers and not free:
            self._check_role(partners)
        self._check_kinds(partners, kept, customers)
        if not self._is_administrator():
            self._check_tax_ids(customers)
        self._check_companies(partners)

    @api.model
    def _is_administrator(self):
        user = self.env.user
        return self.env.su or user.has_group(ADMINISTRATOR) or user.has_group(SYSTEM)

    @api.model
    def _check_sight(self, partners):
        join = self.env._(", ").join
        if hidden := partners - partners._filter_visible("read"):
            names = join(one._yishang_get_public_name() for one in hidden)
            raise AccessError(
                self.env._(
                    "You merge what you work on. This is not: %(names)s. Ask your"
                    " manager to merge it.",
                    names=names,
                )
            )
        if locked := partners - partners._filter_visible("write"):
            raise AccessError(
                self.env._(
                    "You may read %(names)s, but not change it: ask your manager to"
                    " merge it.",
                    names=join(locked.mapped("display_name")),
                )
            )
        partners.check_access("write")

    @api.model
    def _check_role(self, partners):
        if self._is_administrator():
            return
        names = self.env["crm.yishang.ownership"]._get_names(partners)
        if not self.env.user.has_group(LEADER):
            raise AccessError(
                self.env._(
                    "%(names)s: only team leaders and administrators merge customers."
                    " Ask your manager.",
                    names=names,
                )
            )
        if len(partners) > MAX_MERGED:
            raise UserError(
                self.env._(
                    "%(count)s customers at once: choose at most %(limit)s. Only"
                    " administrators merge more.",
                    count=len(partners),
                    limit=MAX_MERGED,
                )
            )

    @api.model
    def _check_kinds(self, partners, kept, customers):
        """Check that they are all customers, or all contacts of one."""
        # sudo: where a partner belongs does not depend on who asks.
        contacts = partners.sudo().filtered("yishang_customer_id") - customers.sudo()
        if customers:
            self._check_none(
                partners._yishang_get_never_narrowed() & partners,
                self.env._(
                    "%(names)s belongs to a colleague or to one of your companies and"
                    " cannot be merged with a customer."
                ),
            )
            self._check_none(
                contacts,
                self.env._(
                    "%(names)s is a contact of a customer and not a customer itself."
                    " Merge its company, or detach it first."
                ),
            )
        if len(contacts.yishang_customer_id) > 1:
            self._check_none(
                contacts,
                self.env._(
                    "%(names)s are contacts of different customers. Merge the"
                    " customers first."
                ),
            )
        held = customers or contacts
        if held and kept not in held:
            raise UserError(
                self.env._(
                    "%(kept)s is no customer of the CRM: keep %(customer)s instead.",
                    kept=kept.display_name,
                    customer=held[:1].display_name,
                )
            )

    @api.model
    def _check_none(self, partners, words):
        if partners:
            ownership = self.env["crm.yishang.ownership"]
            raise UserError(words % {"names": ownership._get_names(partners)})

    @api.model
    def _check_tax_ids(self, customers):
        """Two tax ids are two companies, however alike their names are."""
        named = {
            squeeze(customer.vat).upper(): customer
            for customer in customers.filtered("vat")
            if customer.vat != NO_TAX_ID
        }
        if len(named) > 1:
            raise UserError(
                self.env._(
                    "These are different companies: %(customers)s. Correct a wrong tax"
                    " id first, or ask an administrator to merge them.",
                    customers=self.env._(", ").join(
                        f"{customer.display_name} ({tax_id})"
                        for tax_id, customer in named.items()
                    ),
                )
            )

    @api.model
    def _check_companies(self, partners):
        # sudo: of which company a customer is, whoever may see that company.
        companies = partners.sudo().company_id
        if len(companies) > 1:
            raise UserError(
                self.env._(
                    "%(names)s belong to different companies of yours (%(companies)s)"
                    " and cannot be merged.",
                    names=self.env["crm.yishang.ownership"]._get_names(partners),
                    companies=self.env._(", ").join(companies.mapped("name")),
                )
            )
