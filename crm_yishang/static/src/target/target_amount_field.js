import {
    MonetaryField,
    monetaryField,
} from "@web/views/fields/monetary/monetary_field";
import { formatInteger } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";

/** Money where there is a currency; visits and customers are counted in whole ones. */
export class TargetAmountField extends MonetaryField {
    get formattedValue() {
        if (this.currency) {
            return super.formattedValue;
        }
        return formatInteger(Math.round(this.value || 0));
    }
}

export const targetAmountField = { ...monetaryField, component: TargetAmountField };

registry.category("fields").add("yishang_target_amount", targetAmountField);
