from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ..models import crm_yishang_finder, crm_yishang_search
from .common import YishangCommon


@tagged("post_install", "-at_install")
class TestSearch(YishangCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bridge = cls._create_customer(
            "重庆长城桥梁（集团）有限公司",
            cls.sales_sjz1,
            cls.sjz,
            yishang_short_name="长桥ABC",
            yishang_code="ZX-0077",
            phone="+86 138-0571 2468",
            yishang_fax="0311-8765 4321 转 801",
            email="Info@ChangQiao.example.com",
            vat="91350100M000100Y43",
            child_ids=[
                (
                    0,
                    0,
                    {"name": "欧阳文静", "phone": "186 9999 0001", "email": "oy@q.cn"},
                )
            ],
        )
        cls.contact = cls.bridge.child_ids

    def _find(self, fragment, user=None):
        partners = self.env["res.partner"].with_user(user or self.sales_sjz1)
        domain = [("yishang_search", "ilike", fragment)]
        return self.env["res.partner"].browse(partners.search(domain).ids)

    def test_one_box_finds_a_customer_by_everything_people_type(self):
        for fragment in (
            "桥梁",
            "重庆长城桥梁(集团)有限公司",
            "重庆 集团",
            "重",
            "长桥abc",
            "ＡＢＣ",
            "chongqingchangcheng",
            "changcheng",
            "cqccql",
            "CQ",
            "zx-0077",
            "0077",
            "13805712468",
            "+86 138 0571",
            "0571-2468",
            "8613805712468",
            "0311 87654321",
            "87654321801",
            "info@changqiao",
            "91350100m000100y43",
            "欧阳",
            "ouyangwenjing",
            "oywj",
            "18699990001",
            "oy@q.cn",
        ):
            with self.subTest(fragment=fragment):
                self.assertIn(self.bridge, self._find(fragment))

    def test_what_is_not_there_is_not_found(self):
        for fragment in ("桥桥", "城重", "cqcz", "138057124689", "欧阳文静静", "庆"):
            with self.subTest(fragment=fragment):
                self.assertFalse(self._find(fragment) & (self.bridge + self.contact))

    def test_signs_are_no_wildcards(self):
        for fragment in ("%", "\\", "%%", "（）", "★_"):
            with self.subTest(fragment=fragment):
                self.assertFalse(self._find(fragment))
        star = self._create_customer("★★★", self.sales_sjz1)
        self.assertEqual(self._find("★★"), star)

    def test_nothing_typed_finds_everything_visible(self):
        everything = self.env["res.partner"].with_user(self.sales_sjz1).search([])
        self.assertEqual(
            self._find(" "), self.env["res.partner"].browse(everything.ids)
        )

    def test_a_contact_is_found_by_name_and_with_its_company(self):
        self.assertEqual(self._find("ouyang"), self.bridge + self.contact)
        self.assertEqual(self._find("桥梁"), self.bridge + self.contact)

    def test_the_text_follows_every_source(self):
        self.contact.name = "司马光"
        self.assertFalse(self._find("欧阳文静"))
        self.assertEqual(self._find("smg"), self.bridge + self.contact)
        self.bridge.name = "大连海星"
        self.assertFalse(self._find("重庆长城桥梁"))
        self.assertEqual(self._find("海星"), self.bridge + self.contact)
        self.contact.active = False
        self.assertEqual(self._find("smg"), self.bridge.browse())
        self.contact.active = True
        self.assertEqual(self._find("smg"), self.bridge + self.contact)
        self.contact.parent_id = self.customer_sjz1
        self.assertEqual(self._find("smg"), self.customer_sjz1 + self.contact)
        self.contact.unlink()
        self.assertFalse(self._find("smg"))

    def test_flagging_and_unflagging(self):
        company = self.env["res.partner"].create(
            {
                "name": "西宁雪豹",
                "is_company": True,
                "child_ids": [(0, 0, {"name": "诸葛亮"})],
            }
        )
        self.assertFalse(self._find("xnxb", self.director))
        company.yishang_is_customer = True
        self.assertEqual(self._find("xnxb", self.director), company)
        self.assertEqual(self._find("诸葛", self.director), company + company.child_ids)
        company.yishang_is_customer = False
        self.assertFalse(self._find("诸葛", self.director))

    def test_a_merged_customer_is_found_by_what_came_from_the_other(self):
        kept = self._create_customer("沈阳铁马", self.sales_sjz1)
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.bridge + kept).ids, kept)
        former = kept.child_ids - self.contact
        for text in ("ouyangwenjing", "沈阳"):
            self.assertEqual(self._find(text) - former, kept + self.contact)
        # By the name it had, too.
        self.assertEqual(self._find("重庆长城桥梁"), kept + former)

    def test_search_composes_with_visibility(self):
        self.assertIn(self.bridge, self._find("桥梁", self.leader_sjz))
        self.assertFalse(self._find("桥梁", self.sales_sjz2))
        self.assertFalse(self._find("桥梁", self.host_user))
        partners = self.env["res.partner"].with_user(self.sales_sjz2)
        self.assertFalse(partners.name_search("桥梁"))
        self.assertEqual(partners.search_count([("yishang_search", "ilike", "桥")]), 0)

    def test_long_lists_of_matches_are_found_just_the_same(self):
        for fragment in ("桥梁", "重庆", "重", "重庆 集团"):
            with (
                self.subTest(fragment=fragment),
                patch.object(crm_yishang_finder, "LITERAL_IDS", 0),
            ):
                self.assertIn(self.bridge, self._find(fragment))
                self.assertFalse(self._find(fragment, self.sales_sjz2) & self.bridge)
                partners = self.env["res.partner"].with_user(self.sales_sjz1)
                self.assertIn(self.bridge.id, dict(partners.name_search(fragment)))

    def test_a_contact_of_a_shared_customer_is_found(self):
        customer = self._create_customer("翡翠", self.sales_sjz2, self.sjz)
        contact = self.env["res.partner"].create(
            {"name": "孔雀", "parent_id": customer.id}
        )
        self.assertFalse(self._find("孔雀", self.sales_sjz1))
        self.env["crm.yishang.grant"].create(
            {"customer_id": customer.id, "user_id": self.sales_sjz1.id}
        )
        self.assertEqual(self._find("孔雀", self.sales_sjz1), customer | contact)
        self.assertFalse(self._find("孔雀", self.sales_bd1))

    def test_a_page_and_its_count_look_once(self):
        customers = [
            {"name": f"翡翠{number}", "yishang_is_customer": True, "user_id": False}
            for number in range(3)
        ]
        self.env["res.partner"].create(customers)
        finder = self.env.registry["crm.yishang.finder"]
        partners = self.env["res.partner"].with_user(self.director)
        with patch.object(
            finder, "_fetch_rows", autospec=True, side_effect=finder._fetch_rows
        ) as look:
            domain = [("yishang_search", "ilike", "翡翠")]
            page = partners.web_search_read(domain, {"name": {}}, limit=2)
        self.assertEqual(page["length"], 3)
        self.assertEqual(len(page["records"]), 2)
        self.assertEqual(look.call_count, 1)

    def test_pages_of_few_matches_are_slices_of_the_whole(self):
        customers = [
            {
                "name": f"翡翠{number % 3}",
                "yishang_is_customer": True,
                "user_id": user.id,
            }
            for user in (self.sales_sjz1, self.sales_sjz2)
            for number in range(5)
        ]
        self.env["res.partner"].create(customers)
        domain = [("yishang_search", "ilike", "翡翠")]
        for user, number in ((self.sales_sjz1, 5), (self.leader_sjz, 10)):
            partners = self.env["res.partner"].with_user(user)
            whole = partners.search(domain)
            self.assertEqual(len(whole), number)
            for offset, limit in ((0, 3), (3, 4), (4, 9), (20, 5)):
                with self.subTest(user=user.login, offset=offset):
                    page = partners.web_search_read(
                        domain, {"name": {}}, offset=offset, limit=limit
                    )
                    ids = [record["id"] for record in page["records"]]
                    self.assertEqual(ids, whole[offset : offset + limit].ids)
                    self.assertEqual(page["length"], number if ids else 0)

    def test_what_a_browser_sends_is_not_taken_for_what_was_found(self):
        hidden = self.customer_sjz2
        domain = [("yishang_search", "ilike", "翡翠")]
        forged = {"found": {"": [hidden.id]}, "pages": {"": [hidden.id]}}
        partners = self.env["res.partner"].with_user(self.sales_sjz1)
        partners = partners.with_context(yishang_search_memo=forged)
        self.assertFalse(partners.search(domain, limit=5))
        page = partners.web_search_read(domain, {"name": {}}, limit=5)
        self.assertEqual(page["length"], 0)

    def test_long_words_are_looked_up_whole(self):
        grams = "SELECT crm_yishang_grams(%s) @> crm_yishang_grams(%s)"
        text = " 石家庄 13805712468 91350100m000100y43 "
        for part, is_in_it in (
            (" 13805712468 ", True),
            ("13805712468", True),
            ("0571246", True),
            (" 1380571", True),
            (" 91350100m000100y43 ", True),
            (" 1380571 ", False),
            (" 1380571246 ", False),
        ):
            with self.subTest(part=part):
                [(contains,)] = self.env.execute_query(SQL(grams, text, part))
                self.assertEqual(contains, is_in_it)

    def test_names_are_found_everywhere(self):
        partners = self.env["res.partner"].with_user(self.sales_sjz1)
        for fragment in ("cqcc", "138-0571", "桥梁", "欧阳"):
            with self.subTest(fragment=fragment):
                names = dict(partners.name_search(fragment))
                self.assertIn(self.bridge.id, names)
        # Other partners are found as the host finds them, and not by pinyin.
        other = self.env["res.partner"].create({"name": "供应商甲", "ref": "REF-1"})
        self.assertIn(other.id, dict(partners.name_search("应商")))
        self.assertIn(other.id, dict(partners.name_search("REF-1")))
        self.assertNotIn(other.id, dict(partners.name_search("gys")))

    def test_handover_does_not_touch_the_text(self):
        search = self.env.registry["crm.yishang.search"]
        with patch.object(search, "_refresh", autospec=True) as refresh:
            self.bridge.user_id = self.sales_sjz2
            self.bridge.yishang_region_id = self.changan
            self.bridge.comment = "Moved"
            self.assertFalse(refresh.called)

    def test_rebuilding_gives_the_same_texts(self):
        def read():
            return self.env.execute_query(
                SQL("SELECT partner_id, content FROM crm_yishang_search ORDER BY 1")
            )

        before = read()
        self.env.cr.execute(SQL("DELETE FROM crm_yishang_search"))
        with patch.object(crm_yishang_search, "CHUNK", 2):
            self.env["crm.yishang.search"]._rebuild()
        self.assertEqual(read(), before)

    def test_many_customers_cost_few_statements(self):
        def vals(start, count):
            return [
                {"name": f"批量{number}", "yishang_is_customer": True, "user_id": False}
                for number in range(start, start + count)
            ]

        partners = self.env["res.partner"].with_context(tracking_disable=True)
        partners.create(vals(0, 1))
        before = self.env.cr.sql_log_count
        partners.create(vals(100, 20))
        self.env.flush_all()
        few = self.env.cr.sql_log_count - before
        before = self.env.cr.sql_log_count
        partners.create(vals(200, 200))
        self.env.flush_all()
        many = self.env.cr.sql_log_count - before
        self.assertLess(few, 20)
        self.assertLess(many, 2 * 20)

    def test_the_index_serves_each_kind_of_fragment(self):
        self.env.cr.execute(SQL("SET LOCAL enable_seqscan = off"))
        finder = self.env["crm.yishang.finder"]
        for pattern in ("桥梁", "cqcc", "2468", " cq", " 重", " 13805712468 "):
            with self.subTest(pattern=pattern):
                rows = self.env.execute_query(
                    SQL(
                        "EXPLAIN %s",
                        finder._sql_matches(finder._sql_contains(pattern)),
                    )
                )
                plan = "\n".join(line for (line,) in rows)
                self.assertIn("crm_yishang_search_content_idx", plan)
