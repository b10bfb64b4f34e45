from freezegun import freeze_time

from odoo.tests import Form, tagged
from odoo.tools import SQL

from .service_common import ServiceCommon

CASE = "crm.yishang.service.case"


@tagged("post_install", "-at_install")
class TestServiceSimilar(ServiceCommon):
    """Whoever takes a case down sees how similar ones were solved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(cls.now))
        cls.fridge_product, cls.cooler = cls.env["product.product"].create(
            [{"name": "冰箱"}, {"name": "空调"}]
        )
        inquiry = cls.env.ref("crm_yishang.crm_yishang_service_type_inquiry")
        rows = (
            ("cool", "空调不制冷", "加冷媒", cls.cooler, cls.repair),
            ("noise", "空调外机异响", "换轴承", cls.cooler, cls.repair),
            ("fridge", "冰箱不制冷", "换压缩机", cls.fridge_product, cls.repair),
            ("invoice", "发票何时寄出", "已寄", cls.env["product.product"], inquiry),
            ("hidden", "空调不制冷了", "机密", cls.cooler, cls.repair),
        )
        for name, subject, result, product, kind in rows:
            customer = cls.customer_gz1 if name == "hidden" else cls.customer_sjz1
            case = cls.env[CASE].create(
                {
                    "partner_id": customer.id,
                    "subject": subject,
                    "result": result,
                    "product_id": product.id,
                    "type_id": kind.id,
                    "team_id": False if name == "hidden" else cls.team.id,
                }
            )
            case.action_solve()
            setattr(cls, name, case)
        cls.env.flush_all()

    def test_the_form_shows_them_before_it_is_saved(self):
        with Form(self.env[CASE].with_user(self.agent)) as form:
            form.subject = "空调坏了，不制冷"
            form.type_id = self.repair
            # What is closest comes first; another agent's customer stays hidden.
            found = [case.id for case in form.similar_case_ids[:]]
            self.assertEqual(found, (self.cool | self.fridge | self.noise).ids)
            form.subject = "快递"
            self.assertFalse(form.similar_case_ids[:])

    def test_the_same_product_comes_first(self):
        case = (
            self.env[CASE]
            .with_user(self.agent)
            .new({"subject": "空调坏了，不制冷", "product_id": self.fridge_product.id})
        )
        found = self.fridge | self.cool | self.noise
        self.assertEqual(case.similar_case_ids.ids, found.ids)

    def test_one_finds_what_one_sees(self):
        case = self._create_case(self.director, self.customer_sjz1).sudo()
        case.subject = "空调不制冷"
        for user, found in (
            (self.director, self.hidden | self.cool | self.fridge | self.noise),
            (self.sales_sjz1, self.cool | self.fridge | self.noise),
            (self.agent, self.cool | self.fridge | self.noise),
        ):
            case.invalidate_recordset(["similar_case_ids"])
            self.assertEqual(case.with_user(user).similar_case_ids.ids, found.ids)

    def test_the_call_finds_them_by_what_was_done_too(self):
        call = Form(self.env["crm.yishang.service.call"].with_user(self.agent))
        call.subject = "换轴承要多久"
        self.assertEqual(
            [case.id for case in call.similar_case_ids[:]], [self.noise.id]
        )

    def test_what_goes_on_is_no_example_any_more(self):
        texts = self.env["crm.yishang.service.text"]
        domain = [("case_id", "=", self.cool.id)]
        self.assertEqual(texts.search(domain).content, " 空调不制冷 加冷媒 ")
        self.cool.action_reopen()
        self.assertFalse(texts.search(domain))
        self.cool.result = "Replaced the FAN"
        self.cool.action_solve()
        self.assertEqual(texts.search(domain).content, " 空调不制冷 replaced the fan ")

    def test_the_index_answers_in_one_statement(self):
        texts = self.env["crm.yishang.service.text"]
        cases = self.env[CASE].with_user(self.agent)
        query = cases._search([("state", "in", ("solved", "closed"))])
        sql = texts._sql_find(query, " 空调不制冷 ", False, False)
        self.env.flush_all()
        # With a handful of rows nothing is worth an index.
        for name in ("seqscan", "nestloop", "indexscan", "indexonlyscan"):
            self.env.cr.execute(SQL(f"SET LOCAL enable_{name} = off"))
        plan = str(self.env.execute_query(SQL("EXPLAIN %s", sql)))
        self.assertIn("crm_yishang_service_text_content_idx", plan)
        with self.assertQueryCount(1):
            texts._find_case_ids(query, "空调不制冷")
