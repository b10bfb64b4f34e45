from odoo import models


class CrmYishangNeverNarrowedMixin(models.AbstractModel):
    """Partners nobody loses sight of, and those that become such, or no longer are."""

    _name = "crm.yishang.never.narrowed.mixin"
    _description = "Partners Nobody Loses Sight Of"

    def _yishang_get_never_narrowed(self):
        """Return those of ``self`` and their companies that nobody may lose sight of.

        These are the partners of companies, of internal users and of employees,
        archived ones included.
        """
        candidates = self | self.commercial_partner_id
        if not candidates.ids:
            return self.browse()
        # sudo: what a partner is does not depend on who asks.
        env = self.sudo().with_context(active_test=False).env
        users = env["res.users"].search(
            [("partner_id", "in", candidates.ids), ("share", "=", False)]
        )
        companies = env["res.company"].search([("partner_id", "in", candidates.ids)])
        employees = env["hr.employee"].search(
            [("work_contact_id", "in", candidates.ids)]
        )
        found = users.partner_id | companies.partner_id | employees.work_contact_id
        return self.browse(found.ids)

    def _yishang_recompute_scope(self):
        """Derive the scope columns again, after users, companies or employees."""
        # sudo: scope columns follow from data of the staff app, for all contacts.
        contacts = self.sudo().search([("commercial_partner_id", "in", self.ids)])
        for name in (
            "yishang_customer_id",
            "yishang_scope_key",
            "yishang_scope_region_id",
        ):
            self.env.add_to_compute(self._fields[name], self | contacts)
