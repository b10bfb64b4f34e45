from odoo import api, models


class CrmYishangCustomerPanelMixin(models.AbstractModel):
    """The tree of regions beside the customers: those that have some, counted."""

    _name = "crm.yishang.customer.panel.mixin"
    _description = "Panel of Regions"

    @api.model
    def _search_panel_domain_image(self, field_name, domain, *args, **kwargs):
        if field_name == "yishang_region_id":
            # Of a customer both are the same; this one is in an index that counts
            # without touching a row.
            field_name = "yishang_scope_region_id"
        return super()._search_panel_domain_image(field_name, domain, *args, **kwargs)
