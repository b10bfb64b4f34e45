import re

from stdnum.iso7064 import mod_11_2

from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.tax_id import is_credit_code
from ..tools.text import squeeze

# What the host lets people write for "has none".
NO_TAX_ID = "/"
# Region, day of birth, sequence and check character (GB 11643).
IDENTITY_CARD = re.compile(r"\d{17}[\dX]")


class CrmYishangTaxIdMixin(models.AbstractModel):
    """Customers of China carry a valid unified social credit code, or none."""

    _name = "crm.yishang.tax.id.mixin"
    _description = "Tax ID of a Customer"

    @api.constrains("vat", "country_id", "is_company", "yishang_is_customer")
    def _check_yishang_tax_id(self):
        for partner in self.filtered("yishang_is_customer"):
            if (
                partner.country_id.code in (False, "CN")
                and not partner._yishang_has_valid_tax_id()
            ):
                raise ValidationError(
                    self.env._(
                        "%(customer)s: %(value)s is not a valid unified social credit"
                        " code: it has 18 characters, the last of which checks the"
                        " others. Correct it, leave it empty, or write “/” if there is"
                        " none.",
                        customer=partner.name,
                        value=partner.vat,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._yishang_clean_tax_id(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._yishang_clean_tax_id(vals))

    @api.model
    def _yishang_clean_tax_id(self, vals):
        """Return ``vals`` with a credit code as it is printed, however it was typed."""
        compact = squeeze(vals.get("vat")).upper() if vals.get("vat") else ""
        return {**vals, "vat": compact} if is_credit_code(compact) else vals

    def _yishang_has_valid_tax_id(self):
        if not self.vat or self.vat == NO_TAX_ID:
            return True
        # People without a business use the number of their identity card.
        if not self.is_company and IDENTITY_CARD.fullmatch(self.vat):
            return mod_11_2.is_valid(self.vat)
        return is_credit_code(self.vat)
