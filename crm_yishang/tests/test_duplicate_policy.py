from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .duplicate_common import PHONE, SAME, TAX_ID, DuplicateCommon
from .import_common import ImportCommon, make_workbook

HEADINGS = ("客户编码", "客户名称", "税号", "电话", "邮箱", "联系人", "联系人电话")


@tagged("post_install", "-at_install")
class TestDuplicatePolicy(DuplicateCommon, ImportCommon):
    """Off, warn or refuse: for each kind of key, by every road."""

    def test_off_and_warn_refuse_nothing(self):
        for policy in ("off", "warn"):
            self._set_policy(policy)
            for kind, values in SAME.items():
                with self.subTest(policy=policy, kind=kind):
                    customer = self._enter(self.sales_bd1, **values)
                    warning = customer.yishang_duplicate_warning
                    self.assertEqual(bool(warning), policy == "warn")
                    self.assertEqual(
                        customer.yishang_has_hidden_duplicate, policy == "warn"
                    )
                    if warning:
                        self.assertIn("handled by sales_sjz1", warning)
                        self.assertSecret(warning)
                    customer.sudo().unlink()

    def test_each_kind_is_refused_by_create_and_write(self):
        for kind, values in SAME.items():
            self._set_policy("off")
            self._set_policy("block", kind)
            mine = self._enter(self.sales_bd1)
            for road in (
                lambda values=values: self._enter(self.sales_bd1, **values),
                lambda values=values, mine=mine: mine.write(values),
            ):
                with self.subTest(kind=kind):
                    with self.assertRaises(ValidationError) as caught:
                        road()
                    self.assertIn("handled by sales_sjz1", str(caught.exception))
                    self.assertSecret(caught.exception)
            self.env.invalidate_all(flush=False)
            self.assertIn("新客户", mine.name)

    def test_who_sees_the_customer_is_told_its_name(self):
        self._set_policy("block")
        for user in (self.leader_sjz, self.director, self.crm_admin):
            with self.subTest(user=user.login):
                with self.assertBlocked("秘密恒泰机电设备有限公司.\nWork on"):
                    self._enter(user, phone=PHONE)

    def test_the_form_and_quick_create(self):
        self._set_policy("block")
        customers = self.env["res.partner"].with_user(self.sales_bd1)
        customers = customers.with_context(default_yishang_is_customer=True)
        form = Form(customers, view="crm_yishang.crm_yishang_customer_view_form")
        form.name = "表单"
        form.phone = PHONE
        self.assertIn("handled by sales_sjz1", form.yishang_duplicate_warning)
        with self.assertBlocked():
            form.save()
        with self.assertBlocked():
            customers.name_create(SAME["name"]["name"])
        result = customers.load(
            ["name", "is_company", "yishang_is_customer", "phone"],
            [["导入", "1", "1", PHONE]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("handled by sales_sjz1", result["messages"][0]["message"])
        self.assertSecret(result["messages"])

    def test_contacts_count_for_their_customers(self):
        self._set_policy("block")
        mine = self._enter(self.sales_bd1)
        partners = self.env["res.partner"].with_user(self.sales_bd1)
        with self.assertBlocked():
            partners.create(
                {"name": "人", "parent_id": mine.id, "phone": "13900138001"}
            )
        # Lines of partners are created as whoever began the transaction.
        self.patch(self.env.transaction, "default_env", mine.env)
        with self.assertBlocked():
            mine.write({"child_ids": [Command.create({"name": "人", "phone": PHONE})]})
        with self.assertBlocked():
            self._enter(self.sales_bd1, email="person@duplicate.example")
        self.known_person.active = False
        self._enter(self.sales_bd1, email="person@duplicate.example")
        # Archiving enters nothing, taking back does.
        known = self.known.with_user(self.sales_sjz1)
        known.active = False
        known.active = True
        with self.assertBlocked("handled by sales_bd1"):
            self.known_person.with_user(self.sales_sjz1).active = True

    def test_only_what_changed_is_checked(self):
        mine = self._enter(self.sales_bd1, phone=PHONE)
        self._set_policy("block")
        mine.write({"name": "改名", "yishang_fax": "0312-1234567"})
        mine.write({"phone": "+86 311 8888 8886"})
        self.assertEqual(mine.phone, "+86 311 8888 8886")

    def test_own_contacts_and_branches_do_not_hit(self):
        self._set_policy("block")
        partners = self.env["res.partner"].with_user(self.sales_sjz1)
        partners.create({"name": "前台", "parent_id": self.known.id, "phone": PHONE})
        branch = self._enter(
            self.sales_sjz1,
            name="分部",
            parent_id=self.known.id,
            phone=PHONE,
            user_id=self.sales_sjz1.id,
        )
        self.assertFalse(branch.yishang_duplicate_warning)

    def test_people_may_share_a_name(self):
        self._set_policy("block")
        self._enter(self.sales_sjz1, name="张三三", is_company=False)
        self._enter(self.sales_bd1, name="张三三", is_company=False)
        self._enter(self.sales_bd1, name="张三三", is_company=True)

    def test_archived_and_pool_customers_count(self):
        self._set_policy("block")
        self.known.active = False
        with self.assertBlocked("an archived customer you do not see"):
            self._enter(self.sales_bd1, phone=PHONE)
        with self.assertBlocked("秘密恒泰机电设备有限公司 (archived)"):
            self._enter(self.sales_sjz1, phone=PHONE)
        self.known.active = True
        self.known.user_id = False
        with self.assertBlocked("a customer of the public pool you do not see"):
            self._enter(self.sales_bd1, phone=PHONE)
        with self.assertBlocked("in the public pool: open it to claim it"):
            self._enter(self.sales_sjz2, phone=PHONE)

    def test_nobody_escapes_by_an_order(self):
        self._set_policy("block")
        partner = self.env["res.partner"].create({"name": "普通", "phone": PHONE})
        orders = self.env["sale.order"].with_user(self.sales_bd1)
        with self.assertBlocked():
            orders.create({"partner_id": partner.id})
        self.assertFalse(partner.yishang_is_customer)

    def test_the_system_and_merging_are_free(self):
        self._set_policy("block")
        second = self._create_customer("第二个", self.sales_bd1, phone=PHONE)
        third = self._create_customer("第三个", self.sales_bd1)
        merger = self.env["base.partner.merge.automatic.wizard"]
        merger = merger.with_user(self.director)
        merger._merge((second | third).ids, third.with_user(self.director))
        self.assertEqual(third.phone, PHONE)
        self.assertFalse(second.exists())

    def test_the_strictest_of_the_users_companies_counts(self):
        other = self.env["res.company"].create(
            {"name": "另一家", "yishang_duplicate_phone": "block"}
        )
        self._set_policy("off")
        self._enter(self.sales_bd1, phone=PHONE)
        self.sales_bd1.company_ids += other
        with self.assertBlocked():
            self._enter(self.sales_bd1, name="又一个", phone=PHONE)
        self._enter(
            self.sales_bd1, name="归属", phone=PHONE, company_id=self.env.company.id
        )

    def test_customers_of_other_companies_do_not_hit(self):
        other = self.env["res.company"].create({"name": "另一家"})
        self._set_policy("block")
        self.known.company_id = other
        mine = self._enter(self.sales_bd1, phone=PHONE, company_id=self.env.company.id)
        self.assertFalse(mine.yishang_duplicate_warning)

    def test_the_import_refuses_before_it_writes(self):
        self._set_policy("block")
        self.customer_bd1.write({"yishang_code": "BD1"})
        rows = [
            ["N1", "新一", None, None, None, "人", "13900138001"],
            ["N2", "新二", TAX_ID, None, None, None, None],
            ["N3", "新三", None, "13700137000", None, None, None],
            ["N4", "新四", None, None, None, "人", "137 0013 7000"],
            ["BD1", "丙保定", None, PHONE, None, None, None],
            ["N5", "秘密恒泰機電設備", None, None, None, None, None],
        ]
        content = make_workbook(("客户资料", [HEADINGS, *rows]))
        importer, plan = self._plan("customer", content, self.sales_bd1, "update")
        self.assertEqual(
            self._reasons(plan),
            [
                (2, "联系人电话", "exists_hidden"),
                (3, "税号", "exists_hidden"),
                (5, "联系人电话", "doubled"),
                (6, "电话", "exists_hidden"),
                (7, "客户名称", "exists_hidden"),
            ],
        )
        for row in plan.rows:
            for finding in row.errors:
                self.assertSecret(importer._get_sentence(finding))
        importer._apply(plan)
        self.assertTrue(self._find("新三"))
        self.assertFalse(self._find("新四"))

    def test_the_import_of_contacts(self):
        self._set_policy("block")
        self.customer_bd1.write({"yishang_code": "BD1"})
        content = make_workbook(
            ("联系人", [("客户", "姓名", "手机"), ["BD1", "人", PHONE]])
        )
        _importer, plan = self._plan("customer", content, self.sales_bd1)
        self.assertEqual(self._reasons(plan), [(2, "电话", "exists_hidden")])

    def test_what_somebody_enters_meanwhile_stops_the_import(self):
        content = make_workbook(
            ("客户资料", [HEADINGS[:4], ["N1", "新一", None, "13700137000"]])
        )
        importer, plan = self._plan("customer", content, self.sales_bd1)
        self._set_policy("block")
        self._create_customer("快一步", self.sales_gz1, phone="137-0013-7000")
        with self.assertRefused(Exception, "Nothing was imported. Row 2"):
            importer._apply(plan)
        self.assertFalse(self._find("新一"))

    def test_many_customers_cost_no_more_statements_than_one(self):
        self._set_policy("block")
        counts = []
        for count in (2, 1, 50):
            vals_list = [
                {
                    "name": f"批量{count}第{number}家",
                    "is_company": True,
                    "yishang_is_customer": True,
                    "phone": f"1360{count:03}{number:04}",
                }
                for number in range(count)
            ]
            customers = self.env["res.partner"].with_user(self.sales_bd1)
            customers = customers.with_context(yishang_search_later=True)
            created = customers.create(vals_list)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            created.with_context(yishang_search_later=False)._yishang_refresh_search()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
