import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useService } from "@web/core/utils/hooks";

const ENTERED = ["name", "is_company", "vat", "phone", "email"];

/** Asks for a hidden customer, without saving what stands on the form. */
export class DuplicateAsk extends Component {
    static template = "crm_yishang.DuplicateAsk";
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
    }

    async ask() {
        const { data, resId } = this.props.record;
        const entered = ENTERED.map((name) => [`default_${name}`, data[name]]);
        await this.action.doAction("crm_yishang.crm_yishang_duplicate_ask_action", {
            additionalContext: {
                ...Object.fromEntries(entered),
                default_partner_id: resId,
            },
        });
    }
}

registry.category("view_widgets").add("crm_yishang_duplicate_ask", {
    component: DuplicateAsk,
    fieldDependencies: ENTERED.map((name) => ({
        name,
        type: name === "is_company" ? "boolean" : "char",
    })),
});
