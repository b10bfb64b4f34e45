from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .service_common import ServiceCommon


@tagged("post_install", "-at_install")
class TestServiceCase(ServiceCommon):
    """A case from taking down to closing, and who sees it meanwhile."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(self.now))
        self.case = self._create_case(self.service_manager, self.customer_sjz1)

    def test_a_case_has_a_number_a_receiver_and_its_customers_phone(self):
        case = self.case
        self.assertRegex(case.name, r"^FW20260304\d+$")
        self.assertEqual(case.receiver_id, self.service_manager)
        self.assertEqual(case.date_received, self.now)
        self.assertEqual((case.team_id, case.state), (self.team, "new"))
        contact = self.customer_sjz1.child_ids
        own = self._create_case(
            self.service_manager, self.customer_sjz1, contact_id=contact.id
        )
        self.assertEqual(own.phone, contact.phone)
        with self.assertRefused(ValidationError, "must belong to 甲石家庄"):
            case.contact_id = self.customer_gz1.child_ids

    def test_the_team_sees_the_case_and_its_customer_until_it_is_closed(self):
        cases, customer = self.case.sudo(), self.customer_sjz1
        order = self._create_order(customer)
        seers = self.agent | self.agent2 | self.team_leader
        for user in seers:
            self.assertEqual(self._get_visible(user, cases), cases)
            self.assertEqual(self._get_visible(user, customer), customer)
            self.assertEqual(self._get_visible(user, order), order)
            self.assertFalse(self._get_visible(user, self.customer_sjz2))
        for user in (self.stranger, self.sales_gz1, self.marketer):
            self.assertFalse(self._get_visible(user, cases))
            self.assertFalse(self._get_visible(user, customer))
        # The owner and those above see everything on the customer.
        for user in (self.sales_sjz1, self.leader_sjz, self.director):
            self.assertEqual(self._get_visible(user, cases), cases)
        with self.assertRefused(AccessError, ""):
            customer.with_user(self.agent).write({"name": "改名"})
        case = cases.with_user(self.agent)
        case.action_accept()
        self.assertEqual((case.user_id, case.state), (self.agent, "accepted"))
        self.assertEqual(case.date_responded, self.now)
        case.result = "加了冷媒"
        case.action_solve()
        case.action_close()
        self.assertEqual(case.date_closed, self.now)
        # For thirty days after: the last one is 3 April.
        self.assertEqual(self._get_visible(self.agent, cases), cases)
        with freeze_time("2026-04-03 04:00:00"):
            self.env["crm.yishang.policy"]._forget()
            self.assertEqual(self._get_visible(self.agent, customer), customer)
        with freeze_time("2026-04-04 04:00:00"):
            self.env["crm.yishang.policy"]._forget()
            self.assertFalse(self._get_visible(self.agent, customer))
            self.assertFalse(self._get_visible(self.agent, cases))

    def test_joining_and_leaving_the_team_counts_at_once(self):
        self.team.member_ids = [Command.link(self.stranger.id)]
        self.assertTrue(self._get_visible(self.stranger, self.customer_sjz1))
        self.team.member_ids = [Command.unlink(self.stranger.id)]
        self.assertFalse(self._get_visible(self.stranger, self.customer_sjz1))
        self.env.company.yishang_case_read_days = 0
        self.case.write({"result": "好了"})
        self.case.action_close()
        self.assertFalse(self._get_visible(self.agent, self.customer_sjz1))
        self.case.action_reopen()
        self.assertEqual(self.case.reopen_count, 1)
        self.assertFalse(self.case.date_closed or self.case.date_solved)
        self.assertTrue(self._get_visible(self.agent, self.customer_sjz1))

    def test_a_case_of_nobody_known_is_the_teams(self):
        case = self._create_case(self.agent, None).sudo()
        for user, sees in (
            (self.agent2, True),
            (self.service_manager, True),
            (self.stranger, False),
            (self.sales_sjz1, False),
        ):
            self.assertEqual(bool(self._get_visible(user, case)), sees, user.login)

    def test_who_changes_a_case(self):
        case = self.case.sudo()
        for user in (self.agent2, self.team_leader, self.service_manager):
            case.with_user(user).remark = user.login
        for user in (self.sales_sjz1, self.leader_sjz, self.stranger, self.cashier):
            with self.assertRefused(AccessError, ""):
                case.with_user(user).remark = "不行"
        # A salesperson takes down what the own customer says, and goes on with it.
        own = self._create_case(self.sales_sjz1, self.customer_sjz1)
        own.remark = "客户着急"
        with self.assertRefused(AccessError, ""):
            self._create_case(self.sales_sjz1, self.customer_gz1)
        # Nobody writes what happens by hand.
        own.write({"date_solved": self.now, "receiver_id": self.agent.id})
        self.assertFalse(own.date_solved)
        self.assertEqual(own.receiver_id, self.sales_sjz1)

    def test_nothing_is_solved_without_result_or_deleted_once_begun(self):
        with self.assertRefused(UserError, "Result"):
            self.case.action_solve()
        self.assertEqual(self.case.state, "new")
        self.case.action_start()
        with self.assertRefused(UserError, "Cancel the case"):
            self.case.unlink()
        self.case.action_cancel()
        with self.assertRefused(UserError, "Archive it"):
            self.case.stage_id.sudo().unlink()

    def test_cases_are_distributed_in_turn_or_by_load(self):
        self.team.assignment = "round_robin"
        agents = [
            self._create_case(self.service_manager, self.customer_sjz1).user_id
            for _number in range(3)
        ]
        first, second = self.team.member_ids.sorted("id")
        self.assertEqual(agents, [first, second, first])
        self.team.assignment = "least_open"
        # One of them has two open cases, the other one has one.
        cases = self.env["crm.yishang.service.case"].create(
            [
                {"partner_id": self.customer_sjz1.id, "subject": f"事{number}"}
                for number in range(3)
            ]
        )
        self.assertEqual([*cases.user_id.sorted("id")], [first, second])
        self.assertEqual([case.user_id for case in cases], [second, first, second])
        with self.assertRefused(UserError, "works on it already"):
            cases[0].with_user(first).action_take()

    def test_a_handover_takes_open_cases_of_a_salesperson_along(self):
        own = self._create_case(
            self.sales_sjz1, self.customer_sjz1, user_id=self.sales_sjz1.id
        ).sudo()
        done = own.copy({"user_id": self.sales_sjz1.id, "result": "完"})
        done.action_close()
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "system", owners=self.sales_sjz2.id
        )
        self.assertEqual(own.user_id, self.sales_sjz2)
        self.assertEqual(done.user_id, self.sales_sjz1)
        self.assertEqual(self._get_visible(self.sales_sjz2, own | done), own | done)
        self.assertFalse(self._get_visible(self.sales_sjz1, done))
        self.assertEqual(self._get_visible(self.agent, own), own)

    def test_the_ledger_and_the_form_of_the_customer_count_cases(self):
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        self.assertEqual(customer.yishang_case_count, 1)
        self.assertEqual(customer.yishang_open_case_count, 1)
        self.assertEqual(customer.yishang_case_ids, self.case)
        ledger = self.env["crm.yishang.customer.ledger"].with_user(self.sales_sjz1)
        (data,) = ledger.get_data(customer.ids)
        table = next(table for table in data["tables"] if table["key"] == "cases")
        self.assertEqual(table["count"], 1)
        self.assertIn("空调不制冷", str(table["rows"]))
        self.assertFalse(customer.yishang_collaborator_ids)

    def test_the_customer_is_called_and_a_discontented_one_helped_again(self):
        case = self.case.with_user(self.agent)
        case.write({"result": "好了", "user_id": self.agent.id})
        case.action_close()
        # Three days after 4 March.
        self.assertEqual(str(case.date_return_call), "2026-03-07")
        case.write({"satisfaction": "4", "return_note": "没问题"})
        self.assertEqual(str(case.date_called), "2026-03-04")
        self.assertEqual(case.state, "closed")
        case.satisfaction = "1"
        self.assertEqual((case.state, case.reopen_count), ("in_progress", 1))
        self.assertEqual(case.activity_ids.user_id, self.agent)
        self.assertIn("Very Dissatisfied", case.activity_ids.summary)
        self.assertFalse(case.date_return_call)

    def test_an_open_case_keeps_its_customer_out_of_the_pool(self):
        self.env["crm.yishang.pool.rule"].create(
            {"name": "规则", "date_start": "2025-01-01", "days_contact": 30}
        )
        self.env["crm.yishang.pool.clock"]._refresh(self.owned.ids)
        self.assertFalse(self.customer_sjz1.yishang_date_reclaim)
        self.assertTrue(self.customer_sjz2.yishang_date_reclaim)
        self.case.result = "好了"
        self.case.action_solve()
        self.assertTrue(self.customer_sjz1.yishang_date_reclaim)

    def test_leaders_instruct_on_cases_of_their_people(self):
        own = self._create_case(
            self.sales_sjz1, self.customer_sjz1, user_id=self.sales_sjz1.id
        )
        own.with_user(self.leader_sjz)._yishang_instruct("instruction", "今天回电话")
        self.assertEqual(own.yishang_instruction_mark, "new")
        with self.assertRefused(AccessError, "leaders"):
            self.case.with_user(self.leader_sjz)._yishang_instruct("note", "x")
