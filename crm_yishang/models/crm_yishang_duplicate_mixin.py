from markupsafe import Markup

from odoo import api, fields, models

from ..tools.phone import normalize_phones
from ..tools.secret_text import is_mask, mask
from ..tools.text import squeeze


class CrmYishangDuplicateMixin(models.AbstractModel):
    """A customer says who else has its phone number or tax id, before it is saved."""

    _name = "crm.yishang.duplicate.mixin"
    _description = "Warning of Duplicate Customers"

    yishang_duplicate_warning = fields.Html(
        string="Possible Duplicates", compute="_compute_yishang_duplicate_warning"
    )

    @api.depends("phone", "vat", "yishang_is_customer")
    @api.depends_context("uid", "company")
    def _compute_yishang_duplicate_warning(self):
        marks = {partner: partner._yishang_get_marks() for partner in self}
        words = {word for found in marks.values() for word in found}
        # Hidden customers are looked up as well, and named as _get_public_name allows.
        holders = self.env["crm.yishang.finder"]._find_words(words)
        for partner, found in marks.items():
            lines = [
                line
                for word, label in found.items()
                for line in partner._yishang_warn(word, label, holders[word])
            ]
            partner.yishang_duplicate_warning = Markup("<br/>").join(lines) or False

    def _yishang_get_marks(self):
        """Return what no two customers should share, as far as it is watched.

        :return: ``{word as in the search text: "phone" or "vat"}``
        """
        company = self.env.company
        if not self.yishang_is_customer:
            return {}
        marks = {}
        if company.yishang_is_phone_checked:
            # A form sends back the mask of a number it did not change.
            phone = self._origin.phone if is_mask(self.phone) else self.phone
            numbers = normalize_phones(phone)
            marks.update((squeeze(number), "phone") for number in numbers)
        if company.yishang_is_tax_id_checked and len(squeeze(self.vat)) > 1:
            marks[squeeze(self.vat)] = "vat"
        return marks

    def _yishang_warn(self, word, label, holder_ids):
        """Yield a sentence for each other customer that has ``word``."""
        # sudo: hidden customers are compared, and named only as far as allowed.
        holders = self.sudo().browse(holder_ids).commercial_partner_id - self._origin
        shown = self._yishang_get_shown(word, label)
        for holder in holders.sorted("id"):
            if not holder._yishang_has_mark(word, label):
                continue
            values = {"value": shown, "customer": holder._yishang_get_link()}
            if label == "vat":
                yield self.env._(
                    "The tax ID %(value)s also belongs to %(customer)s.", **values
                )
            else:
                yield self.env._(
                    "The phone number %(value)s also belongs to %(customer)s.",
                    **values,
                )

    def _yishang_get_shown(self, word, label):
        """Return the number a warning is about, as the user sees it on the form."""
        found = self.env["crm.yishang.mask"]._find(self._origin, [label])
        kind, hidden = found.get(label, ("", ()))
        saved = normalize_phones(self._origin.phone) if hidden else ()
        is_saved = word in map(squeeze, saved)
        return mask(kind, word) if is_saved else word.upper()

    def _yishang_has_mark(self, word, label):
        if label == "vat":
            return squeeze(self.vat) == word
        people = self + self.child_ids
        numbers = people.mapped("phone") + people.mapped("yishang_fax")
        return word in map(squeeze, normalize_phones("/".join(filter(None, numbers))))

    def _yishang_get_link(self):
        """Return the name with a link, or what the current user may know instead."""
        name = self._yishang_get_public_name()
        if not self.sudo(False).has_access("read"):
            return Markup("%s") % name
        return Markup('<a href="/odoo/my-customers/%s" target="_blank">%s</a>') % (
            self.id,
            name,
        )
