from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .crm_yishang_visit_author_mixin import AUTHOR_FIELDS


class CrmYishangVisitLockMixin(models.AbstractModel):
    """A finished record stays open for some hours, or until the first instruction."""

    _name = "crm.yishang.visit.lock.mixin"
    _description = "Lock of a Visit"

    date_done = fields.Datetime(
        string="Recorded",
        readonly=True,
        copy=False,
        help="When the record was finished, by the clock of the server.",
    )
    date_lock = fields.Datetime(
        string="Locked From",
        readonly=True,
        copy=False,
        help="From then on a superior of the author has to reopen the record.",
    )
    is_locked = fields.Boolean(
        string="Locked", compute="_compute_is_locked", search="_search_is_locked"
    )
    record_delay = fields.Float(
        string="Recorded After",
        compute="_compute_record_delay",
        store=True,
        aggregator="avg",
        help="Hours between the end of the contact and its record.",
    )

    @api.depends("date_lock")
    def _compute_is_locked(self):
        locked = self.filtered_domain(self._get_locked_domain())
        locked.is_locked = True
        (self - locked).is_locked = False

    @api.model
    def _search_is_locked(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_locked_domain() if True in value else Domain.FALSE

    @api.model
    def _get_locked_domain(self):
        return Domain("date_lock", "<=", fields.Datetime.now())

    @api.depends("date_done", "date_end")
    def _compute_record_delay(self):
        for visit in self:
            delay = 0
            if visit.date_done and visit.date_end:
                delay = (visit.date_done - visit.date_end).total_seconds() / 3600
            visit.record_delay = max(delay, 0)

    def write(self, vals):
        self._check_unlocked(vals)
        return super().write(vals)

    def action_reopen(self):
        """Open locked records to their authors once more, for the usual hours.

        :raise AccessError: unless the user is above the author
        """
        self.check_access("read")
        people = self.env["crm.yishang.people"]
        is_leader = self.env.user.has_group("crm_yishang.crm_yishang_group_leader")
        for visit in self:
            if not is_leader or not people._is_superior_of(visit.user_id):
                raise AccessError(
                    self.env._(
                        "%(visit)s: only a superior of %(author)s can reopen it.",
                        visit=visit.display_name,
                        author=visit.user_id.name,
                    )
                )
            if visit.state != "done":
                raise UserError(
                    self.env._(
                        "%(visit)s is not finished: there is nothing to reopen.",
                        visit=visit.display_name,
                    )
                )
            # sudo: a lock is nothing people write.
            visit.sudo().date_lock = visit._get_lock_time()

    def _check_unlocked(self, vals):
        if self.env.su or not AUTHOR_FIELDS & vals.keys():
            return
        if locked := self.filtered("is_locked"):
            raise UserError(
                self.env._(
                    "%(visit)s is locked since %(date)s. Ask your manager to reopen "
                    "it.",
                    visit=locked[0].display_name,
                    date=fields.Datetime.to_string(
                        fields.Datetime.context_timestamp(self, locked[0].date_lock)
                    ),
                )
            )

    def _get_lock_time(self):
        """Return when a record finished or reopened now gets locked."""
        hours = self.company_id.yishang_visit_lock_hours
        return fields.Datetime.add(fields.Datetime.now(), hours=hours)

    def _yishang_on_instructed(self):
        """Keep the record as the leader read it."""
        result = super()._yishang_on_instructed()
        # sudo: see action_reopen.
        done = self.sudo().filtered(lambda visit: visit.state == "done")
        done.date_lock = fields.Datetime.now()
        return result
