import { CharField, charField } from "@web/views/fields/char/char_field";
import { registry } from "@web/core/registry";

/** The name of a customer with its code small beside it. */
export class CustomerNameField extends CharField {
    static template = "crm_yishang.CustomerNameField";

    get code() {
        return this.props.record.data.yishang_code;
    }
}

registry.category("fields").add("crm_yishang_customer_name", {
    ...charField,
    component: CustomerNameField,
    fieldDependencies: [{ name: "yishang_code", type: "char", readonly: true }],
});
