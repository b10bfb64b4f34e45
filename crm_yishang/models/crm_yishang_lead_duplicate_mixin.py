from odoo import api, models

from ..tools.duplicate_keys import NAME, get_keys


class CrmYishangLeadDuplicateMixin(models.AbstractModel):
    """A lead that becomes a customer finds the one that is there already."""

    _name = "crm.yishang.lead.duplicate.mixin"
    _description = "Leads and Duplicate Customers"

    def _find_matching_partner(self):
        """Propose the visible customer that has a key of the lead.

        The host looks for the e-mail address alone, and under sudo.
        """
        partner = super()._find_matching_partner()
        if partner:
            partner = partner._filter_visible("read")
        return partner or self._yishang_find_visible_duplicate()

    def _yishang_find_visible_duplicate(self):
        """Return the customer with the surest key, of those the user sees."""
        for customers in self._yishang_find_duplicates().values():
            visible = customers.filtered("active").sudo(False)._filtered_access("read")
            if visible:
                return visible[0]
        return self.env["res.partner"]

    def _yishang_find_duplicates(self):
        """Return ``{Asked: customers}`` of those that have what the lead says."""
        self.ensure_one()
        keys = get_keys(None, [self.phone], [self.email_from], self.partner_name)
        duplicates = self.env["crm.yishang.duplicate"]
        return duplicates._find(duplicates._get_asked(keys, self.company_id))

    def _yishang_warn_of_duplicates(self):
        """Return a sentence for each customer that has a key of the lead."""
        duplicates = self.env["crm.yishang.duplicate"]
        return [
            sentence
            for key, customers in self._yishang_find_duplicates().items()
            for sentence in duplicates._get_sentences(
                key, self._yishang_show_key(key), customers, True
            )
        ]

    @api.model
    def _yishang_show_key(self, key):
        return self.partner_name if key.kind == NAME else key.key
