from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..tools.caller import get_address

EXPORT = "base.group_allow_export"
QUERY = "crm_yishang.export_query"
# Letters of a domain that are kept: one of many ids is long.
DOMAIN_MAX = 10_000
LAST = "crm_yishang.export_model"


class CrmYishangExportGuard(models.AbstractModel):
    """Who may take data out of the system, and the ledger of who did.

    What the host does not check itself is refused where visibility is in force:
    installing the addon takes nothing away.
    """

    _name = "crm.yishang.export.guard"
    _description = "Export Control"

    @api.model
    def _may_export(self):
        """Return whether the user has the host's right to export."""
        return self.env.is_admin() or self.env.user.has_group(EXPORT)

    @api.model
    def _may_download(self):
        """Return whether the user may do what the host allows to everybody."""
        policy = self.env["crm.yishang.policy"]
        return not policy._is_in_force() or self._may_export()

    @api.model
    def _is_many(self, records):
        """Return whether ``records`` are several customers, or hang on several."""
        policy = self.env["crm.yishang.policy"]
        return len(records) > 1 and policy._is_ruled(records._name)

    @api.model
    def _check(self, act):
        """Check the right to export, whether or not the host would.

        :param act: the ``ExportAct``; kept in the ledger as refused
        :raise AccessError: without the right, naming the way to it
        """
        if not self._may_download():
            self._log(act, is_refused=True)
            self = self._speak()
            raise AccessError(
                self.env._(
                    "Taking %(what)s out of the system needs the right to export; ask "
                    "your administrator for it. A single document may be printed "
                    "without.",
                    what=self._get_label(act.model),
                )
            )

    @contextmanager
    def _watch(self, act):
        """Keep in the ledger that the block refused ``act``, if it does."""
        try:
            yield
        except (AccessError, UserError):
            self._log(act, is_refused=True)
            raise

    @api.model
    def _get_label(self, model):
        """Return what a model is called, as the user reads it."""
        if model not in self.env:
            return self.env._("data")
        # sudo: only the name of the model is read.
        return self.env["ir.model"]._get(model).sudo().name

    @api.model
    def _log(self, act, is_refused=False):
        """Write an entry of the ledger.

        :param act: the ``ExportAct``
        """
        if self.env.uid == SUPERUSER_ID:
            return
        vals = self._speak()._prepare_vals(act, is_refused)
        is_asked = request or self.env["crm.yishang.program"]._get_called()
        if is_refused and is_asked:
            self._write_later(vals)
        else:
            # sudo: nobody writes the ledger but this.
            self.env["crm.yishang.export.log"].sudo().create(vals)

    @api.model
    def _speak(self):
        """Return ``self`` in the language of the user: routes of files may not be."""
        user = self.env.user
        return self.with_context(lang=user.lang, tz=user.tz)

    @api.model
    def _write_later(self, vals):
        """Write an entry after this request was refused, or else it is undone, too."""
        registry = self.env.registry

        def write():
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["crm.yishang.export.log"].create(vals)

        self.env.cr.postrollback.add(write)

    @api.model
    def _prepare_vals(self, act, is_refused):
        query = self.env.cr.cache.get(QUERY) if not act.domain else None
        domain = act.domain or query or []
        describe = self.env["crm.yishang.export.text"]
        return {
            "user_id": self.env.uid,
            "company_id": self.env.company.id,
            "road": act.road,
            "is_refused": is_refused,
            "is_from_browser": act.is_from_browser,
            "res_model": act.model,
            "model_label": self._get_label(act.model),
            "res_id": act.res_id,
            "domain": str(domain)[:DOMAIN_MAX],
            "filter_text": describe._describe_domain(act.model, domain),
            "field_labels": describe._describe_fields(act.model, act.field_names),
            "row_count": act.row_count,
            "ip_address": self._get_address(),
        }

    @api.model
    def _get_address(self):
        return request.httprequest.remote_addr if request else get_address()

    @api.model
    def _remember_query(self, domain):
        """Keep the filter of an export for the entry that is written later.

        In the transaction, where no browser can put anything.
        """
        self.env.cr.cache[QUERY] = domain

    @api.model
    def _remember_export(self, params):
        """Keep the filter of a list export, as the web client sends it.

        :param params: the parameters of the host's route
        """
        ids = params.get("ids")
        query = [("id", "in", ids)] if ids else params.get("domain")
        self._remember_query(query)
        self.env.cr.cache[LAST] = params.get("model")

    @api.model
    def _get_marks(self, act=None):
        """Return what a workbook of the host says about itself, see ``add_marks``."""
        self = self._speak()
        imprint = self.env["crm.yishang.print"]._get_imprint()
        cache = self.env.cr.cache
        model = act.model if act else cache.get(LAST)
        domain = act.domain if act else cache.get(QUERY)
        text = self.env["crm.yishang.export.text"]
        filter_text = text._describe_domain(model, domain or [])
        # sudo: the own name, which a user without rights on users has as well.
        user = self.env.user.sudo().name
        return {
            "title": self.env._("Export"),
            "user": user,
            "imprint": imprint,
            "lines": [
                (self.env._("What"), self._get_label(model)),
                (self.env._("Filter"), filter_text or self.env._("none")),
                (self.env._("Exported"), imprint),
            ],
        }

    @api.model
    def _get_file_mark(self):
        """Return user and time for the name of a file."""
        user = self.env.user.sudo()  # sudo: the own name
        moment = fields.Datetime.context_timestamp(user, fields.Datetime.now())
        return f"{user.name} {moment:%Y%m%d-%H%M}"
