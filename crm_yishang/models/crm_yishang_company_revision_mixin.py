from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools.protection import DECISIVE, PROTECTABLE, Protection


class CrmYishangCompanyRevisionMixin(models.AbstractModel):
    """Which key data of which customers a company lets nobody change alone."""

    _name = "crm.yishang.company.revision.mixin"
    _description = "Protected Fields of a Company"

    yishang_revision_field_ids = fields.Many2many(
        "ir.model.fields",
        "crm_yishang_revision_field_rel",
        string="Protected Fields",
        domain=[("model", "=", "res.partner"), ("name", "in", PROTECTABLE)],
        help="They change by a request that a superior approves; none: nothing is "
        "protected.",
    )
    yishang_revision_type_ids = fields.Many2many(
        "crm.yishang.customer.type",
        "crm_yishang_revision_type_rel",
        string="Protected Customer Types",
        help="None: customers of all types.",
    )
    yishang_revision_grade = fields.Selection(
        [
            ("a", "Grade A"),
            ("b", "Grades A and B"),
            ("c", "Grades A to C"),
            ("d", "Grades A to D"),
        ],
        string="Protected Value Grades",
        help="Empty: customers of all grades and those without.",
    )

    @api.constrains("yishang_revision_field_ids")
    def _check_yishang_revision_fields(self):
        for company in self:
            # sudo: the catalogue of fields is not readable for everybody.
            chosen = company.sudo().yishang_revision_field_ids
            for field in chosen:
                if field.model != "res.partner" or field.name not in PROTECTABLE:
                    raise ValidationError(
                        self.env._(
                            "%(company)s: the field %(field)s cannot be protected. "
                            "Choose one of those the list offers.",
                            company=company.name,
                            field=field.field_description,
                        )
                    )

    def write(self, vals):
        result = super().write(vals)
        if any(name.startswith("yishang_revision_") for name in vals):
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _yishang_get_protections(self):
        """Return what is protected: ``{company id: Protection}``."""
        # sudo: the rule holds for everybody, also one without that company.
        companies = self.sudo().search([("yishang_revision_field_ids", "!=", False)])
        return {company.id: company._yishang_get_protection() for company in companies}

    def _yishang_get_protection(self):
        names = {*self.yishang_revision_field_ids.mapped("name"), *DECISIVE}
        if self.yishang_revision_type_ids:
            names.add("yishang_type_id")
        if self.yishang_revision_grade:
            names.add("yishang_grade")
        return Protection(
            frozenset(names),
            frozenset(self.yishang_revision_type_ids.ids),
            self.yishang_revision_grade or "",
        )
