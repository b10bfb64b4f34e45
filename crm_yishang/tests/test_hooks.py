from odoo.tests import TransactionCase, tagged

from ..hooks import PREPARED_COLUMNS

# Tables of the host that stay small in every company.
SMALL_TABLES = {
    "ir_sequence",
    "res_company",
    "res_groups",
    "res_partner_industry",
    "res_users",
}


@tagged("post_install", "-at_install")
class TestHooks(TransactionCase):
    """Installing is quick in a database with millions of documents."""

    def _get_own_columns(self):
        """Yield our stored fields on the tables of the host."""
        for model in self.env.registry.values():
            if model._abstract or model._transient or not model._auto:
                continue
            if model._original_module == "crm_yishang" or model._table in SMALL_TABLES:
                continue
            for field in model._fields.values():
                is_ours = field._modules and field._modules[0] == "crm_yishang"
                if is_ours and field.store and field.column_type:
                    yield model._table, field

    def test_stored_computed_columns_are_created_before_the_models(self):
        computed = {
            (table, field.name)
            for table, field in self._get_own_columns()
            if field.compute
        }
        prepared = {
            (table, column)
            for table, columns in PREPARED_COLUMNS.items()
            for column in columns
        }
        self.assertEqual(computed, prepared)

    def test_prepared_columns_have_the_type_of_their_field(self):
        for table, field in self._get_own_columns():
            if field.compute:
                with self.subTest(table=table, field=field.name):
                    column_type, _value = PREPARED_COLUMNS[table][field.name]
                    self.assertEqual(column_type, field.column_type[0])

    def test_no_column_on_big_tables_has_a_default_to_write_row_by_row(self):
        defaults = {
            f"{table}.{field.name}"
            for table, field in self._get_own_columns()
            if field.default
        }
        self.assertEqual(defaults, set())
