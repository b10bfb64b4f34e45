from odoo.exceptions import AccessError
from odoo.tests import tagged

from .ledger_common import LedgerCommon
from .service_common import ServiceCommon

SHEET = "crm_yishang.crm_yishang_service_sheet_report"


@tagged("post_install", "-at_install")
class TestServiceSheet(ServiceCommon):
    """The service sheet says what was done, to whoever may read the case."""

    _print = LedgerCommon._print
    _read_pages = LedgerCommon._read_pages

    def _get_reports(self, user):
        reports = LedgerCommon._get_reports(self, user)
        return reports.with_context(lang=user.lang)

    def test_the_sheet_says_what_was_done(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["crm_yishang"], ["zh_CN"])
        case = self._create_case(
            self.service_manager,
            self.customer_sjz1,
            contact_id=self.customer_sjz1.child_ids[:1].id,
            user_id=self.agent.id,
            date_received="2026-03-04 04:00:00",
        ).sudo()
        case.write(
            {
                "description": "三号车间外机异响",
                "result": "更换压缩机减震垫",
                "parts": "减震垫 4 只",
                "hours": 2.5,
                "remark": "客户不好说话",
            }
        )
        self.agent.lang = "zh_CN"
        (page,) = self._read_pages(self._print(self.agent, case, SHEET))
        for part in (
            case.name,
            "服务单",
            "甲石家庄",
            self.customer_sjz1.child_ids[:1].name,
            "空调不制冷",
            self.agent.name,
            "三号车间外机异响",
            "更换压缩机减震垫",
            "减震垫4只",
            "2.5",
            # Noon in Beijing, whoever prints.
            "2026-03-0412:00",
            "客户（签字）",
        ):
            self.assertIn(part.replace(" ", ""), page)
        self.assertNotIn("客户不好说话", page)
        case.action_cancel()
        (page,) = self._read_pages(self._print(self.agent, case, SHEET))
        self.assertIn("作废", page)
        action = case.with_user(self.agent).action_print_sheet()
        self.assertEqual(action["type"], "ir.actions.report")
        with self.assertRaises(AccessError):
            self._print(self.sales_gz1, case, SHEET)
