from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager


class YishangCollectionPortal(CustomerPortal):
    """What the customer who is logged in still has to pay, and what was received."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "yishang_instalment_count" in counters:
            instalments = request.env["crm.yishang.instalment"]
            values["yishang_instalment_count"] = (
                instalments.search_count(self._yishang_get_open_domain())
                if instalments.has_access("read")
                else 0
            )
        return values

    @route(
        ["/my/instalments", "/my/instalments/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_instalments(self, page=1, **_kwargs):
        """List the open instalments of the customer, the earliest first."""
        instalments = request.env["crm.yishang.instalment"]
        domain = self._yishang_get_open_domain()
        pages = pager(
            url="/my/instalments",
            total=instalments.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        values = {
            **self._prepare_portal_layout_values(),
            "instalments": instalments.search(
                domain, limit=self._items_per_page, offset=pages["offset"]
            ),
            "page_name": "yishang_instalment",
            "pager": pages,
            "default_url": "/my/instalments",
        }
        return request.render("crm_yishang.crm_yishang_instalment_portal_list", values)

    def _yishang_get_open_domain(self):
        """Return the open instalments of the customer, besides the rules."""
        customer = request.env.user.partner_id.commercial_partner_id
        instalments = request.env["crm.yishang.instalment"]
        return instalments._get_open_domain() & Domain(
            "partner_id", "child_of", customer.ids
        )
