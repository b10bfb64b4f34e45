from odoo.tests import tagged

from .plan_common import OWN, PlanCommon

ONE_YEAR = "today -1y"


@tagged("post_install", "-at_install")
class TestPlans(PlanCommon):
    """Under the rule nothing reads customers or orders whole for a salesperson."""

    def _get_model(self, name):
        return self.env[name].with_user(self.viewer)

    def _get_specification(self, view):
        """Return what a list asks for, as the web client does."""
        view = self._get_model(self.env.ref(view).model).get_view(
            self.env.ref(view).id, "list"
        )
        fields = self._get_model(view["model"])._fields
        return {
            name: {"fields": {"display_name": {}}} if fields[name].relational else {}
            for name in view["models"][view["model"]]
        }

    def _read_page(self, model, view, domain, offset=0, limit=80):
        return self._get_model(model).web_search_read(
            domain,
            self._get_specification(view),
            offset=offset,
            limit=limit,
            count_limit=10001,
        )

    def _read_customers(self, *conditions, **options):
        domain = [("yishang_is_customer", "=", True), *conditions]
        view = "crm_yishang.crm_yishang_customer_view_list"
        return self._read_page("res.partner", view, domain, **options)

    def test_the_plans_are_looked_at(self):
        with self.assertRaises(AssertionError), self.assertNothingReadWhole():
            self.env["res.partner"].search_count([("street", "ilike", "x")])

    def test_lists_of_customers(self):
        key = "yishang_scope_key"
        for name, conditions, options in (
            ("all", [], {}),
            ("second page", [], {"offset": 80}),
            ("mine", [(key, "=", self.viewer.id)], {}),
            ("team", [(key, ">", 0), (key, "!=", self.viewer.id)], {}),
            ("pool", [(key, "<", 0)], {}),
            ("two characters", [("yishang_search", "ilike", "客户")], {}),
            ("digits", [("yishang_search", "ilike", "0000012")], {}),
            ("pinyin", [("yishang_search", "ilike", "kehu")], {}),
        ):
            with self.subTest(name), self.assertNothingReadWhole():
                self._read_customers(*conditions, **options)

    def test_the_check_of_duplicates(self):
        self.env.company.yishang_duplicate_name = "block"
        values = {
            "name": "客户的客户",
            "is_company": True,
            "yishang_is_customer": True,
            "phone": "+86 139 0000 0012",
            "email": "13@example.com",
        }
        with self.assertNothingReadWhole():
            warning = self._get_model("res.partner").new(values)
            self.assertEqual(warning.yishang_duplicate_warning.count("<br"), 1)
        with self.assertNothingReadWhole():
            self._get_model("res.partner").create(values)

    def test_the_lists_hold_what_is_visible(self):
        own = [("yishang_scope_key", "=", self.viewer.id)]
        self.assertEqual(self._read_customers(*own)["length"], OWN + 1)

    def test_counts_and_groups_of_customers(self):
        partners = self._get_model("res.partner")
        domain = [("yishang_is_customer", "=", True)]
        with self.assertNothingReadWhole():
            partners.search_count(domain)
        for group in ("user_id", "yishang_region_id", "yishang_lifecycle"):
            with self.subTest(group), self.assertNothingReadWhole():
                partners.formatted_read_group(domain, [group], ["__count"])

    def test_names(self):
        for text in ("客户", "客户12", "13900000012"):
            with self.subTest(text), self.assertNothingReadWhole():
                self._get_model("res.partner").name_search(text, limit=8)

    def test_lists_of_orders(self):
        own = [("user_id", "=", self.viewer.id)]
        for domain in ([], own, [("state", "=", "sale")]):
            with self.subTest(domain=domain), self.assertNothingReadWhole():
                self._read_page("sale.order", "sale.view_order_tree", domain)
            with self.subTest(count=domain), self.assertNothingReadWhole():
                self._get_model("sale.order").search_count(domain)

    def test_collection_plans_and_receivables(self):
        view = "crm_yishang.crm_yishang_instalment_view_list"
        instalments = self._get_model("crm.yishang.instalment")
        for domain in ([], instalments._get_overdue_domain()):
            with self.subTest(domain=domain), self.assertNothingReadWhole():
                self._read_page("crm.yishang.instalment", view, domain)
        report = self._get_model("crm.yishang.receivable.report")
        measures = ["amount_owed:sum", "amount_overdue:sum", "amount_old:sum"]
        for group in ("yishang_customer_id", "user_id", "yishang_scope_region_id"):
            with self.subTest(group), self.assertNothingReadWhole():
                report.formatted_read_group([("is_open", "=", True)], [group], measures)
        bench = self._get_model("crm.yishang.workbench")
        with self.assertNothingReadWhole():
            bench._get_collection_tiles()

    def test_reports(self):
        for name, date, owner, groups, measure in (
            (
                "sale.report",
                "date",
                "user_id",
                ("product_id", "partner_id"),
                "price_total:sum",
            ),
            (
                "account.invoice.report",
                "invoice_date",
                "invoice_user_id",
                ("product_id", "partner_id"),
                "price_subtotal:sum",
            ),
            (
                "crm.activity.report",
                "date",
                "user_id",
                ("stage_id", "partner_id"),
                "__count",
            ),
        ):
            year = [(date, ">=", ONE_YEAR)]
            own = [(owner, "=", self.viewer.id)]
            for domain in (year, own, year + own):
                for group in (*groups, f"{date}:month"):
                    with self.subTest(report=name, domain=domain, group=group):
                        with self.assertNothingReadWhole():
                            rows = self._get_model(name).formatted_read_group(
                                domain, [group], [measure]
                            )
                        self.assertTrue(rows)
