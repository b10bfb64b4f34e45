from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.crm_yishang_policy import OPTIONAL_MODELS
from .ownership_common import OwnershipCommon


@tagged("post_install", "-at_install")
@freeze_time(OwnershipCommon.now)
class TestOwnership(OwnershipCommon):
    """What goes along when customers change hands, and what stays."""

    def test_what_is_open_goes_along_and_what_was_done_stays(self):
        move = self._hand_on()
        self.assertEqual(self.customer.user_id, self.sales_bd1)
        for record, name, holder in (
            (self.contact, "user_id", self.sales_bd1),
            (self.lead, "user_id", self.sales_bd1),
            (self.won, "user_id", self.sales_sjz1),
            (self.quotation, "user_id", self.sales_bd1),
            (self.quotation.order_line, "salesman_id", self.sales_bd1),
            (self.order, "user_id", self.sales_sjz1),
            (self.order.order_line, "salesman_id", self.sales_sjz1),
            (self.planned, "user_id", self.sales_bd1),
            (self.planned.event_id, "user_id", self.sales_bd1),
            (self.planned.event_id, "partner_ids", self.sales_bd1.partner_id),
            (
                self.planned.event_id.attendee_ids,
                "partner_id",
                self.sales_bd1.partner_id,
            ),
            (self.done, "user_id", self.sales_sjz1),
            (self.activity, "user_id", self.sales_bd1),
            (self.instruction, "recipient_id", self.sales_bd1),
        ):
            with self.subTest(record=record, name=name):
                self.assertEqual(record[name], holder)
        self.assertEqual(
            move._get_counts(),
            {
                "calendar.event": 1,
                "crm.lead": 1,
                "crm.yishang.instruction": 1,
                "crm.yishang.visit": 1,
                # What is to do on the opportunity, and the answer that is expected.
                "mail.activity": 2,
                # On the order and on the visit.
                "mail.followers": 2,
                "res.partner": 1,
                "sale.order": 1,
            },
        )

    def test_stored_columns_are_as_the_fields_compute_them(self):
        """Raw SQL writes them: nothing may differ from what the ORM would say."""
        self._hand_on()
        self.env.invalidate_all()
        partners = self.customer | self.contact
        texts = self.env["crm.yishang.search"].search(
            [("partner_id", "in", partners.ids)]
        )
        self.assertEqual(texts.partner_id, partners)
        for record, names in (
            (texts, ["scope_key"]),
            (self.customer | self.contact, ["yishang_scope_key"]),
            (self.lead | self.won, ["yishang_scope_key", "team_id"]),
            (self.quotation | self.order, ["yishang_scope_key", "team_id"]),
            (self.quotation.order_line, ["salesman_id"]),
            (self.planned | self.done, ["yishang_scope_key", "department_id"]),
            (self.planned.event_id, ["yishang_scope_key"]),
            (self.activity, ["user_tz"]),
            (self.planned.event_id.attendee_ids, ["common_name"]),
        ):
            before = record.read(names)
            for name in names:
                self.env.add_to_compute(record._fields[name], record)
            record._recompute_recordset(names)
            with self.subTest(model=record._name):
                self.assertEqual(record.read(names), before)

    def test_followers_follow(self):
        self._hand_on()
        self.assertIn(self.sales_bd1.partner_id, self.order.message_partner_ids)
        for document in (self.order, self.lead, self.quotation):
            followers = document.message_partner_ids
            self.assertNotIn(self.sales_sjz1.partner_id, followers)
            self.assertEqual(
                len(document.message_follower_ids), len(followers), document
            )

    def test_the_successor_reads_all_and_the_leaver_nothing(self):
        self._hand_on()
        for record in (
            self.customer,
            self.lead,
            self.won,
            self.order,
            self.quotation,
            self.planned,
            self.done,
        ):
            with self.subTest(record=record):
                self.assertTrue(self._get_visible(self.sales_bd1, record))
                self.assertFalse(self._get_visible(self.sales_sjz1, record))

    def test_former_owners_read_on_for_the_days_in_the_settings(self):
        self.env.company.yishang_former_owner_days = 3
        self._hand_on()
        self.assertTrue(self._get_visible(self.sales_sjz1, self.customer))
        with self.assertRaises(AccessError):
            self.customer.with_user(self.sales_sjz1).write({"name": "改名"})
        self.env["crm.yishang.policy"]._forget()
        with freeze_time(self.now + timedelta(days=4)):
            self.assertFalse(self._get_visible(self.sales_sjz1, self.customer))

    def test_the_pool_takes_what_is_open_from_its_owner(self):
        self._hand_on("return", False)
        self.assertFalse(self.customer.user_id)
        self.assertFalse(self.lead.user_id)
        self.assertFalse(self.quotation.user_id)
        self.assertFalse(self.activity.user_id)
        self.assertEqual(self.planned.state, "cancelled")
        self.assertEqual(self.planned.user_id, self.sales_sjz1)
        self.assertTrue(self.planned.cancel_reason)
        self.assertFalse(self.planned.event_id.active)
        self.assertEqual(self.instruction.recipient_id, self.sales_sjz1)
        self.assertEqual(self.order.user_id, self.sales_sjz1)
        self.assertFalse(self._get_visible(self.sales_bd1, self.customer))

    def test_whoever_takes_it_from_the_pool_takes_what_lay_there(self):
        self._hand_on("return", False)
        self._hand_on("claim", self.sales_sjz2)
        self.assertEqual(self.lead.user_id, self.sales_sjz2)
        self.assertEqual(self.quotation.user_id, self.sales_sjz2)
        self.assertEqual(self.activity.user_id, self.sales_sjz2)
        self.assertEqual(self.contact.user_id, self.sales_sjz2)

    def test_work_of_others_stays_theirs(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "协同",
                "type": "opportunity",
                "partner_id": self.customer.id,
                "user_id": self.sales_sjz2.id,
            }
        )
        self._hand_on()
        self.assertEqual(lead.user_id, self.sales_sjz2)
        self.assertTrue(self._get_visible(self.sales_sjz2, self.customer))

    def test_the_owner_needs_no_grant(self):
        self.env["crm.yishang.grant"].create(
            {"user_id": self.sales_bd1.id, "customer_id": self.customer.id}
        )
        self._hand_on()
        self.assertFalse(self.customer.yishang_collaborator_ids)

    def test_contacts_follow_the_region(self):
        self.customer.with_user(self.director).yishang_region_id = self.baoding
        self.assertEqual(self.contact.yishang_region_id, self.baoding)
        self.assertEqual(self.contact.yishang_scope_region_id, self.baoding)
        self.assertEqual(self.done.region_id, self.changan)

    def test_statements_do_not_grow_with_the_customers(self):
        customers = self.env["res.partner"].create(
            [
                {
                    "name": f"客户{number}",
                    "yishang_is_customer": True,
                    "user_id": self.sales_sjz1.id,
                }
                for number in range(60)
            ]
        )
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": "在谈",
                    "type": "opportunity",
                    "partner_id": customer.id,
                    "user_id": self.sales_sjz1.id,
                }
                for customer in customers
            ]
        )
        counts = []
        for part in (customers[:10], customers[10:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.ownership._transfer(part, "system", owners=self.sales_bd1.id)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(leads.user_id, self.sales_bd1)
        self.assertLessEqual(counts[1], counts[0])

    def test_every_owner_column_is_declared(self):
        """Whoever adds a model says whether its records move with the customer."""
        policy = self.env["crm.yishang.policy"]
        undeclared = []
        for name, model in self.env.registry.items():
            if model._abstract or model._transient or not model._auto:
                continue
            if name in OPTIONAL_MODELS or not policy._is_ruled(name):
                continue
            moving = model._yishang_moving
            declared = {*model._yishang_stays, moving and moving.column}
            undeclared += [
                f"{name}.{field.name}"
                for field in model._fields.values()
                if field.type == "many2one"
                and field.comodel_name == "res.users"
                and field.store
                and field.name not in {*declared, "create_uid", "write_uid"}
            ]
        self.assertEqual(undeclared, [])

    def test_meetings_with_other_guests_keep_them(self):
        event = self.env["calendar.event"].create(
            {
                "name": "会议",
                "start": "2026-03-05 02:00:00",
                "stop": "2026-03-05 03:00:00",
                "user_id": self.sales_sjz1.id,
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customer.id,
                "partner_ids": [
                    Command.set((self.sales_sjz1 | self.sales_bd1).partner_id.ids)
                ],
            }
        )
        self._hand_on()
        self.assertEqual(event.user_id, self.sales_bd1)
        self.assertIn(self.sales_bd1.partner_id, event.partner_ids)
        self.assertEqual(len(event.attendee_ids), len(event.partner_ids))
