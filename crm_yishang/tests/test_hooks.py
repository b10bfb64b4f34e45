from odoo.tests import TransactionCase, tagged

from ..hooks import PREPARED_COLUMNS

# Tables of the host that stay small in every company.
SMALL_TABLES = {
    "ir_sequence",
    "res_company",
    "res_groups",
    "res_partner_industry",
    "res_users",
    "utm_campaign",
    "utm_stage",
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

    def test_columns_the_orm_would_fill_are_created_before_the_models(self):
        """Computed ones, and those with a default to write row by row."""
        filled = {
            (table, field.name)
            for table, field in self._get_own_columns()
            if field.compute or field.default
        }
        prepared = {
            (table, column)
            for table, columns in PREPARED_COLUMNS.items()
            for column in columns
        }
        self.assertEqual(filled, prepared)

    def test_prepared_columns_have_the_type_of_their_field(self):
        for table, field in self._get_own_columns():
            if field.compute or field.default:
                with self.subTest(table=table, field=field.name):
                    column_type, _value = PREPARED_COLUMNS[table][field.name]
                    self.assertEqual(column_type, field.column_type[0])
