from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.protection import PROTECTABLE

TYPES = ("boolean", "date", "datetime", "float", "integer", "monetary", "selection")
# What a run writes itself: a score would count itself.
OWN = frozenset(("yishang_grade",))


class CrmYishangValueFieldMixin(models.AbstractModel):
    """Indicators that administrators add: a stored field of the customer, as a number.

    Yes is 1 and no is 0; a date is the number of days since then; a choice is its place
    among the choices, the first is 1. Nothing entered is not known, 0 is for numbers.
    """

    _name = "crm.yishang.value.field.mixin"
    _description = "Indicators From Fields of the Customer"

    field_id = fields.Many2one(
        "ir.model.fields",
        string="Field of the Customer",
        domain=lambda self: list(self._get_field_domain()),
        ondelete="cascade",
        help="Yes is 1 and no is 0; a date is the number of days since then; a choice "
        "is its place among the choices.",
    )

    @api.model
    def _get_field_domain(self):
        return (
            Domain("model", "=", "res.partner")
            & Domain("store", "=", True)
            & Domain("ttype", "in", TYPES)
            & Domain("name", "in", sorted(self._get_usable_names()))
        )

    @api.model
    def _get_usable_names(self):
        """Return the fields everybody may read who sees a customer.

        Left out is what companies may protect, what groups alone read, and what is
        another value for each company.
        """
        return {
            name
            for name, field in self.env["res.partner"]._fields.items()
            if field.store
            and field.column_type
            and field.type in TYPES
            and not field.groups
            and not field.company_dependent
            and name not in PROTECTABLE
            and name not in OWN
            and name not in models.MAGIC_COLUMNS
        }

    @api.constrains("field_id")
    def _check_field(self):
        usable = self._get_usable_names()
        for indicator in self.filtered("field_id"):
            # sudo: administrators of the CRM do not read how models are made.
            field = indicator.field_id.sudo()
            if field.model != "res.partner" or field.name not in usable:
                raise ValidationError(
                    self.env._(
                        "Indicator %(name)s cannot be measured by %(field)s. Choose a "
                        "number, a date, a choice or a yes-or-no field of the customer "
                        "that everybody may read and no company protects.",
                        name=indicator.display_name,
                        field=field.display_name,
                    )
                )

    @api.model
    def _sql_field(self, name, day):
        """Return the number that a field of the row ``k`` stands for on a day.

        :param name: of a field of partners; whatever is none raises
        """
        field = self.env["res.partner"]._fields[name]
        column = SQL("k.%s", SQL.identifier(f"own_{name}"))
        if field.type == "boolean":
            return SQL("COALESCE(%s, FALSE)::int", column)
        if field.type in ("date", "datetime"):
            return SQL("%s - %s::date", day, column)
        if field.type == "selection":
            keys = [key for key, _label in field._description_selection(self.env)]
            return SQL("array_position(%s::text[], %s::text)", keys, column)
        return column
