from odoo.http import request, route

from odoo.addons.web.controllers.vcard import Partner

from ..tools.export_act import ExportAct


class YishangContactCard(Partner):
    """One card for the own phone is work; an archive of cards is an export."""

    @route()
    def download_vcard(self, partner_ids=None, partner=None, **kwargs):
        ids = {int(id_) for id_ in (partner_ids or "").split(",") if id_.isdigit()}
        guard = request.env["crm.yishang.export.guard"]
        if not guard._is_many(request.env["res.partner"].browse(ids)):
            return super().download_vcard(partner_ids, partner, **kwargs)
        domain = [("id", "in", sorted(ids))]
        act = ExportAct("card", "res.partner", domain, row_count=len(ids))
        guard._check(act)
        response = super().download_vcard(partner_ids, partner, **kwargs)
        guard._log(act)
        return response
