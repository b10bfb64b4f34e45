from urllib.parse import urlencode

from odoo import api, fields, models


class CrmYishangCustomerFiguresMixin(models.AbstractModel):
    """What the customer form shows at a glance, and where its buttons lead."""

    _name = "crm.yishang.customer.figures.mixin"
    _description = "Key Figures of a Customer"

    yishang_map_url = fields.Char(
        string="Map",
        compute="_compute_yishang_map_url",
        help="Opens the address on a map.",
    )

    @api.depends("street", "street2", "city", "state_id", "country_id", "name")
    def _compute_yishang_map_url(self):
        for partner in self:
            place = (
                partner.state_id.name or "",
                partner.city or "",
                partner.street or "",
            )
            place = "".join(place)
            if not place:
                partner.yishang_map_url = False
            elif partner.country_id.code in (False, "CN"):
                # Maps of the mainland are shifted: foreign services miss the spot.
                query = urlencode({"keyword": place, "src": "crm_yishang"})
                partner.yishang_map_url = f"https://uri.amap.com/search?{query}"
            else:
                query = urlencode({"query": f"{place} {partner.country_id.name}"})
                partner.yishang_map_url = (
                    f"https://www.openstreetmap.org/search?{query}"
                )

    def action_yishang_new_opportunity(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Opportunity"),
            "res_model": "crm.lead",
            "view_mode": "form",
            "context": {"default_partner_id": self.id, "default_type": "opportunity"},
        }

    def action_yishang_new_order(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Sales Order"),
            "res_model": "sale.order",
            "view_mode": "form",
            "context": {"default_partner_id": self.id},
        }

    def action_yishang_view_files(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Files"),
            "res_model": "ir.attachment",
            "view_mode": "kanban,list,form",
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }
