import re
from pathlib import Path

from lxml import etree

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged

MODULE = "crm_yishang"
DATA_FOLDERS = ("data", "demo", "report", "security", "views", "wizard")

# Each module that extends a model gets an external id for these, too. The currency is
# declared by mixins whose amounts are in that of the document; the way a survey treats
# who was invited before gets one more choice.
NATIVE_FIELDS = ("id", "display_name", "currency_id", "existing_mode")


@tagged("post_install", "-at_install")
class TestStructure(TransactionCase):
    """The addon is laid out and named as the developer guide says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manifest = Manifest.for_addon(MODULE)
        cls.root = Path(cls.manifest.path)
        cls.own_models = {
            model.model: model
            for model in cls.env["ir.model"].search([("model", "like", "crm.yishang.")])
        }

    def _get_external_ids(self, model):
        return self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", model)]
        )

    def test_every_data_file_is_in_the_manifest_and_exists(self):
        listed = self.manifest["data"] + self.manifest["demo"]
        found = [
            str(path.relative_to(self.root))
            for folder in DATA_FOLDERS
            for path in (self.root / folder).rglob("*")
            if path.suffix in (".xml", ".csv") and "static" not in path.parts
        ]
        loaded_on_demand = {
            path for path in found if path.endswith(".csv") and "/ir." not in path
        }
        self.assertEqual(set(found) - loaded_on_demand, set(listed) - loaded_on_demand)
        self.assertEqual(len(listed), len(set(listed)), "a file is listed twice")

    def test_every_stored_model_has_an_access_line(self):
        unguarded = [
            name
            for name, model in self.own_models.items()
            if not self.env[name]._abstract and not model.access_ids
        ]
        self.assertEqual(unguarded, [])

    def test_every_index_and_constraint_is_in_the_database(self):
        """The host only warns where PostgreSQL refuses one."""
        declared = {
            table_object.full_name(model): type(table_object).__name__
            for model in map(self.env.__getitem__, self.own_models)
            if model._auto and not model._abstract
            for table_object in model._table_objects.values()
        }
        self.assertIn("crm_yishang_target_subject_uniq", declared)
        self.env.cr.execute(
            "SELECT relname FROM pg_class UNION SELECT conname FROM pg_constraint"
        )
        existing = {name for (name,) in self.env.cr.fetchall()}
        missing = [name for name in declared if name[:63] not in existing]
        self.assertEqual(missing, [])

    def test_external_ids_start_with_the_name_of_their_model(self):
        patterns = {
            "ir.model.access": r"_access_",
            "ir.rule": r"_rule_",
            "ir.ui.view": r"_view_",
            "ir.actions.act_window": r"_action(_|$)",
        }
        wrong = []
        for model, pattern in patterns.items():
            for xml_id in self._get_external_ids(model):
                target = self._get_target_model(xml_id)
                if target not in self.own_models:
                    continue
                expected = re.escape(target.replace(".", "_")) + pattern
                if not re.match(expected, xml_id.name):
                    wrong.append(xml_id.name)
        self.assertEqual(wrong, [])

    def _get_target_model(self, xml_id):
        record = self.env[xml_id.model].browse(xml_id.res_id)
        if xml_id.model in ("ir.model.access", "ir.rule"):
            return record.model_id.model
        if xml_id.model == "ir.ui.view":
            return record.model
        return record.res_model

    def test_groups_menus_and_crons_are_named_after_what_they_are(self):
        for model, pattern in (
            ("res.groups", r"crm_yishang_group_"),
            ("ir.ui.menu", r"\w+_menu(_|$)"),
            ("ir.cron", r"\w+_cron(_|$)"),
        ):
            with self.subTest(model=model):
                names = self._get_external_ids(model).mapped("name")
                wrong = [name for name in names if not re.match(pattern, name)]
                self.assertEqual(wrong, [])

    def test_fields_on_native_models_carry_the_prefix(self):
        xml_ids = self._get_external_ids("ir.model.fields")
        fields = self.env["ir.model.fields"].browse(xml_ids.mapped("res_id"))
        wrong = [
            f"{field.model}.{field.name}"
            for field in fields
            if field.model not in self.own_models
            and field.name not in NATIVE_FIELDS
            and not field.name.startswith(("yishang_", "x_yishang_"))
        ]
        self.assertEqual(wrong, [])

    def test_xml_never_names_the_own_module(self):
        wrong = [
            f"{path.relative_to(self.root)}: {value}"
            for path in self.root.rglob("*.xml")
            if "static" not in path.parts
            for element in etree.parse(path).iter("record", "menuitem", "template")
            for value in element.attrib.values()
            if value.startswith(f"{MODULE}.")
        ]
        self.assertEqual(wrong, [])
