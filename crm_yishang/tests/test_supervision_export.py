import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .supervision_common import SupervisionCommon

REPORT = "crm_yishang.crm_yishang_supervision_report_pdf"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-06 04:00:00")
class TestSupervisionExport(SupervisionCommon):
    """The table on paper and as a workbook."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exports = cls.env["crm.yishang.supervision.export"]

    def _start(self, user, kind="xlsx", **filters):
        self.env.flush_all()
        action = self.exports.with_user(user).start(kind, *self.week, **filters)
        export = self.exports.search([], order="id DESC", limit=1)
        return action, export.with_user(user)

    def _allow(self, user):
        user.group_ids += self.env.ref("base.group_allow_export")

    def test_the_workbook_says_what_the_screen_says(self):
        self._allow(self.leader_sjz)
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        action, export = self._start(self.leader_sjz)
        self.assertIn(f"/{export.id}/file/", action["url"])
        book = load_workbook(io.BytesIO(export._write_xlsx()))
        people, departments = book.worksheets
        rows = list(people.iter_rows(values_only=True))
        head = next(index for index, row in enumerate(rows) if row[0] == "Employee")
        self.assertEqual(
            [row[0] for row in rows[head + 1 :]],
            ["leader_sjz", "sales_sjz1", "sales_sjz2", "Total"],
        )
        position = rows[head].index("Visits Done")
        self.assertEqual(
            [row[position] for row in rows[head + 1 :]],
            [0, 1, 0, 1],
        )
        names = [row[0] for row in departments.iter_rows(values_only=True)]
        self.assertEqual(names[-3:-1], ["一部", "二部"])

    def test_filters_stand_in_the_head_and_narrow_the_rows(self):
        self._allow(self.manager_north)
        _action, export = self._start(self.manager_north, region_ids=self.baoding.ids)
        self.assertEqual(export._get_subject(), "2026-03-02 – 2026-03-08 · 测试保定市")
        self.assertEqual(
            [row["name"] for row in export._get_data()["rows"]],
            ["leader_bd", "sales_bd1"],
        )

    def test_paper(self):
        self._allow(self.leader_sjz)
        action, export = self._start(self.leader_sjz, "pdf")
        self.assertEqual(action["type"], "ir.actions.report")
        reports = self.env["ir.actions.report"].with_user(self.leader_sjz)
        html, _kind = reports._render_qweb_html(REPORT, export.ids)
        text = html.decode()
        for word in ("sales_sjz1", "2026-03-02 – 2026-03-08", "Visits Missed"):
            self.assertIn(word, text)
        self.assertNotIn("sales_bd1", text)

    def test_nobody_exports_without_the_right(self):
        with self.assertRaises(AccessError):
            self._start(self.leader_sjz)
        self._allow(self.leader_sjz)
        _action, export = self._start(self.leader_sjz)
        self.leader_sjz.group_ids -= self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            export._write_xlsx()

    def test_nobody_downloads_what_somebody_else_chose(self):
        for user in (self.leader_sjz, self.leader_bd):
            self._allow(user)
        _action, export = self._start(self.leader_sjz)
        with self.assertRaises(AccessError):
            export.with_user(self.leader_bd).read(["file"])
