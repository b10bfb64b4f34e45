import logging

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

# How often a batch is begun again that met somebody else's.
TRIES = 5


class CrmYishangValueNightMixin(models.AbstractModel):
    """Value runs that the scheduler begins, and does to their end."""

    _name = "crm.yishang.value.night.mixin"
    _description = "Value Runs of the Night"

    @api.model
    def _cron_run(self):
        """Begin the runs of the night, and go on with all that are not done."""
        # sudo: the scheduler does it for all companies, whoever started it.
        runs = self.sudo()
        runs._begin_nightly()
        commit = self.env["ir.cron"]._commit_progress
        commit()
        for run in runs.search(self._get_open_domain(), order="id"):
            if not run._run_to_end(commit):
                break

    @api.model
    def _begin_nightly(self):
        companies = self.env["res.company"].search([("yishang_is_valued", "=", True)])
        for company in companies:
            day = company._yishang_get_day()
            mine = [("company_id", "=", company.id)]
            if company.yishang_date_valued == day or not self._is_begun(company):
                continue
            company.yishang_date_valued = day
            if not self.search_count(mine + list(self._get_open_domain()), limit=1):
                self.with_company(company).create({"date": day})

    @api.model
    def _is_begun(self, company):
        """Return whether values may be written without asking.

        Grades that were entered by hand are replaced when a person says so.
        """
        if self.search_count(
            [("company_id", "=", company.id), ("state", "=", "done")], limit=1
        ):
            return True
        customers = self.env["res.partner"]
        return not customers.search_count(
            [
                ("yishang_grade", "!=", False),
                ("company_id", "in", (company.id, False)),
            ],
            limit=1,
        )

    def _run_to_end(self, commit):
        """Do all batches of a run, each in a transaction of its own.

        :param commit: ends a transaction, and returns how many seconds are left
        :return: whether there was time for all of them
        """
        tries = TRIES
        while self.state in ("draft", "running"):
            try:
                self._advance()
                if commit(remaining=1) <= 0:
                    return False
                tries = TRIES
            except Exception as error:
                self.env.cr.rollback()
                tries -= 1
                if isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY) and tries:
                    # Somebody wrote one of the customers meanwhile.
                    continue
                _logger.exception("Value run %s failed", self.id)
                self.write({"state": "failed", "failure": str(error)[:500]})
        commit(remaining=0)
        return True
