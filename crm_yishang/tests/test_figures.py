from freezegun import freeze_time

from odoo.fields import Date
from odoo.tests import tagged

from .common import YishangCommon

FIGURES = (
    "yishang_amount_ordered",
    "yishang_amount_quoted",
    "yishang_amount_expected",
)


@tagged("post_install", "-at_install")
class TestFigures(YishangCommon):
    @classmethod
    @freeze_time("2026-03-02 03:00:00")
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.contacts.filtered(
            lambda contact: contact.parent_id == cls.customer_sjz1
        )
        cls._create_order(cls.customer_sjz1)
        for customer in (cls.contact, cls.customer_sjz1):
            order = cls._create_order(customer)
            order.order_line.tax_ids = False
            order.action_confirm()
        cls._create_order(cls.customer_sjz1).action_cancel()
        cls.env["sale.order"].search(
            [("partner_id", "in", (cls.customer_sjz1 + cls.contact).ids)]
        ).order_line.tax_ids = False
        cls.env["crm.lead"].create(
            [
                {
                    "name": "Open",
                    "type": "opportunity",
                    "partner_id": cls.contact.id,
                    "expected_revenue": 500,
                    "user_id": cls.sales_sjz1.id,
                },
                {"name": "Lead", "type": "lead", "partner_id": cls.contact.id},
            ]
        )
        lost = cls.env["crm.lead"].create(
            {
                "name": "Lost",
                "type": "opportunity",
                "partner_id": cls.customer_sjz1.id,
                "expected_revenue": 70,
            }
        )
        lost.action_set_lost()

    def test_documents_of_contacts_count_for_the_customer(self):
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        self.assertEqual(customer.yishang_amount_ordered, 200)
        self.assertEqual(customer.yishang_amount_quoted, 100)
        self.assertEqual(customer.yishang_amount_expected, 500)
        self.assertEqual(customer.yishang_date_last_order, Date.to_date("2026-03-02"))
        other = self.customer_sjz2.with_user(self.sales_sjz2)
        self.assertEqual([other[name] for name in FIGURES], [0, 0, 0])
        self.assertFalse(other.yishang_date_last_order)

    def test_who_may_not_read_orders_gets_no_figures(self):
        customer = self.customer_sjz1.with_user(self.marketer)
        self.assertEqual([customer[name] for name in FIGURES], [0, 0, 0])

    def test_figures_cost_one_statement_each(self):
        customers = self.owned.with_user(self.director)
        for name in FIGURES:  # fills the caches of rights
            customers.mapped(name)
        customers.invalidate_recordset(FIGURES)
        with self.assertQueryCount(2):
            for name in FIGURES:
                customers.mapped(name)

    def test_buttons_lead_to_the_documents_behind_the_figures(self):
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        for action, model, count in (
            (customer.action_yishang_view_orders(), "sale.order", 2),
            (customer.action_yishang_view_quotations(), "sale.order", 1),
            (customer.action_yishang_view_opportunities(), "crm.lead", 1),
            (customer.action_yishang_view_files(), "ir.attachment", 0),
        ):
            with self.subTest(action=action["name"]):
                self.assertEqual(action["res_model"], model)
                found = self.env[model].search_count(action["domain"])
                self.assertEqual(found, count)
        for action in (
            customer.action_yishang_new_order(),
            customer.action_yishang_new_opportunity(),
        ):
            self.assertEqual(action["context"]["default_partner_id"], customer.id)
