from collections import defaultdict
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..tools.sight import OPEN_SIGHT, Sight

ROLES = tuple(
    f"crm_yishang.crm_yishang_group_{role}"
    for role in (
        "salesperson",
        "service_agent",
        "cashier",
        "marketing",
        "report_viewer",
        "administrator",
    )
)
WRITES_ALL = (
    "base.group_system",
    "crm_yishang.crm_yishang_group_director",
    "crm_yishang.crm_yishang_group_administrator",
)
READS_ALL = (
    *WRITES_ALL,
    "crm_yishang.crm_yishang_group_service_manager",
    "crm_yishang.crm_yishang_group_cashier",
)
HOST_DECIDES = "crm_yishang.crm_yishang_group_all_customers"
REGION_SUPERIORS = "crm_yishang.crm_yishang_group_regional_manager"
MEMO = "crm_yishang.sight"
# Models of apps that need not be there, with the many2one to their customer: they
# copy name and address.
OPTIONAL_MODELS = {"snailmail.letter": "partner_id"}


class CrmYishangPolicy(models.AbstractModel):
    """Who sees which customers: the one place that knows."""

    _name = "crm.yishang.policy"
    _description = "Visibility Policy"

    @api.model
    def _is_in_force(self):
        """Return whether customers are narrowed for the current user's companies.

        All companies of the user count, not only those switched on in the browser:
        nobody escapes by changing the company.
        """
        in_force = self.env["res.company"]._yishang_get_companies_in_force()
        return bool(in_force) and not in_force.isdisjoint(
            self.env.user._get_company_ids()
        )

    @api.model
    def _get_sight(self):
        """Return what the current user may see, superuser mode or not.

        Read once per transaction and user; `_forget` drops it.

        :return: a ``Sight``
        """
        memo = self._get_memo()
        sight = memo.get(self.env.uid)
        if not sight:
            sight = memo[self.env.uid] = self._compute_sight()
        return sight

    @api.model
    def _get_memo(self):
        """Return what this transaction knows of who sees what, until `_forget`."""
        return self.env.cr.cache.setdefault(MEMO, {})

    @api.model
    def _compute_sight(self):
        if self.env.uid == SUPERUSER_ID or not self._is_in_force():
            return OPEN_SIGHT
        user = self.env.user
        if not user._is_internal() or user.has_group(HOST_DECIDES):
            return OPEN_SIGHT
        if any(map(user.has_group, WRITES_ALL)):
            return OPEN_SIGHT
        if not any(map(user.has_group, ROLES)):
            return Sight()
        row = self._get_sources()
        # The time zone in the context comes from the browser, and that of the
        # preferences from the user, who could have a grant last a day longer.
        company = self.env["res.company"].browse(row["company"])
        today = str(company._yishang_get_day())
        grants = [grant for grant in row["grants"] if (grant[2] or today) >= today]
        return Sight(
            reads_all=any(map(user.has_group, READS_ALL)),
            owners=frozenset((user.id, *row["owners"])),
            regions=frozenset(row["regions"]),
            covers_all=row["covers_all"],
            pool=frozenset(row["pool"]),
            has_orphans=user.has_group(REGION_SUPERIORS),
            granted=frozenset(customer for customer, _right, _end in grants),
            writable=frozenset(
                customer for customer, right, _end in grants if right == "write"
            ),
        )

    @api.model
    def _get_open_groups(self):
        """Return the groups for whose users nothing is narrowed for reading."""
        return self.env["res.groups"].union(
            *(self.env.ref(name) for name in (*READS_ALL, HOST_DECIDES))
        )

    @api.model
    def _get_sources(self):
        """Return what sight and people of the current user are made of.

        Read once per transaction and user, like the sight itself.

        :return: ids in ``owners``, ``regions`` and ``pool``, ``covers_all``; ``grants``
            as lists of customer id, right and last day, a few that have just ended
            among them; ``company``, that of the user, in which days begin
        """
        memo, key = self._get_memo(), ("sources", self.env.uid)
        if key not in memo:
            memo[key] = self._fetch_sources()
        return memo[key]

    @api.model
    def _fetch_sources(self):
        """Read what ``_get_sources`` returns in one statement.

        Raw SQL because every narrowed request pays for it: through the ORM it is
        five statements.
        """
        self._flush_sources()
        columns = ("owners", "regions", "covers_all", "pool", "grants", "company")
        (row,) = self.env.execute_query(
            SQL(
                """
                WITH charge AS MATERIALIZED (
                    SELECT region.parent_path
                    FROM crm_yishang_region_manager_rel rel
                    JOIN crm_yishang_region region ON region.id = rel.region_id
                    WHERE rel.user_id = %(uid)s
                ),
                covered AS MATERIALIZED (
                    SELECT region.id, region.parent_id
                    FROM crm_yishang_region region
                    WHERE EXISTS (
                        SELECT FROM charge
                        WHERE starts_with(region.parent_path, charge.parent_path)
                    )
                )
                SELECT
                    ARRAY(
                        SELECT DISTINCT owner_id FROM crm_yishang_scope
                        WHERE viewer_id = %(uid)s AND company_id = ANY(%(companies)s)
                    ),
                    ARRAY(SELECT id FROM covered),
                    EXISTS (SELECT FROM charge) AND NOT EXISTS (
                        SELECT FROM crm_yishang_region root
                        WHERE root.parent_id IS NULL
                            AND root.id NOT IN (SELECT id FROM covered)
                    ),
                    ARRAY(
                        SELECT region.id
                        FROM crm_yishang_region own
                        JOIN crm_yishang_region region
                            ON starts_with(region.parent_path, own.parent_path)
                        WHERE own.id = (
                            SELECT yishang_region_id FROM res_users
                            WHERE id = %(uid)s
                        )
                    ),
                    (
                        SELECT COALESCE(
                            jsonb_agg(
                                jsonb_build_array(customer_id, access_right, date_end)
                            ),
                            '[]'
                        )
                        FROM crm_yishang_grant
                        WHERE user_id = %(uid)s
                            AND (date_end IS NULL OR date_end >= %(yesterday)s)
                    ),
                    (SELECT company_id FROM res_users WHERE id = %(uid)s)
                """,
                uid=self.env.uid,
                companies=list(self.env.user._get_company_ids()),
                # No time zone is more than a day behind.
                yesterday=fields.Datetime.now().date() - timedelta(days=1),
            )
        )
        return dict(zip(columns, row, strict=True))

    @api.model
    def _flush_sources(self):
        self.env["crm.yishang.region"].flush_model(
            ["parent_id", "parent_path", "manager_ids"]
        )
        self.env["crm.yishang.grant"].flush_model()
        self.env["res.users"].flush_model(["company_id", "yishang_region_id"])

    @api.model
    def _forget(self):
        """Drop what this transaction knows of anybody's sight.

        To be called by whatever changes scope, regions, roles or grants.
        """
        self.env.cr.cache.pop(MEMO, None)
        self.env["crm.yishang.mask"]._forget()
        self.env["crm.yishang.people"]._forget()
        for name in self.env.registry.descendants(
            ["crm.yishang.visible.mixin"], "_inherit"
        ):
            model = self.env[name]
            if not model._abstract:
                model.invalidate_model(
                    ["yishang_is_visible", "yishang_is_editable", "display_name"],
                    flush=False,
                )

    @api.model
    def _get_hidden_documents(self, pairs):
        """Return those of ``pairs`` that hang on a customer hidden from the user.

        :param pairs: iterable of (model name, record id), as messages carry them
        :return: set of such pairs
        """
        if self._get_sight().reads_all:
            return set()
        ids_by_model = defaultdict(set)
        for name, res_id in pairs:
            if res_id and name in self.env and self._is_ruled(name):
                ids_by_model[name].add(res_id)
        hidden = set()
        for name, ids in ids_by_model.items():
            # sudo: what is gone is not hidden.
            records = self.env[name].sudo().browse(ids).exists().sudo(False)
            hidden.update((name, id_) for id_ in self._get_hidden(records)._ids)
        return hidden

    @api.model
    def _get_hidden(self, records):
        """Return those of ``records``, of any model, that the user must not see."""
        if hasattr(records, "_filter_visible"):
            return records - records._filter_visible("read")
        if hasattr(records, "_get_document"):
            return records._get_hidden()
        hidden = records.browse()
        parents = dict(records._inherits)
        if records._name in OPTIONAL_MODELS:
            parents["res.partner"] = OPTIONAL_MODELS[records._name]
        for parent, name in parents.items():
            if self._is_ruled(parent):
                # sudo: who asks is ``env.uid``.
                lost = self._get_hidden(records.sudo()[name].sudo(False))._ids
                hidden |= records.filtered(
                    lambda record, name=name, lost=lost: record.sudo()[name].id in lost
                )
        return hidden

    @api.model
    def _is_ruled(self, name):
        """Return whether records of that model may be hidden with a customer."""
        model = self.env[name]
        return (
            hasattr(model, "_filter_visible")
            or hasattr(model, "_get_document")
            or name in OPTIONAL_MODELS
            or any(map(self._is_ruled, model._inherits))
        )

    @api.model
    def _drop_blind_recipients(self, record, recipients):
        """Return the notification recipients that may see ``record``.

        :param recipients: list of dicts as ``_notify_get_recipients`` returns them;
            customers and portal users stay, colleagues need the record in sight
        """
        return [
            data
            for data in recipients
            if data["share"]
            or not data["uid"]
            or record.with_user(data["uid"])._filter_visible("read")
        ]
