from odoo import api, models
from odoo.tools import SQL

from ..tools.duplicate_keys import get_emails
from ..tools.sight import get_scope_key
from .crm_yishang_bulk_mixin import COMPLETE

# Worked out beforehand by what the host works them out by; not a second time.
SETTLED = ("commercial_partner_id", "email_normalized", "phone_sanitized")


class CrmYishangForeseenMixin(models.AbstractModel):
    """New partners by the thousand are written once.

    The host inserts what was given, works out the rest, and writes each row again into
    all indexes of the table. What will come out is known here beforehand and inserted
    with the row. Names and sight are worked out all the same: where they come out
    differently, as another addon may have it, that is what is written.
    """

    _name = "crm.yishang.foreseen.mixin"
    _description = "Partners Written Once"

    @api.model
    def _add_precomputed_values(self, vals_list):
        # Its result is in ``vals_list``.
        result = super()._add_precomputed_values(vals_list)
        if self.env.context.get("yishang_complete") is COMPLETE:
            ids = {id_ for vals in vals_list if (id_ := vals.get("parent_id"))}
            # sudo: as the host works these out.
            parents = {parent.id: parent for parent in self.sudo().browse(ids)}
            for vals in vals_list:
                if parent := parents.get(vals.get("parent_id")):
                    foreseen = self._yishang_foresee_below(vals, parent)
                else:
                    foreseen = self._yishang_foresee_alone(vals)
                vals.update(self._yishang_foresee(vals) | foreseen | vals)
        return result

    @api.model
    def _yishang_foresee(self, vals):
        """Return what will be computed of any new partner."""
        country = self.env["res.country"].browse(vals.get("country_id"))
        foreseen = {
            "email_normalized": next(iter(get_emails(vals.get("email") or "")), False),
            "employee": False,
            "partner_share": True,
            "phone_sanitized": False,
        }
        if phone := vals.get("phone"):
            number = self._phone_format(number=phone, country=country)
            foreseen["phone_sanitized"] = number
        return foreseen

    @api.model
    def _yishang_foresee_alone(self, vals):
        """Return what will be computed of a partner without one above it."""
        name, foreseen = vals.get("name") or "", {"yishang_scope_key": 0}
        if not vals.get("company_name"):
            foreseen["commercial_company_name"] = vals.get("is_company") and name
            foreseen["complete_name"] = name.strip()
        if vals.get("yishang_is_customer"):
            owner_id, region_id = vals.get("user_id"), vals.get("yishang_region_id")
            foreseen["yishang_scope_region_id"] = region_id
            foreseen["yishang_scope_key"] = get_scope_key(owner_id, region_id)
        return foreseen

    @api.model
    def _yishang_foresee_below(self, vals, parent):
        """Return what will be computed of a contact: it follows its company."""
        company = parent.commercial_partner_id
        if vals.get("is_company") or not company.is_company:
            return {}
        return {
            "commercial_company_name": company.name,
            "commercial_partner_id": company.id,
            "complete_name": f"{company.name}, {vals.get('name') or ''}".strip(),
            "yishang_customer_id": parent.yishang_customer_id.id,
            "yishang_scope_key": parent.yishang_scope_key,
            "yishang_scope_region_id": parent.yishang_scope_region_id.id,
        }

    @api.model
    def _create(self, data_list):
        if self.env.context.get("yishang_complete") is COMPLETE:
            self._yishang_number(data_list)
        return super()._create(data_list)

    @api.model
    def _yishang_number(self, data_list):
        """Give rows their ids beforehand: those of companies name themselves."""
        # Raw SQL: the ORM leaves ids to the database and learns them too late.
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
                " FROM generate_series(1, %s)",
                self._table,
                len(data_list),
            )
        )
        for data, (id_,) in zip(data_list, rows, strict=True):
            stored = data["stored"]
            stored["id"] = id_
            if not stored.get("parent_id"):
                stored["commercial_partner_id"] = id_
                if stored.get("yishang_is_customer"):
                    stored["yishang_customer_id"] = id_
            known = (name for name in SETTLED if name in stored)
            data["protected"].update(self._fields[name] for name in known)
