from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .contract_common import ContractCommon


@tagged("post_install", "-at_install")
@freeze_time(ContractCommon.now)
class TestContract(ContractCommon):
    """From the draft to the end of a contract, and who may do what."""

    def test_a_contract_goes_from_draft_to_its_end(self):
        form = Form(self.env["crm.yishang.contract"].with_user(self.sales_sjz1))
        form.partner_id = self.customer_sjz1
        form.contact_id = self.contact
        form.subject = "年度供货"
        form.amount = 5000
        form.date_start = date(2026, 3, 10)
        form.date_end = date(2026, 3, 20)
        contract = form.save()
        self.assertRegex(contract.name, r"^HT20260304\d{4}$")
        contract.action_request()
        self.assertEqual(contract.state, "requested")
        self.assertEqual(contract.judge_id, self.leader_sjz)
        contract.with_user(self.leader_sjz).action_approve()
        self.assertEqual(contract.state, "approved")
        contract.action_sign()
        self.assertRecordValues(
            contract,
            [
                {
                    "state": "signed",
                    "date_sign": self.today,
                    "salesperson_id": self.sales_sjz1.id,
                    "region_id": self.changan.id,
                    "approver_id": self.leader_sjz.id,
                }
            ],
        )
        for moment, state in (
            ("2026-03-09 15:59:00", "signed"),
            ("2026-03-09 16:01:00", "running"),
            ("2026-03-20 15:59:00", "running"),
            ("2026-03-20 16:01:00", "expired"),
        ):
            with freeze_time(moment):
                for _run in range(2):
                    self._follow_days()
                self.assertEqual(contract.state, state, moment)
        self.assertEqual(contract.date_ended, date(2026, 3, 20))
        # Once for each state, although the job ran eight times.
        texts = "".join(contract.message_ids.mapped("body"))
        self.assertEqual(texts.count("In Force"), 1)
        self.assertEqual(texts.count("Expired"), 1)

    def test_the_job_moves_any_number_with_the_same_statements(self):
        counts = []
        for number in (1, 6):
            for _one in range(number):
                self._create_signed(self.sales_sjz1, date_start="2026-03-05")
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time("2026-03-05 04:00:00"):
                before = self.env.cr.sql_log_count
                self.env["crm.yishang.contract"]._cron_follow_days()
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_superiors_alone_decide(self):
        contract = self._create_contract(self.sales_sjz1)
        contract.action_request()
        strangers = (
            self.sales_sjz1,
            self.sales_sjz2,
            self.leader_bd,
            self.leader_gz,
            self.manager_south,
            self.cashier,
            self.service_manager,
            self.report_viewer,
            self.host_user,
            self.accountant,
        )
        for user in strangers:
            with self.subTest(user=user.login):
                for button in ("action_approve", "action_refuse"):
                    with self.assertRaises(AccessError):
                        getattr(contract.with_user(user), button)()
                self.assertEqual(contract.sudo().state, "requested")
                waiting = self.env["crm.yishang.contract"].with_user(user)
                domain = waiting._get_waiting_domain()
                self.assertFalse(self.env[waiting._name].search(domain))
        for user in (self.leader_sjz, self.manager_north, self.director):
            mine = contract.with_user(user)
            self.assertTrue(mine.can_decide)
            self.assertEqual(mine.search(mine._get_waiting_domain()), mine)
        with self.assertRefused(UserError, "Say why"):
            contract.with_user(self.leader_sjz).action_refuse(" ")
        contract.with_user(self.leader_sjz).action_refuse("价格不对")
        self.assertEqual((contract.state, contract.comment), ("draft", "价格不对"))

    def test_nothing_is_signed_without_approval_beyond_the_limit(self):
        contract = self._create_contract(self.sales_sjz1)
        with self.assertRefused(UserError, "needs the approval"):
            contract.action_sign()
        self.company.yishang_contract_limit = 10000
        with self.assertRefused(UserError, "needs the approval"):
            contract.action_sign()
        small = self._create_contract(self.sales_sjz1, amount=9999)
        with self.assertRefused(UserError, "needs no approval"):
            small.action_request()
        small.action_sign()
        self.assertEqual(small.state, "running")
        open_end = self._create_contract(self.sales_sjz1, kind="framework", amount=0)
        self.assertTrue(open_end.needs_approval)

    def test_what_waits_is_changed_as_draft_only(self):
        contract = self._create_contract(self.sales_sjz1)
        contract.action_request()
        with self.assertRefused(UserError, "no draft any more"):
            contract.amount = 1
        contract.action_draft()
        contract.amount = 1
        contract.action_cancel()
        self.assertEqual(contract.state, "cancelled")
        contract.unlink()

    def test_what_is_signed_stays_whoever_writes(self):
        contract = self._create_signed(self.sales_sjz1)
        for values in (
            {"amount": 1},
            {"clauses": "<p>别的</p>"},
            {"partner_id": self.customer_bd1.id},
            {"date_end": "2030-01-01"},
            {"contact_id": False},
        ):
            for writer in (
                contract,
                contract.with_user(self.director),
                contract.sudo(),
            ):
                with self.assertRefused(UserError, "is signed"):
                    writer.write(values)
        for name, value in (
            ("state", "draft"),
            ("salesperson_id", self.sales_sjz2.id),
            ("region_id", False),
            ("is_renewed", True),
            ("date_terminated", "2026-03-04"),
        ):
            with self.assertRefused(UserError, "by its buttons"):
                contract.with_user(self.crm_admin).write({name: value})
        with self.assertRefused(UserError, "not deleted"):
            contract.unlink()
        for button in ("action_draft", "action_cancel", "action_request"):
            with self.assertRefused(UserError, "cannot be done now"):
                getattr(contract, button)()
        contract.user_id = self.sales_sjz2
        self.assertEqual(contract.salesperson_id, self.sales_sjz1)

    def test_nobody_enters_a_signed_contract(self):
        contracts = self.env["crm.yishang.contract"].with_user(self.sales_sjz1)
        contract = contracts.with_context(default_state="signed").create(
            {
                "partner_id": self.customer_sjz1.id,
                "subject": "捷径",
                "state": "running",
                "salesperson_id": self.sales_sjz1.id,
                "approver_id": self.director.id,
            }
        )
        self.assertEqual(contract.state, "draft")
        self.assertFalse(contract.approver_id | contract.salesperson_id)
        with self.assertRaises(AccessError):
            self._create_contract(self.sales_sjz2)
        with self.assertRefused(ValidationError, "must belong to"):
            self._create_contract(
                self.director, contact_id=self.customer_bd1.child_ids[:1].id
            )

    def test_files_of_signed_contracts_are_kept(self):
        contract = self._create_signed(self.sales_sjz1)
        self.assertTrue(contract.is_scan_missing)
        missing = contract.search([("is_scan_missing", "=", True)])
        self.assertEqual(missing, contract)
        contract.attachment_ids = [
            Command.create({"name": "扫描件.pdf", "raw": b"scan"})
        ]
        file = contract.attachment_ids
        self.assertEqual((file.res_model, file.res_id), (contract._name, contract.id))
        self.assertFalse(contract.is_scan_missing)
        for action in (
            file.unlink,
            lambda: file.write({"raw": b"other"}),
            lambda: contract.write({"attachment_ids": [Command.clear()]}),
        ):
            with self.assertRefused(UserError, "its files are kept"):
                action()

    def test_termination_needs_a_reason_and_tells_the_superior(self):
        contract = self._create_signed(self.sales_sjz1)
        with self.assertRefused(UserError, "Say why"):
            contract.action_terminate()
        with self.assertRefused(UserError, "in the future"):
            contract.action_terminate("迁址", "2026-03-05")
        action = contract.action_ask_termination()
        wizard = self.env[action["res_model"]].with_user(self.sales_sjz1)
        wizard.with_context(**action["context"]).create(
            {"reason": "客户迁址"}
        ).action_apply()
        self.assertRecordValues(
            contract,
            [
                {
                    "state": "terminated",
                    "reason": "客户迁址",
                    "date_terminated": self.today,
                    "date_ended": self.today,
                }
            ],
        )
        with self.assertRefused(UserError, "cannot be done now"):
            contract.action_terminate("再来一次")

    def test_renewals_make_a_chain(self):
        first = self._create_signed(
            self.sales_sjz1, date_start="2025-04-01", date_end="2026-03-31"
        )
        second = self.env["crm.yishang.contract"].browse(first.action_renew()["res_id"])
        self.assertRecordValues(
            second,
            [
                {
                    "predecessor_id": first.id,
                    "chain_id": first.id,
                    "state": "draft",
                    "date_start": date(2026, 4, 1),
                    "date_end": date(2027, 3, 31),
                    "amount": 10000,
                }
            ],
        )
        self.assertEqual(first.action_renew()["res_id"], second.id)
        self.assertFalse(first.is_renewed)
        second.with_user(self.leader_sjz).action_approve()
        second.with_user(self.sales_sjz1).action_sign()
        self.assertTrue(first.is_renewed)
        third = self.env["crm.yishang.contract"].browse(
            second.with_user(self.sales_sjz1).action_renew()["res_id"]
        )
        self.assertEqual(third.chain_id, first)
        self.assertEqual(third.chain_count, 3)
        domain = second.action_view_chain()["domain"]
        self.assertEqual(second.search(domain), first + second + third)
        third.with_user(self.sales_sjz1).action_cancel()
        again = second.with_user(self.sales_sjz1).action_renew()["res_id"]
        self.assertNotEqual(again, third.id)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_people_are_told_once_before_the_end(self):
        self.env["res.company"].search([]).yishang_date_reminded = False
        self._create_signed(self.sales_sjz1, date_end="2026-04-03")
        self._create_signed(self.sales_sjz1, date_end="2026-04-04")
        renewed = self._create_signed(self.sales_sjz1, date_end="2026-04-02")
        renewed.sudo().is_renewed = True
        ending = self.env["crm.yishang.contract"].search([("is_ending", "=", True)])
        self.assertEqual(ending.date_end, date(2026, 4, 3))
        told = self.env["crm.yishang.reminder"]
        for moment in (self.now, "2026-03-04 06:00:00", "2026-03-05 04:00:00"):
            with freeze_time(moment):
                told._cron_remind()
        # Two contracts, each on its own day.
        for user, path in (
            (self.sales_sjz1, "/odoo/contracts-about-to-end"),
            (self.leader_sjz, "/odoo/team-contracts-about-to-end"),
        ):
            self.assertEqual(len(self._get_told(user, path)), 2, user.login)
        tiles = self.env["crm.yishang.workbench"].with_user(self.sales_sjz1)
        texts = {one["key"]: one["text"] for one in tiles._get_contract_tiles()}
        self.assertEqual(texts, {"contract_ending": "1"})

    def _get_told(self, user, path):
        return self.env["mail.message"].search(
            [
                ("notified_partner_ids", "in", user.partner_id.ids),
                ("body", "ilike", path),
            ]
        )
