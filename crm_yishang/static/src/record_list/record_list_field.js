import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

/** Records of a tab: a line opens the whole record instead of a dialog. */
export class RecordListField extends X2ManyField {
    openRecord(record) {
        return this.switchToForm(record, {});
    }
}

registry
    .category("fields")
    .add("crm_yishang_record_list", { ...x2ManyField, component: RecordListField });
