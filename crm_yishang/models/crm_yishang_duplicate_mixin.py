from markupsafe import Markup

from odoo import api, fields, models

from ..tools.duplicate_keys import NAME, get_keys
from ..tools.secret_text import EMAIL, PHONE, is_mask, mask

SALESPERSON = "crm_yishang.crm_yishang_group_salesperson"


class CrmYishangDuplicateMixin(models.AbstractModel):
    """A customer says who else has its keys, before it is saved."""

    _name = "crm.yishang.duplicate.mixin"
    _description = "Warning of Duplicate Customers"

    yishang_duplicate_warning = fields.Html(
        string="Possible Duplicates", compute="_compute_yishang_duplicate_warning"
    )
    yishang_has_hidden_duplicate = fields.Boolean(
        compute="_compute_yishang_duplicate_warning",
        export_string_translation=False,
        help="One of them is hidden from the user, who may ask for it.",
    )

    @api.depends(
        "child_ids.email",
        "child_ids.phone",
        "company_id",
        "email",
        "is_company",
        "name",
        "parent_id",
        "phone",
        "vat",
        "yishang_fax",
        "yishang_is_customer",
    )
    @api.depends_context("uid")
    def _compute_yishang_duplicate_warning(self):
        duplicates = self.env["crm.yishang.duplicate"]
        asked = {partner: partner._yishang_get_asked() for partner in self}
        found = duplicates._find([key for keys in asked.values() for key in keys])
        for partner, keys in asked.items():
            hits = {key: found[key] for key in keys if key in found}
            partner.yishang_duplicate_warning = (
                Markup("<br/>").join(
                    sentence
                    for key, customers in hits.items()
                    for sentence in duplicates._get_sentences(
                        key, partner._yishang_show_key(key), customers, True
                    )
                )
                or False
            )
            partner.yishang_has_hidden_duplicate = any(
                customers.sudo(False)._get_hidden_partners()
                for customers in hits.values()
            )

    def _yishang_get_asked(self):
        """Return the keys of a customer that are looked at, as a list of ``Asked``."""
        if not self.yishang_is_customer:
            return []
        family_id = (self._origin or self.parent_id)._yishang_get_family_id()
        keys = self._yishang_get_keys()
        return self.env["crm.yishang.duplicate"]._get_asked(
            keys, self.company_id, family_id
        )

    def _yishang_get_family_id(self):
        """Return the id of the company above all, or 0: branches are no duplicates."""
        # sudo: it decides, whoever may see it.
        partner = self.sudo()._origin
        while partner.parent_id:
            partner = partner.parent_id
        return partner.id or 0

    def _yishang_get_keys(self):
        """Return the keys of a customer as it is on the form."""
        people = self + self.child_ids
        phones = [one._yishang_get_whole("phone") for one in people]
        phones.append(self._yishang_get_whole("yishang_fax"))
        emails = [one._yishang_get_whole("email") for one in people]
        return get_keys(
            self.vat, phones, emails, self.name if self.is_company else None
        )

    def _yishang_get_whole(self, name):
        """Return a number or address; a form sends back masks it did not change."""
        # sudo: the number is compared, and not shown.
        return self._origin.sudo()[name] if is_mask(self[name]) else self[name]

    def _yishang_show_key(self, key):
        """Return a key as the user sees it on the form."""
        if key.kind == NAME:
            return self.name
        if key.kind not in (EMAIL, PHONE):
            return key.key.upper()
        found = self.env["crm.yishang.mask"]._find(self._origin, [key.kind])
        kind, hidden = found.get(key.kind, ("", ()))
        is_saved = hidden and (key.kind, key.key) in self._origin._yishang_get_keys()
        return mask(kind, key.key) if is_saved else key.key

    def _yishang_get_hit_name(self, as_link=False):
        """Return what the current user may know of a customer with the same key.

        :return: the name, and where it is if nobody holds it; for a hidden customer
            who to ask
        """
        name = self._yishang_get_public_name()
        # sudo: who asks is ``env.uid``; what is no secret is told of hidden ones, too.
        customer = self.sudo()
        if self.sudo(False).has_access("read"):
            if as_link:
                link = '<a href="/odoo/my-customers/%s" target="_blank">%s</a>'
                name = Markup(link) % (self.id, name)
            if not customer.active:
                return self.env._("%(customer)s (archived)", customer=name)
            if customer.user_id:
                return name
            if self.env.user.has_group(SALESPERSON):
                return self.env._(
                    "%(customer)s (in the public pool: open it to claim it)",
                    customer=name,
                )
            return self.env._("%(customer)s (in the public pool)", customer=name)
        if not customer.active:
            return self.env._("an archived customer you do not see (ask your manager)")
        if not customer.user_id:
            return self.env._(
                "a customer of the public pool you do not see (ask your manager)"
            )
        return name
