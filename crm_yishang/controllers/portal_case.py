from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.crm_yishang_service_stage import OPEN_KINDS
from .portal_document import get_portal_document

CASE = "crm.yishang.service.case"
LONGEST_TEXT = 10000
HISTORY = "yishang_cases_history"


class YishangCasePortal(CustomerPortal):
    """Service cases of the customer who is logged in, or of whoever has the link."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        # sudo: see get_portal_document.
        cases = request.env[CASE].sudo()
        domain = request.env[CASE]._get_portal_domain()
        if "yishang_case_count" in counters:
            values["yishang_case_count"] = cases.search_count(domain)
        if "yishang_case_waiting_count" in counters:
            domain &= Domain("state", "=", "waiting")
            values["yishang_case_waiting_count"] = cases.search_count(domain)
        return values

    @route(
        ["/my/cases", "/my/cases/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_cases(self, page=1, sortby=None, filterby=None, search="", **kwargs):
        """List the cases of the customer, filtered, sorted and searched."""
        # sudo: see get_portal_document.
        cases = request.env[CASE].sudo()
        sortings, filters = self._yishang_get_sortings(), self._yishang_get_filters()
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        domain = request.env[CASE]._get_portal_domain() & filters[filterby]["domain"]
        if search:
            domain &= (
                Domain("name", "ilike", search)
                | Domain("subject", "ilike", search)
                | Domain("description", "ilike", search)
            )
        pages = pager(
            url="/my/cases",
            url_args={"sortby": sortby, "filterby": filterby, "search": search},
            total=cases.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = cases.search(
            domain,
            order=sortings[sortby]["order"],
            limit=self._items_per_page,
            offset=pages["offset"],
        )
        request.session[HISTORY] = found.ids[:100]
        values = {
            **self._prepare_portal_layout_values(),
            "cases": found,
            "page_name": "yishang_case",
            "pager": pages,
            "default_url": "/my/cases",
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_filters": filters,
            "filterby": filterby,
            "searchbar_inputs": {
                "all": {"input": "all", "label": request.env._("Search in All")}
            },
            "search_in": "all",
            "search": search,
            "can_submit": self._yishang_can_submit(),
        }
        return request.render("crm_yishang.crm_yishang_case_portal_list", values)

    def _yishang_get_sortings(self):
        return {
            "date": {
                "label": request.env._("Newest"),
                "order": "date_received DESC, id DESC",
            },
            "oldest": {
                "label": request.env._("Oldest"),
                "order": "date_received, id",
            },
            "number": {"label": request.env._("Case Number"), "order": "name DESC"},
            "type": {
                "label": request.env._("Service Type"),
                "order": "type_id, date_received DESC",
            },
            "state": {
                "label": request.env._("State"),
                "order": "stage_id, date_received DESC",
            },
        }

    def _yishang_get_filters(self):
        is_open = Domain("state", "in", OPEN_KINDS)
        return {
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
            "open": {"label": request.env._("Being Worked On"), "domain": is_open},
            "waiting": {
                "label": request.env._("Waiting for You"),
                "domain": Domain("state", "=", "waiting"),
            },
            "closed": {"label": request.env._("Done"), "domain": ~is_open},
        }

    @route(
        ["/my/cases/<int:case_id>"],
        type="http",
        auth="public",
        website=True,
    )
    def portal_case_page(
        self,
        case_id,
        access_token=None,
        report_type=None,
        download=False,
        **kwargs,
    ):
        """Show one case, or hand out its service sheet."""
        try:
            case = self._yishang_get_case(case_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if report_type == "pdf":
            return self._show_report(
                model=case,
                report_type="pdf",
                report_ref="crm_yishang.crm_yishang_service_sheet_report",
                download=download,
            )
        return self._yishang_show_case(case, access_token, **kwargs)

    def _yishang_show_case(self, case, access_token, error=None, **kwargs):
        is_own = self._yishang_is_own(case)
        values = {
            **self._prepare_portal_layout_values(),
            "case": case,
            "page_name": "yishang_case",
            "error": error,
            "is_submitted": bool(kwargs.get("submitted")),
            "is_changed": bool(kwargs.get("changed")),
            "can_act": is_own or access_token,
            "can_rate": is_own and case._is_ratable,
            "rating": case._get_rating_since_closing(),
        }
        values = self._get_page_view_values(
            case, access_token, values, HISTORY, False, **kwargs
        )
        # The chatter has no other right on the case than this one.
        values["token"] = case._portal_ensure_token()
        return request.render("crm_yishang.crm_yishang_case_portal_page", values)

    @route(
        ["/my/cases/<int:case_id>/<any(close,reopen,rate):act>"],
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_case_act(self, case_id, act, access_token=None, **kwargs):
        """Do what the customer pressed, and show the case again."""
        try:
            case = self._yishang_get_case(case_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        # Colleagues work on cases in the back end.
        if request.env.user._is_internal():
            return request.redirect(f"/my/cases/{case.id}")
        try:
            with request.env.cr.savepoint():
                self._yishang_act(case, act, kwargs)
        except UserError as error:
            return self._yishang_show_case(case, access_token, error=str(error))
        suffix = f"&access_token={access_token}" if access_token else ""
        return request.redirect(f"/my/cases/{case.id}?changed=1{suffix}")

    def _yishang_act(self, case, act, entered):
        if act == "close":
            case._close_from_portal()
        elif act == "reopen":
            case._reopen_from_portal((entered.get("reason") or "")[:LONGEST_TEXT])
        else:
            # Whoever has but the link rates by the one in the mail.
            if not self._yishang_is_own(case):
                raise AccessError(request.env._("Log in to rate the case."))
            rate = entered.get("rate") or ""
            if rate not in ("1", "2", "3", "4", "5"):
                raise UserError(request.env._("Choose how content you are."))
            case._rate_from_portal(int(rate), entered.get("feedback"))

    def _yishang_is_own(self, case):
        """Whether the case is one of the customer who is logged in."""
        return not request.env.user._is_public() and bool(
            case.filtered_domain(request.env[CASE]._get_portal_domain())
        )

    def _yishang_get_case(self, case_id, access_token):
        return get_portal_document(
            CASE,
            case_id,
            access_token,
            lambda case: True,
            request.env[CASE]._get_portal_domain(),
        )
