from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .import_common import ImportCommon, make_workbook, read_workbook

HEADINGS = ("客户编码", "业务员", "联系类别", "拜访时间", "内容")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestImportVisit(ImportCommon):
    """Visits of another system, with their original authors and dates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        categories = cls.env["crm.yishang.contact.category"]
        cls.on_site, cls.by_phone = categories.create(
            [
                {"code": "T-VISIT", "name": "登门", "kind": "visit"},
                {"code": "T-CALL", "name": "打电话", "kind": "call"},
            ]
        )
        cls.stage = cls.env["crm.yishang.follow.stage"].create(
            {"code": "T-S", "name": "试用中"}
        )
        cls.customer_sjz1.yishang_code = "KH1"
        cls.customer_bd1.yishang_code = "KH2"

    def _visits(self, rows, headings=HEADINGS, **options):
        content = make_workbook(("拜访记录", [headings, *rows]))
        options.setdefault("user", self.crm_admin)
        return self._import("visit", content, **options)

    def _get_visits(self, plan):
        return self.env["crm.yishang.visit"].browse(
            [row.record_id for row in plan.saved_rows]
        )

    def test_author_and_date_are_kept(self):
        headings = (*HEADINGS, "结束时间", "联系人", "结果", "客户态度", "跟进阶段")
        headings = (*headings, "下一步", "下次联系")
        contact = self.customer_sjz1.child_ids[0]
        row = ["KH1", "test_sales_sjz1", "T-VISIT", "2025-09-08 14:30", "谈了合作"]
        row += ["2025-09-08 15:15", contact.name, "同意试用", "有兴趣", "试用中"]
        plan = self._visits([[*row, "寄样品", "2026-03-20"]], headings)
        self.assertEqual(self._reasons(plan), [])
        visit = self._get_visits(plan)
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "done",
                    "user_id": self.sales_sjz1.id,
                    "partner_id": self.customer_sjz1.id,
                    "contact_id": contact.id,
                    "category_id": self.on_site.id,
                    # 14:30 in Beijing.
                    "date_start": datetime(2025, 9, 8, 6, 30),
                    "date_end": datetime(2025, 9, 8, 7, 15),
                    "day": date(2025, 9, 8),
                    "subject": "登门 甲石家庄",
                    "content": "谈了合作",
                    "result": "同意试用",
                    "attitude": "3",
                    "follow_stage_after_id": self.stage.id,
                    "next_step": "寄样品",
                    "record_delay": 0,
                    "is_locked": True,
                    "region_id": self.changan.id,
                    "event_id": False,
                }
            ],
        )
        self.assertTrue(visit.name)
        self.assertRecordValues(
            self.customer_sjz1,
            [
                {
                    "yishang_date_first_contact": date(2025, 9, 8),
                    "yishang_date_last_contact": date(2025, 9, 8),
                    "yishang_date_next_contact": date(2026, 3, 20),
                    "yishang_follow_stage_id": self.stage.id,
                    "yishang_lifecycle": "visited",
                }
            ],
        )

    def test_what_is_older_does_not_say_how_things_stand(self):
        self.customer_sjz1.yishang_date_last_contact = "2026-01-05"
        headings = (*HEADINGS, "跟进阶段", "下次联系")
        row = ["KH1", "sales_sjz1", "登门", "2025-09-08", "谈"]
        plan = self._visits([[*row, "试用中", "2025-09-20"]], headings)
        self.assertEqual(len(plan.saved_rows), 1)
        customer = self.customer_sjz1
        self.assertEqual(customer.yishang_date_last_contact, date(2026, 1, 5))
        self.assertEqual(customer.yishang_date_first_contact, date(2025, 9, 8))
        self.assertFalse(customer.yishang_date_next_contact)
        self.assertFalse(customer.yishang_follow_stage_id)

    def test_authors_who_left_and_changed_their_department(self):
        old, new = self.env["hr.department"].create([{"name": "旧"}, {"name": "新"}])
        employee = self.sales_sjz1.employee_id
        employee.version_id.write(
            {"date_version": "2024-01-01", "department_id": old.id}
        )
        employee.create_version({"date_version": "2025-06-01", "department_id": new.id})
        self.customer_sjz1.user_id = self.sales_sjz2
        employee.action_archive()
        self.sales_sjz1.active = False
        days = ("2023-05-01", "2025-05-31", "2025-06-01")
        plan = self._visits([["KH1", "sales_sjz1", "登门", day, "谈"] for day in days])
        visits = self._get_visits(plan)
        self.assertEqual(visits.user_id, self.sales_sjz1)
        self.assertEqual([visit.department_id for visit in visits], [old, old, new])

    def test_what_is_wrong_is_told_by_row_and_column(self):
        good = ["KH1", "sales_sjz1", "登门", "2025-09-08 14:30", "谈"]
        headings = (*HEADINGS, "结束时间", "联系人")
        plan = self._plan(
            "visit",
            make_workbook(
                (
                    "拜访记录",
                    [
                        headings,
                        [*good, None, None],
                        ["没有", *good[1:], None, None],
                        ["KH1", "谁", "登门", "2025-09-08 14:30", "谈", None, None],
                        ["KH1", "sales_sjz1", "托梦", "2025-09-09", "谈", None, None],
                        [*good[:3], "2025-13-09", "谈", None, None],
                        [*good[:3], "2025-09-09 25:61", "谈", None, None],
                        [*good[:3], "2026-03-05", "谈", None, None],
                        [*good[:3], "2025-09-09 14:30", None, None, None],
                        [*good[:3], "2025-09-10 14:30", "谈", "2025-09-10 14:00", None],
                        [*good[:3], "2025-09-11 14:30", "谈", None, "别家的人"],
                        [*good, None, None],
                    ],
                )
            ),
        )[1]
        self.assertEqual(
            self._reasons(plan),
            [
                (3, "客户", "unknown"),
                (4, "业务员", "unknown"),
                (5, "联系类别", "unknown"),
                (6, "开始时间", "date_impossible"),
                (7, "开始时间", "moment"),
                (8, "开始时间", "date_future"),
                (9, "内容", "required"),
                (10, "结束时间", "end_early"),
                (11, "联系人", "unknown"),
                (12, "开始时间", "doubled"),
            ],
        )

    def test_twice_imported_is_there_once(self):
        row = ["KH1", "sales_sjz1", "登门", "2025-09-08 14:30", "谈"]
        self._visits([row])
        plan = self._visits([row])
        self.assertEqual((plan.counts["skip"], plan.counts["create"]), (1, 0))
        plan = self._visits([row], on_match="update")
        self.assertEqual(self._reasons(plan), [(2, "开始时间", "exists")])
        self.assertEqual(len(self.customer_sjz1.yishang_visit_ids), 1)

    def test_leaders_import_for_their_people(self):
        rows = [
            ["KH1", "sales_sjz1", "登门", "2025-09-08", "谈"],
            ["KH1", "leader_sjz", "登门", "2025-09-09", "谈"],
            ["KH1", "sales_bd1", "登门", "2025-09-10", "谈"],
            ["KH2", "sales_sjz1", "登门", "2025-09-11", "谈"],
        ]
        plan = self._visits(rows, user=self.leader_sjz)
        self.assertEqual(
            self._reasons(plan),
            [(4, "业务员", "not_own_people"), (5, "客户", "unknown")],
        )
        visits = self._get_visits(plan)
        self.assertEqual(visits.user_id, self.sales_sjz1 | self.leader_sjz)
        self.assertEqual(set(visits.mapped("state")), {"done"})

    def test_nobody_else_imports(self):
        for user in (self.sales_sjz1, self.cashier, self.service_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._visits(
                    [["KH1", "sales_sjz1", "登门", "2025-09-08", "谈"]], user=user
                )
        self.assertFalse(self.customer_sjz1.yishang_visit_ids)

    def test_all_or_nothing(self):
        wizard = self._open_wizard(
            make_workbook(
                (
                    "拜访记录",
                    [
                        HEADINGS,
                        ["KH1", "sales_sjz1", "登门", "2025-09-08", "谈"],
                        ["KH1", "sales_sjz1", "托梦", "2025-09-09", "谈"],
                    ],
                )
            ),
            kind="visit",
            on_error="nothing",
        )
        wizard.action_check()
        with self.assertRaisesRegex(UserError, "1 rows are wrong"):
            wizard.action_import()
        self.assertFalse(self.customer_sjz1.yishang_visit_ids)
        wizard.on_error = "good"
        wizard.action_import()
        self.assertEqual(len(self.customer_sjz1.yishang_visit_ids), 1)
        action = wizard.action_view_records()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.customer_sjz1.yishang_visit_ids)

    def test_the_template_says_what_is_asked(self):
        importer = self.env["crm.yishang.import.kind"]._get_importer("visit")
        sheets = read_workbook(importer._get_template("visit"))
        self.assertIn("拜访记录", sheets)
        headings = [str(cell) for cell in sheets["拜访记录"][0]]
        self.assertTrue(any("业务员" in heading for heading in headings))
        # Its example row is nobody's visit.
        with self.assertRaisesRegex(UserError, "no row below"):
            importer._plan("visit", importer._get_template("visit"))

    def test_the_number_of_statements_does_not_grow_with_the_rows(self):
        customers = self.env["res.partner"].create(
            [
                {
                    "name": f"批{number}",
                    "is_company": True,
                    "yishang_is_customer": True,
                    "yishang_code": f"P{number}",
                    "user_id": self.sales_sjz1.id,
                    "child_ids": [Command.create({"name": "张"})],
                }
                for number in range(60)
            ]
        )
        codes = customers.mapped("yishang_code")
        counts = []
        for chosen in (codes[:1], codes[1:6], codes[6:]):
            rows = [[code, "sales_sjz1", "登门", "2025-09-08", "谈"] for code in chosen]
            content = make_workbook(("拜访记录", [HEADINGS, *rows]))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._import("visit", content)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(customers.yishang_visit_ids), 60)
        self.assertLessEqual(counts[2], counts[1])
