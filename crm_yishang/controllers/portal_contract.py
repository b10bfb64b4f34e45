from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from .portal_document import get_portal_document

# What the customer is shown: nothing colleagues still decide on, nothing given up.
SHOWN_STATES = ("approved", "signed", "running", "expired", "terminated")


class YishangContractPortal(CustomerPortal):
    """The contracts of the customer who is logged in, or of whoever has the link.

    Portal users have no right on the model, so that no program reads what is internal;
    these pages read for them what is theirs.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "yishang_contract_count" in counters:
            domain = self._yishang_get_contract_domain()
            # sudo: see the class.
            contracts = request.env["crm.yishang.contract"].sudo()
            values["yishang_contract_count"] = contracts.search_count(domain)
        return values

    @route(
        ["/my/contracts", "/my/contracts/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_contracts(self, page=1, **_kwargs):
        """List the contracts of the customer, the newest first."""
        # sudo: see the class.
        contracts = request.env["crm.yishang.contract"].sudo()
        domain = self._yishang_get_contract_domain()
        pages = pager(
            url="/my/contracts",
            total=contracts.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        values = {
            **self._prepare_portal_layout_values(),
            "contracts": contracts.search(
                domain, limit=self._items_per_page, offset=pages["offset"]
            ),
            "page_name": "yishang_contract",
            "pager": pages,
            "default_url": "/my/contracts",
        }
        return request.render("crm_yishang.crm_yishang_contract_portal_list", values)

    @route(
        ["/my/contracts/<int:contract_id>"],
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def portal_contract_page(
        self,
        contract_id,
        access_token=None,
        report_type=None,
        download=False,
        **_kwargs,
    ):
        """Show one contract, or hand it out as PDF."""
        try:
            contract = self._yishang_get_contract(contract_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if report_type == "pdf":
            return self._show_report(
                model=contract,
                report_type="pdf",
                report_ref="crm_yishang.crm_yishang_contract_report",
                download=download,
            )
        values = {
            **self._prepare_portal_layout_values(),
            **contract.env["crm.yishang.print"]._get_values(),
            "contract": contract,
            "data": contract._get_print_data(),
            "page_name": "yishang_contract",
            "access_token": access_token,
            "object": contract,
        }
        return request.render("crm_yishang.crm_yishang_contract_portal_page", values)

    def _yishang_get_contract_domain(self):
        """Return the contracts of the customer who is logged in, as a ``Domain``."""
        customer = request.env.user.partner_id.commercial_partner_id
        return Domain("partner_id", "child_of", customer.ids) & Domain(
            "state", "in", SHOWN_STATES
        )

    def _yishang_get_contract(self, contract_id, access_token):
        """Return a contract for whoever may see it here, in superuser mode.

        :raise MissingError: if there is none
        :raise AccessError: if it is somebody else's, or the token is another one
        """
        return get_portal_document(
            "crm.yishang.contract",
            contract_id,
            access_token,
            lambda contract: contract.state in SHOWN_STATES,
            self._yishang_get_contract_domain(),
        )
