from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the browser how many instructions wait, if it is to ask at all.

        And whether to offer tables for download; the server decides again.
        """
        result = super().session_info()
        if self.env.user._is_internal():
            guard = self.env["crm.yishang.export.guard"]
            result["crm_yishang_may_download"] = guard._may_download()
            counts = self.env["crm.yishang.instruction"]._get_session_info()
            if counts:
                result["crm_yishang_instruction"] = counts
        return result
