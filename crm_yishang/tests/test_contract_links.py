from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .contract_common import ContractCommon


@tagged("post_install", "-at_install")
@freeze_time(ContractCommon.now)
class TestContractLinks(ContractCommon):
    """What hangs together with contracts: orders, plans, owners, pool, merging."""

    def test_orders_make_a_contract_and_contracts_orders(self):
        order = self._create_order(self.customer_sjz1)
        orders = (order | self._create_order(self.customer_sjz1)).with_user(
            self.sales_sjz1
        )
        action = orders.action_yishang_new_contract()
        contract = self.env["crm.yishang.contract"].browse(action["res_id"])
        total = sum(orders.mapped("amount_total"))
        self.assertEqual(orders.yishang_contract_id, contract)
        self.assertEqual((contract.amount, contract.order_count), (total, 2))
        contract.amount = total + 50
        self.assertEqual(contract.amount_difference, 50)
        orders[1].action_cancel()
        contract.invalidate_recordset()
        self.assertEqual(contract.amount_ordered, orders[0].amount_total)
        with self.assertRefused(UserError, "belongs to a contract already"):
            orders[0].action_yishang_new_contract()
        defaults = contract.action_new_order()["context"]
        new = self.env["sale.order"].with_user(self.sales_sjz1)
        made = new.with_context(**defaults).create({})
        self.assertEqual(made.partner_id, self.customer_sjz1)
        self.assertEqual(made.yishang_contract_id, contract)
        with self.assertRefused(ValidationError, "another customer"):
            self._create_order(self.customer_bd1, yishang_contract_id=contract.id)
        self.assertEqual(self.customer_sjz1.yishang_contract_count, 1)

    def test_orders_take_over_the_plan_of_their_contract(self):
        contract = self._create_contract(self.sales_sjz1, amount=1000)
        with Form(contract) as form:
            for day, share in (("2026-03-10", 30), ("2026-06-10", 70)):
                with form.instalment_ids.new() as line:
                    line.date_due = date.fromisoformat(day)
                    line.share = share
        self.assertEqual(contract.instalment_ids.mapped("amount"), [300, 700])
        self.assertEqual(contract.plan_progress, "0/2 instalments, 0 %")
        contract.with_user(self.director).action_approve()
        contract.action_sign()
        with self.assertRefused(UserError, "its collection plan stands"):
            contract.instalment_ids[0].amount = 1
        with self.assertRefused(UserError, "its collection plan stands"):
            contract.instalment_ids.unlink()
        order = self._create_order(
            self.customer_sjz1, yishang_contract_id=contract.id
        ).with_user(self.sales_sjz1)
        order.action_confirm()
        plan = order.yishang_instalment_ids
        total = order.amount_total
        self.assertEqual(plan.contract_id, contract)
        self.assertEqual(
            [(str(one.date_due), one.amount) for one in plan.sorted("date_due")],
            [
                ("2026-03-10", order.currency_id.round(total * 0.3)),
                ("2026-06-10", order.currency_id.round(total * 0.7)),
            ],
        )
        contract.invalidate_recordset()
        self.assertEqual(contract.instalment_ids.mapped("amount"), [300, 700])
        self.assertEqual(contract.plan_progress, "0/2 instalments, 0 %")
        renewal = contract.browse(contract.action_renew()["res_id"])
        self.assertEqual(renewal.instalment_ids.mapped("amount"), [300, 700])
        self.assertEqual(renewal.instalment_ids[0].date_due, date(2027, 3, 10))

    def test_an_opportunity_leads_to_a_contract(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "增购",
                "type": "opportunity",
                "partner_id": self.customer_sjz1.id,
                "user_id": self.sales_sjz1.id,
                "expected_revenue": 700,
            }
        )
        action = lead.with_user(self.sales_sjz1).action_yishang_new_contract()
        contracts = self.env["crm.yishang.contract"].with_user(self.sales_sjz1)
        form = Form(contracts.with_context(**action["context"]))
        contract = form.save()
        self.assertEqual(contract.lead_id, lead)
        self.assertEqual((contract.subject, contract.amount), ("增购", 700))
        self.assertEqual(lead.yishang_contract_count, 1)

    def test_a_handover_moves_who_looks_after_open_contracts(self):
        running = self._create_signed(self.sales_sjz1)
        draft = self._create_contract(self.sales_sjz1)
        over = self._create_signed(self.sales_sjz1)
        over.action_terminate("结束")
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "system", owners=self.sales_bd1.id
        )
        self.env.invalidate_all()
        contracts = (running | draft | over).sudo()
        self.assertEqual(contracts.mapped("user_id"), self.sales_bd1 | self.sales_sjz1)
        self.assertEqual((running | draft).sudo().user_id, self.sales_bd1)
        self.assertEqual(running.sudo().salesperson_id, self.sales_sjz1)
        self.assertEqual(running.sudo().region_id, self.changan)
        self.assertEqual(self._get_visible(self.sales_bd1, contracts), contracts)
        self.assertFalse(self._get_visible(self.sales_sjz1, contracts))

    def test_a_contract_keeps_its_customer_out_of_the_pool(self):
        self.env["crm.yishang.pool.rule"].create(
            {
                "name": "规则",
                "date_start": "2024-01-01",
                "sequence": 1,
                "days_contact": 10,
            }
        )
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2025-03-04 04:00:00',"
            " yishang_date_taken = NULL WHERE id = %s",
            [self.customer_sjz1.id],
        )
        self.env["crm.yishang.pool.clock"]._refresh(self.customer_sjz1.ids)
        self.assertEqual(self.customer_sjz1.yishang_date_reclaim, date(2025, 3, 14))
        contract = self._create_signed(self.sales_sjz1)
        self.assertFalse(self.customer_sjz1.yishang_date_reclaim)
        contract.action_terminate("结束")
        self.assertEqual(self.customer_sjz1.yishang_date_reclaim, date(2026, 4, 3))

    def test_a_customer_with_a_contract_is_merged_not_deleted(self):
        contract = self._create_signed(self.sales_sjz1)
        with self.assertRefused(UserError, "not deleted"):
            self.customer_sjz1.unlink()
        twin = self._create_customer("甲石家庄二", self.sales_sjz1, self.changan)
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": [Command.set((self.customer_sjz1 | twin).ids)]}
        )
        wizard.dst_partner_id = twin
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertEqual(contract.sudo().partner_id, twin)
        self.assertEqual(contract.sudo().yishang_customer_id, twin)
