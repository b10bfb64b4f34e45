from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .visit_common import VisitCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestVisitFiles(VisitCommon):
    """The files of a locked record are as safe as its words, on every road."""

    def setUp(self):
        super().setUp()
        files = self.env["ir.attachment"].with_user(self.sales_sjz1)
        self.photo = files.create({"name": "合影.jpg", "raw": b"photo"})
        self.visit = self._create_done(
            self.sales_sjz1,
            self.customer_sjz1,
            attachment_ids=self.photo.ids,
            check_in_photo=b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
            b"+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        )
        self.on_site_photo = self.env["ir.attachment"].search(
            [("res_model", "=", self.visit._name), ("res_field", "!=", False)]
            + [("res_id", "=", self.visit.id)]
        )
        self.message = self.visit.message_post(
            body="补充", attachments=[("合同.txt", b"contract")]
        )
        self.posted = self.message.attachment_ids
        # The database knows no frozen time.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = '2026-03-04 04:00:00'"
            " WHERE id = ANY(%s)",
            [(self.photo | self.on_site_photo | self.posted).ids],
        )
        self.env.invalidate_all()

    def _lock(self):
        self.visit.with_user(self.leader_sjz)._yishang_instruct("read")
        self.env.invalidate_all()

    def _iter_roads(self, user, file):
        """Yield (name, function) for all ways to lose or change a file."""
        mine = file.with_user(user)
        for name, value in (
            ("raw", b"other"),
            ("datas", b"b3RoZXI="),
            ("name", "别的.jpg"),
            ("res_id", 0),
            ("res_model", "res.partner"),
            ("res_field", False),
            ("url", "https://example.com"),
        ):
            yield name, lambda name=name, value=value: mine.write({name: value})
        yield "unlink", mine.unlink
        # As the route of the chatter does for whoever may write the file.
        yield "delete", lambda: mine.sudo()._delete_and_notify()

    def test_nothing_happens_to_the_files_of_a_locked_record(self):
        self._lock()
        every = self.photo | self.on_site_photo | self.posted
        self.assertEqual(len(every), 3)
        for file in every:
            raw, name = file.raw, file.name
            for user in (self.sales_sjz1, self.leader_sjz, self.crm_admin):
                for road, walk in self._iter_roads(user, file):
                    with self.subTest(file=name, user=user.login, road=road):
                        with self.assertRaises(UserError):
                            walk()
                        self.env.invalidate_all()
                        self.assertEqual((file.raw, file.name), (raw, name))
                        self.assertEqual(file.res_id, self.visit.id)

    def test_no_other_photo_stands_in(self):
        self._lock()
        vals = {
            "name": "check_in_photo",
            "raw": b"other",
            "res_model": self.visit._name,
            "res_field": "check_in_photo",
            "res_id": self.visit.id,
        }
        files = self.env["ir.attachment"].with_user(self.sales_sjz1)
        with self.assertRaises(UserError):
            files.create(vals)
        loose = files.create({"name": "散", "raw": b"other"})
        with self.assertRaises(UserError):
            loose.write({name: vals[name] for name in vals if name != "raw"})
        self.assertFalse(loose.res_id)

    def test_a_message_keeps_its_files(self):
        self._lock()
        with self.assertRaises(UserError):
            self.visit._message_update_content(
                self.message, body="改了", attachment_ids=[]
            )
        self.assertTrue(self.posted.exists())

    def test_what_is_posted_later_stays_its_authors(self):
        self._lock()
        with freeze_time("2026-03-05 04:00:00"):
            later = self.visit.message_post(body="后", attachments=[("b.txt", b"b")])
            later.attachment_ids.unlink()
        self.assertFalse(later.attachment_ids)

    def test_a_file_of_another_document_stays_while_the_record_is_locked(self):
        lead = self.env["crm.lead"].with_user(self.sales_sjz1)
        lead = lead.create({"name": "泵", "partner_id": self.customer_sjz1.id})
        file = self.env["ir.attachment"].with_user(self.sales_sjz1)
        file = file.create(
            {"name": "图纸", "raw": b"x", "res_model": lead._name, "res_id": lead.id}
        )
        self.visit.attachment_ids += file
        self._lock()
        with self.assertRaises(UserError):
            file.unlink()

    def test_the_author_changes_them_as_long_as_the_record_is_open(self):
        with self.assertRaises(AccessError):
            self.photo.with_user(self.leader_sjz).unlink()
        self.photo.name = "门头.jpg"
        self.photo.unlink()
        self.posted.unlink()
        self.assertFalse(self.visit.attachment_ids)

    def test_a_large_file_does_not_come_in_by_replacing_one(self):
        with self.assertRaisesRegex(ValidationError, "20 MB"):
            self.photo.raw = b"x" * (21 * 1024 * 1024)
        self.env.invalidate_all()
        self.assertEqual(self.photo.raw, b"photo")
