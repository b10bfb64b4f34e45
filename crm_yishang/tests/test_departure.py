from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessDenied, AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from .visit_common import VisitCommon


@tagged("post_install", "-at_install")
@freeze_time(VisitCommon.now)
class TestDeparture(VisitCommon):
    """Nobody leaves with customers or open work, by any road."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leaver = cls.sales_sjz1
        cls.employee = cls.leaver.employee_id
        cls.activity = cls.customer_sjz1.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.leaver.id
        )
        cls.hr_manager = cls._create_operator("hr_manager", "")
        cls.hr_manager.group_ids += cls.env.ref("hr.group_hr_manager")

    def test_no_road_leads_out_with_customers(self):
        admin, system = self.crm_admin, self.env.ref("base.user_admin")
        operator = self.leaver.with_user(admin)
        reason = self.env["hr.departure.reason"].search([], limit=1)
        employee = self.employee.with_user(self.hr_manager)
        for road, leave in {
            "button": operator.action_archive,
            "write": lambda: operator.write({"active": False}),
            "system": lambda: self.leaver.with_user(system).action_archive(),
            "superuser": lambda: self.leaver.sudo().action_archive(),
            "toggle": lambda: operator.web_save({"active": False}, {}),
            "deleted": lambda: self.leaver.with_user(system).unlink(),
            "employee": employee.action_archive,
            "employee written": lambda: employee.write({"active": False}),
            "departed": lambda: employee.write(
                {"departure_reason_id": reason.id, "departure_date": "2026-03-31"}
            ),
            "version": lambda: employee.version_id.write(
                {"departure_date": "2026-03-31"}
            ),
            "departure wizard": lambda: self._register_departure(reason),
        }.items():
            with self.subTest(road=road):
                with self.assertRaises(RedirectWarning) as caught, self.cr.savepoint():
                    leave()
                message, action, _button, context = caught.exception.args
                self.assertIn("sales_sjz1", message)
                self.assertEqual(context, {"default_user_id": self.leaver.id})
                self.assertTrue(self.env["ir.actions.act_window"].browse(action))
        self._check_still_there()

    def _register_departure(self, reason):
        wizard = (
            self.env["hr.departure.wizard"]
            .with_user(self.hr_manager)
            .with_context(employee_termination=True)
            .create(
                {
                    "employee_ids": self.employee.ids,
                    "departure_reason_id": reason.id,
                    "departure_date": "2026-03-31",
                    "remove_related_user": True,
                }
            )
        )
        wizard.action_register_departure()

    def _check_still_there(self):
        self.env.invalidate_all()
        self.assertTrue(self.leaver.active)
        self.assertTrue(self.employee.active)
        self.assertTrue(self.activity.exists())
        self.assertFalse(self.employee.departure_date)

    def test_an_import_leads_out_neither(self):
        result = (
            self.env["res.users"]
            .with_user(self.crm_admin)
            .load([".id", "active"], [[str(self.leaver.id), "False"]])
        )
        self.assertFalse(result["ids"])
        self._check_still_there()

    def test_open_work_holds_back_as_well(self):
        leaver = self.env["res.users"].browse(self.sales_bd1.id)
        self.customer_bd1.user_id = self.leader_bd
        visit = self._create_visit(
            self.leader_bd,
            self.customer_bd1,
            date_planned_start=fields.Datetime.now() + timedelta(days=1),
        ).sudo()
        records = {
            "crm.lead": self.env["crm.lead"].create(
                {"name": "线索", "type": "lead", "user_id": leaver.id}
            ),
            "sale.order": self._create_order(self.customer_bd1, user_id=leaver.id),
        }
        visit.user_id = leaver
        for record in (*records.values(), visit):
            with self.subTest(record=record):
                with self.assertRaises(RedirectWarning), self.cr.savepoint():
                    leaver.with_user(self.crm_admin).action_archive()
                record.user_id = self.leader_bd
                self.env.flush_all()
        leaver.with_user(self.crm_admin).action_archive()
        self.assertFalse(leaver.active)

    def test_after_the_handover_the_way_is_free(self):
        action = self.leaver.with_user(self.leader_sjz).action_yishang_hand_over()
        self.assertEqual(action["context"], {"default_user_id": self.leaver.id})
        handover = (
            self.env["crm.yishang.handover"]
            .with_user(self.leader_sjz)
            .create({"user_id": self.leaver.id})
        )
        handover.line_ids.user_ids = self.sales_sjz2
        handover.action_start()
        self.leaver.with_user(self.crm_admin).action_archive()
        self.assertFalse(self.leaver.active)
        self.assertTrue(self.activity.exists())
        self.assertEqual(self.activity.user_id, self.sales_sjz2)
        with self.assertRaises(UserError):
            handover.action_undo()
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz2)

    def test_freezing_closes_the_login_and_parks_everything(self):
        self.leaver.password = "Geheim-2026-abc"
        session = "session-of-the-leaver"
        token = self.leaver._compute_session_token(session)
        action = self.leaver.with_user(self.leader_sjz).action_yishang_freeze()
        self.env.invalidate_all()
        self.assertFalse(self.leaver.active)
        self.assertNotEqual(self.leaver._compute_session_token(session), token)
        with self.assertRaises(AccessDenied):
            self.env["res.users"].authenticate(
                {
                    "type": "password",
                    "login": self.leaver.login,
                    "password": "Geheim-2026-abc",
                },
                {"interactive": False},
            )
        self.assertEqual(self.customer_sjz1.user_id, self.leader_sjz)
        self.assertEqual(self.activity.user_id, self.leader_sjz)
        self.assertEqual(self.customer_sjz1.yishang_ownership_ids.kind, "freeze")
        handover = self.env["crm.yishang.handover"].browse(action["res_id"])
        self.assertEqual((handover.kind, handover.state), ("freeze", "done"))
        later = (
            self.env["crm.yishang.handover"]
            .with_user(self.manager_north)
            .create({"user_id": self.leader_sjz.id})
        )
        later.line_ids.user_ids = self.sales_sjz2
        later.action_start()
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz2)

    def test_who_freezes(self):
        for user in (self.leaver, self.sales_sjz2, self.leader_bd, self.manager_south):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.leaver.with_user(user).action_yishang_freeze()
        with self.assertRaises(UserError):
            self.director.with_user(self.crm_admin).action_yishang_freeze()
        with self.assertRaises(AccessError):
            self.crm_admin.with_user(self.crm_admin).action_yishang_freeze()
        self.leaver.with_user(self.crm_admin).action_yishang_freeze()
        self.assertFalse(self.leaver.active)
