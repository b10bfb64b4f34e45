from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangSegmentGrowthMixin(models.AbstractModel):
    """How a segment changes: its snapshot, and its size day by day."""

    _name = "crm.yishang.segment.growth.mixin"
    _description = "Snapshot and Growth of a Segment"

    size_ids = fields.One2many(
        "crm.yishang.segment.size", "segment_id", string="Growth"
    )

    @api.model_create_multi
    def create(self, vals_list):
        segments = super().create(vals_list)
        # Otherwise nobody would see how many they are before the next night.
        segments._measure()
        return segments

    def action_freeze(self):
        """Keep the customers of today as members, as far as the user sees them.

        Frozen again, it takes in who fulfils the conditions by now and drops who does
        not; members the user does not see stay. Raw SQL: there may be a million.
        """
        self.check_access("write")
        for segment in self:
            segment.is_frozen = False
            segment._take_snapshot()
        self.write({"is_frozen": True, "date_frozen": fields.Datetime.now()})
        self.invalidate_recordset(["member_ids", "size"])

    def action_thaw(self):
        """Follow the conditions again; the snapshot is dropped."""
        self.check_access("write")
        # sudo: members are written by the segment alone.
        self.sudo().member_ids.unlink()
        self.write({"is_frozen": False, "date_frozen": False})

    def _take_snapshot(self):
        customers = self.env["res.partner"].sudo(False)
        customers = customers.with_context(active_test=False)
        found = customers._search(
            self._get_customers_domain() & fields.Domain("active", "=", True)
        )
        seen = customers._search(customers._get_visible_domain("read"))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM crm_yishang_segment_member
                WHERE segment_id = %s AND partner_id IN %s AND partner_id NOT IN %s
                """,
                self.id,
                seen.subselect(),
                found.subselect(),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_segment_member
                    (segment_id, partner_id, create_uid, create_date)
                SELECT %s, found.id, %s, %s FROM %s AS found
                ON CONFLICT DO NOTHING
                """,
                self.id,
                self.env.uid,
                fields.Datetime.now(),
                found.subselect(),
            )
        )
        self.env["crm.yishang.segment.member"].invalidate_model(flush=False)

    @api.model
    def _cron_measure(self):
        """Note how many customers each segment has today, as its owner sees it."""
        for segment in self.search([("active", "=", True)]):
            segment._measure()
            self.env["ir.cron"]._commit_progress(1)

    def _measure(self):
        """Note the sizes of today once, however often the job runs."""
        day = self.env.company._yishang_get_day()
        # sudo: sizes are written here alone.
        sizes = self.env["crm.yishang.segment.size"].sudo()
        found = sizes.search([("segment_id", "in", self.ids), ("day", "=", day)])
        noted = found.grouped("segment_id")
        for segment in self:
            owner = segment.user_id
            own = segment.with_user(owner).with_context(allowed_company_ids=None)
            own.invalidate_recordset(["size"])
            values = {"user_id": owner.id, "size": own.size}
            if today := noted.get(segment):
                today.write(values)
            else:
                sizes.create({**values, "segment_id": segment.id, "day": day})
