from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.text import fold

# Longest values a customer may carry, in characters: generous for people, and a
# guard against cells that hold a whole file.
MAX_LENGTHS = {
    "name": 200,
    "yishang_short_name": 100,
    "yishang_code": 64,
    "phone": 100,
    "yishang_fax": 100,
    "email": 254,
    "website": 500,
    "vat": 64,
    "function": 100,
    "street": 300,
    "street2": 300,
}


class CrmYishangCustomerMixin(models.AbstractModel):
    """How a partner becomes a customer of the CRM and gets its code."""

    _name = "crm.yishang.customer.mixin"
    _description = "Customer Flag and Code"

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("default_yishang_is_customer"):
            for name, value in self._yishang_customer_defaults().items():
                if name in fields and not values.get(name):
                    values[name] = value
        return values

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._yishang_prepare_vals(vals) for vals in vals_list]
        customers = [vals for vals in vals_list if vals.get("yishang_is_customer")]
        self._yishang_check_lengths(vals_list)
        self._yishang_check_codes([vals.get("yishang_code") for vals in customers])
        self._yishang_assign_codes(customers)
        return super().create(vals_list)

    def write(self, vals):
        vals = self._yishang_clean_vals(vals)
        self._yishang_check_lengths([vals], self)
        if vals.get("yishang_code"):
            self._yishang_check_codes([vals["yishang_code"]] * len(self), self)
        result = super().write(vals)
        if vals.get("yishang_is_customer"):
            self._yishang_complete_customers()
        return result

    @api.onchange("phone", "country_id", "company_id")
    def _onchange_phone_validation(self):
        # The host rewrites numbers as people of other countries would dial them;
        # those of customers stay as typed.
        if not self.commercial_partner_id.yishang_is_customer:
            super()._onchange_phone_validation()

    @api.model
    def _commercial_fields(self):
        # A contact follows its company, like its industry in the host.
        return super()._commercial_fields() + [
            "yishang_region_id",
            "yishang_type_id",
            "yishang_source_id",
        ]

    @api.model
    def _yishang_customer_defaults(self):
        """Return what a new customer starts with, unless told otherwise."""
        country = self.env.company.country_id or self.env.ref("base.cn", False)
        return {
            "is_company": True,
            "company_type": "company",
            "country_id": country.id if country else False,
            "yishang_lifecycle": "potential",
            "user_id": self.env.uid if self._yishang_user_owns() else False,
        }

    @api.model
    def _yishang_user_owns(self):
        """Tell whether the current user may hold customers."""
        return self.env.user.has_group("crm_yishang.crm_yishang_group_salesperson")

    @api.model
    def _yishang_prepare_vals(self, vals):
        """Return the values of a new partner, cleaned and completed."""
        vals = self._yishang_clean_vals(vals)
        context = self.env.context
        if vals.get("parent_id") and not vals.get("is_company"):
            # The defaults of the customers' menu are meant for the company, not for
            # the contacts created along with it.
            if context.get("default_yishang_is_customer"):
                vals["is_company"] = False
            vals["yishang_is_customer"] = False
            return vals
        if context.get("default_yishang_is_customer"):
            vals.setdefault("yishang_is_customer", True)
        if vals.get("yishang_is_customer"):
            vals.setdefault("yishang_lifecycle", "potential")
        return vals

    @api.model
    def _yishang_clean_vals(self, vals):
        vals = dict(vals)
        if vals.get("yishang_code"):
            vals["yishang_code"] = fold(vals["yishang_code"]).upper() or False
        return vals

    @api.model
    def _yishang_check_lengths(self, vals_list, partners=None):
        """Refuse values no customer has, before the database chokes on them.

        :raise ValidationError: if a value of a customer or of its contacts is too long
        """
        for vals in vals_list:
            for name, limit in MAX_LENGTHS.items():
                value = vals.get(name)
                if not isinstance(value, str) or len(value) <= limit:
                    continue
                owners = partners or self.browse(vals.get("parent_id"))
                if vals.get("yishang_is_customer") or any(
                    # sudo: the lengths of a customer hold for contacts of any.
                    owners.sudo().commercial_partner_id.mapped("yishang_is_customer")
                ):
                    raise ValidationError(
                        self.env._(
                            "%(field)s of a customer has at most %(limit)s characters;"
                            " this one has %(length)s: %(start)s…",
                            field=self._fields[name]._description_string(self.env),
                            limit=limit,
                            length=len(value),
                            start=value[:20],
                        )
                    )

    @api.model
    def _yishang_check_codes(self, codes, partners=None):
        """Refuse customer codes that are taken, whatever their case.

        :raise ValidationError: naming the holder as far as the user may see it
        """
        codes = [code for code in codes if code]
        lowered = [code.lower() for code in codes]
        taken = self._yishang_get_code_holders(lowered, partners)
        for code in codes:
            if lowered.count(code.lower()) > 1:
                raise ValidationError(
                    self.env._("The customer code %(code)s is given twice.", code=code)
                )
            if holder := taken.get(code.lower()):
                raise ValidationError(
                    self.env._(
                        "The customer code %(code)s is already used by %(holder)s."
                        " Choose another code, or leave it empty to have one given.",
                        code=code,
                        holder=holder._yishang_get_public_name(),
                    )
                )

    @api.model
    def _yishang_get_code_holders(self, lowered, partners=None):
        """Return ``{lower case code: customer}``, archived and hidden ones included."""
        if not lowered:
            return {}
        self.flush_model(["yishang_code"])
        rows = self.env.execute_query(
            SQL(
                "SELECT lower(yishang_code), id FROM res_partner"
                " WHERE lower(yishang_code) = ANY(%s) AND NOT id = ANY(%s)",
                lowered,
                partners.ids if partners else [],
            )
        )
        return {code: self.browse(partner_id) for code, partner_id in rows}

    def _yishang_get_public_name(self):
        """Return what the current user may know of a customer in a message.

        :return: the name, or for a hidden customer who to ask about it
        """
        self.ensure_one()
        if self.sudo(False).has_access("read"):
            return self.sudo(False).display_name
        # Bypasses visibility for the name of a colleague alone.
        owner = self.sudo().user_id
        if owner:
            return self.env._(
                "a customer handled by %(owner)s (ask your manager)", owner=owner.name
            )
        return self.env._("a customer you do not see (ask your manager)")

    @api.model
    def _yishang_assign_codes(self, vals_list):
        """Number the new customers among ``vals_list`` that came without a code."""
        vals_list = [vals for vals in vals_list if not vals.get("yishang_code")]
        codes = self._yishang_next_codes(len(vals_list))
        for vals, code in zip(vals_list, codes, strict=True):
            vals["yishang_code"] = code

    @api.model
    def _yishang_next_codes(self, count):
        """Return the next ``count`` customer codes of the numbering rule."""
        if not count:
            return []
        # sudo: whoever makes a customer may number it, also through the portal.
        sequences = self.env["ir.sequence"].sudo()
        return sequences._yishang_next_many("crm.yishang.customer", count)

    def _yishang_complete_customers(self):
        """Give customers what each has: a code, a stage and, if possible, an owner."""
        # Whoever makes a customer by an order need not be allowed to edit partners.
        customers = self.sudo().filtered("yishang_is_customer")
        customers.filtered(lambda c: not c.yishang_lifecycle).write(
            {"yishang_lifecycle": "potential"}
        )
        uncoded = customers.filtered(lambda c: not c.yishang_code)
        codes = self._yishang_next_codes(len(uncoded))
        # One statement for all; what follows from a code is the search text alone.
        uncoded._write_multi([{"yishang_code": code} for code in codes])
        uncoded.invalidate_recordset(["yishang_code"])
        uncoded._yishang_refresh_search()
        if self._yishang_user_owns():
            unowned = customers.filtered(lambda c: not c.user_id)
            unowned._yishang_write_plain({"user_id": self.env.uid})

    def _yishang_become_customer(self, company):
        """Make customers of the companies or persons behind these partners.

        Nothing happens until ``company`` narrows what its users see. Companies of the
        database, colleagues and employees never become customers.

        :return: the partners that became customers
        """
        if company.id not in company._yishang_get_companies_in_force():
            return self.browse()
        # sudo: the customer of a new document may be above the contact the user sees.
        partners = self.sudo().commercial_partner_id
        partners = partners.filtered(lambda p: not p.yishang_is_customer)
        # Asked only for what is none: nearly every order is of a customer.
        partners = partners and partners - partners._yishang_get_colleagues()
        if partners:
            partners.write({"yishang_is_customer": True})
        return partners

    def _yishang_get_colleagues(self):
        """Return those of ``self`` that are company, user, employee or the public."""
        # Users may not read whose partner a user is.
        public = self.env.ref("base.public_user").sudo().partner_id
        return self & (self._yishang_get_never_narrowed() | public)
