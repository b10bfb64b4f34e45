from odoo.exceptions import AccessError
from odoo.tests import tagged

from .portal_common import PortalCommon


@tagged("post_install", "-at_install")
class TestCaseCompany(PortalCommon):
    """Cases stay in their company, numbers on them behind the mask."""

    def test_the_other_company_keeps_its_cases(self):
        other = self.env["res.company"].create({"name": "乙公司"})
        case = self.cases.create(
            {
                "partner_id": self.customer_gz1.id,
                "subject": "乙公司的事",
                "type_id": self.repair.id,
                "company_id": other.id,
                "team_id": False,
            }
        )
        for user in (self.service_manager, self.director, self.crm_admin):
            self.assertFalse(self._get_visible(user, case), user.login)
            with self.assertRaises(AccessError):
                case.with_user(user).read(["subject"])
            with self.assertRaises(AccessError):
                case.with_user(user).write({"remark": "x"})
        self.service_manager.company_ids += other
        both = self.cases.with_user(self.service_manager).with_context(
            allowed_company_ids=[self.env.company.id, other.id]
        )
        self.assertIn(case, both.search([]))
        alone = both.with_context(allowed_company_ids=[self.env.company.id])
        self.assertNotIn(case, alone.search([]))
        self._login(self.foreigner)
        self.assertNotIn("乙公司的事", self.url_open("/my/cases").text)
        self.assertNotIn("乙公司的事", self.url_open(f"/my/cases/{case.id}").text)

    def test_agents_with_masks_read_no_number_of_a_case(self):
        agents = self.env.ref("crm_yishang.crm_yishang_group_service_agent")
        self.env.company.yishang_masked_group_ids = agents
        self.case = self._create_case(self.service_manager, self.customer_sjz1).sudo()
        self.case.write({"phone": "13812345678", "user_id": self.agent.id})
        self.agent.group_ids += self.env.ref("base.group_allow_export")
        case = self.case.with_user(self.agent)
        self.assertNotIn("13812345678", str(case.read(["phone"])))
        self.assertNotIn("13812345678", str(case.web_read({"phone": {}})))
        exported = case.export_data(["subject", "phone"])["datas"]
        self.assertNotIn("13812345678", str(exported))
        sheet = self.env["crm.yishang.service.sheet"].with_user(self.agent)
        self.assertNotIn("13812345678", str(sheet.get_data(case)))
        cases = self.cases.with_user(self.agent)
        self.assertFalse(cases.search([("phone", "ilike", "1381")]))
        self.assertNotIn(
            "13812345678",
            str(cases.formatted_read_group([], ["phone"], ["__count"])),
        )
        case.phone = case.read(["phone"])[0]["phone"]
        self.assertEqual(self.case.phone, "13812345678")
        director = self.case.with_user(self.director)
        self.assertIn("13812345678", str(director.read(["phone"])))
