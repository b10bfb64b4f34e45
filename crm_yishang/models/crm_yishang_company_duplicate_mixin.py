from odoo import api, fields, models, tools

from ..tools.duplicate_keys import KINDS

# From the mildest to the strictest.
POLICIES = [("off", "Do Not Check"), ("warn", "Warn"), ("block", "Refuse")]


def get_policy_field(kind):
    """Return the name of the company's field that says what to do about a kind."""
    return f"yishang_duplicate_{kind}"


class CrmYishangCompanyDuplicateMixin(models.AbstractModel):
    """What a company does about customers that may be there already."""

    _name = "crm.yishang.company.duplicate.mixin"
    _description = "Duplicate Customers of a Company"

    yishang_duplicate_vat = fields.Selection(
        POLICIES, string="Same Tax ID", required=True, default="warn"
    )
    yishang_duplicate_phone = fields.Selection(
        POLICIES,
        string="Same Phone",
        required=True,
        default="warn",
        help="Numbers of contacts count, too.",
    )
    yishang_duplicate_email = fields.Selection(
        POLICIES,
        string="Same E-mail",
        required=True,
        default="warn",
        help="Addresses of contacts count, too.",
    )
    yishang_duplicate_name = fields.Selection(
        POLICIES,
        string="Same Company Name",
        required=True,
        default="warn",
        help="Without legal form, brackets and spaces. People may share a name.",
    )
    yishang_duplicate_quota = fields.Integer(
        string="Requests a Day",
        default=5,
        help="How often a person may ask in a day for customers somebody else has; "
        "0: never.",
    )

    _check_yishang_duplicate_quota = models.Constraint(
        "CHECK (yishang_duplicate_quota >= 0)",
        "The requests a day cannot be negative. 0 means never.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & set(map(get_policy_field, KINDS)):
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _yishang_get_duplicate_policies(self):
        """Return ``{company id: {kind: policy}}`` of all companies."""
        # sudo: the question is asked for every user, also one without that company.
        companies = self.sudo().search([("active", "in", (True, False))])
        return {
            company.id: {kind: company[get_policy_field(kind)] for kind in KINDS}
            for company in companies
        }
