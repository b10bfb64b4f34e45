from ast import literal_eval

from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import Form, TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestCustomer(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.yishang_visibility_in_force = True
        cls.north = cls.env["crm.yishang.region"].create({"code": "N", "name": "North"})
        cls.seller = new_test_user(
            cls.env, "seller", "crm_yishang.crm_yishang_group_salesperson"
        )
        cls.customers = (
            cls.env["res.partner"]
            .with_user(cls.seller)
            .with_context(default_yishang_is_customer=True)
        )

    def test_the_menu_makes_a_customer_of_the_user(self):
        with Form(
            self.customers, view="crm_yishang.crm_yishang_customer_view_form"
        ) as form:
            form.name = "河北亿尚科技有限公司"
            form.yishang_region_id = self.north
            with form.child_ids.new() as contact:
                contact.name = "李伟"
        customer = form.record
        self.assertTrue(customer.yishang_is_customer)
        self.assertTrue(customer.is_company)
        self.assertEqual(customer.user_id, self.seller)
        self.assertEqual(customer.yishang_lifecycle, "potential")
        self.assertRegex(customer.yishang_code, r"^KH\d{12}$")
        contact = customer.child_ids
        self.assertEqual(contact.name, "李伟")
        self.assertFalse(contact.yishang_is_customer)
        self.assertFalse(contact.is_company)
        self.assertEqual(contact.commercial_partner_id, customer)
        self.assertEqual(contact.yishang_region_id, self.north)

    def test_codes_are_unique_whatever_their_case_even_when_archived(self):
        first = self.customers.create({"name": "First", "yishang_code": "ｋｈ-9"})
        self.assertEqual(first.yishang_code, "KH-9")
        first.active = False
        with self.assertRaisesRegex(ValidationError, "KH-9 is already used by First"):
            self.customers.create({"name": "Second", "yishang_code": "kh-9"})
        second = self.customers.create({"name": "Second", "yishang_code": "KH-10"})
        with self.assertRaisesRegex(ValidationError, "KH-9 is already used by First"):
            second.yishang_code = "Kh-9"
        with self.assertRaisesRegex(ValidationError, "A1 is given twice"):
            self.customers.create(
                [
                    {"name": "Third", "yishang_code": "a1"},
                    {"name": "Fourth", "yishang_code": "A1"},
                ]
            )
        self.assertEqual(second.yishang_code, "KH-10")

    def test_documents_make_customers_where_visibility_is_in_force(self):
        for model in ("crm.lead", "sale.order"):
            with self.subTest(model=model):
                company = self.env["res.partner"].create(
                    {"name": "Prospect", "is_company": True}
                )
                contact = self.env["res.partner"].create(
                    {"name": "Person", "parent_id": company.id}
                )
                self.env.company.yishang_visibility_in_force = False
                values = {"partner_id": contact.id}
                if model == "crm.lead":
                    values["name"] = "Deal"
                document = self.env[model].with_user(self.seller).create(values)
                self.assertFalse(company.yishang_is_customer)
                self.env.company.yishang_visibility_in_force = True
                document.copy()
                self.assertTrue(company.yishang_is_customer)
                self.assertFalse(contact.yishang_is_customer)
                self.assertEqual(company.user_id, self.seller)
                self.assertEqual(company.yishang_lifecycle, "potential")

    def test_confirming_an_older_order_makes_a_customer(self):
        partner = self.env["res.partner"].create({"name": "Older"})
        self.env.company.yishang_visibility_in_force = False
        order = self.env["sale.order"].create({"partner_id": partner.id})
        self.env.company.yishang_visibility_in_force = True
        self.assertFalse(partner.yishang_is_customer)
        order.action_confirm()
        self.assertTrue(partner.yishang_is_customer)

    def test_colleagues_and_companies_never_become_customers(self):
        archived = new_test_user(self.env, "gone", "base.group_user")
        archived.active = False
        employee = self.env["hr.employee"].create({"name": "Worker"})
        public = self.env.ref("base.public_user")
        own = (
            self.env.company.partner_id
            + self.seller.partner_id
            + archived.partner_id
            + employee.work_contact_id
            + public.partner_id
        )
        self.assertEqual(len(own), 5)
        portal = new_test_user(self.env, "portal_customer", "base.group_portal")
        made = (own + portal.partner_id)._yishang_become_customer(self.env.company)
        self.assertEqual(made, portal.partner_id)

    def test_a_cell_that_holds_a_file_is_refused(self):
        customer = self.customers.create({"name": "Small"})
        with self.assertRaisesRegex(ValidationError, "at most 200 characters"):
            self.customers.create({"name": "x" * 10_000_000})
        with self.assertRaisesRegex(ValidationError, "at most 200 characters"):
            customer.name = "x" * 201
        with self.assertRaisesRegex(ValidationError, "at most 100 characters"):
            self.env["res.partner"].create(
                {"name": "C", "parent_id": customer.id, "phone": "1" * 101}
            )
        self.assertEqual(customer.name, "Small")
        self.assertFalse(customer.child_ids)
        self.env["res.partner"].create({"name": "x" * 201})

    def test_quick_filters_part_the_customers(self):
        customers = self.customers.with_user(self.env.ref("base.user_admin"))
        view = self.env.ref("crm_yishang.crm_yishang_customer_view_search")
        arch = etree.fromstring(view.arch)
        domains = {
            name: literal_eval(
                arch.find(f".//filter[@name='{name}']")
                .get("domain")
                .replace("uid", str(self.seller.id))
            )
            for name in ("mine", "team", "pool")
        }
        other = new_test_user(
            self.env, "other", "crm_yishang.crm_yishang_group_salesperson"
        )
        made = customers.create(
            [
                {"name": "Mine", "user_id": self.seller.id},
                {"name": "Team", "user_id": other.id},
                {"name": "Pool", "user_id": False},
                {
                    "name": "Regional pool",
                    "user_id": False,
                    "yishang_region_id": self.north.id,
                },
            ]
        )
        for name, expected in (
            ("mine", made[0]),
            ("team", made[1]),
            ("pool", made[2:]),
        ):
            with self.subTest(filter=name):
                found = made.search([*domains[name], ("id", "in", made.ids)])
                self.assertEqual(found, expected)

    def test_a_list_costs_few_statements(self):
        customers = self.customers.create(
            [{"name": f"List {number}"} for number in range(20)]
        )
        view = self.env.ref("crm_yishang.crm_yishang_customer_view_list")
        columns = etree.fromstring(view.arch).findall("field")
        names = [field.get("name") for field in columns]
        shown = [field for field in columns if not field.get("column_invisible")]
        self.assertLessEqual(len(shown), 8)
        specification = {
            name: {"fields": {"display_name": {}}}
            if customers._fields[name].type == "many2one"
            else {}
            for name in names
        }
        self.env.flush_all()

        def read():
            self.env.invalidate_all()
            return customers.web_search_read(
                [("yishang_is_customer", "=", True)], specification, limit=80
            )

        self.assertEqual(read()["length"], 20)
        with self.assertQueryCount(8):
            read()

    def test_the_address_opens_on_a_map(self):
        customer = self.customers.create({"name": "Mapped"})
        self.assertFalse(customer.yishang_map_url)
        customer.write({"city": "石家庄市", "street": "中山路1号"})
        customer.country_id = self.env.ref("base.cn")
        self.assertEqual(
            customer.yishang_map_url,
            "https://uri.amap.com/search?keyword=%E7%9F%B3%E5%AE%B6%E5%BA%84%E5%B8%82"
            "%E4%B8%AD%E5%B1%B1%E8%B7%AF1%E5%8F%B7&src=crm_yishang",
        )
