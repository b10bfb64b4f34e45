from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .service_common import ServiceCommon


@tagged("post_install", "-at_install")
class TestServiceEntitlement(ServiceCommon):
    """Cases and visits count against what a service contract includes."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(self.now))
        self.policy = self._create_policy(
            sequence=90, type_id=self.complaint.id, response_hours=1, solution_hours=4
        )
        self.contract = self._contract(case_limit=2, visit_limit=1)

    def _contract(self, customer=None, **values):
        """Create a service contract that is in force."""
        contract = self.env["crm.yishang.contract"].create(
            {
                "partner_id": (customer or self.customer_sjz1).id,
                "subject": "年度维保",
                "kind": "service",
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                "policy_id": self.policy.id,
                **values,
            }
        )
        contract.state = "running"
        return contract

    def _open(self, customer=None, **values):
        case = self._create_case(
            self.service_manager, customer or self.customer_sjz1, **values
        )
        return case.sudo()

    def test_cases_are_counted_down_and_a_warning_comes_when_none_is_left(self):
        cases = self._open() | self._open()
        self.assertEqual(cases.contract_id, self.contract)
        self.assertFalse(any(cases.mapped("contract_warning")))
        self.assertEqual((self.contract.case_used, self.contract.case_left), (2, 0))
        self.assertTrue(self.contract.is_used_up)
        self.assertIn("2/2", self.contract.entitlement)
        third = self._open()
        self.assertEqual(third.contract_id, self.contract)
        self.assertIn("includes 2 cases", third.contract_warning)
        cases[0].action_cancel()
        third.invalidate_recordset()
        self.assertEqual((self.contract.case_used, self.contract.case_left), (2, 0))
        self.assertFalse(third.contract_warning)
        # Another one that has something left comes first.
        other = self._contract(case_limit=5)
        self.assertEqual(self._open().contract_id, other)
        chosen = self._open(contract_id=self.contract.id)
        self.assertEqual(chosen.contract_id, self.contract)

    def test_only_a_contract_in_force_covers_a_case_of_its_customer(self):
        self.assertFalse(self._open(self.customer_gz1).contract_id)
        case = self._open()
        with self.assertRefused(ValidationError, "contract must belong"):
            case.contract_id = self._contract(self.customer_gz1)
        case.write({"partner_id": self.customer_sjz2.id, "contact_id": False})
        self.assertFalse(case.contract_id)
        self.contract.state = "expired"
        late = self._open()
        self.assertFalse(late.contract_id)
        self.assertIn("ended on 2026-12-31", late.contract_warning)

    def test_the_contract_says_how_fast(self):
        case = self._open()
        # Noon in Beijing: an hour from 13:00, four hours to 17:00.
        self.assertEqual(case.policy_id, self.policy)
        self.assertEqual(str(case.date_response_due), "2026-03-04 06:00:00")
        self.assertEqual(str(case.date_solution_due), "2026-03-04 09:00:00")
        # Promised hours come first, also where there is no policy at all.
        promised = self._contract(self.customer_sjz2, policy_id=False, response_hours=2)
        case = self._open(self.customer_sjz2)
        self.assertEqual(case.contract_id, promised)
        self.assertEqual(str(case.date_response_due), "2026-03-04 07:00:00")
        self.assertFalse(case.date_solution_due)
        self.assertEqual(case.sla_state, "on_time")
        with freeze_time("2026-03-04 07:01:00"):
            case.invalidate_recordset()
            self.assertEqual(case.sla_state, "late")
            found = self.env[case._name].search([("sla_state", "=", "late")])
            self.assertIn(case, found)
        case.contract_id = False
        self.assertFalse(case.date_response_due)
        self.assertFalse(case.sla_state)

    def test_visits_count_once_done(self):
        visits = self.env["crm.yishang.visit"]
        values = {
            "partner_id": self.customer_sjz1.id,
            "user_id": self.sales_sjz1.id,
            "contract_id": self.contract.id,
        }
        visit, second = visits.create(
            [values | {"date_planned_start": "2026-03-05 02:00:00"} for _number in "ab"]
        )
        self.assertTrue(visit.has_service_contract)
        self.assertEqual(self.contract.visit_used, 0)
        self.assertFalse(second.contract_warning)
        visit.sudo().state = "done"
        second.invalidate_recordset()
        self.assertEqual((self.contract.visit_used, self.contract.visit_left), (1, 0))
        self.assertIn("includes 1 visits", second.contract_warning)
        with self.assertRefused(ValidationError, "service contract must belong"):
            second.contract_id = self._contract(self.customer_gz1)

    def test_what_was_agreed_is_locked_and_counted_in_two_queries(self):
        with self.assertRefused(UserError, "signed"):
            self.contract.policy_id = False
        contracts = self.contract | self._contract() | self._contract()
        self._open()
        self.env.flush_all()
        contracts.invalidate_recordset()
        contracts.mapped("name")
        with self.assertQueryCount(2):
            contracts.mapped("case_left")
