import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path
from odoo.tools.translate import TranslationModuleReader


@tagged("post_install", "-at_install")
class TestI18n(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.po = polib.pofile(file_path("crm_yishang/i18n/zh_CN.po"))
        cls.terms = {
            source
            for *_, source, _value, _comments in TranslationModuleReader(
                cls.env.cr, ["crm_yishang"]
            )
        }

    def test_every_term_is_translated(self):
        translated = {entry.msgid for entry in self.po.translated_entries()}
        self.assertEqual(self.terms - translated, set())

    def test_no_translation_outlives_its_term(self):
        self.assertEqual({entry.msgid for entry in self.po} - self.terms, set())

    def test_placeholders_survive_translation(self):
        for entry in self.po:
            with self.subTest(term=entry.msgid):
                self.assertEqual(
                    self._get_placeholders(entry.msgstr),
                    self._get_placeholders(entry.msgid),
                )

    @staticmethod
    def _get_placeholders(text):
        return {part.split(")")[0] for part in text.split("%(")[1:]}
