from odoo.tests import tagged
from odoo.tools import SQL

from .common import YishangCommon
from .leak_records import LeakRecords
from .leak_secret import HIDDEN, SEEN

# Tables where both customers have a row that says the same.
JOINED = {
    "calendar_attendee": "invited to the same meeting",
    "calendar_event_res_partner_rel": "invited to the same meeting",
    "calendar_filters": "the director looks at the calendar of both",
    "crm_yishang_duplicate_key": "recognized by one name and one tax ID",
    "crm_yishang_duplicate_request": "one person asks for both",
    "crm_yishang_grant": "the director collaborates on both",
    "crm_yishang_risk": "both are known to be at risk",
    "crm_yishang_search": "found by one text",
    "crm_yishang_value_score": "each has a value until the next run",
    "mail_followers": "the same people follow both; past owners follow no longer",
    "mail_message_res_partner_rel": "both were written to",
    "mail_notification": "both were written to",
    "res_partner_bank": "the same account",
}


@tagged("post_install", "-at_install")
class TestMergeLinks(LeakRecords, YishangCommon):
    """Whatever can hang on a customer hangs on the kept one after a merge."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.built = {}
        cls.kept_records = cls._build_everything(
            SEEN, user_id=cls.sales_sjz1.id, yishang_region_id=cls.changan.id
        )
        cls.records = cls._build_everything(
            HIDDEN, user_id=cls.sales_gz1.id, yishang_region_id=cls.guangzhou.id
        )
        cls.kept = cls.kept_records["res.partner"][0]
        cls.merged = cls.records["res.partner"][0]
        cls._build_doubles()
        cls.env.flush_all()
        cls.before = cls._count(cls.merged), cls._count(cls.kept)
        wizard = cls.env["base.partner.merge.automatic.wizard"]
        wizard.with_user(cls.crm_admin).sudo(False)._merge(
            (cls.kept | cls.merged).ids, cls.kept
        )
        cls.env.flush_all()

    @classmethod
    def _build_doubles(cls):
        """Both are invited, follow, were written to, and have the same account."""
        both = cls.kept | cls.merged
        cls.event = cls.env["calendar.event"].create(
            {
                "name": "展会",
                "start": "2026-05-05 01:00:00",
                "stop": "2026-05-05 02:00:00",
                "partner_ids": both.ids,
            }
        )
        cls.order = cls.kept_records["sale.order"][0]
        cls.order.message_subscribe(both.ids)
        cls.message = cls.order.message_post(
            body="通知", partner_ids=both.ids, message_type="comment"
        )
        cls.message.sudo().notification_ids.unlink()
        cls.env["mail.notification"].create(
            [
                {"mail_message_id": cls.message.id, "res_partner_id": partner.id}
                for partner in both
            ]
        )
        cls.env["res.partner.bank"].create(
            [{"acc_number": "622200001111", "partner_id": one.id} for one in both]
        )
        cls.done = cls.merged.activity_schedule(
            "mail.mail_activity_data_call", user_id=cls.sales_gz1.id
        )
        cls.done.action_feedback(feedback="已联系")

    @classmethod
    def _get_ways(cls):
        """Yield (table, column, condition) of every stored way to a partner."""
        for model in cls.env.registry.values():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if field.store and not field.company_dependent:
                    yield from cls._get_ways_of(model, field)

    @classmethod
    def _get_ways_of(cls, model, field):
        table = model._table
        is_model = SQL("FALSE")
        if field.type == "many2one_reference":
            is_model = SQL("%s = 'res.partner'", SQL.identifier(field.model_field))
            yield table, field.name, is_model
        elif field.type == "many2one" and field.comodel_name == "res.partner":
            yield table, field.name, SQL("TRUE")
        elif field.type == "many2many" and field.comodel_name == "res.partner":
            yield field.relation, field.column2, SQL("TRUE")
        elif field.type == "many2many" and model._name == "res.partner":
            yield field.relation, field.column1, SQL("TRUE")
        elif field.name == "res_id" and field.type == "integer":
            name = "res_model" if "res_model" in model._fields else "model"
            yield table, field.name, SQL("%s = 'res.partner'", SQL.identifier(name))

    @classmethod
    def _count(cls, partner):
        """Return how many rows of each way lead to a partner, itself left out."""
        counts = {}
        for table, column, condition in cls._get_ways():
            counts[table, column] = cls.env.execute_query(
                SQL(
                    "SELECT count(*) FROM %s WHERE %s = %s AND %s AND %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    partner.id,
                    condition,
                    SQL("id != %s", partner.id)
                    if table == "res_partner"
                    else SQL("TRUE"),
                )
            )[0][0]
        return counts

    def test_nothing_leads_to_the_merged_customer(self):
        self.assertFalse(self.merged.exists())
        left = {way: n for way, n in self._count(self.merged).items() if n}
        self.assertEqual(left, {})

    def test_everything_leads_to_the_kept_customer(self):
        of_merged, of_kept = self.before
        now = self._count(self.kept)
        self.assertGreater(sum(map(bool, of_merged.values())), 30)
        lost = {
            way[0]
            for way, count in now.items()
            if count < of_merged[way] + of_kept[way]
        }
        self.assertEqual(lost, set(JOINED))

    def test_no_record_was_lost(self):
        gone = {
            name
            for name, records in self.records.items()
            if records._auto and records - records.exists()
        }
        doubles = {self.env[name]._table for name in gone - {"res.partner"}}
        self.assertLessEqual(doubles, set(JOINED))
        partners = self.records["res.partner"]
        self.assertEqual(partners - partners.exists(), self.merged)

    def test_nothing_is_there_twice(self):
        self.assertEqual(self.event.partner_ids & self.kept, self.kept)
        guests = self.event.attendee_ids.partner_id
        self.assertEqual(len(self.event.attendee_ids), len(guests))
        self.assertEqual(self.message.notification_ids.res_partner_id, self.kept)
        accounts = self.kept.bank_ids.mapped("acc_number")
        self.assertCountEqual(accounts, [SEEN.account, HIDDEN.account, "622200001111"])
        followers = self.kept.message_follower_ids.partner_id
        self.assertEqual(len(self.kept.message_follower_ids), len(followers))
        grants = self.kept.yishang_collaborator_ids
        given = grants.filtered(lambda one: one.source == "collaborator")
        self.assertEqual(given.user_id, self.director)
        self.assertEqual(len(given), 1)

    def test_what_was_done_is_kept(self):
        self.assertEqual(self.done.exists().res_id, self.kept.id)
        self.assertEqual(self.records["res.users"].partner_id.parent_id, self.kept)
        self.assertFalse(self.env["res.partner"]._yishang_verify_last_orders())

    def test_every_document_is_held_by_who_holds_the_kept_one(self):
        for model in self.env["crm.yishang.scope.writer"]._get_document_models():
            documents = self.records.get(model._name, model).exists()
            documents = documents.filtered("yishang_customer_id")
            if not documents and model._table in JOINED:
                continue
            with self.subTest(model=model._name):
                self.assertEqual(
                    set(documents.mapped("yishang_scope_key")), {self.sales_sjz1.id}
                )
                self.assertEqual(documents.yishang_scope_region_id, self.changan)
                self.assertEqual(documents.yishang_customer_id, self.kept)
