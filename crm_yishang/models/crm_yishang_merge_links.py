from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

# The host merges accounts of the same number itself, with what points to them.
MERGED_BY_HOST = frozenset(("res_partner_bank",))
# The host writes external ids itself, because they are cached.
WRITTEN_BY_HOST = frozenset(("ir.model.data",))
# Tables where one row for each partner is meant and no index says so.
MEANT_ONCE = {"calendar_attendee": [("partner_id", "event_id")]}
# The names under which the model of a plain number is kept.
MODEL_COLUMNS = ("res_model", "model")


class CrmYishangMergeLinks(models.AbstractModel):
    """Everything that points to merged partners points to the kept one.

    The host moves what has a foreign key, and deletes all of it where one row of a
    table would be there twice. So doubles are taken out before, one by one, and what
    is attached by model and id is moved here. Raw SQL, as in the host: the number of
    records has no limit, and histories are written by nobody.
    """

    _name = "crm.yishang.merge.links"
    _description = "Links to Merged Partners"

    @api.model
    def _move(self, kept, merged):
        """Have what is attached to ``merged`` hang on ``kept``, and drop doubles."""
        self.env.flush_all()
        self._move_followers(kept, merged)
        keys = self._get_unique_keys()
        for model, model_column, column in self._get_attached():
            self._move_attached(model, model_column, column, kept, merged)
        for table, column in self._get_foreign_keys():
            for names, condition in keys[table]:
                if column in names:
                    others = [name for name in names if name != column]
                    self._drop_doubles(table, column, others, condition, kept, merged)
        self.env.invalidate_all(flush=False)

    @api.model
    def _get_attached(self):
        """Return (model, column of the model's name, column of the id) of models."""
        found = []
        for model in self.env.registry.values():
            if model._abstract or not model._auto or model._name in WRITTEN_BY_HOST:
                continue
            for field in model._fields.values():
                name = self._get_model_column(model, field)
                if name and field.store and model._fields[name].store:
                    found.append((self.env[model._name], name, field.name))
        return found

    @api.model
    def _get_model_column(self, model, field):
        if field.type == "many2one_reference":
            return field.model_field
        if field.name == "res_id" and field.type == "integer":
            return next((name for name in MODEL_COLUMNS if name in model._fields), None)
        return None

    @api.model
    def _move_attached(self, model, model_column, column, kept, merged):
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET %(column)s = %(kept)s"
                " WHERE %(model_column)s = 'res.partner' AND %(column)s = ANY(%(ids)s)",
                table=SQL.identifier(model._table),
                column=SQL.identifier(column),
                model_column=SQL.identifier(model_column),
                kept=kept.id,
                ids=merged.ids,
            )
        )

    @api.model
    def _get_foreign_keys(self):
        """Return (table, column) of everything that points to partners."""
        wizard = self.env["base.partner.merge.automatic.wizard"]
        return [
            (table, column)
            for table, column in wizard._get_fk_on("res_partner")
            if table not in MERGED_BY_HOST and "base_partner_merge_" not in table
        ]

    @api.model
    def _get_unique_keys(self):
        """Return what there is once in each table.

        :return: ``{table: [(columns or expressions, condition as SQL text)]}``
        """
        keys = defaultdict(list)
        for table, names in MEANT_ONCE.items():
            keys[table] += [(list(columns), "TRUE") for columns in names]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT owner.relname, COALESCE(
                        pg_get_expr(key.indpred, key.indrelid), 'TRUE'
                    ), ARRAY(
                        SELECT pg_get_indexdef(key.indexrelid, place, TRUE)
                        FROM generate_series(1, key.indnkeyatts) place
                    )
                FROM pg_index key
                JOIN pg_class owner ON owner.oid = key.indrelid
                WHERE key.indisunique
                    AND owner.relnamespace = current_schema::regnamespace
                """
            )
        )
        for table, condition, names in rows:
            keys[table].append((names, condition))
        return keys

    @api.model
    def _drop_doubles(self, table, column, others, condition, kept, merged):
        """Delete rows that would say twice what a row of ``kept`` says.

        :param others: columns or expressions that make a row unique beside ``column``
        """
        # What the database itself calls its columns.
        others = [SQL(name.replace("%", "%%")) for name in others]
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM %(table)s WHERE ctid IN (
                    SELECT place FROM (
                        SELECT ctid AS place, row_number() OVER (
                            %(partition)s ORDER BY %(column)s = %(kept)s DESC, ctid
                        ) AS position
                        FROM %(table)s
                        WHERE %(column)s = ANY(%(ids)s) AND (%(condition)s)
                            AND %(given)s
                    ) ranked WHERE position > 1
                )
                """,
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                partition=SQL("PARTITION BY %s", SQL(", ").join(others))
                if others
                else SQL(),
                given=SQL(" AND ").join(
                    [SQL("TRUE"), *(SQL("%s IS NOT NULL", name) for name in others)]
                ),
                condition=SQL(condition.replace("%", "%%")),
                kept=kept.id,
                ids=(kept | merged).ids,
            )
        )

    @api.model
    def _move_followers(self, kept, merged):
        """Join followers of and by the partners, with all they are told about."""
        targets = SQL(
            """
            SELECT id, res_id, partner_id, first_value(id) OVER (
                PARTITION BY res_model, res_id, partner_id ORDER BY is_kept DESC, id
            ) AS first_id
            FROM (
                SELECT id, res_model,
                    CASE WHEN res_model = 'res.partner' AND res_id = ANY(%(ids)s)
                        THEN %(kept)s ELSE res_id END AS res_id,
                    CASE WHEN partner_id = ANY(%(ids)s)
                        THEN %(kept)s ELSE partner_id END AS partner_id,
                    partner_id != ALL(%(merged)s) AND NOT (
                        res_model = 'res.partner' AND res_id = ANY(%(merged)s)
                    ) AS is_kept
                FROM mail_followers
                WHERE partner_id = ANY(%(ids)s)
                    OR res_model = 'res.partner' AND res_id = ANY(%(ids)s)
            ) follower
            """,
            ids=(kept | merged).ids,
            merged=merged.ids,
            kept=kept.id,
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO mail_followers_mail_message_subtype_rel
                    (mail_followers_id, mail_message_subtype_id)
                SELECT target.first_id, told.mail_message_subtype_id
                FROM (%s) target
                JOIN mail_followers_mail_message_subtype_rel told
                    ON told.mail_followers_id = target.id
                WHERE target.id != target.first_id
                ON CONFLICT DO NOTHING
                """,
                targets,
            )
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM mail_followers follower USING (%s) target"
                " WHERE follower.id = target.id AND target.id != target.first_id",
                targets,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE mail_followers follower SET res_id = target.res_id,"
                " partner_id = target.partner_id FROM (%s) target"
                " WHERE follower.id = target.id",
                targets,
            )
        )
