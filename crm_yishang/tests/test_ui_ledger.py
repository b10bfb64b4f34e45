from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import YishangCommon
from .ledger_common import LEDGER

HOST = "odoo.addons.base.models.ir_actions_report.IrActionsReport"


@tagged("post_install", "-at_install")
class TestUiLedger(YishangCommon, HttpCase):
    """The Print menu of a customer."""

    def test_the_ledger_is_printed_without_wkhtmltopdf(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(
            ["web", "crm_yishang"], ["zh_CN"]
        )
        user = self.sales_sjz1
        user.lang = "zh_CN"
        # The browser waits for a message; a download it would not show.
        reached = UserError("台账已送达打印")
        with (
            patch(f"{HOST}.get_wkhtmltopdf_state", return_value="install"),
            patch(f"{HOST}._render_qweb_pdf", side_effect=reached) as render,
            mute_logger("odoo.addons.web.controllers.report"),
        ):
            self.start_tour(
                "/odoo/my-customers", "crm_yishang_ledger_print", login=user.login
            )
        (report, ids), _options = render.call_args
        self.assertEqual((report, ids), (LEDGER, self.customer_sjz1.ids))
